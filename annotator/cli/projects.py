"""`annotator import` and `annotator export`: articles into a project and out of it, without a window."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator import paths
from annotator.cli.output import INPUTS, STANDARD_OUTPUT, OutputOption, chosen, standard_output
from annotator.cli.parts import OutletsOption, SeedOption, SplitOption, chosen_split
from annotator.cli.progress import counted, progress_line
from annotator.model.faults import Fault

if TYPE_CHECKING:
    from annotator.session.session import Session
    from annotator.store.backups import Backups


_MOST = 20
"""How many losses are told one by one; a file lists the others."""


class Status(StrEnum):
    """Which articles are written."""

    DONE = "done"
    ALL = "all"


class Contents(StrEnum):
    """What counts as a mixed quote's contents."""

    MARKED = "marked"
    CLAUSE = "clause"


ProjectArgument = Annotated[Path, typer.Argument(metavar="PROJECT", readable=False, help="The project's file (.anno).")]


def import_articles(
    project: ProjectArgument,
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT…", readable=False, help=INPUTS)],
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="NAME", help="What the inputs are (see `annotator formats`); else it is told."
        ),
    ] = None,
    labels: Annotated[
        list[str] | None,
        typer.Option("--label", metavar="THEIRS=OURS", help="What a label is called here. May be given again."),
    ] = None,
) -> None:
    """Bring articles into a project, which is made where there is none."""
    mapping = _mapping(labels or [])
    from annotator.session.importing import bring_in, read_paths
    from annotator.session.keeping import backups_of

    session = _session(project)
    try:
        if session.project.read_only:
            raise _cannot_write(session)
        if session.entries:
            _back_up(backups_of(project))
        report = bring_in(session, counted(read_paths(inputs, form=form, labels=mapping), "articles read"))
    finally:
        session.close()
    for title, note in report.notes:
        typer.echo(f"{title}: {note}", err=True)
    for title, loss in report.losses:
        typer.echo(f"{title}: {loss}", err=True)
    for fault in report.faults:
        typer.echo(fault, err=True)
    typer.echo(f"{project}: {report.sentence}", err=True)
    if mapping is None:
        _hint(report.labels, session.labels)
    if report.faults:
        raise typer.Exit(1)


def _back_up(backups: "Backups") -> None:
    """Takes a backup; articles may come in without it, but not into a damaged project."""
    from annotator.store.connection import Damaged

    try:
        backups.take("import")
    except Fault as fault:
        if isinstance(fault, Damaged):
            raise
        typer.echo(fault, err=True)


def _hint(theirs: set[str], ours: tuple[str, ...]) -> None:
    """Says which labels came in as they are though the project has others for them, and how they would be mapped."""
    from annotator.model.labelmap import proposals

    found = proposals(theirs, ours)
    if found:
        names = ", ".join(f"{each.theirs} ({' or '.join(each.ours)} here)" for each in found)
        options = " ".join(f"--label {each.theirs}={each.ours[0]}" for each in found)
        typer.echo(
            f"Labels kept as they came: {names}. To map them, import into a new project with {options}", err=True
        )


def _mapping(labels: list[str]) -> dict[str, str] | None:
    mapping: dict[str, str] = {}
    for each in labels:
        theirs, equals, ours = each.partition("=")
        if not (theirs and equals and ours):
            raise typer.BadParameter(f"{each!r} is not as PER=PERSON is", param_hint="--label")
        mapping[theirs] = ours
    return mapping or None


def _session(project: Path) -> "Session":
    from annotator.session.projects import create_session, open_session
    from annotator.session.settings import read_settings

    settings = read_settings(paths.settings_file())
    return open_session(project, settings) if project.exists() else create_session(project, settings)


def _cannot_write(session: "Session") -> Fault:
    holder = session.project.held_by
    if holder is None:
        return Fault(f"{session.project.path} can only be read.", "Ask for the right to write it, or work on a copy.")
    who = f"{holder.person or 'somebody'} on {holder.host or 'this machine'}"
    return Fault(f"{session.project.path} is open elsewhere: {who} has it.", "Close it there first.")


def export_articles(
    project: ProjectArgument,
    output: OutputOption = None,
    status: Annotated[Status, typer.Option(help="The articles marked done, or all.")] = Status.DONE,
    contents: Annotated[
        Contents, typer.Option(help="Of a mixed quote the whole clause, or only what stands in quote marks.")
    ] = Contents.CLAUSE,
    rejected: Annotated[bool, typer.Option("--rejected", help="Write rejected suggestions too.")] = False,
    source_map: Annotated[
        bool, typer.Option("--source-map", help="Write where the text stood in the imported file.")
    ] = False,
    form: Annotated[
        str, typer.Option("--format", metavar="NAME", help="The format to write (see `annotator formats`).")
    ] = "annotator",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what the format has no place for, and write nothing.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing where the format has no place for something.")
    ] = False,
    split: SplitOption = None,
    seed: SeedOption = "0",
    outlets_together: OutletsOption = False,
) -> None:
    """Write a project's articles as JSONL, or in another tool's format."""
    from annotator.session.exporting import ExportOptions, export
    from annotator.session.formats import format_named
    from annotator.store.project import Project

    parts = chosen_split(split, seed, outlets_together=outlets_together)
    options = ExportOptions(
        status.value, contents.value, rejected, source_map, form, dry=dry_run, strict=strict, split=parts
    )
    written = format_named(form, to_write=True)
    is_folder = written.folder or parts is not None
    with Project.open(project, by="", read_only=True) as opened:
        target = chosen(output, project.stem + ("" if is_folder else written.suffixes[0]))
        if target == STANDARD_OUTPUT:
            with standard_output():
                report = export(opened, None, options, progress_line("articles"))
        else:
            report = export(opened, target, options, progress_line("articles"))
    for fault in report.faults:
        typer.echo(fault, err=True)
    for each in report.losses[:_MOST]:
        typer.echo(f"{each.title}: {each.loss}", err=True)
    if len(report.losses) > _MOST:
        listed = f"; all are in {report.listed}" if report.listed else ""
        typer.echo(f"{len(report.losses) - _MOST} more such{listed}", err=True)
    print(report.sentence, file=sys.stderr)
    if report.faults:
        raise typer.Exit(1)


def list_formats() -> None:
    """List the formats that articles can be imported from and exported to."""
    from annotator.session.formats import formats

    wide = max(map(len, formats())) + 2
    print(f"{'NAME':{wide}}{'READ':6}{'WRITE':7}WHAT IT IS")
    for each in formats().values():
        marks = f"{'yes' if each.read else '-':6}{'yes' if each.write else '-':7}"
        print(f"{each.name:{wide}}{marks}{each.title}. {each.carries}".rstrip())
