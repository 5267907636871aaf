"""How a corrected text agrees with the one before: paragraphs first, then words, then letters of words that are alike.

Each step is an alignment by edit distance (Levenshtein), in rapidfuzz's bit-parallel form, of what the step before has
left; so 100,000 words of which a few are changed take milliseconds, and as many that are all cut otherwise a second.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.model.document import MapRun, Span
from annotator.model.texts.sourcemap import Piece

ALIKE = 0.5
"""A word in place of another is the same one, corrected, where they share this much of the longer one's letters."""
NEAR = 20
"""Among so many words that follow, the one is looked for that a word became."""
_HINT = 64
"""Around how many differences are looked for first: it is quicker where there are few, and no worse where not."""
_LINES = re.compile(r"[^\n]*\n|[^\n]+")  # `str.splitlines` knows other ends of lines, too
_WORDS = re.compile(r"\w+|\s|[^\w\s]")


class _Match(NamedTuple):
    """`length` code points are the same in both texts."""

    old: int
    new: int
    length: int


def aligned(old: str, new: str) -> tuple[Piece, ...]:
    """The new text as stretches of the old one, in its order, and words that it did not have."""
    pieces: list[Piece] = []
    reached = 0
    for match in _joined(_matches(old, new)):
        if match.new > reached:
            pieces.append(new[reached : match.new])
        pieces.append(Span(match.old, match.old + match.length))
        reached = match.new + match.length
    if reached < len(new):
        pieces.append(new[reached:])
    return tuple(pieces)


def _joined(matches: Iterable[_Match]) -> Iterator[_Match]:
    """The matches, those made one that go on where the one before ends."""
    last: _Match | None = None
    for match in matches:
        if last is not None and (last.old + last.length, last.new + last.length) == (match.old, match.new):
            last = _Match(last.old, last.new, last.length + match.length)
            continue
        if last is not None:
            yield last
        last = match
    if last is not None:
        yield last


def in_common(old: str, new: str, runs: Sequence[MapRun]) -> float:
    """The share of the shorter text's letters and digits that stand in the other one as well, from 0 to 1."""
    letters = min(sum(map(str.isalnum, old)), sum(map(str.isalnum, new)))
    shared = sum(sum(map(str.isalnum, new[run.text_start : run.text_start + run.length])) for run in runs)
    return shared / letters if letters else 0.0


def _matches(old: str, new: str) -> Iterator[_Match]:
    before, after = _LINES.findall(old), _LINES.findall(new)
    for equal, ours, theirs in _stretches(before, after):
        if equal:
            yield _Match(ours.start, theirs.start, theirs.end - theirs.start)
        else:
            yield from _by_words(old, new, ours, theirs)


def _by_words(old: str, new: str, ours: Span, theirs: Span) -> Iterator[_Match]:
    before, after = _WORDS.findall(old, *ours), _WORDS.findall(new, *theirs)
    for equal, mine, other in _stretches(before, after, ours.start, theirs.start):
        if equal:
            yield _Match(mine.start, other.start, other.end - other.start)
        else:
            yield from _by_letters(old, new, mine, other)


def _by_letters(old: str, new: str, ours: Span, theirs: Span) -> Iterator[_Match]:
    """The letters that words share with those that they became."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    after = [match for match in _WORDS.finditer(new, *theirs) if match.group().isalnum()]
    at = 0
    for word in _WORDS.finditer(old, *ours):
        near = [match.group() for match in after[at : at + NEAR]]
        if not word.group().isalnum() or not near:
            continue
        found = process.extractOne(
            word.group(), near, scorer=Levenshtein.normalized_similarity, score_cutoff=ALIKE, processor=None
        )
        if found is None:
            continue
        became = after[at + found[2]]
        for equal, mine, other in _stretches(word.group(), became.group(), word.start(), became.start()):
            if equal:
                yield _Match(mine.start, other.start, other.end - other.start)
        at += found[2] + 1


def _stretches(
    old: Sequence[str], new: Sequence[str], at: int = 0, new_at: int = 0
) -> Iterator[tuple[bool, Span, Span]]:
    """The stretches in which two sequences of words agree, or do not, as code points from `at` and `new_at` on."""
    from rapidfuzz.distance import Levenshtein  # the start of the window has no need of it

    changed: tuple[int, int] | None = None
    ours, theirs = at, new_at
    for step in Levenshtein.opcodes(old, new, score_hint=_HINT):
        equal = step.tag == "equal"
        if equal and changed is not None:
            yield False, Span(changed[0], ours), Span(changed[1], theirs)
            changed = None
        elif not equal and changed is None:
            changed = ours, theirs
        before, now = ours, theirs
        ours += sum(len(each) for each in old[step.src_start : step.src_end])
        theirs += sum(len(each) for each in new[step.dest_start : step.dest_end])
        if equal:
            yield True, Span(before, ours), Span(now, theirs)
    if changed is not None:
        yield False, Span(changed[0], ours), Span(changed[1], theirs)
