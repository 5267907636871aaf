"""Layers of spans that other tools' files have: which of them are entities here, and which feature is their label.

INCEpTION and WebAnno let every project define layers of its own, with any features.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.model.labels.labelmap import EVERY, is_known

Layers: TypeAlias = Mapping[str, str]
"""The layers whose spans are entities, each with the feature whose values are their labels, "" for the layer's name.

A layer is named in full ("webanno.custom.Person") or by what is behind the last dot.
"""
LayerMaps: TypeAlias = Mapping[str, Layers]
"""The layers of each of several formats, by the formats' names; `EVERY` is all of them."""

MOST_VALUES = 100
"""So many different values of a feature are counted; a feature with more is none of labels."""
_FEW = 30
"""So many different values a feature of labels has, if nobody says that it is one."""
_MOSTLY = 0.5
"""Of so many of a layer's spans the values are known labels, where it is taken for one of entities."""


@dataclass(frozen=True)
class Layer:
    """A layer of spans, as it stands in an input.

    name      in full
    count     how many of its spans have a place in the text
    features  by a feature's name, how often each of its values stands; the first `MOST_VALUES` different ones
    usual     the feature that is the label where nobody has said anything; None where the spans are no entities then
    bare      what a span without a value is called; "" for the layer's short name
    """

    name: str
    count: int
    features: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    usual: str | None = None
    bare: str = ""

    def labels(self, feature: str) -> dict[str, int]:
        """How often each label stands in it, where this feature is the label; "" is the layer's name."""
        found = dict(self.features.get(feature, {}))
        left = self.count - sum(found.values())
        if left > 0 and len(found) < MOST_VALUES:
            name = self.bare if feature and self.bare else short(self.name)
            found[name] = found.get(name, 0) + left
        return found


class LayerSum:
    """The layers of several articles, counted together."""

    def __init__(self) -> None:
        self._first: dict[str, Layer] = {}
        self._counts: dict[str, int] = {}
        self._features: dict[str, dict[str, dict[str, int]]] = {}

    def add(self, layers: Iterable[Layer]) -> None:
        """Count an article's layers too."""
        for each in layers:
            self._first.setdefault(each.name, each)
            self._counts[each.name] = self._counts.get(each.name, 0) + each.count
            features = self._features.setdefault(each.name, {})
            for feature, values in each.features.items():
                known = features.setdefault(feature, {})
                for value, times in values.items():
                    if value in known or len(known) < MOST_VALUES:
                        known[value] = known.get(value, 0) + times

    @property
    def layers(self) -> list[Layer]:
        """The layers, those first that are entities usually, else in alphabetical order."""
        ranked = sorted(self._first.values(), key=lambda each: (each.usual is None, each.name))
        return [
            Layer(each.name, self._counts[each.name], self._features[each.name], each.usual, each.bare)
            for each in ranked
        ]


def short(name: str) -> str:
    """What is behind the last dot of a layer's name."""
    return name.rpartition(".")[2]


def feature_of(layers: Layers, name: str) -> str | None:
    """The feature that is the label of a layer's spans, by the layer's full name; None where these are no entities."""
    return layers.get(name, layers.get(short(name)))


def layers_of(maps: LayerMaps, form: str) -> Layers | None:
    """What has been said of a format's layers, None where nothing has; what holds for every format goes first."""
    return maps.get(EVERY, maps.get(form))


def usual_layers(layers: Iterable[Layer]) -> dict[str, str]:
    """The layers that are entities where nobody has said anything, each with the feature that is its label."""
    return {each.name: each.usual for each in layers if each.usual is not None}


def proposed_layers(layers: Iterable[Layer]) -> dict[str, str]:
    """Which layers are likely to be entities, by their names, each with the likeliest of its features.

    Those that are so usually; where there are none, those whose values are known as labels, else the one with a feature
    of few values that stands most often.
    """
    found = list(layers)
    usual = usual_layers(found)
    if usual:
        return usual
    features = {each.name: likeliest_feature(each) for each in found}
    likely = [(_likeness(each, features[each.name]), each.name, features[each.name]) for each in found]
    known = {name: feature for (share, _), name, feature in likely if share}
    best = max((each for each in likely if each[0][1]), default=None)
    return known or ({best[1]: best[2]} if best is not None else {})


def likeliest_feature(layer: Layer) -> str:
    """The feature of a layer that is most likely its label, "" for its own name."""
    if layer.usual is not None:
        return layer.usual
    likely = ((_likeness(layer, each), each) for each in ("", *layer.features))
    return max(likely, key=lambda each: each[0])[1]


def _likeness(layer: Layer, feature: str) -> tuple[float, int]:
    """How likely a feature is the label: how much of the layer has a known label by it, and how often it is given.

    The second number is 0 where its values are too many, mostly stand once, or are numbers.
    """
    values = layer.features[feature] if feature else layer.labels("")
    told = sum(values.values())
    known = sum(times for value, times in values.items() if is_known(value)) / max(1, layer.count)
    few = bool(feature) and len(values) <= min(_FEW, max(1, told // 2)) and not all(map(_is_number, values))
    return known if known >= _MOSTLY else 0.0, told if few else 0


def _is_number(value: str) -> bool:
    return value.lstrip("+-").isdecimal() or value in ("true", "false")
