"""What a pipeline's labels are called here: asked by the menu's command, kept, and followed by what is suggested."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton
from typer.testing import CliRunner

from annotator.cli.app import app
from annotator.model.document import Article, Decision, Document
from annotator.model.edits import AddDocument
from annotator.model.labels.labels import LabelSet, usual
from annotator.session.exchange.labelmaps import of_pipelines
from annotator.session.session import Session
from tests.store.fresh import fresh
from tests.ui.hands import Hands

TEXT = "Mara Lind met Bo Grath in Kell. The Sarrow Cup was hers."
PATTERNS = {"PER": ("Mara Lind", "Bo Grath"), "LOC": ("Kell",), "MISC": ("Sarrow Cup",)}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory) -> Path:
    """A pipeline whose labels are CoNLL-2003's, as those of most languages but English are."""
    nlp = spacy.blank("en", meta={"name": "conll", "version": "1.0"})
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": each} for label, names in PATTERNS.items() for each in names])
    folder = tmp_path_factory.mktemp("pipeline") / "conll"
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def hands(qtbot, tmp_path, monkeypatch, pipeline, request):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    session = Session(fresh(tmp_path / "news.anno", by="mk"), "mk")
    article = Article(id="a1", text=TEXT, title="Sarrow", language="en")
    session.dispatch("import.x", [AddDocument(Document(article=article))])
    session.set_mode(pipeline=str(pipeline))
    session.close()
    made = Hands(qtbot, [tmp_path / "news.anno"], getattr(request, "param", None))
    yield made
    made.close()


def labels(hands) -> list[str]:
    return [entity.label for entity in hands.document.entities if not entity.rejected]


def test_labels_are_proposed_chosen_by_key_and_followed_by_what_is_undecided(hands):
    hands.wait(lambda: labels(hands) == ["PER", "PER", "LOC", "MISC"])
    assert "labels that this project has not: MISC, PER" in hands.window.key_line.message
    hands.click(hands.span("Bo Grath"))
    hands.press("A")
    hands.press("Ctrl+L")
    asked = hands.window.exchanging.naming.dialog
    assert not asked.labels.labels
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert not asked.isVisible()
    hands.press("Ctrl+L")
    hands.wait(lambda: asked.labels.labels)
    assert asked.labels.labels == {"en_conll": {"PER": "PERSON", "LOC": "GPE", "MISC": ""}}
    assert [asked.labels.item(0, column).text() for column in (0, 1)] == ["PER", "2"]
    assert "Mara Lind" in asked.labels.item(0, 3).text()
    place = next(
        each for each in asked.labels.findChildren(QComboBox) if each.accessibleName() == "What LOC is called here"
    )
    place.setFocus()
    QTest.keyClick(place, Qt.Key.Key_Down)
    assert place.currentText() == "LOC"
    place.lineEdit().selectAll()
    QTest.keyClicks(place.lineEdit(), "TOWN")
    button = next(each for each in asked.findChildren(QPushButton) if each.text().replace("&", "") == "Suggest so")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    hands.wait(lambda: labels(hands) == ["PERSON", "PER", "TOWN"])
    assert not asked.isVisible()
    assert "TOWN" in hands.session.labels
    assert of_pipelines(hands.session) == {"en_conll": {"PER": "PERSON", "LOC": "TOWN", "MISC": ""}}
    assert hands.entity("Mara Lind").reason == "labelled PER"
    assert hands.entity("Bo Grath").decision is Decision.ACCEPTED


@pytest.mark.parametrize("hands", ["tests.session.readers:Plain"], indirect=True)
def test_a_pipeline_that_is_missing_is_told_and_enter_does_nothing(hands):
    hands.session.set_mode(pipeline="xx_nowhere")
    hands.press("Ctrl+L")
    asked = hands.window.exchanging.naming.dialog
    hands.wait(lambda: "is not installed" in asked.note)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert asked.isVisible()
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert of_pipelines(hands.session) == {}


def test_prelabel_calls_labels_as_the_project_and_the_command_line_say(tmp_path, pipeline):
    with fresh(tmp_path / "news.anno", by="mk") as project:
        project.put("pipeline_labels", {"en_conll": {"PER": "PERSON", "MISC": ""}})
        called_now = replace(usual("HUMAN"), formerly=("PERSON",))
        project.put_label_set(LabelSet((called_now, usual("GPE"))))
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    call = ["prelabel", str(tmp_path / "a.txt"), "--pipeline", str(pipeline), "--output", str(tmp_path / "out.jsonl")]
    found = []
    for options in ([], ["--project", str(tmp_path / "news.anno")], ["--label", "PER=", "--label", "LOC=GPE"]):
        ended = CliRunner().invoke(app, [*call, *options])
        assert ended.exit_code == 0, ended.output
        line = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
        found.append([span["label"] for span in line["spans"]])
    assert found == [["PER", "PER", "LOC", "MISC"], ["HUMAN", "HUMAN", "LOC"], ["GPE", "MISC"]]
