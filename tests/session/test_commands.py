import json
from dataclasses import replace

import pytest

from annotator.model.document import AcceptedBy, Attribution, Decision, Kind, Span, Status
from annotator.model.edits import SetFlag, SetNote
from annotator.model.history import Update
from annotator.model.suggestions import QuoteKinds
from annotator.session.commands import COMMANDS, Keymap, borders, labelling, run, speaking
from annotator.session.commands.registry import attempt
from annotator.session.events import Asked, Opened, Told
from annotator.session.selection import Selection
from tests.session.conftest import FIRST, at


@pytest.fixture
def press(session):
    """Presses keys one after the other; each must call a command."""
    keymap = Keymap()

    def press(*keys: str) -> None:
        for key in keys:
            command = keymap.find(session, key)
            assert command is not None, f"{key} does nothing"
            attempt(session, lambda command=command: command.act(session))

    return press


@pytest.fixture
def heard(session):
    events = []
    session.subscribe(events.append)
    return events


def choose(session, annotation_id: str) -> None:
    session.select(Selection(annotation=annotation_id))


def mark(session, words: str, nth: int = 0, annotation: str | None = None) -> None:
    span = at(FIRST, words, nth)
    session.select(Selection(caret=span.end, anchor=span.start, annotation=annotation))


def named(session, annotation_id: str):
    return session.document.by_id[annotation_id]


def labels(session) -> dict[Span, str]:
    return {e.span: e.label for e in session.document.entities if not e.rejected}


# Labelling


def test_what_becomes_a_place_names_no_speaker_any_more_here_and_on_all_identical(session, press, heard):
    choose(session, "e7")
    press("2")
    assert (named(session, "e7").label, named(session, "e7").speaker) == ("ORG", "lind"), "an organisation can be one"
    press("4")
    assert (named(session, "e7").label, named(session, "e7").speaker) == ("LOC", None)
    assert Told("“Lind” names no speaker any more, as LOC cannot be one.") in heard
    press("=")
    assert (named(session, "e4").label, named(session, "e4").speaker) == ("LOC", None)
    assert named(session, "e1").speaker == "lind"
    press("Ctrl+Z", "Ctrl+Z")
    assert (named(session, "e7").label, named(session, "e7").speaker) == ("ORG", "lind")


# Deciding


def test_a_suggestion_is_accepted_with_one_key(session, press):
    choose(session, "e1")
    press("A")
    e1 = named(session, "e1")
    assert (e1.decision, e1.accepted_by, e1.by, e1.at) == (
        Decision.ACCEPTED,
        AcceptedBy.PERSON,
        "mk",
        "2026-11-23T09:14:05Z",
    )
    assert session.document.status is Status.OPEN


def test_a_rejected_suggestion_is_kept_and_let_go(session, press):
    choose(session, "e3")
    press("X")
    assert named(session, "e3").rejected
    assert session.selection.annotation is None


def test_what_was_added_by_hand_is_removed(session, press):
    mark(session, "bridge")
    press("6")
    made = session.selection.annotation
    press("Backspace")
    assert made not in session.document.by_id


# Labels


def test_a_label_is_changed_with_one_key(session, press):
    choose(session, "e3")
    press("3")
    assert (named(session, "e3").label, named(session, "e3").decision) == ("GPE", Decision.CORRECTED)


def test_the_label_it_has_accepts_a_suggestion(session, press):
    choose(session, "e1")
    press("1")
    assert named(session, "e1").decision is Decision.ACCEPTED


def test_text_and_a_digit_mark_an_entity_without_the_spaces_at_its_edges(session, press):
    span = at(FIRST, " May")
    session.select(Selection(caret=span.end, anchor=span.start))
    press("9")
    made = session.entity
    assert (made.span, made.label, made.decision) == (at(FIRST, "May"), "DATE", Decision.ADDED)


def test_marking_what_is_marked_relabels_it(session, press):
    mark(session, "Brenna")
    press("3")
    assert session.selection.annotation == "e3"
    assert labels(session)[at(FIRST, "Brenna")] == "GPE"
    assert len(session.document.entities) == 7


def test_marking_what_was_rejected_takes_it_back(session, press):
    choose(session, "e1")
    press("X")
    mark(session, "Mara Lind")
    press("1")
    assert named(session, "e1").decision is Decision.ACCEPTED
    assert len(session.document.entities) == 7


