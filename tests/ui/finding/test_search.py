"""Finding over the whole project: typed, gone to by keys and clicks, live while things are mended."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from annotator.model.document import Article, Decision, Document, Entity, Span, Status
from annotator.model.edits import AddDocument, AddSpeaker, SetFlag
from annotator.model.faults import Fault
from annotator.session.commands.noting import write_note
from annotator.session.commands.searching import look_for
from annotator.session.session import Session
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"
NEXT = "Kim Lund spoke. Then Kim Lund left <b>at</b> noon, and the ferry came."


@pytest.fixture
def hands(qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harbour, harbour_speakers):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    kim = Entity(id="kim", span=Span(0, 8), label="PERSON")
    then = Entity(id="then", span=Span(21, 29), label="ORG")
    article = Article(id="next", text=NEXT, title="<b>Kim</b> & others", outlet="The Ferry Times")
    added = AddDocument(Document(article=article, entities=(kim, then)))
    many = [AddDocument(Document(article=Article(id=f"m{n}", text="A boat. " * 30))) for n in range(12)]
    session.dispatch(
        "import.articles", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour), added, *many]
    )
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def opened(hands: Hands):
    hands.press("Ctrl+Shift+F")
    panel = hands.window.exchanging.search.panel
    hands.wait(panel.field.hasFocus)
    return panel


def searched(hands: Hands, panel, typed: str) -> list[str]:
    """Types something in place of what is there; the rows, once it has been looked for."""
    panel.field.selectAll()
    QTest.keyClicks(panel.field, typed)
    panel.field.close_offers()
    hands.wait(lambda: panel.field.text() == typed and not panel.busy)
    hands.wait(lambda: panel.view.isHidden() or panel.view.height() >= min(100, panel.view.full_height))  # laid out
    model = panel.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_notes_and_flags_are_listed_with_their_words_and_written_and_taken_there(hands):
    hands.session.by = "jo"
    write_note(hands.session, "next", "kim", "Mayor since <b>May</b>")
    hands.session.dispatch("user.flag", [SetFlag("next", "then", True), SetFlag("m3", None, True)])
    hands.press("Ctrl+F9")
    panel = hands.window.exchanging.search.panel
    hands.wait(lambda: panel.isVisible() and not panel.busy and panel.view.places[0].by == "jo")
    assert panel.field.text() == "is:noted"
    assert spoken(panel) == [
        "<b>Kim</b> & others, 2 in all, ticked",
        "Mayor since <b>May</b>, Kim Lund, PERSON, <b>Kim</b> & others, ticked",
        f"flagged, {NEXT}, ORG, <b>Kim</b> & others, ticked",
        "Without a title, flagged, ticked",
    ]
    focus(hands, panel.view)
    panel.view.go_to(1)
    hands.press("W")
    field = hands.window.exchanging.search.remarks.field
    hands.wait(field.words.hasFocus)
    assert field.words.toPlainText() == "Mayor since <b>May</b>"
    hands.type("Mayor no more")
    hands.press("Return")
    hands.wait(lambda: panel.view.hasFocus() and panel.view.places[0].remark == "Mayor no more")
    hands.wait(lambda: not panel.busy)
    panel.order.setCurrentIndex(panel.order.findData("people"))
    panel.order.activated.emit(0)
    hands.wait(lambda: panel.view.places[0].by == "jo" and not panel.busy)
    assert [row for row in spoken(panel) if "in all" in row] == ["jo, 3 in all, ticked"]
    hands.press("End", "F")
    hands.wait(lambda: not hands.session.load("m3").flagged and panel.summary == "2 in 1 article")
    hands.press("Home", "Down", "Return")
    hands.wait(lambda: hands.session.current == "next")
    assert searched(hands, panel, '"mayor no more"') == ["<b>Kim</b> & others", "Kim Lund"]
    assert panel.view.places[0].remark == "Mayor no more"


def focus(hands: Hands, widget: QWidget) -> None:
    hands.window.activateWindow()  # a list of offers that closes leaves no window active
    widget.setFocus()
    hands.wait(widget.hasFocus)


def spoken(panel) -> list[str]:
    model = panel.view.model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def test_before_anything_is_asked_it_is_low_and_says_what_can_be_and_a_height_by_hand_is_kept(hands):
    hands.session.queues.saved = {"Boats & ferries": "boat"}
    panel, window = opened(hands), hands.window
    hands.wait(lambda: not panel.busy)
    low = panel.height()
    assert low < 4 * panel.field.height()
    asked = {button.text(): button for button in panel.examples.buttons}
    assert list(asked) == ["label:PERSON", 'speaker:"Ilse Brandt"', "decision:pending score:<0.6", "kind:indirect",
                           "is:noted", "Boats && ferries"]  # fmt: skip
    QTest.mouseClick(asked["label:PERSON"], Qt.MouseButton.LeftButton)
    hands.wait(lambda: panel.field.text() == "label:PERSON" and panel.view.places and not panel.busy)
    hands.wait(lambda: panel.view.height() == panel.view.full_height)  # no more than what was found needs
    few = panel.height()
    assert low < few
    panel.field.clear()
    hands.wait(lambda: panel.height() == low and panel.examples.isVisible())
    QTest.mouseClick(next(b for b in panel.examples.buttons if "ferries" in b.text()), Qt.MouseButton.LeftButton)
    hands.wait(lambda: panel.height() > few)
    border = panel.geometry().top() - 1
    at = QPoint(window.width() // 2, border)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(window, at + QPoint(0, 60))
    hands.wait(lambda: panel.geometry().top() > border + 50)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=at + QPoint(0, 60))
    drawn = panel.height()
    hands.wait(lambda: window.settings.lists.get("search") == drawn)
    panel.field.clear()
    hands.wait(lambda: panel.height() == low)
    searched(hands, panel, "boat")
    hands.wait(lambda: panel.height() == drawn)
    panel.examples.begun.emit("kind")
    assert panel.field.text() == "boat kind:"
    assert "kind:indirect" in panel.field.offers
    panel.field.close_offers()


def test_what_is_typed_is_found_and_enter_and_f3_go_to_one_after_the_other(hands):
    panel = opened(hands)
    assert searched(hands, panel, "kim lund") == ["<b>Kim</b> & others", "Kim", "Lund", "Kim", "Lund"]
    assert searched(hands, panel, '"kim lund"') == ["<b>Kim</b> & others", "Kim Lund", "Kim Lund"]
    assert panel.summary == "2 in 1 article"
    hands.press("Return")
    assert hands.session.current == "next"
    assert hands.session.selection.text == Span(0, 8)
    hands.wait(hands.window.text.hasFocus)
    assert panel.isVisible()
    hands.press("F3")
    assert hands.session.selection.text == Span(21, 29)
    hands.press("Shift+F3")
    assert hands.session.selection.text == Span(0, 8)


def test_annotations_are_found_and_follow_what_is_mended(hands):
    panel = opened(hands)
    assert searched(hands, panel, "label:ORG outlet:ferry") == ["<b>Kim</b> & others", "Kim Lund"]
    spoken = panel.view.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Kim Lund spoke. Then Kim Lund left <b>at</b> noon")
    hands.click_row(panel.view, 1)
    assert hands.selected.id == "then"
    hands.wait(hands.window.text.hasFocus)
    hands.press("X")
    hands.wait(lambda: panel.summary == "Nothing found")
    hands.press("Ctrl+Z")
    hands.wait(lambda: panel.summary == "1 in 1 article")


def test_what_can_come_next_is_offered_and_what_is_wrong_is_said(hands):
    panel = opened(hands)
    hands.type("okaf")
    hands.wait(lambda: panel.field.offers == ['speaker:"Tom Okafor"'])
    panel.field.setFixedWidth(40)
    panel.field.textEdited.emit(panel.field.text())
    popup = panel.field._popup
    assert popup.width() > popup.sizeHintForColumn(0) > 40, "it is read whole under a narrow field"
    panel.field.setMaximumWidth(4000)
    hands.wait(lambda: panel.summary == "Nothing found · okaf* finds words that begin so")
    panel.field.selectAll()
    hands.type("lab")
    hands.wait(lambda: panel.field.offers == ["label:"])
    hands.press("Tab")
    hands.type("PERS")
    hands.wait(lambda: panel.field.offers == ["label:PERSON"])
    hands.press("Tab")
    assert panel.field.text() == "label:PERSON "
    hands.wait(lambda: not panel.busy)
    assert searched(hands, panel, "lable:PERSON") != []
    assert panel.summary == "⚠ There is no filter “lable”. Did you mean label:?"
    assert panel.field.marked == "lable:PERSON"
    assert (panel.field.text(), panel.field.cursorPosition()) == ("lable:PERSON", 12)
    panel.field.selectAll()
    hands.type("is:no")
    hands.wait(lambda: panel.field.marked == "is:no")
    hands.wait(lambda: panel.field.offers == ["is:noted"])
    hands.press("Return")
    hands.wait(lambda: not panel.busy)
    panel.field.close_offers()
    focus(hands, panel.field)
    hands.press("Esc")
    assert (panel.isVisible(), panel.field.text()) == (False, "is:no")
    hands.wait(hands.window.text.hasFocus)


def test_more_is_listed_as_it_is_scrolled_to(hands):
    panel = opened(hands)
    rows = searched(hands, panel, "boat")
    assert panel.summary.endswith("and more in 12 articles")
    assert len(rows) < 300
    bar = panel.view.verticalScrollBar()

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return panel.summary == "360 in 12 articles"

    hands.wait(at_the_end)


def test_another_part_of_the_window_asks_with_a_query(hands):
    look_for(hands.session, "title:kim")
    panel = hands.window.exchanging.search.panel
    hands.wait(lambda: panel.summary == "1 article")
    hands.wait(panel.field.hasFocus)
    hands.press("Down", "Return")
    assert hands.session.current == "next"
    look_for(hands.session, None)
    assert panel.field.text() == "title:kim"


def test_a_saved_search_is_a_queue_that_done_and_next_stay_in(hands):
    panel = opened(hands)
    searched(hands, panel, "boat")
    QTest.mouseClick(button(panel, "Save as a queue…"), Qt.MouseButton.LeftButton)
    queues = hands.window.exchanging.queues
    dialog = queues._asking
    dialog.findChild(QLineEdit).selectAll()
    QTest.keyClicks(dialog.findChild(QLineEdit), "<b>Boats</b>")
    QTest.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)
    hands.wait(lambda: queues.choice.currentText() == "<b>Boats</b>" and not queues.busy)
    assert [entry.id for entry in hands.session.queues.entries] == [f"m{n}" for n in range(12)]
    hands.wait(lambda: hands.window.queue.view.model().rowCount() == 12)
    assert hands.session.current == "m0"
    hands.window.run("article.done")
    hands.window.run("article.next")
    assert hands.session.current == "m2"
    assert hands.session.queues.entries[0].id == "m0"
    hands.session.open("m11")
    hands.window.run("article.next")
    assert hands.session.current == "m11"
    with pytest.raises(Fault, match="already"):
        hands.session.queues.save("<b>boats</b>", "x")
    queues._rename()
    QTest.keyClicks(queues._asking.findChild(QLineEdit), "Ships")
    QTest.keyClick(queues._asking.findChild(QLineEdit), Qt.Key.Key_Return)
    assert hands.session.project.get("searches") == [["Ships", "boat"]]
    QTest.keyClick(queues.choice, Qt.Key.Key_Up)
    hands.wait(lambda: hands.window.queue.view.model().rowCount() == 14)
    assert hands.session.queues.current is None


def test_what_is_ticked_is_labelled_decided_and_flagged_after_a_preview_in_one_step(hands):
    panel = opened(hands)
    searched(hands, panel, '"kim lund" is:entity')
    assert (panel.summary, panel.acts.text()) == ("2 in 1 article", "Do to all")
    focus(hands, panel.view)
    panel.view.go_to(1)
    hands.press("Space")
    assert (panel.summary, panel.acts.text()) == ("2 in 1 article · 1 ticked", "Do to ticked")
    assert panel.every.checkState() is Qt.CheckState.PartiallyChecked
    preview = ordered(hands, panel, "Accept…")
    assert preview.summary.startswith("1 place in 1 article.")
    QTest.keyClick(preview, Qt.Key.Key_Return)
    hands.wait(lambda: hands.session.project.document("next").by_id["then"].decision is Decision.ACCEPTED)
    assert hands.session.project.document("next").by_id["kim"].pending
    on_box = panel.view.visualRect(panel.view.model().index(0, 0)).topLeft() + QPoint(16, 10)
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=on_box)
    hands.wait(lambda: panel.summary == "2 in 1 article")
    ordered(hands, panel, "Flag…")
    QTest.keyClick(preview, Qt.Key.Key_Return)
    hands.wait(lambda: all(each.flagged for each in hands.session.project.document("next").entities))
    focus(hands, panel.view)
    hands.press("Ctrl+A")
    assert (panel.summary, panel.acts.isEnabled()) == ("2 in 1 article · 0 ticked", False)
    searched(hands, panel, "ferry")
    assert panel.acts.isEnabled()
    ordered(hands, panel, "Label…", lambda: hands.window.choices.picked.emit("PRODUCT"))
    hands.wait(lambda: preview.ready)
    QTest.keyClick(preview, Qt.Key.Key_Return)
    hands.wait(lambda: any(e.label == "PRODUCT" for e in hands.session.project.document("next").entities))
    for _ in range(3):
        hands.window.run("edit.undo")
    after = hands.session.project.document("next")
    assert [(each.label, each.pending, each.flagged) for each in after.entities] == [
        ("PERSON", True, False), ("ORG", True, False),
    ]  # fmt: skip


def test_articles_that_are_ticked_are_set_aside_after_a_question(hands):
    panel = opened(hands)
    searched(hands, panel, "-ferry -harbour")
    assert panel.summary == "12 articles"
    hands.click_row(panel.view, 0)
    hands.wait(hands.window.text.hasFocus)
    focus(hands, panel.view)
    hands.press("Space")
    assert panel.summary == "12 articles · 11 ticked"
    chosen(panel, "Set aside…").trigger()
    bar = hands.window.columns.ask_bar
    hands.wait(lambda: bar.question is not None)
    assert bar.question.words.startswith("Set 11 articles aside")
    bar.buttons[0].click()
    hands.wait(lambda: sum(entry.status is Status.ASIDE for entry in hands.session.entries) == 11)
    searched(hands, panel, "boat")
    preview = ordered(hands, panel, "Label…", lambda: hands.window.choices.picked.emit("PRODUCT"))
    assert preview.question == (
        "Label the places that are ticked as PRODUCT: 30 · 330 more in 11 articles that are set aside, "
        "where nothing is done"
    )
    QTest.keyClick(preview, Qt.Key.Key_Escape)
    hands.window.run("edit.undo")
    hands.wait(lambda: not any(entry.status is Status.ASIDE for entry in hands.session.entries))


def ordered(hands: Hands, panel, words: str, choose=lambda: None):
    """Chooses from the menu of what is done to all results; the preview, once it has looked."""
    chosen(panel, words).trigger()
    choose()
    preview = hands.window.answering.everywhere.preview
    hands.wait(lambda: preview.isVisible() and preview.ready)
    return preview


def chosen(panel, words: str) -> QAction:
    """An entry of the menu of what is done to the results."""
    menu = panel.acts.menu()
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text() == words)


def button(panel, words: str) -> QPushButton:
    return next(each for each in panel.findChildren(QPushButton) if each.text() == words)
