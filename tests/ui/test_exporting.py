from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFileDialog, QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from annotator.session.exporting import ExportOptions
from annotator.ui.exporting import ExportDialog
from annotator.ui.theme import DARK


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    dialog = ExportDialog()
    qtbot.addWidget(dialog)
    dialog.set_theme(DARK)
    dialog.set_path(tmp_path / "articles.jsonl")
    dialog.show()
    return dialog


def button(dialog: ExportDialog, words: str) -> QAbstractButton:
    return next(b for b in dialog.findChildren(QAbstractButton) if b.text().replace("&", "") == words)


def press(dialog: ExportDialog, words: str) -> None:
    button(dialog, words).click()


def path_field(dialog: ExportDialog) -> QLineEdit:
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == "File")


def type_path(dialog: ExportDialog, path: Path) -> None:
    path_field(dialog).selectAll()
    QTest.keyClicks(path_field(dialog), str(path))


def note(dialog: ExportDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_left_as_it_is_it_exports_what_is_done_with_whole_clauses(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.accepted_options) as told:
        QTest.keyClick(path_field(dialog), Qt.Key.Key_Return)
    assert told.args == [tmp_path / "articles.jsonl", ExportOptions()]
    assert not dialog.isVisible()


def test_every_option_is_told(dialog: ExportDialog, qtbot: QtBot) -> None:
    for words in ("All articles", "Only what stands in quote marks", "Rejected suggestions, as hard negatives"):
        press(dialog, words)
    press(dialog, "Where the text stood in the imported file")
    with qtbot.waitSignal(dialog.accepted_options) as told:
        press(dialog, "Export")
    assert told.args[1] == ExportOptions(status="all", contents="marked", rejected=True, source_map=True)


def test_a_path_that_cannot_be_written_is_said_and_not_taken(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    for path, words in ((tmp_path, "folder"), (tmp_path / "none" / "a.jsonl", "no folder")):
        type_path(dialog, path)
        assert words in note(dialog)
        assert not button(dialog, "Export").isEnabled()
    with qtbot.assertNotEmitted(dialog.accepted_options):
        QTest.keyClick(path_field(dialog), Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_a_file_that_exists_is_said_before_it_is_replaced(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_text("")
    type_path(dialog, tmp_path / "old.jsonl")
    assert "takes its place" in note(dialog)
    assert button(dialog, "Export").isEnabled()


def test_an_empty_path_is_asked_for(dialog: ExportDialog) -> None:
    path_field(dialog).clear()
    assert "Name the file" in note(dialog)


def test_escape_cancels(dialog: ExportDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.accepted_options):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_browsing_puts_the_chosen_file_into_the_field(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda chooser: opened.append(chooser))
    press(dialog, "Browse…")
    opened[0].fileSelected.emit(str(tmp_path / "chosen.jsonl"))
    assert dialog.path == tmp_path / "chosen.jsonl"


def test_it_does_not_block_the_window_and_its_controls_have_names(dialog: ExportDialog) -> None:
    assert not dialog.isModal()
    for kind in (QLineEdit, QRadioButton, QCheckBox, QPushButton):
        for control in dialog.findChildren(kind):
            assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
