"""A second window on a project reads along, and takes it over once the first one has let go."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model.document import Span, Status
from annotator.model.edits import (
    AddDocument,
    AddSpeaker,
    SetBoilerplate,
    SetFlag,
    SetLabel,
    SetNote,
    SetStatus,
    SetText,
)
from annotator.model.labels.labeldraft import Draft
from annotator.model.texts.coverage import digest
from annotator.session.projects import following
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.store.coverage import Looked
from annotator.store.project import Project
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harbour, harbour_speakers):
    """Who has the project: a session without a window."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    monkeypatch.setattr(following.Follower.__init__, "__defaults__", (0.02,))
    session = Session(Project.create(tmp_path / "news.anno", by="Bo"), "Bo")
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
    yield session
    session.close()


@pytest.fixture
def hands(qtbot, first):
    made = Hands(qtbot, [first.project.path], PLAIN)
    yield made
    made.window.close()


def test_the_second_window_says_who_has_it_and_shows_what_they_change(hands, first, harbour):
    window = hands.window
    assert "Bo" in window.key_line.message
    hands.click(hands.span("unions"))
    assert hands.selected.id == "unions"
    first.dispatch("user.set_label", [SetLabel("harbour", "unions", "GPE")])
    hands.wait(lambda: hands.document.by_id["unions"].label == "GPE")
    assert hands.selected.label == "GPE"  # it is still selected
    hands.press("1")  # and still not theirs to change
    assert hands.document.by_id["unions"].label == "GPE"
    first.dispatch("user.done", [SetStatus("harbour", Status.DONE)])
    hands.wait(lambda: hands.session.entries[0].status is Status.DONE)


def test_texts_notes_and_boilerplate_of_the_first_are_followed_too(hands, first, harbour):
    text = harbour.text
    hands.click(hands.span("unions"))
    hands.session.select(Selection(len(text), len(text)))
    cut = text.rindex("\n")
    assert text.index("unions") < cut
    first.dispatch("user.note", [SetNote("harbour", "unions", "which ones?"), SetFlag("harbour", None, True)])
    hands.wait(lambda: hands.document.by_id["unions"].note == "which ones?")
    assert hands.session.entries[0].flagged
    kept = [e for e in first.load("harbour").entities if e.span.end <= cut]
    quotes = [q for q in first.load("harbour").quotes if q.extent.end <= cut]
    first.dispatch("user.text", [SetText("harbour", (Span(0, cut),), tuple(kept), tuple(quotes))])
    hands.wait(lambda: hands.document.text == text[:cut])
    assert hands.session.selection.caret <= cut
    assert hands.window.text.scene().caret() is not None
    hands.press("Shift+Space")
    assert hands.session.annotation is not None
    whole = hands.document.article.paragraphs[-1]
    first.dispatch("user.boilerplate", [SetBoilerplate("harbour", (whole,))])
    hands.wait(lambda: hands.document.boilerplate == (whole,))


def test_label_sets_the_guideline_saved_searches_and_what_was_read_are_followed(hands, first, harbour):
    draft = Draft.of(first.label_set)
    first.relabelling.change(draft.with_label(0, replace(draft.rows[0].label, name="PEOPLE")).edit, "Rename")
    first.queues.save("Berths", "berth")
    hands.wait(lambda: hands.session.labels[0] == "PEOPLE")
    assert hands.document.by_id["brandt.1"].label == "PEOPLE"
    queues = hands.window.exchanging.queues
    assert [queues.choice.itemText(row) for row in range(queues.choice.count())] == ["All articles", "Berths"]
    hands.press("Ctrl+Shift+G")
    paragraph = harbour.article.paragraphs[0]
    words = digest(harbour.text[slice(*paragraph)])
    first.project.guideline.write("# People\n\nAs ever.", writing="w", by="Bo", at=first.clock())
    first.project.reading.keep([Looked("harbour", "Bo", ((0, words),), 1.0, 2.0, first.clock())])
    first.queues.delete("Berths")
    hands.wait(lambda: not hands.session.queues.saved)
    assert queues.choice.count() == 1
    assert hands.session.entries[0].read == 1.0
    hands.wait(lambda: "As ever." in hands.window.exchanging.guiding.panel.page.toPlainText())
    hands.press("Ctrl+Shift+G")


def test_it_can_be_edited_once_the_first_has_closed_it(hands, first):
    assert hands.session.project.read_only
    hands.window.run("file.take_over")
    assert hands.session.project.read_only  # not while they have it
    first.close()
    hands.wait(lambda: "Edit the project here" in hands.window.key_line.message)
    menu = next(a.menu() for a in hands.window.menuBar().actions() if a.text() == "&File")
    menu.aboutToShow.emit()
    action = next(a for a in menu.actions() if a.text() == "Edit the project here")
    assert action.isEnabled()
    action.trigger()
    hands.wait(lambda: not hands.session.project.read_only)
    hands.click(hands.span("unions"))
    hands.press("1")
    hands.wait(lambda: hands.document.by_id["unions"].label == hands.session.labels[0])
    menu.aboutToShow.emit()


def test_the_next_start_after_an_end_without_closing_says_what_is_there(qtbot, first):
    first.dispatch("user.set_label", [SetLabel("harbour", "unions", "GPE")], "Label unions GPE")
    note = first.project.path.with_name("news.anno.holder")
    left = note.read_bytes()
    first.close()
    note.write_bytes(left)  # as a process that was ended leaves it
    hands = Hands(qtbot, [first.project.path], PLAIN)
    assert "Label unions GPE" in hands.window.key_line.message
    QTest.keyClick(hands.window, Qt.Key.Key_Escape)
    hands.window.close()


def test_a_copy_made_by_a_synchronised_folder_is_told(qtbot, first):
    first.close()
    first.project.path.with_name("news (Bo's conflicted copy 2026-11-01).anno").touch()
    hands = Hands(qtbot, [first.project.path], PLAIN)
    assert "conflicted copy" in hands.window.key_line.message
    hands.window.close()
