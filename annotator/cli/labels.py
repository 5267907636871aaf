"""The option that says what labels of another scheme are called, for the commands that take them in."""

from typing import Annotated, TypeAlias

import typer

LabelOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--label",
        metavar="THEIRS=OURS",
        help="What a label is called here; with nothing behind the = its entities are left out. May be given again.",
    ),
]


def chosen_labels(labels: list[str] | None) -> dict[str, str]:
    """What was given as `THEIRS=OURS`; raises BadParameter where one is not."""
    mapping: dict[str, str] = {}
    for each in labels or ():
        theirs, equals, ours = each.partition("=")
        if not (theirs and equals):
            raise typer.BadParameter(f"{each!r} is not as PER=PERSON is", param_hint="--label")
        mapping[theirs] = ours.strip()
    return mapping
