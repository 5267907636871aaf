"""What the guideline shows of an article comes and goes with its edit, and says what is marked in its sentence."""

from dataclasses import replace

import pytest

from annotator.model.cases import Case
from annotator.model.document import Article, Document
from annotator.model.edits import AddCase, EditError, RemoveCase, State, edit_from_plain, edit_to_plain

CASE = Case(id="c1", annotation="e1", sort="GPE", sentence="The State sat.", marks=(4, 9), why="It acts.", at="2026")


def test_a_case_is_added_in_its_order_and_taken_back_where_it_was():
    state = State({"a": Document(article=Article(id="a", text="The State sat."))}, {})
    later = Case(id="c0", annotation="e2", sort="ORG", sentence="x", at="2027")
    for case in (later, CASE):
        edit = AddCase("a", case)
        assert edit_from_plain(edit_to_plain(edit)) == edit
        inverse = edit.invert(state)
        before, state = state, edit.apply(state)
        assert inverse.apply(state) == before
    assert state.documents["a"].cases == (CASE, later)
    removal = RemoveCase("a", "c1")
    assert removal.invert(state).apply(removal.apply(state)) == state
    for edit in (AddCase("a", CASE), RemoveCase("a", "none")):
        with pytest.raises(EditError):
            edit.apply(state)


def test_its_sentence_comes_in_pieces_and_a_reason_makes_it_hard():
    assert CASE.pieces() == [("The ", False), ("State", True), (" sat.", False)]
    assert CASE.marked == ("State",)
    assert CASE.hard
    for marks in ((4,), (9, 4), (4, 99), (-1, 4)):
        with pytest.raises(ValueError, match="c1"):
            replace(CASE, marks=marks)
    assert Case(id="c", annotation="e", sort="ORG", sentence="x", marks=(0, 1)).pieces() == [("x", True)]
