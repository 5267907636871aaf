"""The service, with real child processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Semaphore
from typing import TypeAlias

import pytest

from annotator.model.suggestions import QuoteKinds, Wish
from annotator.session.suggesting.worker import (
    Event,
    Failed,
    Progress,
    SuggestionService,
    SuggestionsReady,
    TokensReady,
)

HERE = Path(__file__).parents[1]
PATIENCE = 30.0


class Owner:
    """Takes events as the window does, and waits for those a test is after."""

    def __init__(self, reader: str, pipeline: str | None = None) -> None:
        self.told = Semaphore(0)
        self.seen: list[Event] = []
        self.service = SuggestionService(Wish(pipeline=pipeline), self.told.release, reader=reader)

    def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            assert self.told.acquire(timeout=PATIENCE), f"nothing more came after {self.seen}"
            self.seen += self.service.take()

    def untaken(self, count: int) -> None:
        """Wait until `count` times there was something to take, and take nothing."""
        for _ in range(count):
            assert self.told.acquire(timeout=PATIENCE)

    def of(self, *kinds: type[Event]) -> list[Event]:
        return [event for event in self.seen if isinstance(event, kinds)]

    @property
    def pid(self) -> int:
        pid = self.service.process_id
        assert pid is not None
        return pid

    def origins(self) -> set[str]:
        return {
            e.origin for event in self.seen if isinstance(event, SuggestionsReady) for e in event.suggestions.entities
        }

    def until_ended(self, *document_ids: str) -> None:
        self.until(lambda: set(document_ids) <= set(self.ended))

    def until_stage(self, stage: str) -> None:
        """Wait until that is the last thing heard of how it goes."""
        self.until(lambda: any(isinstance(e, Progress) and e.stage == stage for e in self.of(Progress)[-1:]))

    def until_reading(self, document_id: str) -> None:
        self.until(
            lambda: any(isinstance(e, Progress) and (e.current, e.stage) == (document_id, "reading") for e in self.seen)
        )

    @property
    def ended(self) -> list[str | None]:
        return [event.document_id for event in self.seen if isinstance(event, SuggestionsReady | Failed)]

    def labels(self, document_id: str) -> list[str]:
        (found,) = (e for e in self.seen if isinstance(e, SuggestionsReady) and e.document_id == document_id)
        return [entity.label for entity in found.suggestions.entities]


Own: TypeAlias = Callable[..., "Owner"]


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[Own]:
    monkeypatch.syspath_prepend(str(HERE))  # the child imports from where its parent does
    owners: list[Owner] = []

    def make(reader: str = "readers:Plain", pipeline: str | None = None) -> Owner:
        owners.append(Owner(reader, pipeline))
        return owners[-1]

    yield make
    for owner in owners:
        owner.service.close()


class Gate:
    """Holds up the child over an article, for as long as a test likes."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self.text = f"wait {path}"

    def open(self) -> None:
        """Wait until the child has come to it, and let it through."""
        self.path.write_bytes(b"")


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return Gate(tmp_path / "gate")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def text_sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_tokens_come_first_and_then_suggestions_for_the_very_text(own: Own) -> None:
    owner = own()
    text = "Anna met Bo in Riga."
    owner.service.request("a", text, None)
    owner.until_ended("a")
    tokens, suggestions = owner.of(TokensReady, SuggestionsReady)
    assert isinstance(tokens, TokensReady)
    assert tokens.tokens.starts == (0, 5, 9, 12, 15)
    assert tokens.language == "en"
    assert isinstance(suggestions, SuggestionsReady)
    assert suggestions.text_sha256 == text_sha256(text)
    assert owner.labels("a") == ["Anna", "Bo", "Riga."]


def test_the_language_is_detected_only_where_none_is_given(own: Own) -> None:
    owner = own()
    owner.service.request("a", "Anna und Bo", None)
    owner.service.request("b", "Anna und Bo", "da")
    owner.until_ended("a", "b")
    assert [event.language for event in owner.seen if isinstance(event, TokensReady)] == ["de", "da"]


def test_tokens_are_left_out_where_they_are_not_wanted(own: Own) -> None:
    owner = own()
    owner.service.request("a", "Anna", "en", tokenize=False)
    owner.until_ended("a")
    assert owner.of(TokensReady) == []


