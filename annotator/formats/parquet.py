"""Parquet by pyarrow, which need not be installed: the rows of a file, one by one, and files of rows.

What is not the program's own is read in a process of its own (see `apart`): what a file of some kilobytes unpacks to
can have any size, and pyarrow is not made to be given files that want to do harm.
"""

import json
import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from annotator.formats.inputs import head
from annotator.model.exchange import Input
from annotator.model.faults import Fault

_BATCH = 64
"""How many rows are read at once."""
_PACKED = 256
"""How many rows are packed together: as Python's objects they take many times the memory."""
_GROUP = 2048
"""How many rows are written together, fewer where they have more than `_LONG` characters. Each group of rows takes
20 kB in memory until the file is whole."""
_LONG = 4_000_000
_BUFFER = 1 << 20
"""Bytes that are read of a column at a time, which has no end otherwise but that of its group of rows."""
_FOOTER = 4 << 20
"""Bytes of a file's footer in which its columns are named."""
_MARK = b"PAR1"
_INSTALL = "Install it (`uv sync --extra parquet`, or pip install pyarrow), and {} again."


def is_parquet(given: Input) -> bool:
    """Whether an input begins as Parquet does."""
    return head(given, 4) == _MARK


def names_columns(given: Input, *names: Sequence[str]) -> bool:
    """Whether a Parquet file has, of each of these groups of names, a column that is called so. Never raises.

    It is told by the bytes of the footer, in which a name stands behind a mark and its length (Thrift's compact
    protocol), without pyarrow: what is not known yet is not unpacked in this process.
    """
    footer = _footer(given)
    return all(any(b"\x18" + bytes([len(name)]) + name.encode() in footer for name in group) for group in names)


def _footer(given: Input) -> bytes:
    """How a file's footer begins, b"" where there is none."""
    try:
        with given.open() as file:
            end = file.seek(-8, os.SEEK_END)
            length, mark = struct.unpack("<I4s", file.read(8))
            if mark != _MARK or length > end:
                return b""
            file.seek(end - length)
            return file.read(min(length, _FOOTER))
    except (Fault, OSError, ValueError, struct.error):
        return b""


def columns(given: Input) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The names of a file's columns, and what Hugging Face's `datasets` has noted of them, as JSON of its `Features`.

    Raises Fault where pyarrow is not installed, and where the file cannot be read.
    """
    with _opened(given) as file:
        return tuple(file.schema_arrow.names), _noted((file.metadata.metadata or {}).get(b"huggingface"))


def rows(given: Input) -> Iterator[dict[str, Any]]:
    """A file's rows. Raises Fault as `columns` does."""
    with _opened(given) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                yield dict(row)


@contextmanager
def _opened(given: Input) -> Iterator[Any]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise Fault(
            f"{given.name} is a Parquet file, and pyarrow, which reads them, is not installed.",
            _INSTALL.format("import"),
        ) from error
    with given.open() as file:
        try:
            yield ParquetFile(file, buffer_size=_BUFFER)
        except MemoryError:  # of pyarrow's own, too
            raise
        except (ArrowException, OSError, ValueError) as error:
            raise Fault(f"{given.name} cannot be read as Parquet: {error}.", "It is damaged: get it again.") from error


def _noted(data: bytes | None) -> dict[str, Any]:
    try:
        features = json.loads(data or b"{}")["info"]["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return features if isinstance(features, dict) else {}


class ParquetRows:
    """Writes rows into a Parquet file, a batch at a time. Raises Fault where pyarrow is not installed.

    columns  the types of the columns, as JSON of `datasets.Features`
    """

    def __init__(self, file: BinaryIO, columns: dict[str, Any]) -> None:
        try:
            import pyarrow
            from pyarrow.parquet import ParquetWriter
        except ImportError as error:
            raise Fault("Parquet is written by pyarrow, which is not installed.", _INSTALL.format("export")) from error
        self._arrow = pyarrow
        self._schema = pyarrow.schema([(name, _type(pyarrow, each)) for name, each in columns.items()])
        # Arrow's own copy of the schema would be taken instead of what `close` adds. Nobody looks for articles by the
        # least and the greatest of their texts.
        self._file = ParquetWriter(file, self._schema, store_schema=False, write_statistics=False)
        self._rows: list[dict[str, Any]] = []
        self._group: list[Any] = []
        self._long = 0

    @staticmethod
    def ready() -> None:
        """Raises Fault where pyarrow is not installed."""
        try:
            import pyarrow.parquet  # noqa: F401  # whether it can be
        except ImportError as error:
            raise Fault("Parquet is written by pyarrow, which is not installed.", _INSTALL.format("export")) from error

    def add(self, row: dict[str, Any]) -> None:
        """Takes a row with a value for each of the columns."""
        self._rows.append(row)
        self._long += len(row.get("text") or "")
        if len(self._rows) == _PACKED:
            self._pack()
        if len(self._group) == _GROUP // _PACKED or self._long > _LONG:
            self._flush()

    def _pack(self) -> None:
        self._group.append(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def _flush(self) -> None:
        if self._rows:
            self._pack()
        if self._group:
            self._file.write_table(self._arrow.concat_tables(self._group))
            self._group, self._long = [], 0

    def close(self, columns: dict[str, Any]) -> None:
        """Writes what is left, and what `datasets` needs to know of the columns."""
        self._flush()
        self._file.add_key_value_metadata({"huggingface": json.dumps({"info": {"features": columns}})})
        self._file.close()


def _type(pyarrow: Any, feature: Any) -> Any:
    match feature:
        case {"_type": "Value", "dtype": str(name)}:
            return pyarrow.type_for_alias(name)
        case {"_type": "ClassLabel"}:
            return pyarrow.int64()
        case {"_type": "Sequence", "feature": inner} | [inner]:
            return pyarrow.list_(_type(pyarrow, inner))
        case _:
            return pyarrow.struct([(name, _type(pyarrow, each)) for name, each in feature.items()])
