"""`annotator`, `annotator open` and `annotator screenshot`: the commands that need Qt, which is imported last."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.qt_needs import require_window
from annotator.model.counting import how_many
from annotator.model.faults import Fault

if TYPE_CHECKING:
    from annotator.session.session import Session
    from annotator.session.settings.settings import Settings


class Theme(StrEnum):
    """The colours of a picture."""

    LIGHT = "light"
    DARK = "dark"


_SIZE = re.compile(r"([1-9]\d{2,3})x([1-9]\d{2,3})")


def open_window(
    named: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PROJECT… | ARTICLE…]",
            readable=False,
            help="Projects (.anno), each for a window, or articles and folders of them.",
        ),
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="In a process of its own, also where the program has windows open already.")
    ] = False,
) -> None:
    """Open a window on each project, or on articles, which go into the project of last time.

    Where the program runs already, it opens them; what is open there comes to the front.
    """
    start(named or (), alone=new)


def start(named: Sequence[Path], *, alone: bool = False) -> None:
    """Opens the window on what is named and ends with it, or leaves it to a process that has one, unless `alone`.

    Raises Fault where nothing of it can be opened.
    """
    if named and not any(path.exists() for path in named):  # of several the window says which one is missing
        raise Fault(f"There is no {named[0]}.", "Look whether the name is right.")
    require_window(os.environ)
    from annotator.session.projects.processes import leave_to_others

    if not alone and (said := leave_to_others(named)):
        typer.echo(said)
        return
    gc.disable()  # until the window is shown: what imports leave is not garbage
    from annotator.ui.app import run

    raise typer.Exit(run(named, alone=alone))


def screenshot(
    output: Annotated[
        Path, typer.Option("--output", "-o", readable=False, help="The picture to write (.png); with --all a folder.")
    ],
    named: Annotated[
        Path | None, typer.Argument(metavar="[PROJECT | ARTICLE]", readable=False, help="Else the sample.")
    ] = None,
    size: Annotated[str, typer.Option(help="Width and height in pixels.")] = "1400x900",
    theme: Annotated[Theme, typer.Option(help="The colours.")] = Theme.LIGHT,
    scale: Annotated[int, typer.Option(min=1, max=4, help="Pixels of the picture for each of the window.")] = 1,
    every: Annotated[
        bool, typer.Option("--all", help="Draw the window's main states, light and dark, some at two pixels for one.")
    ] = False,
    states: Annotated[
        list[str] | None, typer.Option("--state", metavar="NAME", help="With --all: only this one. May be given again.")
    ] = None,
) -> None:
    """Draw the window into a picture, without showing it and without touching projects or settings."""
    measured = _SIZE.fullmatch(size)
    if measured is None:
        raise typer.BadParameter(f"{size!r} is no size such as 1400x900", param_hint="--size")
    if every and named is not None:
        raise typer.BadParameter("the states are drawn on articles of the program's own", param_hint="--all")
    if named is not None and not named.exists():
        raise Fault(f"There is no {named}.", "Look whether the name is right.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    require_window(os.environ)
    from annotator.session.settings.settings import Settings

    named = named and named.absolute()
    with TemporaryDirectory() as home:
        os.environ["ANNOTATOR_HOME"] = home  # the window writes down where it was, which here is nobody's affair
        settings = Settings(theme=theme.value, welcomed=True)
        if every:
            _draw_all(output, Path(home), settings, scale, states)
            return
        from annotator.ui.pictures.screenshot import take

        take(_pictured(named, Path(home), settings), settings, output, (int(measured[1]), int(measured[2])))
    typer.echo(f"The picture is {output}.", err=True)


def _draw_all(folder: Path, home: Path, settings: "Settings", scale: int, names: list[str] | None) -> None:
    """Draws the states; those to be seen closer in another process, as Qt takes one scale for the life of each."""
    from annotator.session.projects.pictured import make_projects
    from annotator.ui.pictures.gallery import STATES
    from annotator.ui.pictures.picturing import take_all

    known = {state.name: state for state in STATES}
    for name in names or ():
        if name not in known:
            raise typer.BadParameter(f"there is no state {name!r}, only {', '.join(known)}", param_hint="--state")
    wanted = [known[name] for name in names] if names else list(STATES)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(f"The folder {folder} cannot be made: {error.strerror}.", "Name another one.") from error
    pictures = 0
    for path in take_all(folder, make_projects(home, settings), settings, wanted, f"@{scale}x" if scale > 1 else ""):
        pictures += 1
        typer.echo(path, err=True)
    typer.echo(f"{how_many(pictures, 'picture is', 'pictures are')} in {folder}.", err=True)
    if scale == 1 and not names:
        closer = [option for state in wanted if state.closer for option in ("--state", state.name)]
        command = [sys.executable, "-m", "annotator", "screenshot", "--all", "--scale", "2", "--output", str(folder)]
        ended = subprocess.run([*command, *closer], check=False)
        raise typer.Exit(ended.returncode)


def _pictured(named: Path | None, folder: Path, settings: "Settings") -> "Session":
    """A project, to be read only: the one that is named, or one in `folder` of what is named, with suggestions."""
    from annotator.session.exchange.importing import read_paths
    from annotator.session.exchange.intake import bring_in
    from annotator.session.exchange.prelabelling import prelabel_all
    from annotator.session.projects.projects import SUFFIX, create_session, sample_session
    from annotator.session.session import Session
    from annotator.store.project import Project

    project = named if named is not None and named.suffix == SUFFIX else None
    if project is None:
        session = create_session(folder / f"{named.stem}{SUFFIX}", settings) if named else sample_session(settings)
        project = session.project.path
        try:
            report = bring_in(session, read_paths([named] if named else []))
            if report.faults and not report.added:
                raise report.faults[0]
            prelabel_all(session)
        finally:
            session.close()
    return Session(Project.open(project, by=settings.person, read_only=True), settings.person)
