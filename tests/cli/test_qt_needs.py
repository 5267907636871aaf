import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotator.cli import qt_needs
from annotator.cli.qt_needs import (
    EVERYWHERE,
    WINDOW_SYSTEMS,
    how_to_install,
    missing_libraries,
    require_window,
    window_systems,
)
from annotator.model.faults import Fault

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what Qt needs is looked at on Linux only")
_SONAME = re.compile(rb"\x00(lib[A-Za-z][\w.+-]*\.so\.\d+)(?=\x00)")
_LIBC = {"libc.so.6", "libm.so.6", "libdl.so.2", "librt.so.1", "libpthread.so.0", "libgcc_s.so.1", "libstdc++.so.6"}
_OWN = re.compile(r"lib(Qt6|icu|pyside6|shiboken6)")
_BASE = {"libz.so.1"}  # Python itself needs it


def _needed(*patterns: str) -> set[str]:
    """The libraries outside Qt whose names stand in the files of PySide6 that match."""
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "Qt"
    files = [file for pattern in patterns for file in folder.glob(pattern)]
    assert files
    names = {name.decode() for file in files for name in _SONAME.findall(file.read_bytes())}
    return {name for name in names if name not in _LIBC | _BASE and not _OWN.match(name)}


@linux
def test_every_library_that_qt_links_to_is_known() -> None:
    files = [f"lib/libQt6{name}.so.6" for name in ("Core", "DBus", "Gui", "Widgets")]
    assert "libEGL.so.1" in _needed(*files)
    assert _needed(*files) <= set(EVERYWHERE)


@linux
@pytest.mark.parametrize(
    ("window_system", "files"),
    [
        ("xcb", ("plugins/platforms/libqxcb.so", "lib/libQt6XcbQpa.so.6")),
        ("wayland", ("plugins/platforms/libqwayland.so", "lib/libQt6WaylandClient.so.6")),
    ],
)
def test_every_library_that_the_plugin_of_a_window_system_links_to_is_known(
    window_system: str, files: tuple[str, ...]
) -> None:
    assert _needed(*files) <= {*EVERYWHERE, *WINDOW_SYSTEMS[window_system]}


@linux
@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="Debian's packages are named")
def test_the_debian_packages_hold_the_libraries() -> None:
    known = {library: packages for each in (EVERYWHERE, *WINDOW_SYSTEMS.values()) for library, packages in each.items()}
    command = ["dpkg-query", "--search", *(f"*/{library}" for library in known)]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    holders: dict[str, set[str]] = {}
    for line in found.splitlines():
        package, _, path = line.partition(": ")
        holders.setdefault(Path(path).name, set()).add(package.partition(":")[0])
    assert not {library for library, packages in holders.items() if known[library].debian not in packages}


@pytest.mark.parametrize(
    ("environment", "systems"),
    [
        ({"QT_QPA_PLATFORM": "offscreen:size=800x600", "DISPLAY": ":0"}, ("offscreen",)),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, ("wayland", "xcb")),
        ({"DISPLAY": ":0"}, ("xcb",)),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ("xcb", "wayland")),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"}, ("wayland", "xcb")),
        ({}, ()),
    ],
)
def test_the_window_systems_to_try_are_those_that_qt_would(
    environment: dict[str, str], systems: tuple[str, ...]
) -> None:
    if sys.platform.startswith("linux"):
        assert window_systems(environment) == systems


@linux
def test_a_missing_library_is_named_with_the_package_that_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qt_needs, "_opens", lambda library: library not in ("libxcb-cursor.so.0", "libEGL.so.1"))
    monkeypatch.setattr(qt_needs.platform, "freedesktop_os_release", lambda: {"ID": "debian"})
    assert missing_libraries("xcb") == ("libEGL.so.1", "libxcb-cursor.so.0")
    with pytest.raises(Fault, match=r"libEGL\.so\.1, libxcb-cursor\.so\.0") as caught:
        require_window({"DISPLAY": ":0"})
    assert caught.value.remedy.endswith("apt install libegl1 libxcb-cursor0")


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ({"ID": "debian"}, "apt install libxcb-icccm4"),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, "apt install libxcb-icccm4"),
        ({"ID": "fedora"}, "dnf install xcb-util-wm"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "dnf install xcb-util-wm"),
        ({"ID": "manjaro", "ID_LIKE": "arch"}, "pacman -S xcb-util-wm"),
    ],
)
def test_packages_are_named_as_the_distribution_names_them(
    monkeypatch: pytest.MonkeyPatch, release: dict[str, str], command: str
) -> None:
    monkeypatch.setattr(qt_needs.platform, "freedesktop_os_release", lambda: release)
    assert how_to_install(["libxcb-icccm.so.4"]) == command


def test_a_library_that_does_not_exist_does_not_open() -> None:
    assert not qt_needs._opens("libannotator-surely-not.so.7")


@linux
def test_without_a_display_there_is_no_window() -> None:
    with pytest.raises(Fault, match="no display") as caught:
        require_window({})
    assert "xvfb-run" in caught.value.remedy


@linux
def test_a_display_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    if not qt_needs._opens("libxcb.so.1"):
        pytest.skip("no display can be asked without libxcb")
    monkeypatch.setattr(qt_needs, "missing_libraries", lambda system: ())
    with pytest.raises(Fault, match=":4242"):
        require_window({"DISPLAY": ":4242"})


@linux
def test_one_window_system_that_works_is_enough() -> None:
    require_window({"QT_QPA_PLATFORM": "xcb;offscreen", "DISPLAY": ":4242"})
