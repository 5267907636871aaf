"""Which process is asked, and what becomes of one that does not answer."""

import os
import socket
import threading
from pathlib import Path

import pytest

from annotator.model.faults import Fault
from annotator.session.projects import processes
from annotator.session.projects.processes import Answer, Request, leave_to_others, listening, read_request, written
from annotator.store.project import Project


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, meeting: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    monkeypatch.setattr(processes, "PATIENCE", 0.05)
    return tmp_path


class Other:
    """Another process, as far as can be seen from here: it answers what it is asked, or nothing."""

    def __init__(self, pid: int, age: int, answer: Answer | None = None) -> None:
        self.path = processes.address(pid)
        self.asked: list[Request] = []
        self._answer = answer
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self.path))
        self._socket.listen(4)
        os.utime(self.path, (1000 - age, 1000 - age))
        if answer is not None:
            threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        there, _ = self._socket.accept()
        with there:
            self.asked.append(read_request(there.makefile("rb").readline()))
            there.sendall(written(self._answer or Answer()))

    def __enter__(self) -> "Other":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self.path.unlink(missing_ok=True)


def test_the_oldest_is_asked_and_the_younger_of_two_that_start_leaves_it_to_the_older() -> None:
    assert leave_to_others([]) == ""
    with Other(11, 5, Answer()) as old, Other(7, 1), Other(os.getpid(), 3):
        assert listening() == [old.path], "whoever started after this one leaves it to this one"
        assert leave_to_others([]) == "The program runs already: its window comes to the front."
        assert old.asked == [Request()]
    with Other(os.getpid(), 3), Other(7, 1):
        assert listening() == []


def test_a_project_is_left_to_the_process_that_has_it_and_other_settings_are_another_program(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project.create(folder / "a.anno", by="mk")  # this very process has it, as its note says
    path = str(project.path)
    with Other(11, 5, Answer()) as old, Other(os.getpid(), 3, Answer(raised=(path,))) as holder:
        monkeypatch.setattr(processes, "listening", lambda: [old.path, holder.path])
        assert leave_to_others([project.path]) == "a.anno is open already: its window comes to the front."
        assert (old.asked, [each.projects for each in holder.asked]) == ([], [(path,)])
        with pytest.raises(Fault, match="into which of 2 projects"):
            leave_to_others([project.path, folder / "b.anno", folder / "c.txt"])
        monkeypatch.undo()
        monkeypatch.setenv("ANNOTATOR_HOME", str(folder / "other"))
        assert listening() == []
    project.close()


def test_one_that_does_not_answer_is_passed_over_and_one_that_crashed_is_forgotten(caplog, meeting: Path) -> None:
    with Other(11, 5) as silent, Other(12, 4) as crashed:
        crashed._socket.close()
        assert leave_to_others([]) == ""
        assert silent.path.exists()
        assert not crashed.path.exists()
        assert "process 11" in caplog.text
    meeting.chmod(0o755)
    (meeting / "annotator").rmdir()
    assert listening() == [], "a folder that others may write to is none"


def test_a_request_comes_back_as_it_was_sent_also_where_a_path_is_no_utf_8() -> None:
    request = Request(("/a\udcff.anno",), ("/b.txt",), "token")
    assert read_request(written(request)) == request
    assert written(request).count(b"\n") == 1
