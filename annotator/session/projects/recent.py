"""The projects that were opened last, as a list of them tells each: whether it is there, and how far it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.model.document import Status
from annotator.model.faults import Fault
from annotator.session.beside.jobs import Report
from annotator.store.sqlite.facts import statuses_of


@dataclass(frozen=True)
class Glance:
    """What is seen of a project without opening it in a window.

    there    whether there is such a file
    changed  when it was written last, in seconds since 1970; None where that is not known
    articles, done  how many it has, and how many of them are done; None where it cannot be read
    """

    path: Path
    there: bool = False
    changed: float | None = None
    articles: int | None = None
    done: int | None = None


def glance(path: Path) -> Glance:
    """What is seen of one project."""
    try:
        if not path.is_file():
            return Glance(path)
        log = path.with_name(f"{path.name}-wal")
        changed = max(each.stat().st_mtime for each in (path, log) if each.exists())
        statuses = statuses_of(path)
    except (OSError, Fault):
        return Glance(path, there=path.exists())
    return Glance(path, True, changed, sum(statuses.values()), statuses.get(Status.DONE.value, 0))


def look_at_recent(
    paths: Sequence[Path], report: Report, wanted: Callable[[], bool], hand: Callable[[Any], None]
) -> None:
    """Hands over a `Glance` at each project; a `looks.Look`, with its first argument given."""
    del report
    for path in paths:
        if not wanted():
            return
        hand(glance(path))
