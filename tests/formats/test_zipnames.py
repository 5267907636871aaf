"""Names in archives that do not say in which set of characters they are."""

from zipfile import ZipInfo
from zlib import crc32

import pytest

from annotator.formats.zipnames import names_of


def packed(raw: bytes, extra: bytes = b"") -> ZipInfo:
    """An entry as `zipfile` reads it of an archive whose names have no flag."""
    entry = ZipInfo(raw.decode("cp437"))
    entry.extra = extra
    return entry


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("cp866", ["Новости/Киев.txt", "Война и мир.txt"]),
        ("cp866", ["Отчёт.txt"]),
        ("cp1251", ["Статьи/Интервью.docx"]),
        ("cp852", ["Zażółć gęślą jaźń.txt"]),
        ("cp852", ["Příliš žluťoučký kůň.txt", "Článek.txt"]),
        ("cp437", ["Größe.txt", "El niño.txt"]),
        ("cp850", ["São Paulo.txt"]),
        ("cp1252", ["café élève.txt"]),
        ("cp737", ["Άρθρα/Αθήνα νέα.txt"]),
        ("cp932", ["記事/東京の新聞.txt"]),
        ("gb18030", ["新闻/北京.txt", "文章一.txt"]),
        ("cp949", ["기사/서울 뉴스.txt"]),
    ],
)
def test_a_code_page_is_told_by_the_names(page, names):
    found, guessed = names_of([packed(name.encode(page)) for name in names])
    assert [name for name, _ in found] == names
    assert guessed == page


def test_one_short_name_is_read_as_the_others_are():
    names = ["Å.txt", "Новости.txt", "Интервью с мэром.txt"]
    found, page = names_of([packed("П.txt".encode("cp866")), *(packed(name.encode("cp866")) for name in names[1:])])
    assert ([name for name, _ in found], page) == (["П.txt", *names[1:]], "cp866")


def test_what_the_archive_says_goes_first_and_what_is_utf_8_needs_no_guess():
    raw = "Отчёт.txt".encode("cp866")
    said = "Звіт.txt".encode()
    field = b"\x01" + crc32(raw).to_bytes(4, "little") + said
    beside = b"\x75\x70" + len(field).to_bytes(2, "little") + field
    found, page = names_of([packed(raw, b"\x01\x00\x00\x00" + beside), packed("Львів.txt".encode())])
    assert ([name for name, _ in found], page) == (["Звіт.txt", "Львів.txt"], None)
    of_another = beside.replace(crc32(raw).to_bytes(4, "little"), bytes(4))
    for damaged in (of_another, beside[:7], b"\x75\x70\xff\xff", b"\x75"):
        assert names_of([packed(raw, damaged)])[0][0][0] == "Отчёт.txt"
