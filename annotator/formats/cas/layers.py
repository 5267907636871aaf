"""Which structures of a CAS are entities: those of `NamedEntity`, unless somebody says of which layers they are.

An entity keeps, under the name `FORM`, what it takes to be of its layer again:

layer       its type, where that is not `NamedEntity`
feature     the feature whose value its label is, "" where the layer's name is; absent where that is `value`
features    what else it says; of the label's own feature only a value that is no string
unlabelled  that there was no label

A label that its layer has no place for, because the layer's name is the label or the feature is one of numbers, stands
in the record that this program writes beside.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.formats.cas.dkpro import DKPRO, FORM, NAMED_ENTITY, QUOTE_PART, ends_of
from annotator.formats.cas.kept import features_again, features_in_json
from annotator.formats.cas.structures import BOOLEAN, STRING, Cas, Structure, Type, is_predefined
from annotator.formats.linked.spans import Node
from annotator.model.document import Document, Entity, Extra
from annotator.model.labels.layers import MOST_VALUES, Layer, Layers, feature_of, short

UNLABELLED = "ENTITY"
"""The label of a named entity that has none."""
_USUAL: Layers = {NAMED_ENTITY: "value"}
_ENTITIES = NAMED_ENTITY.removesuffix("NamedEntity")
_NO_LAYERS = tuple(f"{DKPRO}.{part}." for part in ("segmentation", "metadata", "lexmorph", "syntax", "transform"))
"""What of DKPro says how a text is written, not what is in it: tokens, lemmas, parts of speech."""
_LAYER, _FEATURE, _FEATURES, _BARE = "layer", "feature", "features", "unlabelled"
_KEYS = frozenset((_LAYER, _FEATURE, _FEATURES, _BARE))
_NUMBERS = frozenset(f"uima.cas.{kind}" for kind in ("Integer", "Long", "Short", "Byte"))
_FLOATS = frozenset(f"uima.cas.{kind}" for kind in ("Double", "Float"))


def _is_layer(each: Structure) -> bool:
    """Whether a structure may be an entity: a span of what is in the text, no relation, and no part of a quote."""
    named = each.type != QUOTE_PART and not each.type.startswith(_NO_LAYERS) and not is_predefined(each.type)
    return named and each.begin is not None and ends_of(each) is None


def _words(value: object) -> str:
    """A feature's value as a label, "" for none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) and str(value).strip() else ""


def _has_place(each: Structure, text: str) -> bool:
    begin, end = each.begin, each.end
    return begin is not None and end is not None and 0 <= begin < end <= len(text) and not text[begin:end].isspace()


@dataclass(frozen=True)
class _Told:
    """An entity of a CAS: its structure, label, and the feature that told it."""

    structure: Structure
    label: str
    feature: str
    bare: bool


class Entities:
    """The entities of a CAS that is read.

    said      the layers that somebody says are entities, None for the usual ones
    envelope  what this program wrote beside: it names the usual ones, if these are others than `NamedEntity`
    """

    def __init__(self, cas: Cas, said: Layers | None, envelope: Mapping[str, Any]) -> None:
        self._own = _named(envelope.get("layers"))
        self._cas, self._said = cas, said
        self._labels: dict[tuple[Any, ...], str] = {}
        rows = envelope.get("labels")
        for row in rows if isinstance(rows, list) else ():
            match row:
                case [str(kind), int(begin), int(end), value, str(label)] if label.strip():
                    self._labels[kind, begin, end, _words(value)] = label
        self._found: dict[Any, _Told] = {}

    def take(self, each: Structure) -> str | None:
        """The label of a structure that is an entity, None where it is none."""
        feature = self._feature(each)
        if feature is None or (each.type not in _USUAL and not _has_place(each, self._cas.text)):
            return None
        words = _words(each.features.get(feature)) if feature else short(each.type)
        bare = not words
        words = words or (UNLABELLED if each.type == NAMED_ENTITY else short(each.type))
        raw = _words(each.features.get(feature)) if feature else ""
        label = self._labels.get((each.type, each.begin, each.end, raw), words)
        self._found[each.id] = _Told(each, label, feature, bare)
        return label

    def _feature(self, each: Structure) -> str | None:
        return self._label_of(each.type) if _is_layer(each) else None

    def _label_of(self, kind: str) -> str | None:
        """The feature that is the label of a layer's entities, None where it has none."""
        return self._usual(kind) if self._said is None else feature_of(self._said, kind)

    def _usual(self, kind: str) -> str | None:
        """The feature that is a layer's label where nobody has said anything."""
        if self._own:
            return self._own.get(kind)
        return "value" if kind.startswith(_ENTITIES) else None

    @property
    def possible(self) -> tuple[Layer, ...]:
        """The layers whose spans may be entities, with what their features say."""
        counts: Counter[str] = Counter()
        features: dict[str, dict[str, Counter[str]]] = {}
        for each in self._cas.structures:
            if not _is_layer(each) or not _has_place(each, self._cas.text):
                continue
            counts[each.type] += 1
            known = features.setdefault(each.type, {})
            told = self._found.get(each.id)
            given = {key: _words(value) for key, value in each.features.items()}
            given |= {told.feature: told.label} if told is not None and not told.bare else {}
            for key, words in given.items():
                values = known.setdefault(key, Counter()) if words else None
                if values is not None and (words in values or len(values) < MOST_VALUES):
                    values[words] += 1
        return tuple(
            Layer(name, count, features[name], self._usual(name), UNLABELLED if name == NAMED_ENTITY else "")
            for name, count in counts.items()
        )

    @property
    def structures(self) -> list[Structure]:
        """The structures that are entities."""
        return [each.structure for each in self._found.values()]

    @property
    def unlabelled(self) -> Iterator[str]:
        """What those are called that have no label, once for each."""
        return (each.label for each in self._found.values() if each.bare)

    @property
    def layers(self) -> dict[str, str]:
        """The layers that entities are of, each with its feature; empty where that is `NamedEntity` alone."""
        if self._said is None and not self._own:
            return {}
        kinds = (kind for kind in self._cas.types if not kind.startswith(_NO_LAYERS))
        declared = {kind: feature for kind in kinds if (feature := self._label_of(kind)) is not None}
        found = {**declared, **{each.structure.type: each.feature for each in self._found.values()}}
        return {} if found == _USUAL else found

    def kept(self, document: Document, nodes: Mapping[Any, str]) -> Document:
        """The document with what its entities have to keep; `nodes` are their ids by those of the structures."""
        told = {nodes[key]: each for key, each in self._found.items() if key in nodes}
        named = bool(self.layers)
        rows = (
            _with(each, _kept(told[each.id], nodes, named=named)) if each.id in told else each
            for each in document.entities
        )
        return replace(document, entities=tuple(rows))


