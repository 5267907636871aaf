"""What rows of a damaged project mean: each is read back into what it was made of, and held against itself.

A row is written with things said twice (an entity's span in columns and in its JSON, a text's hash beside its
document): one that does not agree with itself is damaged. All rows are read once to see what there is; what one says
is read again when it is wanted, since a large project has more to say than a computer can hold.
"""

import re
import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any, Final, TypeVar

from annotator.model.document import AnyAnnotation, Document, Entity, MapRun, Speaker, Status, Tokens
from annotator.model.history import Transaction, edits_from_plain
from annotator.model.plain import from_plain
from annotator.store import values
from annotator.store.sqlite.pages import File, Found, Row, Value

K = TypeVar("K")
V = TypeVar("V")
Columns = tuple[Value, ...]

UNREADABLE: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, zlib.error, RecursionError)
"""What reading damaged values may raise."""

_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Logged:
    """A transaction of the log: its row, and what can be read of it."""

    row: Mapping[str, Value]
    transaction: Transaction


Places = dict[K, int]
"""Where rows are in the file, by what they are about: what they say is read when it is wanted."""
Lists = dict[str, "array[int]"]
"""The same, of articles that have several; of two with one name the later one counts."""


@dataclass
class Read:
    """What can be read of a project's file, an article at a time: what there is, and where.

    log        where each transaction is, by its number
    changing   the numbers of the transactions that change an article, and `speaking` of those that change speakers
    everywhere the numbers of those that may change every article
    unread     how many rows could not be read, by table
    broken     the tables from which something is missing
    damaged    how many pages could not be read, as far as that shows
    """

    file: File
    version: int = 0
    heads: Places[str] = field(default_factory=dict)
    texts: Places[str] = field(default_factory=dict)
    tokens: Places[str] = field(default_factory=dict)
    sources: Places[str] = field(default_factory=dict)
    log: Places[int] = field(default_factory=dict)
    entities: Lists = field(default_factory=dict)
    quotes: Lists = field(default_factory=dict)
    seen: Lists = field(default_factory=dict)
    changing: Lists = field(default_factory=dict)
    speaking: set[int] = field(default_factory=set)
    everywhere: set[int] = field(default_factory=set)
    speakers: dict[str, Speaker] = field(default_factory=dict)
    queue: dict[str, Columns] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    reading: dict[Columns, Columns] = field(default_factory=dict)
    guideline: dict[int, Columns] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    damaged: int = 0

    def __post_init__(self) -> None:
        self.transaction = lru_cache(_TRANSACTIONS)(self.logged)
        """A transaction by its number, as `logged`; the last ones are kept, since one may change many articles."""

    def logged(self, number: int) -> Logged | None:
        """A transaction by its number; like all that follows None, or nothing, where it cannot be read any more."""
        row = self.file.row(self.log[number])
        return _again(_transaction, row)

    def head(self, document_id: str) -> tuple[Document, str] | None:
        """What is said of an article as a whole, and the hash of its text."""
        return _again(_document, self._row(self.heads, document_id))

    def text(self, document_id: str) -> tuple[str, tuple[MapRun, ...]] | None:
        """An article's text with its source map."""
        return _again(_text, self._row(self.texts, document_id))

    def tokens_of(self, document_id: str) -> Tokens | None:
        """An article's tokens."""
        return _again(_tokens, self._row(self.tokens, document_id))

    def source(self, name: str) -> bytes | None:
        """What was imported, compressed, by its hash."""
        return _again(_source, self._row(self.sources, name))

    def annotations(self, document_id: str) -> list[AnyAnnotation]:
        """The entities and quotes of an article."""
        found: dict[str, AnyAnnotation] = {}
        for rows, reading in ((self.entities, values.entities_of), (self.quotes, values.quotes_of)):
            for place in rows.get(document_id, ()):
                annotation = _again(partial(_annotation, reading=reading), self.file.row(place))
                if annotation is not None:
                    found[annotation.id] = annotation
        return list(found.values())

    def seen_of(self, document_id: str) -> list[Columns]:
        """What was read of an article."""
        rows = (_again(_seen, self.file.row(place)) for place in self.seen.get(document_id, ()))
        return list({row[:4]: row for row in rows if row is not None}.values())

    def _row(self, rows: Places[str], name: str) -> Row | None:
        return self.file.row(rows[name]) if name in rows else None


