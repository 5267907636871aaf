"""Signs that may be quote marks, and what each could be where it stands: an opening mark, a closing one, or neither.

Every part that a sign could play has a cost, 0 where nothing speaks against it. White space tells most; where it
stands on both sides, as in tokenised text, or on none, the punctuation before the sign does. A single mark may be an
apostrophe.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model.document import Span

STRAIGHT = '"＂'
DOUBLE = frozenset({'"', "＂", "``", "''", "“", "”", "„", "‟", "«", "»", *"「」『』"})
"""Marks that are never apostrophes."""

_SINGLES = ("‘’", "''’", "‚‘’", "‛’", "`'’", "‹›", "›‹")
_NEVER_LETTERS = frozenset("‹›‚")
_BEFORE_OPENING = "([{-–—/…‘'\"“«„「"
_BEFORE_FIRST = "—–-([{\"“«„‘'` "
_LEADS_TO_SPEECH = ",:;.!?…—–-(["
_ENDS_SPEECH = ",.!?…—–-"
_NEAR = 30
_WORD_BEFORE = re.compile(r"(\w+)\s?$")
_WORD_BEHIND = re.compile(r"\w+")
_SUFFIX = re.compile(r"s|t|d|m|ll|re|ve")
_ELISION = re.compile(
    r"""tis|twas|twill|twould|twere|em|im|er|e|is|ave|ad|ere|till?|cause|cos|cuz|bout|round|neath|gainst|n|un|ee|pon|
    twixt|mongst|nother|tother|\d\ds?""",
    re.VERBOSE,
)
_CLIPPED = re.compile(
    r"""\w*s|\w*in|o|an|wi|th|ol|mo|po|de|tha|fo|yo|ha|ca|i|t|gi|fro|wha|doan|fac|ter|di|no|lan|han|roun|hol|tol""",
    re.VERBOSE,
)
"""What words begin with, go on with and end in where an apostrophe stands for letters left out."""


@dataclass(frozen=True)
class Sign:
    """A sign and the cost of each part it could play; None where it cannot.

    skip       of being no mark at all
    first      whether nothing but dashes and brackets stands before it in its paragraph
    ends       whether punctuation that ends what is said stands before it
    """

    start: int
    text: str
    paragraph: int
    opens: float | None
    closes: float | None
    skip: float
    first: bool
    ends: bool

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def single(self) -> bool:
        """Whether it is a single mark, which could be an apostrophe."""
        return self.is_single(self.text)

    @staticmethod
    def is_single(text: str) -> bool:
        """Whether a mark is a single one."""
        return text not in DOUBLE


class Reader:
    """Finds the signs of a text; `closers` says for each opening mark which ones close it."""

    def __init__(self, text: str, pairs: Sequence[str], *, singles: bool) -> None:
        self._text = text
        known = [*pairs, *(_SINGLES if singles else ())]
        found = [pair for pair in known if pair[0] in text and pair[::-1] != _this_way_round(text, known, pair)]
        self.closers = {pair[0]: pair[1:] for pair in found}
        self._closing = frozenset("".join(self.closers.values()))
        signs = "".join(sorted({*STRAIGHT, *"".join(known)}))
        self._signs = re.compile(f"``|''|[{re.escape(signs)}]")

    def may_close(self, opening: str, closing: str) -> float | None:
        """The cost of `closing` as the end of what `opening` began, None where it cannot be."""
        if opening in ("``", "''"):
            return 0.0 if closing == "''" else 1.0 if closing == '"' else None
        if opening in STRAIGHT:
            return 0.0 if closing in STRAIGHT else 1.0 if closing in ("”", "''") else None
        if closing in self.closers.get(opening, ""):
            return 0.0
        if opening == "“" and closing in '"“':  # what people type
            return 1.0
        return 0.5 if opening == closing == "”" else None

    def signs(self, paragraph: Span, index: int) -> "list[Sign]":
        """The signs of one paragraph, in order."""
        found = []
        for match in self._signs.finditer(self._text, paragraph.start, paragraph.end):
            sign = self._sign(match.group(), Span(*match.span()), paragraph, index)
            if sign is not None:
                found.append(sign)
        return found

    def _sign(self, text: str, span: Span, paragraph: Span, index: int) -> Sign | None:
        before = self._text[span.start - 1] if span.start > paragraph.start else " "
        after = self._text[span.end] if span.end < paragraph.end else " "
        if text not in DOUBLE and text not in _NEVER_LETTERS and before.isalnum() and after.isalnum():
            return None
        said = self._text[max(paragraph.start, span.start - _NEAR) : span.start].rstrip()
        behind = self._text[span.end : min(paragraph.end, span.end + _NEAR)]
        first = not said.strip(_BEFORE_FIRST)
        ends = said[-1:] in _ENDS_SPEECH and bool(said)
        opens = self._opens(text, before, after, said, first, last=not behind.strip())
        closes = self._closes(text, before, after, first, ends)
        skip = 3.0
        if text in STRAIGHT and before.isdigit():
            skip = 0.8
        elif text not in DOUBLE:
            skip, opens = self._apostrophe(text, span, before, after, opens)
            if closes is not None and not ends:
                closes += 0.8
        return Sign(span.start, text, index, opens, closes, skip, first, ends)

    def _opens(self, text: str, before: str, after: str, said: str, first: bool, last: bool) -> float | None:
        if text == "``":
            return 0.0
        must_close = after.isspace() or (not before.isspace() and after in ".,;:!?)")
        if text in self.closers and text not in self._closing:
            return 2.0 if must_close and not before.isspace() and text in "“‘" else 0.0
        if text == "”":
            return 1.5 if before.isspace() and not after.isspace() else None
        if text not in STRAIGHT and text != "''" and text not in self.closers:
            return None
        if before.isspace() and after.isspace():
            return 4.0 if last else 0.0 if first else 0.2 if said[-1:] in _LEADS_TO_SPEECH else 0.8
        if must_close:
            return None
        if before.isspace() or before in _BEFORE_OPENING:
            return 0.0
        return 2.0 if before.isalnum() else 0.7

    def _closes(self, text: str, before: str, after: str, first: bool, ends: bool) -> float | None:
        if text in self._closing and text not in self.closers:
            return 0.0
        if text in "“‘":
            return 0.0 if not before.isspace() and not after.isalnum() else None
        if text not in self._closing and text not in STRAIGHT and text != "''":
            return None
        if before.isspace() and after.isspace():
            return 4.0 if first else 0.2 if ends else 0.8
        if before.isspace():
            return 2.5
        return 1.5 if after.isalnum() else 0.0

    def _apostrophe(
        self, text: str, span: Span, before: str, after: str, opens: float | None
    ) -> tuple[float, float | None]:
        """The cost of an apostrophe, and of an opening mark beside that."""
        if before.isdigit():
            return 0.3, opens
        word = _WORD_BEFORE.search(self._text, max(0, span.start - _NEAR), span.start)
        if not before.isspace() or after.isspace():
            if word is None:
                return 3.0, opens
            return (0.5 if _CLIPPED.fullmatch(word.group(1).lower()) else 1.5), opens
        behind = _WORD_BEHIND.match(self._text, span.end)
        if behind is None:
            return 3.0, opens
        bare = behind.group().lower()
        if _SUFFIX.fullmatch(bare) and word is not None:
            return 0.0, None
        if _ELISION.fullmatch(bare):
            return 0.0, None if opens is None else opens + 2.0
        return 3.0, opens


def _this_way_round(text: str, pairs: Sequence[str], pair: str) -> str | None:
    """Of a pair that is known both ways round (« » and » «), the way in which a text has it first."""
    if len(pair) > 2 or pair[0] == pair[1] or pair[::-1] not in pairs:
        return None
    first = next((c for c in text if c in pair), pair[0])
    return pair if first == pair[0] else pair[::-1]
