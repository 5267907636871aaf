"""The lines of WebAnno TSV 3: the layers of its header, its sentences with their tokens, and the text they make up."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from annotator.formats.cas.tsv import (
    BASE_TYPE,
    CHAINS,
    RELATIONS,
    ROLE,
    SENTENCE_ID,
    SPANS,
    TEXT,
    VERSION,
    unescape_text,
)
from annotator.model.faults import Fault

_VERSION = re.compile(re.escape(VERSION) + r"(\d)\s*")
_ROW = re.compile(r"(\d{1,9}-\d{1,9})(\.\d{1,9})?\t(\d{1,9})-(\d{1,9})\t([^\t]*)")
_ROLE = re.compile(re.escape(ROLE) + r"[^:]*:(.+?)_(\w+\..*)")
WIDEST = 1_000
"""UTF-16 units that may lie between two sentences, where it is not known what does."""
REMEDY = "Mend that line, or export the file from INCEpTION anew, and import again."

Kind: TypeAlias = Literal["value", "role", "target", "end"]


@dataclass(frozen=True)
class Column:
    """A column: of values of a feature, of roles in a slot, of what fills it, or of what a relation comes from.

    type    that of the slot's links, or of what the relation joins
    filler  that of what fills the slot
    """

    kind: Kind
    feature: str = ""
    type: str = ""
    filler: str = ""


@dataclass(frozen=True)
class Layer:
    """A layer of the header, and its columns."""

    kind: str
    type: str
    columns: Sequence[Column]


@dataclass(frozen=True)
class Row:
    """A line of a token, or of a part of one; begin and end are UTF-16 units."""

    number: int
    name: str
    is_token: bool
    begin: int
    end: int
    words: str
    cells: Sequence[str]

    @property
    def column(self) -> int:
        """Where in the line the place stands, counted from 1."""
        return len(self.name) + 2


@dataclass
class Sentence:
    """A sentence: the lines of its text, those of its tokens, and its id where it has one."""

    lines: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    name: str = ""

    @property
    def words(self) -> str:
        """Its text."""
        return "\n".join(self.lines)


def parsed(file: str, name: str) -> tuple[list[Layer], list[Sentence]]:
    """The layers and the sentences of a file. Raises Fault where it is none, or a line of it is wrong."""
    lines = enumerate(file.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
    _, first = next(lines)
    version = _VERSION.fullmatch(first)
    if version is None:
        raise Fault(f"{name}, line 1, column 1: {VERSION}3 belongs here.", "Look whether it is the file you meant.")
    layers: list[Layer] = []
    return layers, list(_sentences(lines, layers, name, java=int(version[1]) < 2))


def _sentences(lines: Iterable[tuple[int, str]], layers: list[Layer], name: str, *, java: bool) -> Iterator[Sentence]:
    """The sentences behind the header, whose layers go to `layers`."""
    sentence = Sentence()
    for number, line in lines:
        if (not line or line.startswith("#")) and sentence.rows:
            yield sentence
            sentence = Sentence()
        if line.startswith((SPANS, CHAINS, RELATIONS)) and not sentence.lines:
            layers.append(_layer(line))
        elif line.startswith(TEXT):
            sentence.lines.append(unescape_text(line.removeprefix(TEXT), java=java))
        elif line.startswith(SENTENCE_ID):
            sentence.name = unescape_text(line.removeprefix(SENTENCE_ID), java=java)
        elif line and not line.startswith("#"):
            if not sentence.lines:
                raise Fault(f"{name}, line {number}, column 1: a line {TEXT} belongs before this token.", REMEDY)
            sentence.rows.append(_row(line, number, sum(len(each.columns) for each in layers), name))
    if sentence.lines:
        yield sentence


def _layer(line: str) -> Layer:
    mark, _, rest = line.partition("=")
    name, *declared = rest.split("|")
    columns: list[Column] = []
    for each in declared or [""]:
        role = _ROLE.fullmatch(each)
        if role:
            columns.append(Column("role", role[1], role[2]))
        elif columns and columns[-1].kind == "role":
            columns[-1] = replace(columns[-1], filler=each)
            columns.append(Column("target"))
        elif f"{mark}=" == RELATIONS and each.startswith(BASE_TYPE):
            columns.append(Column("end", type=each.removeprefix(BASE_TYPE)))
        else:
            columns.append(Column("value", each))
    return Layer(f"{mark}=", name, columns)


def _row(line: str, number: int, width: int, name: str) -> Row:
    found = _ROW.match(line)
    if found is None:
        raise Fault(
            f"{name}, line {number}, column 1: no number of a token, its place and itself, parted by tabs.", REMEDY
        )
    cells = line[found.end() :].split("\t")[1:]
    if len(cells) < width:
        raise Fault(
            f"{name}, line {number}, column {len(line) + 1}: it ends with {len(cells) + 3} columns, and the header "
            f"declares {width + 3}.",
            REMEDY,
        )
    part = found[2] or ""
    return Row(number, found[1] + part, not part, int(found[3]), int(found[4]), found[5], cells)


def text_of(sentences: Iterable[Sentence], name: str, widest: int = WIDEST) -> tuple[list[int], str]:
    """The text that sentences make up, and where in it they begin, in code points.

    Where there is something between two, that is a line's end and spaces, as INCEpTION has it. Raises Fault where they
    overlap, or are too far from each other.
    """
    parts: list[str] = []
    starts: list[int] = []
    points = units = 0
    for sentence in sentences:
        words = sentence.words
        begin = sentence.rows[0].begin if sentence.rows else units + bool(parts)
        gap = begin - units
        if not 0 <= gap <= widest:
            row = sentence.rows[0]
            raise Fault(
                f"{name}, line {row.number}, column {row.column}: the sentence begins at {begin}, "
                f"where the one before it ends at {units}.",
                REMEDY,
            )
        between = (("\n" if parts else " ") + " " * (gap - 1)) if gap else ""
        parts += [between, words]
        starts.append(points + gap)
        points += gap + len(words)
        units = begin + len(words) + sum(letter > "\uffff" for letter in words)
    return starts, "".join(parts)


def holds(whole: str, starts: Iterable[int], sentences: Iterable[Sentence]) -> bool:
    """Whether a text has these sentences at these places, and nothing but white space besides."""
    reached = 0
    for start, sentence in zip(starts, sentences, strict=True):
        words = sentence.words
        if not whole.startswith(words, start) or whole[reached:start].strip():
            return False
        reached = start + len(words)
    return not whole[reached:].strip()
