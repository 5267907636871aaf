"""What everybody can use: names and states of all controls for screen readers, and the way of the focus by Tab."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar, QWidget

from tests.ui.desk import hands, window_of_module

__all__ = ["hands", "window_of_module"]  # the fixtures

CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.SpinBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.Tree,
    QAccessible.Role.TreeItem,
    QAccessible.Role.Table,
    QAccessible.Role.ProgressBar,
    QAccessible.Role.MenuItem,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.PageTab,
    QAccessible.Role.Heading,
}


def tree(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield interface
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from tree(child)


def controls(widget: QWidget) -> list[QAccessibleInterface]:
    return [each for each in tree(QAccessible.queryAccessibleInterface(widget)) if each.role() in CONTROLS]


def named(each: QAccessibleInterface) -> str:
    return each.text(QAccessible.Text.Name).strip()


def where(widget: QWidget) -> str:
    return f"{widget.parentWidget()}/{widget.objectName()}" if isinstance(widget, QWidget) else repr(widget)


def nameless(widget: QWidget) -> list[tuple[str, str]]:
    return [(str(each.role()), where(each.object())) for each in controls(widget) if not named(each)]


@pytest.fixture
def told(hands):
    """Hands at a window with all that it shows beside the text."""
    hands.press("Ctrl+F")
    hands.type("Brenna")
    hands.window.run("help.welcome")
    hands.window.key_line.tell("A file could not be read.", fault=True)
    QApplication.processEvents()
    yield hands
    hands.window.key_line.dismiss()
    hands.window.welcoming.dismiss()


def test_every_control_of_the_window_has_a_name(told):
    assert nameless(told.window) == []
    roles = {each.role() for each in controls(told.window)}
    assert roles >= {QAccessible.Role.Button, QAccessible.Role.EditableText, QAccessible.Role.MenuItem}
    assert len(controls(told.window)) > 25


@pytest.mark.parametrize("command", ["view.keys", "file.export"])
def test_every_control_of_a_dialog_has_a_name(hands, command):
    hands.window.run(command)
    (dialog,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
    focus = dialog.focusWidget() or dialog
    assert nameless(dialog) == []
    assert dialog.windowTitle()
    assert named(QAccessible.queryAccessibleInterface(focus))
    dialog.close()


def test_every_control_of_the_list_of_mistakes_has_a_name(hands):
    hands.window.run("file.findings")
    findings = hands.window.exchanging.findings
    hands.wait(lambda: findings.found)
    assert nameless(findings.panel) == []
    assert len(controls(findings.panel)) >= 3
    findings.panel.hide()


def test_every_control_of_the_guideline_has_a_name(hands):
    panel = hands.window.exchanging.guiding.panel
    for command in ("help.guidelines", "guideline.edit"):
        hands.window.run(command)
        assert nameless(panel) == []
    panel.show_cases()
    assert nameless(panel) == []
    hands.window.columns.show_panel("guideline", on=False)


def test_what_is_on_and_what_cannot_be_used_is_told(told):
    bar = told.window.columns.find_bar
    states = {named(each): each.state() for each in controls(bar)}
    assert states["Regular expression"].checkable
    assert not states["Regular expression"].checked
    bar.choose(expression=True)
    assert {named(each): each.state() for each in controls(bar)}["Regular expression"].checked
    bar.choose(expression=False)
    bar.field.setText("nothing of the kind")
    told.wait(lambda: {named(each): each.state() for each in controls(bar)}["Label all…"].disabled)


def test_tab_goes_through_every_control_once_and_what_has_the_focus_can_be_seen(told):
    told.window.text.setFocus()
    seen: list[QWidget] = []
    for _ in range(2):  # a button may become of use by what was gone through
        focus = QApplication.focusWidget()
        while True:
            seen.append(QApplication.focusWidget())
            told.press("Tab")
            if QApplication.focusWidget() is focus:
                break
            assert len(seen) < 200, "it never comes back"
    wanted = [
        each
        for each in told.window.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None and each.window() is told.window
    ]  # fmt: skip
    missed = [where(each) for each in wanted if each not in seen]
    assert missed == []
    assert all(each.isVisible() and QAccessible.queryAccessibleInterface(each).state().focusable for each in seen)


def test_the_focus_changes_how_a_control_looks(told):
    for control in (
        told.window.queue.search,
        told.window.columns.find_bar.field,
        told.window.text,
        told.window.queue.view,
    ):
        told.window.quotes.view.setFocus()
        QApplication.processEvents()
        before = control.grab().toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert control.grab().toImage() != before, control


def test_nothing_in_the_window_moves_by_itself(told):
    """There is nothing that somebody who wants less motion would have to turn off."""
    told.press("Ctrl+Shift+P")
    told.wait(told.window.choices.field.hasFocus)
    told.press("Esc")
    told.window.key_line.set_progress("Importing")  # how much of it is unknown
    told.wait(lambda: told.window.key_line.shows_progress)
    bars = [each for each in told.window.findChildren(QProgressBar) if each.isVisible()]
    assert all(bar.maximum() > bar.minimum() for bar in bars), "no bar runs to and fro"
    told.window.key_line.set_progress("")
    moving = [
        bytes(each.propertyName().data()) for each in told.window.findChildren(QPropertyAnimation) if each.duration()
    ]
    assert set(moving) <= {b"opacity", b"iconOpacity"}, "a field's cross may fade in, where it stands"
    timers = told.window.columns.findChildren(QTimer)
    told.wait(lambda: not [each for each in timers if each.isActive() and not each.isSingleShot()])  # no caret blinks
