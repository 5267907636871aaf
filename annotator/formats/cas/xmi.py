"""CAS in XMI, and the types in a type system descriptor, as UIMA's references describe them (version 3)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.formats.cas.structures import (
    ANNOTATION,
    BASE,
    BOOLEAN,
    DOUBLE,
    INTEGER,
    PLACE,
    STRING,
    STRUCTURES,
    VIEW,
    Cas,
    Feature,
    Refs,
    Structure,
    Type,
    Units,
)
from annotator.formats.xmltree import child, local, words, xml_root
from annotator.model.faults import Fault

_XMI, _CAS = "http://www.omg.org/XMI", "http:///uima/cas.ecore"
_TYPES = "http://uima.apache.org/resourceSpecifier"
_ID = f"{{{_XMI}}}id"
_NUMBERS = {INTEGER, "uima.cas.Short", "uima.cas.Long", "uima.cas.Byte"}
_FLOATS = {DOUBLE, "uima.cas.Float"}
_KNOWN_REFS = frozenset(("Governor", "Dependent", "target", "first", "next"))
"""Features that are references in every type that DKPro and INCEpTION have, where no types are at hand."""
_KNOWN_LISTS = frozenset(("elements",))
_NUMBER = re.compile(r"-?\d{1,15}")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REMEDY = "Export it anew, or take that element out, and import again."


def from_xmi(data: bytes, name: str, types: Mapping[str, Type]) -> Cas:
    """The CAS of an XMI file. Raises Fault where it is none, or has no text.

    types  those of the descriptor, empty where there is none: then only well-known references are told from numbers
    """
    root = xml_root(data, name)
    sofas = [each for each in root if each.tag == f"{{{_CAS}}}Sofa" and each.get("sofaString") is not None]
    sofa = next((each for each in sofas if each.get("sofaID") == VIEW), sofas[0] if sofas else None)
    if local(root) != "XMI" or sofa is None:
        found = f"the element {local(root)} in line {root.sourceline} has no Sofa with a sofaString"
        raise Fault(f"{name} holds no text: {found}.", "Look whether it is the file you meant.")
    cas = Cas(sofa.get("sofaString"), types=dict(types))
    units = Units(cas.text)
    features: dict[str, Mapping[str, Feature]] = {}
    for each in root:
        kind = _type(each)
        if kind in ("uima.cas.NULL", "uima.cas.Sofa", "uima.cas.View"):
            continue
        if each.get("sofa") not in (None, sofa.get(_ID)):
            cas.elsewhere += 1
            continue
        if kind not in features:
            features[kind] = dict(_features(kind, types))
        cas.structures.append(_structure(each, kind, features[kind], units, name))
    return cas


def _type(element: Any) -> str:
    space, _, kind = element.tag[1:].rpartition("}")
    package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return kind if package == "uima.noNamespace" else f"{package}.{kind}"


def _features(kind: str, types: Mapping[str, Type]) -> Iterator[tuple[str, Feature]]:
    """A type's features, with those of what it is derived from."""
    for _ in range(100):  # types of a damaged file may be derived from each other
        if kind not in types:
            return
        yield from types[kind].features.items()
        kind = types[kind].base


def _structure(element: Any, kind: str, features: Mapping[str, Feature], units: Units, name: str) -> Structure:
    where = f"{name}, line {element.sourceline}"
    found: dict[str, Any] = {}
    for key, value in element.attrib.items():
        if not key.startswith("{") and key not in (*PLACE, "sofa"):
            found[key] = _value(key, value, features.get(key), where)
    for part in element:
        found.setdefault(local(part), []).append(part.text or "")
    begin, end = (_number(element.get(key), where) for key in PLACE)
    there = begin is not None and end is not None
    return Structure(
        _number(element.get(_ID), where) or 0,
        kind,
        found,
        units.point(begin) if there and begin is not None else None,
        units.point(end) if there and end is not None else None,
        element.get("sofa") is not None,
    )


def _number(value: str | None, where: str) -> int | None:
    if value is None:
        return None
    if not _NUMBER.fullmatch(value):
        raise Fault(f"{where}: {value!r:.40} stands where a number belongs.", _REMEDY)
    return int(value)


def _value(key: str, value: str, feature: Feature | None, where: str) -> Any:
    known = feature.range if feature is not None else STRING
    if known in _NUMBERS:
        return _number(value, where)
    if known == BOOLEAN:
        return value == "true"
    if known in _FLOATS:
        try:
            return float(value)
        except ValueError:
            return value
    many = known == STRUCTURES or known.endswith("[]") or (feature is None and key in _KNOWN_LISTS)
    single = feature is None and key in _KNOWN_REFS
    if (feature is not None and not known.startswith("uima.cas.") and not many) or known in ("uima.cas.TOP", BASE):
        single = True
    numbers = value.split()
    if (many or (single and len(numbers) == 1)) and all(map(_NUMBER.fullmatch, numbers)):
        return Refs(tuple(map(int, numbers)), many)
    return value


