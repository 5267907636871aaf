"""JSON text: that of others, value by value and in memory for one, with faults that say where it is wrong; and ours."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from math import isfinite
from pathlib import PurePath
from typing import Any, BinaryIO

from annotator.formats.inputs import LARGEST_COLLECTION, too_large
from annotator.formats.jsonlist import ListReader
from annotator.model.depth import is_too_deep
from annotator.model.document import Document, Speaker
from annotator.model.exchange import Input
from annotator.model.faults import Fault

_REMEDY = "Mend that line or take it out, and import again."
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_BOM = b"\xef\xbb\xbf"
_FIRST = 4_000_000
"""Bytes within which the first value of a file must end for its format to be told by it."""

_LINE_ENDS = tuple((each.encode(), f"\\u{ord(each):04x}".encode()) for each in ("\x85", "\u2028", "\u2029"))
"""Line ends to some readers of lines, though not to JSON, where they only stand in strings, and their escapes."""


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
    if is_too_deep(value):
        raise Fault(f"{where} is nested too deeply to be read as JSON.", _REMEDY)
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
    """The values of an input in UTF-8, each with where it stands ("a.jsonl, line 3"); a Fault for what is no JSON.

    What begins with `[` is one list of them, whatever its name; all else has one a line, but for a `.json` file that
    is one value. Only one value is in memory. Raises Fault where there is nothing in it, and where a list breaks off.
    """
    with given.open() as file:
        rows = _rows(file, given.name)
        first = next(rows, None)
        if first is None:
            raise Fault(f"{given.name} is empty: there is no article in it.", "Look whether it is the file you meant.")
        if first[1].startswith(b"["):
            yield from _listed(given)
            return
        if PurePath(given.name).suffix.lower() == ".json" and not _is_json(first[1]):
            yield _value(_whole(given), given.name)
            return
        for number, row in chain([first], rows):
            yield _value(row, f"{given.name}, line {number}")


def _rows(file: BinaryIO, name: str) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers, counted from 1. Raises Fault for one that is too large."""
    number = 0
    while row := file.readline(LARGEST_COLLECTION + 1):
        number += 1
        if len(row) > LARGEST_COLLECTION:
            raise too_large(f"{name}, line {number}", len(row), LARGEST_COLLECTION)
        row = (row.removeprefix(_BOM) if number == 1 else row).strip()
        if row:
            yield number, row


def _is_json(row: bytes) -> bool:
    """Whether a line is a JSON value by itself."""
    try:
        json.loads(row)
    except (ValueError, RecursionError):
        return False
    return True


def _value(row: bytes, where: str) -> tuple[str, Any] | Fault:
    try:
        value = parsed(row, where)
        if has_surrogates(row):
            refuse_half_pairs(value, where)
    except Fault as fault:
        return fault
    return where, value


def _listed(given: Input) -> Iterator[tuple[str, Any] | Fault]:
    with given.open() as file:
        items = ListReader(file, given.name, json.JSONDecoder(parse_constant=nothing))
        for number, item in enumerate(items, 1):
            where = f"{given.name}, line {item.line}, article {number}"
            try:
                if item.may_be_broken:
                    refuse_half_pairs(item.value, where)
            except Fault as fault:
                yield fault
            else:
                yield where, item.value


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


def encoded(value: Any) -> bytes:
    """A value as JSON on one line in UTF-8, without a newline.

    Numbers must be finite: what is not, the encoder writes as null (`check_numbers` looks for them).
    """
    data: bytes = _encoder()(value)
    if data.isascii():
        return data
    if _has_line_ends(data):
        for line_end, escaped in _LINE_ENDS:
            data = data.replace(line_end, escaped)
    return data


def _has_line_ends(data: bytes) -> bool:
    """Whether a line end is in UTF-8: one byte is found many times as fast as three."""
    at = data.find(b"\xe2")
    while at >= 0:
        if data[at + 1 : at + 3] in (b"\x80\xa8", b"\x80\xa9"):
            return True
        at = data.find(b"\xe2", at + 1)
    return b"\xc2" in data and b"\x85" in data and b"\xc2\x85" in data


@cache
def _encoder() -> Callable[[Any], bytes]:
    import msgspec  # every start of the program would pay for it

    return msgspec.json.Encoder().encode


def dumped(value: Any) -> str:
    """The same as text, for JSON within JSON."""
    return encoded(value).decode()


def check_numbers(document: Document, speakers: Iterable[Speaker] = ()) -> None:
    """Raises Fault where something in a document is no number that JSON has: infinite, or none at all."""
    for annotation in (*document.entities, *document.quotes):
        if (annotation.score is not None and not isfinite(annotation.score)) or not _finite(annotation.extra):
            raise _no_number(annotation.id)
    if not (_finite(document.extra) and _finite(document.meta_extra)):
        raise _no_number("what came with the article")
    for speaker in speakers:
        if not _finite(speaker.extra):
            raise _no_number(speaker.name)


def _finite(value: Any) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, Mapping):
        return all(map(_finite, value.values()))
    return all(map(_finite, value)) if isinstance(value, list | tuple) else True


def _no_number(where: str) -> Fault:
    return Fault(f"The article holds a number that JSON does not have ({where}).", "Import it anew.")
