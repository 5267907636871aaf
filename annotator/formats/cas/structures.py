"""UIMA's CAS, the common analysis structure: a text and typed structures over it, whatever file it lies in.

Offsets are code points here. The files count UTF-16 units, as Java does; `Units` leads from one to the other.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

ANNOTATION, BASE, TOP = "uima.tcas.Annotation", "uima.cas.AnnotationBase", "uima.cas.TOP"
DOCUMENT = "uima.tcas.DocumentAnnotation"
STRING, INTEGER, BOOLEAN, DOUBLE = (f"uima.cas.{name}" for name in ("String", "Integer", "Boolean", "Double"))
STRINGS, STRUCTURES = "uima.cas.StringArray", "uima.cas.FSArray"
VIEW = "_InitialView"
PLACE = ("begin", "end")


@dataclass(frozen=True)
class Refs:
    """References to structures, by their ids; `many` where the feature is a list of them."""

    ids: tuple[int | str, ...]
    many: bool = False


@dataclass(frozen=True)
class Structure:
    """A feature structure. Features are strings, numbers, booleans, lists of strings, and `Refs`.

    begin, end  code points, where it is an annotation
    in_text     whether it belongs to a text, though it may stand nowhere in it
    """

    id: int
    type: str
    features: Mapping[str, Any] = field(default_factory=dict)
    begin: int | None = None
    end: int | None = None
    in_text: bool = True

    @property
    def refs(self) -> Iterator[int | str]:
        """The ids that it refers to."""
        for value in self.features.values():
            if isinstance(value, Refs):
                yield from value.ids


@dataclass(frozen=True)
class Feature:
    """A feature's type, and where that is an array, the type of its elements."""

    range: str
    element: str = ""


@dataclass(frozen=True)
class Type:
    """A type by the one it is derived from, and its features."""

    base: str
    features: Mapping[str, Feature] = field(default_factory=dict)


@dataclass
class Cas:
    """A text, the structures over it, and their types, as far as they are known.

    elsewhere  how many structures belong to other texts of the same file, and were left out
    """

    text: str
    structures: list[Structure] = field(default_factory=list)
    types: dict[str, Type] = field(default_factory=dict)
    elsewhere: int = 0


class Units:
    """The UTF-16 units of a text."""

    def __init__(self, text: str) -> None:
        wide = bool(text) and max(text) > "\uffff"
        self._borders: Sequence[int] = (
            list(accumulate((1 + (letter > "\uffff") for letter in text), initial=0)) if wide else range(len(text) + 1)
        )

    def of(self, point: int) -> int:
        """The unit at which a code point begins."""
        return self._borders[point]

    def point(self, unit: int) -> int:
        """The code point that begins at a unit, -1 where none does."""
        at = bisect_right(self._borders, unit) - 1
        return at if at >= 0 and self._borders[at] == unit else -1


def is_predefined(name: str) -> bool:
    """Whether a type is UIMA's own, which no file declares."""
    return name.startswith(("uima.cas.", "uima.tcas."))


def types_of(cas: Cas) -> dict[str, Type]:
    """The types of a CAS's structures and what these are derived from; one that is not known is told by its use."""
    found: dict[str, Type] = {}
    wanted = [each.type for each in cas.structures]
    while wanted:
        name = wanted.pop()
        if name not in found and name in cas.types and not is_predefined(name):
            found[name] = cas.types[name]
            wanted.append(cas.types[name].base)
            ranges = cas.types[name].features.values()
            wanted += [each.removesuffix("[]") for one in ranges for each in (one.range, one.element)]
    for each in cas.structures:
        if not is_predefined(each.type) and not each.type.endswith("[]"):
            base = TOP if not each.in_text else BASE if each.begin is None else ANNOTATION
            known = found.get(each.type, Type(base))
            inherited = _inherited(known, found)
            new = {key: _told(value) for key, value in each.features.items() if key not in inherited}
            if new or each.type not in found:
                found[each.type] = Type(known.base, {**known.features, **new})
    return found


def _inherited(kind: Type, types: Mapping[str, Type]) -> set[str]:
    names: set[str] = set(kind.features)
    seen = {kind.base}
    while kind.base in types:
        kind = types[kind.base]
        names |= set(kind.features)
        if kind.base in seen:  # types of a damaged file may be derived from each other
            break
        seen.add(kind.base)
    return names | ({"language"} if kind.base == DOCUMENT else set())


def _told(value: object) -> Feature:
    if isinstance(value, Refs):
        return Feature(STRUCTURES, TOP) if value.many else Feature(TOP)
    if isinstance(value, list):
        return Feature(STRINGS)
    if isinstance(value, bool):
        return Feature(BOOLEAN)
    if isinstance(value, int):
        return Feature(INTEGER)
    return Feature(DOUBLE if isinstance(value, float) else STRING)