def test_the_article_on_screen_comes_first_then_the_queue_in_its_order(own: Own, gate: Gate) -> None:
    owner = own()
    owner.service.request("first", gate.text, "en")
    owner.until_reading("first")
    for name in ("next", "second", "third"):
        owner.service.request(name, name, "en")
    owner.service.request("left", "left", "en", urgent=True)
    owner.service.request("on screen", "on screen", "en", urgent=True)
    owner.service.request("third", "third", "en", urgent=True)
    gate.open()
    owner.until_ended("second")
    assert owner.ended == ["first", "third", "on screen", "left", "next", "second"]


def test_a_second_request_for_the_article_being_read_does_not_read_it_twice(own: Own, gate: Gate) -> None:
    owner = own()
    owner.service.request("a", gate.text, "en")
    owner.until_reading("a")
    owner.service.request("a", gate.text, "en", urgent=True)
    owner.service.request("b", "B", "en")
    gate.open()
    owner.until_ended("b")
    assert owner.ended == ["a", "b"]
    assert len(owner.of(TokensReady)) == 2


def test_another_text_for_the_article_being_read_replaces_it(own: Own, gate: Gate) -> None:
    owner = own()
    owner.service.request("a", gate.text, "en")
    owner.until_reading("a")
    owner.service.request("a", "Other", "en")
    gate.open()
    owner.until_ended("a")
    assert owner.ended == ["a"]
    assert owner.labels("a") == ["Other"]


def test_nothing_of_a_cancelled_article_is_delivered(own: Own, gate: Gate) -> None:
    owner = own()
    owner.service.request("being read", gate.text, "en")
    owner.until(lambda: bool(owner.of(TokensReady)))
    owner.service.request("waiting", "Waiting", "en")
    owner.service.request("kept", "Kept", "en")
    owner.service.cancel("being read")
    owner.service.cancel("waiting")
    gate.open()
    owner.until_ended("kept")
    assert owner.ended == ["kept"]


def test_what_has_come_but_was_not_taken_is_dropped_by_a_cancel(own: Own) -> None:
    owner = own()
    owner.service.request("a", "Anna", "en")
    owner.service.request("b", "Bo", "en")
    owner.service.request("fence", "Fence", "en")
    owner.untaken(count=8)
    owner.service.cancel("a")
    owner.until_ended("fence")
    assert owner.ended == ["b", "fence"]


def test_cancelling_all_ends_the_child_that_reads_and_a_later_request_starts_another(own: Own) -> None:
    owner = own()
    owner.service.request("a", "hang", "en")
    owner.service.request("b", "Bo", "en")
    owner.until_reading("a")
    before = owner.pid
    owner.service.cancel_all()
    owner.until_stage("idle")
    assert not is_running(before)
    assert owner.service.process_id is None
    owner.service.request("c", "Cid", "en")
    owner.until_ended("c")
    assert owner.ended == ["c"]
    assert owner.pid != before


def test_the_article_over_which_the_child_dies_is_read_by_another_child(own: Own, tmp_path: Path) -> None:
    owner = own()
    owner.service.request("a", f"die-once {tmp_path / 'died'}", "en")
    owner.service.request("b", "Bo", "en")
    owner.until_ended("a", "b")
    assert (tmp_path / "died").exists()
    assert len(owner.of(SuggestionsReady)) == 2
    assert len(owner.of(TokensReady)) == 2


def test_a_child_that_is_killed_twice_over_one_article_costs_that_article_only(own: Own) -> None:
    owner = own()
    owner.service.request("a", "hang", "en", urgent=True)
    owner.service.request("b", "Bo", "en")
    owner.until_reading("a")
    told = len(owner.seen)
    os.kill(owner.pid, signal.SIGKILL)

    def reads_again() -> bool:  # the first child may have told of its reading twice, the second time unheard until now
        stages = [(e.current, e.stage) for e in owner.seen[told:] if isinstance(e, Progress)]
        return (None, "loading") in stages and ("a", "reading") in stages[stages.index((None, "loading")) :]

    owner.until(reads_again)
    second = owner.pid
    owner.seen.clear()
    os.kill(second, signal.SIGKILL)
    owner.until_ended("a", "b")
    (failed,) = owner.of(Failed)
    assert isinstance(failed, Failed)
    assert failed.document_id == "a"
    assert "twice" in failed.fault.message
    assert "SIGKILL" in failed.fault.message
    assert failed.fault.remedy
    assert owner.labels("b") == ["Bo"]


