"""The options that say what labels of another scheme are called, and which layers are entities.

They are for the commands that take such in.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from annotator.model.labels.layers import Layer

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


LayerOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--layer",
        metavar="LAYER=FEATURE",
        help="A layer of INCEpTION's whose spans are entities, in place of NamedEntity, and the feature that is their "
        "label; with nothing behind the = the layer's name is. May be given again.",
    ),
]


def chosen_layers(layers: list[str] | None) -> dict[str, str]:
    """What was given as `LAYER=FEATURE`; raises BadParameter where one is not."""
    chosen: dict[str, str] = {}
    for each in layers or ():
        layer, equals, feature = each.partition("=")
        if not (layer.strip() and equals):
            raise typer.BadParameter(f"{each!r} is not as NamedEntity=value is", param_hint="--layer")
        chosen[layer.strip()] = feature.strip()
    return chosen


def tell_layers(found: Sequence["Layer"], chosen: Mapping[str, str]) -> bool:
    """Says which of the layers that were chosen are nowhere, and otherwise which there are to choose.

    Whether the former was said.
    """
    from annotator.model.labels.layers import likeliest_feature, proposed_layers, short, usual_layers

    nowhere = [f"{name}={feature}" for name, feature in chosen.items() if not _stands(name, feature, found)]
    others = [each for each in found if each.usual is None]
    if nowhere and found:
        there = ", ".join(f"{each.name} ({', '.join(each.features) or 'no features'})" for each in found)
        typer.echo(
            f"There is no {' and no '.join(nowhere)} in what was read, but: {there}. Import it into a new project.",
            err=True,
        )
    elif others and not chosen:
        likely = proposed_layers(found)
        best = next((each for each in others if each.name in likely), others[0])
        proposed = {**usual_layers(found), best.name: likeliest_feature(best)}
        options = " ".join(f"--layer {short(name)}={feature}" for name, feature in proposed.items())
        typer.echo(
            f"Layers whose spans are no entities: {', '.join(each.name for each in others)}. "
            f"To have them as entities, import into a new project with {options} or the like.",
            err=True,
        )
    return bool(nowhere and found)


def _stands(name: str, feature: str, layers: Sequence["Layer"]) -> bool:
    """Whether there is a layer of that name with that feature."""
    from annotator.model.labels.layers import feature_of

    return any(
        feature_of({name: feature}, each.name) is not None and feature in ("", *each.features) for each in layers
    )
