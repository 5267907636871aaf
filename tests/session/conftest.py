from itertools import count
from pathlib import Path

import pytest

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
    Status,
    in_order,
)
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.session import Session
from annotator.store.project import Project
from tests.store.fresh import fresh

FIRST = (
    "Mara Lind met Tom Okafor in Brenna.\n"
    '"We open in May," Lind said. "The bridge is sound."\n'
    'Okafor said that "nobody asked us" about Brenna.\n'
    "Lind left."
)
SECOND = "Berlin waits.\n“It will rain in Paris,” Angela Merkel said."


def at(text: str, words: str, nth: int = 0) -> Span:
    """Where `words` stand in `text` for the nth time (from 0)."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _pending(**kwargs) -> dict:
    return {"origin": "p 1", "score": 0.9, "reason": "because", **kwargs}


def first_document() -> Document:
    entities = [
        Entity(id="e1", span=at(FIRST, "Mara Lind"), label="PERSON", speaker="lind", **_pending()),
        Entity(id="e2", span=at(FIRST, "Tom Okafor"), label="PERSON", speaker="okafor", **_pending(score=0.5)),
        Entity(id="e3", span=at(FIRST, "Brenna"), label="PERSON", **_pending(score=0.3)),
        Entity(id="e4", span=at(FIRST, "Lind", 1), label="PERSON", speaker="lind", **_pending()),
        Entity(id="e5", span=at(FIRST, "Okafor", 1), label="PERSON", speaker="okafor", **_pending()),
        Entity(id="e6", span=at(FIRST, "Brenna", 1), label="PERSON", **_pending()),
        Entity(id="e7", span=at(FIRST, "Lind", 2), label="PERSON", speaker="lind", **_pending()),
    ]
    direct = (at(FIRST, '"We open in May,"'), at(FIRST, '"The bridge is sound."'))
    quotes = [
        Quote(
            id="q1",
            kind=Kind.DIRECT,
            contents=direct,
            marked=direct,
            cue=at(FIRST, "said"),
            source=at(FIRST, "Lind", 1),
            speaker="lind",
            attribution=Attribution.EXPLICIT,
            **_pending(),
        ),
        Quote(
            id="q2",
            kind=Kind.MIXED,
            contents=(at(FIRST, 'that "nobody asked us" about Brenna'),),
            marked=(at(FIRST, '"nobody asked us"'),),
            cue=at(FIRST, "said", 1),
            source=at(FIRST, "Lind", 1),
            speaker="lind",
            attribution=Attribution.EXPLICIT,
            **_pending(score=0.4),
        ),
    ]
    return Document(
        article=Article(id="first", text=FIRST, title="Bridge"), entities=in_order(entities), quotes=in_order(quotes)
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work.anno"


@pytest.fixture
def session(path):
    """A project of two articles, the first with suggestions, on the desk."""
    numbers = count(1)
    made = Session(
        fresh(path, by="mk"),
        "mk",
        clock=lambda: "2026-11-23T09:14:05Z",
        new_id=lambda prefix="": f"{prefix}new{next(numbers)}",
    )
    made.dispatch(
        "import.articles",
        [
            AddSpeaker(Speaker(id="lind", name="Mara Lind", aliases=("Lind",))),
            AddSpeaker(Speaker(id="okafor", name="Tom Okafor", aliases=("Okafor",))),
            AddDocument(first_document()),
            AddDocument(Document(article=Article(id="second", text=SECOND, title="Waiting"))),
        ],
    )
    made.open("first")
    yield made
    made.close()


@pytest.fixture
def reopened(session, path):
    """Closes the session and opens the project anew, as after a restart."""
    sessions = []

    def reopen() -> Session:
        session.close()
        sessions.append(Session(Project.open(path, by="mk"), "mk"))
        return sessions[-1]

    yield reopen
    for each in sessions:
        each.close()


OTHER = Speaker(id="other", name="Marta Lind")
OF_LIND = "Mara Lind met Lind. “No,” Lind said. Linda left."


def of_lind(number: int, status=Status.OPEN, **labels: str) -> Document:
    """Lind is marked where a label is given: a the first time, b the second, c the third."""
    spans = {"a": Span(0, 9), "b": Span(14, 18), "c": Span(26, 30)}
    entities = tuple(
        Entity(id=name, span=spans[name], label=label, origin="p", speaker="other" if label == "ORG" else "lind",
               decision=Decision.ACCEPTED if label == "ORG" else Decision.PENDING, by="jo" if label == "ORG" else None)
        for name, label in labels.items()
    )  # fmt: skip
    quotes = (Quote(id="q", kind=Kind.DIRECT, contents=(Span(20, 25),), speaker="lind", origin="p"),)
    text = Article(id=f"n{number}", text=OF_LIND, title=f"No. {number}")
    return Document(article=text, entities=entities, quotes=quotes, status=status)


@pytest.fixture
def known(session):
    """A project in which Lind is marked in several ways, and somewhere not at all."""
    documents = (of_lind(0, a="PERSON", b="PERSON", c="PERSON"), of_lind(1, b="ORG"), of_lind(2, Status.ASIDE))
    session.dispatch("import.x", [AddSpeaker(OTHER), *map(AddDocument, documents)])
    return session
