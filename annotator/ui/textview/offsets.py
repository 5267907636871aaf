"""Code points to UTF-16 units and back: the only module of the program that knows that Qt counts differently."""

from bisect import bisect_left


class Utf16Map:
    """The two-way map of one stretch of text; it costs nothing where no character lies beyond U+FFFF."""

    __slots__ = ("_astral", "_units", "length")

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._astral: list[int] = []
        if text and max(text) > "\uffff":
            self._astral = [i for i, character in enumerate(text) if character > "\uffff"]
        self._units = [place + i for i, place in enumerate(self._astral)]

    @property
    def units(self) -> int:
        """The length of the text in UTF-16 units."""
        return self.length + len(self._astral)

    def to_units(self, offset: int) -> int:
        """The UTF-16 offset of a code point offset from 0 to the text's length."""
        return offset + bisect_left(self._astral, offset) if self._astral else offset

    def to_code_points(self, unit: int) -> int:
        """The code point offset of a UTF-16 offset; one between two surrogates gives their character's start."""
        if not self._units:
            return unit
        return unit - bisect_left(self._units, unit)


def drawable(text: str) -> str:
    """`text` as Qt can take it, of the same length: a lone surrogate becomes U+FFFD."""
    if not text or max(text) < "\ud800":
        return text
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
