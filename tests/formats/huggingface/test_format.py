import json
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings

from annotator.formats.huggingface.columns import declared_names
from annotator.formats.huggingface.format import FORMAT, PARQUET
from annotator.formats.huggingface.reading import read_parquet
from annotator.formats.inputs import Given, OpenFile
from annotator.model.document import Article, Document, Entity, Span, Tokens
from annotator.model.exchange import Lost, Portable, WriteOptions
from annotator.model.faults import Fault
from tests.formats.documents import documents
from tests.formats.exchanging import articles, read, same, survives, write_folder


def rows(*rows: dict[str, Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def spans(data: bytes | Path) -> list[tuple[str, str]]:
    (found,) = read(FORMAT, data)
    return [(found.document.words(each.span), each.label) for each in found.document.entities]


def law(form, name, pair):
    document, _ = pair
    with TemporaryDirectory() as folder:
        write_folder(form, Path(folder), articles([pair, pair]), rejected=True)
        found, again = read(form, Path(folder, name))
    assert same(found.document, document)
    assert again.document == found.document
    assert {each.id for each in found.speakers} == document.speakers_used


@given(documents())
@settings(deadline=None, max_examples=40)
def test_what_was_written_is_read_back_equal(pair):
    assume(pair[0].text and not pair[0].text.startswith("\ufeff"))
    law(FORMAT, "train.jsonl", pair)


@given(documents())
@settings(deadline=None, max_examples=20)
def test_so_is_what_was_written_as_parquet(pair):
    pytest.importorskip("pyarrow")
    assume(pair[0].text and not pair[0].text.startswith("\ufeff"))
    law(replace(PARQUET, read=read_parquet), "train.parquet", pair)  # here, not in a process for each


def test_a_row_has_tags_and_quotes_in_columns(document, speaker, tmp_path):
    losses = write_folder(FORMAT, tmp_path, articles([(document, {"s1": speaker})]), labels=("ORG", "PERSON"))
    (row,) = map(json.loads, (tmp_path / "train.jsonl").read_text().splitlines())
    tagged = {word: tag for word, tag in zip(row["tokens"], row["ner_tags"], strict=True) if tag != "O"}
    assert tagged == {"Mira": "B-PERSON", "Sol": "I-PERSON"}
    assert row["content_tags"].count("B-CONTENT") == 2
    assert row["entities"] == [
        {"id": "e1", "label": "PERSON", "start": 9, "end": 17, "text": "Mira Sol", "speaker": "s1"}
        | {"decision": "pending"}
    ]
    (quote,) = row["quotes"]
    assert [each["text"] for each in (*quote["contents"], quote["source"], quote["cue"])] == [
        '"We go,"',
        '"Now" it is',
        "Mira Sol",
        "said",
    ]
    assert [(each["id"], each["name"]) for each in row["speakers"]] == [("s1", "Mira Sol")]
    assert not [loss for loss in losses if not loss.kept]


def test_what_the_tags_have_no_place_for_is_told_and_stands_beside_them(document, tmp_path):
    entities = tuple(
        Entity(id=f"e{n}", span=Span(*span), label=label)
        for n, (span, label) in enumerate([((9, 17), "PERSON"), ((14, 17), "NAME"), ((9, 12), "PART")])
    )
    plain = replace(document, entities=entities, quotes=())
    losses = write_folder(FORMAT, tmp_path, articles([(plain, {})]))
    assert [(loss.what, loss.span, loss.kept) for loss in losses if loss.span] == [
        (Lost.OFF_TOKENS, Span(9, 12), True),
        (Lost.OVERLAPS, Span(14, 17), True),
    ]
    (row,) = map(json.loads, (tmp_path / "train.jsonl").read_text().splitlines())
    assert [each["label"] for each in row["entities"]] == ["PERSON", "PART", "NAME"]


def test_parts_have_their_files_and_the_card_names_them(document, speaker, tmp_path):
    parts = [Portable(document, {"s1": speaker}, part) for part in ("train", "hold-out", "train")]
    write_folder(FORMAT, tmp_path, parts, splits=("train", "dev", "hold-out"), labels=("PERSON", 'ODD: "x" 😀\x85'))
    card = (tmp_path / "README.md").read_text()
    assert "  - split: train\n    path: train.jsonl\n  - split: hold_out\n    path: hold-out.jsonl\n" in card
    assert not (tmp_path / "dev.jsonl").exists()
    names = declared_names(OpenFile(tmp_path / "train.jsonl"), "ner_tags")
    assert names == ["O", "B-PERSON", "I-PERSON", 'B-ODD: "x" 😀\x85', 'I-ODD: "x" 😀\x85']


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        (["B-PER", "I-PER", "O", "B-LOC"], [("Ana Ruiz", "PER"), ("Kell", "LOC")]),
        (["I-PER", "B-PER", "O", "I-LOC"], [("Ana", "PER"), ("Ruiz", "PER"), ("Kell", "LOC")]),
        (["B-PER", "E-PER", "O", "S-LOC"], [("Ana Ruiz", "PER"), ("Kell", "LOC")]),
        (["U-PER", "U-PER", "O", "B-LOC"], [("Ana", "PER"), ("Ruiz", "PER"), ("Kell", "LOC")]),
        (["PER", "PER", "O", "LOC"], [("Ana Ruiz", "PER"), ("Kell", "LOC")]),
    ],
)
def test_tags_of_every_scheme_are_entities(tags, found):
    data = rows({"tokens": ["Ana", "Ruiz", "in", "Kell"], "tags": tags})
    assert FORMAT.recognises(Given("a.jsonl", data))
    assert spans(data) == found


