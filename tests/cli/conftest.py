"""What every test of a command starts from: a home of its own."""

import os
from pathlib import Path

import pytest

from annotator.cli.app import run

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that holds everything the program keeps for the person; nothing is read or written elsewhere."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


class Ended:
    """How a command ended: its exit code, and what it wrote."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> "Annotator":
    """Runs a command in this process."""
    return Annotator(capsys)


class Annotator:
    """The command line, called as a function."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Ended:
        code = run([str(argument) for argument in arguments])
        captured = self._capsys.readouterr()
        return Ended(code, captured.out, captured.err)
