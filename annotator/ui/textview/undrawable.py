"""Characters that would be empty boxes: no installed font has them."""

import unicodedata
from collections.abc import Iterable

from PySide6.QtGui import QFont, QFontMetrics

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def undrawable(characters: Iterable[str], font: QFont) -> str:
    """Those of the characters that neither `font` nor any that Qt falls back to can draw, in their order.

    Leaves out what is not seen anyway: control and format characters, white space, variation selectors.
    """
    metrics = QFontMetrics(font)
    seen = (c for c in characters if c > "~" and unicodedata.category(c) not in _UNSEEN and c not in _SELECTORS)
    return "".join(c for c in seen if not metrics.inFontUcs4(ord(c)))
