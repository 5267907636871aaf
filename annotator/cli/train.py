"""`annotator train`: learning from annotated articles."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.output import standard_output
from annotator.cli.progress import progress_line
from annotator.model.counting import how_many

if TYPE_CHECKING:
    from annotator.session.learning.training import Learned

app = typer.Typer(help="Learn from annotated articles.", no_args_is_help=True)

_FIGURES = {
    "exact": "direct quotes whose borders are right, F1",
    "joint": "direct quotes whose borders and source are right, F1",
    "joint_all": "the same for quotes of every kind",
}


class Status(StrEnum):
    """Which articles are learned from."""

    DONE = "done"
    ALL = "all"


@app.callback()
def train() -> None:
    """Learn from annotated articles."""


@app.command("quotes")
def quotes(
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD…", readable=False, help="JSONL that is right: exported, or gold records."),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", readable=False, help="The folder to write the weights into.")
    ],
    status: Annotated[Status, typer.Option(help="Learn from the articles marked done, or from all.")] = Status.DONE,
    clauses: Annotated[
        list[Path] | None,
        typer.Option(readable=False, help="Further gold, of clauses only: its noun phrases teach nothing."),
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(readable=False, help="The weights to begin with; else the program's.")
    ] = None,
    bare: Annotated[bool, typer.Option("--bare", help="Begin with no weights at all.")] = False,
    threshold: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, help="How probable a clause has to be; else what is best for held-out articles."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Which articles are held out together.")] = 0,
    pipeline: Annotated[str | None, typer.Option(help="A spaCy pipeline's name or folder; else the best one.")] = None,
    project: Annotated[
        Path | None, typer.Option(readable=False, help="A project whose suggestions are to be made with them.")
    ] = None,
) -> None:
    """Learn from annotated articles to tell reported speech."""
    from annotator.session.learning.training import Order, train_quotes

    order = Order(tuple(gold), tuple(clauses or ()), status is Status.ALL, weights, bare, threshold, seed, pipeline)
    lines: dict[str, Callable[[int, int], None]] = {}

    def report(what: str, done: int, of: int) -> None:
        if what not in lines:
            lines[what] = progress_line(what)
        lines[what](done, of)

    learned = train_quotes(order, output, report)
    for fault in learned.faults:
        typer.echo(fault, err=True)
    if learned.left_out:
        typer.echo(f"{learned.left_out} left out: not done, not English, or there twice", err=True)
    if project is not None:
        _use(project, output)
    with standard_output() as out:
        print("\n".join(_shown(learned, output)), file=out)
    if learned.faults:
        raise typer.Exit(1)


def _use(project: Path, folder: Path) -> None:
    from annotator import paths
    from annotator.session.projects.projects import open_session
    from annotator.session.settings.settings import read_settings

    session = open_session(project, read_settings(paths.settings_file()))
    try:
        session.set_mode(weights=folder.resolve())
    finally:
        session.close()


def _shown(learned: "Learned", output: Path) -> Iterator[str]:
    """What was learned from, the figures for held-out articles, and where the weights are."""
    yield ", ".join(
        (
            how_many(learned.articles, "article"),
            how_many(learned.quotes, "quote"),
            how_many(learned.candidates, "candidate"),
        )
    )
    if learned.before is None or learned.after is None:
        yield "Too few articles to hold any out and try on them what was learned."
    else:
        before, after = learned.before.figures(), learned.after.figures()
        yield ""
        yield f"{'held out':12}{'before':>8}{'after':>8}"
        for name, what in _FIGURES.items():
            yield f"{name.replace('_', ' '):12}{before[name]:8.1f}{after[name]:8.1f}  {what}"
        yield ""
    yield f"Clauses from a probability of {learned.threshold:.2f} on are suggested,"
    yield "and from half of it on what I, we or you say or think."
    yield f"The weights are in {output}."
