from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings

from annotator.formats.brat.format import AS_EVENTS, FORMAT
from annotator.formats.brat.standoff import parsed
from annotator.formats.inputs import Given, OpenFile
from annotator.model.document import Document, Kind, Span
from annotator.model.exchange import Format, Imported, Lost
from annotator.model.faults import Fault
from tests.formats.documents import documents
from tests.formats.exchanging import articles, mutations, read, same, write_folder


@dataclass
class Pair:
    """An `.ann` in memory with its text beside it."""

    ann: bytes
    text: bytes
    name: str = "a.ann"

    def open(self) -> BytesIO:
        return BytesIO(self.ann)

    def beside(self, name: str, folder: str = "") -> Given | None:
        return Given("a.txt", self.text) if name == "a.txt" and not folder else None


def put(folder: Path, text: str, ann: str, name: str = "a") -> Path:
    (folder / f"{name}.txt").write_bytes(text.encode())
    path = folder / f"{name}.ann"
    path.write_bytes(ann.encode())
    return path


def annotations(folder: Path, document: Document, form: Format = FORMAT) -> str:
    """What is written of an article, but for the record."""
    write_folder(form, folder, articles([(document, {})]))
    (path,) = folder.glob("*.ann")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if "\tannotator document\t" not in line)


@pytest.mark.parametrize("form", [FORMAT, AS_EVENTS], ids=["relations", "events"])
@given(documents())
@settings(deadline=None, max_examples=60)
def test_what_was_written_is_read_back_equal(form, pair):
    document, _ = pair
    assume(not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        write_folder(form, Path(folder), articles([pair]), rejected=True)
        (text,), (ann,) = Path(folder).glob("*.txt"), Path(folder).glob("*.ann")
        assert text.read_bytes() == document.text.encode()
        bounds, _ = parsed(ann.read_text("utf-8"), ann.name)
        for bound in bounds:
            assert " ".join(document.words(span) for span in bound.spans) == bound.words
        (found,) = read(FORMAT, ann)
    assert same(found.document, document)


TEXT = "Mara 😀 Lind\nsaid: Yes.\n\n“We go,” she said, “now.”\n"
ANN = """\
T1\tPER 0 4;7 11\tMara Lind
T2\tORG 18 21\tYes
T7\tContent 24 32;43 49\t“We go,” “now.”
T8\tCue 37 41\tsaid
T9\tSource 33 36\tshe
T10\tAttribution 37 41\tsaid
E1\tAttribution:T10 Content:T7 Cue:T8 Source:T9 Place:T2
T11\tMove 28 30\tgo
E2\tMove:T11 Theme:E1 Agent:T9
R4\tOwns Arg1:T2 Arg2:T9\t
*\tEquiv T1 T9 T2
A1\tCertainty E1 High
M2\tNegation T11
N1\tReference T2 Wikidata:Q42\tYes
#1\tAnnotatorNotes E1\tis this\tright?
#2\tAnnotatorNotes T2\twhat
"""


def test_what_came_from_brat_goes_back_as_it_came(tmp_path):
    """Discontinuous entities, events, relations, equivalences, attributes, normalisations, notes."""
    (found,) = read(FORMAT, put(tmp_path, TEXT, ANN))
    document = found.document
    (quote,) = document.quotes
    assert [document.words(span) for span in quote.contents] == ["“We go,”", "“now.”"]
    assert (document.words(quote.cue), document.words(quote.source), quote.kind) == ("said", "she", Kind.DIRECT)
    assert [(document.words(each.span), each.label) for each in document.entities] == [("Yes", "ORG")]
    assert all(loss.kept for loss in found.losses)
    assert {(loss.what, loss.count, loss.detail) for loss in found.losses} == {
        (Lost.PARTS, 1, ""),
        (Lost.RELATIONS, 1, ""),
        (Lost.RELATIONS, 1, "events"),
        (Lost.RELATIONS, 1, "equivalences"),
        (Lost.ATTRIBUTES, 2, "attributes"),
        (Lost.ATTRIBUTES, 1, "normalisations"),
    }
    assert (quote.note, document.entities[0].note) == ("is this\tright?", "what")
    again = annotations(tmp_path / "out", document)
    assert sorted(again.splitlines()) == sorted(line.rstrip() for line in ANN.splitlines())
    (back,) = read(FORMAT, next((tmp_path / "out").glob("*.ann")))
    assert same(back.document, document)


def test_an_act_on_one_thing_leaves_the_rest_as_it_came(tmp_path):
    (found,) = read(FORMAT, put(tmp_path, TEXT, ANN))
    document = found.document.drop(found.document.entities[0].id)
    losses = write_folder(FORMAT, tmp_path / "out", articles([(document, {})]))
    gone = [(loss.what, loss.count) for loss in losses if not loss.kept]
    assert gone == [(Lost.RELATIONS, 1), (Lost.RELATIONS, 2), (Lost.ATTRIBUTES, 1)]
    (path,) = (tmp_path / "out").glob("*.ann")
    again = {line.split("\t")[0] for line in path.read_text("utf-8").splitlines()}
    assert again >= {"T1", "T7", "T8", "T9", "T10", "T11", "E1", "E2", "A1", "M2", "#1"}
    assert again & {"T2", "R4", "*", "N1"} == set()


def test_a_quote_is_spans_and_relations_or_an_event(tmp_path, document):
    written = annotations(tmp_path / "relations", replace(document, entities=()))
    assert written == (
        'T1\tCONTENT 0 8\t"We go,"\nT2\tSOURCE 9 17\tMira Sol\nT3\tCUE 18 22\tsaid\nT4\tCONTENT 26 37\t"Now" it is\n'
        "R1\tSOURCE Arg1:T1 Arg2:T2\nR2\tCUE Arg1:T1 Arg2:T3\nR3\tSOURCE Arg1:T4 Arg2:T2\nR4\tCUE Arg1:T4 Arg2:T3\n"
    )
    written = annotations(tmp_path / "events", replace(document, entities=()), AS_EVENTS)
    assert written == (
        'T1\tContent 0 8\t"We go,"\nT2\tSource 9 17\tMira Sol\nT3\tCue 18 22\tsaid\nT4\tContent 26 37\t"Now" it is\n'
        "T5\tAttribution 18 22\tsaid\nE1\tAttribution:T5 Content:T1 Content2:T4 Cue:T3 Source:T2\n"
    )


@pytest.mark.parametrize("form", [FORMAT, AS_EVENTS], ids=["relations", "events"])
def test_without_the_record_quotes_have_their_parts_and_speakers(form, tmp_path, document, speaker):
    write_folder(form, tmp_path / "out", articles([(document, {"s1": speaker})]))
    (path,) = (tmp_path / "out").glob("*.ann")
    path.write_text(
        "".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if " document\t" not in line),
        "utf-8",
    )
    (found,) = read(FORMAT, path)
    (quote,) = found.document.quotes
    ours = document.quotes[0]
    assert (quote.contents, quote.cue, quote.source, quote.kind) == (ours.contents, ours.cue, ours.source, ours.kind)
    assert [(each.span, each.label) for each in found.document.entities] == [(Span(9, 17), "PERSON")]
    (found_speaker,) = found.speakers
    assert found_speaker.name == "Mira Sol"
    assert {quote.speaker, found.document.entities[0].speaker} == {found_speaker.id}


