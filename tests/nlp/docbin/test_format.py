import json
import random
import zlib
from dataclasses import replace

import pytest
import spacy
from hypothesis import HealthCheck, assume, given, settings
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as SpacySpan

from annotator.formats.inputs import Given
from annotator.formats.outputs import folder_output
from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Speaker, in_order
from annotator.model.exchange import Lost, Portable, WriteOptions
from annotator.model.faults import Fault
from annotator.nlp.docbin import format as docbin
from annotator.nlp.docbin.format import FORMAT, to_doc
from annotator.nlp.tokenize import tokenize
from tests.formats.documents import documents

TEXT = '😀 "We go," Mira Sol of the Harbour Guild said.\nMira Sol left.'
WHOLE = WriteOptions(rejected=True, source_map=True)
MIRA = Speaker(id="s1", name="Mira Sol")


def an_article(*entities: Entity, text: str = TEXT) -> Document:
    quote = Quote(
        id="q1", kind=Kind.DIRECT, contents=(Span(2, 10),), cue=Span(41, 45), source=Span(11, 19), speaker="s1"
    )
    return Document(
        article=Article(id="a1", text=text, language="en"),
        tokens=tokenize(text, "en"),
        entities=in_order(entities),
        quotes=(quote,),
    )


def packed(*docs: Doc) -> bytes:
    return DocBin(docs=docs, store_user_data=True, attrs=docbin._ATTRS).to_bytes()


def read(data: bytes) -> list:
    return list(FORMAT.read(Given("a.spacy", data)))


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(documents())
def test_what_was_written_is_read_back_equal(made):
    document, speakers = made
    assume(not document.text.startswith("\ufeff"))  # every import takes a BOM away, so no article begins with one
    doc, _ = to_doc(Portable(document, speakers), WHOLE)
    (imported,) = read(packed(doc))
    assert imported.document == document
    assert {s.id: s for s in imported.speakers} == {n: speakers[n] for n in document.speakers_used}
    assert imported.losses == ()


def test_overlaps_and_spans_off_tokens_are_told_and_are_no_entities_for_spacy():
    document = an_article(
        Entity(id="e1", span=Span(11, 40), label="PERSON", speaker="s1"),
        Entity(id="e2", span=Span(27, 40), label="ORG"),
        Entity(id="e3", span=Span(47, 50), label="PERSON"),
    )
    doc, losses = to_doc(Portable(document, {"s1": MIRA}), WriteOptions())
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Mira Sol of the Harbour Guild", "PERSON")]
    assert [ent.text for ent in doc.spans["entities"]] == [document.words(e.span) for e in document.entities[:2]]
    assert [(loss.what, loss.span) for loss in losses] == [
        (Lost.OFF_TOKENS, Span(47, 50)),
        (Lost.OVERLAPS, Span(27, 40)),
    ]
    (imported,) = read(packed(doc))
    assert imported.document == document


def test_quotes_are_groups_of_spans_with_relations():
    doc, _ = to_doc(Portable(an_article(), {"s1": MIRA}), WriteOptions())
    for group, words in {"quotes": '"We go,"', "cues": "said", "sources": "Mira Sol"}.items():
        (span,) = doc.spans[group]
        assert (span.text, span.label_, span.id_) == (words, "direct", "q1")
    said = {
        row["label"]: (doc[slice(*row["head"])].text, doc[slice(*row["child"])].text)
        for row in doc.user_data["relations"]
    }
    assert said == {"CUE": ('"We go,"', "said"), "SOURCE": ('"We go,"', "Mira Sol")}
    assert doc.user_data["quotes"]["q1"]["speaker"] == doc.user_data["speakers"][0]["id"] == "s1"


def test_entities_that_were_changed_in_spacy_are_changed_here():
    document = an_article(
        Entity(id="e1", span=Span(11, 19), label="ORG"), Entity(id="e2", span=Span(27, 40), label="ORG")
    )
    doc, _ = to_doc(Portable(document, {"s1": MIRA}), WriteOptions())
    doc.ents = [SpacySpan(doc, doc.ents[0].start, doc.ents[0].end, label="PERSON"), doc.ents[1]]
    (imported,) = read(packed(doc))
    assert [(e.span, e.label) for e in imported.document.entities] == [(Span(11, 19), "PERSON"), (Span(27, 40), "ORG")]
    assert imported.document.quotes == document.quotes


