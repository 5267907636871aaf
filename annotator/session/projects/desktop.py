"""Projects in the desktop: a double click on one opens it, in the menus of systems that follow freedesktop.org.

The files and where they lie are those of the Desktop Entry, Shared MIME-info and Icon Theme specifications; all of them
go into the person's own folders.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from annotator import paths
from annotator.formats.files import written_beside
from annotator.model.faults import Fault

MIME_TYPE = "application/vnd.annotator.project"
_ICON = MIME_TYPE.replace("/", "-")
_ENTRY = """[Desktop Entry]
Type=Application
Version=1.5
Name=Annotator
GenericName=Annotation of news
Comment=Correct entities, quotations and speakers in news articles
Exec={command} open %F
Icon=annotator
Terminal=false
Categories=Office;
Keywords=annotation;quotes;entities;news;
MimeType={mime_type};
StartupWMClass=annotator
"""
_MIME = f"""<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{MIME_TYPE}">
    <comment>Annotator project</comment>
    <sub-class-of type="application/vnd.sqlite3"/>
    <icon name="{_ICON}"/>
    <magic priority="80">
      <match type="string" offset="0" value="SQLite format 3\\000">
        <match type="string" offset="68" value="ANNO"/>
      </match>
    </magic>
    <glob pattern="*.anno"/>
  </mime-type>
</mime-info>
"""
_UPDATES = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))
"""What has to read the folders anew, where it is there, and which."""


def icon() -> Path:
    """The program's icon, an SVG."""
    return paths.resources() / "desktop" / "annotator.svg"


def install() -> list[Path]:
    """Write the files, also over older ones; returns them. Raises Fault where that cannot be."""
    written = []
    for path, contents in _files().items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Fault(f"The folder {path.parent} cannot be made: {error.strerror}.", "Make it by hand.") from error
        with written_beside(path) as file:
            file.write(contents())
        written.append(path)
    _update()
    return written


def remove() -> list[Path]:
    """Take the files away again; returns those that were there. Raises Fault likewise."""
    removed = []
    for path in _files():
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise Fault(f"{path} cannot be removed: {error.strerror}.", "Remove it by hand.") from error
        removed.append(path)
    if removed:
        _update()
    return removed


def _files() -> Mapping[Path, Callable[[], str]]:
    """Each file, and what makes its contents."""
    data = _data()
    icons = data / "icons" / "hicolor" / "scalable"

    def drawing() -> str:
        return icon().read_text(encoding="utf-8")

    return {
        icons / "apps" / "annotator.svg": drawing,
        icons / "mimetypes" / f"{_ICON}.svg": drawing,
        data / "mime" / "packages" / "annotator.xml": lambda: _MIME,
        data / "applications" / "annotator.desktop": lambda: _ENTRY.format(command=command(), mime_type=MIME_TYPE),
    }


def _data() -> Path:
    if sys.platform in ("darwin", "win32"):
        raise Fault(
            "Opening projects by a double click can be set up on Linux and BSD only, not on this system.",
            "Open them in the window (File ▸ Open project) or with `annotator open`.",
        )
    return paths.shared_data()


def command() -> str:
    """What starts this program, as an Exec key has it: the script beside this Python, else the module."""
    script = Path(sys.executable).with_name("annotator")
    parts = [str(script)] if script.is_file() else [sys.executable, "-m", "annotator"]
    return " ".join(map(quoted, parts))


def quoted(argument: str) -> str:
    """An argument in an Exec key: what it reserves is quoted, and then what any value of the file reserves."""
    plain = argument.replace("%", "%%")
    if plain and all(character.isalnum() or character in "-_./+:%" for character in plain):
        return plain
    for character in ("\\", '"', "`", "$"):
        plain = plain.replace(character, f"\\{character}")
    return '"' + plain.replace("\\", "\\\\") + '"'


def _update() -> None:
    for tool, folder in _UPDATES:
        found = shutil.which(tool)
        if found is not None:  # where it is not there, nothing reads what it would write
            subprocess.run([found, str(_data() / folder)], check=False, capture_output=True, timeout=60)
