"""What can be done about a damaged project: getting out what is left, or a backup in its place.

Each is a look (see `looks`): it may take seconds, and whatever a damaged file does to its reader, the window goes on.
"""

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from annotator import paths
from annotator.model.faults import Fault
from annotator.session.projects.keeping import difference
from annotator.session.projects.restoring import restore_here
from annotator.store.backups import Backup
from annotator.store.comparing import Difference
from annotator.store.salvage.salvaging import Salvaged, SalvagingStopped, salvage
from annotator.store.sqlite.copying import Contents

Report = Callable[[int, int | None], None]
Wanted = Callable[[], bool]
Hand = Callable[[Any], None]


def salvage_target(project: Path) -> Path:
    """A name that no file has for what is got out of a project: beside it, else in the program's own folder."""
    folder = project.parent if os.access(project.parent, os.W_OK) else paths.data_folder()
    names = (f"{project.stem} salvaged{'' if n == 1 else f' {n}'}{project.suffix}" for n in count(1))
    return next(path for name in names if not (path := folder / name).exists())


def salvage_apart(project: Path, target: Path, by: str, report: Report, wanted: Wanted, hand: Hand) -> Salvaged | None:
    """Writes what can be read of a project into a new one, see `store.salvage.salvaging`; raises Fault likewise.

    Tells how many articles are done; None where it is not wanted any more, and nothing of the new one is left then.
    """
    del hand

    def going(done: int, total: int | None) -> bool:
        report(done, total)
        return wanted()

    try:
        return salvage(project, target, by=by, going=going)
    except SalvagingStopped:
        return None


def compare_apart(
    project: Path, backup: Backup, report: Report, wanted: Wanted, hand: Hand
) -> tuple[Backup, Difference | Contents]:
    """What putting a backup back would change; where the project is too damaged to tell, what the backup holds."""
    del report, wanted, hand
    try:
        return backup, difference(project, backup.path)
    except Fault:
        return backup, backup.contents()


def restore_apart(project: Path, backup: Backup, report: Report, wanted: Wanted, hand: Hand) -> Path:
    """Puts a backup in a damaged project's place, see `restore_here`; returns the project's path."""
    del report, wanted, hand
    restore_here(project, backup)
    return project
