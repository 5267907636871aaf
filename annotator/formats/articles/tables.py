"""Articles from tables, one a row: CSV and TSV, JSONL whose text is not called `text`, Parquet."""

import csv
import json
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import chain
from pathlib import PurePath
from typing import Any, BinaryIO

from annotator.formats import parquet
from annotator.formats.apart import streams_apart
from annotator.formats.articles.columns import TEXT, Rows, named
from annotator.formats.inputs import LARGEST_ARTICLE, head
from annotator.formats.quotes_csv import COLUMNS as OF_QUOTES
from annotator.formats.text import refuse_binary
from annotator.model.counting import how_many
from annotator.model.exchange import Format, Imported, Input
from annotator.model.faults import Fault

_DELIMITERS = {".csv": ",;\t|", ".tsv": "\t", ".tab": "\t"}
_LONGEST_LINE = 4 * LARGEST_ARTICLE
_FIRST_LINE = 1_000_000
"""Bytes within which the first line of a JSONL file must end for the file to be known by it."""


def _encoding(start: bytes) -> tuple[str, tuple[str, ...]]:
    """The codec of a table that begins so, and what a person should know about it."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", ()
    try:
        start[: start.rfind(b"\n") + 1].decode()
    except UnicodeDecodeError:
        return "cp1252", ("read as cp1252, which is a guess: look at the letters with accents",)
    return "utf-8-sig", ()


def _delimiter(line: str, suffix: str) -> str:
    """What parts the cells of a header: whichever stands in it most often."""
    return max(_DELIMITERS.get(suffix, ",;\t|"), key=line.count)


def _recognises_cells(given: Input) -> bool:
    suffix = PurePath(given.name).suffix.lower()
    if suffix not in _DELIMITERS:
        return False
    start = head(given)
    encoding, _ = _encoding(start)
    line = start.decode(encoding, "replace").partition("\n")[0].rstrip("\r")
    try:
        columns = next(csv.reader([line], delimiter=_delimiter(line, suffix)), [])
    except csv.Error:
        return False
    return len(columns) > 1 and named(columns, TEXT) is not None and not set(OF_QUOTES) <= set(columns)


def read_cells(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a CSV or TSV file whose first row names its columns."""
    start = head(given)
    refuse_binary(start, given.name)
    encoding, notes = _encoding(start)
    csv.field_size_limit(LARGEST_ARTICLE)
    with given.open() as file:
        rows: Rows | None = None
        columns: list[str] = []
        reader = None
        try:
            lines = _lines(file, encoding)
            first = next(lines, "")
            reader = csv.reader(chain([first], lines), delimiter=_delimiter(first, PurePath(given.name).suffix.lower()))
            for cells in reader:
                where = f"{given.name}, line {reader.line_num}"
                if rows is None:
                    columns = cells
                    _refuse_quotes(columns, given.name)
                    rows = Rows(columns, given.name)
                elif any(cells):
                    yield _row(rows, columns, cells, where, encoding, notes)
        except (csv.Error, UnicodeError) as error:
            line = reader.line_num + 1 if reader is not None else 1
            raise Fault(
                f"{given.name}, line {line} cannot be read: {error}.", "Save the table anew as CSV in UTF-8."
            ) from error
    if rows is None:
        raise Fault(f"{given.name} is empty: there is no article in it.", "Look whether it is the file you meant.")


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """A file's lines, decoded one by one, so that a wrong byte is told with its line."""
    if encoding == "utf-16":
        with TextIOWrapper(file, encoding, newline="") as text:
            yield from text
        return
    while line := file.readline(_LONGEST_LINE):
        yield line.decode(encoding)


def _refuse_quotes(columns: list[str], name: str) -> None:
    if set(OF_QUOTES) <= set(columns):
        raise Fault(f"{name} is a table of quotes; there are no articles in it.", "Import the project's JSONL instead.")


def _row(
    rows: Rows, columns: list[str], cells: list[str], where: str, encoding: str, notes: tuple[str, ...]
) -> Imported | Fault:
    if len(cells) > len(columns):
        return Fault(
            f"{where} has {how_many(len(cells), 'cell')}, and the table {how_many(len(columns), 'column')}.",
            "Put the text in quote marks where it holds what parts the cells.",
        )
    try:
        found = rows.article(dict(zip(columns, cells, strict=False)), where, encoding=encoding)
    except Fault as fault:
        return fault
    return Imported(document=found.document, notes=notes, encoding=encoding)


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _recognises_lines(given: Input) -> bool:
    if PurePath(given.name).suffix.lower() not in (".jsonl", ".ndjson"):
        return False
    value = _object(head(given, _FIRST_LINE).lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0])
    return (
        value is not None
        and "text" not in value
        and isinstance(value.get(named(value, TEXT) or ""), str)
        and not any(
            isinstance(value.get(key), list | dict) for key in ("spans", "entities", "label", "labels", "tokens")
        )
    )


def read_lines(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a JSONL file whose lines are objects; which key is the text is told by its name."""
    number = 0
    with given.open() as file:
        while line := file.readline(_LONGEST_LINE):
            number += 1
            where = f"{given.name}, line {number}"
            if not line.strip():
                continue
            value = _object(line)
            if value is None:
                yield Fault(f"{where} is no JSON object.", "Mend that line or take it out, and import again.")
                continue
            try:
                yield Rows(value, given.name).article(value, where)
            except Fault as fault:
                yield fault
    if not number:
        raise Fault(f"{given.name} is empty: there is no article in it.", "Look whether it is the file you meant.")


def read_parquet(given: Input) -> Iterator[Imported | Fault]:
    """The articles of a Parquet file, for the child process. Raises Fault where pyarrow is not installed."""
    columns, _ = parquet.columns(given)
    made = Rows(columns, given.name)
    for number, row in enumerate(parquet.rows(given), 1):
        try:
            yield made.article(row, f"{given.name}, row {number}")
        except Fault as fault:
            yield fault


_CARRIES = "Articles with title, outlet, date, by-line and address; other columns are kept beside them."
CELLS = Format(
    name="table",
    title="Table of articles (CSV, TSV)",
    suffixes=(".csv", ".tsv"),
    recognises=_recognises_cells,
    read=read_cells,
    carries=_CARRIES,
)
LINES = Format(
    name="table-jsonl",
    title="Articles as JSONL, the text under another name",
    suffixes=(".jsonl", ".ndjson"),
    recognises=_recognises_lines,
    read=read_lines,
    carries=_CARRIES,
)
PARQUET = Format(
    name="parquet",
    title="Table of articles (Parquet)",
    suffixes=(".parquet",),
    recognises=parquet.is_parquet,
    read=streams_apart("annotator.formats.articles.tables:read_parquet", "Parquet"),
    carries=_CARRIES,
)
