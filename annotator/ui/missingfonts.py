"""What to say of characters that no installed font can draw, and what to install."""

import sys
import unicodedata
from collections.abc import Collection

from annotator.ui.menus import translated

NAMED = 3
"""So many characters are named."""
CJK, EMOJI, CORE = "fonts-noto-cjk", "fonts-noto-color-emoji", "fonts-noto-core"
_EAST_ASIAN = (
    *(
        "CJK",
        "HIRAGANA",
        "KATAKANA",
        "HANGUL",
        "BOPOMOFO",
        "IDEOGRAPHIC",
        "KANGXI",
        "FULLWIDTH",
        "HALFWIDTH",
        "VERTICAL",
    ),
    *("CIRCLED IDEOGRAPH", "CIRCLED KATAKANA", "CIRCLED HANGUL", "PARENTHESIZED IDEOGRAPH"),
)


def package_of(character: str) -> str:
    """The Debian package with a font that has the character; "" for one that no standard assigns."""
    if unicodedata.category(character) in ("Cn", "Co"):
        return ""
    if unicodedata.name(character, "").startswith(_EAST_ASIAN):
        return CJK
    pictures = "\U0001f000" <= character <= "\U0001faff" or "\u2600" <= character <= "\u27bf"
    return EMOJI if pictures else CORE


def sentence(characters: Collection[str], *, platform: str = sys.platform) -> str:
    """That no font draws these characters of an article, with some of them named, and which packages have fonts."""
    named = [_named(character) for character in list(characters)[:NAMED]]
    if len(characters) == 1:
        words = translated("No installed font can draw {name}.").format(name=named[0])
    else:
        words = translated("No installed font can draw {count} characters of this article, among them {names}.").format(
            count=len(characters), names=", ".join(named)
        )
    packages = sorted({package_of(character) for character in characters} - {""})
    if not packages or not platform.startswith("linux"):
        return words
    return words + " " + translated("On Debian and Ubuntu: apt install {packages}").format(packages=" ".join(packages))


def _named(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X} ({name})" if name else f"U+{ord(character):04X}"
