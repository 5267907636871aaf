"""Window tests run without a screen unless told otherwise."""

import logging
import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

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

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_HARBOUR = (
    "Mayor Ilse Brandt said on Monday that the harbour would stay closed. “We will not open a single berth before the "
    "divers have finished,” she told reporters at the quay.\n"
    "“That is a matter for the courts,” said Tom Okafor, a lawyer for the port.\n"
    "The unions called the plan “a gift”.\n"
    "“Nobody asked us anything,” a docker said.\n"
)


def _span(words: str) -> Span:
    start = _HARBOUR.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def harbour_speakers() -> dict[str, Speaker]:
    """The speakers of `harbour`."""
    brandt = Speaker(id="brandt", name="Ilse Brandt", aliases=("Brandt", "the mayor"), role="mayor")
    return {"brandt": brandt, "okafor": Speaker(id="okafor", name="Tom Okafor", role="lawyer")}


@pytest.fixture
def harbour() -> Document:
    """An article with a quote in every state: "closed", "berth", "courts", "gift", "asked", and "rejected"."""
    origin = "annotator.quotes 1"
    berth = _span("“We will not open a single berth before the divers have finished,”")
    quotes = (
        Quote(
            id="closed", kind=Kind.INDIRECT, contents=(_span("the harbour would stay closed"),), cue=_span("said"),
            speaker="brandt", decision=Decision.CORRECTED,
        ),
        Quote(
            id="berth", kind=Kind.DIRECT, contents=(berth,), cue=_span("told"), source=_span("she"), speaker="brandt",
            origin=origin, score=0.93, reason="subject of cue",
        ),
        Quote(
            id="courts", kind=Kind.DIRECT, contents=(_span("“That is a matter for the courts,”"),),
            source=_span("Tom Okafor"), speaker="okafor", decision=Decision.ACCEPTED,
        ),
        Quote(id="gift", kind=Kind.MIXED, contents=(_span("“a gift”"),), cue=_span("called"), origin=origin, score=0.4),
        Quote(
            id="asked", kind=Kind.DIRECT, contents=(_span("“Nobody asked us anything,”"),),
            attribution=Attribution.NONE, decision=Decision.ADDED,
        ),
        Quote(id="rejected", kind=Kind.DIRECT, contents=(_span("a docker"),), decision=Decision.REJECTED),
    )  # fmt: skip
    entities = (
        Entity(id="brandt.1", span=_span("Ilse Brandt"), label="PERSON", speaker="brandt"),
        Entity(id="okafor.1", span=_span("Tom Okafor"), label="PERSON", speaker="okafor"),
        Entity(id="unions", span=_span("unions"), label="ORG"),
    )
    article = Article(id="harbour", text=_HARBOUR, title="The harbour stays shut")
    return Document(article=article, entities=in_order(entities), quotes=in_order(quotes))


@pytest.fixture(autouse=True)
def nothing_unexpected(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test that leaves a dialog open which nobody asked for, or after which the program's log has a fault."""
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication):
        assert application.activeModalWidget() is None
    faults = [r for r in caplog.get_records("call") if r.name.startswith("annotator") and r.levelno >= logging.ERROR]
    assert not faults
