"""What a setting is: what it may be, in which words it is asked for, and where it is kept.

Reading the settings' file, checking values, the dialog and the README's table are all made from declarations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kept(StrEnum):
    """Where a setting is kept: with the program's own files on this machine, or in the project."""

    MACHINE = "machine"
    PROJECT = "project"


@dataclass(frozen=True)
class Choice:
    """One of several values, each with the words that stand for it."""

    options: tuple[tuple[str, str], ...]

    def wrong(self, value: Any) -> str:
        """What is wrong with a value, "" where nothing is."""
        return "" if value in [each for each, _ in self.options] else f"There is no {value!r} to choose."


@dataclass(frozen=True)
class Number:
    """A whole number between two others, both allowed; `unit` stands behind it, `step` is that of the arrow keys."""

    least: int
    most: int
    unit: str = ""
    step: int = 1

    def wrong(self, value: Any) -> str:
        """What is wrong with a value, "" where nothing is."""
        if type(value) is not int:
            return "That is no whole number."
        return "" if self.least <= value <= self.most else f"It has to be between {self.least} and {self.most}."


@dataclass(frozen=True)
class Line:
    """A line of words, `longest` characters at most."""

    longest: int = 80

    def wrong(self, value: Any) -> str:
        """What is wrong with a value, "" where nothing is."""
        if not isinstance(value, str) or any(character in value for character in "\n\r\0"):
            return "It has to be one line of words."
        return "" if len(value) <= self.longest else f"It may have {self.longest} characters at most."


@dataclass(frozen=True)
class Face(Line):
    """The name of a typeface; the empty one for the program's own."""


@dataclass(frozen=True)
class Pipeline(Line):
    """The name of a pipeline, or its folder; the empty one for the best that is installed."""

    longest: int = 1000


@dataclass(frozen=True)
class Switch:
    """On or off."""

    def wrong(self, value: Any) -> str:
        """What is wrong with a value, "" where nothing is."""
        return "" if isinstance(value, bool) else "It is on or off."


@dataclass(frozen=True)
class Remembered:
    """What the program keeps of its own accord, which can only be forgotten."""

    def wrong(self, value: Any) -> str:
        """What is wrong with a value, "" where nothing is."""
        return "" if isinstance(value, str | bool | Mapping | tuple) else "That is nothing to remember."


@dataclass(frozen=True)
class Keys:
    """Keys by a command's name, in place of its own."""

    def wrong(self, value: Any) -> str:
        """What is wrong with a value, "" where nothing is."""
        for name, keys in value.items() if isinstance(value, Mapping) else [("settings", None)]:
            if not isinstance(keys, list | tuple) or not all(isinstance(key, str) for key in keys):
                return f"The keys of {name} are no list of names."
        return ""


Kind = Choice | Number | Line | Switch | Remembered | Keys


@dataclass(frozen=True)
class Setting:
    """A setting.

    name     what it is called in the file, or in the project
    group    the page of the dialog that it stands on
    title    what it is called there
    help     what it does, in a sentence
    kind     what it may be
    default  what it is where nobody has said anything
    kept     where it is kept
    """

    name: str
    group: str
    title: str
    help: str
    kind: Kind
    default: Any = None
    kept: Kept = Kept.MACHINE

    def wrong(self, value: Any) -> str:
        """What is wrong with a value, in a sentence; "" where nothing is."""
        return self.kind.wrong(value)


def declared(group: str, title: str, help: str, kind: Kind, default: Any) -> Any:  # noqa: A002
    """A field of a dataclass of settings; an empty mapping as the default is made anew for each."""
    metadata = {"declared": (group, title, help, kind, default)}
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


def setting_of(name: str, metadata: Mapping[str, Any]) -> Setting:
    """The declaration of a field that `declared` made."""
    group, title, words, kind, default = metadata["declared"]
    return Setting(name, group, title, words, kind, default)
