"""The structures of a CAS that are no annotations here: kept as JSON in the document, and written to a CAS again."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.formats.cas.dkpro import META, SENTENCE, TOKEN, TYPES, ends_of
from annotator.formats.cas.structures import DOCUMENT, Feature, Refs, Structure, Type
from annotator.formats.linked.reading import Task
from annotator.formats.sourcemap import Runs
from annotator.model.exchange import Loss, Lost
from annotator.model.labels.layers import short
from annotator.model.plain import from_plain, to_plain

_MOST_NAMED = 8
"""So many layers are named where it is told what is kept."""


def border(runs: Runs, at: int) -> int:
    """Where a border in the file's text lies in the article's, in code points of each."""
    number = bisect_right(runs, at, key=lambda run: run.file_start) - 1
    if number < 0:
        return 0
    run = runs[number]
    return run.text_start + min(at - run.file_start, run.length)


class Kept:
    """The structures of other types, as far as they are kept.

    entities  those that are entities, which are not kept but may refer to what is
    made      the types of which this program had made all structures: those that say nothing more are made again
    """

    def __init__(self, task: Task, others: Sequence[Structure], entities: Sequence[Structure], made: object) -> None:
        ours = set(made) if isinstance(made, list) and all(isinstance(each, str) for each in made) else set()
        wanted = {ref for each in others for ref in each.refs if each.type not in ours}
        wanted |= {ref for each in entities for ref in each.refs}
        self._types = {each.type for each in entities}
        self.losses: list[Loss] = []
        self._structures: list[Structure] = []
        lost = 0
        for each in others:
            if each.type in ours and each.id not in wanted and (each.type == META or not each.features):
                continue
            if each.begin is not None and each.end is not None:
                if not 0 <= each.begin <= each.end:
                    lost += 1
                    continue
                each = replace(each, begin=border(task.runs, each.begin), end=border(task.runs, each.end))
            self._structures.append(each)
        layers = [each for each in self._structures if each.type not in (TOKEN, SENTENCE, META, DOCUMENT)]
        relations = [each for each in layers if ends_of(each) is not None]
        spans = [each for each in layers if ends_of(each) is None]
        for what, those in ((Lost.RELATIONS, relations), (Lost.ATTRIBUTES, spans)):
            if those:
                self.losses.append(Loss(what, len(those), detail=f"of other layers: {_listed(those)}", kept=True))
        if lost:
            self.losses.append(Loss(Lost.MISPLACED, lost, detail="of other layers"))

    def plain(self, nodes: Mapping[Any, str], types: Mapping[str, Type]) -> dict[str, Any]:
        """What is kept as JSON, with references to entities and parts of quotes by their ids in the document."""
        rows = [row_of(each, nodes) for each in self._structures]
        used = {each.type for each in self._structures} | {name for name in self._types if not _is_ours(name, types)}
        known: dict[str, Any] = {}
        while used:
            name = used.pop()
            if name in types and name not in known:
                known[name] = to_plain(types[name])
                used |= {types[name].base, *(each.element for each in types[name].features.values())}
        return {**({"structures": rows} if rows else {}), **({"types": known} if known else {})}


def _is_ours(name: str, types: Mapping[str, Type]) -> bool:
    """Whether nothing is declared of a type but what this program declares of it itself."""
    return name in TYPES and (name not in types or types[name].features.items() <= TYPES[name].features.items())


def _listed(layers: Iterable[Structure]) -> str:
    names = sorted({short(each.type) for each in layers})
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def features_in_json(features: Mapping[str, Any], nodes: Mapping[Any, str]) -> dict[str, Any]:
    """Features as they are kept in JSON; `nodes` are the ids in the document of what they refer to."""
    return {
        key: {"refs": [nodes.get(ref, ref) for ref in value.ids], "many": value.many}
        if isinstance(value, Refs)
        else value
        for key, value in features.items()
    }


def features_again(features: Mapping[str, Any]) -> dict[str, Any]:
    """Kept features again. Raises TypeError or KeyError where they are damaged."""
    return {
        str(key): Refs(tuple(value["refs"]), bool(value["many"])) if isinstance(value, dict) else value
        for key, value in features.items()
    }


def row_of(each: Structure, nodes: Mapping[Any, str]) -> dict[str, Any]:
    """A structure as it is kept in JSON; `nodes` are the ids in the document of what it refers to."""
    features = features_in_json(each.features, nodes)
    return {"id": each.id, "type": each.type, "features": features, "begin": each.begin, "end": each.end,
            "in_text": each.in_text}  # fmt: skip


def structure_of(row: Any, length: int) -> Structure:
    """A kept structure again. Raises ValueError, TypeError or KeyError where it is damaged."""
    features = features_again(row["features"])
    begin, end = row["begin"], row["end"]
    if begin is not None and not 0 <= begin <= end <= length:
        raise ValueError(begin)
    return Structure(
        from_plain(int, row["id"]), from_plain(str, row["type"]), features, begin, end, bool(row["in_text"])
    )


def kept_again(own: Mapping[str, Any], length: int) -> tuple[list[Structure], dict[str, Type], int]:
    """What was kept, and how many structures of it are damaged."""
    found: list[Structure] = []
    damaged = 0
    rows = own.get("structures")
    for row in rows if isinstance(rows, list) else ():
        try:
            found.append(structure_of(row, length))
        except (ValueError, TypeError, KeyError, AttributeError):
            damaged += 1
    try:
        types = {
            name: Type(each["base"], {key: from_plain(Feature, one) for key, one in each.get("features", {}).items()})
            for name, each in own.get("types", {}).items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        types = {}
    return found, types, damaged
