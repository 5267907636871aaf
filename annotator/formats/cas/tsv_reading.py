"""WebAnno TSV 3 as a CAS."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Any

from annotator.formats.cas.dkpro import ENDS, SENTENCE, TOKEN
from annotator.formats.cas.structures import (
    ANNOTATION,
    BASE,
    STRING,
    STRUCTURES,
    TOP,
    Cas,
    Feature,
    Refs,
    Structure,
    Type,
    Units,
)
from annotator.formats.cas.tsv import ABSENT, CHAINS, EMPTY, RELATIONS, unescape_text, unescape_value
from annotator.formats.cas.tsv_lines import REMEDY, WIDEST, Column, Layer, Row, Sentence, holds, parsed, text_of
from annotator.model.exchange import Loss, Lost
from annotator.model.faults import Fault

_PIECES = re.compile(r"\\.|[^\\]|\\", re.DOTALL)
_UNESCAPED = r"(?:^|[^\\])(?:\\\\)*"
"""What stands before a mark that no backslash takes its meaning from."""
_NUMBERED = re.compile(_UNESCAPED + r"(\[(\d{1,9})\])$")
_LINK = re.compile(_UNESCAPED + r"(->(\d{1,9})-(\d{1,9}))$")
_REFERENCE = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d{1,9})(?:_(\d{1,9}))?\])?")
_POS = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"


def from_tsv(file: str, name: str, whole: str | None = None) -> tuple[Cas, list[Loss]]:
    """The CAS of a file, and what of it leads nowhere. Raises Fault where it is none, or its places are not its text's.

    whole  the text that the file was once written from, which is the CAS's where it still has the file's sentences;
           a file does not say what stands between these
    """
    layers, sentences = parsed(file, name)
    starts, text = text_of(sentences, name, max(WIDEST, len(whole or "")))
    if whole is not None and holds(whole, starts, sentences):
        text = whole
    reader = _Reader(text, layers, name)
    for sentence, start in zip(sentences, starts, strict=True):
        reader.sentence(sentence, start)
    return reader.cas()


@dataclass
class _Made:
    """A structure in the making."""

    id: int
    type: str
    begin: int | None = None
    end: int | None = None
    features: dict[str, Any] = field(default_factory=dict)
    in_text: bool = True


class _Reader:
    """Makes structures of lines, and joins them when all are there."""

    def __init__(self, text: str, layers: Sequence[Layer], name: str) -> None:
        self._text, self._layers, self._name = text, layers, name
        self._units = Units(text)
        self._made: list[_Made] = []
        self._at: dict[tuple[str, str], list[_Made]] = {}  # by the line's name and the type
        self._numbered: dict[int, _Made] = {}
        self._chains: dict[tuple[str, int], dict[int, _Made]] = {}
        self._relations: list[tuple[_Made, str, str, str]] = []
        self._slots: list[tuple[_Made, Column, str, str]] = []
        self._types: dict[str, Type] = {}
        self._lost = 0
        for layer in layers:
            self._declare(layer)

    def _declare(self, layer: Layer) -> None:
        features = {each.feature: Feature(STRING) for each in layer.columns if each.kind == "value" and each.feature}
        features |= {each.feature: Feature(STRUCTURES, each.type) for each in layer.columns if each.kind == "role"}
        for each in layer.columns:
            if each.kind == "role":
                filler = each.filler or ANNOTATION
                self._types[each.type] = Type(TOP, {"role": Feature(STRING), "target": Feature(filler)})
            elif each.kind == "end":
                base = TOKEN if each.type == _POS else each.type
                features |= {end: Feature(base) for end in ENDS}
        if layer.kind == CHAINS:
            features["next"] = Feature(layer.type)
            self._types[_head(layer.type)] = Type(BASE, {"first": Feature(layer.type)})
        self._types[layer.type] = Type(ANNOTATION, features)

    def _add(self, kind: str, begin: int | None = None, end: int | None = None) -> _Made:
        made = _Made(len(self._made) + 1, kind, begin, end)
        self._made.append(made)
        return made

    def sentence(self, sentence: Sentence, start: int) -> None:
        """Takes a sentence that begins at that code point. Raises Fault where a token is not where it says."""
        made = self._add(SENTENCE, start, start + len(sentence.words))
        made.features |= {"id": sentence.name} if sentence.name else {}
        for row in sentence.rows:
            begin, end = self._place(row)
            if row.is_token:
                self._at[row.name, TOKEN] = [self._add(TOKEN, begin, end)]
            at = 0
            for layer in self._layers:
                cells = row.cells[at : at + len(layer.columns)]
                at += len(layer.columns)
                if any(cell != ABSENT for cell in cells):
                    self._annotations(layer, cells, row.name, begin, end)

    def _place(self, row: Row) -> tuple[int, int]:
        begin, end = self._units.point(row.begin), self._units.point(row.end)
        words = self._text[begin:end] if 0 <= begin <= end else None
        if words is None or words not in (row.words, unescape_text(row.words)):
            raise Fault(
                f"{self._name}, line {row.number}, column {row.column}: {row.words!r:.80} does not stand at "
                f"{row.begin} to {row.end} of the text, counted in UTF-16 units.",
                REMEDY,
            )
        return begin, end

    def _annotations(self, layer: Layer, cells: Sequence[str], name: str, begin: int, end: int) -> None:
        for values in zip_longest(*(_parted(cell, "|") for cell in cells), fillvalue=EMPTY):
            if layer.kind == RELATIONS:
                self._relation(layer, values, name)
            elif layer.kind == CHAINS:
                self._link(layer, values, begin, end)
            else:
                self._span(layer, values, name, begin, end)

    def _span(self, layer: Layer, values: Sequence[str], name: str, begin: int, end: int) -> None:
        number, plain = 0, [*values]
        for at, column in enumerate(layer.columns):
            found = _NUMBERED.search(values[at]) if column.kind != "target" else None
            if found:
                number, plain[at] = int(found[2]), values[at][: found.start(1)]
        made = self._numbered.get(number)
        if made is not None and made.type == layer.type:
            made.begin, made.end = min(made.begin or 0, begin), max(made.end or 0, end)
        else:
            made = self._add(layer.type, begin, end)
            self._fill(made, layer, plain)
            if number:
                self._numbered[number] = made
        self._at.setdefault((name, layer.type), []).append(made)

    def _fill(self, made: _Made, layer: Layer, values: Sequence[str]) -> None:
        for at, (column, value) in enumerate(zip(layer.columns, values, strict=True)):
            if column.kind == "role" and at + 1 < len(values) and value != ABSENT:
                self._slots.append((made, column, value, values[at + 1]))
            elif column.kind == "value" and column.feature and value not in (EMPTY, ABSENT):
                made.features[column.feature] = unescape_value(value)

    def _relation(self, layer: Layer, values: Sequence[str], name: str) -> None:
        made = self._add(layer.type)
        self._fill(made, layer, values)
        for column, value in zip(layer.columns, values, strict=True):
            if column.kind == "end":
                self._relations.append((made, column.type, value, name))

    def _link(self, layer: Layer, values: Sequence[str], begin: int, end: int) -> None:
        links = [_LINK.search(value) for value in values]
        found = next((each for each in links if each), None)
        if found is None:
            self._lost += 1
            return
        chain = self._chains.setdefault((layer.type, int(found[2])), {})
        made = chain.get(int(found[3]))
        if made is not None:
            made.end = max(made.end or 0, end)
            return
        made = chain[int(found[3])] = self._add(layer.type, begin, end)
        plain = []
        for value, link in zip(values, links, strict=True):
            mark = link or _NUMBERED.search(value)
            plain.append(value[: mark.start(1)] if mark else value)
        self._fill(made, layer, plain)

    def cas(self) -> tuple[Cas, list[Loss]]:
        """All that was taken, and what leads nowhere."""
        gone = {made.id for made, *rest in self._relations if not self._join(made, *rest)}
        for slot in self._slots:
            self._slot(*slot)
        for (kind, _), chain in self._chains.items():
            links = [chain[at] for at in sorted(chain)]
            self._add(_head(kind)).features["first"] = Refs((links[0].id,))
            for link, following in pairwise(links):
                link.features["next"] = Refs((following.id,))
        structures = [
            Structure(each.id, each.type, each.features, each.begin, each.end, each.in_text)
            for each in self._made
            if each.id not in gone
        ]
        lost = [Loss(Lost.RELATIONS, len(gone) + self._lost, detail="an end of them has no place")]
        return Cas(self._text, structures, self._types), lost if gone or self._lost else []

    def _join(self, made: _Made, base: str, value: str, name: str) -> bool:
        found = _REFERENCE.fullmatch(value)
        head = found and self._found(base, found[1], int(found[2] or 0))
        child = found and self._found(base, name, int(found[3] or 0))
        if not head or not child:
            return False
        made.begin, made.end = child.begin, child.end
        made.features |= dict(zip(ENDS, (Refs((head.id,)), Refs((child.id,))), strict=True))
        return True

    def _found(self, base: str, name: str, number: int) -> _Made | None:
        if number:
            return self._numbered.get(number)
        there = self._at.get((name, TOKEN if base == _POS else base))
        return there[0] if there else None

    def _slot(self, host: _Made, column: Column, roles: str, targets: str) -> None:
        ids = []
        for role, target in zip_longest(_parted(roles, ";"), _parted(targets, ";"), fillvalue=EMPTY):
            link = self._add(column.type)
            link.in_text = False
            link.features |= {"role": unescape_value(role)} if role != EMPTY else {}
            found = _REFERENCE.fullmatch(target)
            filler = found and self._found(column.filler, found[1], int(found[2] or 0))
            if filler:
                link.features["target"] = Refs((filler.id,))
            elif target != EMPTY:
                self._lost += 1
            ids.append(link.id)
        host.features[column.feature] = Refs(tuple(ids), many=True)


def _head(kind: str) -> str:
    """The type of chains of links of a type."""
    return kind.removesuffix("Link") + "Chain"


def _parted(cell: str, mark: str) -> list[str]:
    """What a mark parts in a cell, but where a backslash stands before it."""
    if "\\" not in cell:
        return cell.split(mark)
    parts = [""]
    for piece in _PIECES.findall(cell):
        if piece == mark:
            parts.append("")
        else:
            parts[-1] += piece
    return parts