_TRANSACTIONS: Final = 64
"""How many are kept: those of a gesture over many articles change some hundred each, mostly neighbours."""

_BY_NAME: Final = (
    *("heads", "texts", "tokens", "sources", "log", "speakers", "queue", "settings", "reading", "guideline"),
)
_SEVERAL: Final = ("entities", "quotes", "seen", "changing")


def read(file: File, going: Callable[[], object] = lambda: None) -> Read:
    """What the rows of a project's file mean; of two with one name the one that was written later.

    `going` is called again and again, and may raise to stop it.
    """
    found, known, strays = Found(), Read(file), Read(file)
    there = set()
    for name, rows in file.tables(found):
        there.add(name)
        taker = _TAKERS.get(name)
        for row in rows:
            going()
            if taker is not None and not _taken(taker, known, row):
                known.unread[name] = known.unread.get(name, 0) + 1
    # A row of a table unknown is in the one that it agrees with; what a sound page says of it counts more.
    numbers, places = array("q"), array("q")
    for row in file.orphans(found):
        going()
        numbers.append(row.number)
        places.append(row.place)
    for at in sorted(range(len(places)), key=numbers.__getitem__):
        going()
        stray = file.row(places[at])
        any(stray is not None and _taken(taker, strays, stray) for taker in _TAKERS.values())
    _put_together(known, strays)
    known.version = max(known.version, strays.version)
    known.broken = frozenset({*found.broken, *known.unread, *(set(_TAKERS) - there)})
    known.damaged = len(found.damaged)
    return known


def _put_together(known: Read, strays: Read) -> None:
    for each in _BY_NAME:
        setattr(known, each, {**getattr(strays, each), **getattr(known, each)})
    for each in _SEVERAL:
        had, more = getattr(known, each), getattr(strays, each)
        for document_id, rows in more.items():
            had[document_id] = rows + had.get(document_id, array("q"))
    known.speaking |= strays.speaking
    known.everywhere |= strays.everywhere


def _taken(taker: Callable[[Read, Row], None], result: Read, row: Row) -> bool:
    try:
        taker(result, row)
    except UNREADABLE:
        return False
    return True


def _again(reading: Callable[[Row], V], row: Row | None) -> V | None:
    try:
        return None if row is None else reading(row)
    except UNREADABLE:  # the disk gives something else at the second time
        return None


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


def _document(row: Row) -> tuple[Document, str]:
    id_, title, file, status, characters, text_sha256, value = row.values
    id_, text_sha256, value = _strings(id_, text_sha256, value)
    document: Document = from_plain(Document, values.parsed(value))
    article = document.article
    _agree((article.id, id_), (article.title, title), (article.file, file), (document.status, Status(str(status))))
    if not _HASH.fullmatch(text_sha256) or not isinstance(characters, int):
        raise ValueError
    return document, text_sha256


def _take_document(result: Read, row: Row) -> None:
    document, _ = _document(row)
    result.heads[document.id] = row.place


def _text(row: Row) -> tuple[str, tuple[MapRun, ...]]:
    _, text, source_map = _strings(*row.values)
    runs = values.parsed(source_map)
    if not isinstance(runs, list):
        raise ValueError
    return text, tuple(MapRun(*run) for run in runs)


def _take_text(result: Read, row: Row) -> None:
    _text(row)
    result.texts[str(row.values[0])] = row.place


def _tokens(row: Row) -> Tokens:
    id_, tokenizer, columns = row.values
    _, tokenizer = _strings(id_, tokenizer)
    return values.unpack_tokens(tokenizer, columns)  # type: ignore[arg-type]


