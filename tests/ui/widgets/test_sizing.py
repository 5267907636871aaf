from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from annotator.ui.widgets.sizing import fit, size_dialog


def test_a_window_for_which_the_screen_has_no_room_fills_it(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    room = window.screen().availableSize()
    window.resize(room.width() - 20, room.height() - 60)
    fit(window)
    assert not window.isMaximized()
    window.resize(room.width() - 20, room.height() - 20)  # a title bar would push its end off the screen
    fit(window)
    assert window.isMaximized()
    assert window.height() < room.height()


def test_a_dialog_is_no_larger_than_the_screen_or_the_window_that_it_belongs_to(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    room, dialog = window.screen().availableSize(), QDialog(window)
    size_dialog(dialog, 300, 200)
    assert dialog.size() == QSize(300, 200)
    size_dialog(dialog, 5000, 200)
    assert room.width() - 50 < dialog.width() < room.width()
    window.resize(4000, 3000)
    size_dialog(dialog, 5000, 200)
    assert dialog.size() == QSize(4000, 200)
