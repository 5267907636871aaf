"""The names of files in an archive: in UTF-8 where it says so, else in whatever characters the packing program had.

Most archives do not say which (APPNOTE.TXT 6.3.10, appendix D): Windows packs in the code page of the machine's
country. It is guessed by all the names together, so that one short name is read as the others are.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from struct import unpack_from
from zipfile import ZipInfo
from zlib import crc32

_UTF_8 = 0x800
"""The flag of an entry whose name is in UTF-8 (APPNOTE.TXT 6.3.10, 4.4.4)."""
_UNICODE_PATH = 0x7075
"""The extra field with the name in UTF-8 and a checksum of the other one (APPNOTE.TXT, 4.6.9)."""
_FIRST = "cp437"
"""The set that the format names for all other names, and `zipfile` reads them in."""
_PAGES = ("cp866", _FIRST, "cp850", "cp852", "cp1251", "cp1252", "cp1250", "cp737", "cp1253", "cp857", "cp775")
"""Code pages of Cyrillic, Latin and Greek, of the console and of windows; of those that fit alike the first counts."""
_EAST_ASIAN = ["cp932", "gb18030", "cp949", "big5"]
_PLAUSIBLE = 0.25
"""How unlikely names are at most that are read right, for each letter that is not ASCII; East Asian ones read so have
over 0.35."""
_WORD = re.compile(r"[^\W\d_]+")
_WESTERN = frozenset("äöüßéèêëàâçîïôûùœæøåñíóúáãõìòý")
_CENTRAL = frozenset("ąćęłńśźżčďěňřšťůžőűăâîșțşţđľĺŕğıėįųūāēģīķļņ")
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў")
_MARKS = frozenset("«»„“”’–—№…")


def names_of(entries: Iterable[ZipInfo]) -> tuple[list[tuple[str, ZipInfo]], str | None]:
    """Entries with their names, in order; and the code page that was guessed, None where none had to be.

    The names are as they were packed: they may lead anywhere.
    """
    told = [(_said(entry), entry) for entry in entries]
    raw = [_raw(entry) for name, entry in told if name is None]
    page = _guessed(raw) if raw else None
    return [
        (_raw(entry).decode(page or _FIRST, "replace") if name is None else name, entry) for name, entry in told
    ], page


def _raw(entry: ZipInfo) -> bytes:
    """A name's bytes; `zipfile` has read them in the first set."""
    return entry.orig_filename.partition("\0")[0].encode(_FIRST, "replace")


def _said(entry: ZipInfo) -> str | None:
    """A name that the archive says how to read, or that is UTF-8 all the same; None where neither is so."""
    if entry.flag_bits & _UTF_8:
        return entry.filename
    raw = _raw(entry)
    for value in (_in_extra(entry.extra, raw), raw):
        try:
            if value is not None:
                return value.decode()
        except UnicodeDecodeError:
            continue
    return None


def _in_extra(extra: bytes, raw: bytes) -> bytes | None:
    """The name in UTF-8 that an entry has beside, None where there is none, or it is another name's."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = unpack_from("<HH", extra, at)
        value = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and value[:5] == b"\x01" + crc32(raw).to_bytes(4, "little"):
            return value[5:]
        at += 4 + length
    return None


def _guessed(names: Iterable[bytes]) -> str:
    """The code page in which these names are likeliest."""
    data = b"\n".join(names)
    found = []
    for page in _PAGES:
        try:
            found.append((_unlikeliness(data.decode(page)), page))
        except UnicodeDecodeError:
            continue
    unlikeliness, best = min(found, key=lambda each: each[0], default=(1.0, _FIRST))
    if unlikeliness <= _PLAUSIBLE:
        return best
    from charset_normalizer import from_bytes  # few archives need it

    east_asian = from_bytes(data, cp_isolation=_EAST_ASIAN, enable_fallback=False).best()
    return east_asian.encoding if east_asian is not None else best


def _unlikeliness(text: str) -> float:
    """How unlikely it is that names are read right, for each of their characters that is not ASCII.

    Misread ones have signs and frames in them, capitals behind small letters, several scripts in one word, and letters
    of languages that nobody mixes.
    """
    odd = [each for each in text if not each.isascii()]
    signs = sum(0.3 if each in _MARKS else 2.0 for each in odd if not (each.isalpha() or unicodedata.combining(each)))
    return (signs + sum(map(_unlikely_word, _WORD.findall(text)))) / max(1, len(odd))


def _unlikely_word(word: str) -> float:
    capitals = sum(one.islower() and two.isupper() for one, two in pairwise(word))
    scripts = {_script(each) for each in word}
    return capitals + 2.0 * (len(scripts) - 1) + sum(map(_unlikely_letter, word))


def _script(letter: str) -> str:
    return "LATIN" if letter.isascii() else unicodedata.name(letter, "?").partition(" ")[0]


def _unlikely_letter(letter: str) -> float:
    small = letter.lower()
    if letter.isascii() or small in _WESTERN or small in _CYRILLIC:
        return 0.0
    if small in _CENTRAL or _script(letter) == "GREEK":
        return 0.05
    return 0.5 if _script(letter) == "CYRILLIC" else 1.0
