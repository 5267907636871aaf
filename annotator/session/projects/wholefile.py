"""A project's whole file where no window has it open: compacted, copied."""

from pathlib import Path

from annotator.model.faults import Fault
from annotator.session.projects.keeping import Compacted, backups_of
from annotator.store.project import Project
from annotator.store.sqlite.compacting import check_room, compact
from annotator.store.sqlite.copying import Snapshot
from annotator.store.sqlite.places import check_is_free


def compact_here(project: Path) -> Compacted:
    """Gives room in a project's file that nothing needs any more back to the disk, after a backup.

    Raises Fault where somebody has it open, it cannot be written, or the disk has no room for that; it is as it was
    then.
    """
    with Project.open(project, by="") as opened:
        check_is_ours(opened)
        check_room(project)
        backups_of(project).take("compact")
        return Compacted(*compact(project))


def copy_whole(project: Path, target: Path) -> None:
    """Writes a project as it is at this moment, undo included, into a new file; a window may have it open.

    Raises Fault where there is something at `target` already, or the one cannot be read or the other written.
    """
    check_is_free(target)
    Project.open(project, by="", read_only=True).close()  # it is one, and can be read here
    with Snapshot(project) as snapshot:
        snapshot.copy_to(target)


def check_is_ours(opened: Project) -> None:
    """Raises Fault where an open project may only be read, saying who has it."""
    holder = opened.held_by
    if holder is not None:
        who = f"{holder.person or 'somebody'} on {holder.host or 'this machine'}"
        raise Fault(f"{opened.path} is open elsewhere: {who} has it.", "Close it there first.")
    if opened.read_only:
        raise Fault(
            f"{opened.path} can only be read.",
            "See whether you may write it and its folder, and whether its disk is full, or work on a copy.",
        )
