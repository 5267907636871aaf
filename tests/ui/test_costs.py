"""What each act may cost at most, in key presses, clicks and drags, counted while it is done with real events."""

from PySide6.QtCore import Qt

from annotator.model.document import Decision, Status
from annotator.session.commands import speaking
from annotator.session.relabelling import set_letter
from annotator.ui import describing
from tests.ui.desk import FAR, hands, span, window_of_module

__all__ = ["hands", "window_of_module"]  # the fixtures


def label(hands, words: str, nth: int = 0) -> str | None:
    """The label of a mention, None where nothing is marked."""
    there = [e for e in hands.document.entities_at(hands.span(words, nth)) if not e.rejected]
    return there[0].label if there else None


def speaker(hands, quote: str) -> str | None:
    chosen = hands.document.by_id[quote].speaker
    return hands.session.state.speakers[chosen].name if chosen else None


def test_a_right_suggestion_is_accepted_with_the_article_or_with_one_key(hands):
    hands.click(hands.span("Tom Okafor"))
    assert hands.cost() == 1
    hands.press("A")
    assert hands.document.by_id["okafor"].decision is Decision.ACCEPTED
    assert hands.cost() == 1
    hands.press("Ctrl+Return")
    assert {a.decision for a in hands.session.load("near").by_id.values()} == {Decision.ACCEPTED}
    assert hands.cost() == 1, "of which none for the rest"


def test_a_label_is_changed_with_one_key(hands):
    hands.click(hands.span("Brenna"))
    hands.cost()
    hands.press("3")
    assert label(hands, "Brenna") == "GPE"
    assert hands.cost() == 1
    set_letter(hands.session, "LAW", "J")
    hands.press("J")
    assert label(hands, "Brenna") == "LAW", "one beyond the digits has a letter"
    assert hands.cost() == 1


def test_a_border_is_mended_with_two_keys_or_one_drag_or_a_key_for_selected_text(hands):
    hands.click(hands.span("Ilse Brandt"))
    hands.cost()
    hands.press("[", "Left")
    assert hands.document.words(hands.selected.span) == "Mayor Ilse Brandt"
    assert hands.cost() == 2
    hands.press("Ctrl+Z")
    hands.cost()
    hands.drag_border("end", hands.span("t Tom"))
    assert hands.document.words(hands.selected.span) == "Ilse Brandt met"
    assert hands.cost() == 1
    hands.drag_over(hands.span("Mayor Ilse"))
    hands.cost()
    hands.press("B")
    assert hands.document.words(hands.selected.span) == "Mayor Ilse", "both borders at once"
    assert hands.cost() == 1


def test_a_new_span_is_marked_with_one_key_or_none_where_the_label_came_first(hands):
    hands.drag_over(hands.span("Monday"))
    hands.cost()
    hands.press("9")
    assert label(hands, "Monday") == "DATE"
    assert hands.cost() == 1
    hands.press("Esc", "Esc", "6")
    hands.cost()
    hands.drag_over(hands.span("bridge"))
    hands.drag_over(hands.span("noon"))
    assert (label(hands, "bridge"), label(hands, "noon")) == ("FAC", "FAC")
    assert hands.cost() == 2, "a drag each"


def test_the_speaker_suggested_first_is_one_key(hands):
    hands.click_speaker("asked")
    hands.cost()
    hands.press("1")
    assert (speaker(hands, "asked"), hands.selected.decision) == ("Tom Okafor", Decision.ACCEPTED)
    assert hands.cost() == 1


def test_another_speaker_is_one_key_or_one_click(hands):
    def once(act) -> None:
        hands.click_speaker("wait")
        hands.wait(lambda: hands.window.quotes.view.currentIndex().row() == 3)
        hands.cost()
        act()
        assert speaker(hands, "wait") == "Tom Okafor"
        assert hands.cost() == 1
        hands.press("Ctrl+Z")
        hands.window.text.setFocus()

    def by_row() -> None:
        names = [row.speaker.id for row in hands.window.speakers._model.rows]
        hands.click_row(hands.window.speakers.view, names.index("o"))

    def by_card() -> None:
        cards = hands.window.quotes.view
        rect = cards.visualRect(cards.currentIndex())
        box = cards._cards.candidate_boxes(rect, cards.currentIndex().row(), cards.fonts)[number - 1]
        hands.click_at(cards.viewport(), box.center().toPoint())

    hands.click_speaker("wait")
    number = 1 + [c.speaker for c in speaking.ranked(hands.session)].index("o")
    once(lambda: hands.press(str(number)))
    once(by_row)
    once(by_card)
    once(lambda: hands.click(hands.span("Okafor", 1), Qt.KeyboardModifier.ControlModifier))
    once(lambda: hands.drag_link("wait", hands.span("Okafor", 1)))


def test_other_words_become_the_source_and_who_they_name_the_speaker_with_one_drag_or_one_key(hands):
    def once(act) -> None:
        hands.click_speaker("asked")
        hands.cost()
        act()
        assert (speaker(hands, "asked"), hands.document.words(hands.session.quote.source)) == ("the board", "the board")
        assert hands.session.selection.text is None
        assert hands.cost() <= 2
        hands.press("Ctrl+Z")
        hands.window.text.setFocus()

    def by_drag() -> None:
        hands.drag_over(hands.span("the boar"), Qt.KeyboardModifier.ControlModifier)  # half a word is the whole one
        assert hands.count == 1

    def by_key() -> None:
        hands.drag_over(hands.span("the board"))
        hands.press("S")

    once(by_drag)
    once(by_key)


