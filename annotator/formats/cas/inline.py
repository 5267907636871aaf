"""UIMA's inline XML: a text in which each annotation is an element, with its features as attributes; it is only read.

What is in it `CasToInlineXml` of Apache UIMA decides, by which INCEpTION writes it: an annotation that crosses another
has no element, a feature that refers to another structure only names its type and words, values end after 64 units, and
a letter that takes two units of UTF-16 is two blanks. Usually it puts line ends and blanks around elements that are
none of the text's; as each element says where it stands, these can be told from the text's own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from annotator.formats.archives import read_each, read_each_layered, recognises_each
from annotator.formats.cas.articles import from_cas
from annotator.formats.cas.dkpro import ENDS, META, TOKEN
from annotator.formats.cas.structures import DOCUMENT, Cas, Structure, Units
from annotator.formats.inputs import LARGEST_ARTICLE, head, too_large
from annotator.formats.xmltree import local, xml_root
from annotator.model.exchange import Format, Imported, Input, Loss, Lost
from annotator.model.faults import Fault
from annotator.model.labels.layers import Layers

_LARGEST = 5 * LARGEST_ARTICLE
_FIRST = re.compile(rb'<[\w.-]+ sofa="[^"]{0,200}" begin="\d{1,9}" end="\d{1,9}"')
_UNIT = re.compile(r"\d{1,9}")
_PLACE = frozenset(("sofa", "begin", "end"))
_PUT = re.compile(r"\n *")
"""What is put before or behind an element, with more blanks the deeper it is nested."""
_NOTHING = "null"
_LONGEST = 64
_REFERENCE = re.compile(r"[A-Z]\w* \[.*\]", re.DOTALL)
"""A type's short name and an annotation's words: what is written in place of a reference."""
_OF_TOKENS = frozenset(("lemma", "stem", "pos", "morph", "parent", "order"))
"""Features of DKPro's tokens that refer to structures, or count tokens."""
_TAGSET = f"{META.rpartition('.')[0]}.TagsetDescription"
_TRUTHS = {"true": True, "false": False}
_REMEDY = "Export it as UIMA CAS XMI, UIMA CAS JSON or WebAnno TSV 3.3: these say where everything stands."


def _begins(given: Input) -> bool:
    start = head(given)
    at = start.find(b"<Document>", 0, 512)
    return at >= 0 and _FIRST.search(start, at) is not None


def _read(given: Input, layers: Layers | None = None) -> Iterator[Imported | Fault]:
    """The article of a file. Raises Fault where its elements and its text do not fit each other."""
    with given.open() as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise too_large(given.name, len(data), _LARGEST)
    reading = _Reading(xml_root(data, given.name), given.name)
    found = from_cas(reading.cas(), given.name, given.name, layers)
    yield replace(found, losses=(*found.losses, *reading.losses()))


class _Reading:
    """The text that elements make up, and the elements with their places in it, in UTF-16 units."""

    def __init__(self, root: Any, name: str) -> None:
        self._name = name
        self._parts: list[str] = []
        self._at = 0
        self._elements: list[tuple[Any, int, int]] = []
        self._relations = 0
        self._lost: Counter[str] = Counter()
        if local(root) != "Document":
            raise Fault(f"{name} is no inline XML: its first element is {local(root)}.", _REMEDY)
        put = _PUT.match(root.text or "")
        self._put = put[0] if put is not None and len(root) else ""
        last = self._children(root, 1)
        wholes = [end for each, _, end in self._elements if each.tag in (META, DOCUMENT)]
        if wholes:
            self._take(last, max(wholes), root, 1, 0)
        else:  # nothing says how long the text is
            self._parts.append(last.removesuffix("\n").removeprefix(self._put) if self._put else last)

    def _children(self, element: Any, depth: int) -> str:
        """Goes through what is in an element; what stands behind the last element in it is left to take."""
        before = element.text or ""
        for child in element:
            begin, end = self._border(child, "begin"), self._border(child, "end")
            self._take(before, begin, child, depth, depth)
            self._elements.append((child, begin, end))
            self._take(self._children(child, depth + 1), end, child, depth + 1, depth)
            before = child.tail or ""
        return before

    def _border(self, element: Any, name: str) -> int:
        value = element.get(name, "")
        if not _UNIT.fullmatch(value):
            raise self._wrong(element, f"its {name} is {value[:20]!r}")
        return int(value)

    def _take(self, words: str, to: int, element: Any, before: int, behind: int) -> None:
        """Takes of words in the file those that are the text's, as many as reach to a unit.

        Around them may be what is put there, for so many elements that they, and what is behind them, are nested in.
        """
        length = to - self._at
        own = words
        if _length(words) != length and self._put:
            lines = [self._put[:1] + self._put[1:] * depth for depth in (before, behind)]
            own = "" if words == lines[1] else words.removeprefix(lines[0]).removesuffix(lines[1])
        if _length(own) != length:
            raise self._wrong(element, f"the words there do not reach from {self._at} to {to}")
        self._parts.append(own)
        self._at = to

    def _wrong(self, element: Any, what: str) -> Fault:
        return Fault(f"{self._name}, line {element.sourceline}, cannot be read at {local(element)}: {what}.", _REMEDY)

    def cas(self) -> Cas:
        """Text and structures. Raises Fault where a border is amidst a letter."""
        text = "".join(self._parts)
        units = Units(text)
        found = []
        for number, (element, *place) in enumerate(self._elements, 1):
            begin, end = map(units.point, place)
            if min(begin, end) < 0:
                raise self._wrong(element, f"it stands amidst a letter, from {place[0]} to {place[1]}")
            if all(element.get(each, _NOTHING) != _NOTHING for each in ENDS):
                self._relations += 1
            elif element.tag == _TAGSET:  # INCEpTION makes these anew, and of what they name the file has the beginning
                self._lost["descriptions of tag sets"] += 1
            else:
                found.append(Structure(number, element.tag, dict(self._features(element)), begin, end))
        return Cas(text, found)

    def _features(self, element: Any) -> Iterator[tuple[str, Any]]:
        for key, value in element.attrib.items():
            if value == _NOTHING or key in _PLACE or (element.tag == TOKEN and (key, value) == ("order", "0")):
                continue
            if (element.tag == TOKEN and key in _OF_TOKENS) or _REFERENCE.fullmatch(value):
                self._lost["features that lead to what is not in the file"] += 1
                continue
            if value.endswith("...") and _length(value) == _LONGEST + 3:
                self._lost[f"values of which the file has the first {_LONGEST} letters"] += 1
                if element.tag == META:  # the beginning of an address is none
                    continue
            yield key, _TRUTHS.get(value, value)

    def losses(self) -> Iterator[Loss]:
        """What the file tells of, and does not have."""
        if self._relations:
            yield Loss(Lost.RELATIONS, self._relations, detail="the file does not say between what they are")
        for detail, count in self._lost.items():
            yield Loss(Lost.ATTRIBUTES, count, detail=detail)


def _length(words: str) -> int:
    """In UTF-16 units."""
    return len(words) + sum(letter > "\uffff" for letter in words)


FORMAT = Format(
    name="cas-inline",
    title="UIMA inline XML (INCEpTION)",
    suffixes=(".xml",),
    recognises=partial(recognises_each, ".xml", _begins),
    read=partial(read_each, ".xml", _read),
    read_layers=partial(read_each_layered, ".xml", _read),
    carries="Entities and the spans of other layers; the file has no relations, and no spans that cross others.",
)
