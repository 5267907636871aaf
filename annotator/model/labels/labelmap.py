"""What labels of other schemes are called here: proposals, of which a person chooses.

The schemes are CoNLL-2003's (WikiGold's and most of the world's), OntoNotes 5's, MUC's, WNUT 2017's, GUM's and
Few-NERD's, as their guidelines name them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

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


_VAGUE = frozenset({"misc", "miscellaneous", "other"})
"""Labels for what a scheme has no other one for."""

LabelMaps: TypeAlias = Mapping[str, Mapping[str, str]]
"""What the labels of each of several schemes are called here, "" for those whose entities are left out.

The schemes are named by their formats, or by their pipelines without a version; `EVERY` is all of them.
"""
EVERY = "*"


def label_maps(kept: object) -> dict[str, dict[str, str]]:
    """What a project has kept as label maps; what is none, of another version or a stranger's, counts for nothing."""
    maps = kept if isinstance(kept, dict) else {}
    return {
        str(scheme): {str(theirs): str(ours) for theirs, ours in named.items()}
        for scheme, named in maps.items()
        if isinstance(named, dict)
    }


def called(maps: LabelMaps, scheme: str) -> dict[str, str]:
    """What the labels of a scheme are called; what holds for every scheme goes first."""
    return {**maps.get(scheme, {}), **maps.get(EVERY, {})}


def pipeline_scheme(origin: str) -> str:
    """The scheme of a pipeline: its name, without the version that `origin` has behind it."""
    return origin.partition(" ")[0]


def vague(label: str) -> bool:
    """Whether a label says no more of an entity than that it is none of the others."""
    return _plain(label) in _VAGUE


def is_known(label: str) -> bool:
    """Whether a label is one of the schemes that are known here, or a finer sort of one."""
    return bool(_choices(label))


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
