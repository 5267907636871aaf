"""One window for all tests of a module: each leaves it as it found it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from annotator.model.document import (
    Article,
    Attribution,
    Decision,
    Document,
    Entity,
    Kind,
    Quote,
    Span,
    Speaker,
    in_order,
)
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.model.tokens import tokens_of
from annotator.session.selection import Selection
from annotator.session.session import Session
from tests.store.fresh import fresh
from tests.ui.hands import Hands

TEXT = (
    "Mayor Ilse Brandt met Tom Okafor in Brenna on Monday.\n"
    "“We open the bridge in May,” Brandt said. “It is sound.”\n"
    "“Nobody asked us,” said Okafor. “We wait,” he told the board of Brenna.\n"
    "The board left Brenna at noon."
)
FAR = "Brenna sleeps. Old Brenna sleeps too, and Brenna wakes.\n“No,” Brandt said."
PLAIN = "tests.session.readers:Plain"


def span(text: str, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def _suggested(**rest):
    return {"origin": "p 1", "score": 0.9, "reason": "because", **rest}


def article() -> Document:
    """Two people, a place, and four quotes, one of them with the wrong speaker; all of it suggested."""
    entities = [
        Entity(id="brandt", span=span(TEXT, "Ilse Brandt"), label="PERSON", speaker="b", **_suggested()),
        Entity(id="okafor", span=span(TEXT, "Tom Okafor"), label="PERSON", speaker="o", **_suggested()),
        Entity(id="brandt2", span=span(TEXT, "Brandt", 1), label="PERSON", speaker="b", **_suggested()),
        Entity(id="okafor2", span=span(TEXT, "Okafor", 1), label="PERSON", speaker="o", **_suggested()),
        *(Entity(id=f"brenna{n}", span=span(TEXT, "Brenna", n), label="PERSON", **_suggested()) for n in range(3)),
    ]

    def quote(name: str, words: str, cue: str, source: Span | None, speaker: str) -> Quote:
        contents = (span(TEXT, words),)
        return Quote(
            id=name, kind=Kind.DIRECT, contents=contents, marked=contents, cue=span(TEXT, cue), source=source,
            speaker=speaker, attribution=Attribution.EXPLICIT, **_suggested(),
        )  # fmt: skip

    quotes = [
        quote("open", "“We open the bridge in May,”", "said", span(TEXT, "Brandt", 1), "b"),
        quote("sound", "“It is sound.”", "said", span(TEXT, "Brandt", 1), "b"),
        quote("asked", "“Nobody asked us,”", "said", span(TEXT, "Okafor", 1), "o"),
        quote("wait", "“We wait,”", "told", None, "b"),
    ]
    document = Document(article=Article(id="near", text=TEXT, title="The bridge"))
    return Document(
        article=document.article, tokens=tokens_of(document), entities=in_order(entities), quotes=in_order(quotes)
    )


def far() -> Document:
    """An article that names Brenna, too."""
    document = Document(article=Article(id="far", text=FAR, title="Brenna"))
    place = Entity(id="place", span=span(FAR, "Brenna"), label="GPE", decision=Decision.ACCEPTED, by="jo", origin="p")
    quote = Quote(id="no", kind=Kind.DIRECT, contents=(span(FAR, "“No,”"),), speaker="b", **_suggested())
    return Document(article=document.article, tokens=tokens_of(document), entities=(place,), quotes=(quote,))


class CountingHands(Hands):
    """Counts what a person does: key presses, one for a key with its modifiers; clicks, a double one as one; drags."""

    count = 0

    def press(self, *names: str) -> None:
        self.count += len(names)
        super().press(*names)

    def type(self, words: str) -> None:
        self.count += len(words)
        super().type(words)

    def click(self, span: Span, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1
        super().click(span, modifier)

    def double_click(self, span: Span) -> None:
        self.count += 1
        super().double_click(span)

    def click_row(self, view, row: int) -> None:
        self.count += 1
        super().click_row(view, row)

    def click_at(self, widget, at: QPoint) -> None:
        self.count += 1
        super().click_at(widget, at)

    def click_speaker(self, quote_id: str) -> None:
        self.count += 1
        super().click_speaker(quote_id)

    def drag(self, start: QPointF, end: QPointF, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1
        super().drag(start, end, modifier)

    def cost(self) -> int:
        """How many events there were since it was asked last."""
        count, self.count = self.count, 0
        return count

    def clear(self) -> None:
        """Put everything back as it was, by undoing it, with nothing selected."""
        if self.window.choices.isVisible():
            self.window.choices.close_list()
        self.window.answering.everywhere.close()
        self.window.activateWindow()
        self.window.finding.close()
        self.session.works.finish()
        while self.session.undo():
            self.session.works.finish()
        self.session.open("near")
        self.session.select(Selection())
        self.session.set_mode()
        self.session.last_act = None
        self.window.text.setFocus()
        self.wait(self.window.text.hasFocus)
        self.count = 0


@pytest.fixture(scope="module")
def window_of_module(request, qapp, tmp_path_factory) -> Iterator[CountingHands]:
    """Hands at a window on two articles."""
    home: Path = tmp_path_factory.mktemp("home")
    patch = pytest.MonkeyPatch()
    patch.setenv("ANNOTATOR_HOME", str(home))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    path = home / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    people = [Speaker(id="b", name="Ilse Brandt", aliases=("Brandt",)), Speaker(id="o", name="Tom Okafor")]
    session.dispatch("import.x", [*map(AddSpeaker, people), AddDocument(article()), AddDocument(far())])
    session.close()
    made = CountingHands(QtBot(request), [path], PLAIN)
    yield made
    made.close()
    patch.undo()


@pytest.fixture
def hands(window_of_module) -> Iterator[CountingHands]:
    """The module's window, with the first article open and nothing selected."""
    window_of_module.clear()
    yield window_of_module
    window_of_module.clear()
