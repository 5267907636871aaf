"""Labels and sets of them: what entities are called, in which order and by which keys, and what may be done with them.

What is wrong with a set is a value: a window shows it at the field, a file's reader says it with the file's name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import count
from typing import Final

from annotator.model.labels.colours import LEAST_CONTRAST, PAGE, contrast, is_colour

DIGITS: Final = "123456789"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_NAME: Final = 100
"""How many characters a label may have: it stands above the line, in menus and in every format."""

USUAL_SPEAKERS: Final = frozenset({"PERSON", "ORG", "PER", "NORP", "GPE"})
"""Labels of what a quote can be attributed to where no set says so."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """What sort of thing an entity names.

    name         as it stands in annotations and exports
    description  what it is for, in a few words
    key          the digit or Latin capital that gives it; None for the first digit that is free, in the set's order
    colour       of its own, as #rrggbb on a white page; None for one of the twenty
    hue          which of the twenty, from 0; None for the one of its place in the set
    hidden       whether it is not offered any more; its entities stay as they are
    overlaps     whether its entities may overlap others
    speaks       whether what it names may be a speaker
    formerly     names that it had: what still comes with one of them, from a pipeline or a file, is called as it is
    """

    name: str
    description: str = ""
    key: str | None = None
    colour: str | None = None
    hue: int | None = None
    hidden: bool = False
    overlaps: bool = True
    speaks: bool = False
    formerly: tuple[str, ...] = ()


class Field(StrEnum):
    """The parts of a label that something can be wrong with."""

    NAME = "name"
    KEY = "key"
    COLOUR = "colour"


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a label of a set.

    place  which one, from 0
    why    in a sentence, with what to do
    """

    place: int
    field: Field
    why: str


@dataclass(frozen=True)
class LabelSet:
    """The labels of a project in their order; those that are not hidden are offered."""

    labels: tuple[Label, ...] = ()

    @classmethod
    def named(cls, names: Iterable[str]) -> "LabelSet":
        """A set of labels of which no more is known than their names."""
        return cls(tuple(usual(name) for name in names))

    @cached_property
    def by_name(self) -> Mapping[str, Label]:
        """The labels by their names."""
        return {label.name: label for label in self.labels}

    @property
    def names(self) -> tuple[str, ...]:
        """Every label's name, in order."""
        return tuple(label.name for label in self.labels)

    @cached_property
    def offered(self) -> tuple[Label, ...]:
        """The labels that are not hidden, in order."""
        return tuple(label for label in self.labels if not label.hidden)

    @cached_property
    def by_digit(self) -> tuple[str | None, ...]:
        """What each of the nine digits gives: the label that asks for it, else the next one without a digit."""
        asked = {label.key: label.name for label in self.offered if label.key is not None}
        rest = iter([label.name for label in self.offered if label.key is None or label.key not in DIGITS])
        return tuple(asked[digit] if digit in asked else next(rest, None) for digit in DIGITS)

    @cached_property
    def digits(self) -> Mapping[str, str]:
        """The digit of each label that has one, by its name."""
        return {name: digit for digit, name in zip(DIGITS, self.by_digit, strict=True) if name is not None}

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """The letter of each label that is offered and has one, by its name."""
        return {label.name: label.key for label in self.offered if label.key is not None and label.key not in DIGITS}

    @cached_property
    def now(self) -> Mapping[str, str]:
        """What labels are called now, by the names that they had and that no label has."""
        return {was: label.name for label in self.labels for was in label.formerly if was not in self.by_name}

    @cached_property
    def own_colours(self) -> Mapping[str, str]:
        """The colours of the labels that have one of their own, by their names."""
        return {label.name: label.colour for label in self.labels if label.colour is not None}

    @cached_property
    def hues(self) -> Mapping[str, int]:
        """Which of the twenty colours each label has that has none of its own, by its name."""
        return {label.name: at if label.hue is None else label.hue for at, label in enumerate(self.labels)}

    @property
    def looks(self) -> tuple[Mapping[str, int], Mapping[str, str]]:
        """What says which colour a label has: which of the twenty, and the colours of their own."""
        return self.hues, self.own_colours

    def of(self, name: str) -> Label:
        """A label by its name; one that is not in the set may do what is usual for its name."""
        return self.by_name.get(name) or usual(name)

    def may_overlap(self, one: str, other: str) -> bool:
        """Whether entities of two labels may overlap: one of the two has to allow it."""
        return self.of(one).overlaps or self.of(other).overlaps

    def with_label(self, label: Label) -> "LabelSet":
        """With `label` in place of the one of its name, else at the end."""
        if label.name in self.by_name:
            return LabelSet(tuple(label if each.name == label.name else each for each in self.labels))
        return LabelSet((*self.labels, label)).with_hues(self.hues)

    def with_hues(self, kept: Mapping[str, int]) -> "LabelSet":
        """With the colours among the twenty that labels had, by their names; others have the first that are free."""
        taken = {*kept.values(), *(label.hue for label in self.labels if label.hue is not None)}
        free = (hue for hue in count() if hue not in taken)
        hues = [
            label.hue if label.hue is not None else kept[label.name] if label.name in kept else next(free)
            for label in self.labels
        ]
        return LabelSet(
            tuple(
                label if label.hue == hue or (label.hue is None and hue == at) else replace(label, hue=hue)
                for at, (label, hue) in enumerate(zip(self.labels, hues, strict=True))
            )
        )

    def with_others(self, others: Iterable[Label]) -> "LabelSet":
        """With those of `others` that it does not have at the end; a key that is taken stays whose it was."""
        taken = {label.key for label in self.labels}
        missing = [label for label in others if label.name not in self.by_name]
        return LabelSet((*self.labels, *(replace(m, key=None) if m.key in taken else m for m in missing))).with_hues(
            self.hues
        )


