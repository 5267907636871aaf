"""How far a long command is, on standard error and only where a person looks at it."""

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
_EVERY = 0.1
"""Seconds between two lines of progress: more often than that nobody reads."""


def counted(items: Iterable[T], what: str) -> Iterator[T]:
    """The items as they are; while they come, a terminal shows how many there were, as "12 `what`"."""
    if not sys.stderr.isatty():
        yield from items
        return
    last, number = 0.0, 0
    try:
        for number, item in enumerate(items, 1):
            if monotonic() - last > _EVERY:
                last = monotonic()
                print(f"\r{number} {what}", end="", file=sys.stderr, flush=True)
            yield item
    finally:
        if number:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
