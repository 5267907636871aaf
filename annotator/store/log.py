"""The log of transactions in the tables, and what a person can undo and redo."""

from typing import Final

from sqlalchemy import Connection, bindparam, exists, func, insert, or_, select, update

from annotator.model.edits import Edit, EditError
from annotator.model.history import History, Transaction, edits_from_plain, edits_to_plain
from annotator.store import values
from annotator.store.tables import transactions

_DONE: Final = "done"
_UNDONE: Final = "undone"
_DISCARDED: Final = "discarded"
_MOVES: Final = {"undo.": (_DONE, _UNDONE), "redo.": (_UNDONE, _DONE)}
_EARLIER: Final = transactions.alias()
_STEPS: Final = select(func.coalesce(transactions.c.step, transactions.c.id)).where(
    transactions.c.by == bindparam("person"),
    transactions.c.state == bindparam("now"),
    ~exists().where(
        _EARLIER.c.step == transactions.c.step,
        _EARLIER.c.seq < transactions.c.seq,
        _EARLIER.c.by == transactions.c.by,
        _EARLIER.c.state == transactions.c.state,
    ),
)
"""The steps of a person that are done, or undone, each where its first transaction is."""
# Undoing goes back in time: the oldest of what is undone was undone last and is redone first.
_NEXT: Final = {
    _DONE: _STEPS.order_by(transactions.c.seq.desc()).limit(bindparam("most")),
    _UNDONE: _STEPS.order_by(transactions.c.seq).limit(bindparam("most")),
}
_LAST: Final = select(func.max(transactions.c.seq))
_MOVE: Final = (
    update(transactions)
    .where(transactions.c.id == bindparam("which"), transactions.c.state == bindparam("before"))
    .values(state=bindparam("after"))
)
_RENEW: Final = update(transactions).where(transactions.c.id == bindparam("which")).values(inverse=bindparam("back"))
_RECORD: Final = insert(transactions)
_OF_PERSON: Final = update(transactions).where(transactions.c.by == bindparam("person")).values(state=_DISCARDED)
_DISCARD: Final = _OF_PERSON.where(transactions.c.state == _UNDONE)
_DISCARD_ONE: Final = _OF_PERSON.where(transactions.c.id == bindparam("which"))


_NOTING: Final = (
    select(transactions.c.by, transactions.c.at, transactions.c.edits)
    .where(transactions.c.origin.in_(["user.note", "user.flag"]), transactions.c.state == _DONE)
    .order_by(transactions.c.seq)
)


def noting(connection: Connection) -> dict[tuple[str, str | None], tuple[str, str]]:
    """Who wrote a note or flagged something last, and when, by the ids of article and annotation, None for the former.

    Of what came with an import nobody knows.
    """
    found: dict[tuple[str, str | None], tuple[str, str]] = {}
    for by, at, packed in connection.execute(_NOTING):
        with values.decoding("a transaction"):
            edits = edits_from_plain(values.unpacked(packed))
        for edit in edits:
            if edit.document_id is not None:
                found |= {(edit.document_id, name): (by, at) for name in edit.annotation_ids or (None,)}
    return found


def record(connection: Connection, transaction: Transaction, inverse: tuple[Edit, ...], of: str | None) -> None:
    """Writes a transaction with its inverse and moves what it undoes or redoes.

    Raises EditError where `of` is not there to be undone or redone, or is missing where the origin asks for it.
    """
    state = _DONE if transaction.undoable else None
    if state is not None:
        discard(connection, transaction.by)
    for prefix, (before, after) in _MOVES.items():
        if transaction.origin.startswith(prefix):
            moved = connection.execute(_MOVE, {"which": of, "before": before, "after": after}).rowcount
            if not moved:
                raise EditError(f"there is no transaction {of} that is {before}")
    back = values.packed(edits_to_plain(inverse))
    if transaction.origin.startswith("redo."):  # what it takes back may have changed while it was undone
        connection.execute(_RENEW, {"which": of, "back": back})
    last = connection.execute(_LAST).scalar()
    row = {
        "seq": 0 if last is None else last + 1,
        "id": transaction.id,
        "origin": transaction.origin,
        "summary": transaction.summary,
        "by": transaction.by,
        "at": transaction.at,
        "state": state,
        "of": of,
        "step": transaction.step,
        "edits": values.packed(edits_to_plain(transaction.edits)),
        "inverse": back,
    }
    connection.execute(_RECORD, row)


def discard(connection: Connection, person: str, transaction_id: str | None = None) -> None:
    """Notes that what a person has undone, else one transaction of theirs alone, can be undone and redone no more."""
    if transaction_id is None:
        connection.execute(_DISCARD, {"person": person})
    else:
        connection.execute(_DISCARD_ONE, {"person": person, "which": transaction_id})


def last(connection: Connection) -> tuple[str, str] | None:
    """The summary of what a person did last, undone or not, and when; None where nobody has done anything."""
    done = transactions.c.state.is_not(None)
    newest = select(transactions.c.summary, transactions.c.at).where(done).order_by(transactions.c.seq.desc()).limit(1)
    row = connection.execute(newest).first()
    return None if row is None else (row.summary, row.at)


def history(connection: Connection, by: str) -> History:
    """What that person can undo and redo: the newest of it, see `History`."""

    def steps(state: str) -> tuple[str, ...]:
        wanted = {"person": by, "now": state, "most": History.most}
        return tuple(reversed(connection.execute(_NEXT[state], wanted).scalars().all()))

    return History(steps(_DONE), steps(_UNDONE))


def members(connection: Connection, step: str, *, undone: bool) -> list[str]:
    """The ids of a step's transactions that are done, or undone, oldest first."""
    named = or_(transactions.c.id == step, transactions.c.step == step)
    wanted = select(transactions.c.id).where(named, transactions.c.state == (_UNDONE if undone else _DONE))
    return list(connection.execute(wanted.order_by(transactions.c.seq)).scalars())


def origin(connection: Connection, transaction_id: str) -> str:
    """The origin of a transaction; raises KeyError where there is none of that id."""
    found = connection.execute(select(transactions.c.origin).where(transactions.c.id == transaction_id)).scalar()
    if found is None:
        raise KeyError(transaction_id)
    return str(found)


def weight(connection: Connection, transaction_id: str) -> tuple[str, int]:
    """The origin of a transaction, and how many bytes its edits and their inverse take; raises KeyError."""
    columns = transactions.c
    size = func.length(columns.edits) + func.length(columns.inverse)
    row = connection.execute(select(columns.origin, size).where(columns.id == transaction_id)).one_or_none()
    if row is None:
        raise KeyError(transaction_id)
    return row[0], row[1]


def read(connection: Connection, transaction_id: str) -> tuple[Transaction, tuple[Edit, ...]]:
    """A transaction and its inverse; raises KeyError where there is none of that id."""
    row = connection.execute(select(transactions).where(transactions.c.id == transaction_id)).one_or_none()
    if row is None:
        raise KeyError(transaction_id)
    with values.decoding(f"the transaction {transaction_id}"):
        transaction = Transaction(
            id=row.id,
            origin=row.origin,
            summary=row.summary,
            by=row.by,
            at=row.at,
            step=row.step,
            edits=edits_from_plain(values.unpacked(row.edits)),
        )
        return transaction, edits_from_plain(values.unpacked(row.inverse))
