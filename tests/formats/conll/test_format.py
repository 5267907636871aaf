from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings

from annotator.formats.conll.format import BIOES, IOB1, IOB2, QUOTES
from annotator.formats.inputs import Given
from annotator.model.document import Article, Document, Entity, Span, Tokens
from annotator.model.exchange import Lost, Portable
from annotator.model.faults import Fault
from tests.formats.documents import documents
from tests.formats.exchanging import articles, mutations, read, same, survives, write_folder

GOLDEN = Path(__file__).parents[1] / "golden" / "columns.conll"
REUTERS = b"""-DOCSTART- -X- -X- O

EU NNP B-NP I-ORG
rejects VBZ B-VP O
German JJ B-NP I-MISC
call NN I-NP O
. . O O

Peter NNP B-NP I-PER
Blackburn NNP I-NP I-PER

-DOCSTART- -X- -X- O

BRUSSELS NNP B-NP I-LOC
"""


def spans(found) -> list[tuple[str, str]]:
    return [(found.document.words(each.span), each.label) for each in found.document.entities]


@pytest.mark.parametrize("form", [IOB2, IOB1, BIOES, QUOTES], ids=lambda form: form.name)
@given(pair=documents())
@settings(deadline=None, max_examples=25)
def test_what_was_written_is_read_back_equal(form, pair):
    document, _ = pair
    assume(document.text.strip() and not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        write_folder(form, Path(folder), articles([pair, pair]), rejected=True)
        found, again = read(form, Path(folder, "train.conll"))
    assert same(found.document, document)
    assert again.document == found.document
    assert {each.id for each in found.speakers} == document.speakers_used


def test_an_article_is_lines_of_four_columns_in_sentences(document, speaker, tmp_path):
    losses = write_folder(IOB2, tmp_path, articles([(document, {"s1": speaker})]))
    assert (tmp_path / "train.conll").read_text() == GOLDEN.read_text()
    assert [(loss.what, loss.count, loss.kept) for loss in losses if loss.what is Lost.QUOTES] == [
        (Lost.QUOTES, 1, True)
    ]
    assert all(loss.kept for loss in losses)


@pytest.mark.parametrize(("form", "tags"), [(IOB1, ["I-P", "B-P", "I-L"]), (BIOES, ["S-P", "B-P", "E-P", "S-L"])])
def test_other_schemes_have_their_marks(form, tags, tmp_path):
    text = "Ana Ruiz Sol Kell"
    tokens = Tokens("t", (0, 4, 9, 13), (3, 8, 12, 17), (True, True, True, False))
    labels = {"P": [Span(0, 3), Span(4, 12)], "L": [Span(13, 17)]}
    entities = tuple(
        Entity(id=f"{label}{n}", span=span, label=label) for label, of in labels.items() for n, span in enumerate(of)
    )
    plain = Document(article=Article(id="0", text=text), tokens=tokens, entities=entities)
    write_folder(form, tmp_path, articles([(plain, {})]))
    written = [line.split()[-1] for line in (tmp_path / "train.conll").read_text().splitlines()[2:] if line]
    assert list(dict.fromkeys(written)) == tags
    (found,) = read(form, tmp_path / "train.conll")
    assert spans(found) == [("Ana", "P"), ("Ruiz Sol", "P"), ("Kell", "L")]


def test_the_parts_of_quotes_are_tags_where_they_are_wanted(document, speaker, tmp_path):
    write_folder(QUOTES, tmp_path, articles([(document, {"s1": speaker})]))
    (tmp_path / "train.conll.annotator").unlink()
    (found,) = read(QUOTES, tmp_path / "train.conll")
    (quote,) = [each for each in found.document.quotes if each.source]
    assert found.document.words(quote.contents[0]) == '"We go,"'
    assert (found.document.words(quote.source), found.document.words(quote.cue)) == ("Mira Sol", "said")


def test_a_file_of_the_shared_task_is_read_with_its_columns_and_sentences_and_written_so_again(tmp_path):
    assert IOB2.recognises(Given("eng.train", REUTERS))
    found, other = read(IOB2, REUTERS, "eng.train")
    assert found.document.text == "EU rejects German call.\nPeter Blackburn"
    assert spans(found) == [("EU", "ORG"), ("German", "MISC"), ("Peter Blackburn", "PER")]
    assert "put together" in found.notes[0]
    assert [(loss.what, loss.count, loss.kept) for loss in found.losses] == [(Lost.ATTRIBUTES, 2, True)]
    write_folder(IOB1, tmp_path, articles([(found.document, {}), (other.document, {})]))
    assert (tmp_path / "train.conll").read_bytes() == REUTERS.replace(b"-X- -X- O", b"-X- O O") + b"\n"
    retokenized = replace(found.document, tokens=Tokens("t", (0,), (len(found.document.text),), (False,)))
    losses = write_folder(IOB1, tmp_path / "again", articles([(retokenized, {})]))
    assert (Lost.ATTRIBUTES, 2, False) in [(loss.what, loss.count, loss.kept) for loss in losses]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xef\xbb\xbfAna\tB-PER\r\nRuiz\tI-PER\r\n\r\nKell\tB-LOC\r\n", [("Ana Ruiz", "PER"), ("Kell", "LOC")]),
        (b"# a comment\n1\tNew York\tB-LOC\tO\n2\tCity\tL-LOC\tB-ORG\n", [("City", "ORG")]),
        (b"B-PER\tAna\nO\tsaid\n", [("Ana", "PER")]),
        (b"Ana S-PER\n# B-PER\n", [("Ana", "PER"), ("#", "PER")]),
        (b"Ana I-PER\n\nRuiz I-PER\n", [("Ana", "PER"), ("Ruiz", "PER")]),
    ],
    ids=["tabs", "numbered", "tags first", "hash", "sentences"],
)
def test_columns_are_told_by_what_stands_in_them(data, found):
    assert IOB2.recognises(Given("a.txt", data))
    (article,) = read(IOB2, data, "a.txt")
    assert spans(article) == found


