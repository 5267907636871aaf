"""What steps are drawn from: articles that come, what a pipeline says of them, other label sets."""

import re
from dataclasses import replace
from textwrap import fill

from hypothesis import strategies as st

from annotator.model.document import Article, Document, Entity, Heading, Kind, Quote, Span, Speaker, paragraphs
from annotator.model.labels.labeldraft import Draft
from annotator.model.labels.labels import LabelSet, usual
from annotator.model.suggestions import Suggestions
from annotator.model.texts.sourcemap import canonical
from annotator.model.tokens import tokens_of

NAMES = ("PERSON", "ORG", "DATE", 'a "b" \\', ',"label":"ORG"', "ä😀")
"""What labels are called: also by what stands for something in JSON, in which SQL changes them as text."""
WIRES = st.sampled_from(
    [fill(" ".join(words), 60) + "\naa b" for words in (["ab“aaa”abababé"] * 26, ["a b\u00e9abaabab"] * 30)]
)
"""Texts whose lines are cut at a width."""


def brought(name: str, text: str) -> Document:
    """An article as an import brings it, its first line a heading."""
    _, runs = canonical(f"\ufeff{text}")
    heads = tuple(Heading(span.start, 2) for span in paragraphs(text)[:1])
    return Document(article=Article(id=name, text=text, title=name, source_map=runs, headings=heads))


def stand_in(document: Document, turn: int) -> Suggestions:
    """What a pipeline might propose, for each turn something else: words, what stands in marks, and who said it."""
    text = document.text
    words = [Span(*found.span()) for found in re.finditer(r"[ab]+", text)]
    entities = tuple(
        Entity(id=f"e{n}", span=span, label="PERSON", speaker="s1" if n == turn else None, origin="p 1", score=0.1 * n)
        for n, span in enumerate(words)
        if (n + turn) % 3
    )
    quotes = tuple(
        Quote(id=f"q{n}", kind=Kind.DIRECT, contents=(Span(*found.span()),), speaker="s1", origin="p 1", score=0.4)
        for n, found in enumerate(re.finditer("“[^”]*”", text))
        if (n + turn) % 2
    )
    speakers = (Speaker(id="s1", name=f"Speaker {turn % 3}"),)
    return Suggestions(
        pipeline="p 1", language="en", tokens=tokens_of(document), entities=entities, quotes=quotes, speakers=speakers
    )


def redrafted(draft: Draft, data: st.DataObject) -> Draft:
    """A draft of a label set in which one more thing is changed."""
    place, other = (data.draw(st.integers(0, len(draft.rows) - 1)) for _ in range(2))
    label = draft.rows[place].label
    changes = {
        "rename": lambda: draft.with_label(place, replace(label, name=data.draw(st.sampled_from(NAMES)))),
        "swap": lambda: draft.with_label(place, replace(draft.rows[other].label, key=None)).with_label(other, label),
        "merge": lambda: draft.merged(place, other) if place != other else draft,
        "move": lambda: draft.moved(place, other),
        "hide": lambda: draft.with_label(place, replace(label, hidden=not label.hidden)),
        "part": lambda: draft.with_label(place, replace(label, overlaps=not label.overlaps)),
        "remove": lambda: draft.without(place) if len(draft.rows) > 1 else draft,
        "new": lambda: draft.with_new(place, usual(data.draw(st.sampled_from(NAMES)))),
        "take": lambda: draft.taking(LabelSet.named(["PERSON", "ORG", NAMES[-1]]), draft.before.names),
    }
    return changes[data.draw(st.sampled_from(sorted(changes)))]()
