"""Notes and flags, by keys, as they are shown and read."""

import pytest
from PySide6.QtCore import QPoint, Qt

from annotator.session.selection import Selection
from annotator.ui.details import details
from annotator.ui.textview.annotations import words_of
from tests.ui.desk import hands, window_of_module

__all__ = ["hands", "window_of_module"]


@pytest.fixture
def desk(hands):
    yield hands
    hands.window.exchanging.notes.field.hide()
    while hands.session.undo():
        pass


def field(hands):
    return hands.window.exchanging.notes.field


def chip_of(hands, annotation: str) -> str:
    """The signs on the chip of an entity."""
    scene = hands.window.text.scene()
    return next(
        chip.style.sign
        for placed in scene.placed
        for chip in scene.flow.shown(placed.block).geometry.chips
        if chip.id == annotation
    )


def test_a_flag_is_set_by_its_key_and_shown_on_chip_line_and_queue(desk):
    session, window = desk.session, desk.window
    session.select(Selection(annotation="brenna0"))
    desk.press("F")
    entity = session.document.by_id["brenna0"]
    assert entity.flagged
    assert "flagged" in words_of(window.text, entity)
    assert ("flag", "come back to it") in details(
        entity, session.document, session.state.speakers, window.text.wording
    )[1]
    assert chip_of(desk, "brenna0") == "⚑"
    desk.press("Shift+F")
    assert window.columns.head.words.startswith("flagged · ")
    row = window.queue.view.model().index(0, 0)
    desk.wait(lambda: ", flagged, " in row.data(Qt.ItemDataRole.AccessibleTextRole))
    desk.press("Shift+F", "F")
    assert not session.document.flagged
    assert not session.document.by_id["brenna0"].flagged


def test_a_note_is_written_at_its_place_kept_by_enter_and_left_by_escape(desk):
    session, window = desk.session, desk.window
    session.select(Selection(annotation="brenna0"))
    desk.press("W")
    desk.wait(lambda: field(desk).words.hasFocus())
    assert field(desk).words.accessibleName() == "Note on the entity “Brenna”"
    desk.type("<b>town</b> f")
    desk.press("Shift+Return")
    desk.type("or river")
    desk.press("Return")
    desk.wait(lambda: window.text.hasFocus())
    assert session.document.by_id["brenna0"].note == "<b>town</b> f\nor river"
    assert not field(desk).isVisible()
    desk.press("W")
    desk.wait(lambda: field(desk).words.hasFocus())
    assert field(desk).words.toPlainText() == "<b>town</b> f\nor river"
    desk.type("gone")
    desk.press("Esc")
    desk.wait(lambda: window.text.hasFocus())
    assert session.document.by_id["brenna0"].note == "<b>town</b> f\nor river"
    desk.press("Shift+W")
    desk.wait(lambda: field(desk).words.hasFocus())
    desk.type("ask the desk")
    desk.click_at(window.queue.search, QPoint(5, 5))
    assert session.document.note == "ask the desk"
    assert not field(desk).isVisible()
    assert window.columns.head.words.startswith("note: ask the desk · ")
