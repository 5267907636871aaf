"""Another label set for the project, written for any number of articles in one transaction by a few statements.

An entity's label stands in its row twice: in a column and in its JSON, which is changed as text: to read and write a
million of them takes ten times as long. Where the text might mean something else, the JSON is read after all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select, update

from annotator.model.edits import Parted, SetLabels
from annotator.model.labels.labels import LabelSet
from annotator.store import queue, values
from annotator.store.queue import in_parts
from annotator.store.tables import entities

Going = Callable[[int, int], bool]
"""Told how many articles are done, and of how many in all; whether to go on."""

_MARK: Final = "\x01"
"""Begins what stands in the column for a while: no label has such a character, see `labels.wrongs`."""


class Stopped(Exception):
    """It was not wanted any more; nothing has changed."""


def relabel(connection: Connection, edit: SetLabels, before: LabelSet, going: Going) -> tuple[SetLabels, int, int]:
    """Gives entities the labels that an edit gives them; the set itself is the caller's to write.

    before  the project's set

    Returns the edit's inverse, and how many entities of how many articles have another label now. Raises Stopped where
    `going` says not to go on, and then the transaction has to be given up.
    """
    if not edit.everywhere:
        return edit.inverse(before, (), ()), 0, 0
    ids = queue.ids(connection)
    used = set(connection.execute(select(entities.c.label).distinct()).scalars())
    wanted = edit.listed(used)
    named: list[tuple[str, str, str]] = []
    renamed = {label: after for label, after in edit.renamed.items() if after != label}
    changed, articles, done = 0, 0, 0
    marks = _Marks(edit)
    for some in in_parts(ids):
        if not going(done, len(ids)):
            raise Stopped
        if wanted:
            named += _holding(connection, some, wanted)
        marks.put(connection, some)
        apart = _holding(connection, some, marks.pairs)
        named += ((document_id, entity_id, marks.pairs[mark][0]) for document_id, entity_id, mark in apart)
        articles += len(_touched(connection, some, renamed))
        changed += _rewrite(connection, some, {label: (label, after) for label, after in renamed.items()})
        changed += _rewrite(connection, some, marks.pairs)
        done += len(some)
    return edit.inverse(before, used, dict.fromkeys(named)), changed, articles


class _Marks:
    """Sets those apart for which the new names do not count: by a mark in the column until they have their own.

    pairs  the label they have and the one they get, by the mark
    """

    def __init__(self, edit: SetLabels) -> None:
        wanted = dict.fromkeys((each.label, each.was) for each in edit.parted)
        self.pairs = {f"{_MARK}{number}": pair for number, pair in enumerate(wanted)}
        self._marks = {pair: mark for mark, pair in self.pairs.items()}
        self._parted: dict[str, list[Parted]] = {}
        for each in edit.parted:
            self._parted.setdefault(each.document, []).append(each)

    def put(self, connection: Connection, documents: Iterable[str]) -> None:
        """Marks those of documents."""
        rows = [
            {"d": document_id, "e": entity_id, "had": each.label, "mark": self._marks[each.label, each.was]}
            for document_id in documents
            for each in self._parted.get(document_id, ())
            for entity_id in each.entities
        ]
        if rows:
            connection.execute(_SET_APART, rows)


_ONE: Final = and_(entities.c.document_id == bindparam("d"), entities.c.id == bindparam("e"))
# Made once: SQLAlchemy works out a statement's key in its cache of compiled ones for each new object again.
_SET_APART: Final = update(entities).where(_ONE, entities.c.label == bindparam("had")).values(label=bindparam("mark"))
_CHANGE: Final = update(entities).where(_ONE).values(label=bindparam("new"), value=bindparam("after"))


def _holding(connection: Connection, documents: Sequence[str], labels: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The entities of documents that have one of these labels, with it."""
    found = select(entities.c.document_id, entities.c.id, entities.c.label).where(
        entities.c.document_id.in_(documents), entities.c.label.in_(list(labels))
    )
    yield from map(tuple, connection.execute(found))


def _touched(connection: Connection, documents: Sequence[str], labels: Iterable[str]) -> set[str]:
    """Which of these documents have entities of these labels, or of marks."""
    found = select(entities.c.document_id).distinct().where(entities.c.document_id.in_(documents))
    marked = entities.c.label.startswith(_MARK)
    return set(connection.execute(found.where(or_(entities.c.label.in_(list(labels)), marked))).scalars())


def _rewrite(connection: Connection, documents: Sequence[str], names: Mapping[str, tuple[str, str]]) -> int:
    """Gives entities of documents other labels, by what stands in the column: that they have and that they get.

    Returns of how many.
    """
    if not names:
        return 0
    had = {key: _text(old) for key, (old, _) in names.items()}
    gets = {key: _text(new) for key, (_, new) in names.items()}
    found = and_(entities.c.document_id.in_(documents), entities.c.label.in_(list(names)))
    text, old = entities.c.value, case(had, value=entities.c.label)
    # The label's own place is there in any case; where the text is found once, it is that.
    once = func.length(func.replace(text, old, "")) == func.length(text) - func.length(old)
    ambiguous = connection.execute(
        select(entities.c.document_id, entities.c.id, entities.c.label, text).where(found, ~once)
    ).all()
    changed = connection.execute(
        update(entities)
        .where(found, once)
        .values(
            label=case({key: new for key, (_, new) in names.items()}, value=entities.c.label),
            value=func.replace(text, old, case(gets, value=entities.c.label)),
        )
    ).rowcount
    for document_id, entity_id, key, value in ambiguous:
        with values.decoding(f"the entity {entity_id} of {document_id}"):
            after = values.relabelled(value, names[key][1])
        connection.execute(_CHANGE, {"d": document_id, "e": entity_id, "new": names[key][1], "after": after})
    return changed + len(ambiguous)


def _text(label: str) -> str:
    """How a label stands in the JSON of an entity."""
    return f',"label":{values.text(label)}'
