import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.inputs import LARGEST_ARTICLE
from annotator.formats.text import decode
from annotator.model.faults import Fault

GERMAN = "Die Straße bleibt gesperrt, sagte Jörg Müller am Dienstag. „Wir können nichts dafür“, fügte er hinzu.\n" * 3
RUSSIAN = "Министр сообщил, что дорога останется закрытой. «Мы ничего не можем сделать», — добавил он.\n" * 3
ARABIC = "قال الوزير إن الطريق سيبقى مغلقا، وأضاف أن الأعمال تستمر أسبوعا.\n" * 3
JAPANESE = "大臣は「道路は閉鎖されたままだ」と述べた。工事は一週間続く見通しである。\n" * 3


letters = st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(["\n", "\r\n", "\r", "\t", "\ufeff"])


@given(
    st.lists(letters).map("".join),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-32-be"]),
)
def test_unicode_is_read_exactly_and_maps_back_to_its_bytes(words, encoding):
    bom = "\ufeff" if encoding.endswith("-be") else ""
    data = (bom + words).encode(encoding)
    decoded = decode(data, "a.txt")
    assert decoded.text == words.removeprefix("\ufeff" * (encoding == "utf-8")).replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    assert decoded.notes == ()
    source = data.decode(decoded.encoding)
    for text_start, file_start, length in decoded.source_map:
        there = source[file_start : file_start + length]
        assert decoded.text[text_start : text_start + length] == there.replace("\r", "\n")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (GERMAN.replace("„", "").replace("“", ""), "latin-1"),
        (RUSSIAN, "cp1251"),
        (ARABIC, "cp1256"),
        (JAPANESE, "shift_jis"),
        (GERMAN, "utf-16-le"),
        (ARABIC, "utf-16-be"),
    ],
)
def test_other_encodings_are_told_and_said_to_be_a_guess(text, encoding):
    decoded = decode(text.encode(encoding), "a.txt")
    assert decoded.text == text
    assert "guess" in decoded.notes[0]
    assert text.encode(encoding).decode(decoded.encoding) == text


def test_a_long_file_in_another_encoding_is_judged_by_the_part_that_tells():
    text = "Plain words only.\n" * 60_000 + GERMAN + "More plain words.\n" * 60_000
    assert decode(text.encode("cp1252"), "a.txt").text == text


def test_an_empty_file_is_an_empty_text():
    assert decode(b"", "a.txt").text == ""
    assert decode(b"\xef\xbb\xbf", "a.txt").text == ""


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (zipped("word/document.xml"), "Word"),
        (zipped("article.txt"), "zip"),
        (gzip.compress(b"x", mtime=0), "gzip"),
        (b"{\\rtf1\\ansi Hello}", "RTF"),
        (b"SQLite format 3\0", "project"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>Hello", "web page"),
        (b"One line.\nSome words\0and a NUL, and then some more of it", r"the first in line 2, byte 11 of it"),
        (bytes(range(1, 32)) * 20, "binary"),
        ("words\0".encode("utf-16"), "the first in line 1, byte 6"),
        (b"Words.\n\x81\x8d\xff\x8f\x90" + b"\x9d\x81" * 20, "in UTF-8 line 2, byte 1 of it would be wrong"),
    ],
)
def test_what_is_no_text_is_a_fault_that_says_what_it_is_and_what_to_do(data, kind):
    with pytest.raises(Fault, match=kind) as caught:
        decode(data, "thing.txt")
    assert "thing.txt" in caught.value.message
    assert "paste" in caught.value.remedy


@pytest.mark.parametrize("text", [RUSSIAN, ARABIC, JAPANESE])
def test_utf8_with_a_wrong_byte_is_not_taken_for_another_encoding(text):
    data = bytearray(text.encode())
    data[text.encode().index(b"\n") + 3] = 0xFF
    with pytest.raises(Fault, match=r"not throughout: byte \d+ \(line 2\)"):
        decode(bytes(data), "a.txt")


@pytest.mark.parametrize("data", ["é".encode("utf-16")[:-1], "a".encode("utf-32")[:-2]])
def test_a_file_cut_short_is_a_fault(data):
    with pytest.raises(Fault, match="byte"):
        decode(data, "a.txt")


def test_a_file_beyond_the_limit_is_a_fault_that_says_both_sizes():
    with pytest.raises(Fault, match=r"a\.txt is too large to import: 50\.0 MB, and the limit is 20 MB"):
        decode(b"a" * 50_000_000, "a.txt")
    assert len(decode(b"a" * LARGEST_ARTICLE, "a.txt").text) == LARGEST_ARTICLE
