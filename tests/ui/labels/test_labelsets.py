"""The labels of a project changed in their dialog, by keys and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QPushButton

from annotator.model.edits import SetLabels
from annotator.model.labels.labels import Field, Label, LabelSet
from annotator.session import relabelling
from annotator.session.labels import default_set, read_set
from annotator.ui import describing
from tests.ui.desk import TEXT, hands, span, window_of_module

__all__ = ["hands", "window_of_module"]


@pytest.fixture
def dialog(hands):
    """The dialog, opened by its key, once the entities are counted."""
    hands.press("Ctrl+Shift+L")
    made = hands.window.answering.labelling.dialog
    hands.wait(lambda: made.isVisible() and made.counted)
    yield made
    made.show_idle()
    made.reject()
    hands.wait(lambda: not made.isVisible())
    while hands.session.undo():
        hands.wait(lambda: hands.session.apart.order is None)
    hands.window.text.setFocus()


def click(dialog, words: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "").startswith(words))
    assert button.isVisible()
    assert button.isEnabled(), words
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def enabled(dialog, words: str) -> bool:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == words).isEnabled()


def rename(hands, words: str) -> None:
    """Types another name of the current label, from the list."""
    hands.press("F2")
    hands.type(words)


def choose_from(hands, dialog, words: str, entry: str) -> None:
    """Opens a button's menu and chooses from it, by the mouse."""
    click(dialog, words)
    hands.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    action = next(a for a in menu.actions() if a.text() == entry)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def labels(hands) -> list[str]:
    return [entity.label for entity in hands.document.entities]


def context(hands) -> str:
    """What the line below the text says of what is selected."""
    return hands.window.key_line.context


def names(dialog) -> list[str]:
    return [dialog.list.topLevelItem(n).text(0) for n in range(dialog.list.topLevelItemCount())]


def test_a_label_is_renamed_after_it_was_shown_what_that_does_and_undo_takes_it_back(hands, dialog):
    assert dialog.preview == "Nothing is changed yet."
    assert not enabled(dialog, "Apply")
    rename(hands, "PER")
    count = len(hands.document.entities)
    assert dialog.preview == f"Renames {count} entities in 1 article: PERSON becomes PER."
    assert labels(hands) == ["PERSON"] * count, "nothing is changed before somebody says so"
    hands.press("Return")
    hands.wait(lambda: not dialog.isVisible())
    assert set(labels(hands)) == {"PER"}
    hands.click(span(TEXT, "Brenna"))
    hands.wait(lambda: "PER “Brenna”" in context(hands))
    hands.press("Ctrl+Z")
    assert set(labels(hands)) == {"PERSON"}
    assert hands.session.label_set == default_set()
    hands.press("Ctrl+Y")
    assert set(labels(hands)) == {"PER"}


def test_what_is_wrong_is_said_at_its_field_and_nothing_changes_until_it_is_right(hands, dialog):
    form = dialog.form
    rename(hands, "ORG")
    assert form.wrong(Field.NAME) == "Label 2 is called ORG too: merge the two, or choose another name."
    assert names(dialog)[:2] == ["⚠ ORG", "⚠ ORG"]
    assert not enabled(dialog, "Apply")
    assert dialog.preview.startswith("Nothing changes until label 1 is right")
    form.name.selectAll()
    hands.type("PER")
    assert form.wrong(Field.NAME) == ""
    assert enabled(dialog, "Apply")
    form.key.setFocus()
    hands.type("q")
    assert "Make a quote" in form.wrong(Field.KEY)
    hands.press("Backspace")
    hands.type("j")
    assert form.wrong(Field.KEY) == ""
    form.colour.setFocus()
    form.colour.lineEdit().selectAll()
    hands.type("#ffcc00")
    assert "1.5 : 1" in form.wrong(Field.COLOUR)
    assert not enabled(dialog, "Apply")
    form.colour.lineEdit().selectAll()
    hands.type("#8a4b00")
    assert enabled(dialog, "Apply")
    click(dialog, "Apply")
    hands.wait(lambda: not dialog.isVisible())
    made = hands.session.label_set.of("PER")
    assert (made.key, made.colour, made.speaks) == ("J", "#8a4b00", True)
    assert all(not each.isVisible() for each in dialog.findChildren(QLabel))


