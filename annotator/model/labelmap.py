"""What labels of other schemes are called here: proposals, of which a person chooses.

The schemes are CoNLL-2003's (WikiGold's and most of the world's), OntoNotes 5's, MUC's, WNUT 2017's, GUM's and
Few-NERD's, as their guidelines name them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_PLACE = ("GPE", "LOC", "FAC")
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "per": ("PERSON",),
    "pers": ("PERSON",),
    "person": ("PERSON",),
    "people": ("PERSON",),
    "org": ("ORG",),
    "organization": ("ORG",),
    "organisation": ("ORG",),
    "corporation": ("ORG",),
    "company": ("ORG",),
    "group": ("ORG", "NORP"),
    "loc": ("GPE", "LOC"),
    "location": _PLACE,
    "place": _PLACE,
    "gpe": ("GPE",),
    "country": ("GPE",),
    "city": ("GPE",),
    "norp": ("NORP",),
    "nationality": ("NORP",),
    "fac": ("FAC",),
    "facility": ("FAC",),
    "building": ("FAC",),
    "event": ("EVENT",),
    "workofart": ("WORK_OF_ART",),
    "creativework": ("WORK_OF_ART",),
    "art": ("WORK_OF_ART",),
    "date": ("DATE",),
    "time": ("TIME", "DATE"),
    "law": ("LAW",),
    "product": ("PRODUCT",),
    "language": ("LANGUAGE",),
    "money": ("MONEY",),
    "percent": ("PERCENT",),
    "percentage": ("PERCENT",),
    "quantity": ("QUANTITY", "CARDINAL"),
    "ordinal": ("ORDINAL",),
    "cardinal": ("CARDINAL",),
}
_BESIDE = {"LOC": "gpe", "TIME": "date"}
"""Labels that are broader than OntoNotes has them in a scheme that lacks this other one."""


@dataclass(frozen=True)
class Proposal:
    """What a label of an input may be called here: the likeliest first."""

    theirs: str
    ours: tuple[str, ...]


def proposals(theirs: Iterable[str], ours: Iterable[str]) -> tuple[Proposal, ...]:
    """What to call labels of an input, in alphabetical order; none for what stays as it is or is not known.

    theirs  all labels of the input: a scheme without GPE has a broader LOC than one with it
    ours    the project's labels; nothing else is proposed
    """
    found = sorted(set(theirs))
    known = set(ours)
    plain = {_plain(label) for label in found}
    result = []
    for label in found:
        broad = label in _BESIDE and _BESIDE[label] not in plain
        if label in known and not broad:
            continue
        choices = tuple(choice for choice in _choices(label) if choice in known)
        if choices and choices != (label,):
            result.append(Proposal(label, choices))
    return tuple(result)


def _choices(label: str) -> tuple[str, ...]:
    """What a label may be called; where a finer sort stands behind a hyphen ("person-artist"), by what is before it."""
    whole = _KNOWN.get(_plain(label))
    return whole if whole is not None else _KNOWN.get(_plain(label.partition("-")[0]), ())


def _plain(label: str) -> str:
    return "".join(each for each in label.lower() if each.isalnum())