def test_a_new_speaker_is_three_letters_and_enter(hands):
    hands.click_speaker("wait")
    hands.cost()
    hands.press("S")
    hands.wait(hands.window.choices.field.hasFocus)
    hands.type("Zoe")
    hands.press("Return")
    assert speaker(hands, "wait") == "Zoe"
    assert hands.cost() == 1 + 3 + 1


def test_identical_mentions_cost_one_key_more(hands):
    hands.click(hands.span("Brenna"))
    hands.wait(lambda: len(hands.window.text.overlay.hits) == 2)  # the preview: the others are marked in the text
    hands.cost()
    hands.press("Shift+3")
    assert [label(hands, "Brenna", n) for n in range(3)] == ["GPE"] * 3
    assert hands.cost() == 1, "instead of the digit alone"
    hands.press("Ctrl+Z")
    assert [label(hands, "Brenna", n) for n in range(3)] == ["PERSON"] * 3
    hands.press("3")
    told = describing.acting_keys(hands.session, hands.window.keymap, ())
    assert ("=", "Same on 2 more", "annotation.again") in told
    hands.click(hands.span("Tom Okafor"))
    told = describing.acting_keys(hands.session, hands.window.keymap, ())
    assert ("=", "Same on 2 more “Brenna”", "annotation.again") in told
    hands.cost()
    hands.press("=")
    assert [label(hands, "Brenna", n) for n in range(3)] == ["GPE"] * 3
    assert hands.cost() == 1
    hands.click_speaker("open")
    hands.press("2")
    hands.cost()
    hands.press("=")
    assert speaker(hands, "sound") == speaker(hands, "open") == "Tom Okafor"
    assert hands.cost() == 1


def test_identical_mentions_of_the_project_cost_one_key_more_with_a_preview(hands):
    hands.click(hands.span("Brenna"))
    hands.cost()
    hands.press("Ctrl+2")
    preview = hands.window.answering.everywhere.preview
    hands.wait(lambda: preview.ready and preview.isActiveWindow())
    assert preview.summary.startswith("4 places in 2 articles.")
    hands.press("Return")
    hands.wait(lambda: not hands.session.works and not preview.isVisible())
    there = [(e.span, e.label) for e in hands.session.load("far").entities]
    assert there == [(span(FAR, "Brenna", n), which) for n, which in enumerate(("GPE", "ORG", "ORG"))]
    assert label(hands, "Brenna", 2) == "ORG"
    assert hands.cost() == 2, "one more than the digit alone"
    hands.wait(hands.window.text.hasFocus)
    hands.press("Ctrl+Z")
    hands.wait(lambda: not hands.session.works)
    assert (len(hands.session.load("far").entities), label(hands, "Brenna")) == (1, "PERSON")
    assert hands.cost() == 1


def test_done_and_the_next_article_is_one_key(hands):
    hands.press("Ctrl+Return")
    assert (hands.session.current, hands.session.load("near").status) == ("far", Status.DONE)
    assert hands.cost() == 1


def test_anything_is_undone_with_one_key_in_whichever_article(hands):
    before = hands.document
    hands.click_speaker("open")
    hands.press("M")
    hands.press("Ctrl+Return", "Ctrl+PgDown")
    hands.cost()
    hands.press("Ctrl+Z")
    assert hands.session.current == "near"
    hands.press("Ctrl+Z")
    assert hands.document.by_id == before.by_id
    assert hands.cost() == 2, "one for each of two acts"


def test_all_of_it_is_done_by_the_keyboard_alone_with_as_many_keys(hands):
    def reach(annotation: str) -> None:
        while hands.session.selection.annotation != annotation:
            hands.press("Space")
        hands.cost()

    reach("brandt")
    hands.press("A")
    assert hands.selected.decision is Decision.ACCEPTED
    assert hands.cost() == 1
    reach("okafor")
    hands.press("2")
    assert hands.selected.label == "ORG"
    assert hands.cost() == 1
    hands.press("]", "Left")
    assert hands.document.words(hands.selected.span) == "Tom"
    assert hands.cost() == 2
    hands.press("Esc", "Ctrl+Home")
    hands.cost()
    hands.press("Shift+Ctrl+Right", "9")
    assert label(hands, "Mayor") == "DATE"
    assert hands.cost() == 2, "of which one selects the word"
    reach("asked")
    hands.press("1")
    assert (speaker(hands, "asked"), hands.selected.decision) == ("Tom Okafor", Decision.ACCEPTED)
    assert hands.cost() == 1
    reach("wait")
    hands.press(str(1 + [c.speaker for c in speaking.ranked(hands.session)].index("o")))
    assert speaker(hands, "wait") == "Tom Okafor"
    assert hands.cost() == 1
    reach("brenna2")
    hands.press("Shift+3")
    assert [label(hands, "Brenna", n) for n in range(3)] == ["GPE"] * 3
    assert hands.cost() == 1
    hands.press("Ctrl+Return", "Ctrl+Z")
    assert hands.document.status is not Status.DONE
    assert hands.cost() == 2
