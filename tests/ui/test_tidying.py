import gc
import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from annotator.ui import tidying
from annotator.ui.textview.view import TextView
from annotator.ui.tidying import Tidying


class Knot:
    """A value that only a cycle holds."""

    def __init__(self):
        self.self = self


@pytest.fixture
def view(qtbot):
    view = TextView()
    qtbot.addWidget(view)
    return view


@pytest.fixture
def tidy(view, monkeypatch):
    monkeypatch.setattr(tidying, "PAUSE", 0)
    before = gc.get_threshold()
    made = Tidying(view)
    made.follow(view)
    yield made
    made.end()
    assert gc.get_threshold() == before


def test_old_values_are_never_gone_through_amid_the_work(tidy):
    assert gc.isenabled()
    assert gc.get_threshold()[2] == tidying.NEVER
    assert gc.get_freeze_count() > 0


def test_in_a_pause_after_what_is_shown_has_changed_what_is_new_is_looked_through_and_put_by(qtbot, view, tidy):
    knot = Knot()
    gone = weakref.ref(knot)
    kept = [Knot()]
    del knot
    view.arranged.emit()
    qtbot.waitUntil(lambda: gone() is None)
    assert gc.get_freeze_count() > 0
    assert not any(value is kept for value in gc.get_objects())  # it is put by, and not looked through again


def test_cycles_among_what_was_put_by_go_when_the_person_has_gone(tidy):
    knot = Knot()
    gone = weakref.ref(knot)
    tidy._tidy()
    del knot
    tidy._tidy()
    assert gone() is not None
    QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert gone() is None
