"""`annotator backups`, `restore` and `salvage`: what is kept of a project, and what is done when it is damaged."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator import paths
from annotator.cli.output import standard_output
from annotator.cli.projects import ProjectArgument
from annotator.model.counting import how_many
from annotator.model.faults import Fault

if TYPE_CHECKING:
    from annotator.store.backups import Backup
    from annotator.store.comparing import Difference

_MOST = 20
"""How many articles a preview names."""


def backups(
    project: ProjectArgument,
    take: Annotated[bool, typer.Option("--take", help="Take one now.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write them as one JSON list.")] = False,
) -> None:
    """List a project's backups, newest first, numbered as `restore --backup` takes them."""
    from annotator.session.projects.keeping import backups_of

    kept = backups_of(project)
    if take:
        kept.take("asked", anyway=True)
    found = kept.list()
    with standard_output() as out:
        if as_json:
            print(json.dumps([_plain(backup) for backup in found], indent=1), file=out)
        else:
            for number, backup in enumerate(found, 1):
                print(f"{number:3}  {_line(backup)}", file=out)
    size = sum(backup.size for backup in found)
    typer.echo(f"{how_many(len(found), 'backup')}, {size / 1e6:.1f} MB, in {kept.folder}", err=True)


def restore(
    project: ProjectArgument,
    number: Annotated[int, typer.Option("--backup", metavar="N", min=1, help="Which; 1 is the newest.")] = 1,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", readable=False, help="Put it into a new project (.anno), and leave the old."),
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Put it in the project's place; what that holds now is backed up first.")
    ] = False,
) -> None:
    """Put a backup back; with neither --output nor --in-place, say what that would change."""
    from annotator.session.projects.keeping import backups_of
    from annotator.session.projects.restoring import restore_here
    from annotator.store.backups import restore_copy

    if output is not None and in_place:
        raise typer.BadParameter("a backup goes into one place", param_hint="--output, --in-place")
    backup = _chosen(backups_of(project).list(), number, project)
    typer.echo(f"{_line(backup)}", err=True)
    if output is not None:
        restore_copy(backup.path, output)
        typer.echo(f"It is in {output}.", err=True)
    elif in_place:
        aside = restore_here(project, backup)
        if aside is not None:
            typer.echo(f"What was damaged is kept as {aside}.", err=True)
        typer.echo(f"{project} holds it now.", err=True)
    else:
        _say_difference(project, backup)


def salvage(
    project: ProjectArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", readable=False, help="The new project to write what is left into (.anno).")
    ],
) -> None:
    """Get out of a damaged project what can still be read, into a new one; the damaged file is not changed."""
    from annotator.session.settings.settings import read_settings
    from annotator.store.salvage.salvaging import salvage as get_out

    found = get_out(project, output, by=read_settings(paths.settings_file()).person)
    with standard_output() as out:
        for loss in found.losses:
            print(loss, file=out)
    typer.echo(
        f"{output}: {how_many(found.articles, 'article')} with {how_many(found.annotations, 'annotation')}, "
        f"{how_many(len(found.losses), 'loss', 'losses')}; {how_many(found.damaged, 'damaged page')}.",
        err=True,
    )


def _chosen(found: "list[Backup]", number: int, project: Path) -> "Backup":
    if not found:
        raise Fault(
            f"There is no backup of {project}.",
            "They belong to the place where a project was: name it as it was called when it was edited.",
        )
    if number > len(found):
        raise Fault(
            f"There {'is' if len(found) == 1 else 'are'} only {how_many(len(found), 'backup')} of {project}.",
            "`annotator backups` lists them.",
        )
    return found[number - 1]


def _say_difference(project: Path, backup: "Backup") -> None:
    from annotator.session.projects.keeping import difference

    if not project.exists():
        typer.echo(f"There is no {project} any more; --in-place puts it there.", err=True)
        return
    found = difference(project, backup.path)
    with standard_output() as out:
        lines = _lines(found)
        for line in lines[:_MOST]:
            print(line, file=out)
        if len(lines) > _MOST:
            print(f"… and {len(lines) - _MOST} more", file=out)
    typer.echo(
        f"{how_many(found.same, 'article')} the same. Nothing was changed: add --in-place or --output.", err=True
    )


def _lines(found: "Difference") -> list[str]:
    come = [f"would come back: {title}" for title in found.come]
    go = [f"would be gone:   {title}" for title in found.go]
    changed = [f"would change:    {each.title} ({_many(each.decisions)})" for each in found.changed]
    return [*come, *go, *changed]


def _many(decisions: int) -> str:
    return how_many(decisions, "decision") if decisions else "status"


def _line(backup: "Backup") -> str:
    words = f"{_local(backup.at):%Y-%m-%d %H:%M:%S}  {backup.reason:9}  {backup.size / 1e6:8.1f} MB"
    try:
        contents = backup.contents()
    except Fault as fault:
        return f"{words}  {fault.message}"
    return f"{words}  {how_many(contents.articles, 'article')}, {how_many(contents.decisions, 'decision')}"


def _plain(backup: "Backup") -> dict[str, Any]:
    return {
        "file": str(backup.path),
        "at": backup.at.isoformat(),
        "reason": backup.reason,
        "bytes": backup.size,
    }


def _local(at: datetime) -> datetime:
    return at.astimezone()
