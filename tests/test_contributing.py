"""The format of another package that CONTRIBUTING.md shows is one that works."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from annotator.cli.app import run
from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Status
from annotator.model.edits import AddDocument
from annotator.model.exchange import Portable
from annotator.model.faults import Fault
from annotator.session.exchange.formats import GROUP, formats
from annotator.session.exchange.importing import read_paths
from annotator.session.session import Session
from annotator.store.project import Project
from tests.formats.facts import journey

PAGE = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text("utf-8")
TEXT = "Mara 😀 left.\r\n“It rains,” said Mara."


def shown(language: str) -> str:
    """The one example in a language that the page has."""
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(block)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The example as a package that is installed: a module, and a dist-info that names its entry points."""
    site = tmp_path / "site"
    noted = site / "pairs-1.0.dist-info"
    noted.mkdir(parents=True)
    (site / "pairs.py").write_text(shown("python"), "utf-8")
    (noted / "METADATA").write_text("Metadata-Version: 2.1\nName: pairs\nVersion: 1.0\n", "utf-8")
    (offered,) = tomllib.loads(shown("toml"))["project"]["entry-points"].items()
    lines = [f"[{offered[0]}]", *(f"{name} = {place}" for name, place in offered[1].items())]
    (noted / "entry_points.txt").write_text("\n".join(lines) + "\n", "utf-8")
    assert offered[0] == GROUP
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    formats.cache_clear()
    yield "pairs"
    formats.cache_clear()
    sys.modules.pop("pairs", None)


def test_articles_go_out_and_come_in_again_by_the_example(installed, tmp_path, capsys):
    entities = (Entity(id="e1", span=Span(0, 6), label="PERSON"), Entity(id="e2", span=Span(32, 36), label="PER"))
    quote = Quote(id="q1", kind=Kind.DIRECT, contents=(Span(14, 25),))
    document = Document(
        article=Article(id="a", text=TEXT, title="Rain"), entities=entities, quotes=(quote,), status=Status.DONE
    )
    session = Session(Project.create(tmp_path / "news.anno", by="mk"), "mk")
    session.dispatch("import.articles", [AddDocument(document)], "Import")
    session.close()
    written = tmp_path / "out.jsonl"
    assert run(["export", str(tmp_path / "news.anno"), "--format", installed, "--output", str(written)]) == 0
    assert "1 quote, 3 decisions, origins and scores" in capsys.readouterr().err
    (found,) = read_paths([written], form=installed)
    back = found.imported.document
    assert back.text == TEXT
    assert [(each.span, each.label) for each in back.entities] == [(each.span, each.label) for each in entities]
    journey(formats()[installed], Portable(document, {})).check()
    assert run(["import", str(tmp_path / "again.anno"), str(written)]) == 0
    assert "1 article added" in capsys.readouterr().err
    assert run(["formats"]) == 0
    assert "spaCy 2 training pairs" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[" * 100_000,
        "[1, 2]",
        '["a", {"entities": [[0, 9, "X"]]}]',
        '["a", {"entities": [[0, 0.5, "X"]]}]',
        '["\\ud800", {"entities": []}]',
    ],
)
def test_what_is_no_such_pair_is_told_with_its_line(installed, line, tmp_path):
    (tmp_path / "a.jsonl").write_text(f'["Rain.", {{"entities": []}}]\n{line}\n', "utf-8")
    found = list(read_paths([tmp_path / "a.jsonl"], form=installed))
    assert isinstance(found[1], Fault)
    assert "a.jsonl, line 2, is no training pair" in found[1].message
