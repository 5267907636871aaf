"""Putting a backup in the place of a project that no window has open."""

from pathlib import Path

from annotator.session.projects.keeping import backups_of
from annotator.session.projects.wholefile import check_is_ours
from annotator.store.backups import Backup, check, put_aside, restore_copy, restore_in_place
from annotator.store.project import Project
from annotator.store.sqlite.connection import Damaged, NoProject


def restore_here(project: Path, backup: Backup) -> Path | None:
    """Gives the project all that one of its backups holds, after a backup of what it holds now.

    A damaged project is put aside under another name instead, which is returned; it is not changed. A project that is
    gone is made again. Raises Fault where somebody has it open, or it cannot be written.
    """
    check(backup.path, backup.path)
    if not project.exists():
        restore_copy(backup.path, project)
        return None
    try:
        opened = Project.open(project, by="")
    except (Damaged, NoProject):
        aside = put_aside(project)
        restore_copy(backup.path, project)
        return aside
    with opened:
        check_is_ours(opened)
        try:
            backups_of(project).take("restore", anyway=True, keep=backup)
        except Damaged:
            opened.close()
            aside = put_aside(project)
            restore_copy(backup.path, project)
            return aside
        restore_in_place(project, backup.path)
    return None
