"""What rows of a damaged project mean: each is read back into what it was made of, and held against itself.

A row is written with things said twice (an entity's span in columns and in its JSON, a text's hash beside its
document): one that does not agree with itself is damaged.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, TypeVar

from annotator.model.document import AnyAnnotation, Document, Entity, MapRun, Speaker, Status, Tokens
from annotator.model.history import Transaction, edits_from_plain
from annotator.model.plain import from_plain
from annotator.store import values
from annotator.store.pages import File, Found, Row, Value

K = TypeVar("K")
V = TypeVar("V")
Columns = tuple[Value, ...]

UNREADABLE: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, zlib.error, RecursionError)
"""What reading damaged values may raise."""

_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Logged:
    """A transaction of the log as its row has it, whose edits can be read."""

    row: Mapping[str, Value]

    @property
    def transaction(self) -> Transaction:
        """It, read anew each time: the edits of all take many times as much memory as their rows."""
        names = ("id", "origin", "by", "at", "summary", "step")
        edits = edits_from_plain(values.unpacked(self.row["edits"]))  # type: ignore[arg-type]
        return Transaction(edits=edits, **{name: self.row[name] for name in names})  # type: ignore[arg-type]


@dataclass
class Read:
    """Everything that could be read, by ids.

    unread   how many rows could not, by table
    broken   the tables from which something is missing
    damaged  how many pages could not be read, as far as that shows
    """

    version: int = 0
    heads: dict[str, tuple[Document, str, int]] = field(default_factory=dict)
    texts: dict[str, tuple[str, tuple[MapRun, ...]]] = field(default_factory=dict)
    tokens: dict[str, Tokens] = field(default_factory=dict)
    speakers: dict[str, Speaker] = field(default_factory=dict)
    annotations: dict[tuple[str, str], AnyAnnotation] = field(default_factory=dict)
    sources: dict[str, bytes] = field(default_factory=dict)
    queue: dict[str, Columns] = field(default_factory=dict)
    log: dict[int, Logged] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    seen: dict[Columns, Columns] = field(default_factory=dict)
    reading: dict[Columns, Columns] = field(default_factory=dict)
    guideline: dict[int, Columns] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    damaged: int = 0


_HELD: Final = (
    *("heads", "texts", "tokens", "speakers", "annotations", "sources", "queue", "log", "settings", "seen", "reading"),
    "guideline",
)
"""The parts of what could be read that are by ids."""


def read(file: File) -> Read:
    """What the rows of a project's file mean; of two with one name the one that was written later."""
    found, known, strays = Found(), Read(), Read()
    there = set()
    for name, rows in file.tables(found):
        there.add(name)
        taker = _TAKERS.get(name)
        for row in rows:  # one by one: all of them take as much memory as what they mean
            if taker is not None and not _taken(taker, known, row):
                known.unread[name] = known.unread.get(name, 0) + 1
    # A row of a table unknown is in the one that it agrees with; what a sound page says of it counts more.
    for row in sorted(file.orphans(found), key=lambda row: row.number):
        any(_taken(taker, strays, row) for taker in _TAKERS.values())
    for each in _HELD:
        setattr(known, each, {**getattr(strays, each), **getattr(known, each)})
    known.version = max(known.version, strays.version)
    known.broken = frozenset({*found.broken, *known.unread, *(set(_TAKERS) - there)})
    known.damaged = len(found.damaged)
    return known


def _taken(taker: Callable[[Read, Row], None], result: Read, row: Row) -> bool:
    try:
        taker(result, row)
    except UNREADABLE:
        return False
    return True


def _strings(*found: Value) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in found):
        raise ValueError
    return found  # type: ignore[return-value]


def _agree(*pairs: tuple[Any, Any]) -> None:
    if any(first != second for first, second in pairs):
        raise ValueError


def _take_schema(result: Read, row: Row) -> None:
    number, at = row.values
    (at,) = _strings(at)
    _agree((number, None), (at[4:5], "-"))
    result.version = max(result.version, row.number)


def _take_document(result: Read, row: Row) -> None:
    id_, title, file, status, characters, text_sha256, value = row.values
    id_, text_sha256, value = _strings(id_, text_sha256, value)
    document: Document = from_plain(Document, values.parsed(value))
    article = document.article
    _agree((article.id, id_), (article.title, title), (article.file, file), (document.status, Status(str(status))))
    if not _HASH.fullmatch(text_sha256) or not isinstance(characters, int):
        raise ValueError
    result.heads[id_] = document, text_sha256, characters


