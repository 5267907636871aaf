"""Articles from Word documents (ECMA-376, WordprocessingML): the words as they stand once changes are accepted."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from annotator.formats.apart import reads_apart
from annotator.formats.articles.blocks import Block, Known, block_article, one_line
from annotator.formats.articles.prose import left_out
from annotator.formats.inputs import LARGEST_ARTICLE, head
from annotator.formats.xmltree import child, local, words, xml_root
from annotator.model.exchange import Format, Imported, Input
from annotator.model.faults import Fault

_BODY = "word/document.xml"
_STYLES = "word/styles.xml"
_PROPERTIES = "docProps/core.xml"
_MOST_PARTS = 10_000
_LARGEST_PART = LARGEST_ARTICLE

_GONE = {
    "drawing": ("image", "images"),
    "pict": ("image", "images"),
    "object": ("embedded object", "embedded objects"),
    "footnoteReference": ("footnote", "footnotes"),
    "endnoteReference": ("endnote", "endnotes"),
    "commentReference": ("comment", "comments"),
    "del": ("deleted stretch", "deleted stretches"),
    "moveFrom": ("deleted stretch", "deleted stretches"),
}
_UNSEEN = frozenset((*_GONE, "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "instrText", "Fallback"))
_CHARACTERS = {"tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": ""}
_HEADING = re.compile(r"heading ([1-9])")
_FURNITURE = re.compile(r"word/(?:header|footer)\d*\.xml")


def _recognises(given: Input) -> bool:
    if not head(given, 4).startswith(b"PK\x03\x04"):
        return False
    if b"word/" in head(given):
        return True
    try:
        with given.open() as file, ZipFile(file) as archive:
            return _BODY in archive.NameToInfo
    except Exception:  # whatever zipfile makes of a file that is no archive
        return False


def articles(name: str, data: bytes) -> list[Imported | Fault]:
    """The article of a Word document. Raises Fault where it is damaged, locked, or would unpack to more than one."""
    parts = _parts(name, data)
    body = child(xml_root(parts[_BODY], f"{name} ({_BODY})"), "body")
    if body is None:
        raise _damaged(name, "it has no body")
    styles = xml_root(parts[_STYLES], f"{name} ({_STYLES})") if _STYLES in parts else None
    reader = _Reader(_levels(styles))
    blocks = list(reader.blocks(body))
    properties = xml_root(parts[_PROPERTIES], f"{name} ({_PROPERTIES})") if _PROPERTIES in parts else None
    facts = {} if properties is None else {local(each): one_line(words(each)) for each in properties}
    title = next((block.text for block in blocks if block.level == 1), None) or facts.get("title")
    kept = {key: facts[key] for key in ("creator", "created", "modified") if facts.get(key)}
    notes = tuple(note for (one, more), count in reader.gone.items() for note in left_out(count, one, more))
    if any(_FURNITURE.fullmatch(part) for part in parts):
        notes = (*notes, "the pages' headers and footers left out")
    return [block_article(blocks, Known(title=title, rest={"docx": kept} if kept else {}), name, notes=notes)]


def _damaged(name: str, what: str) -> Fault:
    return Fault(f"{name} cannot be read as a Word document: {what}.", "Open it in Word, and save it anew as .docx.")


def _parts(name: str, data: bytes) -> Mapping[str, bytes]:
    """The parts of the archive that are read, and the names of the pages' headers and footers."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_PARTS:
                raise _damaged(name, f"it has {len(entries)} parts")
            found: dict[str, bytes] = {}
            for entry in entries:
                if entry.filename in (_BODY, _STYLES, _PROPERTIES):
                    if entry.file_size > _LARGEST_PART:  # zipfile unpacks no more than an entry says it holds
                        raise _damaged(name, f"{entry.filename} would unpack to {entry.file_size / 1e6:.0f} MB")
                    if entry.flag_bits & 1:
                        raise _damaged(name, "it is locked with a password")
                    found[entry.filename] = archive.read(entry)
                elif _FURNITURE.fullmatch(entry.filename):
                    found[entry.filename] = b""
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise _damaged(name, "the archive is damaged") from error
    if _BODY not in found:
        raise _damaged(name, f"it has no {_BODY}")
    return found


