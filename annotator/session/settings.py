"""What a person has set, for all projects: their name, theme, zoom, keys, and where they were."""

import getpass
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from annotator.formats.files import written_beside
from annotator.model.plain import from_plain, to_plain

THEMES = ("system", "light", "dark")
ZOOMS = range(10, 1001)
"""In percent; the window keeps to a narrower range."""
RECENT = 10
"""How many projects are remembered."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """A person's settings.

    by       their name, kept with every decision
    theme    one of THEMES
    zoom     the size of the article's text, in percent
    keys     keys by a command's name, in place of its own
    recent   the projects opened last, newest first
    window   the window's geometry, base64; empty for the usual
    layout   the widths and heights of its parts, base64
    exporting  what was chosen for the last export, by the fields of the window's dialog
    coverage whether the project notes which paragraphs were read
    ask_unread  whether to ask before an article is done of which something was not read
    welcomed whether they know the keys that matter, or do not want to be told
    """

    by: str = ""
    theme: str = "system"
    zoom: int = 100
    keys: Mapping[str, Any] = field(default_factory=dict)
    recent: tuple[str, ...] = ()
    window: str = ""
    layout: str = ""
    exporting: Mapping[str, Any] = field(default_factory=dict)
    welcomed: bool = False
    coverage: bool = True
    ask_unread: bool = False

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
        return replace(self, recent=(path, *(p for p in self.recent if p != path))[:RECENT])


def read_settings(path: Path) -> Settings:
    """The settings in a file; the usual ones where it is missing. What cannot be read is left out and logged.

    A file that is no JSON at all is put aside, with ".broken" behind its name: there may be keys in it to be saved.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("The settings in %s could not be read: %s", path, error)
        if not isinstance(error, OSError):
            with suppress(OSError):  # the next change writes the file anew
                path.replace(path.with_name(f"{path.name}.broken"))
        return Settings()
    settings = Settings()
    for each in fields(Settings) if isinstance(data, dict) else ():
        if each.name in data:
            try:
                read: Settings = from_plain(Settings, {each.name: data[each.name]})
                _check(read)
            except (ValueError, TypeError, AttributeError) as error:
                _log.warning("The setting %s in %s could not be read: %s", each.name, path, error)
                continue
            settings = replace(settings, **{each.name: getattr(read, each.name)})
    return settings


def _check(settings: Settings) -> None:
    """Raises ValueError for what the types allow and the window cannot use: the file may have been edited by hand."""
    if settings.theme not in THEMES:
        raise ValueError(f"there is no theme {settings.theme!r}")
    if settings.zoom not in ZOOMS:
        raise ValueError(f"{settings.zoom} is no zoom")
    for name, keys in settings.keys.items():
        if not isinstance(keys, list | tuple) or not all(isinstance(key, str) for key in keys):
            raise ValueError(f"the keys of {name} are no list of names")


def write_settings(path: Path, settings: Settings) -> None:
    """Write the settings to a file; raises Fault where that cannot be."""
    with written_beside(path) as file:
        json.dump(to_plain(settings), file, indent=1)  # ASCII: the name of a project may be no UTF-8
