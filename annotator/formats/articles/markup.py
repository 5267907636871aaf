"""Markup (HTML, and what reads like it) to blocks. What is hidden, and what is no prose, is left out and counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.articles.blocks import Block, one_line
from annotator.formats.xmltree import local
from annotator.model.faults import Fault

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
        *("abstract", "block", "item", "list", "lq", "quote", "row"),  # NITF's and TEI's
    )
)
_CLOSE = frozenset(("li", "dd", "tr", "item", "row"))
_CELLS = frozenset(("td", "th", "cell"))
_BREAKS = frozenset(("br", "lb"))
_UNSEEN = frozenset(
    (
        *("audio", "button", "canvas", "embed", "graphic", "iframe", "input", "map", "math", "noscript", "object"),
        *("option", "script", "select", "style", "svg", "template", "textarea", "title", "video"),
    )
)
_IMAGES = frozenset(("img", "picture", "graphic", "svg"))
_HEADINGS: Mapping[str, int] = {**{f"h{level}": level for level in range(1, 7)}, "hl1": 1, "headline": 1, "hl2": 2}
_DEEPEST = 6


@dataclass
class Markup:
    """What is found in a tree of elements.

    blocks  its words
    gone    how many elements of each name were left out
    """

    blocks: list[Block] = field(default_factory=list)
    gone: Counter[str] = field(default_factory=Counter)

    @property
    def images(self) -> int:
        """How many images were left out."""
        return sum(self.gone[name] for name in _IMAGES)

    @property
    def title(self) -> str | None:
        """The words of its first heading of the first level."""
        return next((block.text for block in self.blocks if block.level == 1), None)


def tree_of(text: str, name: str) -> Any:
    """The root element of an HTML text, None where there is nothing in it. Comments are left out, nothing is fetched.

    `name` is the file's, for the message. Raises Fault where elements stand in each other so deep that the parser gives
    up: it would leave out the words in them.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but blanks and comments
        root = None
    for error in parser.error_log:
        if "depth" in error.message:
            raise Fault(
                f"{name} is nested too deeply to be read (line {error.line}, column {error.column}).",
                "Open it in a browser, and save its text as a .txt file, or copy the text and paste it here.",
            )
    return root


def markup(root: Any) -> Markup:
    """The blocks of an element, which lxml has read."""
    walker = _Walker()
    walker.walk(root)
    return walker.found


class _Walker:
    """Goes through elements without recursion: there may be a hundred thousand, one in the other."""

    def __init__(self) -> None:
        self.found = Markup()
        self._words: list[str] = []
        self._level = 0
        self._close = False
        self._cells = 0
        self._listed = False  # whether the block before was one that others stand close to

    def walk(self, root: Any) -> None:
        from lxml import etree

        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            name = local(element).lower()
            if not name:  # a comment, an instruction
                continue
            if event == "start" and self._unseen(element, name):
                self.found.gone[name] += 1
                steps.skip_subtree()
            elif event == "start":
                self._start(element, name)
                self._add(element.text)
            elif element is not root:
                self._end(element, name)
                self._add(element.tail)
        self._flush()

    @staticmethod
    def _unseen(element: Any, name: str) -> bool:
        if name in _UNSEEN or (
            name == "head" and element.getparent() is not None and element.getparent().tag == "html"
        ):
            return True
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        return hidden or "display:none" in (element.get("style") or "").replace(" ", "").lower()

    def _add(self, words: str | None) -> None:
        if words:
            self._words.append(words)

    def _start(self, element: Any, name: str) -> None:
        if name in _IMAGES:
            self.found.gone[name] += 1
        if name in _BREAKS:
            self._flush(close_next=True)
        elif name in _CELLS:
            if self._cells:
                self._words.append(" | ")
            self._cells += 1
        elif name in _HEADINGS or name in _BLOCKS or name == "head":
            self._flush()
            self._level = _level(element, name)
            self._close = self._listed and name in _CLOSE
            self._cells = 0

    def _end(self, element: Any, name: str) -> None:
        if name in _HEADINGS or name in _BLOCKS or name == "head":
            self._flush()
            self._listed = name in _CLOSE
            self._level = 0

    def _flush(self, *, close_next: bool = False) -> None:
        words = one_line("".join(self._words))
        self._words.clear()
        if words:
            self.found.blocks.append(Block(words, self._level, self._close))
            self._close, self._listed = False, False
        if close_next and words:
            self._close = True


def _level(element: Any, name: str) -> int:
    if name == "head":  # TEI's, as trafilatura has it
        digits = (element.get("rend") or "").removeprefix("h")
        return min(int(digits), _DEEPEST) if digits.isdecimal() and len(digits) < 3 and int(digits) else 2
    return _HEADINGS.get(name, 0)


def words_in(blocks: Iterator[Block] | list[Block]) -> int:
    """How many words stand in blocks."""
    return sum(len(block.text.split()) for block in blocks)
