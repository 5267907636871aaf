"""What quotes are found by, learned from the project in another process and chosen by a person."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from annotator.model.document import Article, Document, Kind, Quote, Span, Speaker, Status
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.learning import learning
from annotator.session.learning.training import told_of
from annotator.session.session import Session
from tests.store.fresh import fresh
from tests.ui.hands import Hands

CLAIMS = (
    ("The mayor", "gloated", "that the boats were late"),
    ("Ilse Tarrant", "gloated", "that the pier was sound"),
    ("The board", "gloated", "that nobody had paid"),
)


def article(number: int, status: Status) -> Document:
    """An article in which two claims are quotes and a hum is none."""
    text, quotes = f"Sarrow, part {number}\n\n", []
    for n, (source, cue, content) in enumerate((CLAIMS[number % 3], CLAIMS[(number + 1) % 3])):
        at = len(text)
        text += f"{source} {cue} {content}. Amund Reiss hummed a song about the harbour.\n\n"
        starts = (at, at + len(source) + 1, at + len(source) + len(cue) + 2)
        spans = [Span(s, s + len(words)) for s, words in zip(starts, (source, cue, content), strict=True)]
        quotes.append(
            Quote(id=f"q{n}", kind=Kind.INDIRECT, contents=(spans[2],), cue=spans[1], source=spans[0], speaker="s")
        )
    return Document(
        article=Article(id=f"a{number}", text=text, title=f"Sarrow {number}", language="en"),
        quotes=tuple(quotes),
        status=status,
    )


def project(path: Path, status: Status) -> Path:
    session = Session(fresh(path, by="mk"), "mk")
    articles = [AddDocument(article(number, status)) for number in range(6)]
    session.dispatch("import.x", [AddSpeaker(Speaker(id="s", name="Somebody")), *articles])
    session.close()
    return path


@pytest.fixture
def hands(qtbot, tmp_path, monkeypatch, request):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    status = getattr(request, "param", Status.DONE)
    made = Hands(qtbot, [project(tmp_path / "news.anno", status)], "tests.session.readers:Plain")
    made.window.run("article.weights")
    yield made
    made.close()


def dialog(hands):
    return hands.window.exchanging.weighing.dialog


def click(hands, words: str) -> None:
    button = next(b for b in dialog(hands).findChildren(QPushButton) if b.text().replace("&", "").startswith(words))
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_the_done_articles_teach_is_shown_used_and_given_up_again(hands, tmp_path):
    click(hands, "Learn")
    hands.wait(lambda: dialog(hands)._use.isVisible())
    assert "articles: 6; quotes in them: 12." in dialog(hands).note
    before, after = (float(dialog(hands).figure("joint_all", when)) for when in ("before", "after"))
    assert after > before
    folder = tmp_path / "news weights"
    assert not folder.exists(), "nothing is written before somebody says so"
    click(hands, "Use")
    assert hands.session.weights == folder
    assert "learned from 6 articles" in dialog(hands)._now.text()
    assert told_of(folder)["gold"] == [{"project": "news"}]
    click(hands, "Back")
    assert hands.session.weights is None
    assert folder.exists(), "they can be chosen again"
    hands.window.exchanging.weighing.choose(folder)
    assert hands.session.weights == folder


@pytest.mark.parametrize("hands", [Status.OPEN], indirect=True)
def test_with_no_article_done_it_says_what_to_do(hands):
    click(hands, "Learn")
    hands.wait(lambda: "Mark articles done" in dialog(hands).note)
    assert dialog(hands)._learn.isVisible()


def test_it_can_be_stopped_and_a_folder_without_weights_is_refused(hands, tmp_path):
    click(hands, "Learn")
    click(hands, "Stop")
    assert "Nothing was changed" in dialog(hands).note
    assert dialog(hands)._learn.isVisible()
    hands.window.exchanging.weighing.choose(tmp_path)
    assert "no weights" in dialog(hands).note
    assert hands.session.weights is None


def test_a_projects_weights_are_beside_it_and_figures_without_an_article_are_none(tmp_path):
    assert learning.usual_folder(tmp_path / "news.anno") == tmp_path / "news weights"
    assert learning.shown(None) == {"exact": None, "joint": None, "joint_all": None}