def test_a_rejected_label_stays_a_hard_negative_beside_the_right_one(session, press):
    choose(session, "e3")
    press("X")
    mark(session, "Brenna")
    press("3")
    assert named(session, "e3").rejected
    assert labels(session)[at(FIRST, "Brenna")] == "GPE"


def test_shift_labels_every_identical_mention_and_one_undo_takes_it_back(session, press):
    before = session.document
    choose(session, "e3")
    press("Shift+3")
    assert [labels(session)[at(FIRST, "Brenna", n)] for n in (0, 1)] == ["GPE", "GPE"]
    press("Ctrl+Z")
    assert session.document == before


def test_equals_repeats_a_label_on_the_identical_mentions(session, press):
    choose(session, "e3")
    press("3", "=")
    assert [labels(session)[at(FIRST, "Brenna", n)] for n in (0, 1)] == ["GPE", "GPE"]


def test_a_label_with_nothing_selected_sticks_until_escape(session, press):
    press("3")
    assert session.sticky_label == "GPE"
    press("Esc")
    assert session.sticky_label is None


def test_an_added_person_names_the_speaker_that_the_same_words_name(session, press):
    choose(session, "e7")
    press("X")
    mark(session, "Lind left")
    session.select(Selection(caret=at(FIRST, "Lind", 2).end, anchor=at(FIRST, "Lind", 2).start))
    session.dispatch("user.reject", [])
    labelling.give_label(session, "PERSON")
    assert session.entity.speaker == "lind"
    mark(session, "met Tom Okafor")  # as “Mayor Tom Okafor” would be
    labelling.give_label(session, "PERSON")
    assert session.entity.speaker == "okafor"


def test_all_identical_ones_are_rejected_together(session, press):
    choose(session, "e3")
    press("Shift+Backspace")
    assert named(session, "e3").rejected
    assert named(session, "e6").rejected


# Speakers


def test_a_digit_gives_a_quote_another_speaker_and_moves_its_source(session, press):
    choose(session, "q2")
    names = [c.name for c in speaking.ranked(session)]
    assert names[:2] == ["Mara Lind", "Tom Okafor"]
    press("2")
    q2 = named(session, "q2")
    assert (q2.speaker, q2.source, q2.attribution) == ("okafor", at(FIRST, "Okafor", 1), Attribution.EXPLICIT)
    assert q2.decision is Decision.CORRECTED


def test_the_first_speaker_accepts_what_was_suggested(session, press):
    choose(session, "q1")
    press("1")
    assert named(session, "q1").decision is Decision.ACCEPTED
    assert named(session, "q1").source == at(FIRST, "Lind", 1)


def test_nobody_is_an_answer(session, press):
    choose(session, "q2")
    press("0")
    q2 = named(session, "q2")
    assert (q2.speaker, q2.source, q2.attribution) == (None, None, Attribution.NONE)


def test_a_new_speaker_is_entered_and_undone_together(session, press):
    choose(session, "q2")
    speaking.choose_new(session, "  Ada   Voss ")
    assert session.state.speakers[named(session, "q2").speaker].name == "Ada Voss"
    press("Ctrl+Z")
    assert [s.name for s in session.state.speakers.values()] == ["Mara Lind", "Tom Okafor"]


def test_a_mention_that_nobody_knows_becomes_a_speaker_when_chosen(session):
    choose(session, "q2")
    brenna = next(c for c in speaking.ranked(session) if c.name == "Brenna")
    speaking.give_speaker(session, brenna)
    assert named(session, "q2").speaker == named(session, "e3").speaker is not None


def test_equals_gives_the_new_speaker_to_the_quotes_that_had_the_old_one(session, press):
    choose(session, "q2")
    press("2", "=")
    assert named(session, "q1").speaker == "okafor"


def test_a_quote_is_linked_to_the_mention_pointed_at(session):
    speaking.link(session, "q2", at(FIRST, "Okafor", 1))
    assert (named(session, "q2").speaker, named(session, "q2").source) == ("okafor", at(FIRST, "Okafor", 1))
    speaking.link(session, "q2", at(FIRST, "bridge"))
    assert session.state.speakers[named(session, "q2").speaker].named is False
    assert named(session, "q2").attribution is Attribution.UNNAMED