def test_a_crash_in_a_pipeline_is_named(own: Own) -> None:
    owner = own()
    owner.service.request("a", "crash", "en")
    owner.until_ended("a")
    (failed,) = owner.of(Failed)
    assert isinstance(failed, Failed)
    assert "SIGSEGV" in failed.fault.message


def test_a_child_that_dies_while_idle_costs_nothing(own: Own) -> None:
    owner = own()
    owner.service.request("a", "Anna", "en")
    owner.until_ended("a")
    owner.until_stage("idle")
    pid = owner.pid
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    owner.service.request("b", "Bo", "en")
    owner.until_ended("b")
    assert owner.of(Failed) == []
    assert owner.pid != pid


def test_a_bug_in_a_pipeline_costs_one_article_and_goes_to_the_log(own: Own, caplog: pytest.LogCaptureFixture) -> None:
    owner = own()
    owner.service.request("a", "stumble", "en")
    owner.service.request("b", "fault", "en")
    owner.service.request("c", "Cid", "en")
    owner.until_ended("a", "b", "c")
    bug, fault = (event.fault for event in owner.seen if isinstance(event, Failed))
    assert "LookupError: a bug in the pipeline" in bug.message
    assert (fault.message, fault.remedy) == ("The article is of no use.", "Take another.")
    (record,) = caplog.records
    assert "in stumble" in record.getMessage()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as Linux does it")
def test_an_article_for_which_there_is_not_enough_memory_costs_no_other(own: Own) -> None:
    owner = own()
    owner.service.request("a", "hungry", "en")
    owner.service.request("b", "Bo", "en")
    owner.until_ended("a", "b")
    (failed,) = owner.of(Failed)
    assert isinstance(failed, Failed)
    assert "not enough memory" in failed.fault.message
    assert failed.fault.remedy
    assert owner.labels("b") == ["Bo"]


def test_an_answer_that_cannot_be_sent_is_a_fault_like_another(own: Own) -> None:
    owner = own()
    owner.service.request("a", "unpicklable", "en")
    owner.service.request("b", "Bo", "en")
    owner.until_ended("a", "b")
    assert [event.document_id for event in owner.seen if isinstance(event, Failed)] == ["a"]


def test_what_a_pipeline_prints_does_not_get_among_the_answers(own: Own, capfd: pytest.CaptureFixture[str]) -> None:
    owner = own()
    owner.service.request("a", "print\nAnna", "en")
    owner.until_ended("a")
    assert owner.labels("a") == ["Anna"]
    assert "a pipeline prints" in capfd.readouterr().err


def test_a_missing_pipeline_is_not_tried_again_until_the_settings_change(own: Own) -> None:
    owner = own(pipeline="missing")
    owner.service.request("a", "Anna", "en")
    owner.service.request("b", "Bo", "en")
    owner.until_ended("a", "b")
    assert [event.document_id for event in owner.seen if isinstance(event, Failed)] == ["a", "b"]
    assert {event.fault.remedy for event in owner.seen if isinstance(event, Failed)} == {"Install it."}
    assert len(owner.of(TokensReady)) == 2
    owner.until_stage("idle")
    owner.seen.clear()
    owner.service.configure(Wish(QuoteKinds.ALL, "other"))
    owner.until_ended("a", "b")
    assert owner.labels("a") == ["Anna"]
    assert owner.origins() == {"other all"}
    assert owner.of(TokensReady) == []


def test_the_article_being_read_when_the_settings_change_is_read_with_the_new_ones(own: Own, gate: Gate) -> None:
    owner = own(pipeline="old")
    owner.service.request("a", f"{gate.text}\nAnna", "en")
    owner.until_reading("a")
    pid = owner.pid
    owner.service.configure(Wish(QuoteKinds.MARKED, "new"))
    owner.seen.clear()
    owner.until_reading("a")
    gate.open()
    owner.until_ended("a")
    assert owner.origins() == {"new marked"}
    assert not is_running(pid)


