"""A project's label set in the tables, and how much its labels are used."""

from typing import Final

from sqlalchemy import Connection, func, select

from annotator.model.labels.labeldraft import Use
from annotator.model.labels.labels import LabelSet
from annotator.model.plain import from_plain, to_plain
from annotator.store import queue, settings, values
from annotator.store.tables import entities

_KEY: Final = "label_set"


def read(connection: Connection) -> LabelSet | None:
    """The project's set, None where none was kept yet."""
    plain = settings.get(connection, _KEY)
    with values.decoding("the label set"):
        return None if plain is None else from_plain(LabelSet, plain)


def write(connection: Connection, labels: LabelSet) -> None:
    """Keeps a set as the project's."""
    settings.put(connection, _KEY, to_plain(labels))


def usage(connection: Connection) -> dict[str, Use]:
    """How much each label is used, by its name; the articles in the queue's order."""
    bits = {document_id: 1 << place for place, document_id in enumerate(queue.ids(connection))}
    counted = select(entities.c.label, entities.c.document_id, func.count()).group_by(
        entities.c.label, entities.c.document_id
    )
    counts: dict[str, int] = {}
    articles: dict[str, list[int]] = {}
    for label, document_id, number in connection.execute(counted):
        counts[label] = counts.get(label, 0) + number
        articles.setdefault(label, []).append(bits[document_id])
    return {label: Use(number, sum(articles[label])) for label, number in counts.items()}  # no bit twice
