"""Articles that repeat one another, found in time and memory that grow with their number and not with its square.

A text's sketch estimates what share of its three-word sequences another one has too (Jaccard): one permutation hashing
(Li, Owen, Zhang 2012) with the empty places filled as Shrivastava and Li (2014) do. Which sketches are compared is told
by bands of them (Leskovec, Rajaraman, Ullman, *Mining of Massive Datasets*, 3.4).
"""

import re
from array import array
from collections.abc import Iterable, Sequence
from zlib import crc32

PLACES = 128
BAND = 3
"""With 42 bands of three places, two texts that share half of their sequences are compared in 996 of 1,000 cases."""
ALIKE = 0.5
"""The share of places in which the sketches of texts that repeat one another agree: a tenth of the words may differ."""
MOST = 16
"""With how many texts of the same band one is compared at most: thousands that are all alike need no more."""

_WORD = re.compile(r"\w+")
_LENGTH = 3
_BITS = 32 - PLACES.bit_length() + 1


def sketch(text: str) -> "array[int]":
    """128 numbers by which the text can be compared with others; none for a text without words."""
    words = _WORD.findall(text.lower())
    shingles = (
        {" ".join(words[at : at + _LENGTH]) for at in range(max(1, len(words) - _LENGTH + 1))} if words else set()
    )
    least: dict[int, int] = {}
    for shingle in shingles:
        number = crc32(shingle.encode())
        place = number >> _BITS
        if number < least.get(place, 1 << 32):
            least[place] = number
    if not least:
        return array("I")
    filled = array("I", bytes(PLACES * array("I").itemsize))
    value = steps = 0
    for at in range(2 * PLACES - 1, -1, -1):  # an empty place takes the next one's number, and how far that is
        place = at % PLACES
        if place in least:
            value, steps = least[place], 0
        else:
            steps += 1
        if at < PLACES:
            filled[at] = (value + steps * 0x9E3779B1) & 0xFFFFFFFF
    return filled


def alike(one: Sequence[int], two: Sequence[int]) -> float:
    """The share of what two sketches have in common, from 0 to 1; 0 where one is of a text without words."""
    if not (one and two):
        return 0.0
    return sum(a == b for a, b in zip(one, two, strict=True)) / PLACES


def repeats(sketches: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """Which texts repeat earlier ones: the places of those, in order, by the place of the later one.

    A text behind the others changes nothing of what is said of them.
    """
    found: dict[int, set[int]] = {}
    seen: dict[int, set[int]] = {}
    for first in range(0, PLACES - BAND + 1, BAND):
        buckets: dict[tuple[int, ...], list[int]] = {}
        for at, each in enumerate(sketches):
            if not each:
                continue
            bucket = buckets.setdefault(tuple(each[first : first + BAND]), [])
            for earlier in (bucket[0], *bucket[1:][1 - MOST :]) if bucket else ():
                if earlier not in seen.setdefault(at, set()):
                    seen[at].add(earlier)
                    if alike(sketches[earlier], each) >= ALIKE:
                        found.setdefault(at, set()).add(earlier)
            bucket.append(at)
    return {at: sorted(earlier) for at, earlier in sorted(found.items())}


def repeating(texts: Iterable[str]) -> dict[int, list[int]]:
    """The same of texts."""
    return repeats([sketch(text) for text in texts])
