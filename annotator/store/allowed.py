"""What somebody said is all right as it is, in the tables: a setting for each, so that saying one writes no others."""

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from annotator.model.finding.allowed import Allowed
from annotator.model.plain import from_plain, to_plain
from annotator.store import values
from annotator.store.tables import settings

_PREFIX: Final = "allowed:"


def read(connection: Connection) -> dict[str, Allowed]:
    """All of it by its key, in the order in which it was said."""
    key = settings.c.key
    rows = connection.execute(select(settings.c.value).where(key >= _PREFIX, key < _PREFIX[:-1] + ";")).scalars()
    with values.decoding("what is all right as it is"):
        said: list[Allowed] = [from_plain(Allowed, values.parsed(value)) for value in rows]
    return {each.key: each for each in sorted(said, key=lambda each: (each.at, each.key))}


def write(connection: Connection, key: str, said: Allowed | None) -> None:
    """Keeps what is said under a key, or nothing."""
    connection.execute(delete(settings).where(settings.c.key == _PREFIX + key))
    if said is not None:
        connection.execute(insert(settings).values(key=_PREFIX + key, value=values.text(to_plain(said))))
