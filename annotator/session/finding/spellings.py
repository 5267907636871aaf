"""Speakers of a project who are likely one, by how their names are spelled."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from annotator.model.document import Speaker
from annotator.model.finding.unlike import Unlike

ALIKE = 88.0
"""From how many of rapidfuzz's 100 points on (`fuzz.token_sort_ratio`) two names are likely one."""
_MOST = 200
"""So many speakers with a word that begins alike are compared with each other at most."""


def likely_one(speakers: Mapping[str, Speaker], times: Counter[str]) -> list[Unlike]:
    """The pairs of named speakers whose names are spelled much alike; those are compared that begin a word alike.

    times  how often each speaker is named
    """
    from rapidfuzz import fuzz

    found: dict[tuple[str, str], Unlike] = {}
    for first, second in _pairs(speakers):
        a, b = sorted((first, second), key=lambda each: (-times[each.id], each.name, each.id))
        if (a.id, b.id) not in found and fuzz.token_sort_ratio(_plain(a.name), _plain(b.name)) >= ALIKE:
            counts = ((a.id, times[a.id]), (b.id, times[b.id]))
            found[a.id, b.id] = Unlike((a.name, b.name), None, counts, times[b.id])
    return list(found.values())


def _pairs(speakers: Mapping[str, Speaker]) -> Iterator[tuple[Speaker, Speaker]]:
    blocks: dict[str, list[Speaker]] = {}
    for speaker in speakers.values():
        if speaker.named:
            for beginning in {word[:3] for word in _plain(speaker.name).split()}:
                blocks.setdefault(beginning, []).append(speaker)
    for block in blocks.values():
        yield from combinations(block[:_MOST], 2)


def _plain(name: str) -> str:
    """A name without case, accents and points."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(
        "".join(each if each.isalnum() else " " for each in letters if not unicodedata.combining(each)).split()
    )
