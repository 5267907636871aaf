"""`datasets` loads what is exported for it, with the features that the card declares."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings

from annotator.formats.huggingface.format import FORMAT, PARQUET
from annotator.model.document import Document
from annotator.model.exchange import Format, Portable
from tests.formats.documents import documents
from tests.formats.exchanging import write_folder

datasets = pytest.importorskip("datasets")
ODD = "odd: 'x' \"y\" 😀 #\x85\u2028\ufeff"
FORMATS = pytest.mark.parametrize("form", [FORMAT, PARQUET], ids=lambda form: form.name)


def loaded(form: Format, folder: Path, these: list[Portable], **options):
    write_folder(form, folder / "data set", these, **options)
    return datasets.load_dataset(str(folder / "data set"), cache_dir=str(folder / "cache"))


def decoded(row, feature, column: str) -> list[tuple[int, int, str]]:
    """The spans that a column of tags tells, by its own labels."""
    found = []
    tags = [feature[column].feature.int2str(number) for number in row[column]]
    for tag, start, end in zip(tags, row["token_starts"], row["token_ends"], strict=True):
        if tag.startswith("B-"):
            found.append((start, end, tag[2:]))
        elif tag.startswith("I-"):
            found[-1] = (found[-1][0], end, tag[2:])
    return found


def whole(document: Document) -> set[tuple[int, int, str]]:
    return {(*each.span, each.label) for each in document.entities if not each.rejected}


@FORMATS
def test_parts_are_loaded_with_the_features_declared(form, document, speaker, tmp_path):
    parts = [Portable(document, {"s1": speaker}, part) for part in ("train", "dev", "train")]
    data = loaded(form, tmp_path, parts, splits=("train", "dev", "test"), labels=("LOC", "PERSON", ODD))
    assert {name: part.num_rows for name, part in data.items()} == {"train": 2, "dev": 1}
    features = data["dev"].features
    assert features["ner_tags"].feature.names == ["O", "B-LOC", "I-LOC", "B-PERSON", "I-PERSON", f"B-{ODD}", f"I-{ODD}"]
    assert features["cue_tags"].feature.names == ["O", "B-CUE", "I-CUE"]
    (row,) = data["dev"]
    assert row["text"] == document.text
    assert decoded(row, features, "ner_tags") == [(9, 17, "PERSON")]
    assert decoded(row, features, "content_tags") == [(0, 8, "CONTENT"), (26, 37, "CONTENT")]
    (quote,) = row["quotes"]
    assert quote["source"] == {"start": 9, "end": 17, "text": "Mira Sol"}
    assert row["speakers"][0]["name"] == "Mira Sol"


@FORMATS
@given(pair=documents())
@settings(deadline=None, max_examples=8)
def test_the_spans_are_the_same(form, pair):
    document, speakers = pair
    assume(document.text)
    with TemporaryDirectory() as folder:
        data = loaded(form, Path(folder), [Portable(document, speakers)])["train"]
        (row,) = data
        assert [row["text"][each["start"] : each["end"]] for each in row["entities"]] == [
            each["text"] for each in row["entities"]
        ]
        assert {(each["start"], each["end"], each["label"]) for each in row["entities"]} == whole(document)
        assert set(decoded(row, data.features, "ner_tags")) <= whole(document)
        assert [
            row["text"][slice(*place)] for place in zip(row["token_starts"], row["token_ends"], strict=True)
        ] == row["tokens"]


def test_a_parquet_file_says_what_its_tags_are_called_without_the_card(document, speaker, tmp_path):
    write_folder(PARQUET, tmp_path / "out", [Portable(document, {"s1": speaker})], labels=("PERSON",))
    (tmp_path / "out" / "README.md").unlink()
    data = datasets.load_dataset("parquet", data_files=str(tmp_path / "out" / "train.parquet"), cache_dir=str(tmp_path))
    assert data["train"].features["ner_tags"].feature.names == ["O", "B-PERSON", "I-PERSON"]