def test_a_phrase_pointed_at_leaves_a_speaker_who_was_decided_on_and_says_so(session, heard):
    speaking.link(session, "q2", at(FIRST, "bridge"), settled=True)
    assert session.state.speakers[named(session, "q2").speaker].name == "bridge", "a mere suggestion gives way"
    speaking.link(session, "q2", at(FIRST, "Okafor", 1), settled=True)
    speaking.link(session, "q2", at(FIRST, "bridge"), settled=True)
    assert (named(session, "q2").speaker, named(session, "q2").source) == ("okafor", at(FIRST, "bridge"))
    assert any(isinstance(event, Told) and "still Tom Okafor" in event.message for event in heard)


def test_a_pronoun_pointed_at_is_the_source_and_nobodys_name(session, press):
    known = set(session.state.speakers)
    speaking.link(session, "q2", at(FIRST, "us"))
    assert (named(session, "q2").speaker, named(session, "q2").source) == ("lind", at(FIRST, "us"))
    press("2")
    q2 = named(session, "q2")
    assert (q2.speaker, q2.source, q2.attribution) == ("okafor", at(FIRST, "us"), Attribution.ANAPHORIC)
    assert set(session.state.speakers) == known


def test_a_pronoun_without_a_speaker_leaves_open_who_it_is(session, press, heard):
    mark(session, "nobody asked")
    press("Q")
    made = session.quote.id
    speaking.link(session, made, at(FIRST, "us"))
    assert (named(session, made).speaker, named(session, made).source) == (None, at(FIRST, "us"))
    assert any(isinstance(event, Told) and "us" in event.message for event in heard)


@pytest.mark.parametrize(("words", "speaker"), [("Tom Okafor", "okafor"), ("met Tom Okafor", "okafor")])
def test_selected_words_are_made_source_and_speaker_by_one_key(session, press, words, speaker):
    mark(session, words, annotation="q2")
    press("S")
    q2 = named(session, "q2")
    assert (q2.speaker, q2.source, q2.decision) == (speaker, at(FIRST, words), Decision.CORRECTED)
    assert (session.selection.annotation, session.selection.text) == ("q2", None)


def test_a_quote_made_by_hand_gets_its_cue_with_its_speaker(session, press):
    mark(session, '"nobody asked us"')
    press("Q")
    made = session.quote.id
    speaking.link(session, made, at(FIRST, "Okafor", 1))
    assert (named(session, made).cue, named(session, made).attribution) == (at(FIRST, "said", 1), Attribution.EXPLICIT)
    press("Ctrl+Z")
    assert (named(session, made).cue, named(session, made).speaker) == (None, None)


def test_a_suggestion_without_a_cue_gets_none_with_another_speaker(session, press):
    choose(session, "q2")
    press("Shift+C", "2")
    assert (named(session, "q2").cue, named(session, "q2").speaker) == (None, "okafor")


def test_a_part_is_taken_out_by_one_key(session, press):
    session.select(Selection(annotation="q1", part=1))
    press("-")
    assert named(session, "q1").contents == (at(FIRST, '"We open in May,"'),)


def test_an_entity_says_whom_it_names(session):
    choose(session, "e3")
    speaking.choose(session, "okafor")
    assert named(session, "e3").speaker == "okafor"


# Quotes


def test_selected_text_becomes_a_quote_with_a_part_for_each_paragraph(session, press):
    start, end = at(FIRST, "about Brenna").start, at(FIRST, "Lind left").end
    session.select(Selection(caret=end, anchor=start))
    press("Q")
    quote = session.quote
    assert [session.document.words(c) for c in quote.contents] == ["about Brenna.", "Lind left"]
    assert (quote.kind, quote.marked, quote.decision) == (Kind.INDIRECT, (), Decision.ADDED)


def test_a_part_cue_and_source_are_added_from_the_selected_text(session, press):
    choose(session, "q2")
    mark(session, "Lind left", annotation="q2")
    press("Shift+Q")
    assert named(session, "q2").contents[-1] == at(FIRST, "Lind left")
    mark(session, "asked", annotation="q2")
    press("C")
    mark(session, "Okafor", 1, annotation="q2")
    press("Shift+S")
    q2 = named(session, "q2")
    assert (q2.cue, q2.source) == (at(FIRST, "asked"), at(FIRST, "Okafor", 1))
    assert q2.attribution is Attribution.ANAPHORIC
    press("Shift+C")
    assert named(session, "q2").cue is None


