"""Documents written as tagged text: <q> a content, <m> what stands in marks, <s> the source, <c> the cue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span

_TAG = re.compile(r"<(/?)([qmsc])>")


@dataclass(frozen=True)
class Line:
    """A paragraph with one quote at most; `speaker` is said to be behind it, and named by its source."""

    tagged: str
    kind: Kind = Kind.DIRECT
    speaker: str | None = None
    more: tuple[tuple[str, Any], ...] = ()


def document(*lines: Line | str) -> Document:
    """A document of those paragraphs; quotes are "q1", "q2" …, every source in capitals an entity too."""
    text, quotes, entities = "", [], []
    for number, line in enumerate((Line(line) if isinstance(line, str) else line for line in lines), 1):
        words, spans = _read(line.tagged, len(text))
        text += words + "\n"
        source, cue = (next(iter(spans.get(tag, ())), None) for tag in "sc")
        decided = {"decision": Decision.ADDED, **dict(line.more)}
        if "q" in spans:
            contents, marked = tuple(spans["q"]), tuple(spans.get("m", ()))
            quotes.append(
                Quote(
                    id=f"q{number}", kind=line.kind, contents=contents, marked=marked, cue=cue, source=source,
                    speaker=line.speaker, **decided,
                )
            )  # fmt: skip
        if source is not None and text[source.start].isupper():
            entities.append(
                Entity(id=f"e{number}", span=source, label="PERSON", speaker=line.speaker, decision=Decision.ADDED)
            )
    return Document(article=Article(id="a", text=text), entities=tuple(entities), quotes=tuple(quotes))


def _read(tagged: str, at: int) -> tuple[str, dict[str, list[Span]]]:
    words, reached, begun, spans = "", 0, {}, {}
    for tag in _TAG.finditer(tagged):
        words += tagged[reached : tag.start()]
        reached = tag.end()
        place = at + len(words)
        if tag[1]:
            spans.setdefault(tag[2], []).append(Span(begun[tag[2]], place))
        else:
            begun[tag[2]] = place
    return words + tagged[reached:], spans


SHAPES = (
    ("<q><m>“The boats {n} {do},”</m></q> <s>{who}</s> <c>said</c>.", Kind.DIRECT),
    ("<q><m>„Boats {n} {do}“</m></q>, <c>said</c> <s>{who}</s>.", Kind.DIRECT),
    ("— <q>Boats {n} {do}</q>, <s>{who}</s> <c>said</c>.", Kind.DIRECT),
    ('<q><m>"Boats {n}</m></q>, <s>{who}</s> <c>said</c>, <q><m>"{do}."</m></q>', Kind.DIRECT),
    ("<s>{who}</s> <c>said</c> <q>that the boats {n} {do}</q>.", Kind.INDIRECT),
    ("<s>{who}</s> <c>said</c> <q>that boats {n} would <m>“{do}”</m> again</q>.", Kind.MIXED),
    ("A board {n} read <q><m>“Boats {do} here”</m></q>.", Kind.DIRECT),
)
PEOPLE = {"s1": ("Ilse Tarrant", "Tarrant", "she"), "s2": ("Amund Reiss", "the harbour master"), None: ("a man",)}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Paragraphs with quotes of every sort, none overlapping another; some have nobody behind them."""
    lines: list[Line] = []
    for number in range(draw(st.integers(1, 5))):
        shape, kind = draw(st.sampled_from(SHAPES))
        speaker = draw(st.sampled_from(list(PEOPLE)))
        who = draw(st.sampled_from(PEOPLE[speaker]))
        do = draw(st.sampled_from(("stay in port", "leave at noon", "sink")))
        lines.append(Line(shape.format(n=number, do=do, who=who), kind, speaker if "<s>" in shape else None))
    return document(*lines)


def words(text: str, spans: Sequence[Span]) -> list[str]:
    """What stands there."""
    return [text[slice(*span)] for span in spans]