def from_descriptor(data: bytes, name: str) -> dict[str, Type]:
    """The types of a type system descriptor. Raises Fault where it is none."""
    found = {}
    for each in xml_root(data, name).iter(f"{{{_TYPES}}}typeDescription"):
        features = child(each, "features")
        found[words(child(each, "name")).strip()] = Type(
            words(child(each, "supertypeName")).strip() or ANNOTATION,
            {
                words(child(one, "name")).strip(): Feature(
                    words(child(one, "rangeTypeName")).strip(), words(child(one, "elementType")).strip()
                )
                for one in (features if features is not None else ())
            },
        )
    return found


def check_xml(text: str) -> None:
    """Raises Fault where a text holds a character that XML has no way to write."""
    odd = _NO_XML.search(text)
    if odd:
        raise Fault(
            f"The text holds the character U+{ord(odd[0]):04X} at {odd.start()}, which XML cannot hold.",
            "Export it as cas-json.",
        )


def without_controls(text: str) -> str:
    """A text that XML can hold: characters that it cannot are replaced."""
    return _NO_XML.sub("\ufffd", text)


def to_xmi(cas: Cas) -> bytes:
    """The CAS as an XMI file."""
    from lxml import etree

    sofa = max((each.id for each in cas.structures), default=0) + 1
    spaces = {"xmi": _XMI, "cas": _CAS}
    names = {kind: _name(kind, spaces) for kind in dict.fromkeys(each.type for each in cas.structures)}
    root = etree.Element(f"{{{_XMI}}}XMI", {f"{{{_XMI}}}version": "2.0"}, nsmap=spaces)
    etree.SubElement(root, f"{{{_CAS}}}NULL", {_ID: "0"})
    units = Units(cas.text)
    for each in cas.structures:
        element = etree.SubElement(root, names[each.type], {_ID: str(each.id)})
        if each.in_text:
            element.set("sofa", str(sofa))
        if each.begin is not None and each.end is not None:
            element.set("begin", str(units.of(each.begin)))
            element.set("end", str(units.of(each.end)))
        for key, value in each.features.items():
            if isinstance(value, list):
                for one in value:
                    etree.SubElement(element, key).text = without_controls(one)
            elif value is not None:
                element.set(key, _written(value))
    about = {_ID: str(sofa), "sofaNum": "1", "sofaID": VIEW, "mimeType": "text", "sofaString": cas.text}
    etree.SubElement(root, f"{{{_CAS}}}Sofa", about)
    members = " ".join(str(each.id) for each in cas.structures)
    etree.SubElement(root, f"{{{_CAS}}}View", {"sofa": str(sofa), "members": members})
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _name(kind: str, spaces: dict[str, str]) -> str:
    """A type's name as an element's; `spaces` gets what it needs."""
    package, _, name = kind.rpartition(".")
    space = f"http:///{(package or 'uima.noNamespace').replace('.', '/')}.ecore"
    if space not in spaces.values():
        prefix = package.rpartition(".")[2] or "noNamespace"
        spaces[next(each for n in range(len(spaces) + 1) if (each := f"{prefix}{n or ''}") not in spaces)] = space
    return f"{{{space}}}{name}"


def _written(value: Any) -> str:
    if isinstance(value, Refs):
        return " ".join(map(str, value.ids))
    if isinstance(value, bool):
        return "true" if value else "false"
    return without_controls(str(value))


def to_descriptor(types: Mapping[str, Type]) -> bytes:
    """A type system descriptor of these types."""
    from lxml import etree

    root = etree.Element("typeSystemDescription", xmlns=_TYPES)
    each_type = etree.SubElement(root, "types")
    for name, kind in sorted(types.items()):
        described = _described(
            each_type, "typeDescription", (("name", name), ("description", ""), ("supertypeName", kind.base))
        )
        features = etree.SubElement(described, "features")
        for key, feature in kind.features.items():
            _described(features, "featureDescription", _feature(key, feature))
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _feature(key: str, feature: Feature) -> Iterator[tuple[str, str]]:
    array = feature.range.endswith("[]")
    yield from (("name", key), ("description", ""), ("rangeTypeName", STRUCTURES if array else feature.range))
    if array or feature.element:
        yield "elementType", feature.range.removesuffix("[]") if array else feature.element


def _described(parent: Any, name: str, parts: Iterable[tuple[str, str]]) -> Any:
    from lxml import etree

    element = etree.SubElement(parent, name)
    for key, value in parts:
        etree.SubElement(element, key).text = value
    return element
