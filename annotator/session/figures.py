"""A project's figures: looked up for the page that shows them, and written as text, JSON or CSV."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

from annotator.formats.quotes_csv import neutral
from annotator.model.figures import SHARES, Cell, Counts, Table, tables
from annotator.session.beside.jobs import Cancelled
from annotator.store.project import Project

EMPTY = "–"
"""What stands for a number that there is none of."""


def figures(project: Project, wanted: Callable[[], bool] = lambda: True) -> tuple[Table, ...]:
    """All figures of a project; raises Cancelled once `wanted` is False."""
    return tables(project.counts(_going_on(wanted)))


def _going_on(wanted: Callable[[], bool]) -> Callable[[], None]:
    def go_on() -> None:
        if not wanted():
            raise Cancelled

    return go_on


@dataclass(frozen=True)
class Figured:
    """All figures of a project, and what they are made of; none, and None, where what was counted does not hold now."""

    tables: tuple[Table, ...]
    counts: Counts | None


def look_at_figures(
    path: Path,
    progress: Callable[[int, int | None], None],  # noqa: ARG001  # one query after the other: none says how long it is
    wanted: Callable[[], bool],
    hand: Callable[[Any], None],  # noqa: ARG001  # all of it comes at the end
) -> Figured:
    """The figures of the project in a file; a `looks.Look`, with its first argument given."""
    with Project.open(path, by="", read_only=True) as project:
        counts = project.counts(_going_on(wanted))
        return Figured(tables(counts), counts)


def look_again_at_figures(
    path: Path,
    counted: Counts,
    progress: Callable[[int, int | None], None],  # noqa: ARG001
    wanted: Callable[[], bool],  # noqa: ARG001  # it is short
    hand: Callable[[Any], None],  # noqa: ARG001
) -> Figured:
    """The same, where the annotations are counted already (see `model.counted`)."""
    from annotator.store.figures import agree, beside

    with Project.open(path, by="", read_only=True) as project:
        if not project.ask(agree, counted):
            return Figured((), None)
        counts = replace(project.ask(beside), sorts=counted.sorts, said=counted.said)
        return Figured(tables(counts), counts)


def as_text(table: Table) -> str:
    """A table as a terminal shows it: words to the left, numbers to the right."""
    columns = [[name, *(shown(name, row[at]) for row in table.rows)] for at, name in enumerate(table.columns)]
    numbers = [all(not isinstance(row[at], str) for row in table.rows) for at in range(len(table.columns))]
    padded = [
        [cell.rjust(width) if number else cell.ljust(width) for cell in cells]
        for cells, number in zip(columns, numbers, strict=True)
        for width in (max(map(len, cells)),)
    ]
    return "\n".join("  ".join(cells).rstrip() for cells in zip(*padded, strict=True))


def as_csv(table: Table) -> str:
    """A table as CSV, numbers as they are."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows)
    return file.getvalue()


def as_json(found: Sequence[Table]) -> dict[str, Any]:
    """Tables as JSON: each a list of rows, with the columns' names as keys."""
    return {table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in found}


def shown(column: str, cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return EMPTY
    if column in SHARES and not isinstance(cell, str):
        return f"{100 * cell:.1f} %"
    return cell if isinstance(cell, str) else f"{cell:,}"