def test_labels_are_made_merged_moved_hidden_and_taken_out_by_keys(hands, dialog):
    hands.press("Ins")
    hands.type("SHIP")
    hands.press("Tab")
    hands.type("boats <b>&amp;")
    dialog.list.setFocus()
    assert names(dialog)[-2:] == ["CARDINAL", "SHIP"], "the others keep their digits"
    hands.press(*["Alt+Up"] * (len(names(dialog)) - 1))
    assert names(dialog)[:2] == ["SHIP", "PERSON"]
    hands.press("Down", "Del")
    assert "merge it into another, or hide it" in dialog.note
    choose_from(hands, dialog, "Merge into", "SHIP")
    assert names(dialog)[:2] == ["SHIP", "ORG"]
    assert "PERSON becomes SHIP" in dialog.preview
    hands.press("Down", "Del")
    assert names(dialog)[:2] == ["SHIP", "GPE"]
    hands.press("Down")
    assert dialog.list.place == 2
    dialog.form.hidden.setFocus()
    hands.press("Space")
    assert names(dialog)[2] == "LOC (hidden)"
    click(dialog, "Apply")
    hands.wait(lambda: not dialog.isVisible())
    assert set(labels(hands)) == {"SHIP"}
    assert hands.session.labels[:3] == ("SHIP", "GPE", "NORP")
    assert hands.session.label_set.of("SHIP").description == "boats <b>&amp;"


def test_a_set_that_comes_with_the_program_keeps_what_is_in_use_and_goes_through_a_file(hands, dialog, tmp_path):
    choose_from(hands, dialog, "Ready-made", "CoNLL 2003")
    assert names(dialog) == ["PER", "ORG", "LOC", "MISC", "PERSON (hidden)", "GPE (hidden)"]
    click(dialog, "Write a file")
    chooser = dialog.findChild(QFileDialog)
    hands.wait(chooser.isVisible)
    path = tmp_path / "mine.labels.json"
    chooser.selectFile(str(path))
    chooser.accept()
    hands.wait(path.exists)
    written = read_set(path)[1]
    assert written == dialog.draft.labels
    assert dialog.note == "Written to mine.labels.json."
    path.write_text("{}", "utf-8")
    hands.window.answering.labelling.read(path)
    assert "mine.labels.json is no label set" in dialog.note
    assert names(dialog)[0] == "PER", "what was there stays"


def test_much_is_changed_beside_the_window_with_progress_and_can_be_stopped(hands, dialog, monkeypatch):
    monkeypatch.setattr(relabelling, "SMALL", 0)
    rename(hands, "PER")
    hands.press("Return")
    assert dialog.busy
    assert not enabled(dialog, "Apply")
    hands.press("Esc")
    hands.wait(lambda: hands.session.apart.order is None)
    if dialog.isVisible():  # else it was quicker
        assert "Nothing was changed" in dialog.note or "cancelled" in dialog.note
        click(dialog, "Apply")
        hands.wait(lambda: not dialog.isVisible())
    assert set(labels(hands)) == {"PER"}


def test_what_a_constraint_forbids_is_seen_before_it_is_tried(hands):
    flat = LabelSet(tuple(Label(name=name, overlaps=name == "ANY") for name in ("PERSON", "DATE", "ANY")))
    hands.session.relabelling.change(SetLabels(hands.session.label_set, flat), "")
    hands.click(span(TEXT, "Brenna"))
    hands.drag_over(span(TEXT, "Ilse Brandt met"))
    hands.wait(lambda: "⚠ PERSON may not overlap PERSON “Ilse Brandt”." in context(hands))
    assert next(name for _, name, _ in describing.acting_keys(hands.session, hands.window.keymap, ())) == "ANY"
    before = len(hands.document.entities)
    hands.press("2")
    assert "DATE may not overlap PERSON “Ilse Brandt”" in hands.window.key_line.message
    hands.press("L")
    hands.wait(lambda: hands.window.choices.field.hasFocus())
    hands.press("Down", "Return")
    assert hands.window.choices.isVisible(), "it cannot be chosen"
    assert len(hands.document.entities) == before
    hands.press("Down", "Return")
    assert len(hands.document.entities) == before + 1
    while hands.session.undo():
        pass


def test_a_border_stops_before_what_its_label_may_not_overlap(hands):
    flat = LabelSet((Label(name="PERSON", overlaps=False),))
    hands.session.relabelling.change(SetLabels(hands.session.label_set, flat), "")
    held = "PERSON may not overlap PERSON “Tom Okafor”."
    hands.click(span(TEXT, "Ilse Brandt"))
    hands.drag_border("end", span(TEXT, "Okafor"))
    assert hands.document.by_id["brandt"].span == span(TEXT, "Ilse Brandt met")
    assert held in hands.window.key_line.message, "the drag stops there, and the line below says why"
    hands.press("Esc")
    assert held not in hands.window.key_line.message
    hands.click(span(TEXT, "Ilse Brandt"))
    hands.press("]", "Right")
    assert hands.document.by_id["brandt"].span == span(TEXT, "Ilse Brandt met")
    assert held in hands.window.key_line.message, "so do the keys"
    hands.press("[", "Left")
    assert hands.document.by_id["brandt"].span == span(TEXT, "Mayor Ilse Brandt met"), "where nothing is in the way"
    while hands.session.undo():
        pass
