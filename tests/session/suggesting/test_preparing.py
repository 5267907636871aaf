"""The child's side, in this process; `test_worker` has it in a real child."""

from pathlib import Path
from typing import Any

import pytest

from annotator.model.document import Tokens
from annotator.model.suggestions import Wish
from annotator.session.suggesting.preparing import (
    SPACY,
    Answer,
    Failure,
    Loading,
    Reader,
    Reading,
    Suggested,
    Task,
    Tokenized,
    make_reader,
    prepare,
)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    return make_reader("readers:Plain")


@pytest.fixture(scope="module")
def spacy_reader() -> Reader:
    return make_reader(SPACY)


def answers(reader: Reader, text: str, **changes: Any) -> list[Answer]:
    values = {"language": None, "tokenize": True, "wish": Wish(), **changes}
    return list(prepare(reader, Task(text, **values)))


def test_tokens_are_known_before_the_pipeline_is_loaded(plain: Reader) -> None:
    kinds = [type(answer) for answer in answers(plain, "Anna met Bo.")]
    assert kinds == [Tokenized, Loading, Reading, Suggested]


def test_a_pipeline_is_loaded_once(plain: Reader) -> None:
    answers(plain, "Anna met Bo.")
    assert [type(answer) for answer in answers(plain, "Bo met Cid.", tokenize=False)] == [Reading, Suggested]


def test_a_pipeline_that_is_missing_is_told_from_an_article_that_is_of_no_use(plain: Reader) -> None:
    missing = answers(plain, "Anna met Bo.", wish=Wish(pipeline="missing"))[-1]
    useless = answers(plain, "fault")[-1]
    assert isinstance(missing, Failure)
    assert isinstance(useless, Failure)
    assert (missing.pipeline, useless.pipeline) == (True, False)
    assert missing.mistake is None
    assert useless.mistake is None


def test_a_bug_is_named_to_the_person_and_traced_for_the_log(plain: Reader) -> None:
    failure = answers(plain, "stumble")[-1]
    assert isinstance(failure, Failure)
    assert failure.fault.message.endswith("LookupError: a bug in the pipeline")
    assert failure.mistake is not None
    assert "in stumble" in failure.mistake.report()


def test_a_bug_in_telling_the_language_ends_the_article_too(plain: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "detect", {}.__getitem__)
    (failure,) = answers(plain, "Anna")
    assert isinstance(failure, Failure)
    assert "KeyError" in failure.fault.message


ENGLISH = "Maria Lopez runs the port of Riga. “We will open two more piers,” Lopez said on Monday.\n"
GERMAN = "Der Hafen soll im Herbst erweitert werden, sagte die Leiterin am Montag in Riga vor Journalisten.\n"


def test_spacy_reads_an_english_article(spacy_reader: Reader) -> None:
    tokenized, *_, last = answers(spacy_reader, ENGLISH)
    assert isinstance(tokenized, Tokenized)
    assert isinstance(last, Suggested)
    assert tokenized.language == last.suggestions.language == "en"
    assert words(ENGLISH, tokenized.tokens)[:4] == ["Maria", "Lopez", "runs", "the"]
    assert "Maria Lopez" in [ENGLISH[e.span.start : e.span.end] for e in last.suggestions.entities]
    (quote,) = last.suggestions.quotes
    assert ENGLISH[quote.extent.start : quote.extent.end] == "“We will open two more piers,”"


def test_spacy_uses_no_english_pipeline_on_a_german_article(spacy_reader: Reader) -> None:
    tokenized, *_, last = answers(spacy_reader, GERMAN)
    assert isinstance(tokenized, Tokenized)
    assert isinstance(last, Suggested)
    assert tokenized.language == "de"
    assert last.suggestions.pipeline.startswith("blank:de")
    assert last.suggestions.entities == ()


def test_a_pipeline_that_is_not_installed_is_a_fault_of_the_pipeline(spacy_reader: Reader) -> None:
    for _ in range(2):
        tokenized, *_, last = answers(spacy_reader, ENGLISH, wish=Wish(pipeline="xx_no_such_pipeline"))
        assert isinstance(tokenized, Tokenized)
        assert isinstance(last, Failure)
        assert last.pipeline
        assert "xx_no_such_pipeline" in last.fault.message
        assert last.fault.remedy


@pytest.mark.parametrize("text", ["", "\n", "👩‍🚒 said “нет”.\u00a0سلام\n\n"])
def test_odd_texts_are_read(spacy_reader: Reader, text: str) -> None:
    last = answers(spacy_reader, text)[-1]
    assert isinstance(last, Suggested)
    assert all(0 <= e.span.start < e.span.end <= len(text) for e in last.suggestions.entities)


def words(text: str, tokens: Tokens) -> list[str]:
    return [text[span.start : span.end] for span in tokens]
