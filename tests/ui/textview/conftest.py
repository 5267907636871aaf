"""An article of our own with entities, quotes and speakers, and a view that shows it."""

from collections.abc import Callable

import pytest
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
from annotator.ui.textview.view import TextView

TEXT = (
    "Mayor Ada Brook opened the bridge on Monday.\n"
    "“We waited nine years,” Brook said, “and it was worth it.”\n"
    "\n"
    "The builder, Tidewater Ltd., declined to comment on the cost. “No figures today,” a spokesman said."
)
LABELS = ("PERSON", "ORG", "DATE")
SPEAKERS = {"s1": Speaker(id="s1", name="Ada Brook")}


def _span_of(words: str, nth: int = 0) -> Span:
    """Where `words` stand in the text, the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def make_document() -> Document:
    entities = in_order(
        [
            Entity(id="mayor", span=_span_of("Mayor Ada Brook"), label="PERSON"),
            Entity(id="ada", span=_span_of("Ada Brook"), label="PERSON", decision=Decision.ACCEPTED),
            Entity(id="monday", span=_span_of("Monday"), label="DATE", score=0.2),
            Entity(id="brook", span=_span_of("Brook", nth=1), label="PERSON", decision=Decision.CORRECTED),
            Entity(id="tide", span=_span_of("Tidewater Ltd."), label="ORG"),
        ]
    )
    quotes = in_order(
        [
            Quote(
                id="waited",
                kind=Kind.DIRECT,
                contents=(_span_of("“We waited nine years,”"), _span_of("“and it was worth it.”")),
                cue=_span_of("said"),
                source=_span_of("Brook", nth=1),
                speaker="s1",
                decision=Decision.ACCEPTED,
            ),
            Quote(
                id="figures",
                kind=Kind.DIRECT,
                contents=(_span_of("“No figures today,”"),),
                cue=_span_of("said", nth=1),
                source=_span_of("a spokesman"),
                attribution=Attribution.NONE,
            ),
        ]
    )
    return Document(article=Article(id="a1", text=TEXT), entities=entities, quotes=quotes)


@pytest.fixture
def span_of() -> Callable[..., Span]:
    """Where words stand in the article's text, the first time, or the one after `nth` others."""
    return _span_of


@pytest.fixture
def document() -> Document:
    return make_document()


@pytest.fixture
def view(qtbot: QtBot, document: Document) -> TextView:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(820, 600)
    view.show_document(document, SPEAKERS, LABELS)
    with qtbot.waitExposed(view):
        view.show()
    return view
