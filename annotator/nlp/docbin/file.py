"""The columns of a `DocBin` file, every number in them checked.

spaCy's own reader takes them as they are, and ends the process at a token that does not exist.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from annotator.model.exchange import Input
from annotator.model.faults import Fault
from annotator.nlp import lean

MAGIC = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
"""What zlib's output begins with."""
LARGEST = 1_000_000_000
"""Bytes of a file, and of what it unpacks to: one of a few kilobytes can unpack to any size."""
_PIECE = 1 << 18
_TEXTS = frozenset({"ORTH", "ENT_TYPE", "ENT_KB_ID", "ENT_ID", "LEMMA", "TAG", "POS", "DEP", "MORPH"})


def unpacked(given: Input) -> dict[str, Any]:
    """What a file holds. Raises Fault where it is too large, zlib.error or ValueError where damaged."""
    from srsly.msgpack import BufferFull, OutOfData, Unpacker

    with given.open() as file:
        unzipped = _Unzipped(file, given.name)
        try:
            found = Unpacker(unzipped, read_size=_PIECE, max_buffer_size=LARGEST + _PIECE, raw=False).unpack()
        except (OutOfData, BufferFull) as error:
            raise ValueError("its end is missing") from error
        while unzipped.read(_PIECE):  # so that what is behind, too, has its checksum compared
            pass
    if not isinstance(found, dict):
        raise TypeError("it holds no table")
    return found


class _Unzipped:
    """What a file unpacks to, a piece at a time: nobody has all of it in memory beside what it is made into.

    Reading raises Fault where it is too large, zlib.error or ValueError where damaged.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._unpacking = zlib.decompressobj()
        self._length = 0

    def read(self, most: int) -> bytes:
        """Up to so many bytes more, b"" at the end."""
        while not self._unpacking.eof:
            packed = self._unpacking.unconsumed_tail or self._file.read(_PIECE)
            piece = self._unpacking.decompress(packed, most)
            self._length += len(piece)
            if self._length > LARGEST:
                raise Fault(f"{self._name} is too large: its limit is {LARGEST / 1e6:.0f} MB unpacked.", "Split it.")
            if piece:
                return piece
            if not packed:
                raise ValueError("its end is missing")
        return b""


@dataclass(frozen=True)
class RawDoc:
    """A `Doc` as it stands in the file.

    ints, texts  attributes of the tokens by their names, a value for each token
    groups       `doc.spans`: first token, the one behind the last, label, id
    misplaced    how many spans of groups are on tokens that there are not
    """

    words: list[str]
    spaces: list[bool]
    ints: Mapping[str, list[int]]
    texts: Mapping[str, list[str]]
    cats: Mapping[str, float]
    groups: Mapping[str, list[tuple[int, int, str, str]]]
    user_data: Mapping[Any, Any]
    misplaced: int


@dataclass(frozen=True)
class RawDocs:
    """The columns of a file; `strings` are its strings by their hashes."""

    strings: Mapping[int, str]
    attributes: list[str]
    tokens: Any
    spaces: Any
    lengths: list[int]
    starts: list[int]
    cats: Sequence[Any]
    groups: Sequence[Any]
    user_data: Sequence[Any]

    def raw(self, number: int) -> RawDoc:
        """One `Doc`."""
        start, length = self.starts[number], self.lengths[number]
        columns = {
            name: self.tokens[start : start + length, at].tolist() for at, name in enumerate(self.attributes) if name
        }
        texts = {name: [self.strings[n] for n in column] for name, column in columns.items() if name in _TEXTS}
        groups, misplaced = self._groups(self.groups[number], length)
        packed = self.user_data[number]
        user_data = _loaded(packed, use_list=False) if packed else {}
        return RawDoc(
            words=texts["ORTH"],
            spaces=self.spaces[start : start + length].tolist(),
            ints={name: column for name, column in columns.items() if name not in _TEXTS},
            texts=texts,
            cats={str(name): float(value) for name, value in dict(self.cats[number] or {}).items()},
            groups=groups,
            user_data=dict(user_data),
            misplaced=misplaced,
        )

    def _groups(self, packed: bytes, length: int) -> tuple[dict[str, list[tuple[int, int, str, str]]], int]:
        groups: dict[str, list[tuple[int, int, str, str]]] = {}
        misplaced = 0
        for data, names in _group_bytes(_loaded(packed) if packed else []):
            group = _loaded(data)
            spans = []
            for row in group["spans"]:
                span_id, _, label, start, end, _, _ = struct.unpack(">QQQllll", row)
                if 0 <= start < end <= length:
                    spans.append((start, end, self.strings.get(label, ""), self.strings.get(span_id, "")))
                else:
                    misplaced += 1
            for name in names or [str(group["name"])]:
                groups[str(name)] = spans
        return groups, misplaced


def _group_bytes(groups: Any) -> Iterator[tuple[bytes, list[Any]]]:
    """Each group's bytes and its names, in both forms that spaCy has written."""
    if isinstance(groups, dict):
        yield from groups.items()
    else:
        yield from ((data, []) for data in groups)


def docs_of(content: Mapping[str, Any]) -> RawDocs:
    """The docs of a file's content. Raises ValueError, KeyError or TypeError where that is not what it should be."""
    import numpy

    spacy = lean.spacy()
    hash_of = spacy.strings.get_string_id
    names = {number: name for name, number in spacy.attrs.IDS.items()}
    attributes = [names.get(number, "") for number in content["attrs"]]
    lengths = numpy.frombuffer(content["lengths"], dtype="int32").tolist()
    spaces = numpy.frombuffer(content["spaces"], dtype=bool)
    tokens = numpy.frombuffer(content["tokens"], dtype="uint64").reshape(-1, max(1, len(attributes)))
    if min(lengths, default=0) < 0 or not sum(lengths) == len(tokens) == len(spaces):
        raise ValueError("its columns are of different lengths")
    starts, at = [], 0
    for length in lengths:
        starts.append(at)
        at += length
    count = len(lengths)
    docs = RawDocs(
        strings={0: "", **{hash_of(each): each for each in content["strings"]}},
        attributes=attributes,
        tokens=tokens,
        spaces=spaces,
        lengths=lengths,
        starts=starts,
        cats=content["cats"],
        groups=content.get("span_groups", [b""] * count),
        user_data=content.get("user_data", [b""] * count),
    )
    if not count == len(docs.cats) == len(docs.groups) == len(docs.user_data):
        raise ValueError("its lists are of different lengths")
    return docs


def _loaded(data: bytes, **options: Any) -> Any:
    from srsly import msgpack_loads

    return msgpack_loads(data, **options)
