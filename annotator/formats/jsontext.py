"""JSON text of others: its values one by one, in memory for one of them, and faults that say where it is wrong."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import PurePath
from typing import Any, BinaryIO

from annotator.formats.inputs import LARGEST_COLLECTION, too_large
from annotator.model.exchange import Input
from annotator.model.faults import Fault

_REMEDY = "Mend that line or take it out, and import again."
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_BOM = b"\xef\xbb\xbf"
_FIRST = 4_000_000
"""Bytes within which the first value of a file must end for its format to be told by it."""

LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Line ends to some readers of lines, though not to JSON, where they can only stand in strings; for `str.translate`."""


def parsed(line: bytes, where: str) -> Any:
    """The value of one JSON text in UTF-8. Raises Fault, which begins with `where`, if it is none."""
    try:
        value = json.loads(line.decode(), parse_constant=nothing)
    except UnicodeDecodeError as error:
        raise Fault(f"{where} is not UTF-8 (byte {error.start} is wrong).", "Save the file anew as UTF-8.") from error
    except json.JSONDecodeError as error:
        at = f"character {error.colno}" if error.lineno == 1 else f"line {error.lineno}, character {error.colno}"
        raise Fault(f"{where} is not JSON: {error.msg} at {at}.", _REMEDY) from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise Fault(f"{where} holds a number that is too long to be read.", _REMEDY) from error
    except RecursionError as error:
        raise Fault(f"{where} is nested too deeply to be read as JSON.", _REMEDY) from error
    return value


def nothing(constant: str) -> None:
    """NaN and Infinity, which Python writes though JSON has no such numbers."""


def has_surrogates(data: bytes) -> bool:
    """Whether a JSON text may hold half a surrogate pair."""
    return _SURROGATE.search(data) is not None


def refuse_half_pairs(value: Any, where: str) -> None:
    """Raises Fault for half a surrogate pair, which JSON can say and no encoding can write."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Fault(f"{where} holds half a surrogate pair, which is no character.", _REMEDY) from error


def values(given: Input) -> Iterator[tuple[str, Any] | Fault]:
    """The values of an input, each with where it stands ("a.jsonl, line 3"); a Fault for what is no JSON.

    What begins with `[` is one list of them, whatever its name; all else has one a line, and only one is in memory.
    Raises Fault where there is nothing in it, or where a list is too large to be held in memory.
    """
    with given.open() as file:
        rows = _rows(file)
        first = next(rows, None)
        if first is None:
            raise Fault(f"{given.name} is empty: there is no article in it.", "Look whether it is the file you meant.")
        if first[1].startswith(b"["):
            yield from _listed(given)
            return
        if PurePath(given.name).suffix.lower() == ".json" and first[1] == b"{":
            yield from _alone(given)
            return
        for number, row in chain([first], rows):
            yield _value(row, f"{given.name}, line {number}")


def _rows(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers, counted from 1."""
    for number, row in enumerate(file, 1):
        row = (row.removeprefix(_BOM) if number == 1 else row).strip()
        if row:
            yield number, row


def _value(row: bytes, where: str) -> tuple[str, Any] | Fault:
    try:
        value = parsed(row, where)
        if has_surrogates(row):
            refuse_half_pairs(value, where)
    except Fault as fault:
        return fault
    return where, value


def _alone(given: Input) -> Iterator[tuple[str, Any] | Fault]:
    yield _value(_whole(given), given.name)


def _listed(given: Input) -> Iterator[tuple[str, Any] | Fault]:
    data = _whole(given)
    whole = parsed(data, given.name)
    may_be_broken = has_surrogates(data)
    del data
    for number, value in enumerate(whole, 1):
        where = f"{given.name}, article {number}"
        try:
            if may_be_broken:
                refuse_half_pairs(value, where)
        except Fault as fault:
            yield fault
        else:
            yield where, value


def _whole(given: Input) -> bytes:
    with given.open() as file:
        data = file.read(LARGEST_COLLECTION + 1)
    if len(data) > LARGEST_COLLECTION:
        raise too_large(given.name, len(data), LARGEST_COLLECTION)
    return data.removeprefix(_BOM)


def first_object(given: Input) -> dict[str, Any]:
    """The first object of a file of JSON, alone or in a list, by which its format is told; empty where there is none.

    Never raises. What does not end within four million bytes is not looked into.
    """
    try:
        with given.open() as file:
            start = file.read(256).removeprefix(_BOM).lstrip()
            if not start.startswith((b"{", b"[")):
                return {}
            text = (start + file.read(_FIRST)).decode("utf-8", "ignore").removeprefix("[").lstrip()
        value, _ = json.JSONDecoder(parse_constant=nothing).raw_decode(text)
    except (Fault, OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def dumped(value: Any) -> str:
    """A value as JSON on one line. Raises Fault where it holds a number that JSON does not have."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).translate(LINE_ENDS)
    except ValueError as error:
        raise Fault(f"The article holds a number that JSON does not have: {error}.", "Import it anew.") from error
