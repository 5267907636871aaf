"""A CAS as WebAnno TSV 3.3."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.cas.dkpro import ENDS, META, SENTENCE, TOKEN, ends_of
from annotator.formats.cas.structures import ANNOTATION, DOCUMENT, STRUCTURES, Cas, Refs, Structure, Type, Units
from annotator.formats.cas.tsv import (
    ABSENT,
    BASE_TYPE,
    CHAINS,
    EMPTY,
    RELATION_NAME,
    RELATION_TYPE,
    RELATIONS,
    ROLE,
    SENTENCE_ID,
    SPANS,
    TEXT,
    VERSION,
    escape_text,
    escape_value,
)
from annotator.formats.sentences import sentences
from annotator.model.document import Span

_NAME = re.compile(r"[\w.]+")
_LINK = frozenset(("role", "target"))
_CHAIN_LINK = frozenset(("next", RELATION_TYPE, RELATION_NAME))


@dataclass
class _Line:
    """A token or a part of one, and the structures of each type that are there."""

    span: Span
    name: str = ""
    there: dict[str, list[Structure]] = field(default_factory=dict)


@dataclass
class _Layer:
    """What is written of a type.

    slots  the types of the links in its slots and of what fills these, by the slots' names
    base   what it joins, "" where it is no relation
    chain  whether it is of links of chains
    """

    type: str
    features: set[str]
    slots: dict[str, tuple[str, str]] = field(default_factory=dict)
    base: str = ""
    chain: bool = False

    @property
    def header(self) -> str:
        """Its line in the header."""
        parts = []
        for each in self.columns:
            link = self.slots.get(each)
            parts += [each] if link is None else [f"{ROLE}{self.type}:{each}_{link[0]}", link[1]]
        parts += [f"{BASE_TYPE}{self.base}"] if self.base else []
        kind = RELATIONS if self.base else CHAINS if self.chain else SPANS
        return kind + "|".join([self.type, *(parts or [""])])

    @property
    def columns(self) -> list[str]:
        """Its features and slots in their order."""
        return sorted((*self.features, *self.slots))


def to_tsv(cas: Cas) -> tuple[str, list[Structure]]:
    """The file of a CAS, and the structures that it has no place for.

    Words that are in no token of the CAS are tokens too. Of an annotation that begins or ends between tokens, that is
    left out, as INCEpTION does.
    """
    writer = _Writer(cas)
    return writer.file(), writer.left


class _Writer:
    """Lays the structures on lines; `left` are those for which there is none."""

    def __init__(self, cas: Cas) -> None:
        self._cas, self._units = cas, Units(cas.text)
        self._by_id: dict[Any, Structure] = {each.id: each for each in cas.structures}
        self._tokens = [_Line(span) for span in _tokens(cas)]
        self._starts = [line.span.start for line in self._tokens]
        self._parts: dict[int, dict[Span, _Line]] = {}
        self._first: dict[Any, _Line] = {}
        self._number: dict[Any, int] = {}
        self._layers: dict[str, _Layer] = {}
        self._sentences = list(_sentences(cas, [line.span for line in self._tokens]))
        self._chained: dict[Any, tuple[int, int]] = {}
        self._chain_types: set[str] = set()
        self.left: list[Structure] = []
        self._lay({*self._chains()})

    def _chains(self) -> Iterator[Any]:
        """Numbers the chains, and the links in each; the ids of the structures that have no more to say than that."""
        number = 0
        for head in self._cas.structures:
            if head.begin is None and {*head.features} == {"first"}:
                number += 1
                link = self._one(head, "first")
                yield from [head.id] if link is not None else []
                place = 0
                while link is not None and link.begin is not None and link.id not in self._chained:
                    place += 1
                    self._chained[link.id] = number, place
                    self._chain_types.add(link.type)
                    link = self._one(link, "next")

    def _one(self, each: Structure, feature: str) -> Structure | None:
        value = each.features.get(feature)
        return self._by_id.get(value.ids[0]) if isinstance(value, Refs) and value.ids and not value.many else None

    def _lay(self, links: set[Any]) -> None:
        relations, several = [], []
        for each in self._cas.structures:
            if each.type in (TOKEN, SENTENCE):
                self._know(each)
            elif ends_of(each):
                relations.append(each)
            elif (slots := self._slots(each)) is None or not (lines := self._lines(each)):
                self.left.append(each)
            else:
                self._first[each.id] = lines[0]
                several += [each.id] if len(lines) > 1 else []
                for line in lines:
                    line.there.setdefault(each.type, []).append(each)
                self._layer(each).slots |= slots
                links |= {link.id for feature in slots for link in self._links(each, feature)}
        self._name()
        self._count({*several, *self._untyped()})
        self.left = [each for each in self.left if each.id not in links]
        for each in relations:
            if not self._relation(each):
                self.left.append(each)

    def _know(self, each: Structure) -> None:
        """Where relations find a token."""
        at = bisect_left(self._starts, each.begin) if each.type == TOKEN and each.begin is not None else -1
        if 0 <= at < len(self._tokens):
            self._first[each.id] = self._tokens[at]

    def _slots(self, each: Structure) -> dict[str, tuple[str, str]] | None:
        """A structure's slots with the types of their links and of what fills them; None where it is no mere span."""
        if each.begin is None or each.end is None or each.type in (DOCUMENT, META):
            return None
        if not all(map(_NAME.fullmatch, (each.type, *each.features))):
            return None
        if each.type in self._chain_types:
            return {} if each.id in self._chained and {*each.features} <= _CHAIN_LINK else None
        slots = {}
        for key, value in each.features.items():
            if isinstance(value, Refs):
                links = self._links(each, key)
                fillers = [self._filler(link) for link in links]
                types = {filler.type for filler in fillers if filler is not None}
                if not value.many or None in fillers or len(links) < len(value.ids):
                    return None
                if links:
                    slots[key] = links[0].type, self._fills(links[0].type, types)
            elif isinstance(value, list):
                return None
        known = self._layers.get(each.type)
        if known is not None:
            slots |= {
                key: (link, ANNOTATION if key in known.slots and known.slots[key][1] != filler else filler)
                for key, (link, filler) in slots.items()
            }
        return slots

    def _fills(self, link: str, there: set[str]) -> str:
        """The type of what may fill a slot by such links: the declared one, else that of all that is `there`."""
        known = self._cas.types.get(link)
        target = known.features.get("target") if known is not None else None
        if target is not None and there <= {target.range}:
            return target.range
        return next(iter(there)) if len(there) == 1 and target is None else ANNOTATION

    def _declared(self, kind: Type) -> Iterator[tuple[str, tuple[str, str]]]:
        """The slots of a type, which may be empty in all of its structures."""
        for key, feature in kind.features.items():
            link = self._cas.types.get(feature.element)
            if feature.range == STRUCTURES and link is not None and {*link.features} == _LINK and _NAME.fullmatch(key):
                yield key, (feature.element, self._fills(feature.element, set()))

    def _links(self, each: Structure, feature: str) -> list[Structure]:
        value = each.features.get(feature)
        found = [self._by_id.get(ref) for ref in value.ids] if isinstance(value, Refs) else []
        return [link for link in found if link is not None]

    def _filler(self, link: Structure) -> Structure | None:
        """What is in a slot by a link, None where that is no span, or the link says more."""
        target = link.features.get("target")
        found = self._by_id.get(target.ids[0]) if isinstance(target, Refs) and target.ids else None
        return found if found is not None and found.begin is not None and {*link.features} <= _LINK else None

    def _lines(self, each: Structure) -> list[_Line]:
        """The tokens that a structure covers, and a line for the part of one that it does not cover whole."""
        begin, end = each.begin, each.end
        if begin is None or end is None:
            return []
        first = max(bisect_right(self._starts, begin) - 1, 0)
        found = []
        for at in range(first, bisect_left(self._starts, end)):
            token = self._tokens[at]
            part = Span(max(begin, token.span.start), min(end, token.span.end))
            if part == token.span:
                found.append(token)
            elif part.start < part.end:
                found.append(self._parts.setdefault(at, {}).setdefault(part, _Line(part)))
        if begin == end and self._tokens:
            token = self._tokens[first]
            at = min(max(begin, token.span.start), token.span.end)
            found = [self._parts.setdefault(first, {}).setdefault(Span(at, at), _Line(Span(at, at)))]
        return found

    def _layer(self, each: Structure) -> _Layer:
        layer = self._layers.get(each.type)
        if layer is None:
            known = self._cas.types.get(each.type)
            declared = known.features.items() if known is not None else ()
            layer = self._layers[each.type] = _Layer(each.type, {key for key, of in declared if _is_plain(of.range)})
            layer.slots |= self._declared(known) if known is not None else ()
            layer.chain = each.type in self._chain_types
            layer.features |= {RELATION_NAME, RELATION_TYPE} if layer.chain else set()
        layer.features |= {key for key, value in each.features.items() if not isinstance(value, Refs)}
        return layer

    def _name(self) -> None:
        for number, (first, end, _) in enumerate(self._sentences, 1):
            for at in range(first, end):
                self._tokens[at].name = f"{number}-{at - first + 1}"
                for place, (_, line) in enumerate(sorted(self._parts.get(at, {}).items()), 1):
                    line.name = f"{self._tokens[at].name}.{place}"

    def _all(self) -> Iterator[_Line]:
        for at, token in enumerate(self._tokens):
            yield token
            yield from (line for _, line in sorted(self._parts.get(at, {}).items()))

    def _untyped(self) -> Iterator[Any]:
        """What fills slots that anything may fill."""
        for line in self._all():
            for each in (each for there in line.there.values() for each in there):
                for feature, (_, filler) in self._layers[each.type].slots.items():
                    if filler == ANNOTATION:
                        yield from (found.id for link in self._links(each, feature) if (found := self._filler(link)))

    def _count(self, wanted: set[Any]) -> None:
        """Numbers what its line and type do not tell from others."""
        for line in self._all():
            for kind, there in line.there.items():
                for each in there if kind not in self._chain_types else ():
                    if each.id in wanted or len(there) > 1:
                        self._number.setdefault(each.id, len(self._number) + 1)

    def _relation(self, each: Structure) -> bool:
        """Lays a relation where its end is; whether that could be done."""
        ends = ends_of(each)
        head, child = (self._by_id.get(end) for end in ends) if ends else (None, None)
        rest = {key: value for key, value in each.features.items() if key not in ENDS}
        plain = not any(isinstance(value, Refs | list) for value in rest.values())
        if head is None or child is None or not plain or not all(map(_NAME.fullmatch, (each.type, *rest))):
            return False
        layer = self._layers.get(each.type)
        line = self._first.get(child.id)
        if line is None or head.id not in self._first or head.type != child.type:
            return False
        if layer is not None and layer.base != child.type:
            return False
        layer = self._layer(each)
        layer.features -= {*ENDS}
        layer.base = child.type
        line.there.setdefault(each.type, []).append(each)
        return True

    def file(self) -> str:
        """The whole file."""
        layers = sorted(self._layers.values(), key=lambda layer: (bool(layer.base), layer.chain, layer.type))
        lines = [f"{VERSION}3", *(layer.header for layer in layers), ""]
        for first, end, name in self._sentences:
            words = self._cas.text[self._tokens[first].span.start : self._tokens[end - 1].span.end]
            lines.append("")
            lines += [f"{SENTENCE_ID}{escape_text(name)}"] if name else []
            lines += [f"{TEXT}{escape_text(line)}" for line in words.split("\n")]
            for at in range(first, end):
                lines.append(self._row(self._tokens[at], layers))
                lines += [self._row(line, layers) for _, line in sorted(self._parts.get(at, {}).items())]
        return "\n".join(lines) + "\n"

    def _row(self, line: _Line, layers: Sequence[_Layer]) -> str:
        start, end = line.span
        place = f"{self._units.of(start)}-{self._units.of(end)}"
        cells = [cell for layer in layers for cell in self._cells(layer, line.there.get(layer.type, ()))]
        return "\t".join([line.name, place, self._cas.text[start:end], *cells]) + "\t"

    def _cells(self, layer: _Layer, there: Sequence[Structure]) -> Iterator[str]:
        numbers = ["" if layer.base else self._bracketed(each) for each in there]
        for column in layer.columns or ([] if layer.base else [""]):
            if column in layer.slots:
                links = [self._links(each, column) for each in there]
                roles = [";".join(_value(one.features.get("role")) for one in each) or ABSENT for each in links]
                yield "|".join(map("".join, zip(roles, numbers, strict=True))) or ABSENT
                yield "|".join(";".join(map(self._target, each)) or EMPTY for each in links) or ABSENT
            else:
                values = [_value(each.features.get(column)) for each in there]
                if layer.chain:
                    numbers = [self._linked(each, column) for each in there]
                yield "|".join(map("".join, zip(values, numbers, strict=True))) if there else ABSENT
        if layer.base:
            yield "|".join(map(self._reference, there)) or ABSENT

    def _bracketed(self, each: Structure) -> str:
        number = self._number.get(each.id)
        return "" if number is None else f"[{number}]"

    def _linked(self, each: Structure, column: str) -> str:
        chain, place = self._chained[each.id]
        return f"[{chain}]" if column == RELATION_TYPE else f"->{chain}-{place}"

    def _target(self, link: Structure) -> str:
        filler = self._filler(link)
        line = self._first.get(filler.id) if filler is not None else None
        return EMPTY if filler is None or line is None else line.name + self._bracketed(filler)

    def _reference(self, relation: Structure) -> str:
        head, child = ends_of(relation) or (0, 0)
        numbers = [self._number.get(end, 0) for end in (head, child)]
        return self._first[head].name + ("[{}_{}]".format(*numbers) if any(numbers) else "")


