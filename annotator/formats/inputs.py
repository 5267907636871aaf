"""Which files are read, and how large they may be. Imports nothing heavy: the window needs it before it is up."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from annotator.model.exchange import Input
from annotator.model.faults import Fault

MARKDOWN_SUFFIXES = (".md", ".markdown")
COLLECTION_SUFFIXES = (".jsonl", ".ndjson", ".json")
TABLE_SUFFIXES = (".csv", ".tsv", ".parquet")
COLUMN_SUFFIXES = (".conll", ".iob", ".iob2", ".bio", ".bioes")
ARCHIVE_SUFFIX = ".zip"
SUFFIXES = (".txt", *MARKDOWN_SUFFIXES, ".jsonl", ".ndjson")
"""What a folder is searched for. A .json is only read where it is named itself: most are no articles."""

LARGEST_ARTICLE = 20_000_000
"""Bytes of a file, and code points of a JSONL line's text, that are still taken for one article."""

LARGEST_COLLECTION = 500_000_000
"""Bytes of a file that holds an article a line."""


def too_large(name: str, size: int, limit: int) -> Fault:
    """The Fault for an input of `size` bytes where no more than `limit` are read."""
    return Fault(
        f"{name} is too large to import: {size / 1e6:.1f} MB, and the limit is {limit / 1e6:.0f} MB.",
        "Split it into its articles, one file each or one JSONL line each.",
    )


def _plain(name: str) -> bool:
    """Whether a name is one of a file or folder, and no path."""
    return bool(name) and name not in (".", "..") and not any(letter in name for letter in "/\\\0")


@dataclass(frozen=True)
class OpenFile:
    """A file on disk as an `Input`."""

    path: Path

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def open(self) -> BinaryIO:
        """Its bytes. Raises Fault where it cannot be read."""
        try:
            return self.path.open("rb")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise Fault(f"{self.path} cannot be read: {reason}.", "Look whether it may be read.") from error

    def beside(self, name: str, folder: str = "") -> "OpenFile | None":
        """The file of that name in the same folder, or in one beside it; None where there is none; never elsewhere."""
        if not _plain(name) or not (_plain(folder) or folder == ""):
            return None
        path = self.path.resolve().parent.with_name(folder) / name if folder else self.path.with_name(name)
        return OpenFile(path) if path.is_file() else None


@dataclass(frozen=True)
class Given:
    """Bytes as an `Input`, with nothing beside them."""

    name: str
    data: bytes

    def open(self) -> BinaryIO:
        """The bytes."""
        return BytesIO(self.data)

    def beside(self, name: str, folder: str = "") -> None:
        """None: there is nothing beside it."""


def head(given: Input, length: int = 65_536) -> bytes:
    """The first bytes of an input, b"" where it cannot be read: what a format is recognised by."""
    try:
        with given.open() as file:
            return file.read(length)
    except (Fault, OSError):
        return b""