def test_other_kinds_of_quotes_need_no_other_child(own: Own, gate: Gate) -> None:
    owner = own(pipeline="old")
    owner.service.request("a", f"{gate.text}\nAnna", "en")
    owner.until_reading("a")
    owner.until(lambda: bool(owner.of(TokensReady)))
    pid = owner.pid
    owner.service.configure(Wish(QuoteKinds.DIRECT, "old"))
    gate.open()
    owner.until_ended("a")
    assert owner.ended == ["a"]
    assert owner.origins() == {"old direct"}
    assert owner.pid == pid


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("readers:unusable", "spaCy is not installed."),
        ("readers:broken", "LookupError: a bug at the start"),
        ("readers:dying", "SIGKILL"),
        ("no_such_module:Reader", "ModuleNotFoundError"),
    ],
)
def test_a_child_that_cannot_start_is_told_once(own: Own, reader: str, said: str) -> None:
    owner = own(reader)
    owner.service.request("a", "Anna", "en")
    owner.service.request("b", "Bo", "en")
    owner.until(lambda: bool(owner.of(Failed)))
    owner.until_stage("idle")
    (failed,) = owner.of(Failed)
    assert isinstance(failed, Failed)
    assert failed.document_id is None
    assert said in failed.fault.message
    assert owner.of(Progress)[-1] == Progress(2, None, "idle")


def test_the_child_starts_before_any_request(own: Own) -> None:
    owner = own()
    owner.service.start()
    owner.until_stage("loading")
    owner.until_stage("idle")
    pid = owner.pid
    owner.service.request("a", "Anna", "en")
    owner.until_ended("a")
    assert owner.pid == pid


def test_closing_ends_the_child_in_the_middle_of_its_work(own: Own) -> None:
    owner = own()
    owner.service.request("a", "hang", "en")
    owner.until_reading("a")
    pid = owner.pid
    owner.service.close()
    assert not is_running(pid)
    assert owner.service.process_id is None
    assert owner.service.take() == []


def test_closing_without_a_request_is_no_trouble(own: Own) -> None:
    own().service.close()


def test_an_interrupt_from_the_terminal_is_not_for_the_child(own: Own, gate: Gate) -> None:
    owner = own()
    owner.service.request("a", f"{gate.text}\nAnna", "en")
    owner.until_reading("a")
    assert os.getpgid(owner.pid) != os.getpgid(0)
    os.kill(owner.pid, signal.SIGINT)
    gate.open()
    owner.until_ended("a")
    assert owner.labels("a") == ["Anna"]


PARENT = """
import sys, threading
from annotator.model.suggestions import Wish
from annotator.session.suggesting.worker import SuggestionService, SuggestionsReady
print("main", flush=True)
told = threading.Semaphore(0)
service = SuggestionService(Wish(), told.release, reader="readers:Plain")
service.request("a", sys.argv[1], "en")
while True:
    told.acquire()
    for event in service.take():
        if isinstance(event, SuggestionsReady):
            print(*[entity.label for entity in event.suggestions.entities], flush=True)
            if "hang" not in sys.argv:
                sys.exit()
            service.request("b", "hang", "en")
        elif getattr(event, "current", None) == "b" and event.stage == "reading":
            print(service.process_id, flush=True)
"""
"""A program without the guard that multiprocessing's spawn method would need."""


def parent(tmp_path: Path, *arguments: str) -> subprocess.Popen[str]:
    program = tmp_path / "program.py"
    program.write_text(PARENT, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(program), *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[1])])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_child_neither_runs_the_program_again_nor_imports_its_window(tmp_path: Path) -> None:
    with parent(tmp_path, "modules PySide6 shiboken6 program annotator.cli annotator.ui __mp_main__") as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert out.split("\n") == ["main", "Imported", ""], err


def test_spacy_reads_in_a_child_that_knows_no_window(own: Own) -> None:
    owner = own("readers:Spied")
    text = "Maria Lopez spoke in Riga on Monday. “We will open two more piers,” she said.\n"
    owner.service.start()
    owner.service.request("a", text, None, urgent=True)
    owner.until_ended("a")
    tokens, found = owner.of(TokensReady, SuggestionsReady, Failed)
    assert isinstance(tokens, TokensReady)
    assert isinstance(found, SuggestionsReady)
    assert tokens.language == found.suggestions.language == "en"
    assert tokens.tokens == found.suggestions.tokens
    assert "PERSON" in owner.labels("a")
    assert len(found.suggestions.quotes) == 1
    assert found.suggestions.pipeline == "Imported Spacy"


def test_the_child_ends_with_its_parent_whatever_it_is_doing(tmp_path: Path) -> None:
    with parent(tmp_path, "Anna", "hang") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "main\n"
        assert process.stdout.readline() == "Anna\n"
        pid = int(process.stdout.readline())
        assert is_running(pid)
        process.kill()
        process.communicate(timeout=PATIENCE)  # until nobody holds its standard error any more, the child neither