def test_what_was_changed_in_brat_counts_and_all_else_is_as_it_was(tmp_path, document, speaker):
    write_folder(FORMAT, tmp_path / "out", articles([(document, {"s1": speaker})]))
    (path,) = (tmp_path / "out").glob("*.ann")
    kept = [line for line in path.read_text("utf-8").splitlines(keepends=True) if "\tPERSON " not in line]
    path.write_text("".join([*kept, 'T90\tORG 26 31\t"Now"\n', "#9\tAnnotatorNotes T3\tsure\n"]), "utf-8")
    (found,) = read(FORMAT, path)
    assert found.document.quotes == document.quotes
    assert [(each.label, found.document.words(each.span)) for each in found.document.entities] == [("ORG", '"Now"')]
    again = annotations(tmp_path / "again", found.document)
    assert 'T90\tORG 26 31\t"Now"\n' in again
    assert "T92\tSOURCE 9 17\tMira Sol\n" in again
    assert "#9\tAnnotatorNotes T92\tsure\n" in again  # what is said of a part of a quote is kept


@pytest.mark.parametrize("form", [FORMAT, AS_EVENTS], ids=["relations", "events"])
def test_notes_are_brats_own_and_what_is_done_to_them_there_counts(form, tmp_path, document, speaker):
    (quote,), (entity,) = document.quotes, document.entities
    noted = replace(
        document, quotes=(replace(quote, note="ask\nher"),), entities=(replace(entity, note="who?", flagged=True),)
    )
    losses = write_folder(form, tmp_path / "out", articles([(noted, {"s1": speaker})]))
    (path,) = (tmp_path / "out").glob("*.ann")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    about = "E1" if form is AS_EVENTS else "T1"
    own = [line for line in lines if "AnnotatorNotes" in line]
    assert sorted(line.partition("\t")[2] for line in own) == [
        f"AnnotatorNotes {about}\task her\n",
        "AnnotatorNotes T2\twho?\n",
    ]
    assert all(loss.kept for loss in losses)
    (found,) = read(FORMAT, path)
    assert found.document.quotes[0].note == "ask\nher"  # of which brat has one line
    path.write_text("".join(lines).replace("ask her", "no").replace(own[-1], ""), "utf-8")
    (found,) = read(FORMAT, path)
    assert (found.document.quotes[0].note, found.document.entities[0].note) == ("no", None)
    assert found.document.entities[0].flagged
    path.write_text("".join(line for line in lines if " document\t" not in line), "utf-8")
    (found,) = read(FORMAT, path)
    assert (found.document.quotes[0].note, found.document.entities[0].note) == ("ask her", "who?")


