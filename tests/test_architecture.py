"""The rooms and rules of the house, held against the code as it is."""

import ast
import logging.config
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

CHECKOUT = Path(__file__).resolve().parents[1]
MODULES = sorted((CHECKOUT / "annotator").rglob("*.py"))
LONGEST = 400


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setattr(logging.config, "dictConfig", lambda _: None)  # it would silence every logger made before
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0


def test_the_model_imports_only_itself_and_the_standard_library() -> None:
    foreign = {
        f"{path.name}: {name}"
        for path in (CHECKOUT / "annotator" / "model").rglob("*.py")
        for name in _imported(path)
        if not name.startswith("annotator.model") and name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert not foreign


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_a_module_is_short_enough_to_read_at_once(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_no_module_is_named_after_being_useful() -> None:
    shapeless = re.compile(r"^(utils?|helpers?|common|misc)$")
    assert not [path for path in MODULES if shapeless.match(path.stem) or shapeless.match(path.parent.name)]


def test_every_folder_of_tests_mirrors_one_of_the_program() -> None:
    folders = {
        path.parent.relative_to(CHECKOUT / "tests").as_posix() for path in (CHECKOUT / "tests").rglob("test_*.py")
    }
    rooms = {path.parent.relative_to(CHECKOUT / "annotator").as_posix() for path in MODULES}
    assert folders - rooms <= {"benchmarks", "proofs"}


def test_of_qts_network_only_the_sockets_of_this_machine_are_used() -> None:
    local = {"QLocalServer", "QLocalSocket", "QAbstractSocket"}  # the last for the names of its errors
    texts = [path.read_text("utf-8") for path in MODULES]
    used = {
        alias.name
        for text in texts
        if "PySide6.QtNetwork" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6.QtNetwork")
        for alias in node.names
    }
    assert used == local
    others = ("QtWebSockets", "QtWebEngineCore", "QtHttpServer", "QtBluetooth")
    assert not [name for name in others for text in texts if f"PySide6.{name}" in text]