def _take_tokens(result: Read, row: Row) -> None:
    _tokens(row)
    result.tokens[str(row.values[0])] = row.place


def _take_speaker(result: Read, row: Row) -> None:
    id_, name, value = _strings(*row.values)
    speaker: Speaker = from_plain(Speaker, values.parsed(value))
    _agree((speaker.id, id_), (speaker.name, name))
    result.speakers[id_] = speaker


def _annotation(row: Row, reading: Callable[[Iterable[str]], Iterable[AnyAnnotation]]) -> AnyAnnotation:
    document_id, id_, start, end, sort, decision, score, speaker, value = row.values
    document_id, id_, value = _strings(document_id, id_, value)
    (annotation,) = reading([value])
    extent = annotation.extent
    kind = annotation.label if isinstance(annotation, Entity) else annotation.kind.value
    _agree((annotation.id, id_), (extent.start, start), (extent.end, end), (kind, sort))
    _agree((annotation.decision.value, decision), (annotation.score, score), (annotation.speaker, speaker))
    return annotation


def _take_entity(result: Read, row: Row) -> None:
    _annotation(row, values.entities_of)
    _add(result.entities, row.values[0], row.place)


def _take_quote(result: Read, row: Row) -> None:
    _annotation(row, values.quotes_of)
    _add(result.quotes, row.values[0], row.place)


def _add(rows: Lists, document_id: Value, place: int) -> None:
    rows.setdefault(str(document_id), array("q")).append(place)


def _source(row: Row) -> bytes:
    name, data = row.values
    if not isinstance(data, bytes) or sha256(zlib.decompress(data)).hexdigest() != name:
        raise ValueError
    return data


def _take_source(result: Read, row: Row) -> None:
    _source(row)
    result.sources[str(row.values[0])] = row.place


def _take_queue(result: Read, row: Row) -> None:
    id_, place, prepared, source, name, encoding = row.values
    (id_,) = _strings(id_)
    if not isinstance(place, int) or prepared not in (0, 1):
        raise ValueError
    _strings(*(each for each in (source, name, encoding) if each is not None))
    result.queue[id_] = row.values


def _transaction(row: Row) -> Logged:
    number, id_, origin, summary, by, at, state, of, edits, inverse, *rest = row.values
    step = rest[0] if rest else None
    _agree((number, None), (len(rest) > 1, False))
    id_, origin, summary, by, at = _strings(id_, origin, summary, by, at)
    _strings(*(each for each in (state, of, step) if each is not None))
    edits_from_plain(values.unpacked(inverse))  # type: ignore[arg-type]
    names = ("seq", "id", "origin", "summary", "by", "at", "state", "of", "edits", "inverse", "step")
    columns = dict(zip(names, (row.number, *row.values[1:10], step), strict=True))
    done = edits_from_plain(values.unpacked(edits))  # type: ignore[arg-type]
    said = {"id": id_, "origin": origin, "by": by, "at": at, "summary": summary, "step": step}
    return Logged(columns, Transaction(edits=done, **said))  # type: ignore[arg-type]


def _take_transaction(result: Read, row: Row) -> None:
    transaction = _transaction(row).transaction
    result.log[row.number] = row.place
    for document_id in transaction.documents:
        _add(result.changing, document_id, row.number)
    if any(edit.speaker_id is not None for edit in transaction.edits):
        result.speaking.add(row.number)
    if any(edit.everywhere for edit in transaction.edits):
        result.everywhere.add(row.number)


def _take_setting(result: Read, row: Row) -> None:
    key, value = _strings(*row.values)
    values.parsed(value)
    result.settings[key] = value


def _seen(row: Row) -> Columns:
    document_id, start, words, by, first, last = row.values
    _strings(document_id, words, by, first, last)
    if not isinstance(start, int) or start < 0:
        raise ValueError
    return row.values


def _take_seen(result: Read, row: Row) -> None:
    _add(result.seen, _seen(row)[0], row.place)


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
