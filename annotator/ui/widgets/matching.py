"""Which of several titles a few typed letters mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import category, normalize

EXACT, START, WORD, WORDS, WITHIN, DETAIL, FUZZY = 0, 1, 2, 3, 4, 5, 6
"""How a title matches, best first: it is what was typed; it starts with it; a word of it does; each typed word starts
one of its words; it holds it somewhere; its detail has a word that starts with it; it is written much like it."""

WELL = WORDS
"""A match of this tier or a better one is what was meant."""

LIKE = 72
"""From how many of rapidfuzz's 100 points on a title is written much like what was typed."""

CERTAINLY = 90
"""From how many points on a likeness of five letters and more is what was meant, as is a word with two letters
swapped."""


def folded(words: str) -> str:
    """Words without case and accents, as they are compared."""
    if words.isascii():
        return " ".join(words.lower().split())
    apart = normalize("NFKD", words.casefold())
    return " ".join("".join(c for c in apart if category(c) != "Mn").split())


@dataclass(frozen=True)
class Match:
    """The place of a title among those given, its tier, and from 0 to 100 how alike it is."""

    place: int
    tier: int
    score: float = 100.0

    @property
    def well(self) -> bool:
        """Whether it is what was meant, rather than something like it."""
        return self.tier <= WELL


def _starts(words: Iterable[str], typed: str) -> bool:
    return any(word.startswith(typed) for word in words)


def _swapped(typed: str, word: str) -> bool:
    """Whether the two differ in two neighbouring letters that changed places."""
    apart = [at for at, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b]
    if len(typed) != len(word) or len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, second = apart
    return (typed[first], typed[second]) == (word[second], word[first])


class Titles:
    """Titles, with a detail each that is searched too, made ready to be matched as somebody types."""

    def __init__(self, titles: Sequence[str], details: Sequence[str] = ()) -> None:
        self._titles = [folded(title) for title in titles]
        self._words = [title.replace("-", " ").replace("_", " ").split() for title in self._titles]
        self._details = [folded(detail) for detail in details] or [""] * len(titles)

    def match(self, typed: str) -> list[Match]:
        """What matches, best first; among equals in the order given. Nothing typed matches everything."""
        sought = folded(typed)
        if not sought:
            return [Match(place, WITHIN) for place in range(len(self._titles))]
        parts = sought.split()
        found = {}
        for place, title in enumerate(self._titles):
            tier = self._tier(place, title, sought, parts)
            if tier is not None:
                found[place] = Match(place, tier)
        if len(sought) >= 4:  # of three letters almost every name has two
            from rapidfuzz import fuzz, process  # the start of the window has no need of it

            alike = process.extract(sought, self._titles, scorer=fuzz.partial_ratio, score_cutoff=LIKE, limit=None)
            for title, score, place in alike:
                if place not in found and len(title) >= len(sought) - 2:
                    certain = len(sought) >= 5 and (
                        fuzz.ratio(sought, title) >= CERTAINLY
                        or any(_swapped(sought, word) for word in self._words[place])
                    )
                    found[place] = Match(place, WORDS if certain else FUZZY, score)
        return sorted(found.values(), key=lambda match: (match.tier, -match.score, match.place))

    def _tier(self, place: int, title: str, sought: str, parts: list[str]) -> int | None:
        if title == sought:
            return EXACT
        if title.startswith(sought):
            return START
        words = self._words[place]
        if _starts(words, sought) or f" {sought}" in title:
            return WORD
        if len(parts) > 1 and all(_starts(words, part) for part in parts):
            return WORDS
        if len(sought) > 1 and sought in title:
            return WITHIN
        if _starts(self._details[place].replace(",", " ").split(), sought):
            return DETAIL
        return None
