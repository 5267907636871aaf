"""Plain and pasted text: Markdown images go, of Markdown links the text stays, all else is taken as it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.formats.articles.prose import Prose, left_out
from annotator.formats.sourcemap import Piece, assemble
from annotator.model.document import Span

_TARGET = r"""\(\s?(?:<[^<>\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200}){0,5})
              (?:\s"[^"\n]{0,500}"|\s'[^'\n]{0,500}')?\s?\)"""
_IMAGE = rf"!\[[^\[\]\n]{{0,2000}}\]{_TARGET}"
_LINK = re.compile(
    rf"(?P<image>{_IMAGE}) | (?<!!)\[(?P<text>(?:[^\[\]\n]|{_IMAGE}){{1,2000}}?)\](?P<target>{_TARGET})", re.VERBOSE
)
_IMAGES = re.compile(_IMAGE, re.VERBOSE)
_ADDRESS = re.compile(r"\(\s?<?(?:[a-zA-Z][a-zA-Z0-9+.-]{0,20}:|[/#?.]|[^\s()]*[/#]|www\.|\S+\.\w{2,}[\s)>])")


@dataclass
class _Gone:
    """A stretch to leave out; `image` where an image is part of it, which takes the blanks or the line it stood on."""

    start: int
    end: int
    image: bool


def prose(text: str) -> Prose:
    """The canonical `text` without Markdown images and link targets.

    A line on which nothing but images stood goes as a whole. What stands in round brackets behind square ones is a
    link's target only where it looks like an address: "[Ruiz](laughs)" stays.
    """
    images = links = 0
    gone: list[_Gone] = []
    for match in _LINK.finditer(text):
        if match["image"]:
            images += 1
            _add(gone, text, _Gone(*match.span(), image=True))
        elif _ADDRESS.match(match["target"]):
            links += 1
            start, end = match.span("text")
            _add(gone, text, _Gone(match.start(), start, image=False))
            for image in _IMAGES.finditer(text, start, end):
                images += 1
                _add(gone, text, _Gone(*image.span(), image=True))
            _add(gone, text, _Gone(end, match.end(), image=False))
    result, runs = assemble(text, _kept(text, gone))
    notes = left_out(images, "image", "images") + left_out(links, "link target", "link targets")
    return Prose(text=result, runs=runs, notes=notes)


def _add(gone: list[_Gone], text: str, new: _Gone) -> None:
    """Appends a stretch, joined with the last one where they touch, and images where only blanks part them."""
    if gone:
        last = gone[-1]
        between = text[last.end : new.start]
        if not between or (last.image and new.image and not between.strip(" \t")):
            gone[-1] = _Gone(last.start, new.end, last.image or new.image)
            return
    gone.append(new)


def _kept(text: str, gone: list[_Gone]) -> Iterator[Piece]:
    at = 0
    for stretch in gone:
        start, end = _with_blanks(text, stretch) if stretch.image else Span(stretch.start, stretch.end)
        if at < start:
            yield Span(at, start)
        at = max(at, end)
    yield Span(at, len(text))


def _with_blanks(text: str, gone: _Gone) -> Span:
    """An image's stretch with its line, where nothing else stands on it, else with the blanks that only it needed."""
    first, last = gone.start, gone.end
    while first and text[first - 1] in " \t":
        first -= 1
    while last < len(text) and text[last] in " \t":
        last += 1
    opens, closes = first == 0 or text[first - 1] == "\n", last == len(text) or text[last] == "\n"
    if opens and closes:
        return Span(first, last + 1) if last < len(text) else Span(max(0, first - 1), last)
    if closes:
        return Span(first, gone.end)
    if opens or first < gone.start:
        return Span(gone.start, last)
    return Span(gone.start, gone.end)
