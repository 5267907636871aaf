"""Articles from PDFs that hold text. What a scanner made holds only pictures of it, which is said.

pypdf says where each stretch of a page stands; the lines are put together to paragraphs here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any

from annotator.formats.apart import reads_apart
from annotator.formats.articles.blocks import Block, Known, block_article, one_line
from annotator.formats.articles.prose import left_out
from annotator.formats.inputs import head
from annotator.model.exchange import Format, Imported, Input
from annotator.model.faults import Fault

MOST_PAGES = 500
"""How many pages are still taken for one article."""

_OCR = "Have it read by a program that recognises text (OCR) and import what that writes."
_LARGER = 1.15
"""How many times the usual size a heading's letters are at least."""
_LEADING = 1.35
"""From how many times the usual distance of lines on a gap parts paragraphs."""
_INDENT = 0.8
"""From how many times the letters' size on an indent begins a paragraph."""
_SHORT = 0.75
"""Up to which part of a column's usual width a line that ends a sentence ends its paragraph."""
_HEADLINE = 250
"""Characters that a heading has at most."""
_ENDS = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
_WORD = re.compile(r"\w+(?:-\w+)*")
_LAST = re.compile(r"\w{1,50}[-\u2010]$")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Line:
    """A line on a page. `x` and `y` are where its first letter stands, in points from the lower left corner."""

    page: int
    x: float
    y: float
    size: float
    text: str


def _recognises(given: Input) -> bool:
    return b"%PDF-" in head(given, 1024)


def articles(name: str, data: bytes) -> list[Imported | Fault]:
    """The article of a PDF. Raises Fault where it is locked, damaged or too long, or has no text."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Fault(f"{name} is locked with a password.", "Unlock it in a PDF program, and save it without one.")
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            raise Fault(f"{name} has {pages} pages, and the limit is {MOST_PAGES}.", "Split it into its articles.")
        lines = [line for number, page in enumerate(reader.pages) for line in _lines(page, number)]
        facts: Any = reader.metadata or {}
    except PyPdfError as error:
        raise Fault(f"{name} cannot be read as a PDF: {error}.", "It is damaged or cut short: get it again.") from error
    kept, around = without_furniture(lines)
    if not kept:
        raise Fault(
            f"{name} has no text: its {pages} {'page is a picture' if pages == 1 else 'pages are pictures'}.", _OCR
        )
    blocks = list(paragraphs(kept))
    title = next((block.text for block in blocks if block.level == 1), None) or _fact(facts, "/Title")
    rest = {key[1:].lower(): _fact(facts, key) for key in ("/Author", "/CreationDate") if _fact(facts, key)}
    notes = left_out(around, "line at the pages' edges", "lines at the pages' edges")
    bare = pages - len({line.page for line in lines})
    if bare:
        notes = (*notes, f"{bare} of {pages} pages without text: pictures are not read")
    notes = (*notes, "lines joined to paragraphs by how they stand on the page, which is a guess")
    return [block_article(blocks, Known(title=title, rest={"pdf": rest} if rest else {}), name, notes=notes)]


def _fact(facts: Any, key: str) -> str:
    value = facts.get(key)
    return one_line(value) if isinstance(value, str) else ""


def _lines(page: Any, number: int) -> Iterator[Line]:
    """A page's lines in the order that it says them, which is that of reading in all but odd files."""
    found: list[Line] = []

    def take(words: str, matrix: Sequence[float], text: Sequence[float], _: object, size: float) -> None:
        words = words.strip("\n")
        if not words.strip():
            if words and found:  # the space between words in two fonts
                found[-1] = replace(found[-1], text=found[-1].text + " ")
            return
        x = text[4] * matrix[0] + text[5] * matrix[2] + matrix[4]
        y = text[4] * matrix[1] + text[5] * matrix[3] + matrix[5]
        scale = abs(text[3] * matrix[3]) or abs(text[1] * matrix[1]) or 1.0
        height = abs(size) * scale
        for part in words.split("\n"):
            last = found[-1] if found else None
            if last is not None and abs(last.y - y) < 0.2 * max(height, 1) and x >= last.x:
                found[-1] = Line(number, last.x, last.y, max(last.size, height), last.text + part)
            elif part.strip():
                found.append(Line(number, x, y, height, part))

    page.extract_text(visitor_text=take)
    return (line for line in found if one_line(line.text))


