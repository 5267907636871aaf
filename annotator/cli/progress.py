"""How far a long command is, on standard error and only where a person looks at it."""

import sys
from collections.abc import Callable, Iterable, Iterator
from math import inf
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
_EVERY = 0.1
"""Seconds between two states of the line: more often than that nobody reads."""


def counted(items: Iterable[T], what: str) -> Iterator[T]:
    """The items as they are; while they come, a terminal shows how many there were, as "`what`: 12"."""
    show = _line()
    for number, item in enumerate(items, 1):
        show(f"{what}: {number}")
        yield item
    show("")


def progress_line(what: str) -> Callable[[int, int], None]:
    """What shows on a terminal how many of how many are done, as "`what`: 3 of 12", until all are."""
    show = _line()
    return lambda done, of: show(f"{what}: {done} of {of}" if done < of else "")


def _line() -> Callable[[str], None]:
    """What puts a text in place of the one before; an empty one takes the line away."""
    if not sys.stderr.isatty():
        return lambda text: None
    last = -inf

    def show(text: str) -> None:
        nonlocal last
        if not text or monotonic() - last > _EVERY:
            last = monotonic()
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    return show
