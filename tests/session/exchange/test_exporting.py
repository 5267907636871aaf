"""Divided exports, and what lies beside the files of a folder."""

import json
from dataclasses import replace
from hashlib import sha256
from itertools import cycle

import pytest
from jsonschema import Draft202012Validator

from annotator import paths
from annotator.formats.jsonl.writing import from_line
from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Status, Tokens
from annotator.model.edits import AddDocument, SetBoilerplate
from annotator.model.faults import Fault
from annotator.model.splits import Split
from annotator.model.tokens import tokens_of
from annotator.session.exchange.exporting import ExportOptions, export
from annotator.session.exchange.formats import formats
from annotator.session.exchange.importing import read_paths
from annotator.session.selection import Selection

SHARES = (("train", 0.5), ("test", 0.5))
WORDS = ["harbour", "council", "pier", "ferry", "winter", "budget", "tower", "bridge", "market", "street", "storm"]


def an_article(number: int, outlet: str | None = None) -> Document:
    words = cycle([*WORDS[number % 7 :], f"n{number}", f"m{number}"])
    text = "Mira Sol " + " ".join(f"{next(words)}{(at * number) % 11}" for at in range(40))
    spans = [(0, 4), (5, 8)]
    at = 9
    for word in text[9:].split():
        spans.append((at, at + len(word)))
        at += len(word) + 1
    starts, ends = zip(*spans, strict=True)
    return Document(
        article=Article(id=f"a{number}", text=text, title=f"Report {number}", outlet=outlet),
        tokens=Tokens("hand", starts, ends, tuple(text[end : end + 1] == " " for end in ends)),
        entities=(Entity(id="e1", span=Span(0, 8), label="PERSON"),),
        status=Status.DONE,
    )


@pytest.fixture
def filled(session):
    session.dispatch(
        "import.articles", [AddDocument(an_article(n, "Gazette" if n % 2 else "Herald")) for n in range(12)], "Import"
    )
    return session


def ids_of(folder, part):
    lines = (folder / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [from_line(json.loads(line), "x").document.id for line in lines]


def test_each_part_is_a_file_and_the_manifest_holds_their_hashes_and_figures(filled, tmp_path):
    options = ExportOptions("done", split=Split(SHARES, 3))
    report = export(filled.project, tmp_path / "one", options)
    export(filled.project, tmp_path / "two/one", options)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == ["README.md", "manifest.json", "test.jsonl", "train.jsonl"]
    assert [(tmp_path / "one" / n).read_bytes() for n in files] == [
        (tmp_path / "two/one" / n).read_bytes() for n in files
    ]
    manifest = json.loads((tmp_path / "one/manifest.json").read_text())
    assert manifest["format"] == "annotator-export/1"
    off = {name: round(number / report.written - dict(SHARES)[name], 4) for name, number in report.parts.items()}
    assert manifest["split"] == {
        "shares": dict(SHARES),
        "seed": 3,
        "outlets_together": False,
        "left_out": 0,
        "off": {"PERSON": off},
    }
    points = " | ".join(f"{100 * report.uneven['PERSON'][name]:+.1f}" for name, _ in SHARES)
    assert f"| PERSON | {points} |" in (tmp_path / "one/README.md").read_text("utf-8")
    assert {name: part["articles"] for name, part in manifest["parts"].items()} == report.parts
    assert sum(report.parts.values()) == report.written == 12
    assert manifest["parts"]["train"]["labels"] == {"PERSON": report.parts["train"]}
    for name, file in manifest["files"].items():
        data = (tmp_path / "one" / name).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), sha256(data).hexdigest())
    card = (tmp_path / "one/README.md").read_text()
    assert f"| articles | {report.parts['train']} | {report.parts['test']} |" in card
    export(filled.project, tmp_path / "one", options)  # takes the place of the first


def test_articles_that_are_done_or_added_later_move_none(filled, tmp_path):
    options = ExportOptions("done", split=Split(SHARES, 1))
    export(filled.project, tmp_path / "one", options)
    copy = replace(
        an_article(5),
        tokens=None,
        article=replace(an_article(5).article, id="copy", text=an_article(5).text + " Ends."),
    )
    filled.dispatch(
        "import.articles", [AddDocument(copy), *(AddDocument(an_article(n)) for n in range(20, 26))], "More"
    )
    export(filled.project, tmp_path / "two", options)
    for part in ("train", "test"):
        before, after = ids_of(tmp_path / "one", part), ids_of(tmp_path / "two", part)
        assert after[: len(before)] == before
        assert ("copy" in after) == ("a5" in after)


def test_outlets_are_kept_together(filled, tmp_path):
    for seed in range(4):
        export(filled.project, tmp_path / "one", ExportOptions("done", split=Split(SHARES, seed, True)))
        for part in ("train", "test"):
            assert sum(int(name[1:]) % 2 for name in ids_of(tmp_path / "one", part)) in (0, 6)


