"""Putting a backup in the place of a project that no window has open."""

from pathlib import Path

from annotator.session.projects.keeping import backups_of
from annotator.session.projects.wholefile import check_is_ours
from annotator.store.backups import Backup, check, put_aside, restore_copy, restore_in_place
from annotator.store.project import Project
from annotator.store.sqlite.connection import Damaged, NoProject
from annotator.store.sqlite.places import move_project


def restore_here(project: Path, backup: Backup) -> Path | None:
    """Gives the project all that one of its backups holds, after a backup of what it holds now.

    A damaged project is put aside under another name instead, which is returned; it is not changed. A project that is
    gone is made again. Raises Fault where somebody has it open, or it cannot be written; it is as it was then.
    """
    check(backup.path, backup.path)
    if not project.exists():
        restore_copy(backup.path, project)
        return None
    try:
        opened = Project.open(project, by="")
    except (Damaged, NoProject):
        return _replace(project, backup)
    with opened:
        check_is_ours(opened)
        try:
            backups_of(project).take("restore", anyway=True, keep=backup)
        except Damaged:
            opened.close()
            return _replace(project, backup)
        restore_in_place(project, backup.path)
    return None


def _replace(damaged: Path, backup: Backup) -> Path:
    """Puts a backup in the place of a damaged project, and returns its new name; raises Fault, having done neither."""
    aside = put_aside(damaged)
    try:
        restore_copy(backup.path, damaged)
    except BaseException:
        move_project(aside, damaged)
        raise
    return aside
