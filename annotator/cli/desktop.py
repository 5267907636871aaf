"""`annotator desktop`: projects open by a double click, and the program stands in the menu of the desktop."""

from typing import Annotated

import typer

from annotator.model.counting import how_many


def desktop(
    install: Annotated[bool, typer.Option("--install", help="Write the files for it into your own folders.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take these files away again.")] = False,
) -> None:
    """Let a double click open a project, and put the program into the menu of the desktop (Linux, BSD)."""
    from annotator.session.projects import desktop as files

    if install == remove:
        raise typer.BadParameter("choose one of them", param_hint="--install, --remove")
    done = files.install() if install else files.remove()
    for path in done:
        typer.echo(path)
    words = "written" if install else "removed"
    typer.echo(f"{how_many(len(done), 'file')} {words}." if done else "There was nothing to remove.", err=True)
