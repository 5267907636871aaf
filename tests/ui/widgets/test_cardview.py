from random import Random

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QSize, QStringListModel, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.widgets.cardview import CardView
from annotator.ui.widgets.rows import RowDelegate

COUNT = 2000


class Delegate(RowDelegate):
    """Rows of every height; it notes which were measured."""

    def __init__(self, view: CardView) -> None:
        super().__init__(view)
        random = Random(7)
        self.heights = {f"row {n}": random.randint(20, 200) for n in range(COUNT + 10)}
        self.measured: list[int] = []

    def sizeHint(self, option, index):  # noqa: N802  # Qt's name
        self.measured.append(index.row())
        return QSize(80, self.heights[index.data()])

    def paint(self, painter, option, index):
        painter.drawText(option.rect.topLeft(), index.data())


@pytest.fixture
def view(qtbot: QtBot) -> CardView:
    view = CardView("Rows")
    qtbot.addWidget(view)
    view.setItemDelegate(Delegate(view))
    view.setModel(QStringListModel([f"row {n}" for n in range(COUNT)], view))
    view.resize(300, 500)
    view.show()
    return view


def delegate(view: CardView) -> Delegate:
    found = view.itemDelegate()
    assert isinstance(found, Delegate)
    return found


def index(view: CardView, row: int) -> QModelIndex:
    return view.model().index(row, 0)


def in_view(view: CardView) -> list[tuple[str, int, int]]:
    """The rows in view with their tops and heights, found as a click would find them."""
    rows, y = [], 0
    while y < view.viewport().height():
        found = view.indexAt(QPoint(5, y))
        rect = view.visualRect(found)
        assert rect.contains(5, y)
        assert rect.height() == delegate(view).heights[found.data()]
        rows.append((found.data(), rect.top(), rect.height()))
        y = rect.bottom() + 1
    return rows


def wheel(view: CardView, pixels: int) -> None:
    viewport = view.viewport()
    at = viewport.rect().center()
    event = QWheelEvent(
        at, viewport.mapToGlobal(at), QPoint(0, -pixels), QPoint(0, -pixels), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def test_only_what_comes_into_view_is_measured(view: CardView) -> None:
    in_view(view)
    view.go_to(COUNT // 2)
    in_view(view)
    assert len(set(delegate(view).measured)) < 60
    assert view.verticalScrollBar().maximum() > 20 * COUNT


@pytest.mark.parametrize("row", [0, 3, 700, 701, COUNT - 1])
def test_a_row_that_is_gone_to_is_wholly_in_view(view: CardView, row: int) -> None:
    for start in (0, COUNT - 1, 704):
        view.go_to(start)
        view.go_to(row)
        rect = view.visualRect(index(view, row))
        assert view.viewport().rect().contains(rect)
        assert (f"row {row}", rect.top(), rect.height()) in in_view(view)


@pytest.mark.parametrize("step", [37, -37])
def test_what_is_in_view_moves_by_what_the_wheel_says(view: CardView, step: int) -> None:
    view.go_to(900)
    for _ in range(40):
        before = {name: top for name, top, _ in in_view(view)}
        value = view.verticalScrollBar().value()
        wheel(view, step)
        after = {name: top for name, top, _ in in_view(view)}
        moved = {after[name] - top for name, top in before.items() if name in after}
        assert view.verticalScrollBar().value() != value
        assert len(moved) == 1
        assert moved.pop() * step < 0


def test_the_ends_of_the_bar_are_the_ends_of_the_list(view: CardView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    name, top, height = in_view(view)[-1]
    assert (name, top + height) == (f"row {COUNT - 1}", view.viewport().height())
    bar.setValue(0)
    assert in_view(view)[0][:2] == ("row 0", 0)


def test_rows_that_come_and_go_above_leave_what_is_in_view(view: CardView) -> None:
    view.go_to(900)
    before, model = in_view(view), view.model()
    model.removeRows(10, 5)
    assert in_view(view) == before
    model.insertRows(20, 2)
    for row in (20, 21):
        model.setData(index(view, row), f"row {COUNT + row - 20}")
    assert in_view(view) == before
    assert view.currentIndex().data() == "row 900"


def test_a_row_that_changes_is_measured_again_where_it_is(view: CardView) -> None:
    view.go_to(900)
    name, top, _ = in_view(view)[1]
    delegate(view).heights[name] += 60
    changed = view.indexAt(QPoint(5, top))
    view.dataChanged(changed, changed)
    assert view.visualRect(changed).height() == delegate(view).heights[name]
    assert view.visualRect(changed).top() == top


def test_fewer_rows_than_there_is_room_stand_at_the_top(view: CardView) -> None:
    view.model().removeRows(2, COUNT - 2)
    assert view.visualRect(index(view, 0)).top() == 0
    assert view.verticalScrollBar().maximum() == 0
    assert not view.indexAt(QPoint(5, view.viewport().height() - 1)).isValid()


def test_pages_and_ends_are_gone_to_by_keys(view: CardView) -> None:
    view.setFocus()
    view.go_to(900)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert 900 < view.currentIndex().row() < 940
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == COUNT - 1
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == COUNT - 1
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    assert view.viewport().rect().contains(view.visualRect(index(view, 0)))


def test_a_screen_reader_finds_the_rows(view: CardView) -> None:
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.childCount() == COUNT
    assert interface.child(3).text(QAccessible.Text.Name) == "row 3"
    view.go_to(1500)
    assert interface.child(1500).rect().height() == delegate(view).heights["row 1500"]
