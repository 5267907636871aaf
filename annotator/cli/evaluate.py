"""`annotator evaluate`: how near suggestions come to gold."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.output import standard_output
from annotator.model.counting import how_many

if TYPE_CHECKING:
    from annotator.model.scores.calibration import Band
    from annotator.model.scores.entities import EntityScore
    from annotator.model.scores.values import Match
    from annotator.session.learning.evaluating import Evaluation

_QUOTES = {
    "exact": ("exact", "direct quotes whose borders are right, F1"),
    "speaker": ("speaker", "direct quotes of gold whose source is right"),
    "name": ("  name", "where that is a name"),
    "pronoun": ("  pronoun", "a pronoun"),
    "nominal": ("  nominal", "another phrase"),
    "joint": ("joint", "direct quotes whose borders and source are right, F1"),
    "joint_all": ("joint all", "the same for quotes of every kind"),
    "cue": ("cue", "quotes whose cue is right, of those with one"),
    "chain": ("chain", "quotes of gold given to the right speaker, by whichever mention"),
    "pronoun_chain": ("  pronoun", "where the source is a pronoun"),
}
"""How each figure is shown, and what it is the share of, in order."""
_EMPTY = "articles with gold quotes in which none was found"
_ENTITIES = ("entities", "gold", "found", "right", "precision", "recall", "F1", "other label")


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", readable=False, help="JSONL that is right: exported, or gold records.")
    ],
    found: Annotated[
        Path, typer.Argument(metavar="PRED", readable=False, help="JSONL to judge, of the same articles: prelabelled.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Write the figures as one JSON object.")] = False,
    label: Annotated[
        list[str] | None, typer.Option(help="Judge entities of this label only; may be given several times.")
    ] = None,
    worst: Annotated[int, typer.Option(min=0, help="Name so many articles with the most to put right.")] = 0,
) -> None:
    """Hold suggestions against gold: quotes, sources, speakers, entities."""
    from annotator.session.learning.evaluating import evaluate as evaluated

    evaluation = evaluated(gold, found, label)
    for fault in evaluation.faults:
        typer.echo(fault, err=True)
    for note in evaluation.notes:
        typer.echo(note, err=True)
    for name in evaluation.missing:
        typer.echo(f"{name} is not in {found} and counts as empty", err=True)
    for name in evaluation.beside:
        typer.echo(f"{name} is not in {gold} and is not judged", err=True)
    with standard_output() as out:
        if as_json:
            print(json.dumps(_plain(evaluation, worst), ensure_ascii=False, indent=1), file=out)
        else:
            print("\n".join(_shown(evaluation, worst)), file=out)
    if evaluation.faults:
        raise typer.Exit(1)


def _shown(evaluation: "Evaluation", worst: int) -> Iterator[str]:
    """The lines for people: a table of quotes, of entities, of scores and of articles, each where there is any."""
    quotes = evaluation.quotes
    number = len(evaluation.articles)
    counts = f"{how_many(quotes.joint_all.gold, 'gold quote')}, {quotes.joint.gold:,} of them direct"
    yield f"{how_many(number, 'article')}; {counts}"
    if quotes.joint_all.gold:
        figures = quotes.figures()
        if not quotes.joint.gold:
            figures |= {"exact": None, "joint": None}
        rows = [(shown, _number(figures[name]), what) for name, (shown, what) in _QUOTES.items()]
        yield from _table(("quotes", "%", ""), [*rows, ("empty", f"{quotes.empty:,}", _EMPTY)])
    if evaluation.entities:
        named = [*evaluation.entities.items(), ("all", evaluation.all_entities)]
        yield from _table(_ENTITIES, [(label, *_entity_cells(score)) for label, score in named])
    if evaluation.bands:
        yield from _table(("score", "quotes", "said %", "right %"), [_band_cells(band) for band in evaluation.bands])
    if worst:
        named_worst = [(article.name, *_count_cells(article.match)) for article in evaluation.worst(worst)]
        yield from _table(("quotes and entities", "gold", "found", "right"), named_worst)


def _entity_cells(score: "EntityScore") -> Iterator[str]:
    match = score.match
    yield from _count_cells(match)
    yield from (_number(figure) for figure in (match.precision, match.recall, match.f1))
    yield f"{score.mislabelled:,}"


def _count_cells(match: "Match") -> tuple[str, str, str]:
    return f"{match.gold:,}", f"{match.found:,}", f"{match.hits:,}"


def _band_cells(band: "Band") -> tuple[str, ...]:
    return (
        f"{band.start:.2f}–{band.end:.2f}",
        f"{band.right.of:,}",
        f"{100 * band.said:.1f}",
        _number(band.right.percent),
    )


def _number(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.1f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows under their head and an empty line; columns that hold figures stand at the right."""
    cells = [head, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    yield ""
    for row in cells:
        first, *others = (
            cell.rjust(width) if column and head[column] else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((first, *others)).rstrip()


def _plain(evaluation: "Evaluation", worst: int) -> dict[str, Any]:
    """All of it as JSON values."""
    return {
        "articles": len(evaluation.articles),
        "missing": evaluation.missing,
        "beside": evaluation.beside,
        "quotes": evaluation.quotes.figures(),
        "entities": _plain_entities(evaluation.all_entities)
        | {"labels": {label: _plain_entities(score) for label, score in evaluation.entities.items()}},
        "calibration": [
            {
                "from": band.start,
                "to": band.end,
                "quotes": band.right.of,
                "said": round(100 * band.said, 1),
                "right": band.right.percent,
            }
            for band in evaluation.bands
        ],
        "worst": [{"article": article.name, **_counts(article.match)} for article in evaluation.worst(worst)],
    }


def _plain_entities(score: "EntityScore") -> dict[str, Any]:
    match = score.match
    return {
        "precision": match.precision,
        "recall": match.recall,
        "f1": match.f1,
        **_counts(match),
        "other_label": score.mislabelled,
    }


def _counts(match: "Match") -> dict[str, float | None]:
    return {"gold": match.gold, "found": match.found, "right": match.hits}
