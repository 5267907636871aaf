"""The program's main job, once from end to end, with mouse and keys in a real window."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator import paths
from annotator.formats.reading import read
from annotator.model.document import Attribution, Decision, Span, Status
from annotator.session.news import Exported
from tests.ui.hands import Hands


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """A home of the test's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ANNOTATOR_HOME", str(folder))
    return folder


def undo_all(hands: Hands) -> int:
    count = 0
    while hands.session.history.done:
        hands.press("Ctrl+Z")
        count += 1
    return count


@pytest.mark.shared
def test_the_real_article_from_opening_to_the_exported_line(qtbot, shared, tmp_path):
    article = shared / "articles" / "waltz-ukraine-aid.md"
    sample = paths.resources() / "sample" / "harbour-bridge.md"
    hands = Hands(qtbot, [article, sample])
    hands.wait(lambda: hands.session.document is not None and hands.document.quotes)
    untouched = hands.document
    first_id = untouched.id
    assert len(hands.session.entries) == 2
    assert len(untouched.quotes) == 8
    assert "![" not in untouched.text

    # Accept one, relabel one with one key, drag its border.
    hands.press("N")
    accepted = hands.selected.id
    hands.press("A")
    hands.click(hands.span("NBC News"))
    hands.press("8")
    relabelled = hands.selected.id
    hands.drag_border("end", hands.span("NBC"))
    assert hands.document.words(hands.document.by_id[relabelled].span) == "NBC"

    # Mark a new one: select with the mouse, one key.
    hands.drag_over(hands.span("negotiating table"))
    hands.press("7")
    added = hands.selected.id

    # Another speaker for a quote with one key; and one through typing; another by pointing at the mention.
    rare = next(q for q in hands.document.quotes if "rare earths and other" in hands.document.words(q.extent))
    hands.click_speaker(rare.id)
    assert hands.session.quote.id == rare.id
    hands.press("2")
    chosen = hands.session.state.speakers[hands.session.quote.speaker].name
    assert chosen != "Donald Trump"
    hands.press("S")
    hands.wait(lambda: hands.window.choices.field.hasFocus())
    hands.type("Zel")
    hands.press("Return")
    assert hands.session.state.speakers[hands.document.by_id[rare.id].speaker].name == "Volodymyr Zelensky"
    hands.wait(lambda: hands.window.text.hasFocus())
    start = hands.span("Trump said on Feb. 3").start
    hands.click(Span(start, start + len("Trump")), Qt.KeyboardModifier.ControlModifier)
    pointed = hands.document.by_id[rare.id]
    assert hands.session.state.speakers[pointed.speaker].name == "Donald Trump"
    assert hands.document.words(pointed.source) == "Trump"

    # Undo to the start and redo.
    edited = hands.document
    assert undo_all(hands) == 7
    assert hands.document == untouched
    while hands.session.history.undone:
        hands.press("Ctrl+Shift+Z")
    assert hands.document == edited

    # Done and next, with one key; quit.
    hands.press("Ctrl+Return")
    assert hands.session.current != first_id
    project = hands.session.project.path
    hands.close()

    # Open it again: everything is where it was; undo goes on.
    again = Hands(qtbot, [project])
    assert again.session.current not in (None, first_id)
    again.press("Ctrl+PgUp")
    assert again.document.status is Status.DONE
    assert again.document.by_id[accepted].accepted_by == "person"
    again.press("Ctrl+Z")
    assert again.document == edited
    again.press("Ctrl+Shift+Z")
    assert again.document.status is Status.DONE

    # Export what is done, and read it.
    target = tmp_path / "out.jsonl"
    ended = []
    again.session.subscribe(lambda event: ended.append(event) if isinstance(event, Exported) else None)
    again.press("Ctrl+E")
    again.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    again.press("Ctrl+A")
    again.type(str(target))
    again.press("Return")
    again.wait(lambda: ended)
    again.close()

    lines = target.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    line = json.loads(lines[0])
    schema = json.loads((paths.resources() / "annotator-1.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(line)
    spans = {span["id"]: span for span in line["spans"]}
    assert (spans[relabelled]["text"], spans[relabelled]["label"], spans[relabelled]["decision"]) == (
        "NBC", "WORK_OF_ART", "corrected",
    )  # fmt: skip
    assert (spans[added]["text"], spans[added]["decision"]) == ("negotiating table", "added")
    assert line["answer"] == "accept"
    assert {span["decision"] for span in line["spans"] if "decision" in span} == {"accepted", "corrected", "added"}
    imported = next(iter(read(target.name, target.read_bytes())))
    assert imported.document.by_id[rare.id].decision is Decision.CORRECTED
    assert imported.document.by_id[rare.id].attribution is Attribution.EXPLICIT


def test_the_first_start_opens_the_sample_with_its_quotes(qtbot):
    hands = Hands(qtbot, [])
    assert [e.file for e in hands.session.entries] == ["drought-in-the-vell-valley.md", "harbour-bridge.md"]
    hands.wait(lambda: hands.session.document is not None and hands.document.quotes)
    hands.wait(lambda: all(e.prepared for e in hands.session.entries))
    hands.press("Ctrl+Return")
    assert hands.document.quotes
    hands.close()