def test_a_doc_of_another_program_keeps_what_has_no_place_here():
    nlp = spacy.blank("en")
    doc = nlp.make_doc('Mira  Sol said\r\n"Go."')
    doc.ents = [SpacySpan(doc, 0, 3, label="PERSON", kb_id="Q1")]
    doc.spans["sc"] = [SpacySpan(doc, 0, 1, label="GIVEN")]
    doc.spans["quotes"] = [doc[5:9]]
    doc.cats = {"news": 0.5}
    for token in doc:
        token.tag_ = "X"
    doc.user_data["note"] = "mine"
    (imported,) = read(packed(doc))
    document = imported.document
    assert document.text == 'Mira  Sol said\n"Go."'
    assert [(document.words(e.span), e.label) for e in document.entities] == [("Mira  Sol", "PERSON")]
    assert [(document.words(q.contents[0]), q.kind) for q in document.quotes] == [('"Go."', Kind.DIRECT)]
    assert all(loss.kept for loss in imported.losses)
    again, losses = to_doc(Portable(document, {}), WriteOptions())
    assert [(ent.text, ent.kb_id_) for ent in again.ents] == [("Mira  Sol", "Q1")]
    assert [(span.text, span.label_) for span in again.spans["sc"]] == [("Mira", "GIVEN")]
    assert (again.cats, again.user_data["note"], {t.tag_ for t in again}) == ({"news": 0.5}, "mine", {"X"})
    assert losses == []


def test_a_file_for_each_part_with_a_config_and_the_same_bytes_each_time(tmp_path, monkeypatch):
    whole, _ = to_doc(Portable(an_article(), {"s1": MIRA}), WriteOptions())
    monkeypatch.setattr(docbin, "SHARD", 2 * len(whole))
    options = WriteOptions(splits=("train", "dev"), rejected=True)
    for name in ("one", "two"):
        with folder_output(tmp_path / name) as output:
            writer = FORMAT.write(output, options)
            for split in ("train", "train", "train", "dev"):
                writer.write(Portable(an_article(), {"s1": MIRA}, split))
            writer.finish()
    files = {p.relative_to(tmp_path / "one").as_posix(): p.read_bytes() for p in (tmp_path / "one").rglob("*.*")}
    assert sorted(files) == ["config.cfg", "dev.spacy", "train/00001.spacy", "train/00002.spacy"]
    assert len(read(files["train/00001.spacy"])) == 2
    config = spacy.util.load_config(tmp_path / "one/config.cfg")
    assert (config["paths"]["train"], config["paths"]["dev"]) == ("train", "dev.spacy")
    assert config["components"]["ner"]["incorrect_spans_key"] == "rejected"
    assert files == {
        p.relative_to(tmp_path / "two").as_posix(): p.read_bytes() for p in (tmp_path / "two").rglob("*.*")
    }


def test_a_damaged_file_is_a_fault_and_nothing_else():
    doc, _ = to_doc(Portable(an_article(Entity(id="e1", span=Span(11, 19), label="ORG")), {"s1": MIRA}), WriteOptions())
    whole = packed(doc, doc)
    content = bytearray(zlib.decompress(whole))
    chance = random.Random(5)
    broken = [whole[: chance.randrange(len(whole))] for _ in range(20)]
    for _ in range(150):
        changed = bytearray(content)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        broken.append(zlib.compress(changed))
    faults = 0
    for data in broken:
        try:
            found = read(data)
        except Fault:
            faults += 1
            continue
        for each in found:
            if isinstance(each, Fault):
                faults += 1
            else:
                to_doc(Portable(each.document, {s.id: s for s in each.speakers}), WriteOptions())
    assert faults > 30


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("annotator.nlp.docbin.file.LARGEST", 100_000)
    with pytest.raises(Fault, match="too large"):
        read(zlib.compress(bytes(10_000_000)))


def test_only_docbins_are_recognised():
    doc, _ = to_doc(Portable(an_article(), {"s1": MIRA}), WriteOptions())
    assert FORMAT.recognises(Given("a.spacy", packed(doc)))
    assert not FORMAT.recognises(Given("a.spacy", zlib.compress(json.dumps({"a": 1}).encode())))
    assert not FORMAT.recognises(Given("a.spacy", b"x"))


def test_quotes_by_marks_alone_where_that_is_asked_for():
    document = an_article()
    quote = replace(document.quotes[0], kind=Kind.INDIRECT)
    doc, losses = to_doc(Portable(replace(document, quotes=(quote,)), {}), WriteOptions(contents="marked"))
    assert (len(doc.spans["quotes"]), [loss.what for loss in losses]) == (0, [Lost.UNMARKED])