@pytest.mark.parametrize("newline", ["\r\n", "\n"], ids=["counted", "one"])
def test_carriage_returns_count_unless_the_words_say_otherwise(tmp_path, newline):
    text = "Yes.\r\n\r\nAna Ruiz\r\nsaid."
    start = text.replace("\r\n", newline).index("Ana")
    second = text.replace("\r\n", newline).index("said")
    ann = f"T1\tPERSON {start} {start + 8}\tAna Ruiz\nT2\tX {start} {start + 8};{second} {second + 4}\tAna Ruiz said\n"
    (found,) = read(FORMAT, put(tmp_path, text, ann))
    assert found.document.text == "Yes.\n\nAna Ruiz\nsaid."
    assert [found.document.words(each.span) for each in found.document.entities] == ["Ana Ruiz\nsaid", "Ana Ruiz"]
    assert not found.losses
    last = found.document.article.source_map[-1]
    assert text[last.file_start : last.file_start + last.length].endswith("said.")


def test_what_goes_over_lines_is_in_fragments_for_brat(tmp_path):
    ann = "T1\tWORK 0 17\tMara 😀 Lind said:\n"
    (found,) = read(FORMAT, put(tmp_path, TEXT, ann))
    assert annotations(tmp_path / "out", found.document) == "T1\tWORK 0 11;12 17\tMara 😀 Lind said:\n"


def test_a_line_that_its_own_words_have_cut_is_put_together(tmp_path):
    ann = "T1\tContent 0 17\tMara 😀 Lind\nsaid:\nT2\tORG 18 21\tYes\n"
    (found,) = read(FORMAT, put(tmp_path, TEXT, ann))
    assert [[found.document.words(each) for each in quote.contents] for quote in found.document.quotes] == [
        ["Mara 😀 Lind", "said:"]
    ]
    assert [each.label for each in found.document.entities] == ["ORG"]


