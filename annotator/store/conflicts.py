"""Copies of a project that a synchronised folder made when it was changed in two places at once."""

import platform
import re
from pathlib import Path

_MARKS = re.compile(
    r"""
    \ \([^)]*(?:conflict|konflikt|conflit|conflicto)[^)]*\)  # Dropbox, Nextcloud, Box
    | \.sync-conflict-\d{8}-\d{6}(?:-\w+)?                  # Syncthing
    | _conflict-\d{8}-\d{6}                                 # ownCloud
    | \ \(\d+\)                                             # Google Drive, browsers
    """,
    re.VERBOSE | re.IGNORECASE,
)


def conflict_copies(path: Path) -> list[Path]:
    """The files beside a project whose names say that they are copies of it, in alphabetical order.

    The names are those that Dropbox, Nextcloud, Syncthing, ownCloud, Google Drive and OneDrive (which adds the
    computer's name) give. A folder that cannot be looked into has none.
    """
    try:
        names = sorted(each.name for each in path.parent.iterdir() if each.suffix == path.suffix)
    except OSError:
        return []
    return [path.with_name(name) for name in names if _is_copy(name[: -len(path.suffix)], path.stem)]


def _is_copy(stem: str, of: str) -> bool:
    if not stem.startswith(of) or stem == of:
        return False
    rest = stem[len(of) :]
    return _MARKS.fullmatch(rest) is not None or rest.lower() == f"-{platform.node().lower()}"
