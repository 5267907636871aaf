"""What makes the window pleasant: room for the text, the focus where it is wanted, words that say what to do."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.commands import speaking
from annotator.session.session import Session
from annotator.ui import describing, menus
from annotator.ui.columns import ENOUGH
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("ANNOTATOR_HOME", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path, harbour, harbour_speakers) -> Path:
    """A project with the harbour in it."""
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
    session.close()
    return path


@pytest.fixture
def hands(qtbot, project):
    made = Hands(qtbot, [project], PLAIN)
    yield made
    made.close()


def inside(hands: Hands, widget) -> bool:
    """Whether the whole width of a part lies in the window."""
    left = widget.mapTo(hands.window, QPoint(0, 0)).x()
    return left >= 0 and left + widget.width() <= hands.window.width()


def test_in_a_narrow_window_the_columns_beside_the_text_yield_and_come_back(hands):
    columns = hands.window.columns
    hands.window.resize(1400, 900)
    hands.wait(lambda: columns.width() == 1400)
    before = columns.sizes()
    hands.window.resize(920, 600)
    hands.wait(lambda: columns.width() == 920)
    assert columns.sizes()[1] >= ENOUGH
    assert all(inside(hands, part) for part in (columns.queue, columns.key_line, columns.quotes))
    hands.window.resize(1400, 900)
    hands.wait(lambda: columns.width() == 1400)
    assert columns.sizes() == before


def test_the_widths_a_person_gave_are_kept_from_one_start_to_the_next(hands, qtbot, project):
    columns = hands.window.columns
    hands.window.resize(1400, 900)
    handle = columns.handle(1)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 90))
    QTest.mouseMove(handle, QPoint(61, 90))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(61, 90))
    widths = columns.sizes()
    assert widths[0] > 280
    hands.window.resize(900, 600)
    hands.wait(lambda: columns.width() == 900)
    hands.close()
    again = Hands(qtbot, [project], PLAIN)
    again.window.resize(1400, 900)
    again.wait(lambda: again.window.columns.sizes() == widths)
    again.close()


@pytest.mark.parametrize("fault", [False, True])
def test_what_is_told_and_what_goes_on_leave_every_column_in_the_window(hands, fault):
    hands.window.resize(920, 600)
    columns, line = hands.window.columns, hands.window.key_line
    hands.click(hands.span("We will not"))
    work = "Finding suggestions in twelve long articles"  # told again and again, as the reader ends its own meanwhile
    hands.wait(lambda: line.set_progress(work, 3, 12) or line._bar.isVisible(), 10)
    line.tell("Three articles came in. Two were left out, as they are no text: " + "data.bin " * 5, fault)
    QApplication.processEvents()
    assert all(inside(hands, part) for part in (columns.queue, columns.key_line, columns.quotes))
    assert line._message._label.width() > 0.6 * line.width()
    assert line._message._label.height() >= line._message._label.heightForWidth(line._message._label.width())
    assert line._cancel.isVisible() or not fault


def test_an_article_in_view_has_no_words_over_it(hands):
    QApplication.processEvents()
    assert hands.window.text.note == ""


def test_escape_in_the_speakers_form_goes_back_to_the_text(hands):
    view = hands.window.speakers.view
    hands.wait(lambda: view.model().rowCount() > 0)
    view.setFocus()
    hands.press("Home", "F2")
    hands.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.press("Esc")
    hands.wait(lambda: hands.window.text.hasFocus())


@pytest.mark.parametrize("key", ["/", "Ctrl+Shift+P", "S"])
def test_escape_in_a_field_goes_back_to_the_text(hands, key):
    hands.click_speaker("gift")
    hands.press(key)
    hands.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.press("Esc")
    hands.wait(lambda: hands.window.text.hasFocus())


def test_a_taken_border_says_what_the_arrows_do(hands):
    hands.click(hands.span("unions"))
    hands.press("[")
    titles = [title for _, title, _ in describing.acting_keys(hands.session, hands.window.keymap, ())]
    assert titles == ["Move the border by a token", "Move the border by a character", "Deselect"]


def test_escape_dismisses_a_fault_so_that_the_keys_are_seen_again(hands):
    hands.window.key_line.tell("Two files could not be read.", fault=True)
    hands.press("Space")
    assert hands.window.key_line.message
    hands.press("Esc")
    assert hands.window.key_line.message == ""


def test_a_key_that_can_do_nothing_says_why_for_a_while_only(hands):
    hands.click_speaker("gift")
    hands.press("Shift+M")
    line = hands.window.key_line
    assert "caret inside the quote" in line.message
    assert line._over.isActive()


def test_text_right_beside_a_selected_quote_can_be_selected_from_its_first_letter(hands):
    hands.click(hands.span("Nobody asked"))
    quote, docker = hands.session.quote, hands.span("a docker")
    hands.drag_over(docker)
    assert hands.session.selection.text == docker
    assert hands.session.quote == quote
    hands.press("Shift+S")
    assert hands.session.quote.source == docker
    hands.drag_over(hands.span("said", 2))
    hands.press("C")
    assert hands.document.words(hands.session.quote.cue) == "said"


def test_the_speaker_whose_form_is_open_stays_in_view(hands):
    hands.window.resize(900, 520)
    view = hands.window.speakers.view
    hands.wait(lambda: view.model().rowCount() > 1)
    view.setFocus()
    hands.press("End", "F2")
    hands.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.wait(lambda: view.viewport().rect().contains(view.visualRect(view.currentIndex()).center()), 5)


def test_labelling_all_hits_says_how_many_they_were(hands):
    hands.press("/")
    hands.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.type("harbour")
    hands.wait(lambda: hands.window.columns.find_bar._label.isEnabled())
    QTest.mouseClick(hands.window.columns.find_bar._label, Qt.MouseButton.LeftButton)
    hands.wait(hands.window.choices.field.hasFocus)
    hands.press("2")
    assert hands.window.key_line.message == f"Labelled 1 as {hands.session.labels[1]}."


def test_what_was_told_goes_with_the_next_act(hands):
    hands.click(hands.span("Tom Okafor"))
    hands.press("Shift+2")
    assert hands.window.key_line.message.startswith("Labelled 1 × “Tom Okafor”")
    hands.press("Ctrl+Z")
    assert hands.window.key_line.message.startswith("Undone: Label")
    hands.press("A")
    assert hands.window.key_line.message == ""


def test_a_key_that_can_do_nothing_now_says_what_it_needs(hands):
    hands.drag_over(hands.span("unions"))
    hands.press("C")
    assert hands.window.key_line.message == "Mark as the cue: select a quote first, then text."
    hands.press("Right")
    hands.press("Shift+Q")
    assert hands.window.key_line.message == "Add as a part: select a quote first, then text."


def test_the_last_act_again_goes_to_its_own_words_whatever_is_selected_now(hands):
    hands.click(hands.span("unions"))
    hands.press("3")
    hands.click_speaker("gift")
    before = hands.document
    hands.press("=")
    assert hands.document is before
    assert hands.session.sticky_label is None
    assert hands.window.key_line.message == "There is no other “unions” to change."


def test_another_text_size_says_which(hands):
    hands.press("Ctrl++")
    assert hands.window.key_line.message == "Text size 110 %"


def test_menus_name_the_labels_and_speakers_that_keys_stand_for(hands):
    hands.click_speaker("gift")
    quote = next(action.menu() for action in hands.window.menuBar().actions() if action.text() == "&Quote")
    quote.aboutToShow.emit()
    speaker = next(action.menu() for action in quote.actions() if action.menu() is not None)
    people = [candidate.name for candidate in speaking.ranked(hands.session)]
    assert [action.text() for action in speaker.actions()] == [f"{name}\t{n}" for n, name in enumerate(people, 1)]
    speaker.actions()[1].trigger()
    assert hands.session.state.speakers[hands.session.quote.speaker].name == people[1]
    hands.click(hands.span("unions"))
    menu = QMenu()
    menus.context_menu(menu, hands.window.keymap, hands.session, hands.window.run)
    families = {action.menu().title(): action.menu() for action in menu.actions() if action.menu() is not None}
    assert set(families) == {"Label", "Label all identical", "Label all in the project"}
    assert [each.text().partition("\t")[0] for each in families["Label all identical"].actions()] == list(
        hands.session.labels[:9]
    )
    families["Label"].actions()[0].trigger()
    assert hands.session.entity.label == hands.session.labels[0]


def test_the_columns_beside_the_text_are_hidden_and_shown_by_keys_and_stay_so(hands, qtbot, project):
    window, columns = hands.window, hands.window.columns
    window.resize(1400, 900)
    hands.wait(lambda: columns.width() == 1400)
    before = columns.sizes()
    window.queue.search.setFocus()
    hands.press("Ctrl+B")
    assert not window.queue.isVisible()
    hands.wait(lambda: window.text.hasFocus())
    hands.press("Ctrl+Shift+B")
    assert not window.quotes.isVisible()
    assert columns.sizes()[1] >= 1390
    hands.close()
    again = Hands(qtbot, [project], PLAIN)
    assert not again.window.queue.isVisible()
    again.window.resize(1400, 900)
    again.wait(lambda: again.window.columns.width() == 1400)
    again.press("Ctrl+B", "Ctrl+Shift+B")
    assert again.window.columns.sizes()[::2] == before[::2]
    again.close()


def test_a_column_folded_away_by_the_mouse_is_brought_back_by_its_key(hands):
    columns = hands.window.columns
    hands.window.resize(1400, 900)
    hands.wait(lambda: columns.width() == 1400)
    handle = columns.handle(1)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(0, 300))
    QTest.mouseMove(handle, QPoint(-240, 300))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(-240, 300))
    assert columns.sizes()[0] == 0
    hands.press("Ctrl+B")
    assert columns.sizes()[0] > 200