def _take_text(result: Read, row: Row) -> None:
    id_, text, source_map = _strings(*row.values)
    runs = values.parsed(source_map)
    if not isinstance(runs, list):
        raise ValueError
    result.texts[id_] = text, tuple(MapRun(*run) for run in runs)


def _take_tokens(result: Read, row: Row) -> None:
    id_, tokenizer, columns = row.values
    id_, tokenizer = _strings(id_, tokenizer)
    result.tokens[id_] = values.unpack_tokens(tokenizer, columns)  # type: ignore[arg-type]


def _take_speaker(result: Read, row: Row) -> None:
    id_, name, value = _strings(*row.values)
    speaker: Speaker = from_plain(Speaker, values.parsed(value))
    _agree((speaker.id, id_), (speaker.name, name))
    result.speakers[id_] = speaker


def _take_entity(result: Read, row: Row) -> None:
    _take_annotation(result, row, values.entities_of)


def _take_quote(result: Read, row: Row) -> None:
    _take_annotation(result, row, values.quotes_of)


def _take_annotation(result: Read, row: Row, reading: Callable[[Iterable[str]], Iterable[AnyAnnotation]]) -> None:
    document_id, id_, start, end, sort, decision, score, speaker, value = row.values
    document_id, id_, value = _strings(document_id, id_, value)
    (annotation,) = reading([value])
    extent = annotation.extent
    kind = annotation.label if isinstance(annotation, Entity) else annotation.kind.value
    _agree((annotation.id, id_), (extent.start, start), (extent.end, end), (kind, sort))
    _agree((annotation.decision.value, decision), (annotation.score, score), (annotation.speaker, speaker))
    result.annotations[document_id, id_] = annotation


def _take_source(result: Read, row: Row) -> None:
    name, data = row.values
    if not isinstance(data, bytes) or sha256(zlib.decompress(data)).hexdigest() != name:
        raise ValueError
    result.sources[str(name)] = data


def _take_queue(result: Read, row: Row) -> None:
    id_, place, prepared, source, name, encoding = row.values
    (id_,) = _strings(id_)
    if not isinstance(place, int) or prepared not in (0, 1):
        raise ValueError
    _strings(*(each for each in (source, name, encoding) if each is not None))
    result.queue[id_] = row.values


def _take_transaction(result: Read, row: Row) -> None:
    number, id_, origin, summary, by, at, state, of, _, inverse, *rest = row.values
    step = rest[0] if rest else None
    _agree((number, None), (len(rest) > 1, False))
    id_, origin, summary, by, at = _strings(id_, origin, summary, by, at)
    _strings(*(each for each in (state, of, step) if each is not None))
    edits_from_plain(values.unpacked(inverse))  # type: ignore[arg-type]
    names = ("seq", "id", "origin", "summary", "by", "at", "state", "of", "edits", "inverse", "step")
    logged = Logged(dict(zip(names, (row.number, *row.values[1:10], step), strict=True)))
    assert logged.transaction  # raises where it cannot be read
    result.log[row.number] = logged


def _take_setting(result: Read, row: Row) -> None:
    key, value = _strings(*row.values)
    values.parsed(value)
    result.settings[key] = value


def _take_seen(result: Read, row: Row) -> None:
    document_id, start, words, by, first, last = row.values
    _strings(document_id, words, by, first, last)
    if not isinstance(start, int) or start < 0:
        raise ValueError
    result.seen[row.values[:4]] = row.values


def _take_reading(result: Read, row: Row) -> None:
    document_id, by, share, seconds, last = row.values
    _strings(document_id, by, last)
    if not isinstance(share, int | float) or not isinstance(seconds, int | float) or not 0 <= share <= 1:
        raise ValueError
    result.reading[row.values[:2]] = row.values


def _take_guideline(result: Read, row: Row) -> None:
    number, *rest = row.values
    writing, text, by, at = _strings(*rest)
    _agree((number, None), (at[4:5], "-"))
    result.guideline[row.number] = (row.number, writing, text, by, at)


_TAKERS: Final[Mapping[str, Callable[[Read, Row], None]]] = {
    "schema": _take_schema,
    "documents": _take_document,
    "texts": _take_text,
    "tokens": _take_tokens,
    "speakers": _take_speaker,
    "entities": _take_entity,
    "quotes": _take_quote,
    "sources": _take_source,
    "queue": _take_queue,
    "transactions": _take_transaction,
    "settings": _take_setting,
    "seen": _take_seen,
    "reading": _take_reading,
    "guideline": _take_guideline,
}
"""What reads a row, by its table. They raise one of UNREADABLE where it is damaged, or of another table."""
