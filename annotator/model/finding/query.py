"""What a person looks for in the project: words, phrases and filters, as they are typed.

    harbour "the board" label:PERSON speaker:"Ana Ruiz" kind:indirect decision:pending score:<0.6
    outlet:Reuters date:2026-01..2026-03 status:done is:flagged has:note note:"ask Ana" is:case why:board -weather

Everything has to hold; of the same filter said twice, one. A minus turns what follows it round. A word ends with an
asterisk where it only has to begin so. Case and accents do not count.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from annotator.model.document import Decision, Kind, Span, Status
from annotator.model.faults import Fault
from annotator.model.finding.folding import words_of

_OF_ENTITIES: Final = frozenset({"label"})
_OF_QUOTES: Final = frozenset({"kind"})
_OF_BOTH: Final = frozenset({"decision", "score", "speaker", "origin"})

VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "label": (),
    "speaker": ("none",),
    "kind": tuple(kind.value for kind in Kind),
    "decision": tuple(decision.value for decision in Decision),
    "score": (),
    "origin": (),
    "status": tuple(status.value for status in Status),
    "outlet": (),
    "date": (),
    "title": (),
    "note": (),
    "has": ("note",),
    "why": (),
    "is": ("entity", "quote", "flagged", "noted", "case", "example"),
}
"""Every filter, with the values that it may have; any where none are named, and a speaker may be any besides.

"is:noted" is what has a note or a flag, as `annotator.model.notes.noted`; "has:note" and "is:flagged" are one of them.
"""

_SORTS: Final = {
    **dict.fromkeys(VALUES["decision"], "decision"),
    **dict.fromkeys(VALUES["status"], "status"),
    **dict.fromkeys(VALUES["kind"], "kind"),
}
"""What "is:" says of its own accord: "is:pending" is "decision:pending"."""

_OPEN: Final = '"“”„«»'
_NAME: Final = re.compile(r"([^\W\d_]+):(?!//)")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+")
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class Misread(Fault):
    """A query that says nothing; `span` is where in it."""

    def __init__(self, message: str, remedy: str, span: Span) -> None:
        super().__init__(message, remedy)
        self.span = span

    def __reduce__(self) -> tuple[type["Misread"], tuple[str, str, Span]]:  # type: ignore[override]
        return type(self), (self.message, self.remedy, self.span)


@dataclass(frozen=True)
class Term:
    """Words that have to stand one after another, or, where it is `negative`, nowhere; `begins` see `Places.of`."""

    words: tuple[str, ...]
    begins: bool = False
    negative: bool = False


@dataclass(frozen=True)
class Filter:
    """What one of VALUES says, as it was typed."""

    name: str
    value: str
    negative: bool = False


@dataclass(frozen=True)
class Range:
    """From one value to another, both included; None where an end is open. `below`: the upper one is not included."""

    least: str | float | None
    most: str | float | None
    below: bool = False


@dataclass(frozen=True)
class Query:
    """What is looked for; everything has to hold."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.filters)

    @property
    def entities(self) -> bool:
        """Whether entities are looked for."""
        return self._of_annotations and not self._names & _OF_QUOTES and not self._has("is", "quote")

    @property
    def quotes(self) -> bool:
        """Whether quotes are looked for; where neither they nor entities are, words are, or whole articles."""
        return self._of_annotations and not self._names & _OF_ENTITIES and not self._has("is", "entity")

    @property
    def notes(self) -> bool:
        """Whether only what has a note, a flag or a case is looked for: articles too, but for the above."""
        kept = any(self._has("is", each) for each in ("flagged", "noted", "case", "example"))
        return kept or bool(self._names & {"note", "has", "why"})

    @property
    def _names(self) -> set[str]:
        return {each.name for each in self.filters}

    @property
    def _of_annotations(self) -> bool:
        return bool(self._names & (_OF_ENTITIES | _OF_QUOTES | _OF_BOTH)) or any(
            self._has("is", sort) for sort in ("entity", "quote")
        )

    def _has(self, name: str, value: str) -> bool:
        return any(each.name == name and each.value == value for each in self.filters)

    def of(self, name: str, *, negative: bool = False) -> tuple[str, ...]:
        """The values of a filter, those that are wanted, or those that are not."""
        return tuple(each.value for each in self.filters if each.name == name and each.negative is negative)


@dataclass(frozen=True)
class _Piece:
    """A word, a phrase or a filter as it stands in the query."""

    span: Span
    name: str
    value: str
    whole: bool
    negative: bool


def parse(typed: str) -> Query:
    """What was typed, as a query; a filter that has no value yet is passed over. Raises Misread, and nothing else."""
    terms: list[Term] = []
    filters: list[Filter] = []
    for piece in _pieces(typed):
        if not piece.name:
            begins = not piece.whole and piece.value.endswith("*")
            words = words_of(piece.value)
            if words:
                terms.append(Term(words, begins, piece.negative))
        elif piece.value:
            filters.append(_filter(piece))
    query = Query(tuple(terms), tuple(filters))
    if query.filters and not query.entities and not query.quotes and query._of_annotations:
        raise Misread(
            "An entity has a label and a quote a kind: nothing has both.",
            "Leave one of them out.",
            Span(0, len(typed)),
        )
    return query


