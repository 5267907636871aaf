"""`annotator stats`: a project's figures."""

import json
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.output import standard_output
from annotator.cli.projects import ProjectArgument
from annotator.model.faults import Fault


def stats(
    project: ProjectArgument,
    figure: Annotated[
        list[str] | None, typer.Option("--figure", metavar="NAME", help="Only this one; may be given several times.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write them as one JSON object.")] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FOLDER", readable=False, help="Write each into a CSV file there.")
    ] = None,
) -> None:
    """Say how far a project is, what was decided, how good the pipelines were, and who speaks in it."""
    from annotator.formats.files import written_beside
    from annotator.session.figures import as_csv, as_text, figures
    from annotator.session.figures import as_json as plain
    from annotator.store.project import Project

    if as_json and csv is not None:
        raise typer.BadParameter("choose one of them", param_hint="--json, --csv")
    with Project.open(project, by="", read_only=True) as opened:
        found = figures(opened)
    names = [table.name for table in found]
    for name in figure or ():
        if name not in names:
            raise typer.BadParameter(f"there is no {name}; there are {', '.join(names)}", param_hint="--figure")
    found = tuple(table for table in found if not figure or table.name in figure)
    if csv is not None:
        try:
            csv.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Fault(f"The folder {csv} cannot be made: {error.strerror}.", "Name another one.") from error
        for table in found:
            with written_beside(csv / f"{table.name}.csv") as file:
                print(as_csv(table), end="", file=file)
        typer.echo(f"{csv}: {', '.join(f'{table.name}.csv' for table in found)}", err=True)
        return
    with standard_output() as out:
        if as_json:
            print(json.dumps(plain(found), ensure_ascii=False, indent=1), file=out)
        else:
            print("\n\n".join(f"{table.name}\n{as_text(table)}" for table in found if table.rows), file=out)