def test_two_quotes_merge_and_split_again(session, press):
    choose(session, "q1")
    session.dispatch("user.note", [SetNote("first", "q2", "who?"), SetFlag("first", "q2", True)])
    press("M")
    assert (named(session, "q1").note, named(session, "q1").flagged) == ("who?", True)
    assert len(named(session, "q1").contents) == 3
    assert named(session, "q1").kind is Kind.MIXED
    press("Ctrl+Z")
    assert "q2" in session.document.by_id
    choose(session, "q1")
    press("Shift+M")
    assert named(session, "q1").contents == (at(FIRST, '"We open in May,"'),)
    assert session.quote.contents == (at(FIRST, '"The bridge is sound."'),)
    assert session.quote.speaker == "lind"


@pytest.mark.parametrize("into", [0, 3])
def test_a_quote_splits_where_the_caret_stands_and_parts_no_word(session, press, into):
    caret = at(FIRST, "bridge").start + into
    session.select(Selection(caret, caret, "q1"))
    press("Shift+M")
    assert [session.document.words(c) for c in session.quote.contents] == ['bridge is sound."']


def test_one_part_cannot_be_split_at_its_end(session, press, heard):
    choose(session, "q2")
    before = session.document
    press("Shift+M")
    assert [e.message for e in heard if isinstance(e, Told)] == [
        "Put the caret inside the quote, where the second one begins."
    ]
    assert session.document is before


def test_the_kind_goes_round(session, press):
    choose(session, "q1")
    press("K", "K", "K")
    assert named(session, "q1").kind is Kind.DIRECT
    assert named(session, "q1").decision is Decision.CORRECTED


def test_a_part_is_removed_but_not_the_last_one(session):
    choose(session, "q1")
    assert run(session, "quote.remove_part")
    q1 = named(session, "q1")
    assert q1.contents == q1.marked == (at(FIRST, '"The bridge is sound."'),)
    assert not run(session, "quote.remove_part")


# Borders


def test_a_border_is_taken_and_moved_by_tokens_and_characters(session, press):
    choose(session, "e2")
    press("[", "Right", "Alt+Left", "Alt+Left")
    assert session.document.words(named(session, "e2").span) == "m Okafor"
    press("Esc", "]", "Right", "Left", "Right")
    assert session.document.words(named(session, "e2").span) == "m Okafor in"
    assert named(session, "e2").decision is Decision.CORRECTED


def test_both_borders_are_taken_from_the_selected_text(session, press):
    mark(session, "Tom Okafor in", annotation="e2")
    press("B")
    assert session.document.words(session.entity.span) == "Tom Okafor in"
    mark(session, "bridge", annotation="q1")
    press("B")
    assert [session.document.words(c) for c in session.quote.contents] == ['"We open in May,"', "bridge"]


def test_a_border_never_crosses_the_other(session, press):
    choose(session, "e3")
    press("[", "Right")
    assert named(session, "e3").span == at(FIRST, "Brenna")


def test_a_quotes_part_keeps_its_marks_right_while_its_border_moves(session, press):
    session.select(Selection(annotation="q2"))
    press("[", "Right")
    assert session.document.words(named(session, "q2").contents[0]) == '"nobody asked us" about Brenna'
    press("Right")
    marked = [session.document.words(stretch) for stretch in named(session, "q2").marked]
    assert marked == ['nobody asked us"']


def test_parts_of_a_quote_do_not_run_into_each_other(session):
    q1 = named(session, "q1")
    with pytest.raises(ValueError, match="overlap"):
        borders.move(session, "q1", "content.0", q1.contents[0]._replace(end=q1.contents[1].end))


def test_cue_and_source_are_dragged_by_their_borders(session):
    borders.move(session, "q1", "cue", at(FIRST, "Lind said"))
    borders.move(session, "q1", "source", at(FIRST, "Lind", 0))
    assert (named(session, "q1").cue, named(session, "q1").source) == (at(FIRST, "Lind said"), at(FIRST, "Lind", 0))


# Going


def test_keys_go_through_the_annotations_and_the_doubtful_first(session, press):
    press("Space")
    assert session.selection.annotation == "e1"
    press("Space", "Shift+Space", "N", "Shift+N")
    assert session.selection.annotation == "e1"
    press("D")
    assert session.selection.annotation == "e3"
    assert session.selection.caret == at(FIRST, "Brenna").start


