"""Where a project's files lie: put in place so that a power cut takes nothing back, and in what sort of folder."""

import os
import sys
from contextlib import suppress
from errno import EINVAL, ENOTSUP
from pathlib import Path
from typing import Final

from annotator.model.faults import Fault

_NETWORKED: Final = frozenset(
    (
        *("9p", "afs", "ceph", "cifs", "coda", "davfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "orangefs", "prl_fs"),
        *("smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse"),
        *("fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse"),
    )
)
"""File systems of Linux by which computers share folders, virtual machines with their hosts among them."""

_BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""

_MOUNTS: Final = Path("/proc/self/mountinfo")


def place_file(new: Path, path: Path) -> None:
    """Moves a closed database to `path`, where nothing is, and makes sure that it is on disk there.

    Raises Fault where it cannot; the database is where it was then.
    """
    try:
        new.replace(path)
        try:
            sync_folder(path.parent)
        except OSError:
            path.replace(new)  # who is told that it could not be written finds nothing there
            raise
    except OSError as error:
        raise Fault(
            f"{path} cannot be written: {error.strerror}.",
            "See whether the disk is full or gone and its folder is still there.",
        ) from error


def make_folder(folder: Path) -> None:
    """Makes a folder that only its owner may look into, and those it is in; they outlast a power cut.

    Raises OSError where it cannot.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Makes names in a folder outlast a power cut, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one may write in it, and not read what else is there
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (EINVAL, ENOTSUP):  # some network file systems sync no folders
            raise
    finally:
        os.close(descriptor)


def remove_file(path: Path) -> None:
    """Deletes a database that was not finished, where there is one, with what SQLite keeps beside it."""
    for ending in ("", *_BESIDE):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def move_project(path: Path, to: Path) -> None:
    """Renames a closed project with what is kept beside it, all of that or nothing; raises Fault where it cannot."""
    # The file first: without its log beside it, it would open as if the last edits had never been.
    pairs = [(path.with_name(path.name + ending), to.with_name(to.name + ending)) for ending in ("", *_BESIDE)]
    moved: list[tuple[Path, Path]] = []
    try:
        for old, new in pairs:
            if old.exists():
                old.replace(new)
                moved.append((old, new))
        sync_folder(to.parent)
    except OSError as error:
        with suppress(OSError):
            for old, new in reversed(moved):
                new.replace(old)
        raise Fault(f"{path} cannot be renamed: {error.strerror}.", "Ask for the right to write its folder.") from error


def leftover(path: Path) -> Path | None:
    """The log or journal that an ended process left of the project at `path`, None where there is none.

    SQLite would put it into any new database of that name. An empty one, as readers leave it, counts as none.
    """
    logs = (path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-journal"))
    return next((log for log in logs if log.exists() and log.stat().st_size), None)


def check_is_free(path: Path) -> None:
    """Raises Fault where no new project can stand at `path`: something does, or SQLite would put an old log into it."""
    if path.exists():
        raise Fault(f"{path} exists already.", "Open it, or choose another name.")
    if (log := leftover(path)) is not None:
        raise Fault(
            f"{log} is left from a project that stood at {path}.",
            "Put that project back and open it, or move the left file away, or choose another name.",
        )


def network(path: Path) -> str | None:
    """The file system by which the folder of `path` is shared with other computers; None where it is not, or unknown.

    Linux says so, and Windows; macOS is not asked. Never raises.
    """
    folder = path.resolve().parent
    if sys.platform == "win32":
        import ctypes

        remote = 4  # DRIVE_REMOTE of GetDriveTypeW
        return "SMB" if ctypes.windll.kernel32.GetDriveTypeW(str(Path(folder.anchor))) == remote else None
    with suppress(OSError):
        device = folder.stat().st_dev
        return shared(_MOUNTS.read_text(encoding="utf-8", errors="replace"), os.major(device), os.minor(device))
    return None


def shared(mounts: str, major: int, minor: int) -> str | None:
    """What is mounted by these numbers of a device if it is shared with other computers; `mounts` as Linux lists them.

    A line is `36 35 98:0 /root /where options … - type source options` (proc_pid_mountinfo(5)).
    """
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        if fields.split(" ")[2:3] == [f"{major}:{minor}"]:
            kind = rest.split(" ")[0]
            return kind if kind in _NETWORKED else None
    return None