def test_a_text_beside_the_tokens_is_kept_where_they_fit_it():
    row = {
        "text": "\r\nAna  \U0001f600Ruiz!",
        "words": ["Ana", "\U0001f600", "Ruiz", "!"],
        "ner_tags": ["O", "O", "B-PER", "O"],
    }
    (found,) = read(FORMAT, rows(row))
    assert (found.document.text, found.document.entities[0].span) == ("\nAna  \U0001f600Ruiz!", Span(7, 11))
    (found,) = read(FORMAT, rows(row | {"text": "Another one"}))
    assert found.document.text == "Ana \U0001f600 Ruiz !"
    assert "put together" in found.notes[0]
    bare = {"text": "Ana Ruiz", "tokens": [], "tags": [], "entities": [{"start": 4, "end": 8, "label": "PER"}]}
    assert spans(rows(bare)) == [("Ruiz", "PER")]


def test_numbers_of_tags_are_named_by_the_card_beside_the_file(tmp_path):
    data = rows({"tokens": ["Ana", "said"], "ner_tags": [1, -100], "pos_tags": [1, 2]})
    (fault,) = FORMAT.read(Given("a.jsonl", data))
    assert isinstance(fault, Fault)
    assert "README.md" in fault.remedy
    (tmp_path / "a.jsonl").write_bytes(data)
    (tmp_path / "README.md").write_text(
        "---\ndataset_info:\n  features:\n  - name: pos_tags\n    sequence:\n      class_label:\n        names:\n"
        "          '0': X\n  - name: ner_tags\n    sequence:\n      class_label:\n        names:\n"
        "          '0': O\n          '1': B-PER\n  splits:\n  - name: train\n---\n"
    )
    assert spans(tmp_path / "a.jsonl") == [("Ana", "PER")]
    (found,) = read(FORMAT, tmp_path / "a.jsonl")
    assert found.document.extra == {"huggingface": {"columns": {"pos_tags": [1, 2]}}}
    tokens = Tokens("t", (0, 4), (3, 8), (True, False))
    write_folder(FORMAT, tmp_path / "out", articles([(replace(found.document, tokens=tokens), {})]))
    (again,) = read(FORMAT, tmp_path / "out" / "train.jsonl")
    assert again.document.extra == found.document.extra


def test_without_pyarrow_parquet_is_not_written(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Fault, match="not installed") as caught:
        PARQUET.write(None, WriteOptions())
    assert "--extra parquet" in caught.value.remedy


def test_an_article_without_tokens_is_a_fault(tmp_path):
    with pytest.raises(Fault, match="no tokens"):
        write_folder(FORMAT, tmp_path, [Portable(Document(article=Article(id="0", text="a")), {})])


def test_changed_rows_are_articles_or_faults(document, speaker, tmp_path):
    write_folder(FORMAT, tmp_path, articles([(document, {"s1": speaker})]))
    survives(FORMAT, (tmp_path / "train.jsonl").read_bytes())
    survives(FORMAT, rows({"tokens": ["Ana", "said"], "ner_tags": ["B-PER", "O"], "text": "Ana said"}))


def test_changed_parquet_is_articles_or_faults(document, speaker, tmp_path):
    pytest.importorskip("pyarrow")
    write_folder(PARQUET, tmp_path, articles([(document, {"s1": speaker})]))
    data = (tmp_path / "train.parquet").read_bytes()
    assert PARQUET.recognises(Given("a.parquet", data))
    assert not PARQUET.recognises(Given("a.parquet", data.replace(b"ner_tags", b"nor_tags")))
    assert not any(PARQUET.recognises(Given("a.parquet", each)) for each in (b"PAR1", data[:-1], data[:4] + data[-8:]))
    survives(replace(PARQUET, read=read_parquet), data, "a.parquet")
