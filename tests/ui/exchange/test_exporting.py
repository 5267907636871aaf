from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from annotator.model.document import Article, Document, Entity, Span, Status
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.model.splits import Split
from annotator.session.exchange.exporting import ExportOptions
from annotator.session.session import Session
from annotator.ui.exchange.exporting import ExportDialog
from annotator.ui.theme import DARK
from annotator.ui.widgets.places import PlaceList
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    dialog = ExportDialog()
    qtbot.addWidget(dialog)
    dialog.set_theme(DARK)
    dialog.set_path(tmp_path / "articles.jsonl")
    dialog.show()
    return dialog


def button(dialog: ExportDialog, words: str) -> QAbstractButton:
    return next(b for b in dialog.findChildren(QAbstractButton) if b.text().replace("&", "") == words)


def press(dialog: ExportDialog, words: str) -> None:
    button(dialog, words).click()


def path_field(dialog: ExportDialog) -> QLineEdit:
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() in ("File", "Folder"))


def type_path(dialog: ExportDialog, path: Path) -> None:
    path_field(dialog).selectAll()
    QTest.keyClicks(path_field(dialog), str(path))


def choose(dialog: ExportDialog, name: str) -> None:
    """Choose a format by the keyboard."""
    combo = next(each for each in dialog.findChildren(QComboBox) if each.accessibleName() == "Format")
    combo.setFocus()
    for _ in range(combo.count()):
        QTest.keyClick(combo, Qt.Key.Key_Up)
    for _ in range(combo.findData(name)):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentData() == name


def field(dialog: ExportDialog, name: str) -> QLineEdit:
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == name)


