"""What a pipeline's entities are called, where that is not what the pipeline calls them.

The rules that mend entities and the engine that finds quotes know OntoNotes' labels. So an entity gets its new label
before them where they know that one (PER becomes PERSON), else after them: an entity that is to be called POLITICIAN,
or to be left out, is a PERSON to them all the same.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from annotator.model.document import Span as Place
from annotator.nlp.entities import NAMES
from annotator.nlp.quotes.sources import SAYERS, Name

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

KNOWN_AS = "annotator_known_as"
"""Where `doc.user_data` keeps what the entities are to the quote engine, when that is not what `doc.ents` says."""

_KNOWN = NAMES | SAYERS
_OF_PEOPLE = {"PER": "PERSON"}


def rename(doc: "Doc", labels: Mapping[str, str], mend: Callable[["Doc"], None]) -> None:
    """Has `mend` mend a document's entities, and gives them their labels before and after.

    labels  what each of the pipeline's labels is called, "" where its entities are left out; others stay

    A renamed entity that no rule touched says in `span._.annotator_reason` what the pipeline called it.
    """
    before, after = _divided(labels)
    _relabel(doc, before)
    try:
        mend(doc)
    finally:
        if after:
            known_as = [[ent.start_char, ent.end_char, ent.label_] for ent in doc.ents]
            _relabel(doc, after)
            doc.user_data[KNOWN_AS] = known_as


def _divided(labels: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What is renamed before the rules, and what after: then no label may mean two things in between."""
    changed = {theirs: ours for theirs, ours in labels.items() if theirs != ours}
    meant = set(labels.values())
    before = {theirs: ours for theirs, ours in changed.items() if ours in _KNOWN or theirs in meant}
    return before, {theirs: ours for theirs, ours in changed.items() if theirs not in before}


def _relabel(doc: "Doc", labels: Mapping[str, str]) -> None:
    if not labels:
        return
    doc.ents = [each for ent in doc.ents if (each := _renamed(ent, labels)) is not None]


def _renamed(ent: "Span", labels: Mapping[str, str]) -> "Span | None":
    from spacy.tokens import Span

    label = labels.get(ent.label_)
    if label is None:
        return ent
    if not label:
        return None
    span = Span(ent.doc, ent.start, ent.end, label=label, kb_id=ent.kb_id, span_id=ent.id)
    span._.annotator_reason = ent._.annotator_reason or f"labelled {ent.label_}"
    return span


def names_of(doc: "Doc") -> list[Name]:
    """The entities as names, people's under the label that the engine knows."""
    known_as = doc.user_data.get(KNOWN_AS)
    if known_as is None:
        known_as = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
    return [Name(Place(start, end), _OF_PEOPLE.get(label, label)) for start, end, label in known_as]
