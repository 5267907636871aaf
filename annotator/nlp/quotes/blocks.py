"""What is read as one paragraph: a line, with the lines behind it that only go on with it.

Some texts break lines within paragraphs: a sentence splitter that takes "!" in speech for the end of a sentence leaves
"said he." on a line of its own.
"""

from collections.abc import Sequence
from dataclasses import replace

from annotator.model.document import Span, paragraphs
from annotator.model.marks.marks import Stretch

_ENDED = ".:;{"


def blocks(text: str) -> list[Span]:
    """The paragraphs of `text` to be read, in order; each is one line or more, none of them empty but the first."""
    found: list[Span] = []
    for line in paragraphs(text):
        if found and found[-1].end + 1 == line.start and _goes_on(text, found[-1], line):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(line)
    return found


def _goes_on(text: str, before: Span, line: Span) -> bool:
    """Whether a line continues the one before it: it begins small, and the one before does not end with a full stop."""
    words = text[line.start : line.end].lstrip("( ")
    last = text[before.start : before.end].rstrip()[-1:]
    return words[:1].islower() and bool(last) and last not in _ENDED


def within(stretches: Sequence[Stretch], lines: Sequence[Span], read: Sequence[Span]) -> list[Stretch]:
    """Stretches with the index of the block they are in for that of their line."""
    of_line, at = [], 0
    for line in lines:
        while read[at].end < line.start:
            at += 1
        of_line.append(at)
    return [replace(stretch, paragraph=of_line[stretch.paragraph]) for stretch in stretches]
