from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.formats.cas.dkpro import NAMED_ENTITY, TOKEN
from annotator.formats.cas.inception import XMI
from annotator.formats.cas.structures import Cas, Refs, Structure
from annotator.formats.cas.tsv import escape_text, escape_value, unescape_text, unescape_value
from annotator.formats.cas.tsv_reading import from_tsv
from annotator.formats.cas.tsv_writing import to_tsv
from annotator.formats.cas.webanno import BESIDE, FORMAT
from annotator.formats.inputs import Given
from annotator.model.document import Span
from annotator.model.exchange import Lost
from annotator.model.faults import Fault
from annotator.session.exchange.formats import format_named, recognised
from tests.formats.documents import documents
from tests.formats.exchanging import articles, read, same, survives, write_folder

THEIRS = (Path(__file__).parents[1] / "golden" / "webanno.tsv").read_text("utf-8")
"""Every shape that the user guide documents: parts of tokens, stacks, numbers, slots, chains, relations, escapes."""
OURS = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=webanno.custom.QuotePart|attribution|decision|kind|part|quote|speaker
#T_RL=webanno.custom.QuoteLink|label|BT_webanno.custom.QuotePart


#Text="We go," Mira Sol said.
1-1 0-1 " _ _ *[1] pending[1] mixed[1] CONTENT[1] q1[1] Mira~Sol[1] _ _
1-2 1-3 We _ _ *[1] pending[1] mixed[1] CONTENT[1] q1[1] Mira~Sol[1] _ _
1-3 4-6 go _ _ *[1] pending[1] mixed[1] CONTENT[1] q1[1] Mira~Sol[1] _ _
1-4 6-7 , _ _ *[1] pending[1] mixed[1] CONTENT[1] q1[1] Mira~Sol[1] _ _
1-5 7-8 " _ _ *[1] pending[1] mixed[1] CONTENT[1] q1[1] Mira~Sol[1] _ _
1-6 9-13 Mira *[2] PERSON[2] *[3] pending[3] mixed[3] SOURCE[3] q1[3] Mira~Sol[3] SOURCE|SOURCE 1-1[1_3]|2-2[4_3]
1-7 14-17 Sol *[2] PERSON[2] *[3] pending[3] mixed[3] SOURCE[3] q1[3] Mira~Sol[3] _ _
1-8 18-22 said _ _ * pending mixed CUE q1 Mira~Sol CUE|CUE 1-1[1_0]|2-2[4_0]
1-9 22-23 . _ _ _ _ _ _ _ _ _ _

#Text=😀 "Now" it is.
2-1 24-26 😀 _ _ _ _ _ _ _ _ _ _
2-2 27-28 " _ _ *[4] pending[4] mixed[4] CONTENT[4] q1[4] Mira~Sol[4] _ _
2-3 28-31 Now _ _ *[4] pending[4] mixed[4] CONTENT[4] q1[4] Mira~Sol[4] _ _
2-4 31-32 " _ _ *[4] pending[4] mixed[4] CONTENT[4] q1[4] Mira~Sol[4] _ _
2-5 33-35 it _ _ *[4] pending[4] mixed[4] CONTENT[4] q1[4] Mira~Sol[4] _ _
2-6 36-38 is _ _ *[4] pending[4] mixed[4] CONTENT[4] q1[4] Mira~Sol[4] _ _
2-7 38-39 . _ _ _ _ _ _ _ _ _ _
"""
"""The fixture's article, with a blank for a tab and a tilde for a blank in the lines of tokens."""


def the_file(folder: Path) -> Path:
    (path,) = folder.glob("*.tsv")
    return path


def spans(found) -> list[tuple[str, str]]:
    return [(found.document.words(each.span), each.label) for each in found.document.entities]


def made(file: str) -> Cas:
    cas, lost = from_tsv(file, "a.tsv")
    assert not lost
    return cas


def said(cas: Cas) -> list[tuple]:
    """What a CAS says, whatever the ids in it."""
    places = {each.id: (each.type, each.begin, each.end) for each in cas.structures}

    def plain(value):
        return [places[ref] for ref in value.ids] if isinstance(value, Refs) else value

    return sorted(
        (*map(str, places[each.id]), str(sorted((key, plain(value)) for key, value in each.features.items())))
        for each in cas.structures
    )


