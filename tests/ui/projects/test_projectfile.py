"""Properties, damage, copies and compacting of the project that is open, by real events."""

import shutil
from collections import namedtuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from annotator.session.exchange.exporting import ExportReport
from annotator.session.news import Exported
from annotator.store.project import Project
from tests.ui.desk import hands, window_of_module

__all__ = ["hands", "window_of_module"]  # the fixtures


@pytest.fixture
def file(hands):
    """What answers, with its dialogs closed at the end."""
    file = hands.window.exchanging.project_file
    yield file
    file.dialog.close()


def answer(hands, words: str) -> None:
    """Press a button of the question that is asked."""
    hands.wait(lambda: any(box.isVisible() for box in hands.window.findChildren(QMessageBox)))
    box = next(each for each in hands.window.findChildren(QMessageBox) if each.isVisible())
    QTest.mouseClick(next(b for b in box.findChildren(QPushButton) if words in b.text()), Qt.MouseButton.LeftButton)


def test_the_properties_say_what_is_known_and_damage_is_looked_for(hands, file, tmp_path, caplog):
    with caplog.at_level("INFO", "annotator"):
        hands.session.publish(Exported(ExportReport(tmp_path / "out.jsonl", written=2)))
    assert "An export has ended: 2 articles" in caplog.text
    hands.press("Alt+Return")
    hands.wait(lambda: "Articles: 2 new" in file.dialog.words)
    for words in (str(hands.session.project.path), "by mk", "out.jsonl", "8 entities, 5 quotes, 2 speakers", "PERSON"):
        assert words in file.dialog.words
    QTest.mouseClick(file.dialog.check, Qt.MouseButton.LeftButton)
    hands.wait(lambda: "The file is sound" in file.dialog.words)


def test_a_copy_is_whole_and_is_offered(hands, file, tmp_path, monkeypatch):
    target = tmp_path / "copy.anno"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    hands.click(hands.span("Brenna"))
    hands.press("2")
    hands.press("Ctrl+Shift+S")
    answer(hands, "Go on here")
    with Project.open(target, by="x") as copy:
        assert copy.document("near") == hands.session.project.document("near")
        assert copy.history("mk") == hands.session.project.history("mk")
        assert copy.check() == []
    hands.press("Ctrl+Shift+S")  # and never over what is there
    assert "exists already" in hands.window.key_line.message
    hands.window.key_line.dismiss()


def test_compacting_backs_up_gives_room_back_and_leaves_the_rest(hands, file, monkeypatch):
    session = hands.session
    for _ in range(3):
        session.project.put("much", "x" * 400_000)
        session.project.put("much", None)
    before = session.project.document("near")
    hands.window.run("file.compact")
    answer(hands, "Compact")
    hands.wait(lambda: "instead of" in hands.window.key_line.message)
    assert session.project.document("near") == before
    hands.click(hands.span("Brenna"))
    hands.press("2")  # and it can be edited again
    assert hands.selected.label == session.labels[1]
    kept = hands.window.background.keeper._backups.list()
    assert "compact" in [each.reason for each in kept if each.at == kept[0].at]  # one of opening, in the same second
    room = namedtuple("Room", "free")(10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room)
    hands.window.run("file.compact")
    answer(hands, "Compact")
    hands.wait(lambda: "cannot be compacted" in hands.window.key_line.message)
    hands.window.key_line.dismiss()
