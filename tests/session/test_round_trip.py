"""What is exported comes back as it was: export, import into a new project, export again."""

import json
from pathlib import Path

import jsonschema
import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from annotator import paths
from annotator.model.cases import Case
from annotator.model.document import Article, Document
from annotator.model.edits import AddCase, AddDocument
from annotator.session.exchange.exporting import ExportOptions, export
from annotator.session.exchange.importing import read_paths
from annotator.session.exchange.intake import bring_in
from annotator.session.exchange.prelabelling import prelabel_all
from annotator.session.session import Session
from tests.store.fresh import fresh

EVERYTHING = ExportOptions("all", rejected=True, source_map=True)
ODD = "😀 “Hello,” said Ana Ruiz\u00a0Vega.\n\nقال علي: «سوف نعود غدا».\n“Ünal’s cafe\u0301,” she said.\n"


def exported(session: Session, path: Path) -> list[dict]:
    assert not export(session.project, path, EVERYTHING).faults
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def imported(path: Path, *inputs: Path) -> Session:
    session = Session(fresh(path, by="mk"), "mk")
    report = bring_in(session, read_paths(inputs))
    assert not report.faults
    return session


def check_round_trip(session: Session, folder: Path) -> None:
    schema = json.loads((paths.resources() / "annotator-1.schema.json").read_text("utf-8"))
    first = exported(session, folder / "first.jsonl")
    for line in first:
        jsonschema.validate(line, schema)
    again = imported(folder / "again.anno", folder / "first.jsonl")
    second = exported(again, folder / "second.jsonl")
    again.close()
    for line in (*first, *second):
        del line["meta"]["exported_by"]
    assert second == first


@pytest.mark.parametrize("suggested", [False, True])
def test_the_samples_and_odd_articles_come_back_as_they_were(tmp_path, suggested):
    session = imported(tmp_path / "news.anno", paths.resources() / "sample")
    for name, text in {"odd": ODD, "empty": "", "emoji": "😀👩‍👩‍👧\n🎉"}.items():
        session.dispatch("import.articles", [AddDocument(Document(article=Article(id=name, text=text, title=name)))])
    case = Case(id="c1", annotation="gone", sort="ORG", sentence="Ana Ruiz\u2028Vega", marks=(0, 8), why="She acts.")
    session.dispatch("user.case", [AddCase("odd", case)])
    if suggested:
        prelabel_all(session)
    check_round_trip(session, tmp_path)
    session.close()


@pytest.mark.shared
def test_the_real_article_comes_back_as_it_was(tmp_path, shared):
    session = imported(tmp_path / "news.anno", shared / "articles" / "waltz-ukraine-aid.md")
    prelabel_all(session)
    check_round_trip(session, tmp_path)
    (line,) = exported(session, tmp_path / "aligned.jsonl")
    doc = Doc(Vocab(), words=[t["text"] for t in line["tokens"]], spaces=[t["ws"] for t in line["tokens"]])
    for span in line["spans"]:
        first, last = doc[span["token_start"]], doc[span["token_end"]]
        assert (first.text, last.text) == (span["text"][: len(first)], span["text"][-len(last) :])
    assert len(line["spans"]) > 20
    session.close()
