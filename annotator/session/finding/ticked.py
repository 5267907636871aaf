"""Which of the places that a search found something is done to: all of them, but for those that a person unticks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.document import Span
from annotator.session.finding.places import Place

Key: TypeAlias = tuple[str, str | Span | None]
"""What tells a place from others: its article's id with the annotation's, else with where it is; None for neither."""


def key_of(place: Place) -> Key:
    """What a place is known by."""
    return place.article, place.annotation or place.span


@dataclass(frozen=True)
class Ticked:
    """All places `but` some, or none but these: most are not known yet when somebody ticks a few."""

    all: bool = True
    but: frozenset[Key] = frozenset()

    def __contains__(self, key: Key) -> bool:
        return (key in self.but) is not self.all

    def turned(self, keys: Collection[Key]) -> "Ticked":
        """With these ticked, or unticked where all of them are ticked."""
        wanted = not all(key in self for key in keys)
        return Ticked(self.all, self.but - set(keys) if wanted is self.all else self.but | set(keys))

    def among(self, keys: Iterable[Key], articles: Collection[str]) -> "Ticked":
        """Without what is not there any more: of these articles there are only these places."""
        there = set(keys)
        return Ticked(self.all, frozenset(key for key in self.but if key in there or key[0] not in articles))

    def count(self, total: int) -> int:
        """How many are ticked of so many in all."""
        return max(0, total - len(self.but)) if self.all else len(self.but)
