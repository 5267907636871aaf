"""brat's standoff lines, as its *brat standoff format* describes them: text-bound annotations, and rows about these.

Offsets are code points of the text file as it lies there, end exclusive.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.model.document import Span
from annotator.model.faults import Fault

_REMEDY = "Mend that line or take it out, and import again."
_BEGINS = re.compile(r"([TREAMN#][A-Za-z]{0,9}\d{1,9}\S{0,9}|[*#])\t")
_BOUND = re.compile(r"(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)(?:\t|$)")
_END = re.compile(r"([^\s:]+):(\S+)")
_ABOUT = re.compile(r"(\S+) (\S+)")
BREAKS = re.compile(r"[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]+")
"""White space that a line cannot hold: brat's own fields and lines end there, or those of programs that read them."""


@dataclass(frozen=True)
class TextBound:
    """A labelled stretch of the text, or several (`T3 PERSON 0 5;8 12 words`); `line` is counted from 1."""

    id: str
    type: str
    spans: tuple[Span, ...]
    words: str
    line: int = 0

    def __str__(self) -> str:
        places = ";".join(f"{start} {end}" for start, end in self.spans)
        return f"{self.id}\t{self.type} {places}\t{self.words}"


@dataclass(frozen=True)
class Row:
    """A line about others.

    id    `R1`, `E1`, `A1`, `M1`, `N1`, `#1`; `*` for an equivalence
    ends  which lines it is about, by their ids, each with its role: "" for an event's trigger and where there are none
    rest  what follows, as it stands there
    """

    id: str
    type: str
    ends: tuple[tuple[str, str], ...]
    rest: str = ""
    line: int = 0

    def __str__(self) -> str:
        if self.id[0] == "E":
            ends = [f"{role}:{end}" if role else end for role, end in self.ends]
            return f"{self.id}\t{self.type}:{' '.join(ends)}{self.rest}"
        return " ".join([f"{self.id}\t{self.type}", *(f"{r}:{end}" if r else end for r, end in self.ends)]) + self.rest


def parsed(ann: str, name: str) -> tuple[list[TextBound], list[Row]]:
    """The lines of a file called `name`. Raises Fault, with line and column, where one is none of brat's."""
    bounds: list[TextBound] = []
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for number, line in _lines(ann):
        begins = _BEGINS.match(line)
        if begins is None:
            raise _wrong(name, number, 0, "this begins with no id and tab, as T1, R1 or #1")
        id_, rest = begins.group(1), line[begins.end() :]
        if id_ in seen and id_ not in "*#":
            raise _wrong(name, number, 0, f"{id_} is the id of line {seen[id_]} already")
        seen[id_] = number
        try:
            if id_[0] == "T":
                bounds.append(_bound(id_, rest, number))
            else:
                rows.append(_row(id_, rest, number))
        except _Misread as error:
            raise _wrong(name, number, begins.end() + error.at, str(error)) from error
    return bounds, rows


def _lines(ann: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; one that a line end within the words of a T has cut in two is put together."""
    whole, first = "", 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", ann), 1):
        if whole and not _BEGINS.match(line) and _cut(whole):
            whole += "\n" + line
            continue
        if whole.strip():
            yield first, whole
        whole, first = line, number
    if whole.strip():
        yield first, whole


def _cut(line: str) -> bool:
    """Whether a T has fewer words than its places take."""
    begins = _BEGINS.match(line)
    found = _BOUND.match(line, begins.end()) if begins is not None and line[0] == "T" else None
    if found is None:
        return False
    spans = _spans(found.group(2))
    return len(line) - found.end() < sum(end - start for start, end in spans)


class _Misread(Exception):
    """What is wrong with a line, and at which code point behind its id."""

    def __init__(self, what: str, at: int = 0) -> None:
        super().__init__(what)
        self.at = at


def _wrong(name: str, line: int, at: int, what: str) -> Fault:
    return Fault(f"{name}, line {line}, column {at + 1}: {what}.", _REMEDY)


def _spans(places: str) -> tuple[Span, ...]:
    return tuple(Span(*map(int, place.split(" "))) for place in places.split(";"))


def _bound(id_: str, rest: str, line: int) -> TextBound:
    found = _BOUND.match(rest)
    if found is None:
        raise _Misread("a type and places like 0 5 or 0 5;8 12 belong here")
    return TextBound(id_, found.group(1), _spans(found.group(2)), rest[found.end() :], line)


def _row(id_: str, rest: str, line: int) -> Row:
    head, tab, tail = rest.partition("\t")
    if id_[0] in "RE":
        return _related(id_, head, tab + tail, line)
    if id_ == "*":
        kind, *ends = head.split()
        if not ends:
            raise _Misread("a type and ids belong here")
        return Row(id_, kind, tuple(("", end) for end in ends), tab + tail, line)
    found = _ABOUT.match(rest)
    if found is None:
        raise _Misread("a type and an id belong here")
    return Row(id_, found.group(1), (("", found.group(2)),), rest[found.end() :], line)


def _related(id_: str, head: str, tail: str, line: int) -> Row:
    kind, *words = head.split() or [""]
    ends: list[tuple[str, str]] = []
    if id_[0] == "E":
        kind, colon, trigger = kind.partition(":")
        if not (kind and colon and trigger):
            raise _Misread("a type and a trigger like Attribution:T1 belong here")
        ends.append(("", trigger))
    at = 0
    for word in words:
        at = head.index(word, at)
        found = _END.fullmatch(word)
        if found is None:
            raise _Misread("a role and an id like Arg1:T1 belong here", at)
        ends.append((found.group(1), found.group(2)))
    if not kind or (id_[0] == "R" and len(ends) < 2):
        raise _Misread("a type and two ends like Arg1:T1 Arg2:T2 belong here")
    return Row(id_, kind, tuple(ends), tail, line)


def fragments(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans as a T line can have them: cut where a line would break, without the white space there."""
    found = []
    for start, end in spans:
        at = start
        for gap in (*BREAKS.finditer(text, start, end), None):
            piece = text[at : gap.start() if gap is not None else end]
            if words := piece.strip():
                first = at + len(piece) - len(piece.lstrip())
                found.append(Span(first, first + len(words)))
            at = gap.end() if gap is not None else end
    return tuple(found)


def whole(text: str, spans: Iterable[Span]) -> list[Span]:
    """The way back of `fragments`: spans with nothing but white space between them are one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def on_a_line(words: str) -> str:
    """Words as a note's line holds them: what ends a line or cannot be shown is a blank."""
    return "".join(each if each.isprintable() or each == "\t" else " " for each in words).strip()


def safe_type(label: str) -> str:
    """A label as brat takes it for a type: letters of ASCII, digits, `_` and `-`."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", label) or "_"
