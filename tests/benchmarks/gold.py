"""Gold for the benchmark of effort, as far as each corpus has it: quotes, their sources and cues, entities, persons.

A quote is one stretch of text: the corpora differ in which stretches they call one quote, so how parts are joined is
not judged. Persons are chains of mentions.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.formats.reading import Imported
from annotator.model.document import Span

EDGE = " \t\n\u00a0\"“”‟«»‘’'`,.;:"
"""What may stand at the edge of a quote or not: the guides differ."""

PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "you", "who", "him", "her", "them", "us", "me", "his", "their"}
)


@dataclass(frozen=True)
class GoldEntity:
    """A named thing.

    labels  the labels that are right for it, the usual one first
    head    what an entity must overlap to stand for it; `span` is judged only where `exact`
    """

    span: Span
    labels: tuple[str, ...]
    head: Span
    exact: bool = True

    @property
    def place(self) -> Span:
        """What a person would mark."""
        return self.span if self.exact else self.head


@dataclass(frozen=True)
class GoldQuote:
    """A stretch of what was said; `cue`, `source` and `person` are None where the corpus does not say.

    group  quotes that the corpus calls one
    """

    span: Span
    cue: Span | None = None
    source: Span | None = None
    person: str | None = None
    group: str = ""


@dataclass(frozen=True)
class Gold:
    """An article's gold.

    chains    the mentions of each person
    judged    the labels of which the corpus has every entity; empty where it has none
    free      stretches in which it says nothing
    in_marks  quotes are only what stands in quote marks, whatever is reported around it
    """

    name: str
    text: str
    quotes: tuple[GoldQuote, ...] = ()
    entities: tuple[GoldEntity, ...] = ()
    chains: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    judged: frozenset[str] = frozenset()
    free: tuple[Span, ...] = ()
    in_marks: bool = False


def core(text: str, span: Span) -> Span:
    """`span` without what may stand at its edges or not."""
    start, end = span
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return Span(start, end)


def _records(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _first(spans: list[list[int]] | None) -> Span | None:
    return Span(*spans[0]) if spans else None


def quotes_of(path: Path) -> list[Gold]:
    """The articles of a file of quotes as `score_quotes.py` reads it; those within others are not judged."""
    golds = []
    for record in _records(path):
        chains: dict[str, tuple[Span, ...]] = {}
        quotes = []
        for number, quote in enumerate(record["quotes"]):
            mentions = tuple(Span(*span) for span in quote.get("speaker_cluster_spans") or ())
            person = f"person at {mentions[0].start}" if mentions else None
            if person is not None:
                chains[person] = mentions
            if not quote.get("nested"):
                source, cue = _first(quote.get("speaker_spans")), _first(quote.get("cue_spans"))
                group = quote.get("attr_id") or str(number)
                quotes.append(GoldQuote(Span(quote["start"], quote["end"]), cue, source, person, group))
        free = tuple(Span(q["start"], q["end"]) for q in record["quotes"] if q.get("nested"))
        golds.append(Gold(record["id"], record["text"], tuple(_apart(quotes)), chains=chains, free=free))
    return golds


def _apart(quotes: Iterable[GoldQuote]) -> Iterator[GoldQuote]:
    """Quotes in the order of the text, without those that lie within one before."""
    end = 0
    for quote in sorted(quotes, key=lambda q: (q.span.start, -q.span.end)):
        if quote.span.start >= end:
            end = quote.span.end
            yield quote


_TYPES = {
    "person": ("PERSON", "NORP"),
    "organization": ("ORG", "GPE", "NORP", "FAC"),
    "place": ("GPE", "LOC", "FAC", "ORG"),
    "event": ("EVENT",),
}
"""The labels that a type of GUM's may bear; GUM has no label for nationalities, and its places hold buildings."""


def with_entities(golds: Iterable[Gold], path: Path) -> list[Gold]:
    """The same articles with their entities from a file of GUM's: nested, with modifiers, so judged by their heads.

    Of several with one head, as "A and B" and its "A", the shortest counts.
    """
    found = {}
    for record in _records(path):
        longest_first = sorted(record["entities"], key=lambda entity: entity["start"] - entity["end"])
        found[record["id"]] = sorted({tuple(e["head"]): e for e in longest_first}.values(), key=lambda e: e["start"])
    return [
        replace(
            gold,
            entities=tuple(
                GoldEntity(Span(e["start"], e["end"]), _TYPES[e["type"]], Span(*e["head"]), exact=False)
                for e in found[gold.name]
                if e["type"] in _TYPES
            ),
            judged=frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT")),
        )
        for gold in golds
    ]


def article_of(path: Path, imported: Imported) -> Gold:
    """The gold of a whole article as `check_article.py` reads it; its offsets are those of the imported file."""
    record = json.loads(path.read_text(encoding="utf-8"))
    article = imported.document.article
    text = article.text

    def here(start: int, end: int) -> Span:
        run = max((run for run in article.source_map if run.file_start <= start), key=lambda run: run.file_start)
        return Span(start - run.file_start + run.text_start, end - run.file_start + run.text_start)

    people: dict[str, list[Span]] = {}
    entities = []
    for start, end, label, name in record["entities"]:
        span = here(start, end)
        entities.append(GoldEntity(span, (label,), span))
        people.setdefault(name, []).append(span)
    quotes = []
    for quote in record["quotes"]:
        span = here(*quote["span"])
        source = cue = None
        for start in quote["source"] or ():
            at = here(start, start + 1).start
            source = next((s for s in people[quote["speaker"]] if s.start == at), None) or _word_at(text, at)
            people[quote["speaker"]].append(source)
        if quote["cue"]:
            cue = min(
                (
                    Span(*m.span())
                    for m in re.finditer(rf"\b{quote['cue']}\b", text)
                    if not span.overlaps(Span(*m.span()))
                ),
                key=lambda found: max(found.start - span.end, span.start - found.end),
            )
        quotes.append(GoldQuote(span, cue, source, quote["speaker"], str(span.start)))
    optional = [here(*each["span"]) for each in record["optional"]]
    unscored = [Span(*m.span()) for words in record["unscored"] for m in re.finditer(re.escape(words), text)]
    return Gold(
        name=path.stem,
        text=text,
        quotes=tuple(quotes),
        entities=tuple(entities),
        chains={name: tuple(spans) for name, spans in people.items()},
        judged=frozenset(label for entity in entities for label in entity.labels),
        free=(*optional, *unscored),
        in_marks=True,
    )


def _word_at(text: str, start: int) -> Span:
    match = re.compile(r"\w+").match(text, start)
    assert match is not None, f"no word at {start}"
    return Span(*match.span())
