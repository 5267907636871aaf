"""The benchmark of effort counts as a person would, on an article small enough to count by hand."""

from pathlib import Path

import pytest

from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Speaker, in_order
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.session import Session
from annotator.store.project import Project
from tests.benchmarks import differences as kinds
from tests.benchmarks.effort import RIVALS, rival
from tests.benchmarks.gold import Gold, GoldEntity, GoldQuote
from tests.benchmarks.replaying import Analyst, Replay

TEXT = (
    "Mara Lind met Tom Okafor in Brenna in May.\n"
    '"We open soon," Lind said.\n'
    '"Nobody asked us," Okafor waved.\n'
    "In Brenna nobody answered."
)


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def _speaker_of(span: Span) -> str | None:
    named = {"Lind": "lind", "Okafor": "okafor"}
    return next((speaker for name, speaker in named.items() if name in TEXT[span.start : span.end]), None)


def _entity(words: str, label: str, nth: int = 0) -> GoldEntity:
    return GoldEntity(at(words, nth), (label,), at(words, nth))


GOLD = Gold(
    name="small",
    text=TEXT,
    quotes=(
        GoldQuote(at('"We open soon,"'), at("said"), at("Lind", 1), "Mara Lind"),
        GoldQuote(at('"Nobody asked us,"'), at("waved"), at("Okafor", 1), "Tom Okafor"),
    ),
    entities=(
        *(_entity(words, "PERSON") for words in ("Mara Lind", "Tom Okafor")),
        *(_entity(words, "PERSON", 1) for words in ("Lind", "Okafor")),
        *(_entity("Brenna", "GPE", nth) for nth in (0, 1)),
    ),
    chains={"Mara Lind": (at("Mara Lind"), at("Lind", 1)), "Tom Okafor": (at("Tom Okafor"), at("Okafor", 1))},
    judged=frozenset({"PERSON", "GPE"}),
)


def _suggested() -> Document:
    """Brenna is somebody, May is too, Okafor's name begins too late, and Okafor says all that is found."""
    origin = "p 1"
    entities = [
        Entity(id="e1", span=at("Mara Lind"), label="PERSON", speaker="lind", origin=origin),
        Entity(id="e2", span=at("Okafor"), label="PERSON", speaker="okafor", origin=origin),
        Entity(id="e3", span=at("Brenna"), label="PERSON", origin=origin),
        Entity(id="e4", span=at("May"), label="PERSON", origin=origin),
        Entity(id="e5", span=at("Lind", 1), label="PERSON", speaker="lind", origin=origin),
        Entity(id="e6", span=at("Okafor", 1), label="PERSON", speaker="okafor", origin=origin),
        Entity(id="e7", span=at("Brenna", 1), label="PERSON", origin=origin),
    ]
    said = at('"We open soon,"')
    quote = Quote(
        id="q1", kind=Kind.DIRECT, contents=(said,), marked=(said,), cue=at("said"), source=at("Lind", 1),
        speaker="okafor", origin=origin,
    )  # fmt: skip
    return Document(article=Article(id="small", text=TEXT), entities=in_order(entities), quotes=(quote,))


def _replay(folder: Path, document: Document) -> Replay:
    session = Session(Project.create(folder / "work.anno", by="mk"), "mk")
    speakers = [Speaker(id="lind", name="Mara Lind"), Speaker(id="okafor", name="Tom Okafor")]
    known = [AddSpeaker(each) for each in speakers if each.id in document.speakers_used]
    session.dispatch("import.articles", [*known, AddDocument(document)])
    session.open(document.id)
    try:
        return Analyst(session, GOLD).work()
    finally:
        session.close()


def _keys(replay: Replay) -> dict[str, list[str]]:
    return {act.kind: [event.name for event in act.events] for act in replay.acts}


def test_each_mistake_costs_what_a_person_would_count(tmp_path: Path) -> None:
    replay = _replay(tmp_path, _suggested())
    assert _keys(replay) == {
        kinds.BORDER: ["annotation", "border"],
        kinds.LABEL: ["N", "Shift+3"],
        kinds.EXTRA: ["N", "X"],
        kinds.SPEAKER: ["link"],
        kinds.MISSING_QUOTE: ["text", "Q"],
        kinds.CUE: ["text", "C"],
        "done": ["Ctrl+Return"],
    }
    assert len(replay.wrong_speakers) == 1


def test_an_article_that_is_right_costs_the_key_that_is_done_with_it(tmp_path: Path) -> None:
    right = Document(
        article=Article(id="small", text=TEXT),
        entities=in_order(
            Entity(id=f"e{n}", span=e.span, label=e.labels[0], speaker=_speaker_of(e.span))
            for n, e in enumerate(GOLD.entities)
        ),
        quotes=in_order(
            Quote(
                id=f"q{n}", kind=Kind.DIRECT, contents=(q.span,), marked=(q.span,), cue=q.cue, source=q.source,
                speaker=_speaker_of(q.source),
            )
            for n, q in enumerate(GOLD.quotes)
        ),
    )  # fmt: skip
    replay = _replay(tmp_path, right)
    assert _keys(replay) == {"done": ["Ctrl+Return"]}
    assert replay.seconds == pytest.approx(1.35 + 2 * 0.2)


def test_from_nothing_everything_is_marked_and_linked(tmp_path: Path) -> None:
    replay = _replay(tmp_path, Document(article=Article(id="small", text=TEXT)))
    assert replay.events(kinds.MISSING_QUOTE) == 4
    assert replay.events(kinds.CUE) == 2  # "said" comes by itself
    assert replay.events(*kinds.OF_ENTITIES) <= 2 * 5  # Brenna is marked once
    assert replay.events() < rival([GOLD], RIVALS["quoteannotator"])[0]


def test_a_rivals_flow_is_counted_by_hand() -> None:
    # 6 entities, 2 quotes and 2 cues are marked, the sources are among the entities; 2 links; the article is sent off
    assert [rival([GOLD], link)[0] for link in RIVALS.values()] == [
        2 * 10 + 2 * link + 1 for link, _ in RIVALS.values()
    ]