def note(dialog: ExportDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_left_as_it_is_it_exports_what_is_done_with_whole_clauses(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.accepted_options) as told:
        QTest.keyClick(path_field(dialog), Qt.Key.Key_Return)
    assert told.args == [tmp_path / "articles.jsonl", ExportOptions()]
    assert not dialog.isVisible()


def test_every_option_is_told(dialog: ExportDialog, qtbot: QtBot) -> None:
    for words in ("All articles", "Only what stands in quote marks", "Rejected suggestions, as hard negatives"):
        press(dialog, words)
    press(dialog, "Where the text stood in the imported file")
    with qtbot.waitSignal(dialog.accepted_options) as told:
        press(dialog, "Export")
    assert told.args[1] == ExportOptions(status="all", contents="marked", rejected=True, source_map=True)


def test_a_path_that_cannot_be_written_is_said_and_not_taken(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    for path, words in ((tmp_path, "folder"), (tmp_path / "none" / "a.jsonl", "no folder")):
        type_path(dialog, path)
        assert words in note(dialog)
        assert not button(dialog, "Export").isEnabled()
    with qtbot.assertNotEmitted(dialog.accepted_options):
        QTest.keyClick(path_field(dialog), Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_a_file_that_exists_is_said_before_it_is_replaced(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_text("")
    type_path(dialog, tmp_path / "old.jsonl")
    assert "takes its place" in note(dialog)
    assert button(dialog, "Export").isEnabled()


def test_an_empty_path_is_asked_for(dialog: ExportDialog) -> None:
    path_field(dialog).clear()
    assert "Name the file" in note(dialog)


def test_escape_cancels(dialog: ExportDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.accepted_options):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_browsing_puts_the_chosen_file_into_the_field(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda chooser: opened.append(chooser))
    press(dialog, "Browse…")
    opened[0].fileSelected.emit(str(tmp_path / "chosen.jsonl"))
    assert dialog.path == tmp_path / "chosen.jsonl"


def test_it_does_not_block_the_window_and_its_controls_have_names(dialog: ExportDialog) -> None:
    assert not dialog.isModal()
    for kind in (QLineEdit, QRadioButton, QCheckBox, QPushButton, QComboBox, QPlainTextEdit, PlaceList):
        for control in dialog.findChildren(kind):
            assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)


def test_a_format_gives_its_suffix_and_says_what_it_carries(dialog: ExportDialog, tmp_path: Path) -> None:
    choose(dialog, "quotes-csv")
    assert dialog.path == tmp_path / "articles.csv"
    assert "Quotes with their speakers" in note(dialog)
    choose(dialog, "spacy")
    assert dialog.path == tmp_path / "articles"
    assert "A new folder" in note(dialog)
    choose(dialog, "annotator")
    assert dialog.path == tmp_path / "articles.jsonl"


def test_a_folder_that_is_no_export_is_not_replaced(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    choose(dialog, "spacy")
    type_path(dialog, tmp_path / "mine")
    assert "is no export of this program" in note(dialog)
    assert not button(dialog, "Export").isEnabled()
    (tmp_path / "file").write_text("x")
    type_path(dialog, tmp_path / "file")
    assert "This is a file" in note(dialog)


def test_a_place_that_may_not_be_written_is_said(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    type_path(dialog, tmp_path / "new.jsonl")
    assert "may not be written there" in note(dialog)
    assert not button(dialog, "Export").isEnabled()


def test_parts_and_seed_are_told_and_what_is_none_is_said_at_the_field(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    press(dialog, "Divide into parts")
    assert dialog.path == tmp_path / "articles"
    seed, shares = field(dialog, "Seed"), field(dialog, "Parts and their shares")
    for wrong in ("seven", "", "1.5", "²"):
        seed.clear()
        QTest.keyClicks(seed, wrong)
        assert "is no whole number" in note(dialog)
        assert not button(dialog, "Export").isEnabled()
    seed.clear()
    QTest.keyClicks(seed, "7")
    shares.clear()
    QTest.keyClicks(shares, "train=0.8,test=0.8")
    assert "sum up to 1.6" in note(dialog)
    shares.clear()
    QTest.keyClicks(shares, "train=0.8,test=0.2")
    with qtbot.waitSignal(dialog.accepted_options) as told:
        press(dialog, "Export")
    assert told.args[1].split == Split((("train", 0.8), ("test", 0.2)), 7)


def test_what_was_chosen_is_recalled_and_what_is_no_choice_is_not(dialog: ExportDialog) -> None:
    choose(dialog, "prodigy")
    press(dialog, "All articles")
    kept = dialog.form.remember()
    dialog.form.recall({})
    assert dialog.form.options == ExportOptions()
    dialog.form.recall(kept)
    assert dialog.form.options == ExportOptions(status="all", format="prodigy")
    dialog.form.recall({"format": ["papyrus"], "all": "yes", "seed": 3, "shares": None})
    assert dialog.form.options == ExportOptions()


# In the window


TEXT = "The harbour council of Kell met."


@pytest.fixture
def hands(qtbot, tmp_path, monkeypatch, harbour, harbour_speakers):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    entities = (Entity(id="e1", span=Span(4, 26), label="ORG"), Entity(id="e2", span=Span(23, 27), label="GPE"))
    wrong = Document(article=Article(id="w", text=TEXT, title="<i>Kell</i>"), entities=entities, status=Status.DONE)
    articles = [AddDocument(harbour), AddDocument(wrong)]
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), *articles])
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def opened(hands: Hands) -> ExportDialog:
    hands.press("Ctrl+E")
    dialog = hands.window.exchanging.exports.dialog
    hands.wait(path_field(dialog).hasFocus)
    return dialog


def test_two_keys_export_what_is_done(hands: Hands, tmp_path: Path) -> None:
    opened(hands)
    hands.press("Return")
    target = tmp_path / "home" / "exports" / "news.jsonl"
    hands.wait(lambda: "written to" in hands.window.key_line.message)
    assert len(target.read_text("utf-8").splitlines()) == 1


def test_it_shows_what_would_be_written_lost_and_is_wrong_and_leads_to_the_place(hands: Hands, tmp_path: Path) -> None:
    dialog = opened(hands)
    hands.wait(lambda: "1 article would be written" in dialog.summary)
    assert TEXT in dialog.findChild(QPlainTextEdit).toPlainText()
    lists = {each.accessibleName(): each for each in dialog.findChildren(PlaceList)}  # in no order to be relied on
    lost, mistakes = lists["What would be lost"], lists["Mistakes"]
    hands.wait(lambda: mistakes.places)
    choose(dialog, "quotes-csv")
    hands.wait(lambda: lost.places)
    assert {place.article for place in lost.places} == {"w"}
    hands.wait(lambda: mistakes.places and not dialog.busy)  # those of the format before are there until then
    dialog._tabs.setCurrentIndex(2)
    assert hands.session.current == "harbour"
    mistakes.setFocus()
    mistakes.go_to(1)
    QTest.keyClick(mistakes, Qt.Key.Key_Return)
    assert (hands.session.current, hands.selected.id) == ("w", "e1")
    assert dialog.isVisible()
    assert not list((tmp_path / "home" / "exports").iterdir())


def test_the_choice_is_remembered(hands: Hands) -> None:
    dialog = opened(hands)
    choose(dialog, "prodigy")
    path_field(dialog).setFocus()
    hands.press("Return")
    hands.wait(lambda: "written to" in hands.window.key_line.message)
    assert opened(hands).form.options == ExportOptions(format="prodigy")
    hands.press("Esc")
    assert not dialog.isVisible()


def test_a_target_that_cannot_be_written_is_one_message(hands: Hands, tmp_path: Path) -> None:
    dialog = opened(hands)
    (tmp_path / "gone").mkdir()
    type_path(dialog, tmp_path / "gone" / "a.jsonl")
    (tmp_path / "gone").rmdir()
    hands.window.background.export_to(dialog.path, dialog.form.options)
    hands.wait(lambda: "cannot be written" in hands.window.key_line.message)
    hands.press("Esc")
