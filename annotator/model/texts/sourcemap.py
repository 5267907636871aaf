"""Where each code point of an article's text stood in the decoded file.

A map is a tuple of `MapRun`, ascending and without overlaps on both sides. Text that stands in no run has no
counterpart in the file: it was written differently there, as a character reference in Markdown is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from annotator.model.document import MapRun, Span

Runs: TypeAlias = tuple[MapRun, ...]
Piece: TypeAlias = Span | str
"""A stretch of the text at hand, or text that stands nowhere in it."""

BOM = "\ufeff"


def canonical(decoded: str) -> tuple[str, Runs]:
    r"""The decoded text without a leading BOM and with `\n` for every `\r\n` and `\r`, and the map back.

    The `\n` that a `\r\n` became is mapped to the `\n` of the pair, one that a `\r` became to the `\r`. Nothing
    else is changed: U+2028, NEL and NBSP stay.
    """
    file_at = 1 if decoded.startswith(BOM) else 0
    pieces = decoded[file_at:].split("\r\n")
    runs, text_at, joined = [], 0, 0
    for piece in pieces:
        length = joined + len(piece)
        if length:
            runs.append(MapRun(text_at, file_at, length))
        text_at += length
        file_at += length + 1
        joined = 1
    return "\n".join(pieces).replace("\r", "\n"), tuple(runs)


def assemble(source: str, pieces: Iterable[Piece]) -> tuple[str, Runs]:
    """The text that `pieces` make one after the other, and its map to `source`.

    A span that does not lie behind the one before is taken as text that stands nowhere, so that a map ascends.
    """
    parts: list[str] = []
    runs: list[MapRun] = []
    text_at = reached = 0
    for piece in pieces:
        if isinstance(piece, str):
            part = piece
        else:
            part = source[piece.start : piece.end]
            if part and piece.start >= reached:
                _extend(runs, MapRun(text_at, piece.start, len(part)))
                reached = piece.end
        parts.append(part)
        text_at += len(part)
    return "".join(parts), tuple(runs)


def _extend(runs: list[MapRun], run: MapRun) -> None:
    if runs:
        text_start, file_start, length = runs[-1]
        if text_start + length == run.text_start and file_start + length == run.file_start:
            runs[-1] = MapRun(text_start, file_start, length + run.length)
            return
    runs.append(run)


def compose(outer: Sequence[MapRun], inner: Sequence[MapRun]) -> Runs:
    """The map from a text to the file, of its map to a text between (`outer`) and that one's to the file (`inner`)."""
    runs: list[MapRun] = []
    at = 0
    for text_start, middle, length in outer:
        end = middle + length
        while at < len(inner) and inner[at].text_start + inner[at].length <= middle:
            at += 1
        step = at
        while step < len(inner) and inner[step].text_start < end:
            run = inner[step]
            first, last = max(middle, run.text_start), min(end, run.text_start + run.length)
            _extend(runs, MapRun(text_start + first - middle, run.file_start + first - run.text_start, last - first))
            step += 1
    return tuple(runs)


def to_text(runs: Sequence[MapRun], span: Span) -> Span | None:
    """A span of the file as the span of the text that came of it; None where nothing did."""
    after = bisect_right(runs, span.start, key=lambda run: run.file_start + run.length)
    before = bisect_left(runs, span.end, key=lambda run: run.file_start) - 1
    if after > before:
        return None
    first, last = runs[after], runs[before]
    start = first.text_start + max(0, span.start - first.file_start)
    end = last.text_start + min(last.length, span.end - last.file_start)
    return Span(start, end) if start < end else None