def usual(name: str) -> Label:
    """A label of which no more is known than its name."""
    return Label(name=name, speaks=name in USUAL_SPEAKERS)


def wrongs(labels: Iterable[Label], keys: Mapping[str, str] | None = None) -> list[Wrong]:
    """What is wrong with labels that are to be a set, in their order; nothing where they can be one.

    keys  what commands the letters call that are taken, by the letter

    Where two have one name or key, it is said of both.
    """
    listed = tuple(labels)
    names: dict[str, list[int]] = {}
    keyed: dict[str, list[Label]] = {}
    for place, label in enumerate(listed):
        names.setdefault(label.name, []).append(place)
        keyed.setdefault(label.key or "", []).append(label)
    found: list[Wrong] = []
    for place, label in enumerate(listed):
        same = [other.name for other in keyed.get(label.key or "", ()) if other is not label]
        said = {
            Field.NAME: _of_name(label.name, [other for other in names[label.name] if other != place]),
            Field.KEY: _of_key(label.key, same, keys or {}) if label.key is not None else "",
            Field.COLOUR: _of_colour(label.colour) if label.colour is not None else "",
        }
        found += [Wrong(place, field, why) for field, why in said.items() if why]
    return found


def _of_name(name: str, others: Sequence[int]) -> str:
    if not name.strip():
        return "A label needs a name."
    if name != " ".join(name.split()) or not name.isprintable():
        return "A name has no white space at its ends, none twice, and nothing that cannot be seen."
    if len(name) > LONGEST_NAME:
        return f"A name has at most {LONGEST_NAME} characters; this one has {len(name)}."
    if others:
        return f"Label {others[0] + 1} is called {name} too: merge the two, or choose another name."
    return ""


def _of_key(key: str, others: Sequence[str], commands: Mapping[str, str]) -> str:
    if len(key) != 1 or key not in DIGITS + LETTERS:
        return "A key is a digit from 1 to 9 or a letter from A to Z."
    if others:
        return f"{key} gives {others[0]} too."
    if key in commands:
        return f"{key} is the key of the command “{commands[key]}”."
    return ""


def _of_colour(colour: str) -> str:
    if not is_colour(colour):
        return "A colour is written #rrggbb, as in #234f99."
    ratio = contrast(colour, PAGE)
    if ratio < LEAST_CONTRAST:
        return f"Too pale to read: its contrast to the page is {ratio:.1f} : 1, and has to be {LEAST_CONTRAST} : 1."
    return ""
