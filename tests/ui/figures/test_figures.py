"""The page of figures: opened by a key, live while articles are read, saved as picture, drawing and table."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QListWidget, QPushButton

from annotator.model.document import Status
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.session import Session
from annotator.ui.figures import figures
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def hands(qtbot, tmp_path, harbour, harbour_speakers, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    monkeypatch.setattr(figures, "_PAUSE", 0)
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def number(page, figure: str, row: str, column: str) -> object:
    (found,) = (table for table in page.dialog.tables if table.name == figure)
    return next(each for each in found.rows if each[0] == row)[found.columns.index(column)]


def test_figures_follow_what_is_done_and_are_saved(hands, tmp_path, monkeypatch):
    hands.press("Ctrl+G")
    page = hands.window.exchanging.figures
    hands.wait(lambda: page.dialog.tables and not page.busy)
    assert number(page, "articles", "done", "articles") == 0
    quotes = number(page, "speakers", "Ilse Brandt", "quotes")
    assert quotes == sum(q.speaker == "brandt" and not q.rejected for q in hands.document.quotes)

    assert page.dialog.chart.names == ("new", "open", "done", "set aside")
    names = page.dialog.findChild(QListWidget)
    names.setFocus()
    QTest.keyClick(names, Qt.Key.Key_End)
    assert page.dialog.current.name == "labels"
    while page.dialog.current.name != "speakers":
        QTest.keyClick(names, Qt.Key.Key_Up)
    assert page.dialog.chart.isVisible()
    model = page.dialog.view.model()
    assert model.index(0, 0).data() == "Ilse Brandt"

    hands.window.activateWindow()
    hands.window.text.setFocus()
    hands.wait(hands.window.text.hasFocus)
    hands.press("Ctrl+Return")
    hands.wait(lambda: hands.session.entries[0].status is Status.DONE, 5)
    hands.wait(lambda: not page.busy and number(page, "articles", "done", "articles") == 1)
    assert page.dialog.current.name == "speakers"

    choosers: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda chooser: choosers.append(chooser))
    save = next(each for each in page.dialog.findChildren(QPushButton) if each.text() == "&Save…")
    for suffix in ("png", "svg", "csv"):
        QTest.mouseClick(save, Qt.MouseButton.LeftButton)
        choosers.pop().fileSelected.emit(str(tmp_path / f"speakers.{suffix}"))
        assert page.dialog.note.endswith(f"speakers.{suffix}")
    picture = QImage(str(tmp_path / "speakers.png"))
    column = [picture.pixelColor(picture.width() // 3, y).name() for y in range(picture.height())]
    assert hands.window.theme.background in column
    assert 0 < column.count("#2458c5") < picture.height() // 2  # few bars are no walls
    assert "Ilse Brandt" in (tmp_path / "speakers.svg").read_text("utf-8")
    assert (tmp_path / "speakers.csv").read_text("utf-8").startswith("speaker,gender,quotes,words\nIlse Brandt,")

    page.save(tmp_path / "none" / "speakers.png")
    assert page.dialog.note.startswith("⚠")
    QTest.keyClick(page.dialog, Qt.Key.Key_Escape)
    assert not page.dialog.isVisible()
