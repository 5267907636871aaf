import io
from types import SimpleNamespace

import pytest

from annotator.cli import progress
from annotator.cli.progress import counted, progress_line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    made = Terminal()
    # Not sys.stderr itself, which pytest's capture exchanges between this fixture and the test.
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=made))
    return made


def test_a_terminal_shows_the_count_and_then_nothing(terminal: Terminal) -> None:
    assert list(counted("abc", "articles")) == ["a", "b", "c"]
    assert "articles: 1" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_terminal_shows_how_many_of_how_many_and_then_nothing(terminal: Terminal) -> None:
    show = progress_line("articles")
    show(1, 2)
    show(2, 2)
    assert "articles: 1 of 2" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_the_line_is_not_written_more_often_than_anybody_reads(terminal: Terminal) -> None:
    list(counted(range(10_000), "articles"))
    assert terminal.getvalue().count("articles") < 100


def test_elsewhere_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(counted("abc", "articles")) == ["a", "b", "c"]
    progress_line("articles")(1, 2)
    assert capsys.readouterr().err == ""