def test_the_text_may_lie_in_the_folder_beside_and_lack_the_annotators_code(tmp_path):
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "rain_2020.txt").write_text(TEXT, "utf-8")
    path = tmp_path / "attributions" / "rain_2020_ef2d.ann"
    path.write_text("T1\tSource 33 36\tshe\n", "utf-8")
    (found,) = read(FORMAT, path)
    assert (found.document.text, found.document.article.file) == (TEXT, "rain_2020.txt")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Tx\tPER 0 4\tMara", "line 2, column 1: this begins with no id"),
        ("T2\tPER 0 4 7\tMara", "line 2, column 4: a type and places"),
        ("T2\tPER 0 99999999999999\tMara", "line 2, column 4: a type and places"),
        ("T2\tPER -1 4\tMara", "line 2, column 4: a type and places"),
        ("R1\tOwns Arg1:T1 T2", "line 2, column 17: a role and an id"),
        ("E1\tMove T1", "line 2, column 4: a type and a trigger"),
        ("A1\tSure", "line 2, column 4: a type and an id"),
        ("T1\tPER 0 4\tMara", "line 2, column 1: T1 is the id of line 1 already"),
    ],
)
def test_a_broken_line_is_a_fault_that_says_where(tmp_path, line, said):
    path = put(tmp_path, TEXT, f"T1\tORG 18 21\tYes\n{line}\n")
    with pytest.raises(Fault) as caught:
        list(FORMAT.read(OpenFile(path)))
    assert caught.value.message.startswith(f"a.ann, {said}")


def test_places_that_do_not_fit_are_told_and_nothing_else_is_lost(tmp_path):
    ann = "T1\tPER 0 4\tAnna\nT2\tPER 18 990\tYes\nT3\tPER 7 7\t\nT4\tORG 18 21\tYes\nR1\tX Arg1:T1 Arg2:T4\t\n"
    (found,) = read(FORMAT, put(tmp_path, TEXT, ann))
    assert [each.label for each in found.document.entities] == ["ORG"]
    misplaced = [loss.detail for loss in found.losses if loss.what is Lost.MISPLACED]
    assert misplaced == [
        "a.ann, line 1: T1 PER 0 4 'Anna'",
        "a.ann, line 2: T2 PER 18 990 'Yes'",
        "a.ann, line 3: T3 PER 7 7 ''",
    ]


def test_a_bom_before_the_annotations_and_another_encoding_of_the_text_are_understood(tmp_path):
    path = tmp_path / "a.ann"
    path.write_text("\ufeffT1\tPERSON 8 12\tRené\n", "utf-8")
    (tmp_path / "a.txt").write_bytes("Was hat René gesagt? Über Köln fährt er später nach Zürich.".encode("cp1252"))
    (found,) = read(FORMAT, path)
    assert [found.document.words(each.span) for each in found.document.entities] == ["René"]
    assert (found.encoding, "guess" in found.notes[0]) == ("cp1252", True)


def test_annotations_without_their_text_are_a_fault(tmp_path):
    path = tmp_path / "a.ann"
    path.write_text("T1\tPER 0 4\tMara\n", "utf-8")
    with pytest.raises(Fault, match=r"no a\.txt beside it"):
        list(FORMAT.read(OpenFile(path)))


def test_a_label_that_is_no_type_is_shown_as_it_is(tmp_path, document, speaker):
    odd = [replace(document.entities[0], id=f"e{n}", label=label) for n, label in enumerate(["a b", "a|b", "Source"])]
    document = replace(document, entities=tuple(odd))
    write_folder(FORMAT, tmp_path / "out", articles([(document, {"s1": speaker})]))
    visual = (tmp_path / "out" / "visual.conf").read_text("utf-8")
    assert "Source_2 | Source\na_b | a b\na_b_2 | a/b\n" in visual
    (found,) = read(FORMAT, next((tmp_path / "out").glob("*.ann")))
    assert same(found.document, document)


def test_a_name_that_cannot_be_shown_has_no_note_and_comes_back(tmp_path, document, speaker):
    pair = document, {"s1": replace(speaker, name="\ud7fc")}
    write_folder(FORMAT, tmp_path / "out", articles([pair]))
    path = next((tmp_path / "out").glob("*.ann"))
    assert "Speaker" not in {line.split("\t")[1].split()[0] for line in path.read_text("utf-8").splitlines()}
    (found,) = read(FORMAT, path)
    assert found.speakers == tuple(pair[1].values())


