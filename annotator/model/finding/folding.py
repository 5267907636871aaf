"""Texts as they are searched: words without case and accents, and where in the text they stand.

A word is a run of letters, digits and marks. Where a writing has no spaces between words (Chinese, Japanese, Thai) and
in Korean, whose words carry their particles, every character is a word of its own, and so is every emoji: what is typed
is then found as the phrase of its characters.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final
from unicodedata import category, normalize

from annotator.model.document import Span

_ACCENTS: Final = (
    *((0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670)),
    *((0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F)),
)
"""Marks without which a word is the same to who looks for it: accents, Hebrew and Arabic points, variation selectors.
In other writings (Devanagari, Thai) a mark is a vowel, and counts."""

_BY_CHARACTER: Final = (
    *((0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007)),
    *((0x3021, 0x30FF), (0x3105, 0x318F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF)),
    *((0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x1B000, 0x1B16F), (0x20000, 0x323AF)),
)
"""Thai, Lao, Tibetan, Burmese, Khmer, Chinese, Japanese, Korean."""
_ONE = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _BY_CHARACTER)}]")

_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that are written without their stroke, or as two, where a keyboard lacks them: "Walesa", "Ostfold"."""

_IN_WORD: Final = frozenset({"Mn", "Mc", "Me"})
_TONES: Final = (0x1F3FB, 0x1F3FF)
"""Skin tones: an emoji is the same with one and without."""


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _folded(character: str) -> str:
    """What stands for a character in a folded text: itself without case and accents, a space, or nothing."""
    code = ord(character)
    if _within(code, (*_ACCENTS, _TONES)) or (category(character) == "Cf" and code != 0x200B):
        return ""
    if _within(code, _BY_CHARACTER) and (character.isalnum() or category(character) in _IN_WORD):
        return f" {normalize('NFKC', character).casefold()} "
    if category(character) == "So":
        return f" {character} "
    apart = normalize("NFKD", normalize("NFKD", character).casefold())
    kept = (c for c in apart if not _within(ord(c), _ACCENTS))
    return "".join(c if c.isalnum() or category(c) in _IN_WORD else " " for c in kept).translate(_PLAIN)


class _Table(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


_TABLE: Final = _Table()


def fold(text: str) -> str:
    """The words of a text, without case and accents, with white space between them."""
    return text.translate(_TABLE)


def how_many_words(word: str) -> int:
    """How many words stand between two spaces: one, or as many as there are characters that are words of their own."""
    return max(1, len(_ONE.findall(word)))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, as `fold` has them."""
    return tuple(fold(text).split())


def stand_in(words: tuple[str, ...], text: str, *, begins: bool = False) -> bool:
    """Whether a text has these words one after another; `begins`: the last word need only begin so."""
    return f" {' '.join(words)}{'' if begins else ' '}" in f" {' '.join(words_of(text))} "


class Places:
    """Where words stand in a text."""

    def __init__(self, text: str) -> None:
        self._folded = fold(text)
        # At which place of the folded text each character's own begins, and the end.
        self._starts = (0, *accumulate(len(_TABLE[ord(character)]) for character in text))

    def of(self, words: tuple[str, ...], *, begins: bool = False) -> Iterator[Span]:
        """Every stretch that reads these words one after another, in order; a mark over a word's end belongs to it.

        begins  whether the last word need only begin so; the stretch then ends with the whole word
        """
        if not words:
            return
        pattern = r"\s+".join(map(re.escape, words)) + (r"\S*" if begins else "")
        starts = self._starts
        for match in re.finditer(rf"(?<!\S){pattern}(?!\S)", self._folded):
            start = bisect_right(starts, match.start()) - 1
            end = bisect_right(starts, match.end() - 1)
            while end + 1 < len(starts) and starts[end + 1] == starts[end]:  # what folds to nothing
                end += 1
            yield Span(start, end)
