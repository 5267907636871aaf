"""Markdown to prose: the words a reader sees, line by line, each with its place in the file."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from annotator.formats.articles.front_matter import FrontMatter, front_matter
from annotator.formats.articles.markdown_inline import parser
from annotator.formats.articles.prose import Prose, left_out
from annotator.formats.sourcemap import Piece, assemble
from annotator.model.document import Heading, Span

_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_UNSEEN = re.compile(r"<(/?)(script|style|template|noscript)\b", re.IGNORECASE)


def prose(text: str) -> Prose:
    """The prose of canonical Markdown `text`.

    Left out: front matter, images with their alternative text, link targets and definitions, HTML tags and comments
    (with what stands in script and style), and the marks of emphasis, headings, bullets, block quotes and code. Kept:
    the words, the numbers of lists, code as text. A line break stays a line break. Between two lines that are kept
    stands one blank line where there were blank ones between them, else none.
    """
    head = front_matter(text)
    reader = _Reader(text, head)
    reader.read()
    headings: list[Heading] = []
    result, runs = assemble(text, _joined(reader, headings))
    return Prose(
        text=result,
        runs=runs,
        notes=_notes(reader, head),
        title=head.title or reader.title,
        outlet=head.outlet,
        url=head.url,
        published=head.published,
        byline=head.byline,
        headings=tuple(headings),
    )


def _notes(reader: "_Reader", head: FrontMatter) -> tuple[str, ...]:
    counts = reader.counts
    return (
        *(("the front matter left out",) if head.length else ()),
        *left_out(counts["image"], "image", "images"),
        *left_out(counts["link"], "link target", "link targets"),
        *left_out(counts["definition"], "link definition", "link definitions"),
        *left_out(counts["tag"], "HTML tag", "HTML tags"),
    )


@dataclass
class _Line:
    """A line of prose in the making; it comes from the lines `first` to `last` of the source, mostly one.

    level  of the heading that the line is, 0 where it is none
    """

    first: int
    last: int
    pieces: list[Piece] = field(default_factory=list)
    head: list[Piece] = field(default_factory=list)  # the number of a list's item, which alone makes no line
    gap: bool = False  # whether an image or a tag went since the last piece
    level: int = 0


class _Reader:
    """Walks the tokens of a text and collects the lines of its prose."""

    def __init__(self, text: str, head: FrontMatter) -> None:
        self.text = text
        self.offset = head.length
        self.source = text[head.length :].split("\n")
        self.starts = [head.length]
        for line in self.source:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.lines: list[_Line] = []
        self.title: str | None = None
        self.counts = {"image": 0, "link": 0, "definition": 0, "tag": 0}
        self.unseen: str | None = None  # the HTML element whose content is left out, while it is open
        self.closed = {  # the last line on which each of them is closed: one that never is must not swallow the rest
            element[2].lower(): number
            for number, line in enumerate(self.source)
            for element in _UNSEEN.finditer(line)
            if element[1]
        }
        self.number: tuple[int, Span] | None = None  # the number of a list's item, and the line it stands on

    def read(self) -> None:
        env: dict[str, dict[str, object]] = {}
        level = 0
        for token in parser().parse(self.text[self.offset :], env):
            if token.type == "inline" and token.map:
                first = len(self.lines)
                self._inline(token, token.map)
                for line in self.lines[first:]:
                    line.level = level
                if level and self.title is None:
                    self.title = " ".join(_words(self.text, line.pieces) for line in self.lines[first:]) or None
            elif token.type == "fence" and token.map:
                self._code(token, token.map)
            elif token.type == "list_item_open" and token.info and token.map:
                self._list_number(token, token.map[0])
            level = int(token.tag.removeprefix("h")) if token.type == "heading_open" else 0
        self.counts["definition"] = len(env.get("references", {}))

    def _list_number(self, token: Token, number: int) -> None:
        mark = token.info + token.markup
        at = self.source[number].find(mark)
        if at >= 0:
            start = self.starts[number] + at
            self.number = number, Span(start, start + len(mark))

    def _code(self, token: Token, lines: Sequence[int]) -> None:
        for number, line in enumerate(token.content.split("\n")[:-1], lines[0] + 1):
            content = line.rstrip(" \t")
            if content:
                at = self.source[number].rfind(content)
                start = self.starts[number] + at
                self.lines.append(_Line(number, number, [content if at < 0 else Span(start, start + len(content))]))

    def _inline(self, block: Token, lines: Sequence[int]) -> None:
        places = _Places(self, block.content, lines)
        line = _Line(lines[0], lines[0])
        if self.number and self.number[0] == lines[0]:
            line.head = [self.number[1], " "]
        self.number = None
        for token in block.children or ():
            line = self._token(token, line, places)
        self._finish(line, line.last)

    def _token(self, token: Token, line: _Line, places: "_Places") -> _Line:
        """Adds what a token says to a line; the line to go on with."""
        number = places.line(token)
        if token.type in ("softbreak", "hardbreak"):
            return self._finish(line, number + 1)
        if token.type == "image":
            self.counts["image"] += 1
            line.gap = True
        elif token.type == "html_inline":
            line.gap = True
            if self._html(token, number):
                return self._finish(line, number)
        elif token.type == "link_open":
            self.counts["link"] += token.markup != "autolink"
        elif token.content and not self.unseen:
            for index, piece in enumerate(places.pieces(token)):
                if index:
                    line = self._finish(line, number + index)
                line.last = number + index
                self._put(line, piece)
        return line

    def _html(self, token: Token, number: int) -> bool:
        """Takes note of a tag on the source's line `number`; whether it breaks the line."""
        self.counts["tag"] += 1
        element = _UNSEEN.match(token.content)
        if element is None:
            return not self.unseen and _BREAK.match(token.content) is not None
        closing, name = element[1], element[2].lower()
        if closing and name == self.unseen:
            self.unseen = None
        elif not closing and not self.unseen and number <= self.closed.get(name, -1):
            self.unseen = name
        return False

    def _put(self, line: _Line, piece: Piece) -> None:
        """Adds a piece to a line; what went before it takes one side's blanks along where there are blanks on both."""
        if line.gap and (not line.pieces or _words(self.text, line.pieces[-1:]).endswith((" ", "\t"))):
            piece = _trimmed(self.text, piece, left=True)
        line.gap = False
        if piece if isinstance(piece, str) else piece.start < piece.end:
            line.pieces.append(piece)

    def _finish(self, line: _Line, number: int) -> _Line:
        """Keeps a line if words stand on it; the line to go on with, which is the source's `number`."""
        pieces = line.pieces
        while pieces and not _words(self.text, pieces[-1:]).strip(" \t"):
            pieces.pop()
        if pieces:
            pieces[-1] = _trimmed(self.text, pieces[-1], left=False)
            line.pieces = line.head + pieces
            self.lines.append(line)
        return _Line(number, number)