def test_a_format_that_is_a_folder_has_a_manifest_too_and_the_best_seed_is_told(filled, tmp_path):
    maps = {"de_news": {"PER": "PERSON", "MISC": "", "ORG": "ORG"}}
    filled.project.put("pipeline_labels", maps)
    report = export(filled.project, tmp_path / "out", ExportOptions("done", format="spacy", split=Split(SHARES, None)))
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["label_maps"] == {
        "formats": {},
        "pipelines": {"de_news": {"PER": "PERSON", "MISC": "", "ORG": "ORG"}},
    }
    assert "de_news (MISC left out, PER PERSON)." in (tmp_path / "out/README.md").read_text()
    assert manifest["split"]["seed"] == report.seed
    assert {"train.spacy", "test.spacy", "config.cfg", "README.md"} == set(manifest["files"])
    assert "spacy train" in (tmp_path / "out/README.md").read_text()
    assert max(report.parts.values()) <= 7


def test_a_divided_export_needs_a_folder_and_a_dry_one_writes_none(filled, tmp_path):
    with pytest.raises(Fault, match="standard output"):
        export(filled.project, None, ExportOptions("done", split=Split(SHARES)))
    report = export(filled.project, tmp_path / "out", ExportOptions("done", split=Split(SHARES), dry=True))
    assert sum(report.parts.values()) == 12
    assert not (tmp_path / "out").exists()


NO_ARTICLES = ("html-page", "quotes-csv", "quotes-tsv")
"""Formats whose files have the articles in a form that only people read, or not at all."""


@pytest.mark.parametrize(
    "form", [name for name, each in formats().items() if each.write is not None and name not in NO_ARTICLES]
)
def test_an_exported_folder_is_imported_without_what_lies_beside_the_articles(filled, form, tmp_path):
    if form == "huggingface-parquet":
        pytest.importorskip("pyarrow")
    export(filled.project, tmp_path / "out", ExportOptions("done", format=form, split=Split(SHARES, 3)))
    found = list(read_paths([tmp_path / "out", tmp_path / "out"]))
    assert len(found) == 12
    texts = {filled.project.text(f"a{n}") for n in range(12)}
    assert form.startswith("conll") or {each.imported.document.text for each in found} == texts  # it has no white space


@pytest.mark.parametrize("form", NO_ARTICLES)
def test_an_exported_folder_that_cannot_be_read_says_so(filled, form, tmp_path):
    export(filled.project, tmp_path / "out", ExportOptions("done", format=form, split=Split(SHARES, 3)))
    (fault,) = read_paths([tmp_path / "out"])
    assert f"no format {form} to read" in fault.message


def test_a_folder_from_another_tool_gives_each_article_once_and_texts_without_annotations_too(filled, tmp_path):
    export(filled.project, tmp_path / "out", ExportOptions("done", format="brat"))
    (tmp_path / "out" / "manifest.json").unlink()
    (tmp_path / "out" / "README.md").unlink()
    (tmp_path / "out" / "alone.txt").write_text("It rains.\n", "utf-8")
    found = list(read_paths([tmp_path / "out"]))
    assert len(found) == 13
    assert [len(each.imported.document.entities) for each in found].count(0) == 1
    (text,) = read_paths([tmp_path / "out" / "Report-0.txt"])
    assert not text.imported.document.entities


def test_only_what_was_read_is_written_with_the_offsets_of_what_is_left(session, tmp_path):
    text = "Before.\n\nMira Sol sails.\n\nAnd Mira Sol waits.\nNobody knows.\n“No,” Mira Sol said."
    at = [text.index("Mira Sol")]
    at += [text.index("Mira Sol", at[0] + 1), text.rindex("Mira Sol")]
    entities = tuple(Entity(id=f"e{n}", span=Span(start, start + 8), label="PERSON") for n, start in enumerate(at))
    quote = Quote(
        id="q", kind=Kind.DIRECT, contents=(Span(text.index("“"), text.index("”") + 1),), source=entities[1].span
    )
    document = Document(article=Article(id="a", text=text), entities=entities, quotes=(quote,), status=Status.DONE)
    session.dispatch(
        "import.x", [AddDocument(replace(document, tokens=tokens_of(document))), AddDocument(an_article(1))]
    )
    session.open("a")
    session.coverage.on = True
    for words in ("sails", "And", "“No"):
        start = text.index(words)
        session.select(Selection(start, start + 1))
    session.coverage.flush()

    def written(options):
        report = export(session.project, tmp_path / "out.jsonl", options)
        lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
        return report, [json.loads(line) for line in lines]

    report, (whole, other) = written(ExportOptions())
    stretches = ["Mira Sol sails.\n\nAnd Mira Sol waits.", "“No,” Mira Sol said."]
    assert [text[start:end] for start, end in whole["meta"]["reviewed"]] == stretches
    assert "reviewed" not in other["meta"]
    schema = json.loads((paths.resources() / "annotator-1.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(whole)
    report, (cut,) = written(ExportOptions(reviewed_only=True))
    assert cut["text"] == "\n".join(stretches)
    assert [cut["text"][row["start"] : row["end"]] for row in cut["spans"] if row["label"] == "PERSON"] == [
        "Mira Sol"
    ] * 3
    assert [quote["id"] for quote in cut["quotes"]] == ["q"]
    assert "1 left out of which nothing was read" in report.sentence
    document = from_line(cut, "x").document
    assert document.tokens == tokens_of(document)
    session.dispatch("user.x", [SetBoilerplate("a", (Span(text.index("And"), text.index("Nobody") - 1),))])
    report, (cut,) = written(ExportOptions(reviewed_only=True))
    assert cut["text"] == "Mira Sol sails.\n“No,” Mira Sol said."
    assert cut["quotes"] == []  # its source went
    assert "2 annotations left out in boilerplate" in report.sentence
