"""What a person wants to know of a project as a whole, found out beside the window, and what was exported from it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.model.faults import Fault
from annotator.session.exchange.exporting import ExportReport
from annotator.session.labels import labels_of
from annotator.session.projects.keeping import backups_of
from annotator.session.stamps import now
from annotator.store.project import Project
from annotator.store.sqlite.facts import Facts, facts_of

EXPORTS = "exports"
"""The key under which a project keeps where it was exported last."""
_KEPT = 5

Report = Callable[[int, int | None], None]
Wanted = Callable[[], bool]
Hand = Callable[[Any], None]


@dataclass(frozen=True)
class Properties:
    """What is known of a project.

    pipeline  what was chosen for it, None where the best that is installed is taken
    labels    the names of its labels, in order
    folder    of its backups; `backups` their sizes in bytes, newest first
    exports   where it was exported (path, time, articles), newest first
    """

    path: Path
    facts: Facts
    pipeline: str | None
    labels: tuple[str, ...]
    folder: Path
    backups: tuple[int, ...]
    exports: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Checked:
    """What was found wrong in a project's file, one line each."""

    lines: tuple[str, ...]


def look_at_project(path: Path, report: Report, wanted: Wanted, hand: Hand) -> Properties:
    """The properties of a project; a `looks.Look`, with its first argument given. Raises Fault."""
    del report, wanted, hand
    backups = backups_of(path)
    with Project.open(path, by="", read_only=True) as project:
        exports = [each for each in project.get(EXPORTS, []) if isinstance(each, list) and len(each) == 3]
        return Properties(
            path=path,
            facts=facts_of(path),
            pipeline=project.get("pipeline"),
            labels=labels_of(project).names,
            folder=backups.folder,
            backups=tuple(backup.size for backup in backups.list()),
            exports=tuple((str(where), str(at), int(count)) for where, at, count in exports),
        )


def look_for_damage(path: Path, report: Report, wanted: Wanted, hand: Hand) -> Checked:
    """Has SQLite check every page and reference; likewise. Takes seconds for a large project."""
    del report, wanted, hand
    with Project.open(path, by="", read_only=True) as project:
        return Checked(tuple(project.check()))


def note_export(project: Project, report: ExportReport) -> None:
    """Remember where a project was exported to, as far as it may be written."""
    if report.path is None or report.dry or project.read_only:
        return
    with suppress(Fault):  # the export is there all the same
        kept = [each for each in project.get(EXPORTS, []) if each[0] != str(report.path)]
        project.put(EXPORTS, [[str(report.path), now(), report.written], *kept][:_KEPT])
