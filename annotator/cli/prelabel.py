"""`annotator prelabel`: suggestions for many articles, without a window and without a project."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.labels import LabelOption, chosen_labels
from annotator.cli.output import INPUTS, OutputOption, chosen, lines_to
from annotator.cli.progress import counted
from annotator.model.counting import how_many
from annotator.model.faults import Fault
from annotator.model.suggestions import QuoteKinds, Wish

if TYPE_CHECKING:
    from annotator.model.labels.labelmap import LabelMaps


def prelabel(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT…", readable=False, help=INPUTS)],
    output: OutputOption = None,
    quotes: Annotated[
        QuoteKinds,
        typer.Option(help="Quotes in marks only, mixed ones too (marked), indirect speech too (speech), thoughts too."),
    ] = QuoteKinds.MARKED,
    pipeline: Annotated[str | None, typer.Option(help="A spaCy pipeline's name or folder; else the best one.")] = None,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Leave out what JSONL has been annotated with, decided or not.")
    ] = False,
    weights: Annotated[
        Path | None,
        typer.Option("--quote-weights", readable=False, help="A folder that train quotes wrote; else the program's."),
    ] = None,
    labels: LabelOption = None,
    project: Annotated[
        Path | None,
        typer.Option(readable=False, help="A project that says what the labels of pipelines are called."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many articles to work on at a time.")] = 1,
) -> None:
    """Write suggestions for articles as JSONL."""
    from annotator.session.exchange.prelabelling import all_written, incoming

    target = chosen(output, f"{inputs[0].stem}.jsonl" if len(inputs) == 1 else "prelabelled.jsonl")
    articles = failed = off_tokens = 0
    with lines_to(target) as write:
        wish = Wish(quotes, pipeline, weights, _named(project, chosen_labels(labels)))
        for result in counted(all_written(incoming(inputs, afresh=afresh), wish, jobs), "articles"):
            if isinstance(result, Fault):
                failed += 1
                typer.echo(result, err=True)
                continue
            articles += 1
            off_tokens += result.off_tokens
            write(result.line)
        if failed and not articles:
            raise _nothing_written(failed)
    summary = [f"{how_many(articles, 'article')} written to {target}"]
    if off_tokens:
        summary.append(f"{how_many(off_tokens, 'span is', 'spans are')} off token borders")
    if failed:
        summary.append(f"{failed} left out, see above")
    typer.echo("; ".join(summary), err=True)
    if failed:
        raise typer.Exit(1)


def _named(project: Path | None, labels: Mapping[str, str]) -> "LabelMaps":
    """What labels are called: as the command line says, else as the project does."""
    from annotator.model.labels.labelmap import EVERY
    from annotator.session.exchange.labelmaps import pipelines_of
    from annotator.store.project import Project

    if project is None:
        return {EVERY: labels}
    with Project.open(project, by="", read_only=True) as opened:
        kept = pipelines_of(opened)
        return {**kept, EVERY: {**kept.get(EVERY, {}), **labels}}


def _nothing_written(failed: int) -> Fault:
    """Raised before the file is put in its place, so that one of an earlier run stays."""
    inputs = "the one input" if failed == 1 else f"any of the {failed} inputs"
    return Fault(f"Nothing was written: there is no article in {inputs}.", "Mend what is said above.")