@given(pair=documents())
@settings(deadline=None, max_examples=30)
def test_what_was_written_is_read_back_equal(pair):
    document, _ = pair
    assume(document.text and not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        losses = write_folder(FORMAT, Path(folder), articles([pair]), rejected=True)
        path = the_file(Path(folder))
        assert FORMAT.recognises(Given(path.name, path.read_bytes()))
        (found,) = read(FORMAT, path)
    assert same(found.document, document)
    assert {each.id for each in found.speakers} == document.speakers_used
    assert not found.losses
    assert all(loss.kept for loss in losses)


@given(pair=documents())
@settings(deadline=None, max_examples=30)
def test_alone_it_has_the_words_and_every_span_of_entities_and_quotes(pair):
    document, _ = pair
    assume(document.text.strip() and not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        write_folder(FORMAT, Path(folder), articles([pair]))
        data = the_file(Path(folder)).read_bytes()
    cas = made(data.decode())
    assert cas.text.split() == document.text.split()
    found = [(each.begin, each.end, each.features["value"]) for each in cas.structures if each.type == NAMED_ENTITY]
    assert sorted(found) == sorted((*each.span, each.label) for each in document.entities if not each.rejected)
    parts = {(each.begin, each.end) for each in cas.structures if each.type == "webanno.custom.QuotePart"}
    assert parts >= {span for each in document.quotes if not each.rejected for span in each.contents}


def test_the_file_is_as_the_user_guide_has_it(document, speaker, tmp_path):
    write_folder(FORMAT, tmp_path, articles([(document, {"s1": speaker})]))
    lines = the_file(tmp_path).read_text("utf-8").split("\n")
    wanted = [
        line.replace(" ", "\t").replace("~", " ") + "\t" if line[:1].isdecimal() else line for line in OURS.split("\n")
    ]
    assert lines == wanted


def test_quotes_are_read_by_their_relations_alone_too(document, speaker, tmp_path):
    write_folder(FORMAT, tmp_path, articles([(document, {"s1": speaker})]))
    (found,) = read(FORMAT, the_file(tmp_path).read_bytes(), "a.tsv")
    (quote,) = found.document.quotes
    assert (quote.contents, quote.cue, quote.source) == (document.quotes[0].contents, Span(18, 22), Span(9, 17))
    assert spans(found) == [("Mira Sol", "PERSON")]
    assert found.document.text == document.text.replace(". ", ".\n")
    assert ["a line's end was put there" in note for note in found.notes] == [True]


@pytest.mark.parametrize("change", [("We go", "We gone"), ("{", ""), ('"text"', '"texts"'), ('"id"', '"ids"')])
def test_a_file_beside_that_is_of_another_text_or_damaged_is_left_out_and_told(document, speaker, tmp_path, change):
    write_folder(FORMAT, tmp_path, articles([(document, {"s1": speaker})]))
    path = the_file(tmp_path)
    beside = path.with_name(path.name + BESIDE)
    beside.write_text(beside.read_text("utf-8").replace(*change), "utf-8")
    (found,) = read(FORMAT, path)
    assert any("the file beside" in note for note in found.notes)
    assert spans(found) == [("Mira Sol", "PERSON")]


def test_an_annotation_changed_in_another_tool_is_read_as_changed(document, speaker, tmp_path):
    write_folder(FORMAT, tmp_path, articles([(document, {"s1": speaker})]))
    path = the_file(tmp_path)
    path.write_text(path.read_text("utf-8").replace("PERSON", "ORG"), "utf-8")
    (found,) = read(FORMAT, path)
    assert spans(found) == [("Mira Sol", "ORG")]
    assert found.document.quotes == document.quotes
    assert found.document.text == document.text


def test_every_documented_shape_is_read():
    assert recognised(Given("a.tsv", THEIRS.encode())) is FORMAT
    (found,) = read(FORMAT, THEIRS.encode(), "a.tsv")
    assert found.document.text == "😀 Ana Ruiz\tof Harbour-Co\n said\nshe so ."
    assert spans(found) == [("Ana Ruiz", "PER"), ("Ana", "First|name"), ("Harbour", "ORG"), ("so", "ENTITY")]
    assert found.document.entities[0].extra == {"cas": {"features": {"identifier": "Q_1"}}}
    assert [(loss.what, loss.count, loss.kept) for loss in found.losses] == [
        (Lost.RELATIONS, 3, True),
        (Lost.ATTRIBUTES, 8, True),
    ]
    words = [found.document.words(span) for span in found.document.tokens]
    assert words == ["😀", "Ana", "Ruiz", "of", "Harbour-Co", "said", "she", "so", "."]
    cas = made(THEIRS)
    named = {each.id: cas.text[each.begin : each.end] for each in cas.structures if each.begin is not None}
    relations = [each.features for each in cas.structures if each.type.endswith(".Relation")]
    assert [(named[each["Governor"].ids[0]], named[each["Dependent"].ids[0]]) for each in relations] == [
        ("Ana Ruiz", "Harbour"),
        ("Harbour", "so"),
        ("Ana", "so"),
    ]
    assert [each.get("value") for each in relations] == ["works->at", None, "same"]


def test_every_documented_shape_is_written_again(tmp_path):
    assert to_tsv(made(THEIRS)) == (THEIRS, [])
    (found,) = read(FORMAT, THEIRS.encode(), "a.tsv")
    losses = write_folder(FORMAT, tmp_path / "tsv", articles([(found.document, {})]))
    assert all(loss.kept for loss in losses)
    assert said(made(the_file(tmp_path / "tsv").read_text("utf-8"))) == said(made(THEIRS))
    write_folder(XMI, tmp_path / "xmi", articles([(found.document, {})]))
    (path,) = (tmp_path / "xmi").glob("*.xmi")
    (through,) = read(XMI, path)
    write_folder(FORMAT, tmp_path / "again", articles([(through.document, {})]))
    assert said(made(the_file(tmp_path / "again").read_text("utf-8"))) == said(made(THEIRS))


def test_what_tsv_has_no_place_for_is_told(tmp_path):
    (found,) = read(FORMAT, THEIRS.encode(), "a.tsv")
    own = found.document.extra["cas"]
    refs = {"refs": [own["structures"][0]["id"]], "many": False}
    odd = {"id": 900, "type": "x.Other", "features": {"a": refs}, "begin": 0, "end": 1}
    rows = [{**row, "features": {"lemma": "so"}} if row["type"] == TOKEN else row for row in own["structures"]]
    extra = {"cas": {**own, "structures": [*rows, {**odd, "in_text": True}]}}
    losses = write_folder(FORMAT, tmp_path, articles([(replace(found.document, extra=extra), {})]))
    assert [(loss.what, loss.count, loss.detail) for loss in losses if not loss.kept] == [
        (Lost.ATTRIBUTES, 1, "of other layers, for which TSV has no place"),
        (Lost.ATTRIBUTES, 9, "of tokens, which are no layer in TSV"),
    ]


def test_a_span_between_tokens_loses_the_white_space_and_one_of_nothing_has_a_line_of_its_own():
    structures = [Structure(1, "x.A", {}, 0, 4), Structure(2, "x.A", {}, 6, 6)]
    file, left = to_tsv(Cas("one two", structures))
    assert not left
    cas = made(file)
    assert [(each.begin, each.end) for each in cas.structures if each.type == "x.A"] == [(0, 3), (6, 6)]


@given(st.text(alphabet=st.sampled_from("\\tnr\t\n\r\x08\x0c\x01*_|;[]->é😀"), max_size=12))
@settings(max_examples=200)
def test_escapes_are_undone(text):
    assert unescape_text(escape_text(text)) == text
    assert unescape_value(escape_value(text)) == text
    file, _ = to_tsv(Cas("a b", [Structure(n, "x.A", {"f": text}, 0, 3) for n in (1, 2)]))
    assert [each.features["f"] for each in made(file).structures if each.type == "x.A"] == [text, text]


def test_old_versions_escape_as_java_does():
    file = "#FORMAT=WebAnno TSV 3.1\r\n\r\n\r\n#Text=caf\\u00E9 \\uD83D\\uDE00\r\n1-1\t0-4\tcafé\r\n1-2\t5-7\t😀\r\n"
    assert made(file).text == "café 😀"


def test_sentences_far_apart_are_a_fault_and_no_text_of_blanks():
    file = "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=a\n1-1\t0-1\ta\n\n#Text=b\n2-1\t5000-5001\tb\n"
    with pytest.raises(Fault, match="line 8, column 5: the sentence begins at 5000, where the one before it ends at 1"):
        made(file)
    whole = f"a{' ' * 4999}b"
    assert from_tsv(file, "a.tsv", whole)[0].text == whole


def test_sentences_without_anything_between_touch():
    assert made("#FORMAT=WebAnno TSV 3.3\n\n\n#Text=ab\n1-1\t0-2\tab\n\n#Text=c\n2-1\t2-3\tc\n").text == "abc"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#FORMAT=WebAnno TSV 3.3", "#FORMAT=WebAnno TSV 2", "line 1, column 1"),
        ("1-3\t7-11", "1-3\t7-12", "line 13, column 5: 'Ruiz' does not stand at 7 to 12 of the text"),
        ("1-1\t0-2", "1-1\t1-2", "line 11, column 5: '😀' does not stand at 1"),
        ("1-4\t12-14", "1-4\tx-14", "line 14, column 1: no number of a token"),
        ("2-1\t27-31", "2-1\t3-31", "line 20, column 5: the sentence begins at 3, where the one before it ends at 25"),
        ("2-1\t27-31", "2-1\t999999999-31", "line 20, column 5: the sentence begins at 999999999"),
        ("of\t_\t_", "of", "line 14, column 30: it ends with 12 columns, and the header declares 13"),
        ("#Text=said\n#Text=she so .\n", "", "line 18, column 1: a line #Text= belongs before this token"),
    ],
)
def test_hostile_files_are_faults_that_say_where(old, new, message):
    assert old in THEIRS
    with pytest.raises(Fault, match=message):
        list(FORMAT.read(Given("a.tsv", THEIRS.replace(old, new).encode())))


