from pathlib import Path

import pytest

from annotator.formats import archives
from annotator.formats.cas.inception import JSON, XMI
from annotator.formats.cas.webanno import FORMAT as TSV
from annotator.formats.inputs import Given
from annotator.model.exchange import Format, Imported, Lost
from annotator.model.faults import Fault
from annotator.session.exchange.formats import recognised
from tests.formats.exchanging import zipped

GOLDEN = Path(__file__).parent / "golden"
THEIRS = (GOLDEN / "inception.xmi").read_bytes()
TYPES = (GOLDEN / "inception-types.xml").read_bytes()
TABLE = (GOLDEN / "webanno.tsv").read_bytes()
PROJECT = {"exportedproject.json": b"{}", "source/a.txt": b"Rain."}


def read(form: Format, files: dict[str, bytes]) -> list[Imported | Fault]:
    given = Given("a.zip", zipped(files))
    assert recognised(given) is form
    assert form.read is not None
    return list(form.read(given))


def test_of_a_projects_documents_the_curated_file_is_read_else_the_first_annotators():
    def layered(label: bytes) -> bytes:
        return zipped({"x.xmi": THEIRS.replace(b'value="PER"', b'value="%s"' % label), "TypeSystem.xml": TYPES})

    files = {
        "annotation/a.txt/INITIAL_CAS.zip": layered(b"NOBODYS"),
        "annotation/a.txt/ann.zip": layered(b"ANNS"),
        "annotation/b.txt/INITIAL_CAS.zip": layered(b"NOBODYS"),
        "annotation/b.txt/bob.zip": layered(b"BOBS"),
        "annotation/c.txt/bob.zip": zipped({"x.ser": b""}),
        "curation/a.txt/CURATION_USER.zip": layered(b"CURATED"),
    }
    first, second, third = read(XMI, PROJECT | files)
    assert [found.document.entities[0].label for found in (first, second)] == ["CURATED", "BOBS"]
    assert [found.document.article.file for found in (first, second)] == ["a.txt", "b.txt"]
    assert [(loss.what, loss.count, loss.detail) for loss in first.losses if not loss.kept] == [
        (Lost.ATTRIBUTES, 1, "of other annotators, in files of their own")
    ]
    assert all(loss.kept for loss in second.losses)  # the file that is nobody's has nothing of its own
    assert third.message == "a.zip, annotation/c.txt/bob.zip cannot be read: there is no .xmi in it."
    (table,) = read(TSV, PROJECT | {"annotation/a.txt/ann.tsv": TABLE})
    assert table.document.article.file == "a.txt"


def in_project(suffix: str, data: bytes) -> dict[str, bytes]:
    return PROJECT | {f"annotation/a.txt/ann{suffix}": data}


def test_what_is_wrong_in_a_file_is_told_with_its_place():
    broken = {"annotation/b.txt/ann.tsv": TABLE.replace(b"1-1\t", b"1-1\t9", 1)}
    good, bad = read(TSV, in_project(".tsv", TABLE) | broken)
    assert isinstance(good, Imported)
    assert bad.message.startswith("a.zip, annotation/b.txt/ann.tsv, line ")


@pytest.mark.parametrize("form", [XMI, JSON, TSV], ids=["xmi", "json", "tsv"])
def test_archives_that_would_do_harm_are_not_unpacked(form, monkeypatch):
    (suffix,) = form.suffixes
    for path in (f"../a{suffix}", f"/a{suffix}", f"..\\..\\a{suffix}"):
        with pytest.raises(Fault, match="outside of itself"):
            list(form.read(Given("a.zip", zipped(PROJECT | {path: b""}))))
    nested = zipped(in_project(suffix, zipped({f"a{suffix}": zipped({f"a{suffix}": b"x"})})))
    assert recognised(Given("a.zip", nested)) is None
    assert all(isinstance(each, Fault) for each in form.read(Given("a.zip", nested)))
    with pytest.raises(Fault, match="damaged"):
        list(form.read(Given("a.zip", nested[:-30])))
    large = zipped(in_project(suffix, b" " * 100_000))
    monkeypatch.setattr(archives, "_LARGEST", 1000)
    (fault,) = form.read(Given("a.zip", large))
    assert "would unpack to 0 MB" in fault.message
    monkeypatch.setattr(archives, "_MOST_BYTES", 1000)
    with pytest.raises(Fault, match="would unpack to"):
        list(form.read(Given("a.zip", large)))
