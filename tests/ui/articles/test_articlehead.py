"""What is known of an article, shown above its text and changed by keys and mouse."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QToolButton

from annotator.model.about import About
from annotator.session.exchange.exporting import ExportOptions, export
from tests.ui.desk import hands, window_of_module

__all__ = ["hands", "window_of_module"]


@pytest.fixture
def dialog(hands):
    yield hands.window.answering.about_article.dialog
    hands.window.answering.about_article.dialog.reject()
    while hands.session.undo():
        pass


def head(hands):
    return hands.window.columns.head


def test_it_is_shown_changed_by_keys_undone_and_exported(hands, dialog, tmp_path):
    assert head(hands).isVisible()
    assert head(hands).words == "The bridge · Outlet, by-line, date and address are not known"
    hands.press("F4")
    hands.wait(lambda: dialog.fields["title"].hasFocus())
    dialog.fields["title"].selectAll()
    hands.type("Sound <b>bridge")
    hands.press("Tab")
    hands.type("Herald")
    hands.press("Tab")
    hands.type("Mara Lind")
    hands.press("Tab")
    hands.type("2026-11-23")
    hands.press("Return")
    hands.wait(lambda: not dialog.isVisible())
    assert head(hands).words == "Sound <b>bridge · Herald · Mara Lind · 2026-11-23"
    assert hands.session.entries[0].title == "Sound <b>bridge"
    assert hands.window.windowTitle().startswith("Sound <b>bridge — ")
    path = tmp_path / "out.jsonl"
    assert not export(hands.session.project, path, ExportOptions("all")).faults
    meta = json.loads(path.read_text("utf-8").splitlines()[0])["meta"]
    assert (meta["title"], meta["outlet"], meta["byline"]) == ("Sound <b>bridge", "Herald", "Mara Lind")
    hands.window.text.setFocus()
    hands.press("Ctrl+Z")
    assert head(hands).words == "The bridge · Outlet, by-line, date and address are not known"
    assert hands.session.entries[0].title == "The bridge"


def test_what_is_wrong_is_said_at_its_field_and_cannot_be_kept(hands, dialog):
    QTest.mouseClick(head(hands).findChild(QToolButton), Qt.MouseButton.LeftButton)
    hands.wait(lambda: dialog.fields["title"].hasFocus())
    save = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
    dialog.fields["published"].setFocus()
    hands.type("yesterday")
    assert "2026-11-23" in dialog.wrong("published")
    assert not save.isEnabled()
    hands.press("Return")
    assert dialog.isVisible()
    dialog.fields["published"].selectAll()
    hands.type("2026")
    dialog.fields["language"].setFocus()
    hands.type("de")
    assert dialog.wrong("published") == ""
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    assert About.of(hands.document) == About(title="The bridge", published="2026", language="de")
    assert head(hands).words == "The bridge · 2026 · German"
