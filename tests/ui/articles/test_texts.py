"""Articles' texts in a window, by keys and mouse."""

import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model.document import Article, Document, Entity, Span
from annotator.model.edits import AddDocument
from annotator.model.texts.sourcemap import assemble
from annotator.session.session import Session
from annotator.session.texts.aligning import aligned
from annotator.ui.articles.textedit import TextEdit
from annotator.ui.textview.accessible import describe
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"
LINE = "Read more in our newsletter."


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    return tmp_path


def _article(name: str) -> Document:
    text = f"The port of {name} is closed.\n{LINE}\nNobody was hurt, Ana Ruis said."
    start = text.index("Ana")
    ana = Entity(id="ana", span=Span(start, start + 8), label="PERSON")
    return Document(article=Article(id=name, text=text, title=name), entities=(ana,))


@pytest.fixture
def hands(qtbot, tmp_path):
    path = tmp_path / "ports.anno"
    session = Session(fresh(path, by="mk"), "mk")
    session.dispatch("import.x", [AddDocument(_article(name)) for name in ("Riga", "Brenna", "Hull")])
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def answer(hands: Hands, number: int) -> None:
    QTest.mouseClick(hands.window.columns.ask_bar.buttons[number], Qt.MouseButton.LeftButton)


def test_a_line_is_set_aside_shown_so_and_offered_for_the_other_articles(hands):
    hands.click(hands.span("newsletter"))
    before = hands.window.text.viewport().grab().toImage()
    hands.press("Shift+B")
    aside = hands.span(LINE)
    assert hands.document.boilerplate == (aside,)
    assert hands.window.text.viewport().grab().toImage() != before
    assert "set aside" in describe(hands.window.text)
    bar = hands.window.columns.ask_bar
    hands.wait(lambda: bar.question is not None)
    assert bar.isVisible()
    assert bar.question.words.startswith("2 other articles")
    assert hands.window.text.hasFocus()  # it is in nobody's way
    answer(hands, 0)
    preview = hands.window.answering.everywhere.preview
    hands.wait(lambda: preview.ready)
    hands.press("Return")
    hands.wait(lambda: hands.session.project.document("Hull").boilerplate != ())
    hands.wait(lambda: not hands.session.works)
    hands.press("Ctrl+Z")
    hands.wait(lambda: hands.session.project.document("Hull").boilerplate == ())
    assert hands.document.boilerplate == ()


def _correct(hands: Hands, words: str, by: str) -> None:
    """Selects words in the field of the dialog and types others."""
    correcting = hands.window.exchanging.correcting
    hands.wait(lambda: not correcting.busy)
    field = correcting.dialog.field
    cursor = field.textCursor()
    at = field.shown.index(words)
    cursor.setPosition(at)
    cursor.setPosition(at + len(words), cursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    if by:
        QTest.keyClicks(field, by)
    else:
        QTest.keyClick(field, Qt.Key.Key_Delete)
    hands.wait(lambda: not correcting.busy)


def test_a_corrected_text_takes_the_old_ones_place_and_what_it_touched_is_listed(hands):
    hands.press("Shift+F4")
    correcting = hands.window.exchanging.correcting
    dialog = correcting.dialog
    assert not dialog.button.isEnabled()
    _correct(hands, "Ruis", "Ruiz")
    assert dialog.said.startswith("To look at")
    before = hands.document
    QTest.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    assert hands.document.words(hands.document.entities[0].span) == "Ana Ruiz"
    assert hands.window.text.document.text == hands.document.text
    assert correcting.panel.isVisible()
    hands.click_row(correcting.panel.view, 1)
    assert hands.selected.id == "ana"
    hands.wait(hands.window.text.hasFocus)
    hands.press("Ctrl+Z")
    assert hands.document.article == before.article
    assert hands.document.entities == before.entities


def test_what_loses_its_text_goes_only_with_consent_and_another_text_not_at_all(hands, tmp_path):
    hands.click(hands.span("Ana Ruis"))
    hands.press("A", "Shift+F4")
    dialog = hands.window.exchanging.correcting.dialog
    _correct(hands, ", Ana Ruis said", "")
    assert not dialog.button.isEnabled()
    assert "Ana Ruis" in dialog.consent.text()
    QTest.keyClick(dialog.consent, Qt.Key.Key_Space)
    assert dialog.button.isEnabled()
    other = tmp_path / "other.txt"
    other.write_text("Quite other words, about a boat which sank.", "utf-8")
    hands.window.exchanging.correcting.replace_by(other)
    hands.wait(lambda: dialog.said.startswith("⚠ This text has next to nothing"))
    assert not dialog.button.isEnabled()
    hands.press("Esc")
    assert "Ana Ruis" in hands.document.text


def test_characters_that_the_field_shows_as_others_stay_as_they_are(qtbot):
    text = "No\u00a0break,\u2028line\u2029paragraph 😀 é\n\nend\n"
    field = TextEdit(None)
    qtbot.addWidget(field)
    field.fill(text)
    assert field.shown == text.replace("\u2029", "\n")
    cursor = field.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    field.setTextCursor(cursor)
    QTest.keyClicks(field, "of it")
    assert assemble(text, aligned(text.replace("\u2029", "\n"), field.shown))[0] == f"{text}of it"


WIRE = textwrap.fill("The ferries will not sail before Friday, the harbour master said, and nobody waits. " * 4, 70)


def test_lines_that_were_cut_are_asked_about_once_and_joined_or_left(hands):
    hands.session.dispatch("import.x", [AddDocument(Document(article=Article(id="wire", text=WIRE, title="Wire")))])
    bar = hands.window.columns.ask_bar
    for answered in (1, 0):
        hands.session.open("wire")
        if not answered:  # it was left alone, and is not asked about again unless somebody wants it
            hands.wait(lambda: not hands.window.exchanging.texts.looking)
            hands.window.run("article.lines")
        hands.wait(lambda: bar.question is not None)
        assert "cut at 69 characters" in bar.question.words
        assert hands.window.text.hasFocus()
        answer(hands, answered)
        assert bar.question is None
        assert ("\n" in hands.document.text) == bool(answered)
        hands.session.open("Riga")
    hands.press("Ctrl+Z")
    assert hands.document.text == WIRE


def test_an_import_asks_once_for_all_its_articles_and_says_what_was_joined_in_each(hands, tmp_path):
    folder = tmp_path / "wires"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"{WIRE}\n\nPage {number}.", "utf-8")
    hands.window.background.import_paths([folder])
    bar = hands.window.columns.ask_bar
    hands.wait(lambda: bar.question is not None)
    assert bar.question.words.startswith("3 of the new articles")
    answer(hands, 0)
    hands.wait(lambda: not hands.session.works)
    panel = hands.window.exchanging.correcting.panel
    hands.wait(lambda: len(panel.view.places) == 3)
    assert panel.view.places[0].words == "4 lines that were cut at 69 characters"
    new = [entry.id for entry in hands.session.entries][3:]
    assert {hands.session.load(each).text.count("\n") for each in new} == {2}
    hands.press("Ctrl+Z")
    hands.wait(lambda: not hands.session.works)
    assert {hands.session.load(each).text.count("\n") for each in new} == {6}
