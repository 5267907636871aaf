"""Processes of the program that run beside this one: what is to be opened is left to the one that has a window for it.

Each with a window listens at a socket of its own, named after its number in a folder that is the person's alone, for
processes with the same settings on the same display. A socket that a crash left belongs to nobody and is removed by
whoever finds it out. Of two that start at once the younger leaves it to the older. Only systems with such sockets have
this (POSIX); elsewhere each process is by itself.
"""

import json
import logging
import os
import platform
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Final, TypeVar

from annotator import paths
from annotator.model.counting import how_many
from annotator.model.plain import from_plain, to_plain
from annotator.session.projects.projects import sort_named
from annotator.store.lock import holder_of

_log = logging.getLogger(__name__)
PATIENCE: Final = 5.0
"""Seconds that a process is given to answer: it may just be starting."""
LONGEST: Final = 4_000_000
"""Bytes that a request may take: more than a command line may."""

_DISPLAY: Final = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
"""What says where windows are to be seen: one on another display helps nobody here."""


@dataclass(frozen=True)
class Request:
    """What another process is asked to open: projects, articles, or with neither the window that it has.

    token  the desktop's permission to come to the front (Wayland), empty where there is none
    """

    projects: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    token: str = ""


@dataclass(frozen=True)
class Answer:
    """What becomes of it: `raised` are the projects that have a window, `opened` those that get one.

    into  the project that the articles go into, empty where that is not known yet
    """

    raised: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    into: str = ""


M = TypeVar("M", Request, Answer)


def written(message: Request | Answer) -> bytes:
    """A message as it is sent: a line of JSON."""
    return json.dumps(to_plain(message)).encode("ascii") + b"\n"  # ASCII: a path may be no UTF-8


def read_request(line: bytes) -> Request:
    """The request in a line; raises ValueError where it is none, whatever else it is."""
    request = _read(Request, line)
    for path in (*request.projects, *request.articles):
        if not Path(path).is_absolute() or "\0" in path:
            raise ValueError("no absolute path")
    return request


def address(pid: int | None = None) -> Path:
    """Where the process of that number (else this one) listens for those that are like this one.

    Raises OSError where there is no folder that is the person's alone, Fault where that of the settings cannot be made.
    """
    alike = (paths.settings_file().resolve(), platform.node(), *map(os.environ.get, _DISPLAY))
    name = sha256("\0".join(map(str, alike)).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return paths.meeting_folder() / f"{name}.{os.getpid() if pid is None else pid}"


def listening() -> list[Path]:
    """Where other processes listen, or did until they crashed, the oldest first; those younger than this one left out.

    Which is the younger can be told from when this one listens itself.
    """
    if not hasattr(socket, "AF_UNIX"):
        return []
    try:
        own = address()
        found = [path for path in own.parent.glob(f"{own.stem}.*") if path.suffix[1:].isdecimal()]
    except OSError as error:
        _log.info("Whether the program runs already cannot be told: %s", error)
        return []
    aged = sorted((when, path) for path in found if (when := _listens_since(path)) is not None)
    others = [path for _, path in aged]
    return others[: others.index(own)] if own in others else others


def _listens_since(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # it has just ended
        return None


def leave_to_others(named: Sequence[Path]) -> str:
    """Have what a person named opened by a process that has a window; a sentence of what becomes of it, else nothing.

    A project is left to the process that has it, all else to the oldest one. Raises Fault for articles beside several
    projects. A process that does not answer is passed over.
    """
    others = listening()
    if not others:
        return ""
    projects, articles = sort_named([path.absolute() for path in named])
    by_process: dict[Path, list[str]] = {}
    for path in projects:
        by_process.setdefault(_holder(path, others), []).append(str(path))
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    said = []
    for process, wanted in (by_process or {others[0]: []}).items():
        request = Request(tuple(wanted), tuple(map(str, articles)), token)
        asked = dict.fromkeys((process, *others))
        answer = next(filter(None, (ask(each, request) for each in asked if each.exists())), None)
        if answer is None:
            return ""
        said.append(sentence(request, answer))
    return "\n".join(said)


def _holder(project: Path, others: Sequence[Path]) -> Path:
    """Where the process listens that has a project, else the oldest."""
    holder = holder_of(project)
    theirs = [path for path in others if holder is not None and path.suffix == f".{holder.pid}"]
    return theirs[0] if theirs and holder is not None and not holder.elsewhere else others[0]


def ask(process: Path, request: Request) -> Answer | None:
    """What the process that listens there answers; None where none does in time. One that has crashed is removed."""
    line = b""
    until = monotonic() + PATIENCE
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as there:
            there.settimeout(PATIENCE)
            there.connect(os.fspath(process))
            there.sendall(written(request))
            while not line.endswith(b"\n") and (part := there.recv(65_536)):
                line += part
                there.settimeout(max(0.01, until - monotonic()))
        return _read(Answer, line)
    except ConnectionRefusedError:
        with suppress(OSError):
            process.unlink()
    except (OSError, ValueError) as error:
        _log.warning("The program runs in process %s, which does not answer: %s", process.suffix[1:], error)
    return None


def sentence(request: Request, answer: Answer) -> str:
    """What becomes of what was asked for, for who asked at a command line."""
    said = [f"{Path(path).name} is open already: its window comes to the front." for path in answer.raised]
    said += [f"{Path(path).name} is opened in a window of the program that runs already." for path in answer.opened]
    if request.articles:
        count = how_many(len(request.articles), "file")
        said.append(f"{count} {'goes' if len(request.articles) == 1 else 'go'} into {Path(answer.into).name}.")
    return " ".join(said) or "The program runs already: its window comes to the front."


def _read(kind: type[M], line: bytes) -> M:
    try:
        read = json.loads(line)
        if not isinstance(read, dict):
            raise ValueError("no object")
        value: M = from_plain(kind, read)
        return value
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise ValueError(f"no {kind.__name__}: {error}") from error
