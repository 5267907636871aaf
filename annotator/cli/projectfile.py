"""`annotator compact` and `annotator copy`: a project's whole file."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.projects import ProjectArgument


def compact(project: ProjectArgument) -> None:
    """Give room in a project's file that nothing needs any more back to the disk, after a backup."""
    from annotator.session.projects.wholefile import compact_here

    done = compact_here(project)
    typer.echo(f"{project}: {_megabytes(done.after)} instead of {_megabytes(done.before)}", err=True)


def copy(
    project: ProjectArgument,
    output: Annotated[Path, typer.Option("--output", "-o", readable=False, help="The new project to write (.anno).")],
) -> None:
    """Write a project as it is now, undo included, into a new file; a window may have it open meanwhile."""
    from annotator.session.projects.wholefile import copy_whole

    copy_whole(project, output)
    typer.echo(f"{output}: {_megabytes(output.stat().st_size)}", err=True)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
