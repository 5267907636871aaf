"""CAS in JSON, version 0.4, as the specification of Apache UIMA's `uimaj-io-jsoncas` has it."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.formats.cas.structures import (
    PLACE,
    STRINGS,
    STRUCTURES,
    VIEW,
    Cas,
    Feature,
    Refs,
    Structure,
    Type,
    Units,
)
from annotator.formats.fields import Fields
from annotator.model.faults import Fault

_SOFA = "uima.cas.Sofa"
_TYPES, _STRUCTURES, _VIEWS = "%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"


def is_cas(value: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a CAS."""
    return _STRUCTURES in value


def from_json(value: Any, where: str) -> Cas:
    """The CAS of a JSON object. Raises Fault where it is none, or has no text."""
    fields = Fields(value, where)
    rows = fields.data.get(_STRUCTURES)
    if isinstance(rows, dict):  # some writers have them by their ids
        rows = [{"%ID": int(key), **row} for key, row in rows.items() if key.isdecimal() and isinstance(row, dict)]
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    sofas = [row for row in rows if row.get("%TYPE") == _SOFA and isinstance(row.get("sofaString"), str)]
    sofa = next((row for row in sofas if row.get("sofaID") == VIEW), sofas[0] if sofas else None)
    if sofa is None:
        none = f"none of its {len(rows)} {_STRUCTURES} is a {_SOFA} with a sofaString"
        raise Fault(f"{where} holds no text: {none}.", "Look whether it is the file you meant.")
    types = {name: _type(row) for name, row in fields.section(_TYPES).data.items() if isinstance(row, dict)}
    cas = Cas(sofa["sofaString"], types=types)
    units = Units(cas.text)
    arrays = {row.get("%ID"): row["%ELEMENTS"] for row in rows if isinstance(row.get("%ELEMENTS"), list)}
    for row in rows:
        kind = row.get("%TYPE")
        if not isinstance(kind, str) or kind == _SOFA or isinstance(row.get("%ELEMENTS"), list | str):
            continue
        if row.get("@sofa") not in (None, sofa.get("%ID")):
            cas.elsewhere += 1
            continue
        cas.structures.append(_structure(row, kind, arrays, units))
    return cas


def _structure(row: Mapping[str, Any], kind: str, arrays: Mapping[Any, list[Any]], units: Units) -> Structure:
    begin, end = (row.get(key) for key in PLACE)
    there = type(begin) is int and type(end) is int
    identity = row.get("%ID")
    return Structure(
        identity if type(identity) is int else 0,
        kind,
        dict(_features(row, arrays)),
        units.point(begin) if there and type(begin) is int else None,
        units.point(end) if there and type(end) is int else None,
        "@sofa" in row,
    )


def _features(row: Mapping[str, Any], arrays: Mapping[Any, list[Any]]) -> Iterator[tuple[str, Any]]:
    for key, value in row.items():
        if key.startswith(("%", "^")) or key in (*PLACE, "@sofa"):
            continue
        if not key.startswith("@"):
            yield key.removeprefix("#"), value if isinstance(value, str | int | float) else None
        elif type(value) is int:
            elements = arrays.get(value)
            if elements is None:
                yield key[1:], Refs((value,))
            elif all(type(each) is int for each in elements):
                yield key[1:], Refs(tuple(elements), many=True)
            else:
                yield key[1:], [str(each) for each in elements]


def _type(row: Mapping[str, Any]) -> Type:
    features = {
        key: Feature(str(each.get("%RANGE", "")), str(each.get("%ELEMENT_TYPE", "")))
        for key, each in row.items()
        if not key.startswith("%") and isinstance(each, dict)
    }
    return Type(str(row.get("%SUPER_TYPE", "")), features)


def to_json(cas: Cas, types: Mapping[str, Type]) -> dict[str, Any]:
    """The CAS as a JSON object that declares these types."""
    free = max((each.id for each in cas.structures), default=0) + 1
    sofa = {"%ID": free, "%TYPE": _SOFA, "sofaNum": 1, "sofaID": VIEW, "mimeType": "text", "sofaString": cas.text}
    rows: list[dict[str, Any]] = [sofa]
    units = Units(cas.text)
    arrays: list[dict[str, Any]] = []
    for each in cas.structures:
        row: dict[str, Any] = {"%ID": each.id, "%TYPE": each.type}
        if each.in_text:
            row["@sofa"] = sofa["%ID"]
        if each.begin is not None and each.end is not None:
            row |= {"begin": units.of(each.begin), "end": units.of(each.end)}
        for key, value in each.features.items():
            if isinstance(value, list) or (isinstance(value, Refs) and value.many):
                free += 1
                elements = list(value.ids) if isinstance(value, Refs) else value
                kind = STRUCTURES if isinstance(value, Refs) else STRINGS
                arrays.append({"%ID": free, "%TYPE": kind, "%ELEMENTS": elements})
                row[f"@{key}"] = free
            elif isinstance(value, Refs):
                row |= {f"@{key}": each for each in value.ids}
            elif value is not None:
                row[f"#{key}" if isinstance(value, float) else key] = value
        rows.append(row)
    members = [each.id for each in cas.structures]
    return {
        _TYPES: {name: _declared(name, kind) for name, kind in sorted(types.items())},
        _STRUCTURES: [*rows, *arrays],
        _VIEWS: {VIEW: {"%SOFA": sofa["%ID"], "%MEMBERS": members}},
    }


def _declared(name: str, kind: Type) -> dict[str, Any]:
    features = {key: _feature(key, feature) for key, feature in kind.features.items()}
    return {"%NAME": name, "%SUPER_TYPE": kind.base, **features}


def _feature(key: str, feature: Feature) -> dict[str, str]:
    array = feature.range == STRUCTURES and feature.element and not feature.element.startswith("uima.cas.")
    return {"%NAME": key, "%RANGE": f"{feature.element}[]" if array else feature.range}