def without_furniture(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """The lines without page numbers, and without what stands at the edge of most pages; how many were left out.

    Only a page's first and last two lines can be such; numbers in them do not count as different. A large line is none:
    many an article's headline is repeated small at the head of its pages.
    """
    large = _LARGER * median(line.size for line in lines) if lines else 0.0
    edges: dict[int, set[int]] = {}
    order = sorted(range(len(lines)), key=lambda index: (lines[index].page, -lines[index].y))
    by_page: dict[int, list[int]] = {}
    for index in order:
        by_page.setdefault(lines[index].page, []).append(index)
    for page, indices in by_page.items():
        edges[page] = {*indices[:2], *indices[-2:]} if len(indices) > 4 else {*indices[:1], *indices[-1:]}
    seen = Counter(form for page, indices in edges.items() for form in {_form(lines[index]) for index in indices})
    often = max(2, (len(by_page) + 1) // 2)
    gone = {
        index
        for indices in edges.values()
        for index in indices
        if lines[index].size < large
        and ((len(by_page) > 1 and seen[_form(lines[index])] >= often) or _is_number(lines[index].text))
    }
    return [line for index, line in enumerate(lines) if index not in gone], len(gone)


def _form(line: Line) -> str:
    return _NUMBER.sub("0", one_line(line.text))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-–— ]*(?:[Pp]age )?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?[-–— ]*", one_line(text)) is not None


def paragraphs(lines: Sequence[Line]) -> Iterator[Block]:
    """The paragraphs and headings that lines make."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    usual = letters.most_common(1)[0][0] or 1.0
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * usual]
    leading = median(gaps) if gaps else 1.2 * usual
    width = median([len(line.text) for line in lines if round(line.size, 1) == usual] or [0])
    known = words_of(line.text for line in lines)
    larger = sorted({round(line.size, 1) for line in lines if line.size >= _LARGER * usual}, reverse=True)
    for group in _grouped(lines, leading, width):
        words = joined((line.text for line in group), known)
        size = round(group[0].size, 1)
        level = min(larger.index(size) + 1, 6) if size in larger and len(words) <= _HEADLINE else 0
        yield Block(words, level)


def _grouped(lines: Sequence[Line], leading: float, width: float) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and _begins(group, line, leading, width):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins(group: Sequence[Line], line: Line, leading: float, width: float) -> bool:
    """Whether a line begins a paragraph after those of `group`."""
    last = group[-1]
    if abs(line.size - last.size) > 0.1 * max(line.size, last.size):
        return True
    ended = _ENDS.search(last.text.rstrip()) is not None
    down = last.y - line.y
    if line.page != last.page or down < 0 or down > 4 * leading:  # the next page or column
        return ended and len(last.text) < _SHORT * width
    if down > _LEADING * max(leading, 0.9 * line.size):
        return True
    if line.x - last.x > _INDENT * line.size and ended:
        return True
    return ended and len(last.text) < _SHORT * width


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """The words that stand within lines, in small letters, with and without hyphens: what `joined` knows words by."""
    return frozenset(word.lower() for line in lines for word in _WORD.findall(one_line(line)))


def joined(lines: Iterable[str], known: frozenset[str]) -> str:
    """Lines as one. A hyphen that parts a word at a line's end goes where the next line goes on with a small letter.

    It stays before a capital, and where the word is known with it ("well-known") and not without.
    """
    text = ""
    for part in map(one_line, lines):
        if not text or not part:
            text += part
        elif not _HYPHEN.search(text):
            text += f" {part}"
        elif text.endswith("\u00ad") or (part[0].islower() and not _compound(text, part, known)):
            text = text[:-1] + part
        else:
            text += part
    return text


def _compound(text: str, part: str, known: frozenset[str]) -> bool:
    first, rest = _LAST.search(text), _WORD.match(part)
    if first is None or rest is None:
        return False
    whole = f"{first[0][:-1]}-{rest[0]}".lower()
    return whole in known and whole.replace("-", "") not in known


FORMAT = Format(
    name="pdf",
    title="PDF with text",
    suffixes=(".pdf",),
    recognises=_recognises,
    read=reads_apart("annotator.formats.articles.pdf:articles", "a PDF"),
    carries="An article's words, put together to paragraphs from the lines of the pages; pictures are left out.",
)