def _kept(told: _Told, nodes: Mapping[Any, str], *, named: bool) -> Extra:
    """What an entity keeps; `named` is whether that of `NamedEntity` names its layer too."""
    each, feature = told.structure, told.feature
    rest = {key: value for key, value in each.features.items() if key != feature or not isinstance(value, str)}
    rest = {key: value for key, value in rest.items() if value is not None}
    return {
        **({_LAYER: each.type} if each.type != NAMED_ENTITY or named else {}),
        **({_FEATURE: feature} if feature != "value" else {}),
        **({_FEATURES: features_in_json(rest, nodes)} if rest else {}),
        **({_BARE: True} if told.bare else {}),
    }


def _with(entity: Entity, kept: Extra) -> Entity:
    old = entity.extra.get(FORM)
    rest = {key: value for key, value in old.items() if key not in _KEYS} if isinstance(old, dict) else {}
    extra = {**{key: value for key, value in entity.extra.items() if key != FORM or not isinstance(old, dict)},
             **({FORM: {**rest, **kept}} if rest or kept else {})}  # fmt: skip
    return entity if extra == entity.extra else replace(entity, extra=extra)


@dataclass
class Layering:
    """The structures of entities that are written, each of the layer that it came from.

    types   what is known of the layers
    layers  those that the file's entities were of, each with its feature; empty for the usual one
    labels  those that the layers have no place for, with their places, as they stand in the record
    """

    types: Mapping[str, Type]
    layers: dict[str, str]
    _by_label: dict[str, tuple[str, str]] = field(default_factory=dict)
    labels: list[tuple[str, int, int, object, str]] = field(default_factory=list)

    @classmethod
    def of(cls, nodes: Iterable[Node], kept: Mapping[str, Any], types: Mapping[str, Type]) -> "Layering":
        """The layering of an article's nodes; `kept` is what the document keeps for these formats."""
        made = cls(types, _named(kept.get("layers")))
        for node in nodes:
            if isinstance(node.of, Entity) and _LAYER in node.extra:
                made._by_label.setdefault(node.label, _place(node.extra))
        return made

    def structure(self, node: Node) -> tuple[str, dict[str, Any]]:
        """The type and the features of an entity. One that was made here is of the layer where its label stands."""
        known = _LAYER in node.extra or not self.layers
        kind, feature = _place(node.extra) if known else self._by_label.get(node.label) or self._first()
        features = _again(node.extra.get(_FEATURES))
        if self.layers:
            self.layers[kind] = feature
        bare = UNLABELLED if kind == NAMED_ENTITY else short(kind)
        if node.extra.get(_BARE) is True and node.label == bare:
            return kind, features
        value = _as_range(node.label, self._range(kind, feature)) if feature else None
        if value is not None:
            features[feature] = value
        elif feature or node.label != bare:
            self.labels.append((kind, *node.span, features.get(feature), node.label))
        return kind, features

    def _first(self) -> tuple[str, str]:
        """The layer of an entity of a label that stands in none."""
        usual = NAMED_ENTITY if NAMED_ENTITY in self.layers else None
        name = usual or next((each for each, feature in self.layers.items() if feature), NAMED_ENTITY)
        return name, self.layers.get(name, "value")

    def _range(self, kind: str, feature: str) -> str:
        known = self.types.get(kind)
        return known.features[feature].range if known is not None and feature in known.features else STRING


def _named(layers: object) -> dict[str, str]:
    """Layers with their features, as they are kept; none where they are damaged."""
    fit = isinstance(layers, dict) and all(isinstance(each, str) for each in layers.values())
    return {str(name): str(feature) for name, feature in layers.items()} if isinstance(layers, dict) and fit else {}


def _place(extra: Extra) -> tuple[str, str]:
    kind, feature = extra.get(_LAYER, NAMED_ENTITY), extra.get(_FEATURE, "value")
    return (kind, feature) if isinstance(kind, str) and kind and isinstance(feature, str) else (NAMED_ENTITY, "value")


def _again(features: object) -> dict[str, Any]:
    try:
        return features_again(features) if isinstance(features, dict) else {}
    except (TypeError, KeyError):
        return {}


def _as_range(label: str, of: str) -> str | int | float | bool | None:
    """A label as a value of a feature of that type, None where it has no place there."""
    try:
        if of in _NUMBERS:
            return int(label)
        if of in _FLOATS:
            return float(label)
    except ValueError:
        return None
    if of == BOOLEAN:
        return {"true": True, "false": False}.get(label)
    return label if of == STRING or not is_predefined(of) else None
