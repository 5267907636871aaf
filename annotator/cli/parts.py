"""The options by which articles are divided into parts."""

from typing import TYPE_CHECKING, Annotated

import typer

from annotator.model.faults import Fault

if TYPE_CHECKING:
    from annotator.model.splits import Split

SplitOption = Annotated[
    str | None, typer.Option("--split", metavar="train=0.8,dev=0.1,test=0.1", help="Divide the articles into parts.")
]
SeedOption = Annotated[
    str, typer.Option("--seed", metavar="N|best", help="Another one divides them otherwise; best: most evenly.")
]
OutletsOption = Annotated[bool, typer.Option("--outlets-together", help="Keep the articles of an outlet in one part.")]


def chosen_split(shares: str | None, seed: str, *, outlets_together: bool) -> "Split | None":
    """How the options divide the articles, None where they do not. Raises BadParameter where they are wrong."""
    if shares is None:
        return None
    from annotator.model.splits import Split, shares_of

    try:
        return Split(shares_of(shares), None if seed == "best" else int(seed), outlets_together)
    except Fault as fault:
        raise typer.BadParameter(str(fault), param_hint="--split") from fault
    except ValueError as error:
        raise typer.BadParameter(f"{seed!r} is no whole number", param_hint="--seed") from error
