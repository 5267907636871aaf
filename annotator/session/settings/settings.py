"""What a person has set: their name, theme, type, keys, backups, and where they were."""

import getpass
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from annotator.formats.files import written_beside
from annotator.model.faults import Fault
from annotator.model.plain import from_plain, to_plain
from annotator.session.settings.declarations import (
    Choice,
    Face,
    Kept,
    Keys,
    Line,
    Number,
    Pipeline,
    Remembered,
    Setting,
    Switch,
    declared,
    setting_of,
)

THEMES = ("system", "light", "dark")
PATIENCE: Final = 2.0
"""Seconds to wait for another process to have written the settings."""

_log = logging.getLogger(__name__)
_PERSON, _LOOK, _BACKUPS, _PLACES, _KEYS = "You", "Appearance", "Backups", "Starting", "Keys"
_TEXT, _READING, _LOG = "Suggestions", "Reading", "Log"


@dataclass(frozen=True)
class Settings:
    """A person's settings on this machine, as their declarations say what each is."""

    by: str = declared(_PERSON, "Name", "Kept with every decision; empty for your name in the system.", Line(), "")
    theme: str = declared(
        _LOOK,
        "Theme",
        "The colours of the window.",
        Choice((("system", "The system’s"), ("light", "Light"), ("dark", "Dark"))),
        "system",
    )
    zoom: int = declared(_LOOK, "Text size", "The size of the article’s text.", Number(50, 300, "%", 10), 100)
    face: str = declared(_LOOK, "Typeface", "What the article’s text is set in.", Face(), "")
    line: int = declared(
        _LOOK, "Line height", "From one line of the article to the next, in terms of its type.",
        Number(110, 250, "%", 10), 150,
    )  # fmt: skip
    coverage: bool = declared(
        _READING, "Note what is read", "The project keeps which paragraphs were read, by whom and when.", Switch(), True
    )
    ask_unread: bool = declared(
        _READING, "Ask before “done”", "Where paragraphs of the article were not read.", Switch(), False
    )
    reopen: bool = declared(
        _PLACES, "Open the last project", "At the start; else the sample is opened.", Switch(), True
    )
    most_recent: int = declared(
        _PLACES, "Recent projects", "How many projects are remembered; 0 for none.", Number(0, 30), 10
    )
    recent: tuple[str, ...] = declared(
        _PLACES, "Projects opened", "The projects that were opened last, newest first.", Remembered(), ()
    )
    importing: str = declared(_PLACES, "The last import", "The folder that it came from.", Remembered(), "")
    exporting: Mapping[str, Any] = declared(
        _PLACES, "The last export", "What was chosen for it, and its folder.", Remembered(), {}
    )
    window: str = declared(_PLACES, "The window’s place", "Where it stood, and its size.", Remembered(), "")
    layout: str = declared(
        _PLACES, "The columns", "How wide they are, what is hidden, and what was moved.", Remembered(), ""
    )
    lists: Mapping[str, Any] = declared(
        _PLACES, "The lists below the text", "How high the search and the mistakes were drawn.", Remembered(), {}
    )
    welcomed: bool = declared(
        _PLACES, "The introduction", "Whether the keys that matter were gone through.", Remembered(), False
    )
    backup_every: int = declared(
        _BACKUPS, "Back up every", "How often an edited project is backed up, beside when it is opened.",
        Number(5, 1440, "minutes", 5), 60,
    )  # fmt: skip
    backups_kept: int = declared(
        _BACKUPS, "Newest kept", "Of 7 days and 4 weeks one each is kept besides.", Number(2, 50), 5
    )
    backups_size: int = declared(
        _BACKUPS, "Room for a project’s backups", "The newest two are kept whatever they take.",
        Number(50, 100_000, "MB", 100), 2000,
    )  # fmt: skip
    log_level: str = declared(
        _LOG,
        "What is logged",
        "No text of an article comes into the log.",
        Choice((("error", "Mistakes"), ("warning", "Mistakes and warnings"), ("info", "What is done, too"))),
        "warning",
    )
    keys: Mapping[str, Any] = declared(_KEYS, "Keys", "The keys that call the commands.", Keys(), {})

    @property
    def person(self) -> str:
        """The name kept with decisions: the one that was set, else the system's for the person."""
        if self.by:
            return self.by
        try:
            return getpass.getuser()
        except (OSError, KeyError):  # no such user, as in a bare container
            return "somebody"

    def opened(self, project: Path) -> "Settings":
        """With a project at the head of the recent ones."""
        path = str(project)
        return replace(self, recent=(path, *(p for p in self.recent if p != path))[: self.most_recent])


ON_MACHINE: Final = tuple(setting_of(each.name, each.metadata) for each in fields(Settings))
"""The declarations of the settings that are kept on this machine, by the fields of `Settings`."""

