"""The tokens of a text that is another one now: kept where it is unchanged, cut anew where it is not.

Tokenizers cut what stands between white space by itself. So the tokens of a word with what is written to it, without
white space, are kept where both texts have the whole of it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.model.document import MapRun, Span, Tokens

_CHUNK = re.compile(r"\S+")
_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_FEW = 32
"""So many words are looked for one by one: a millisecond each in 100,000."""
_WORD = re.compile(r"\w+|[^\w\s]")


class _Kept(NamedTuple):
    """A stretch of the old text that stands `shift` code points further on; its tokens are `first` to `last` of all.

    Where it has no tokens, the new text has none there either.
    """

    stretch: Span
    first: int
    last: int
    shift: int


def _kept(tokens: Tokens, old: str, new: str, runs: Sequence[MapRun]) -> Iterator[_Kept]:
    """What is in both texts with white space, or the text's edge, on both sides of its words."""
    for new_start, old_start, length in runs:
        part = old[old_start : old_start + length]
        low, high = 0, length
        at_start = old_start == new_start == 0
        if not (at_start or (old[old_start - 1 : old_start].isspace() and new[new_start - 1 : new_start].isspace())):
            space = re.search(r"\s", part)
            low = space.end() if space else length
        if not (old_start + length == len(old) and new_start + length == len(new)):
            word = re.search(r"\S*\Z", part)
            high = word.start() if word else 0
        if low < high:
            stretch = Span(old_start + low, old_start + high)
            first = bisect_left(tokens.starts, stretch.start)
            last = max(first, bisect_right(tokens.ends, stretch.end))
            yield _Kept(stretch, first, last, new_start - old_start)


def left_over(tokens: Tokens, old: str, new: str, runs: Sequence[MapRun]) -> Tokens:
    """The tokens of the old text that `joined` does not keep for the new one."""
    borders = [0, *(at for kept in _kept(tokens, old, new, runs) for at in (kept.first, kept.last)), len(tokens)]
    parts = list(zip(borders[::2], borders[1::2], strict=True))

    def of(column: Sequence[int]) -> tuple[int, ...]:
        return tuple(each for first, last in parts for each in column[first:last])

    return Tokens(tokens.tokenizer, of(tokens.starts), of(tokens.ends), tuple(map(bool, of(tokens.spaces))))


def joined(tokens: Tokens, given: Tokens, old: str, new: str, runs: Sequence[MapRun]) -> Tokens:
    """The tokens of the new text: those of the old one that are kept, and those `given` for the rest of it."""
    starts: list[int] = []
    ends: list[int] = []
    spaces: list[bool] = []
    at = 0

    def take(until: int) -> None:
        nonlocal at
        to = bisect_left(given.starts, until, at)
        starts.extend(given.starts[at:to])
        ends.extend(given.ends[at:to])
        spaces.extend(given.spaces[at:to])
        at = to

    for stretch, first, last, shift in _kept(tokens, old, new, runs):
        take(stretch.start + shift)
        starts += [start + shift for start in tokens.starts[first:last]]
        ends += [end + shift for end in tokens.ends[first:last]]
        spaces += tokens.spaces[first:last]
    take(len(new))
    return Tokens(given.tokenizer, tuple(starts), tuple(ends), tuple(spaces))


def cut_anew(tokens: Tokens, old: str, new: str, runs: Sequence[MapRun]) -> Tokens:
    """Tokens for what of the new text keeps none.

    What the old text has too, with or without the marks around it, is cut as its tokenizer cut it there; all else into
    words and marks.
    """
    known: dict[str, Sequence[Span]] = {}
    starts: list[int] = []
    ends: list[int] = []
    for gap in _gaps(tokens, old, new, runs):
        for chunk in _CHUNK.finditer(new, gap.start, gap.end):
            words = chunk.group()
            if words not in known:
                if len(known) == _FEW:  # from now on going through all of the text once is quicker
                    known = {**_cuts(tokens, old), **known}
                known.setdefault(words, _cut(words, known, tokens, old))
            spans = known[words]
            starts += [chunk.start() + span.start for span in spans]
            ends += [chunk.start() + span.end for span in spans]
    return Tokens(tokens.tokenizer, tuple(starts), tuple(ends), tuple(new[end : end + 1] == " " for end in ends))


def _cut(chunk: str, known: Mapping[str, Sequence[Span]], tokens: Tokens, old: str) -> Sequence[Span]:
    start, end = _core(chunk)
    core = chunk[start:end]
    every = len(known) >= _FEW
    found = () if every else _sought(chunk, tokens, old)
    if found:
        return found
    inner = known.get(core, ()) if every else _sought(core, tokens, old)
    inner = inner or [Span(*word.span()) for word in _WORD.finditer(core)]
    return [
        *(Span(at, at + 1) for at in range(start)),
        *(Span(start + span.start, start + span.end) for span in inner),
        *(Span(at, at + 1) for at in range(end, len(chunk))),
    ]


def _sought(words: str, tokens: Tokens, old: str) -> Sequence[Span]:
    """How words are cut where they stand first in the old text, but not within others; nothing where they do not."""
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", old) if words else None
    if found is None:
        return ()
    first, last = bisect_left(tokens.starts, found.start()), bisect_right(tokens.ends, found.end())
    spans = [
        Span(a - found.start(), b - found.start())
        for a, b in zip(tokens.starts[first:last], tokens.ends[first:last], strict=True)
    ]
    whole = bool(spans) and spans[0].start == 0 and spans[-1].end == len(words)
    return spans if whole else ()


def _core(chunk: str) -> Span:
    """A chunk without the marks before its first letter or digit and after its last."""
    found = _CORE.search(chunk)
    return Span(*found.span()) if found else Span(0, 0)


def _gaps(tokens: Tokens, old: str, new: str, runs: Sequence[MapRun]) -> Iterator[Span]:
    kept = [
        Span(each.stretch.start + each.shift, each.stretch.end + each.shift) for each in _kept(tokens, old, new, runs)
    ]
    for before, after in pairwise((Span(0, 0), *kept, Span(len(new), len(new)))):
        yield Span(before.end, after.start)


def _cuts(tokens: Tokens, old: str) -> dict[str, tuple[Span, ...]]:
    """How each chunk of the old text is cut, and each without the marks around it, in code points from its start."""
    cuts: dict[str, tuple[Span, ...]] = {}
    spans = iter(tokens)
    span = next(spans, None)
    for chunk in _CHUNK.finditer(old):
        start, end = chunk.span()
        found = []
        while span is not None and span.end <= end:
            if span.start >= start:
                found.append(Span(span.start - start, span.end - start))
            span = next(spans, None)
        words = chunk.group()
        cuts.setdefault(words, tuple(found))
        if len(found) > 1:
            core = _core(words)
            inner = (Span(a - core.start, b - core.start) for a, b in found if core.start <= a and b <= core.end)
            cuts.setdefault(words[core.start : core.end], tuple(inner))
    return cuts
