"""Mistakes of the program: what is kept of an error that no person can mend.

An error's own words may hold whatever the program was at work on ("invalid literal: 'The mayor said …'"), and by them
the text of an article would come into logs and reports. What is kept without asking is the error's kind and where in
the code it was met; its words come along only where a person wants them to.
"""

import re
from dataclasses import dataclass
from pathlib import PurePath
from traceback import extract_tb
from typing import Self

_QUOTED = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|“[^”\n]*”|«[^»\n]*»")
_MOST_PLACES = 40
"""Of a long way through the code the first and the last half of so many places are kept: recursion repeats itself."""


def without_quotations(words: str) -> str:
    """`words` with "…" for what stands in quote marks of any kind, which may be text of an article."""
    return _QUOTED.sub("…", words)


@dataclass(frozen=True)
class Mistake:
    """An error as it was met.

    trace  kinds of errors and places in the code, a line each, in the order of Python's own tracebacks
    words  what the errors say of themselves, a line each; they may hold text of an article
    doing  what the program was doing ("Exporting"), "" where that is not known
    """

    trace: tuple[str, ...]
    words: tuple[str, ...]
    doing: str = ""

    @classmethod
    def of(cls, error: BaseException, doing: str = "") -> Self:
        """What is kept of an error, and of those that led to it."""
        trace: list[str] = []
        words: list[str] = []
        for each in _causes(error):
            if isinstance(each, MetElsewhere):
                trace += each.mistake.trace
                words += each.mistake.words
                continue
            trace += [*_places(each), _kind(each)]
            words.append(f"{_kind(each)}: {_own_words(each)}")
        return cls(tuple(trace), tuple(words), doing)

    @property
    def kind(self) -> str:
        """The kind of the error that came last."""
        return self.trace[-1]

    def report(self, *, with_words: bool = False) -> str:
        """All of it, in lines; what the errors say of themselves only where that is wanted."""
        own = ("", *self.words) if with_words else ()
        return "\n".join((*([self.doing] if self.doing else []), *self.trace, *own))


class MetElsewhere(Exception):
    """Stands for an error that was met in another process; a Mistake of it is that one."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.words[-1])
        self.mistake = mistake


def _causes(error: BaseException) -> list[BaseException]:
    """An error and those that led to it, the first one first."""
    found: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and not any(at is each for each in found):
        found.append(at)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return found[::-1]


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _own_words(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # a library's error may be unable to say what it is
        return "(no words)"


def _places(error: BaseException) -> list[str]:
    places = [f"  {_file(each.filename)}:{each.lineno} in {each.name}" for each in extract_tb(error.__traceback__)]
    if len(places) <= _MOST_PLACES:
        return places
    half = _MOST_PLACES // 2
    return [*places[:half], f"  … {len(places) - 2 * half} more …", *places[-half:]]


def _file(name: str) -> str:
    """A file's path within the package it belongs to: where that lies on the machine is nobody's affair."""
    parts = PurePath(name).parts
    for anchor, kept in (("site-packages", 1), ("annotator", 0), ("tests", 0)):
        if anchor in parts:
            at = len(parts) - 1 - parts[::-1].index(anchor)
            return "/".join(parts[at + kept :])
    return parts[-1] if parts else name
