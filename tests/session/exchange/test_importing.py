from pathlib import Path

import pytest

from annotator.formats import archives
from annotator.formats.cas.inception import JSON, XMI
from annotator.formats.cas.webanno import FORMAT as TSV
from annotator.model.document import Article, Document, Entity, Span
from annotator.model.exchange import Imported
from annotator.model.faults import Fault
from annotator.session.exchange.importing import Found, read_paths
from annotator.session.exchange.longwork import are_little
from tests.formats.exchanging import articles, write_folder, zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>The quay is open.</w:t></w:r></w:p></w:body></w:document>'
MIXED = {
    "press/2026/rain.txt": "Rain fell — again.".encode(),
    "press/quay.docx": zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": WORD.encode()}),
    "press/.notes.txt": b"hidden",
    "__MACOSX/press/._rain.txt": b"\0\5\x16",
    "press/tram.md": b"# Tram\n\nThe tram runs.",
    "lines/a.jsonl": b'{"text": "One."}\n{"text": "Two."}\n',
    "brat/x.txt": b"Ana left.",
    "brat/x.ann": b"T1\tPERSON 0 3\tAna\n",
    "brat/package.json": b'{"name": "left-pad"}',
    "press/photo.jpg": b"\xff\xd8\xff",
}


def packed(tmp_path: Path, files: dict[str, bytes]) -> Path:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(files))
    return path


def told(found: list[Found | Fault]) -> list[tuple[str, str, str] | str]:
    return [
        each.message if isinstance(each, Fault)
        else (each.format, each.imported.document.article.file or "", each.imported.document.text)
        for each in found
    ]  # fmt: skip


def test_an_archive_is_read_as_the_folder_that_was_packed(tmp_path):
    for name, data in MIXED.items():
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    path = packed(tmp_path, MIXED)
    assert not are_little([path])
    found, lying = list(read_paths([path])), list(read_paths([tmp_path / "folder"]))
    unhidden = [each for each in lying if each.source.name != "._rain.txt"]
    assert sorted(told(found)) == sorted(told(unhidden))
    assert [each.source.name for each in found if not each.format] == ["rain.txt", "tram.md"]
    assert {each.source.data for each in found} == {each.source.data for each in unhidden}
    assert {each.format for each in found} == {"", "annotator", "brat", "docx"}
    assert len(told(list(read_paths([path], form="brat")))) == 1


def test_names_in_an_archive_are_told_whatever_wrote_them(tmp_path):
    unsaid = "Львів.txt".encode()  # zipfile says of such a name that it is UTF-8, other programs do not
    there = "x" * len(unsaid)
    path = packed(tmp_path, {"Kraków.txt": b"One.", there: b"Two.", "a\\b\\c.txt": b"Three."})
    path.write_bytes(path.read_bytes().replace(there.encode(), unsaid))
    names = {each.imported.document.article.file for each in read_paths([path])}
    assert names == {"Kraków.txt", "Львів.txt", "c.txt"}
    path = packed(tmp_path, {"xxxxx.txt": b"One.", "yy.txt": b"Two."})
    coded = {b"xxxxx": "Отчёт".encode("cp866"), b"yy": "Да".encode("cp866")}
    for plain, raw in coded.items():
        path.write_bytes(path.read_bytes().replace(plain, raw))
    found = [each.imported for each in read_paths([path])]
    assert {each.document.article.file for each in found} == {"Отчёт.txt", "Да.txt"}
    assert [note for each in found for note in each.notes] == [
        "the archive does not say in which set of characters its names are; they were read as cp866"
    ]
    path.write_bytes(path.read_bytes().replace(coded[b"yy"], b".."))
    path.write_bytes(path.read_bytes().replace(b"...txt", b"../x.t"))
    (fault,) = read_paths([path])
    assert "outside of itself" in fault.message


@pytest.mark.parametrize("form", [XMI, JSON, TSV], ids=["xmi", "json", "tsv"])
def test_an_export_is_read_out_of_an_archive_as_out_of_its_folder(form, tmp_path):
    ana = Entity(id="e1", span=Span(0, 3), label="PERSON")
    written = Document(article=Article(id="a1", text="Ana left."), entities=(ana,))
    write_folder(form, tmp_path / "out", articles([(written, {})]))
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    (found,) = read_paths([packed(tmp_path, {f"data/{name}": data for name, data in files.items()})])
    assert (found.format, found.imported.document.entities[0].span) == (form.name, ana.span)
    (found,) = read_paths([packed(tmp_path, files)], form=form.name)
    assert found.imported.document.text == written.text


def test_an_archive_of_an_export_is_read_as_what_its_manifest_says(tmp_path):
    manifest = b'{"format": "annotator-export/1", "data": "doccano"}'
    line = b'{"text": "Ana left.", "label": [[0, 3, "PERSON"]]}'
    files = {"out/README.md": b"# Out", "out/manifest.json": manifest, "out/train/a.jsonl": line}
    (found,) = read_paths([packed(tmp_path, files)])
    assert (found.format, found.imported.document.text) == ("doccano", "Ana left.")


def test_an_archive_that_does_harm_or_has_nothing_is_one_fault_that_says_so(tmp_path, monkeypatch):
    inner = zipped({"a.txt": b"Rain."})
    for files, said in (
        ({"../a.txt": b"Rain."}, "a file outside of itself, '../a.txt'"),
        ({"a.jpg": b"\xff\xd8\xff"}, "a.zip is an archive in which there is nothing that can be read here."),
        ({"b/inner.zip": inner}, "a.zip, b/inner.zip is an archive in an archive."),
        ({"b/a.docx": b"Rain."}, "a.zip, b/a.docx is not what its name says"),
    ):
        (fault,) = read_paths([packed(tmp_path, files)])
        assert said in fault.message
    (tmp_path / "a.zip").write_bytes(inner[:-30])
    (fault,) = read_paths([tmp_path / "a.zip"])
    assert fault.message == "a.zip cannot be read: the archive is damaged."
    (tmp_path / "a.zip").write_bytes(inner.replace(b"a.txt", b"\0.txt"))  # of a name what stands before a NUL counts
    (fault,) = read_paths([tmp_path / "a.zip"])
    assert fault.message == "a.zip cannot be read: a file in it has no name."
    good, bad = read_paths([packed(tmp_path, {"a.txt": b"Rain.", "b.txt": b"\0\1\2\3"})])
    assert isinstance(good, Found)
    assert bad.message.startswith("a.zip, b.txt ")
    monkeypatch.setattr(archives, "_MOST_FILES", 1)
    (fault,) = read_paths([packed(tmp_path, {"a.txt": b"Rain.", "b.txt": b"Snow."})])
    assert "it has 2 files" in fault.message


def test_a_file_of_office_is_no_archive_of_articles(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped({"[Content_Types].xml": b"<Types/>", "xl/a.txt": b"Rain."}))
    (fault,) = read_paths([path])
    assert "Excel" in fault.message
    path = tmp_path / "articles"  # a name tells nothing
    path.write_bytes(zipped({"a.txt": b"Rain."}))
    (found,) = read_paths([path])
    assert isinstance(found.imported, Imported)
