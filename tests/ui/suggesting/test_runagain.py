"""Running the pipeline again in the window: chosen, looked at, partly left out, done, and taken back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.model.document import Article, Decision, Document, Entity, Span
from annotator.model.edits import AddDocument
from annotator.session.session import Session
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def hands(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    pending = {"origin": "p 1", "label": "PERSON"}
    for number in range(3):
        text = f"Mara met Bo in Kell.\nReport {number} says little."
        entities = (
            Entity(id="mara", span=Span(0, 4), **pending),
            Entity(id="met", span=Span(5, 8), **pending),
            Entity(id="bo", span=Span(9, 11), decision=Decision.REJECTED, **pending),
        )
        article = Article(id=f"r{number}", text=text, title=f"Report {number}", language="en")
        session.dispatch("import.x", [AddDocument(Document(article=article, entities=entities))])
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def documents(hands):
    return [hands.session.project.document(f"r{number}") for number in range(3)]


def choose(hands, field, words: str) -> None:
    """Choose from a field by its keys."""
    field.setFocus()
    while not field.currentText().startswith(words):
        QTest.keyClick(field, Qt.Key.Key_Down)


def test_what_would_change_is_shown_partly_left_out_done_and_taken_back_in_one_step(hands):
    before = documents(hands)
    hands.press("Ctrl+Shift+R")
    part = hands.window.exchanging.running
    dialog = part.dialog
    hands.wait(lambda: dialog.articles.rows and not dialog.busy)
    assert [row.words for row in dialog.articles.rows] == ["Report 0"]
    assert dialog.summary == "new 2 · gone 1 · label 1, in 1 article."
    hands.wait(lambda: dialog.pipeline.count() > 1)
    choose(hands, dialog.where, "All articles that are not done (3)")
    hands.wait(lambda: len(dialog.articles.rows) == 3 and not dialog.busy)
    assert [(row.words, row.beside) for row in dialog.labels.rows] == [
        ("Kell.", "new 3"), ("Mara", "label 3"), ("PERSON", "gone 3"), ("Report", "new 3"),
    ]  # fmt: skip
    assert documents(hands) == before, "a look changes nothing"

    dialog.labels.setFocus()
    QTest.keyClick(dialog.labels, Qt.Key.Key_Down)
    dialog.labels.go_to(2)
    QTest.keyClick(dialog.labels, Qt.Key.Key_Space)
    row = dialog.articles.visualRect(dialog.articles.model().index(1, 0))
    QTest.mouseClick(
        dialog.articles.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.x() + 14, row.center().y())
    )  # fmt: skip
    assert dialog.summary == "new 4 · label 2, in 2 articles."
    hands.click_row(dialog.articles, 2)
    assert [row.words for row in dialog.changes.rows] == ["Mara: PERSON → Mara", "gone: PERSON", "new: Kell.",
                                                         "new: Report"]  # fmt: skip
    hands.click_row(dialog.changes, 0)
    assert hands.session.current == "r2"
    assert hands.selected.id == "mara"

    QTest.mouseClick(dialog._do, Qt.MouseButton.LeftButton)
    hands.wait(lambda: not hands.session.works and not dialog.isVisible())
    made = documents(hands)
    assert made[1] == before[1]
    assert [e.label for e in made[2].entities] == ["Mara", "PERSON", "PERSON", "Kell.", "Report"]
    assert made[2].by_id["bo"] == before[2].by_id["bo"]
    assert hands.window.key_line.message == "Changed 6 suggestions in 2 articles."
    hands.window.text.setFocus()
    hands.press("Ctrl+Z")
    hands.wait(lambda: not hands.session.works)
    assert [d.entities for d in documents(hands)] == [d.entities for d in before]


def test_selected_text_bounds_it_the_queue_s_filter_too_and_what_fails_is_said(hands):
    hands.window.queue.search.setText("Report 1")
    hands.drag_over(hands.span("Bo in Kell."))
    hands.press("Ctrl+Shift+R")
    dialog = hands.window.exchanging.running.dialog
    hands.wait(lambda: not dialog.busy and dialog.articles.rows)
    assert dialog.where.currentText() == "The selected text"
    assert dialog.summary == "new 1, in 1 article."
    choose(hands, dialog.where, "Those of them that the queue lists (1)")
    hands.wait(lambda: not dialog.busy and [row.words for row in dialog.articles.rows] == ["Report 1"])
    hands.session.set_mode(pipeline="missing")
    QTest.mouseClick(dialog._look, Qt.MouseButton.LeftButton)
    hands.wait(lambda: "⚠" in dialog.summary)
    assert "The pipeline missing is not installed." in dialog.summary
    assert not dialog._do.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert all(len(document.entities) == 3 for document in documents(hands))
