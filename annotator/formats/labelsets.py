"""Label sets as files: JSON, one object with the labels in their order.

    {"format": "annotator-labels/1",
     "title": "News",
     "labels": [{"name": "PERSON", "description": "people", "key": "1", "colour": "#234f99", "speaks": true},
                {"name": "DATE", "hidden": true, "overlaps": false}]}

Only `name` has to be there. `key` is a digit or a capital, null for the next digit that is free; `colour` is the
label's own on a white page, null for one of the twenty: `hue` says which, from 0, null for that of its place. `hidden`
and `speaks` are false where they are left out, `overlaps` is true. `formerly` lists names that the label had.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from annotator.model.faults import Fault
from annotator.model.labels.labels import Label, LabelSet, wrongs
from annotator.model.plain import from_plain, to_plain

FORMAT: Final = "annotator-labels/1"
SUFFIX: Final = ".labels.json"
MOST: Final = 1000
"""How many labels a set may have: with more, it is a list of something else."""

_KNOWN: Final = frozenset(field.name for field in fields(Label))


def read(data: bytes, name: str) -> tuple[str, LabelSet]:
    """The title and the labels in a file's bytes; `name` is the file's, for what is said of it.

    Raises Fault where it is no label set, or one that no project can have.
    """
    plain = _object(data, name)
    listed = plain.get("labels")
    if not isinstance(listed, list) or not listed:
        raise Fault(f"{name} has no labels.", 'List them under "labels", each with a "name".')
    if len(listed) > MOST:
        raise Fault(f"{name} has {len(listed)} labels.", f"A project can have {MOST}.")
    labels = tuple(_label(each, number, name) for number, each in enumerate(listed, 1))
    found = wrongs(labels)
    if found:
        first = found[0]
        raise Fault(f"{name}, label {first.place + 1}: {first.why}", "Mend it in the file and read it again.")
    title = plain.get("title")
    return title if isinstance(title, str) else "", LabelSet(labels)


def write(labels: LabelSet, title: str = "") -> bytes:
    """A label set as the bytes of a file; `read` gives it back."""
    head = {"format": FORMAT, **({"title": title} if title else {})}
    rows = ",\n    ".join(json.dumps(to_plain(label), ensure_ascii=False) for label in labels.labels)
    words = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    return f'{words},\n  "labels": [\n    {rows}\n  ]\n}}\n'.encode("utf-8", "surrogatepass")


def _object(data: bytes, name: str) -> Mapping[str, Any]:
    try:
        plain = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Fault(f"{name}{where}, is no JSON.", "Choose a file that holds a label set.") from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise Fault(f'{name} is no label set: it has no "format" that is "{FORMAT}".', "Choose another file.")
    return plain


def _label(plain: Any, number: int, name: str) -> Label:
    if not isinstance(plain, dict) or not isinstance(plain.get("name"), str):
        raise Fault(f'{name}, label {number}, has no "name".', "Give it one.")
    unknown = sorted(set(plain) - _KNOWN)
    if unknown:
        known = ", ".join(field.name for field in fields(Label))
        raise Fault(f"{name}, label {number}, has “{unknown[0]}”.", f"A label has: {known}.")
    try:
        label: Label = from_plain(Label, plain)
    except ValueError as error:
        raise Fault(f"{name}, label {number}: {error}.", "Mend it in the file and read it again.") from error
    return label
