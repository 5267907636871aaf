"""The preferences by keys and mouse, in a window."""

import logging

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QToolButton

from annotator.model.suggestions import QuoteKinds
from annotator.session.settings.settings import Settings, read_settings
from annotator.ui.widgets.rows import RowView
from tests.ui.desk import window_of_module

__all__ = ["window_of_module"]  # the fixture


@pytest.fixture
def hands(window_of_module):
    window_of_module.clear()
    yield window_of_module
    window_of_module.window.exchanging.preferring.dialog.close()
    window_of_module.window.windows.settings.change(lambda before: Settings(recent=before.recent, welcomed=True))
    window_of_module.clear()


@pytest.fixture
def dialog(hands):
    hands.press("Ctrl+,")
    dialog = hands.window.exchanging.preferring.dialog
    hands.wait(lambda: dialog.isVisible() and dialog.search.hasFocus())
    return dialog


def enter(dialog, name: str, words: str) -> None:
    """Type something into a setting's field in place of what is there, and press Enter."""
    row = dialog.rows[name]
    dialog.go_to(row.setting.group)
    line = getattr(row.field, "lineEdit", lambda: row.field)()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, words)
    QTest.keyClick(line, Qt.Key.Key_Return)


def shown(dialog) -> list[str]:
    return [dialog.groups.item(n).text() for n in range(dialog.groups.count()) if not dialog.groups.item(n).isHidden()]


def test_tab_goes_from_the_search_through_what_shows_that_it_has_the_focus(hands, dialog):
    dialog.go_to("Appearance")
    dialog.search.setFocus()
    before = dialog.groups.grab().toImage()
    for widget in (dialog.only_changed, dialog.groups, dialog.rows["theme"].field):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        hands.wait(widget.hasFocus)
        if widget is dialog.groups:
            assert dialog.groups.grab().toImage() != before


def test_what_is_set_counts_at_once_and_what_is_wrong_is_said_at_its_field(hands, dialog):
    window = hands.window
    enter(dialog, "zoom", "900")
    assert dialog.rows["zoom"].wrong == "It has to be between 50 and 300."
    assert window.text.zoom == 100
    enter(dialog, "zoom", "150")
    assert (dialog.rows["zoom"].wrong, window.text.zoom) == ("", 150)
    QTest.keyClick(dialog.rows["zoom"].field, Qt.Key.Key_Up)
    assert window.text.zoom == 160
    before = window.text.verticalScrollBar().maximum()
    enter(dialog, "line", "250")
    assert window.text.verticalScrollBar().maximum() > before
    enter(dialog, "face", "No Such Face")
    assert "No typeface" in dialog.rows["face"].wrong
    assert window.settings.face == ""
    enter(dialog, "by", "Ana")
    assert window.session.by == "Ana"
    enter(dialog, "pipeline", "no_such_pipeline")
    assert dialog.rows["pipeline"].wrong
    assert window.session.pipeline is None
    dialog.go_to("Log")
    field = dialog.rows["log_level"].field
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert logging.getLogger("annotator").level == logging.ERROR
    dialog.go_to("Suggestions")
    QTest.keyClick(dialog.rows["quote_kinds"].field, Qt.Key.Key_Down)
    assert window.session.quote_kinds is QuoteKinds.SPEECH
    window.run("article.kinds")  # and it follows what is set elsewhere
    assert dialog.rows["quote_kinds"].field.currentData() == "all"
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down):
        QTest.keyClick(dialog.rows["quote_kinds"].field, key)
    assert not dialog.rows["quote_kinds"].changed
    kept = read_settings(window.windows.settings.path)
    assert (kept.zoom, kept.line, kept.by) == (160, 250, "Ana")


def test_the_search_only_changed_and_resetting_one_and_all(hands, dialog):
    window = hands.window
    QTest.keyClicks(dialog.search, "minutes of edited")
    assert shown(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.search.text() == ""
    QTest.keyClicks(dialog.search, "edited project")
    assert shown(dialog) == ["Backups"]
    assert [row for row in dialog.rows if dialog.rows[row].isVisible()] == ["backup_every"]
    dialog.search.clear()
    enter(dialog, "zoom", "150")
    enter(dialog, "backup_every", "5")
    assert window.background.keeper._every == 300
    QTest.mouseClick(dialog.only_changed, Qt.MouseButton.LeftButton, pos=QPoint(8, dialog.only_changed.height() // 2))
    assert {"Appearance", "Backups"} <= set(shown(dialog))
    assert "Keys" not in shown(dialog)
    dialog.go_to("Appearance")
    assert [row for row in dialog.rows if dialog.rows[row].isVisible()] == ["zoom"]
    QTest.mouseClick(dialog.rows["zoom"].findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert window.text.zoom == 100
    QTest.mouseClick(dialog.reset_all, Qt.MouseButton.LeftButton)
    box = dialog.findChild(QMessageBox)
    assert box.text() == "This sets back: Back up every."
    yes = next(b for b in box.findChildren(QPushButton) if b.text() == "Reset all")
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert window.settings.backup_every == 60


def test_keys_are_changed_on_a_page_of_it_and_found_by_the_same_search(hands, dialog):
    QTest.keyClicks(dialog.search, "Accept")
    dialog.go_to("Keys")
    view = dialog.keys.findChild(RowView)
    rows = [str(view.model().index(row, 0).data()) for row in range(view.model().rowCount())]
    view.go_to(rows.index("Accept"))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_F6)
    assert hands.window.settings.keys == {"annotation.accept": ["F6"]}
    hands.window.windows.change(keys={})
    assert hands.window.keymap.changes == {}