def _is_plain(kind: str) -> bool:
    """Whether a feature of that type is a string, number or the like."""
    return kind.startswith("uima.cas.") and not kind.endswith(("Array", "List", "TOP", "Base"))


def _value(value: Any) -> str:
    if value is None:
        return EMPTY
    return str(value).lower() if isinstance(value, bool) else escape_value(str(value))


def _tokens(cas: Cas) -> Iterator[Span]:
    """The words of a text, divided where a token begins or ends."""
    cuts = sorted({at for each in cas.structures if each.type == TOKEN for at in (each.begin, each.end) if at})
    for word in re.finditer(r"\S+", cas.text):
        start, end = word.span()
        for cut in cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]:
            yield Span(start, cut)
            start = cut
        yield Span(start, end)


def _sentences(cas: Cas, tokens: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    """The sentences by their first token, the one after their last, and their id, "" for none."""
    borders = {each.begin: str(each.features.get("id") or "") for each in cas.structures if each.type == SENTENCE}
    starts = sorted(at for at in borders if at is not None)
    if not starts:
        yield from ((first, end, "") for first, end in sentences(cas.text, tokens))
        return
    first = 0
    within = [bisect_right(starts, token.start) for token in tokens]
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or within[at] != within[first]:
            yield first, at, borders[starts[within[first] - 1]] if within[first] else ""
            first = at
