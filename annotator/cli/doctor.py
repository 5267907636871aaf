"""`annotator doctor`: what the program finds on this machine, and what to install where something is missing."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

import typer

from annotator import paths
from annotator.cli.qt_needs import require_window
from annotator.model.counting import how_many
from annotator.model.faults import Fault

_PACKAGES = ("annotator", "PySide6-Essentials", "spacy", "SQLAlchemy")
_PATIENCE = 60.0
"""Seconds after which a Qt that has said nothing is taken to hang; a cold start takes two."""

_EAST_ASIAN = frozenset({"Chinese", "Japanese", "Korean"})


def doctor(
    pipeline: Annotated[str | None, typer.Option(help="The pipeline to look for; else the best one installed.")] = None,
) -> None:
    """Say versions, pipeline, window system and fonts, and what to install where something is missing."""
    faults = []
    for name, look in (
        ("versions", _versions),
        ("pipeline", lambda: _pipeline(pipeline)),
        ("window", _window),
        ("folders", _folders),
    ):
        try:
            for line in look():
                typer.echo(line)
        except Fault as fault:
            typer.echo(_line(name, "missing, see below"))
            faults.append(fault)
    for met in faults:
        typer.echo(f"\n{met}", err=True)
    if faults:
        raise typer.Exit(1)


def _line(name: str, value: str) -> str:
    return f"{name:<20}{value}"


def _versions() -> Iterator[str]:
    yield _line("Python", f"{platform.python_version()} ({platform.platform(terse=True)})")
    absent = []
    for package in _PACKAGES:
        try:
            yield _line(package, version(package))
        except PackageNotFoundError:
            absent.append(package)
    if absent:
        raise Fault(
            f"Not installed: {', '.join(absent)}.", "Install the program anew: pip install --force-reinstall annotator"
        )


def _pipeline(wanted: str | None) -> Iterator[str]:
    from annotator.session.exchange.prelabelling import pipeline_in_use

    yield _line("pipeline", pipeline_in_use(wanted))


def _window() -> Iterator[str]:
    environment, problem = dict(os.environ), None
    try:
        require_window(environment)
    except Fault as fault:
        environment["QT_QPA_PLATFORM"], problem = "offscreen", fault
    try:
        found = probe_qt(environment)
    except Fault as fault:
        raise problem or fault from None
    if problem is None:
        yield _line("window system", f"{found['platform']} (Qt {found['qt']})")
    yield _line("fonts", f"{found['font']}; {how_many(found['families'], 'family', 'families')}")
    for package, scripts in fonts_to_install(found).items():
        yield _line("", f"no font draws {scripts}: {package} has one")
    if problem:
        raise problem


def fonts_to_install(found: Mapping[str, Any]) -> dict[str, str]:
    """The scripts that no font draws, by the Debian package that has one, from what `probe_qt` found."""
    without = set(found["without"])
    lacking = {
        "fonts-noto-core": ", ".join(sorted(without - _EAST_ASIAN)),
        "fonts-noto-cjk": ", ".join(sorted(without & _EAST_ASIAN)),
        "fonts-noto-color-emoji": "" if found["emoji"] else "emoji",
    }
    return {package: scripts for package, scripts in lacking.items() if scripts}


def _folders() -> Iterator[str]:
    yield _line("projects", str(paths.data_folder()))
    yield _line("exports", str(paths.exports()))
    yield _line("settings", str(paths.settings_file()))
    yield _line("log", str(paths.log_file()))


def probe_qt(environment: Mapping[str, str]) -> dict[str, Any]:
    """What `annotator.ui.probe` finds in this environment, in a process of its own.

    Raises Fault where Qt cannot start.
    """
    require_window(environment)
    try:
        process = subprocess.run(
            [sys.executable, "-m", "annotator.ui.probe"],
            env=dict(environment),
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Fault("Qt does not start: it said nothing for a minute.", "Look at the display's own log.") from None
    if process.returncode:
        said = " ".join(process.stderr.split()) or f"its process ended with code {process.returncode}"
        raise Fault(f"Qt does not start: {said}", "QT_DEBUG_PLUGINS=1 annotator says at which file Qt gives up.")
    found: dict[str, Any] = json.loads(process.stdout)
    return found
