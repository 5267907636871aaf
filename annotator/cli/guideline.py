"""`annotator guideline`: the project's guideline as Markdown or a web page, with its examples and hard cases."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.output import STANDARD_OUTPUT, lines_to
from annotator.cli.projects import ProjectArgument

_MARKDOWN = (".md", ".markdown", ".txt", "")


def guideline(
    project: ProjectArgument,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", readable=False, help="The file to write, .md or .html; else to standard output."
        ),
    ] = STANDARD_OUTPUT,
    bare: Annotated[bool, typer.Option("--bare", help="Only what was written, without examples and cases.")] = False,
) -> None:
    """Write the project's guideline as Markdown or a web page, with its examples and decided hard cases."""
    from annotator.session.guideline import PAGES, file_of
    from annotator.store.project import Project

    if output != STANDARD_OUTPUT and output.suffix.lower() not in (*PAGES, *_MARKDOWN):
        raise typer.BadParameter(f"{output.name} ends in neither .md nor .html", param_hint="--output")
    with Project.open(project, by="", read_only=True) as opened:
        text = file_of(opened, output, bare=bare)
    with lines_to(output) as write:
        write(text.removesuffix("\n"))
