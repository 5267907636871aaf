"""Where files are: those that come with the program, and those it keeps for the person.

`ANNOTATOR_HOME` names a folder that holds everything of the second sort instead of the system's places for it.
"""

import os
import warnings
from pathlib import Path

import platformdirs

from annotator.model.faults import Fault

_PACKAGE = Path(__file__).resolve().parent
_NAME = "annotator"


def resources() -> Path:
    """The folder of the files that come with the program: a checkout's `resources`, or the copy in the package."""
    checkout = _checkout()
    return checkout / "resources" if checkout else _PACKAGE / "_resources"


def exports() -> Path:
    """The folder where exports go unless told otherwise; made where it is missing.

    A checkout's `exports`, or `annotator-exports` among the person's documents. Raises Fault where it cannot be made.
    """
    home = _home()
    if home:
        return _made(home / "exports")
    checkout = _checkout()
    return _made(checkout / "exports" if checkout else platformdirs.user_documents_path() / "annotator-exports")


def data_folder() -> Path:
    """The folder of the projects that the program makes of its own accord; made where it is missing.

    Raises Fault where it cannot be made.
    """
    home = _home()
    return _made(home / "data" if home else platformdirs.user_data_path(_NAME, appauthor=False))


def backups_folder() -> Path:
    """The folder of the projects' backups, which need not exist. Raises Fault where the one it is in cannot be made."""
    return data_folder() / "backups"


def settings_file() -> Path:
    """The person's settings, which need not exist; their folder does. Raises Fault where it cannot be made."""
    home = _home()
    return _made(home or platformdirs.user_config_path(_NAME, appauthor=False)) / "settings.json"


def shared_data() -> Path:
    """The folder of what the person's programs give to the desktop (`XDG_DATA_HOME`), which need not exist."""
    return platformdirs.user_data_path()


def log_file() -> Path:
    """The program's log, which need not exist; its folder does. Raises Fault where it cannot be made."""
    home = _home()
    return _made(home or platformdirs.user_log_path(_NAME, appauthor=False)) / "annotator.log"


def crash_file() -> Path:
    """Where it is written where the program was when it crashed; likewise."""
    return log_file().with_name("crash.log")


def meeting_folder() -> Path:
    """The folder in which the person's processes of the program find one another: on this machine, and theirs alone.

    Raises OSError where there is none that nobody else can write to.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", platformdirs.RuntimeDirWarning)  # the temporary folder does as well
        return platformdirs.user_runtime_path(_NAME, appauthor=False, ensure_exists=True)


def _home() -> Path | None:
    named = os.environ.get("ANNOTATOR_HOME")
    return Path(named).expanduser().absolute() if named else None


def _checkout() -> Path | None:
    folder = _PACKAGE.parent
    return folder if (folder / "resources").is_dir() and (folder / "pyproject.toml").is_file() else None


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(
            f"The folder {folder} cannot be made: {error.strerror}.",
            "Make it by hand, or name another place for what the program keeps in ANNOTATOR_HOME.",
        ) from error
    return folder
