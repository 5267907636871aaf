"""seqeval and spaCy's converter find the same entities in the columns that are exported."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from spacy.training.converters import conll_ner_to_docs

from annotator.formats.conll.format import BIOES, IOB1, IOB2
from annotator.model.exchange import Format
from tests.formats.documents import documents
from tests.formats.exchanging import articles, write_folder

seqeval = pytest.importorskip("seqeval.scheme")
Words = list[tuple[tuple[str, ...], str]]


def written(form: Format, pair, folder: str) -> str:
    write_folder(form, Path(folder), articles([pair]))
    return Path(folder, "train.conll").read_text("utf-8")


def in_tags(pair, losses) -> set[tuple[int, int, str]]:
    gone = {(*loss.span, loss.detail.split(" ", 1)[0]) for loss in losses if loss.span is not None}
    return {
        (*each.span, each.label) for each in pair[0].entities if not each.rejected and (*each.span, each.id) not in gone
    }


@pytest.mark.parametrize(
    ("form", "scheme"), [(IOB1, "IOB1"), (IOB2, "IOB2"), (BIOES, "IOBES")], ids=["iob1", "iob2", "bioes"]
)
@given(pair=documents())
@settings(deadline=None, max_examples=40)
def test_seqeval_finds_the_same_entities(form, scheme, pair):
    document, _ = pair
    assume(document.text.strip())
    with TemporaryDirectory() as folder:
        losses = write_folder(form, Path(folder), articles([pair]))
        text = Path(folder, "train.conll").read_text("utf-8")
    sentences = [
        [line.split(" ") for line in block.split("\n") if line] for block in text.split("\n\n")[1:] if block.strip("\n")
    ]
    rows = [row for sentence in sentences for row in sentence]
    assert {len(row) for row in rows} <= {4}
    found = seqeval.Entities([[row[3] for row in sentence] for sentence in sentences], getattr(seqeval, scheme))
    starts, at = [], 0
    for sentence in sentences:
        places = []
        for row in sentence:
            at = document.text.index(row[0], at)
            places.append((at, at + len(row[0])))
            at += len(row[0])
        starts.append(places)
    spans = [
        (starts[number][each.start][0], starts[number][each.end - 1][1], each.tag)
        for number, entities in enumerate(found.entities)
        for each in entities
    ]
    assert len(spans) == len(set(spans))
    assert set(spans) == in_tags(pair, losses)


def test_spacys_converter_finds_the_same_articles_sentences_and_entities(document, speaker, tmp_path):
    pair = (document, {"s1": speaker})
    write_folder(IOB2, tmp_path, articles([pair, pair]))
    docs = list(conll_ner_to_docs((tmp_path / "train.conll").read_text("utf-8"), no_print=True))
    assert len(docs) == 2
    for doc in docs:
        assert [(each.text, each.label_) for each in doc.ents] == [("Mira Sol", "PERSON")]
        assert [token.text for token in doc] == [document.text[slice(*token)] for token in document.tokens]
        assert [sentence.text.split()[0] for sentence in doc.sents] == ['"', "😀"]
