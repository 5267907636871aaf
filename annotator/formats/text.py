"""Bytes to text: encodings, BOMs, newlines, and what is no text at all."""

import codecs
from dataclasses import dataclass

from annotator.formats.inputs import LARGEST_ARTICLE, too_large
from annotator.formats.sourcemap import Runs, canonical
from annotator.model.faults import Fault

_SAMPLE = 1_000_000
_AS_TEXT = "Open it in the program it belongs to and save its text as a .txt file, or copy the text and paste it here."

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its first two bytes are that BOM
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or other Office document"),
    (b"\x89PNG\r\n\x1a\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF87a", "an image (GIF)"),
    (b"GIF89a", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\0", "a database (perhaps an annotator project: open it, do not import it)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"ID3\x03", "a sound file"),
    (b"ID3\x04", "a sound file"),
    (b"OggS\0", "a sound file"),
)
_ZIPPED = (
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"opendocument.text", "an OpenDocument text (.odt)"),
    (b"epub+zip", "an e-book (.epub)"),
)


@dataclass(frozen=True)
class Decoded:
    r"""A file's text.

    text        canonical: no BOM, `\n` line ends only
    encoding    the codec with which the bytes decode to what `source_map` refers to, a BOM counted as a code point
    notes       what a person should know about the decoding; empty where there was nothing to guess
    source_map  from `text` to the code points of the decoded file
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()
    source_map: Runs = ()


def decode(data: bytes, name: str, limit: int = LARGEST_ARTICLE, declared: str | None = None) -> Decoded:
    """The text of a file's bytes: by its BOM, else as UTF-8, else as declared, else as charset-normalizer judges.

    `name` is the file's, for the messages. `declared` is the codec that the markup in it names, "" where it names none;
    None where it is no markup, and then a web page is refused. No bytes are an empty text. Raises Fault where the bytes
    are more than `limit`, binary, or in no encoding that could be told.
    """
    if len(data) > limit:
        raise too_large(name, len(data), limit)
    if declared is None:
        refuse_binary(data, name)
    encoding, guessed = _encoding(data, name, declared or "")
    try:
        decoded = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Fault(
            f"{name} begins as {encoding.upper()} but cannot be read as that (byte {error.start} is wrong).",
            "The file is damaged or cut short: get it again, or save it anew as UTF-8.",
        ) from error
    text, source_map = canonical(decoded)
    if "\0" in text or _mostly_control(text):
        raise Fault(f"{name} is binary, not a text{_nul(text.encode(errors='replace'))}.", _AS_TEXT)
    notes = (f"read as {encoding}, which is a guess: look at the letters with accents",) if guessed else ()
    return Decoded(text, encoding, notes, source_map)


def check_text(text: str, name: str) -> None:
    """Raises Fault where a text that came in JSON is too large, or holds a NUL character or a carriage return."""
    if len(text) > LARGEST_ARTICLE:
        raise too_large(name, len(text), LARGEST_ARTICLE)
    if "\0" in text or "\r" in text:
        raise Fault(f"{name}: the text holds a NUL character or a carriage return.", "Take it out, and import again.")


def refuse_binary(data: bytes, name: str) -> None:
    """Raises Fault where the bytes begin as a well-known sort of file begins that is no text."""
    kind = _kind(data)
    if kind:
        raise Fault(f"{name} is {kind}, not a text.", _AS_TEXT)


def _kind(data: bytes) -> str | None:
    head = data[:64]
    for magic, kind in _KINDS:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for mark, kind in _ZIPPED if mark in data[:20_000]), "a zip archive")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "an image (WebP)"
    if head.startswith(b"\0\0\0") and head[4:8] == b"ftyp":
        return "a film, a sound file or an image"
    page = data[:1000].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if page.startswith((b"<!doctype html", b"<html")):
        return "a web page (HTML)"
    return None


def _encoding(data: bytes, name: str, declared: str) -> tuple[str, bool]:
    """The codec to decode with, and whether it is a guess."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, False
    if b"\0" in data:
        return _utf16_without_bom(data, name), True
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if declared and _decodes(data, declared):
            return declared, False
        _refuse_broken_utf8(data, name, error)
        return _guess(_sample(data, error.start), data, name), True
    return "utf-8", False


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _utf16_without_bom(data: bytes, name: str) -> str:
    """UTF-16 shows by its spaces and ASCII letters: zeros in every second byte, none in the others."""
    even, odd, units = data[::2].count(0), data[1::2].count(0), len(data) // 2
    if len(data) % 2 == 0:
        if even == 0 and odd * 20 > units:
            return "utf-16-le"
        if odd == 0 and even * 20 > units:
            return "utf-16-be"
    raise Fault(f"{name} is binary, not a text{_nul(data)}.", _AS_TEXT)


def _nul(data: bytes) -> str:
    """Where the first NUL byte of a file is, in words; "" where there is none."""
    at = data.find(0)
    return f" (it holds NUL bytes, the first in {_place(data, at)})" if at >= 0 else ""


def _place(data: bytes, at: int) -> str:
    """Where a byte of a file is, in words; the column is counted in bytes, since what they stand for is in doubt."""
    return f"line {data.count(10, 0, at) + 1}, byte {at - data.rfind(10, 0, at)} of it"


def _refuse_broken_utf8(data: bytes, name: str, error: UnicodeDecodeError) -> None:
    """Raises Fault for UTF-8 with a few wrong bytes, which as any other encoding would read as gibberish throughout."""
    lenient = data.decode(errors="replace")
    bad = lenient.count("\ufffd") - data.count("\ufffd".encode())
    good = len(lenient) - len(lenient.encode("ascii", "ignore")) - bad
    if good > bad:
        line = data.count(b"\n", 0, error.start) + 1
        raise Fault(
            f"{name} is UTF-8, but not throughout: byte {error.start} (line {line}) is wrong.",
            "The file is damaged, cut short, or put together from two encodings: save it anew as UTF-8.",
        )


def _sample(data: bytes, around: int) -> bytes:
    """The lines around a byte that is not UTF-8: enough to judge by, whole lines so that no character is cut."""
    if len(data) <= _SAMPLE:
        return data
    start = data.rfind(b"\n", 0, max(0, around - _SAMPLE // 2)) + 1
    end = data.rfind(b"\n", around, around + _SAMPLE // 2)
    return data[start : end if end > around else len(data)]


def _guess(sample: bytes, data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes  # few files need it, and every start of the program would pay for it

    best = from_bytes(sample).best()
    encodings = () if best is None else ("cp1252", best.encoding)  # the likeliest of those that read the same
    for encoding in encodings:
        try:
            if best is not None and sample.decode(encoding) == str(best):
                data.decode(encoding)
                return codecs.lookup(encoding).name
        except UnicodeDecodeError:
            continue
    raise Fault(
        f"{name} is in an encoding that could not be told; in UTF-8 {_place(data, _first_wrong(data))} would be wrong.",
        "Open it in a text editor, save it as UTF-8, and import that; or copy the text and paste it here.",
    )


def _first_wrong(data: bytes) -> int:
    """The first byte that is none of UTF-8's."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _mostly_control(text: str) -> bool:
    control = sum(text.count(chr(code)) for code in range(1, 32) if chr(code) not in "\t\n\v\f")
    return control * 100 > len(text)
