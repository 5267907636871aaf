import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings

from annotator.formats.cas.inception import JSON, XMI
from annotator.formats.cas.xmi import check_xml
from annotator.formats.inputs import Given
from annotator.model.document import Span
from annotator.model.exchange import Lost
from annotator.model.faults import Fault
from tests.formats.documents import documents
from tests.formats.exchanging import articles, mutations, read, same, survives, write_folder, zipped

GOLDEN = Path(__file__).parents[1] / "golden"
FORMATS = pytest.mark.parametrize(("form", "suffix"), [(XMI, ".xmi"), (JSON, ".json")], ids=["xmi", "json"])
THEIRS = (GOLDEN / "inception.xmi").read_bytes()
TYPES = (GOLDEN / "inception-types.xml").read_bytes()


def files(folder: Path, suffix: str) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == suffix)


def spans(found) -> list[tuple[str, str]]:
    return [(found.document.words(each.span), each.label) for each in found.document.entities]


@FORMATS
@given(pair=documents())
@settings(deadline=None, max_examples=30)
def test_what_was_written_is_read_back_equal(form, suffix, pair):
    document, _ = pair
    assume(document.text and not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        write_folder(form, Path(folder), articles([pair]), rejected=True)
        (path,) = files(Path(folder), suffix)
        assert form.recognises(Given(path.name, path.read_bytes()))
        (found,) = read(form, path)
        write_folder(form, Path(folder, "again"), articles([(found.document, pair[1])]), rejected=True)
    assert same(found.document, document)
    assert {each.id for each in found.speakers} == document.speakers_used
    assert not found.losses


@FORMATS
def test_quotes_are_read_by_their_relations_alone_too(form, suffix, document, speaker, tmp_path):
    losses = write_folder(form, tmp_path, articles([(document, {"s1": speaker})]))
    assert all(loss.kept for loss in losses)
    (path,) = files(tmp_path, suffix)
    path.write_text(path.read_text().replace("AnnotatorRecord", "Other"))
    (found,) = read(form, path)
    (quote,) = found.document.quotes
    assert (quote.contents, quote.cue, quote.source) == (document.quotes[0].contents, Span(18, 22), Span(9, 17))
    assert spans(found) == [("Mira Sol", "PERSON")]


def test_offsets_are_units_of_utf_16(document, speaker, tmp_path):
    write_folder(JSON, tmp_path, articles([(document, {"s1": speaker})]))
    (path,) = files(tmp_path, ".json")
    rows = json.loads(path.read_text())["%FEATURE_STRUCTURES"]
    parts = [row for row in rows if row["%TYPE"] == "webanno.custom.QuotePart"]
    assert [(row["part"], row["begin"], row["end"]) for row in parts][-1] == ("CONTENT", 27, 38)
    assert document.quotes[0].contents[1] == Span(26, 37)


def test_a_file_of_inceptions_is_read_and_its_other_layers_are_written_again(tmp_path):
    inner = zipped({"admin.xmi": THEIRS, "TypeSystem.xml": TYPES})
    data = zipped({"exportedproject.json": b"{}", "annotation/harbour.txt/admin.zip": inner})
    assert XMI.recognises(Given("harbour.zip", data))
    (found,) = read(XMI, data, "harbour.zip")
    assert found.document.text == "😀 Ana Ruiz\nsaid so ."
    assert spans(found) == [("Ana Ruiz", "PER"), ("so", "ENTITY")]
    assert "1 named entity without a label, called ENTITY here" in found.notes
    write_folder(XMI, tmp_path / "bare", articles([(found.document, {})]))
    (path,) = files(tmp_path / "bare", ".xmi")
    assert b'value="ENTITY"' not in path.read_bytes()
    assert [label for _, label in spans(read(XMI, path)[0])] == ["PER", "ENTITY"]
    assert [(loss.what, loss.count, loss.kept) for loss in found.losses] == [
        (Lost.RELATIONS, 1, True),
        (Lost.ATTRIBUTES, 3, True),
    ]
    assert (found.document.article.title, found.document.article.language) == ("Harbour", "en")
    assert [found.document.words(span) for span in found.document.tokens] == ["😀", "Ana", "Ruiz", "said", "so", "."]
    write_folder(XMI, tmp_path, articles([(found.document, {})]))
    (path,) = files(tmp_path, ".xmi")
    written = path.read_text()
    for kept in ('lemma="say"', 'role="who"', 'identifier="http://example.org/Q1"', 'documentTitle="Harbour"'):
        assert kept in written
    assert written.count(":Token ") == 6
    (again,) = read(XMI, path)
    assert again.document.extra["cas"]["structures"] == found.document.extra["cas"]["structures"]
    assert again.document.entities == found.document.entities
    without = replace(found.document, entities=found.document.entities[1:])
    losses = write_folder(XMI, tmp_path / "less", articles([(without, {})]))
    assert [(loss.count, loss.detail) for loss in losses if not loss.kept] == [
        (2, "of other layers, an end of them is gone")
    ]


def test_without_its_types_it_is_read_too_and_can_be_written_as_json(tmp_path):
    (found,) = read(XMI, THEIRS, "a.xmi")
    assert spans(found) == [("Ana Ruiz", "PER"), ("so", "ENTITY")]
    assert "1 named entity without a label, called ENTITY here" in found.notes
    write_folder(XMI, tmp_path / "bare", articles([(found.document, {})]))
    (path,) = files(tmp_path / "bare", ".xmi")
    assert b'value="ENTITY"' not in path.read_bytes()
    assert [label for _, label in spans(read(XMI, path)[0])] == ["PER", "ENTITY"]
    write_folder(JSON, tmp_path, articles([(found.document, {})]))
    (path,) = files(tmp_path, ".json")
    assert "webanno.custom.Frame" in json.loads(path.read_text())["%TYPES"]
    assert len(read(JSON, path)) == 1


def test_hostile_files_are_faults_that_say_why():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    for data, said in (
        (THEIRS.replace(b"?>", b"?>" + bomb, 1), "document type declaration"),
        (THEIRS[:900], r"line \d+, column \d+ is not XML"),
        (THEIRS.replace(b'begin="3" end="11"', b'begin="x" end="11"'), "line 10: 'x' stands where a number belongs"),
        (b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>', "holds no text"),
    ):
        with pytest.raises(Fault, match=said):
            list(XMI.read(Given("a.xmi", data)))
    with pytest.raises(Fault, match="is not JSON"):
        list(JSON.read(Given("a.json", b'{"%TYPES": {}, ')))


def test_a_text_that_xml_cannot_hold_is_a_fault_that_names_the_character():
    with pytest.raises(Fault, match=r"U\+000B at 1") as caught:
        check_xml("a\x0b")
    assert "cas-json" in caught.value.remedy


def test_places_that_do_not_fit_are_told():
    (found,) = read(XMI, THEIRS.replace(b'begin="3" end="11"', b'begin="1" end="99"'), "a.xmi")
    assert [loss.what for loss in found.losses if not loss.kept] == [Lost.MISPLACED]


@FORMATS
def test_changed_files_are_articles_or_faults(form, suffix, document, speaker, tmp_path):
    write_folder(form, tmp_path, articles([(document, {"s1": speaker})]))
    survives(form, files(tmp_path, suffix)[0].read_bytes(), f"a{suffix}")
    (found,) = read(XMI, THEIRS, "a.xmi")
    write_folder(form, tmp_path / "theirs", articles([(found.document, {})]))
    survives(form, files(tmp_path / "theirs", suffix)[0].read_bytes(), f"a{suffix}")


def test_a_changed_descriptor_or_archive_is_an_article_or_a_fault():
    def project(types: bytes) -> bytes:
        inner = zipped({"a.xmi": THEIRS, "TypeSystem.xml": types})
        return zipped({"exportedproject.json": b"{}", "annotation/a.txt/ann.zip": inner})

    for changed in mutations(TYPES):
        with suppress(Fault):
            assert list(XMI.read(Given("a.zip", project(changed))))
    survives(XMI, project(TYPES), "a.zip")
