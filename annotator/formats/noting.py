"""A person's notes on entities and quotes, for tools that have a place for a note on a span.

A quote's note stands at one of its contents. A tool may show less of a note than it says (brat has a line for it): what
it shows is compared with what comes back, so that a note that nobody changed stays whole, and one that was changed or
taken out there is.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from annotator.formats.jsonl.shape import quote_spans
from annotator.model.document import AnyAnnotation, Quote, Span
from annotator.model.notes import LONGEST, note_of

if TYPE_CHECKING:
    from annotator.formats.linked.spans import Node

NOTE = "note"
"""The key, in what a node keeps for a format, of what its note is called there."""
LISTED = "notes"
"""The key, in a record, of the ids of those annotations whose notes stand in the file."""

Shown: TypeAlias = Callable[[AnyAnnotation], str]
"""What a tool shows of an annotation's note, "" where that is nothing."""
Place: TypeAlias = tuple[str, Span]
"""A label, and where it stands."""
UNNOTED = frozenset(("cue", "source"))
"""Labels, in small letters, at which no note is looked for: those of the other parts of quotes."""
_A = TypeVar("_A", bound=AnyAnnotation)


def in_full(annotation: AnyAnnotation) -> str:
    """What a tool shows that takes any text."""
    return annotation.note or ""


def placed(nodes: Iterable["Node"], shown: Shown) -> dict[str, str]:
    """What is shown of notes, by the ids of the nodes at which it stands: of a quote the content it was read at.

    An entity that is called as the other parts of quotes are has none shown.
    """
    at: dict[str, Node] = {}
    for node in nodes:
        if node.label.casefold() not in UNNOTED:
            there = at.get(node.of.id)
            if there is None or (NOTE in node.extra and NOTE not in there.extra):
                at[node.of.id] = node
    return {node.id: words for node in at.values() if (words := shown(node.of)).strip()}


def as_note(words: object) -> str:
    """What a file has as a note, as one; "" for what is none."""
    return (isinstance(words, str) and len(words) <= LONGEST and note_of(words)) or ""


def owned(
    notes: Mapping[Hashable, str],
    nodes: Mapping[Hashable, str],
    places: Mapping[Hashable, Place],
    quotes: Iterable[Quote],
) -> Iterator[tuple[str, Place, str]]:
    """The notes of a file by what it calls their spans: whose each is, where it stands and what it says."""
    parts = {node: quote.id for quote in quotes for node, _, _ in quote_spans(quote)}
    for key, words in notes.items():
        yield parts.get(nodes[key], nodes[key]), places[key], words


def with_notes(
    rows: Sequence[_A], found: Sequence[tuple[str, Place, str]], listed: Collection[str], shown: Shown
) -> Iterator[_A]:
    """Annotations with the notes that a file has.

    found   the notes: whose they would be, where they stand and what they say
    listed  whose notes the file had when it was written
    """
    there: dict[Place, set[str]] = {}
    for _, place, words in found:
        there.setdefault(place, set()).add(words)
    known: dict[Place, set[str]] = {}
    for each in rows:
        for place in _places(each):
            known.setdefault(place, set()).add(shown(each).strip())
    fresh: dict[str, dict[str, None]] = {}
    for owner, place, words in found:
        if words not in known.get(place, ()):  # nor is it that of another one at the same place
            fresh.setdefault(owner, {})[words] = None
    for each in rows:
        if each.id in fresh:
            yield replace(each, note="\n".join(fresh[each.id]))
        elif each.id in listed and not any(shown(each).strip() in there.get(place, ()) for place in _places(each)):
            yield replace(each, note=None)
        else:
            yield each


def _places(annotation: AnyAnnotation) -> Iterator[Place]:
    if isinstance(annotation, Quote):
        yield from (("CONTENT", span) for span in annotation.contents)
    else:
        yield annotation.label, annotation.span
