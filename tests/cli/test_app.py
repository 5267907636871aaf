import subprocess
import sys
from importlib.metadata import version

import pytest

from annotator.cli import doctor
from annotator.cli.app import run
from annotator.model.faults import Fault

_LOADED = """
import sys
from annotator.__main__ import main
sys.argv[1:] = {arguments!r}
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
heavy = {{"PySide6", "spacy", "thinc", "numpy", "sqlalchemy", "markdown_it", "charset_normalizer"}}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["prelabel", "--help"], ["evaluate", "--help"], ["open", "--help"]]
)
def test_help_and_version_load_neither_qt_nor_spacy_nor_anything_else_that_takes_time(arguments: list[str]) -> None:
    code = _LOADED.format(arguments=arguments)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"annotator {version('annotator')}\n"


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in ("open", "prelabel", "evaluate", "import", "export", "screenshot", "doctor"):
        assert command in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["unknown"],
        ["prelabel"],
        ["prelabel", "a.md", "--quotes", "some"],
        ["prelabel", "a.md", "--jobs", "0"],
        ["export"],
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_wrong(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err
    assert not captured.out


def test_what_a_person_can_mend_ends_with_1_and_message_and_remedy_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def look() -> list[str]:
        raise Fault("Nothing is plugged in.", "Plug it in.")

    monkeypatch.setattr(doctor, "_versions", look)
    assert run(["doctor"]) == 1
    said = capsys.readouterr().err
    assert "Nothing is plugged in.\nPlug it in." in said
    assert "Traceback" not in said


def test_the_module_runs_as_a_program() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "annotator", "--version"], capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.startswith("annotator ")