def test_bytes_that_are_not_utf_8_are_a_fault_that_says_where():
    with pytest.raises(Fault, match="line 10, column 7 is not UTF-8"):
        list(FORMAT.read(Given("a.tsv", THEIRS.encode().replace("😀 Ana".encode(), b"\xff Ana", 1))))


def test_relations_and_slots_that_lead_nowhere_are_told():
    broken = THEIRS.replace("1-2[1_0]", "7-9").replace("1-2;1-5.1", "8-8;1-5.1")
    (found,) = read(FORMAT, broken.encode(), "a.tsv")
    lost = [(loss.what, loss.count) for loss in found.losses if not loss.kept]
    assert lost == [(Lost.RELATIONS, 2)]


def test_a_slot_that_nothing_fills_is_written_again(tmp_path):
    slot = "ROLE_custom.Host:links_custom.Link|custom.Span"
    head = f"#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Host|{slot}|value\n\n\n#Text=This is\n"
    data = f"{head}1-1\t0-4\tThis\t_[1]|_[2]\t*|*\tone[1]|two[2]\t\n1-2\t5-7\tis\t_\t_\t_\t\n"
    (found,) = read(FORMAT, data.encode(), "a.tsv")
    write_folder(FORMAT, tmp_path, articles([(found.document, {})]))
    assert the_file(tmp_path).read_text() == data


def test_changed_files_are_articles_or_faults(document, speaker, tmp_path):
    survives(FORMAT, THEIRS.encode(), "a.tsv")
    write_folder(FORMAT, tmp_path, articles([(document, {"s1": speaker})]))
    survives(FORMAT, the_file(tmp_path).read_bytes(), "a.tsv")


@pytest.mark.parametrize("name", ["webanno", "TSV3", "webanno_tsv"])
def test_it_is_known_by_its_other_names(name):
    assert format_named(name, to_write=True) is FORMAT