IN_PROJECT: Final = (
    Setting(
        "quote_kinds",
        _TEXT,
        "Quotes looked for",
        "Each with those before it. What is undecided is suggested anew.",
        Choice(
            (
                ("direct", "In quote marks"),
                ("marked", "Partly in quote marks"),
                ("speech", "Speech without marks"),
                ("all", "Thoughts and topics"),
            )
        ),
        "marked",
        Kept.PROJECT,
    ),
    Setting(
        "pipeline",
        _TEXT,
        "Pipeline",
        "What suggests entities in English articles: a package, or a folder.",
        Pipeline(),
        "",
        Kept.PROJECT,
    ),
)
"""The declarations of the settings that are kept in a project."""

GROUPS: Final = (_PERSON, _LOOK, _READING, _TEXT, _PLACES, _BACKUPS, _LOG, _KEYS)
"""The pages of the dialog."""

DECLARED: Final = tuple(sorted((*ON_MACHINE, *IN_PROJECT), key=lambda setting: GROUPS.index(setting.group)))
"""All declarations, by their groups."""


def read_settings(path: Path) -> Settings:
    """The settings in a file; the usual ones where it is missing. What cannot be read is left out and logged.

    A file that is no JSON at all is put aside, with ".broken" behind its name: there may be keys in it to be saved.
    """
    return _taken(_raw(path) or {}, path)


def _raw(path: Path) -> dict[str, Any] | None:
    """What stands in the file, None where there is none that could be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("The settings in %s could not be read: %s", path, error)
        if not isinstance(error, OSError):
            with suppress(OSError):  # the next change writes the file anew
                path.replace(path.with_name(f"{path.name}.broken"))
        return None
    return data if isinstance(data, dict) else {}


def _taken(data: Mapping[str, Any], path: Path) -> Settings:
    settings = Settings()
    for setting in ON_MACHINE:
        if setting.name not in data:
            continue
        try:
            read: Settings = from_plain(Settings, {setting.name: data[setting.name]})
            value = getattr(read, setting.name)
            wrong = setting.wrong(value)
        except (ValueError, TypeError, AttributeError) as error:
            wrong = str(error)
        if wrong:
            _log.warning("The setting %s in %s could not be read: %s", setting.name, path, wrong)
        else:
            settings = replace(settings, **{setting.name: value})
    return settings


def write_settings(path: Path, settings: Settings) -> None:
    """Write the settings to a file, those that are not the usual ones; raises Fault where that cannot be."""
    _write(path, to_plain(settings))


def _write(path: Path, data: Mapping[str, Any]) -> None:
    with written_beside(path) as file:
        json.dump(data, file, indent=1)  # ASCII: the name of a project may be no UTF-8


Change = Callable[[Settings], Settings]


class SharedSettings:
    """The settings of all windows, in memory and in their file.

    path   the file, which other processes may be writing too
    value  the settings as they are now
    """

    def __init__(self, path: Path, value: Settings | None = None) -> None:
        self.path = path
        self.value = read_settings(path) if value is None else value
        self._unwritten: list[Change] = [] if value is None else [lambda _: value]
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Tell `listener` whenever they are others; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def change(self, change: Change, *, later: bool = False) -> None:
        """Have the settings that `change` makes of any others, at once and in the file; `later`, with the next change.

        What others have written to the file meanwhile stays and is taken up. Raises Fault where it cannot be written:
        the settings hold all the same, until the program ends.
        """
        self._unwritten.append(change)
        fault: Fault | None = None
        value = change(self.value)
        if not later:
            try:
                value = self._written(value)
            except Fault as error:
                fault = error
        if value != self.value:
            self.value = value
            for listener in tuple(self._listeners):
                listener()
        if fault is not None:
            raise fault

    def put(self, *, later: bool = False, **values: Any) -> None:
        """Give some of the settings, by their names, other values; as `change`."""
        self.change(lambda settings: replace(settings, **values), later=later)

    def _written(self, value: Settings) -> Settings:
        """What is in the file now that all that was not yet written is done to what stood in it."""
        try:
            with FileLock(self.path.with_name(f"{self.path.name}.lock"), timeout=PATIENCE):
                data = _raw(self.path)
                known = to_plain(value)
                if data is not None:
                    value = _taken(data, self.path)
                    for change in self._unwritten:
                        value = change(value)
                    names = {setting.name for setting in ON_MACHINE}
                    strangers = {name: each for name, each in data.items() if name not in names}
                    known = {**to_plain(value), **strangers}  # a newer version's are not lost
                if known != data:
                    _write(self.path, known)
        except Timeout as error:
            raise Fault(
                f"The settings in {self.path} are being written by another process, and not by this one.",
                "Change them again in a moment.",
            ) from error
        except OSError as error:
            raise Fault(
                f"The settings cannot be written to {self.path}: {error.strerror}.", "See whether the disk is full."
            ) from error
        self._unwritten.clear()
        return value
