"""`annotator import` and `annotator export`: articles into a project and out of it, without a window."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator import paths
from annotator.cli.labels import LabelOption, LayerOption, chosen_labels, chosen_layers, tell_layers
from annotator.cli.output import INPUTS, STANDARD_OUTPUT, OutputOption, chosen, standard_output
from annotator.cli.parts import OutletsOption, SeedOption, SplitOption, chosen_split
from annotator.cli.progress import counted, progress_line
from annotator.model.counting import how_many
from annotator.model.faults import Fault
from annotator.model.labels.labelmap import EVERY

if TYPE_CHECKING:
    from annotator.session.exchange.importing import Found
    from annotator.session.exchange.intake import ImportReport
    from annotator.session.exchange.losses import ArticleLoss
    from annotator.session.settings.settings import Settings
    from annotator.store.backups import Backups
    from annotator.store.project import Project


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
    labels: LabelOption = None,
    layers: LayerOption = None,
    join_lines: Annotated[
        bool, typer.Option("--join-lines", help="Join lines that were cut at a width, as e-mail and wires cut them.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come in and what would not, and save nothing.")
    ] = False,
) -> None:
    """Bring articles into a project, which is made where there is none.

    What labels are called, and which layers are entities, is remembered with the format, and holds for the next import.
    """
    mapping, chosen = chosen_labels(labels), chosen_layers(layers)
    from annotator.session.exchange.importing import ReadOptions, read_paths
    from annotator.session.exchange.intake import Intake, beside_project
    from annotator.session.exchange.labelmaps import FORMATS, maps_of, remember_in
    from annotator.session.exchange.layermaps import remember_layers, remembered_layers
    from annotator.session.labels import default_set, labels_of
    from annotator.session.settings.settings import read_settings

    settings = read_settings(paths.settings_file())
    with ExitStack() as stack:
        opened = _opened(project, settings, stack, dry=dry_run)
        known = maps_of(opened, FORMATS) if opened is not None else {}
        layered = {EVERY: chosen} if chosen else remembered_layers(opened) if opened is not None else {}
        options = ReadOptions(form=form, labels={**known, EVERY: mapping}, layers=layered)
        taking = Intake(opened, settings.person, listed=beside_project(project, inputs), join=join_lines, dry=dry_run)
        forms: set[str] = set()
        with taking:
            found = _noting(read_paths(inputs, options=options), forms)
            taking.take(counted(found, "articles read"))
        _tell(project, taking.report)
        there = [layer for of_format in taking.report.layers.values() for layer in of_format.layers]
        wrong = tell_layers(there, chosen) if chosen or not layered else False
        if opened is not None and not dry_run:
            remember_in(opened, dict.fromkeys(forms, mapping))
            remember_layers(opened, dict.fromkeys(taking.report.layers, chosen) if chosen and not wrong else {})
        ours = (labels_of(opened) if opened is not None else default_set()).names
    if not mapping:
        _hint(taking.report.labels, ours)
    if taking.report.wrapped:
        count = how_many(len(taking.report.wrapped), "article")
        typer.echo(f"{count} with lines that are cut at a width: --join-lines joins them, or the window.", err=True)
    if taking.report.faults or wrong:
        raise typer.Exit(1)


def _noting(found: Iterable["Found | Fault"], forms: set[str]) -> Iterator["Found | Fault"]:
    """What was read, with the formats' names noted."""
    for each in found:
        if not isinstance(each, Fault):
            forms.add(each.format)
        yield each


def _opened(project: Path, settings: "Settings", stack: ExitStack, *, dry: bool) -> "Project | None":
    """The project that articles come into, made where there is none, unless nothing is to be saved."""
    from annotator.session.projects.keeping import backups_of
    from annotator.session.projects.projects import open_project
    from annotator.session.projects.wholefile import check_is_ours
    from annotator.store.project import Project

    if not project.exists():
        return None if dry else stack.enter_context(Project.create(project, by=settings.person))
    if dry:
        return stack.enter_context(Project.open(project, by=settings.person, read_only=True))
    opened = stack.enter_context(open_project(project, settings))
    check_is_ours(opened)
    if opened.ids():
        _back_up(backups_of(project))
    return opened


def _tell(project: Path, report: "ImportReport") -> None:
    for title, note in report.notes:
        typer.echo(f"{title}: {note}", err=True)
    if report.noted > len(report.notes):
        typer.echo(f"{how_many(report.noted - len(report.notes), 'note')} more", err=True)
    _tell_losses(report.losses, report.listed)
    for fault in report.faults:
        typer.echo(fault, err=True)
    typer.echo(f"{project}: {report.sentence}", err=True)


def _tell_losses(losses: Sequence["ArticleLoss"], listed: Path | None) -> None:
    """The first losses one by one; of the others how many there are, and where all of them are."""
    for each in losses[:_MOST]:
        typer.echo(f"{each.title}: {each.loss}", err=True)
    if len(losses) > _MOST:
        typer.echo(f"and more{f'; all are in {listed}' if listed else ''}", err=True)


def _back_up(backups: "Backups") -> None:
    """Takes a backup; articles may come in without it, but not into a damaged project."""
    from annotator.store.sqlite.connection import Damaged

    try:
        backups.take("import")
    except Fault as fault:
        if isinstance(fault, Damaged):
            raise
        typer.echo(fault, err=True)


def _hint(theirs: set[str], ours: tuple[str, ...]) -> None:
    """Says which labels came in as they are though the project has others for them, and how they would be mapped."""
    from annotator.model.labels.labelmap import proposals

    found = proposals(theirs, ours)
    if found:
        names = ", ".join(f"{each.theirs} ({' or '.join(each.ours)} here)" for each in found)
        options = " ".join(f"--label {each.theirs}={each.ours[0]}" for each in found)
        typer.echo(
            f"Labels kept as they came: {names}. To map them, import into a new project with {options}", err=True
        )


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
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help="Write only the paragraphs that somebody has read.")
    ] = False,
    boilerplate: Annotated[
        bool,
        typer.Option(
            "--with-boilerplate", help="Keep what is set aside as boilerplate in the text, and say where it is."
        ),
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
    from annotator.session.exchange.exporting import ExportOptions, export
    from annotator.session.exchange.formats import format_named
    from annotator.store.project import Project

    parts = chosen_split(split, seed, outlets_together=outlets_together)
    options = ExportOptions(
        status.value,
        contents.value,
        rejected,
        source_map,
        reviewed_only,
        boilerplate,
        form,
        dry=dry_run,
        strict=strict,
        split=parts,
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
    _tell_losses(report.losses, report.listed)
    print(report.sentence, file=sys.stderr)
    if report.uneven:
        from annotator.session.exchange.manifest import in_points

        told = ", ".join(f"{label} {' '.join(in_points(off))}" for label, off in report.uneven.items())
        typer.echo(
            f"Shares of the labels are off by so many percentage points in {', '.join(report.parts)}: {told}.", err=True
        )
    if report.unfinished and not report.written:
        print("--status all writes those that are not marked done, too.", file=sys.stderr)
    if report.faults:
        raise typer.Exit(1)


def list_formats() -> None:
    """List the formats that articles can be imported from and exported to."""
    from annotator.session.exchange.formats import formats

    wide = max(map(len, formats())) + 2
    print(f"{'NAME':{wide}}{'READ':6}{'WRITE':7}WHAT IT IS")
    for each in formats().values():
        marks = f"{'yes' if each.read else '-':6}{'yes' if each.write else '-':7}"
        print(f"{each.name:{wide}}{marks}{each.title}. {each.carries}".rstrip())