def test_pressing_again_goes_to_the_next_most_doubtful_and_from_elsewhere_to_the_most(session, press):
    document = session.document
    pending = [a for a in document.by_id.values() if a.pending]
    doubt = sorted(pending, key=lambda a: (a.score is None, a.score or 0.0, a.extent.start, -a.extent.end))
    went = []
    for _ in doubt:
        press("D")
        went.append(session.selection.annotation)
    assert went == [a.id for a in doubt]
    press("D", "A", "D")  # the first again, decided, then the one after it
    assert session.selection.annotation == went[1]
    choose(session, went[-1])
    press("D")
    assert session.selection.annotation == went[1]


def test_escape_lets_go_one_thing_at_a_time(session, press):
    choose(session, "e1")
    press("[", "Esc")
    assert session.selection == Selection(annotation="e1")
    press("Esc")
    assert session.selection.annotation is None


def test_a_key_means_what_is_selected(session):
    keymap = Keymap()
    assert keymap.find(session, "Q") is None
    choose(session, "q1")
    assert keymap.find(session, "1").name == "speaker.1"
    mark(session, "May", annotation="q1")
    assert keymap.find(session, "1").name == "label.1"
    assert keymap.find(session, "C").name == "quote.cue"


# Articles


def test_done_accepts_what_is_left_and_opens_the_next_article(session, press, heard):
    choose(session, "e3")
    press("3", "Ctrl+Return")
    assert session.current == "second"
    document = session.project.document("first")
    assert document.status is Status.DONE
    assert document.annotator == "mk"
    assert {a.decision for a in document.by_id.values()} == {Decision.ACCEPTED, Decision.CORRECTED}
    assert document.by_id["q1"].accepted_by is AcceptedBy.ARTICLE
    assert any(isinstance(e, Opened) for e in heard)
    press("Ctrl+Z")
    assert session.current == "first"
    assert session.document.by_id["q1"].pending
    assert session.document.status is Status.OPEN


def test_done_says_how_many_quotes_have_no_speaker(session, press, heard):
    mark(session, "Lind left")
    press("Q")
    mark(session, "met Tom Okafor")
    press("Q", "0", "Ctrl+Return")
    assert [e.message for e in heard if isinstance(e, Told)][-1] == "In “Bridge” 1 quote has no speaker."


def test_set_aside_and_reopen(session, press):
    press("Shift+X")
    assert session.current == "second"
    press("Ctrl+PgUp")
    assert session.document.status is Status.ASIDE
    attempt(session, lambda: COMMANDS["article.reopen"].act(session))
    assert session.document.status is Status.OPEN
    press("Ctrl+PgDown")
    assert session.current == "second"


def test_the_last_article_says_that_none_is_left(session, press, heard):
    press("Ctrl+Return", "Ctrl+Return")
    assert session.current == "second"
    assert [e.message for e in heard if isinstance(e, Told)] == ["No article is left: all are done or set aside."]


def test_the_kinds_of_quotes_go_round_and_are_looked_for_anew(session, press, heard, reopened):
    press("I")
    assert session.quote_kinds is QuoteKinds.SPEECH
    assert Asked("prepare") in heard
    assert reopened().quote_kinds is QuoteKinds.SPEECH


# Copying


def test_the_words_of_what_is_selected_are_copied(session, press, heard):
    choose(session, "q1")
    press("Ctrl+C")
    assert heard[-1] == Asked("copy", '"We open in May," "The bridge is sound."')
    press("Ctrl+Shift+C")
    assert json.loads(heard[-1].detail)["id"] == "q1"


# The registry


def test_commands_never_share_a_name_and_say_what_they_do():
    assert all(c.title and c.help.endswith(".") for c in COMMANDS.values())
    assert len({c.title for c in COMMANDS.values()}) == len(COMMANDS)


def test_a_remapped_key_takes_the_place_of_the_usual_one(session):
    keymap = Keymap({"annotation.accept": ("Z",)})
    choose(session, "e1")
    assert keymap.find(session, "Z").name == "annotation.accept"
    assert keymap.find(session, "A") is None


def test_every_update_is_published_once(session, press, heard):
    choose(session, "e1")
    press("A", "Ctrl+Z", "Ctrl+Shift+Z")
    updates = [e for e in heard if isinstance(e, Update)]
    assert [u.transaction.origin for u in updates] == ["user.accept", "undo.user.accept", "redo.user.accept"]
    assert replace(updates[0].after.documents["first"]) == updates[2].after.documents["first"]