def test_a_line_that_is_too_short_is_named_and_the_other_articles_are_read():
    broken = REUTERS.replace(b"German JJ B-NP I-MISC", b"German JJ")
    fault, other = IOB2.read(Given("a.conll", broken))
    assert isinstance(fault, Fault)
    assert fault.message.startswith("a.conll, line 5: it ends at column 9, with 2 columns where")
    assert spans(other) == [("BRUSSELS", "LOC")]


def test_what_is_no_file_of_tags_is_not_recognised_and_is_told():
    for data in (
        b"",
        b"A text\nof words\n",
        b'{"text": "a"}\n',
        b"a\tb\n1\t2\n",
        b"O\nO\n",
        b"#FORMAT=WebAnno TSV 3.3\n",
    ):
        assert not IOB2.recognises(Given("a.txt", data))
    with pytest.raises(Fault, match="no column holds tags"):
        list(IOB2.read(Given("a.conll", b"A text\nof words\n")))
    with pytest.raises(Fault, match="line 2 is not UTF-8"):
        list(IOB2.read(Given("a.conll", b"Ana B-PER\n\xff O\n")))
    with pytest.raises(Fault, match="is empty"):
        list(IOB2.read(Given("a.conll", b"\n")))


def test_an_edited_file_is_read_without_what_lay_beside_it(document, speaker, tmp_path):
    write_folder(IOB2, tmp_path, articles([(document, {"s1": speaker})]))
    path = tmp_path / "train.conll"
    path.write_text(path.read_text().replace("Mira", "Myra"))
    (found,) = read(IOB2, path)
    assert spans(found) == [("Myra Sol", "PERSON")]
    assert not found.document.quotes


def test_what_lies_beside_is_found_in_any_order_and_once(document, speaker, tmp_path):
    named = [replace(document, article=replace(document.article, title=title)) for title in ("one", "two", "one")]
    other = replace(document, article=replace(document.article, id="b", title="other", text="Ana  left."))
    tokens = Tokens("test", (0, 5, 9), (3, 9, 10), (True, False, False))
    other = replace(other, entities=(), quotes=(), tokens=tokens)
    write_folder(IOB2, tmp_path, articles([(each, {"s1": speaker}) for each in (*named, other)]))
    beside = tmp_path / "train.conll.annotator"
    lines = beside.read_bytes().splitlines(keepends=True)
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [3, 0]):
        beside.write_bytes(b"".join(lines[each] for each in order))
        found = read(IOB2, tmp_path / "train.conll")
        titles = [each.document.article.title for each in found]
        first = ["one", "two", "one"] if len(order) == 4 else ["one", None, None]
        assert titles[3] == "other"
        assert [each if each in ("one", "two") else None for each in titles[:3]] == first
        assert found[3].document.text == "Ana  left."


def test_parts_have_their_files(document, speaker, tmp_path):
    parts = [Portable(document, {"s1": speaker}, part) for part in ("train", "dev", "train")]
    write_folder(IOB2, tmp_path, parts, splits=("train", "dev", "test"))
    counts = {path.name: path.read_text().count("-DOCSTART-") for path in tmp_path.glob("*.conll")}
    assert counts == {"train.conll": 2, "dev.conll": 1, "test.conll": 0}


def test_changed_files_are_articles_or_faults(document, speaker, tmp_path):
    write_folder(IOB2, tmp_path, articles([(document, {"s1": speaker})]))
    survives(IOB2, (tmp_path / "train.conll").read_bytes(), "a.conll")
    survives(IOB2, REUTERS, "eng.train")
    beside = tmp_path / "train.conll.annotator"
    for changed in mutations(beside.read_bytes()):
        beside.write_bytes(changed)
        (found,) = read(IOB2, tmp_path / "train.conll")
        assert ("Mira Sol", "PERSON") in spans(found)
