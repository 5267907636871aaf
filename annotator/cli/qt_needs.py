"""What Qt needs from the system before it can open a window, and the packages that hold it.

Qt ends the process where its window system lacks a library, and names the wrong one; so this is looked at before Qt
is imported, by opening the same libraries.
"""

import ctypes
import platform
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.model.faults import Fault


class Packages(NamedTuple):
    """The packages that hold a library, by family of distributions."""

    debian: str
    fedora: str
    arch: str


EVERYWHERE: Mapping[str, Packages] = {
    "libEGL.so.1": Packages("libegl1", "libglvnd-egl", "libglvnd"),
    "libGL.so.1": Packages("libgl1", "libglvnd-glx", "libglvnd"),
    "libX11.so.6": Packages("libx11-6", "libX11", "libx11"),
    "libdbus-1.so.3": Packages("libdbus-1-3", "dbus-libs", "dbus"),
    "libfontconfig.so.1": Packages("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": Packages("libfreetype6", "freetype", "freetype2"),
    "libglib-2.0.so.0": Packages("libglib2.0-0", "glib2", "glib2"),
    "libgthread-2.0.so.0": Packages("libglib2.0-0", "glib2", "glib2"),
    "libxkbcommon.so.0": Packages("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    "libzstd.so.1": Packages("libzstd1", "libzstd", "zstd"),
}
"""What Qt's own libraries open on Linux, whatever the window system."""

_XCB: Mapping[str, Packages] = {
    "libX11-xcb.so.1": Packages("libx11-xcb1", "libX11-xcb", "libx11"),
    "libxcb.so.1": Packages("libxcb1", "libxcb", "libxcb"),
    "libxcb-cursor.so.0": Packages("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": Packages("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": Packages("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": Packages("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": Packages("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render.so.0": Packages("libxcb-render0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": Packages("libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    "libxcb-shape.so.0": Packages("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-shm.so.0": Packages("libxcb-shm0", "libxcb", "libxcb"),
    "libxcb-sync.so.1": Packages("libxcb-sync1", "libxcb", "libxcb"),
    "libxcb-util.so.1": Packages("libxcb-util1", "xcb-util", "xcb-util"),
    "libxcb-xfixes.so.0": Packages("libxcb-xfixes0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": Packages("libxcb-xkb1", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": Packages("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
}
_WAYLAND: Mapping[str, Packages] = {
    "libwayland-client.so.0": Packages("libwayland-client0", "libwayland-client", "wayland"),
    "libwayland-cursor.so.0": Packages("libwayland-cursor0", "libwayland-cursor", "wayland"),
}
WINDOW_SYSTEMS: Mapping[str, Mapping[str, Packages]] = {"xcb": _XCB, "wayland": _WAYLAND}
"""What the plugin of a window system opens besides."""


def window_systems(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The Qt platforms that can be tried here, the likeliest first; none where there is no display."""
    named = environment.get("QT_QPA_PLATFORM")
    if named:
        return tuple(choice.partition(":")[0] for choice in named.split(";"))
    if not sys.platform.startswith("linux"):
        return ("",)
    found = [name for name, key in (("xcb", "DISPLAY"), ("wayland", "WAYLAND_DISPLAY")) if environment.get(key)]
    return tuple(sorted(found, key=lambda name: name != environment.get("XDG_SESSION_TYPE")))


def missing_libraries(window_system: str) -> tuple[str, ...]:
    """The libraries that Qt needs for this platform and that the system does not have; none but on Linux."""
    if not sys.platform.startswith("linux"):
        return ()
    needed = (*EVERYWHERE, *WINDOW_SYSTEMS.get(window_system, ()))
    return tuple(library for library in needed if not _opens(library))


def how_to_install(libraries: Sequence[str]) -> str:
    """The command that installs these libraries on this distribution, on Debian's where it is another."""
    known = {**EVERYWHERE, **_XCB, **_WAYLAND}
    family, command = _package_manager()
    packages = {getattr(known[library], family) for library in libraries if library in known}
    return f"{command} {' '.join(sorted(packages))}"


def require_window(environment: Mapping[str, str]) -> None:
    """Does nothing where Qt can open a window in this environment; raises Fault, saying what to do, where it cannot."""
    systems = window_systems(environment)
    if not systems:
        raise Fault(
            "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.",
            "Start it in a graphical session, or on a virtual display: xvfb-run -a annotator",
        )
    faults = [fault for system in systems for fault in [_fault_of(system, environment)]]
    if all(faults):
        raise next(fault for fault in faults if fault)


def _fault_of(window_system: str, environment: Mapping[str, str]) -> Fault | None:
    missing = missing_libraries(window_system)
    if missing:
        return Fault(
            f"Qt cannot open a window: the system lacks {', '.join(missing)}.",
            f"Install what holds them: {how_to_install(missing)}",
        )
    if window_system == "xcb" and sys.platform.startswith("linux") and not _answers(environment.get("DISPLAY", "")):
        return Fault(
            f"The display {environment.get('DISPLAY', '')!r} does not answer.",
            "Check DISPLAY and the permission to use it, or start a virtual display: xvfb-run -a annotator",
        )
    return None


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers(display: str) -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _package_manager() -> tuple[str, str]:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {}
    names = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    if names & {"fedora", "rhel", "centos"}:
        return "fedora", "dnf install"
    if "arch" in names:
        return "arch", "pacman -S"
    return "debian", "apt install"