def _levels(styles: Any) -> Mapping[str, int]:
    """The level of heading that each style of paragraph has, by the style's id; styles without one are not in it."""
    levels: dict[str, int] = {}
    bases: dict[str, str] = {}
    for style in styles if styles is not None else ():
        style_id = _value(style, "styleId")
        name = _value(child(style, "name"), "val").lower()
        outline = _value(child(style, "pPr", "outlineLvl"), "val")
        heading = _HEADING.fullmatch(name)
        if heading:
            levels[style_id] = int(heading[1])
        elif name == "title":
            levels[style_id] = 1
        elif outline.isdecimal() and len(outline) == 1 and int(outline) < 9:
            levels[style_id] = int(outline) + 1
        elif child(style, "basedOn") is not None:
            bases[style_id] = _value(child(style, "basedOn"), "val")
    for style_id, base in bases.items():
        for _ in range(20):  # a style may be based on itself
            if base in levels or base not in bases:
                break
            base = bases[base]
        if base in levels and style_id not in levels:
            levels[style_id] = levels[base]
    return levels


def _value(element: Any, name: str) -> str:
    """An attribute's value, whatever its namespace; "" where there is none."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


class _Reader:
    """Walks a body; `gone` counts what was left out, by what it is called."""

    def __init__(self, levels: Mapping[str, int]) -> None:
        self.gone: Counter[tuple[str, str]] = Counter()
        self._levels = levels
        self._lines: list[list[str]] = [[]]
        self._level = 0
        self._tables = 0  # how many tables it stands in
        self._rows = 0  # of the table, so far
        self._cells = 0  # of the row, so far

    def blocks(self, body: Any) -> Iterator[Block]:
        """The paragraphs in order; the cells of a table's row are one."""
        from lxml import etree

        steps = etree.iterwalk(body, events=("start", "end"))
        for event, element in steps:
            name = local(element)
            if event == "end":
                yield from self._end(name)
            elif name in _UNSEEN:
                if name in _GONE and (name not in ("del", "moveFrom") or words(element)):
                    self.gone[_GONE[name]] += 1
                steps.skip_subtree()
            else:
                self._start(element, name)

    def _start(self, element: Any, name: str) -> None:
        line = self._lines[-1]
        if name == "t":
            line.append(element.text or "")
        elif name == "p":
            style = child(element, "pPr", "pStyle")
            self._level = 0 if self._tables else self._levels.get(_value(style, "val"), 0)
        elif name == "tbl":
            self._tables += 1
            self._rows = 0
        elif name == "tc":
            line.append(" | " if self._cells else "")
            self._cells += 1
        elif name in ("br", "cr"):
            self._lines.append([]) if not self._tables else line.append(" ")
        elif name in _CHARACTERS:
            line.append(_CHARACTERS[name])

    def _end(self, name: str) -> Iterator[Block]:
        if name == "tbl":
            self._tables -= 1
        elif name == "p" and self._tables:
            self._lines[-1].append(" ")
        elif name == "p" or (name == "tr" and self._tables == 1):
            yield from _joined(self._lines, self._level, close=name == "tr" and self._rows > 0)
            self._rows += 1
            self._cells = 0
            self._lines = [[]]


def _joined(lines: list[list[str]], level: int, *, close: bool) -> Iterator[Block]:
    for line in lines:
        text = one_line("".join(line))
        if text:
            yield Block(text, level, close)
            close = True


FORMAT = Format(
    name="docx",
    title="Word document (.docx)",
    suffixes=(".docx",),
    recognises=_recognises,
    read=reads_apart("annotator.formats.articles.docx:articles", "a Word document"),
    carries="An article's words, headings and title; images, notes and comments are left out.",
)
