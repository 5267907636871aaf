"""Imports into the window: at once where nothing is to be decided, else shown first, with labels to choose."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTreeWidget,
)

from annotator.session.exchange.labelmaps import remembered
from annotator.session.exchange.layermaps import remembered_layers
from annotator.session.session import Session
from tests.formats.exchanging import zipped
from tests.formats.layered import LAYERED, PERSON, TOWN
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"
COLUMNS = "-DOCSTART- O\n\nMara B-PER\nLind I-PER\nmet O\nKell B-LOC\nSeven B-SHIP\n\n"


@pytest.fixture
def hands(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    path = tmp_path / "news.anno"
    Session(fresh(path, by="mk"), "mk").close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


@pytest.fixture
def columns(tmp_path):
    path = tmp_path / "news.conll"
    path.write_text(COLUMNS, "utf-8")
    return path


def drop(hands, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(hands.window, QDragEnterEvent(QPoint(300, 300), *how))
    QApplication.sendEvent(hands.window, QDropEvent(QPointF(300, 300), *how))


def asked(hands):
    """The dialog, once it can be answered."""
    imports = hands.window.exchanging.imports
    hands.wait(lambda: imports._dialog is not None and imports._dialog.isVisible())
    hands.wait(lambda: button(imports.dialog, "Import").isEnabled())
    return imports.dialog


def button(dialog, words):
    return next(b for b in dialog.findChildren(QAbstractButton) if b.text().replace("&", "") == words)


def choice(dialog, label):
    combos = dialog.labels.findChildren(QComboBox)
    return next(each for each in combos if each.accessibleName() == f"What {label} is called here")


def labels(hands):
    return [entity.label for entity in hands.document.entities]


def test_plain_text_comes_in_without_a_question(hands, tmp_path):
    (tmp_path / "plain.txt").write_text("Kell is a town.", "utf-8")
    drop(hands, tmp_path / "plain.txt")
    hands.wait(lambda: hands.session.entries)
    assert hands.window.exchanging.imports._dialog is None


def test_an_archive_of_articles_that_is_dropped_comes_in_as_its_files_would(hands, tmp_path, columns, monkeypatch):
    for module in ("annotator.ui.exchange.imports", "annotator.session.exchange.longwork"):
        monkeypatch.setattr(f"{module}.are_little", lambda paths: True)  # not in a process that takes its time to start
    path = tmp_path / "articles.zip"
    files = {"a.txt": b"Kell is a town.", "more/b.md": b"# Rain\n\nIt rains.", "more/c.conll": columns.read_bytes()}
    path.write_bytes(zipped(files))
    drop(hands, path)
    dialog = asked(hands)
    assert dialog.findChild(QTreeWidget).topLevelItemCount() == 3
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    hands.wait(lambda: len(hands.session.entries) == 3)
    found = [hands.session.load(entry.id) for entry in hands.session.entries]
    assert {document.article.file for document in found} == {"a.txt", "b.md", "c.conll"}
    assert sum(len(document.entities) for document in found) == 3


def test_layers_are_proposed_and_what_is_ticked_is_labelled_and_remembered(hands, tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(LAYERED.replace("farmer", "politician"), "utf-8")
    drop(hands, path)
    dialog = asked(hands)
    person, town = (dialog.layers.findChildren(QCheckBox)[at] for at in (0, 1))
    assert [(each.text(), each.isChecked()) for each in (person, town)] == [("Person", True), ("Town", False)]
    assert dialog.labels.labels == {"webanno-tsv": {"Person": "PERSON"}}
    QTest.keyClick(town, Qt.Key.Key_Space)
    assert dialog.labels.labels == {"webanno-tsv": {"Person": "PERSON", "Town": "Town"}}
    assert dialog.findChild(QTreeWidget).topLevelItem(0).text(3) == "3"
    assert "kept for this format: 1 relation." in dialog.summary
    feature = next(each for each in dialog.layers.findChildren(QComboBox) if "Person" in each.accessibleName())
    QTest.keyClick(feature, Qt.Key.Key_Up)
    assert dialog.labels.labels == {"webanno-tsv": {"politician": "politician", "Town": "Town"}}
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    hands.wait(lambda: hands.session.document)
    assert labels(hands) == ["politician", "politician", "Town"]
    assert remembered_layers(hands.session.project) == {"webanno-tsv": {PERSON: "kind", TOWN: ""}}


def test_labels_are_proposed_and_enter_imports_with_them(hands, columns):
    drop(hands, columns)
    dialog = asked(hands)
    assert dialog.labels.labels == {"conll": {"LOC": "GPE", "PER": "PERSON", "SHIP": "SHIP"}}
    view = dialog.findChild(QTreeWidget)
    assert [view.topLevelItem(0).text(n) for n in (3, 4)] == ["3", "0"]
    assert any("Mara Lind met Kell" in each.toPlainText() for each in dialog.findChildren(QPlainTextEdit))
    assert "1 article would come in" in dialog.summary
    assert not hands.session.entries
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    hands.wait(lambda: hands.session.entries)
    hands.wait(lambda: hands.session.document)
    assert labels(hands) == ["PERSON", "GPE", "SHIP"]
    assert "SHIP" in hands.session.labels
    assert not dialog.isVisible()


def test_what_is_chosen_typed_and_left_out_is_taken_and_remembered_by_format(hands, columns, tmp_path):
    drop(hands, columns)
    dialog = asked(hands)
    place, person, ship = (choice(dialog, label) for label in ("LOC", "PER", "SHIP"))
    place.setFocus()
    QTest.keyClick(place, Qt.Key.Key_Down)
    ship.lineEdit().selectAll()
    QTest.keyClicks(ship.lineEdit(), "VESSEL")
    person.lineEdit().selectAll()
    QTest.keyClick(person.lineEdit(), Qt.Key.Key_Delete)
    QTest.keyClick(ship.lineEdit(), Qt.Key.Key_Return)
    hands.wait(lambda: hands.session.document)
    assert labels(hands) == ["LOC", "VESSEL"]
    assert remembered(hands.session, ["conll"]) == {"conll": {"LOC": "LOC", "PER": "", "SHIP": "VESSEL"}}
    (tmp_path / "more.conll").write_text(COLUMNS.replace("met", "saw"), "utf-8")
    drop(hands, tmp_path / "more.conll")
    hands.wait(lambda: len(hands.session.entries) == 2)
    assert not dialog.isVisible()
    assert [e.label for e in hands.session.load(hands.session.entries[1].id).entities] == ["LOC", "VESSEL"]


def test_a_label_of_two_formats_is_asked_about_for_each_by_itself(hands, columns, tmp_path):
    (tmp_path / "a.txt").write_text("Kell is a town.", "utf-8")
    (tmp_path / "a.ann").write_text("T1\tLOC 0 4\tKell\n", "utf-8")
    drop(hands, columns, tmp_path / "a.ann")
    dialog = asked(hands)
    town = choice(dialog, "LOC (brat)")
    town.setFocus()
    QTest.keyClick(town, Qt.Key.Key_Down)
    assert dialog.labels.labels["conll"]["LOC"] == "GPE"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    hands.wait(lambda: len(hands.session.entries) == 2)
    found = {e.label for each in hands.session.entries for e in hands.session.load(each.id).entities}
    assert found == {"PERSON", "GPE", "SHIP", "LOC"}
    assert remembered(hands.session, ["brat"]) == {"brat": {"LOC": "LOC"}}


def test_escape_imports_nothing_and_what_was_dropped_meanwhile_has_its_turn(hands, columns, tmp_path):
    drop(hands, columns)
    dialog = asked(hands)
    (tmp_path / "plain.txt").write_text("Kell is a town.", "utf-8")
    drop(hands, tmp_path / "plain.txt")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    hands.wait(lambda: hands.session.entries)
    assert not dialog.isVisible()
    assert hands.session.load(hands.session.entries[0].id).text == "Kell is a town."
    assert len(hands.session.entries) == 1
    assert remembered(hands.session, ["conll"]) == {}


def test_the_menu_asks_too_and_losses_are_shown_before_and_said_after(hands, tmp_path, monkeypatch):
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "a.txt").write_text("<b>Kell</b> is a town.", "utf-8")
    (folder / "a.ann").write_text("T1\tGPE 3 7\tKell\nA1\tSmall T1\n", "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(folder / "a.ann")], ""))
    begun = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda _, title, at: begun.append(at) or "")
    hands.press("Ctrl+I")
    dialog = asked(hands)
    assert dialog.labels.labels == {"brat": {"GPE": "GPE"}}
    assert "attribute or note" in dialog.summary
    texts = [each.toPlainText() for each in dialog.findChildren(QPlainTextEdit)]
    assert any("attribute or note" in each for each in texts)
    assert any("<b>Kell</b>" in each for each in texts)
    QTest.mouseClick(button(dialog, "Import"), Qt.MouseButton.LeftButton)
    hands.wait(lambda: "attribute or note" in hands.window.key_line.message)
    hands.window.run("file.import_folder")
    assert begun == [str(folder)], "it begins where articles came from last"


def test_another_format_is_read_anew_and_what_it_cannot_read_is_said(hands, columns):
    drop(hands, columns)
    dialog = asked(hands)
    combo = next(each for each in dialog.findChildren(QComboBox) if each.accessibleName() == "Format")
    assert "CoNLL" in combo.currentText()
    combo.setFocus()
    while combo.currentData() != "label-studio":
        QTest.keyClick(combo, Qt.Key.Key_Down)
    hands.wait(lambda: "could not be read" in dialog.summary)
    assert not button(dialog, "Import").isEnabled()
    assert dialog.findChild(QTreeWidget).topLevelItem(0).text(0).startswith("⚠")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    while combo.currentIndex() > 0:
        QTest.keyClick(combo, Qt.Key.Key_Up)
    hands.wait(lambda: button(dialog, "Import").isEnabled())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_it_does_not_block_the_window_and_its_controls_have_names(hands, columns):
    drop(hands, columns)
    dialog = asked(hands)
    assert not dialog.isModal()
    for kind in (QPushButton, QComboBox, QPlainTextEdit, QTreeWidget):
        for control in dialog.findChildren(kind):
            assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_another_project_lets_go_of_what_was_to_come_in(hands, columns, tmp_path):
    drop(hands, columns)
    dialog = asked(hands)
    other = Session(fresh(tmp_path / "other.anno", by="mk"), "mk")
    old = hands.session
    hands.window.take_session(other)
    old.close()
    assert not dialog.isVisible()
    (tmp_path / "plain.txt").write_text("Kell is a town.", "utf-8")
    drop(hands, tmp_path / "plain.txt")
    hands.wait(lambda: other.entries)
    assert len(other.entries) == 1


def test_what_is_looked_at_for_long_can_be_cancelled_and_is_not_imported(hands, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"Kell is a town. {number}", "utf-8")
    drop(hands, folder)
    hands.window.key_line.cancelled.emit()
    assert "cancelled" in hands.window.key_line.message
    (tmp_path / "plain.txt").write_text("Brenna is a town.", "utf-8")
    drop(hands, tmp_path / "plain.txt")
    hands.wait(lambda: hands.session.entries)
    assert [hands.session.load(entry.id).text for entry in hands.session.entries] == ["Brenna is a town."]


def test_looking_can_be_stopped_and_what_was_read_can_be_imported(hands, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(2000):
        (folder / f"{number:04}.conll").write_text(COLUMNS.replace("met", f"met{number}"), "utf-8")
    drop(hands, folder)
    imports = hands.window.exchanging.imports
    hands.wait(lambda: imports._dialog is not None and imports._dialog.isVisible())
    dialog = imports.dialog
    assert not any(bar.maximum() == 0 for bar in dialog.findChildren(QProgressBar)), "no bar runs to and fro"
    QTest.mouseClick(button(dialog, "Stop looking"), Qt.MouseButton.LeftButton)
    assert "not looked at to the end" in dialog.summary
    assert button(dialog, "Import").isEnabled()
    assert not button(dialog, "Stop looking").isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_article_named_at_the_start_is_asked_about_and_then_opened(qtbot, tmp_path, monkeypatch, columns):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    hands = Hands(qtbot, [columns], PLAIN)
    QTest.keyClick(asked(hands), Qt.Key.Key_Return)
    hands.wait(lambda: hands.document.text.startswith("Mara Lind"))
    assert labels(hands) == ["PERSON", "GPE", "SHIP"]
    hands.close()


def test_tab_goes_from_the_articles_to_the_labels_and_then_to_the_buttons(hands, columns):
    drop(hands, columns)
    dialog = asked(hands)
    assert dialog.findChild(QTreeWidget).hasFocus()
    met = []
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        met.append(focus.accessibleName() or focus.parent().accessibleName() or focus.text().replace("&", ""))
    choices = [f"What {label} is called here" for label in ("LOC", "PER", "SHIP")]
    assert [each for each in met if each in (*choices, "Import")] == [*choices, "Import"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
