"""The commands under one name, and what a failing one says.

Nothing here or in the modules it names imports Qt or spaCy before a command needs it.
"""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import annotator
from annotator.cli import (
    backups,
    desktop,
    doctor,
    evaluate,
    find,
    guideline,
    lint,
    listing,
    prelabel,
    projectfile,
    projects,
    stats,
    train,
    window,
)
from annotator.model.faults import Fault

app = typer.Typer(
    name="annotator",
    help="Read an article, put its entities, quotes and speakers right, export training data.",
    epilog="Without a command the window opens.",
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("open")(window.open_window)
app.command("prelabel")(prelabel.prelabel)
app.command("evaluate")(evaluate.evaluate)
app.add_typer(train.app, name="train")
app.command("import")(projects.import_articles)
app.command("export")(projects.export_articles)
app.command("lint")(lint.lint)
app.command("find")(find.find)
app.command("articles")(listing.articles)
app.command("notes")(listing.notes)
app.command("stats")(stats.stats)
app.command("guideline")(guideline.guideline)
app.command("copy")(projectfile.copy)
app.command("compact")(projectfile.compact)
app.command("backups")(backups.backups)
app.command("restore")(backups.restore)
app.command("salvage")(backups.salvage)
app.command("formats")(projects.list_formats)
app.command("screenshot")(window.screenshot)
app.command("desktop")(desktop.desktop)
app.command("doctor")(doctor.doctor)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"annotator {annotator.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and end.")
    ] = False,
) -> None:
    """Read an article, put its entities, quotes and speakers right, export training data."""
    if context.invoked_subcommand is None:
        window.start(())


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command line: 0, 1 for what a person can mend, 2 for wrong use.

    What can be mended is said on standard error, without a traceback. Bugs are raised as what they are.
    """
    try:
        app(args=list(arguments), prog_name="annotator")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0
