"""A JSON list too large to be held: its values one by one, with only the one at hand in memory."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from annotator.formats.inputs import LARGEST_COLLECTION, too_large
from annotator.model.depth import is_too_deep
from annotator.model.faults import Fault

_PIECE = 1_000_000
_REMEDY = "Mend it there, and import again."
_SPACE = " \t\r\n"
_EXPONENT = len("e+5")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Item(NamedTuple):
    """A value of a list, the line that it begins in, and whether half a surrogate pair may be in it."""

    value: Any
    line: int
    may_be_broken: bool


class ListReader:
    """Reads the list that a file begins with, in UTF-8, behind a BOM and white space.

    name     what the file is called in messages
    decoder  what reads a value

    Iterating gives the values. It raises Fault, which says line and column, where the text is no JSON list, or where
    one value of it is larger than 500 MB; the values before it have been given by then.
    """

    def __init__(self, file: BinaryIO, name: str, decoder: json.JSONDecoder) -> None:
        self._file, self._name, self._parse = file, name, decoder.raw_decode
        self._decode = getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self._ended = "", 0, False
        self._line, self._column = 1, 1
        self._bytes = 0

    def __iter__(self) -> Iterator[Item]:
        self._expect("[", "a list")
        if self._next() == "]":
            self._advance(1)
        else:
            yield self._value()
            while self._next() == ",":
                self._advance(1)
                yield self._value()
            self._expect("]", "a comma or the end of the list")
        if self._next():
            raise self._fault("there is more behind the end of the list", self._at)

    def _expect(self, mark: str, what: str) -> None:
        if self._next() != mark:
            raise self._fault(f"{what} is missing", self._at)
        self._advance(1)

    def _next(self) -> str:
        """The next character that is no white space, "" at the end of the file."""
        while True:
            start = self._at
            while start < len(self._text) and self._text[start] in _SPACE:
                start += 1
            self._advance(start - self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(_PIECE):
                return ""

    def _value(self) -> Item:
        """The value that begins here; where it does not end in what has been read, twice as much is read."""
        self._next()
        while True:
            try:
                value, end = self._parse(self._text, self._at)
            except json.JSONDecodeError as error:
                # A string that does not end is told at its beginning, all else where it goes wrong.
                cut = len(self._text) - error.pos < 100 or error.msg.startswith("Unterminated string")
                offset = error.pos - self._at
                if not (cut and self._more(max(_PIECE, len(self._text) - self._at))):
                    raise self._fault(error.msg, self._at + offset) from error
            except ValueError as error:  # Python reads no number of more than 4,300 digits
                raise self._fault("a number is too long to be read", self._at) from error
            except RecursionError as error:
                raise self._fault("it is nested too deeply to be read", self._at) from error
            else:
                if is_too_deep(value):
                    raise self._fault("it is nested too deeply to be read", self._at)
                length = end - self._at
                # A number may go on behind what has been read: 1, then e+5.
                if len(self._text) - end >= _EXPONENT or not self._more(_PIECE):
                    item = Item(value, self._line, bool(_SURROGATE.search(self._text, self._at, self._at + length)))
                    self._advance(length)
                    return item

    def _more(self, length: int) -> bool:
        """Reads on; False at the end of the file."""
        if self._ended:
            return False
        self._text, self._at = self._text[self._at :], 0
        if len(self._text) > LARGEST_COLLECTION:
            raise too_large(f"{self._name}, a value in line {self._line}", len(self._text), LARGEST_COLLECTION)
        data = self._file.read(length)
        self._ended = not data
        try:
            self._text += self._decode.decode(data, self._ended)
        except UnicodeDecodeError as error:
            at = self._bytes + error.start
            raise Fault(
                f"{self._name} is not UTF-8 (near byte {at}, behind line {self._line}).", "Save the file anew as UTF-8."
            ) from error
        self._bytes += len(data)
        return not self._ended

    def _advance(self, length: int) -> None:
        self._line, self._column = self._place(self._at + length)
        self._at += length

    def _place(self, at: int) -> tuple[int, int]:
        """Line and column of a character that lies not before the present one."""
        lines = self._text.count("\n", self._at, at)
        if not lines:
            return self._line, self._column + at - self._at
        return self._line + lines, at - self._text.rfind("\n", self._at, at)

    def _fault(self, what: str, at: int) -> Fault:
        line, column = self._place(at)
        return Fault(f"{self._name} is not JSON: {what} at line {line}, character {column}.", _REMEDY)