class _Places:
    """Where the content of a block stands in the source: block marks and indents are cut from the head of its lines."""

    def __init__(self, reader: _Reader, content: str, lines: Sequence[int]) -> None:
        self.breaks: list[int] = [0]
        self.numbers: list[int] = []
        self.shifts: list[int | None] = []
        number = lines[0]
        for line in content.split("\n"):
            body = line.strip(" \t")
            at = -1
            for candidate in range(number, lines[1]):
                at = reader.source[candidate].rfind(body)
                if at >= 0:
                    number = candidate
                    break
            lead = len(line) - len(line.lstrip(" \t"))
            self.shifts.append(None if at < 0 else reader.starts[number] + at - lead - self.breaks[-1])
            self.numbers.append(number)
            self.breaks.append(self.breaks[-1] + len(line) + 1)
            number += 1

    def _index(self, at: int) -> int:
        return min(bisect_right(self.breaks, at) - 1, len(self.numbers) - 1)

    def line(self, token: Token) -> int:
        """The source's line on which a token begins."""
        return self.numbers[self._index(token.meta.get("span", (0, 0))[0])]

    def pieces(self, token: Token) -> Iterator[Piece]:
        """A token's text, a piece a line; the pieces that stand in the source as they are, as spans."""
        at = token.meta.get("at")
        if at is None:
            yield re.sub(r"[\r\n]", " ", token.content)
            return
        end = at + len(token.content)
        for index in range(self._index(at), self._index(end - 1) + 1):
            first, last = max(at, self.breaks[index]), min(end, self.breaks[index + 1] - 1)
            shift = self.shifts[index]
            yield token.content[first - at : last - at] if shift is None else Span(first + shift, last + shift)


def _words(text: str, pieces: Sequence[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else text[piece.start : piece.end] for piece in pieces)


def _trimmed(text: str, piece: Piece, *, left: bool) -> Piece:
    words = _words(text, [piece])
    short = words.lstrip(" \t") if left else words.rstrip(" \t")
    if isinstance(piece, str):
        return short
    return Span(piece.end - len(short), piece.end) if left else Span(piece.start, piece.start + len(short))


def _joined(reader: _Reader, headings: list[Heading]) -> Iterator[Piece]:
    """The lines with their line ends; those are mapped to line ends of the source where one stands there.

    Appends to `headings` those that are.
    """
    before: _Line | None = None
    at = 0
    for line in reader.lines:
        if before is not None and before.last == line.first:
            yield "\n"
            at += 1
        elif before is not None:
            breaks = [before.last]
            if any(not reader.source[number].strip(" \t>") for number in range(before.last + 1, line.first)):
                breaks.append(line.first - 1)
            for number in breaks:
                yield Span(reader.starts[number + 1] - 1, reader.starts[number + 1])
            at += len(breaks)
        if line.level:
            headings.append(Heading(at, line.level))
        yield from line.pieces
        at += len(_words(reader.text, line.pieces))
        before = line
