"""Articles' texts in a window, by keys and mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model.document import Article, Document, Entity, Span
from annotator.model.edits import AddDocument
from annotator.session.session import Session
from annotator.store.project import Project
from annotator.ui.textview.accessible import describe
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
    session = Session(Project.create(path, by="mk"), "mk")
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
