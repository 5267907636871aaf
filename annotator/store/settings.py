"""A project's settings: a JSON value for each key."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from annotator.store import values
from annotator.store.tables import settings


def get(connection: Connection, key: str, default: Any = None) -> Any:
    """The value of a key, `default` where it has none."""
    value = connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()
    with values.decoding(f"the setting {key}"):
        return default if value is None else values.parsed(value)


def put(connection: Connection, key: str, value: Any) -> None:
    """Gives a key a value."""
    connection.execute(delete(settings).where(settings.c.key == key))
    connection.execute(insert(settings).values(key=key, value=values.text(value)))
