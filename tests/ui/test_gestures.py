"""What hands expect of any text and of this one: selecting, borders, quotes in parts, links; the way of Tab."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.document import Attribution, Span
from annotator.session.commands import COMMANDS
from tests.ui.desk import hands, window_of_module

__all__ = ["hands", "window_of_module"]  # the fixtures

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def selected_words(hands) -> str:
    return hands.document.words(hands.session.selection.text or Span(0, 0))


def test_two_clicks_select_a_word_three_a_paragraph_and_shift_goes_on(hands):
    hands.double_click(hands.span("bridge"))
    assert selected_words(hands) == "bridge"
    hands.click(hands.span("bridge"))
    assert selected_words(hands) == hands.document.text.split("\n")[1]
    hands.click(hands.span("Nobody"))
    hands.click(hands.span("told"), SHIFT)
    assert selected_words(hands).startswith("ody asked")
    hands.drag(QPointF(hands.middle(hands.span("Nobody"))), QPointF(hands.middle(hands.span("board of"))), SHIFT)
    assert selected_words(hands).endswith("the boar")
    hands.press("Esc", "Ctrl+Home", "Ctrl+Right", "Shift+End", "Shift+Ctrl+Left")
    assert selected_words(hands) == "Ilse Brandt met Tom Okafor in Brenna on Monday"
    hands.press("Ctrl+End", "Shift+Up", "Shift+Home")
    assert hands.session.selection.text.end == len(hands.document.text)


def test_a_border_dragged_with_alt_stands_at_a_character_and_keys_give_it_back(hands):
    hands.click(hands.span("Tom Okafor"))
    hands.drag_border("end", hands.span("kaf"), ALT)
    assert hands.document.words(hands.selected.span) in ("Tom Oka", "Tom Ok")
    hands.press("]", "Alt+Right", "Right", "Right", "Left", "Esc")
    assert hands.document.words(hands.selected.span) == "Tom Okafor"


def test_a_quote_gets_a_part_gives_it_up_and_is_merged_and_split(hands):
    hands.click_speaker("asked")
    hands.drag_over(hands.span("“We wait,”"))
    hands.press("Shift+Q")
    assert [hands.document.words(c) for c in hands.session.quote.contents] == ["“Nobody asked us,”", "“We wait,”"]
    hands.press("Ctrl+Z", "M")
    assert len(hands.session.quote.contents) == 2
    assert "wait" not in hands.document.by_id
    hands.press("Shift+M")
    assert [hands.document.words(c) for c in hands.session.quote.contents] == ["“We wait,”"]
    assert len([q for q in hands.document.quotes if not q.rejected]) == 4


def test_a_speaker_is_typed_with_a_slip_chosen_from_the_chip_or_nobody(hands):
    hands.click_speaker("wait")
    hands.press("S")
    hands.wait(hands.window.choices.field.hasFocus)
    hands.type("okafro")
    assert hands.window.choices.titles[0] == "Tom Okafor"
    hands.press("Return")
    assert hands.session.quote.speaker == "o"
    hands.wait(hands.window.text.hasFocus)
    hands.click_speaker("wait")
    hands.wait(hands.window.choices.field.hasFocus)
    hands.press("Esc")
    hands.wait(hands.window.text.hasFocus)
    hands.press("0")
    assert hands.session.quote.attribution is Attribution.NONE


def test_a_click_on_a_registry_row_links_and_a_second_one_at_once_does_nothing_more(hands):
    hands.click_speaker("wait")
    view = hands.window.speakers.view
    row = [each.speaker.id for each in hands.window.speakers._model.rows].index("o")
    hands.click_row(view, row)
    QTest.mouseDClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(row, 0)).center()
    )
    assert hands.session.quote.speaker == "o"
    assert len(hands.session.history.done) == 1
    assert view.hasFocus()


def test_tab_goes_through_everything_in_its_order_and_each_shows_that_it_has_the_focus(hands):
    hands.click_speaker("wait")
    hands.press("/")
    field = hands.window.columns.find_bar.field
    hands.wait(field.hasFocus)
    hands.type("Brenna")
    hands.wait(lambda: len(hands.window.text.overlay.hits) == 3)
    seen, looks = [], {}
    while (here := QApplication.focusWidget()) not in seen:
        seen.append(here)
        looks[here] = here.grab().toImage()
        hands.press("Tab")
    assert here is field
    names = [QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) for each in seen]
    assert all(names)
    wanted = ["Find in the article", "Label all…", "Link all…", "Article", "Quotes", "Speakers", "Articles"]
    assert [name for name in names if name in wanted] == wanted
    blind = [names[seen.index(each)] for each in seen if each is not here and each.grab().toImage() == looks[each]]
    assert blind == []
    while QApplication.focusWidget() is not hands.window.quotes.view:
        hands.press("Shift+Tab")
    hands.press("Home", "Return", "A")
    assert hands.document.by_id["open"].accepted_by == "person", "letters are commands there too"


def test_every_key_calls_at_most_one_command_at_a_time(hands):
    """Of several that are enabled, the first would hide the others."""
    states = (
        lambda: hands.click_speaker("open"),
        lambda: hands.drag_over(hands.span("Monday")),
        lambda: hands.press("Esc", "Esc", "Esc"),
        lambda: hands.click(hands.span("Brenna")),
        lambda: hands.press("["),
    )
    for change in states:
        change()
        called: dict[str, list[str]] = {}
        for command in COMMANDS.values():
            for key in command.keys if command.when(hands.session) else ():
                called.setdefault(key, []).append(command.name)
        assert {key: names for key, names in called.items() if len(names) > 1} == {}
