"""The guidelines beside the window: opened by a key at the passage that fits, and left again."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu, QTextBrowser

from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session import guidance
from annotator.session.session import Session
from annotator.store.project import Project
from annotator.ui import menus
from annotator.ui.guidelines import Guidelines
from annotator.ui.theme import DARK
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def shown(qtbot) -> Guidelines:
    dialog = Guidelines()
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def page(dialog: Guidelines) -> QTextBrowser:
    found = dialog.findChild(QTextBrowser)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["scare-quotes", "nobody", "quotes-within-quotes"])
def test_it_scrolls_to_a_passage_and_marks_its_heading(shown: Guidelines, name: str) -> None:
    shown.show_passage(name)
    assert shown.current == name
    browser = page(shown)
    (mark,) = browser.extraSelections()
    assert guidance.anchor(mark.cursor.block().text()) == name
    assert 0 <= browser.cursorRect(mark.cursor).top() < 60


def test_every_passage_has_a_heading_in_what_is_shown(shown: Guidelines) -> None:
    for name in guidance.anchors():
        shown.show_passage(name)
        assert shown.current == name
    shown.show_passage("no-such-passage")
    assert (shown.current, page(shown).verticalScrollBar().value()) == ("", 0)


def test_a_link_leads_to_another_passage_and_never_out_of_the_program(shown: Guidelines) -> None:
    browser = page(shown)
    browser.anchorClicked.emit(QUrl("#scare-quotes"))
    assert shown.current == "scare-quotes"
    assert browser.loadResource(2, QUrl("https://example.org/picture.png")) is None
    assert not browser.openLinks()
    assert not browser.openExternalLinks()


def test_it_takes_the_theme_and_stays_where_it_was(shown: Guidelines) -> None:
    shown.show_passage("nobody")
    shown.set_theme(DARK)
    assert shown.current == "nobody"
    (mark,) = page(shown).extraSelections()
    assert mark.format.background().color() == QColor(DARK.hit)


@pytest.fixture
def hands(qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harbour, harbour_speakers):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    path = tmp_path / "news.anno"
    session = Session(Project.create(path, by="mk"), "mk")
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def test_a_key_opens_them_at_the_passage_for_the_selected_quote_and_escape_leads_back(hands: Hands) -> None:
    opened = lambda: hands.window.answering.guidelines  # noqa: E731
    hands.press("D")  # "a gift", which nobody was found to have said
    hands.press("Shift+F1")
    hands.wait(lambda: opened() is not None and opened().isVisible())
    assert opened().current == "scare-quotes"
    assert not opened().isModal()
    hands.wait(opened().isActiveWindow)
    hands.press("Esc")
    hands.wait(lambda: not opened().isVisible() and hands.window.text.hasFocus())
    assert hands.selected.id == "gift"
    hands.click(hands.span("Nobody asked"))
    hands.press("Shift+F1")
    hands.wait(opened().isVisible)
    assert opened().current == "nobody"
    opened().reject()


def test_without_a_quote_they_open_at_the_top_and_a_quote_has_them_in_its_menu(hands: Hands) -> None:
    hands.press("Shift+F1")
    hands.wait(lambda: hands.window.answering.guidelines is not None)
    assert hands.window.answering.guidelines.current == ""
    hands.window.answering.guidelines.reject()
    hands.wait(hands.window.isActiveWindow)

    def entries() -> list[str]:
        menu = QMenu(hands.window)
        menus.context_menu(menu, hands.window.keymap, hands.session, hands.window.run)
        return [action.text().partition("\t")[0] for action in menu.actions()]

    assert "Guidelines" not in entries()
    hands.click(hands.span("open a single berth"))
    assert entries()[-1] == "Guidelines"