def test_the_configuration_has_every_type(tmp_path):
    (found,) = read(FORMAT, put(tmp_path, TEXT, ANN))
    annotations(tmp_path / "out", found.document)
    assert (tmp_path / "out" / "annotation.conf").read_text("utf-8").splitlines() == [
        "[entities]",
        *("CONTENT", "CUE", "SOURCE", "Content", "Cue", "ORG", "PER", "Source", ""),
        "[relations]",
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
        "CUE\tArg1:CONTENT, Arg2:CUE",
        "SOURCE\tArg1:CONTENT, Arg2:SOURCE",
        "Owns\tArg1:<ANY>, Arg2:<ANY>",
        "",
        "[events]",
        "Attribution\tContent*:<ANY>, Cue*:<ANY>, Place*:<ANY>, Source*:<ANY>",
        "Move\tAgent*:<ANY>, Theme*:<ANY>",
        "",
        "[attributes]",
        "Certainty\tArg:<ANY>, Value:High",
        "Negation\tArg:<ANY>",
    ]


def test_files_are_named_safely_and_each_differently(tmp_path, document):
    files = ["../../etc/passwd", "passwd.txt", "PASSWD.md", "CON", "..", "a b?.txt", None]
    these = [
        (replace(document, article=replace(document.article, file=file, title="T/\\T", id=str(n))), {})
        for n, file in enumerate(files)
    ]
    write_folder(FORMAT, tmp_path / "out", articles(these))
    assert sorted(path.name for path in tmp_path.rglob("*.ann")) == sorted(
        f"{name}.ann" for name in ("passwd", "passwd-2", "PASSWD-3", "CON_", "article", "a-b", "T-T")
    )


def test_only_standoff_is_recognised():
    assert FORMAT.recognises(Given("a.ann", b""))
    assert FORMAT.recognises(Given("a.ann", ANN.encode()))
    assert FORMAT.recognises(Given("a.a1", ANN.encode()))
    assert not FORMAT.recognises(Given("a.ann", b"<annotation/>"))
    assert not FORMAT.recognises(Given("a.tsv", b"T1\tPER\tMara\n"))
    assert not FORMAT.recognises(Given("a.txt", b""))


def test_changed_files_are_articles_or_faults_and_go_back_as_they_came(tmp_path):
    made = []
    for number, changed in enumerate(mutations(ANN.encode(), 300)):
        pair = Pair(changed, TEXT.encode())
        assert FORMAT.recognises(pair) in (True, False)
        try:
            (found,) = FORMAT.read(pair)
        except Fault as fault:
            found = fault
        made.append(type(found))
        if isinstance(found, Fault):
            assert found.message.startswith("a.ann")
            continue
        losses = write_folder(FORMAT, tmp_path / str(number), articles([(found.document, {})]))
        (back,) = read(FORMAT, next((tmp_path / str(number)).glob("*.ann")))
        if all(loss.kept for loss in losses):
            assert same(back.document, found.document)
    assert {*made} == {Imported, Fault}


def test_contents_that_cover_the_text_over_and_over_are_not_divided(tmp_path):
    """Else a hundred kilobytes made to do harm would become millions of contents."""
    text = "One line.\n" * 400
    ann = "".join(f"T{number}\tContent 0 {len(text) - 1}\t\n" for number in range(1, 401))
    (found,) = read(FORMAT, put(tmp_path, text, ann))
    assert sum(len(quote.contents) for quote in found.document.quotes) < 10 * 400


def test_lines_about_lines_go_back_in_whatever_order_they_came(tmp_path):
    ann = "A2\tSure A1\nA1\tSure T2\nT2\tORG 18 21\tYes\n"
    (found,) = read(FORMAT, put(tmp_path, TEXT, ann))
    again = annotations(tmp_path / "out", found.document)
    assert again == "T2\tORG 18 21\tYes\nA1\tSure T2\nA2\tSure A1\n"
