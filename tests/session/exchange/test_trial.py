"""What an export would come to, without it."""

import json
from dataclasses import replace
from functools import partial

import pytest

from annotator.model.document import Article, Document, Entity, Span, Status
from annotator.model.duplicates import sketch
from annotator.model.edits import AddDocument
from annotator.model.faults import Fault
from annotator.model.splits import Split
from annotator.session.exchange import splitting
from annotator.session.exchange.exporting import ExportOptions, ExportReport, export
from annotator.session.exchange.linting import LintReport
from annotator.session.exchange.trial import LONGEST_LINE, Sample, look_at_export, sheets

TEXT = "The harbour council of Kell met Mira Sol on Monday."


@pytest.fixture
def news(session):
    entities = (Entity(id="e1", span=Span(4, 27), label="ORG"), Entity(id="e2", span=Span(23, 27), label="GPE"))
    for n in range(7):
        article = Article(id=f"n{n}", text=f"{TEXT} {n} {'abcdefg'[n] * 5} left.", title=f"Article {n}")
        document = Document(article=article, entities=entities, status=Status.DONE)
        session.dispatch("import.articles", [AddDocument(document)])
    return session


def looked(session, options):
    found = []
    look_at_export(session.project.path, options, lambda done, of: None, lambda: True, found.append)
    return found


def test_the_first_lines_are_those_that_are_written(news, tmp_path):
    sample, report, mistakes = looked(news, ExportOptions())
    export(news.project, tmp_path / "out.jsonl", ExportOptions())
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    (sheet,) = sample.sheets
    assert sheet.name == ""
    assert [line[:500] for line in sheet.text.splitlines()] == [line[:500] for line in lines[:5]]
    assert isinstance(report, ExportReport)
    assert (report.written, report.lost.sentence) == (7, "")
    assert isinstance(mistakes, LintReport)


def test_what_a_format_would_lose_is_told_with_its_place_and_nothing_is_written(news, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    _, report, _ = looked(news, ExportOptions(format="spacy"))
    assert {each.article for each in report.losses} <= {f"n{n}" for n in range(7)}
    assert sorted(tmp_path.iterdir()) == before
    _, report, _ = looked(news, ExportOptions(format="quotes-csv"))
    assert report.lost


def test_a_project_is_divided_once_for_the_sample_the_losses_and_the_mistakes(news, tmp_path, monkeypatch):
    sketched, seeds = [], []
    monkeypatch.setattr(splitting, "sketch", lambda text: sketched.append(text) or sketch(text))
    monkeypatch.setattr(splitting, "best_seed", lambda *_, **__: seeds.append(1) or 4)
    split = Split((("train", 0.5), ("test", 0.5)), None)
    _, report, _ = looked(news, ExportOptions(split=split))
    count = len(news.entries)
    assert (len(sketched), len(seeds), report.seed) == (count, 1, 4)
    export(news.project, tmp_path / "out", ExportOptions(split=replace(split, seed=4)))
    assert len(sketched) == 2 * count, "a later task divides anew"


@pytest.mark.parametrize("form", ["annotator", "prodigy", "label-studio", "spacy", "huggingface", "html-page", "brat"])
def test_every_sort_of_format_shows_how_its_files_begin(news, form):
    sample, *_ = looked(news, ExportOptions(format=form))
    assert sample.sheets
    assert any(sheet.text for sheet in sample.sheets)


def test_a_divided_export_shows_a_file_for_each_part_that_has_articles(news):
    split = Split((("train", 0.5), ("test", 0.5)), 3)
    sample, report, _ = looked(news, ExportOptions(split=split))
    assert {sheet.name for sheet in sample.sheets} == {"train.jsonl", "test.jsonl"}
    assert sum(report.parts.values()) == 7


def test_lines_are_cut_and_what_is_no_text_has_none():
    files = {"a": json.dumps("x" * 9000).encode(), "b": b"\0\1", "c": b"\xff\xfe\xfa", "d": b"1\n" * 500}
    long, binary, foreign, many = sheets(files)
    assert len(long.text) == LONGEST_LINE + 1
    assert (binary.text, binary.size) == (None, 2)
    assert foreign.text is None
    assert many.text.endswith("\n…")


def test_a_look_that_is_not_wanted_ends(news):
    with pytest.raises(Fault):
        look_at_export(news.project.path, ExportOptions(), lambda done, of: None, lambda: False, lambda find: None)


def test_a_format_that_is_not_there_is_said(news):
    with pytest.raises(Fault, match="no format"):
        looked(news, ExportOptions(format="papyrus"))


def test_it_can_be_handed_to_another_process(news):
    import pickle

    look = pickle.loads(pickle.dumps(partial(look_at_export, news.project.path, ExportOptions())))
    found = []
    look(lambda done, of: None, lambda: True, found.append)
    assert isinstance(found[0], Sample)