def _pieces(typed: str) -> Iterator[_Piece]:
    at, end = 0, len(typed)
    while at < end:
        if typed[at].isspace():
            at += 1
            continue
        start = at
        negative = typed[at] == "-" and at + 1 < end and not typed[at + 1].isspace()
        at += negative
        named = _NAME.match(typed, at)
        name = named[1].casefold() if named else ""
        if named:
            at = named.end()
            while at < end and typed[at].isspace():  # "label: PERSON"
                at += 1
        value, at, whole = _value(typed, at)
        yield _Piece(Span(start, at), name, value, whole, negative)


def _value(typed: str, at: int) -> tuple[str, int, bool]:
    """What begins at a place, up to white space or in quote marks; where it ends; whether marks stood around it."""
    if at < len(typed) and typed[at] in _OPEN:
        close = next((n for n in range(at + 1, len(typed)) if typed[n] in _OPEN), len(typed))
        return typed[at + 1 : close], min(close + 1, len(typed)), True
    end = next((n for n in range(at, len(typed)) if typed[n].isspace()), len(typed))
    return typed[at:end], end, False


def _filter(piece: _Piece) -> Filter:
    name, value = piece.name, piece.value
    if name == "is":
        name, value = _SORTS.get(value.casefold(), name), value.casefold()
    if name not in VALUES:
        near = _like(name, VALUES)
        remedy = f"Did you mean {near}:?" if near else f"There are {', '.join(VALUES)}."
        raise Misread(f"There is no filter “{name}”.", remedy, piece.span)
    known = VALUES[name]
    if known and name != "speaker":
        value = value.casefold()
        allowed = (*known, *_SORTS) if name == "is" else known
        if value not in allowed:
            near = _like(value, allowed)
            remedy = f"Did you mean {near}?" if near else f"It may be {', '.join(known)}."
            raise Misread(f"“{piece.value}” is nothing that “{name}:” knows.", remedy, piece.span)
    if name == "score":
        score_range(value, piece.span)
    elif name == "date":
        date_range(value, piece.span)
    return Filter(name, value, piece.negative)


def _like(typed: str, known: Iterable[str]) -> str:
    """What was perhaps meant, "" for nothing."""
    from difflib import get_close_matches  # only for what was mistyped

    return next(iter(get_close_matches(typed, known, 1)), "")


def score_range(value: str, span: Span = Span(0, 0)) -> Range:  # noqa: B008  # a tuple
    """Between which scores: "<0.6" and "0.6" mean below, ">0.6" above, "0.2..0.6" between. Raises Misread."""
    sign, rest = (value[0], value[1:].lstrip("=")) if value[:1] in ("<", ">") else ("", value)
    numbers = [part.strip() for part in (rest.split("..") if ".." in rest and not sign else [rest])]
    if len(numbers) > 2 or not all(_NUMBER.fullmatch(number) for number in numbers):
        raise Misread(f"“{value}” is no score.", "A score is from 0 to 1: score:<0.6, score:0.2..0.6.", span)
    found = [float(number.replace(",", ".")) for number in numbers]
    if len(found) == 2:
        return Range(min(found), max(found))
    return Range(found[0], None) if sign == ">" else Range(None, found[0], below=True)


def date_range(value: str, span: Span = Span(0, 0)) -> Range:  # noqa: B008  # a tuple
    """Between which dates: a year, a month or a day, "2026-01..2026-03", ">2026-01", "<2026". Raises Misread."""
    sign, rest = (value[0], value[1:].lstrip("=")) if value[:1] in ("<", ">") else ("", value)
    first, dots, last = rest.partition("..")
    if not dots:
        last = first
    ends = [first, last]
    if not any(ends) or not all(_DATE.fullmatch(each) for each in ends if each) or (sign and dots):
        remedy = "Write date:2026, date:2026-03, date:2026-03-09 or date:2026-01..2026-03."
        raise Misread(f"“{value}” is no date.", remedy, span)
    if sign:
        return Range(first, None) if sign == ">" else Range(None, first, below=True)
    return Range(first or None, last or None)


@dataclass(frozen=True)
class Completing:
    """What is being typed at a place of a query.

    span   what a completion takes the place of
    name   the filter whose value it is; "" for a word, which may become a filter's name
    begun  what of it is there
    """

    span: Span
    name: str
    begun: str


def completing(typed: str, caret: int) -> Completing:
    """What is being typed before `caret`; never raises."""
    for piece in _pieces(typed[:caret]):
        if piece.span.end == caret:
            start = piece.span.start + piece.negative
            if not piece.name:
                return Completing(Span(start, caret), "", "" if piece.whole else piece.value)
            start = typed.index(":", start) + 1
            return Completing(Span(start, caret), piece.name, piece.value)
    return Completing(Span(caret, caret), "", "")


def written(name: str, value: str) -> str:
    """A filter as it is typed."""
    plain = value and not any(character.isspace() or character in _OPEN for character in value)
    return f"{name}:{value}" if plain else f'{name}:"{"".join(c for c in value if c not in _OPEN)}"'
