"""The files that let a desktop open projects, in a home of their own."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from annotator.cli.app import run
from annotator.session.projects import desktop
from annotator.store.project import Project

_XML = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a system that follows freedesktop.org has a person's data."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share"


def test_they_are_written_into_the_person_s_folders_and_taken_away_again(data, capsys):
    assert run(["desktop", "--install"]) == 0
    entry, mime = data / "applications" / "annotator.desktop", data / "mime" / "packages" / "annotator.xml"
    icons = sorted((data / "icons").rglob("*.svg"))
    assert [str(path) for path in (*icons, mime, entry)] == capsys.readouterr().out.split()
    for icon in icons:
        assert ElementTree.parse(icon).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(entry)
    written = parser["Desktop Entry"]
    assert written["MimeType"] == f"{desktop.MIME_TYPE};"
    assert written["Exec"].endswith(" open %F")
    assert Path(written["Exec"].split()[0].strip('"')).exists()
    if (validate := shutil.which("desktop-file-validate")) is not None:
        subprocess.run([validate, str(entry)], check=True)
    assert run(["desktop", "--install"]) == 0  # once more does no harm
    assert run(["desktop", "--remove"]) == 0
    assert not [path for path in data.rglob("annotator*") if path.is_file()]
    assert run(["desktop", "--remove"]) == 0
    assert "nothing to remove" in capsys.readouterr().err


def test_a_project_is_known_by_its_name_and_by_what_stands_in_it(data, tmp_path):
    desktop.install()
    root = ElementTree.parse(data / "mime" / "packages" / "annotator.xml").getroot()
    (kind,) = root
    assert kind.attrib["type"] == desktop.MIME_TYPE
    assert kind.find(f"{_XML}glob").attrib["pattern"] == "*.anno"
    Project.create(tmp_path / "a.anno", by="x").close()
    beginning = (tmp_path / "a.anno").read_bytes()[:100]
    matches = list(kind.iter(f"{_XML}match"))
    assert len(matches) == 2
    for match in matches:
        value = match.attrib["value"].replace("\\000", "\0").encode()
        assert beginning[int(match.attrib["offset"]) :].startswith(value)


@pytest.mark.parametrize(
    ("argument", "written"),
    [
        ("/usr/bin/annotator", "/usr/bin/annotator"),
        ("/my folder/annotator", '"/my folder/annotator"'),
        ('/a"$b`c', '"/a\\\\"\\\\$b\\\\`c"'),
        ("/50%", "/50%%"),
    ],
)
def test_what_the_command_s_path_has_in_it_is_quoted(argument, written):
    assert desktop.quoted(argument) == written


def test_other_systems_and_wrong_use_are_told(monkeypatch, capsys):
    assert run(["desktop"]) == 2
    monkeypatch.setattr(sys, "platform", "win32")
    assert run(["desktop", "--install"]) == 1
    assert "annotator open" in capsys.readouterr().err
