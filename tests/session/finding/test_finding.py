import pytest

from annotator.model.faults import Fault
from annotator.model.finding.everywhere import GiveLabel, Order
from annotator.session.commands import identical
from annotator.session.finding.finding import find
from annotator.session.texts.clusters import step


def test_plain_text_is_found_whatever_its_case():
    assert find("Ana (ana) ANA", "ana") == [(0, 3), (5, 8), (10, 13)]
    assert find("Ana (ana)", "ana", case=True) == [(5, 8)]
    assert find("a.b ab", "a.b") == [(0, 3)]
    assert find("ab", "") == []


def test_expressions_are_found_and_empty_hits_left_out():
    assert find("12 and 345", r"\d*", expression=True) == [(0, 2), (7, 10)]
    assert find("😀 Ana", r"\p{Lu}\w+", expression=True, case=True) == [(2, 5)]


def test_what_is_no_expression_is_told():
    with pytest.raises(Fault, match="no regular expression"):
        find("x", "(", expression=True)


def test_an_expression_that_runs_for_ever_is_stopped():
    with pytest.raises(Fault, match="too long"):
        find("a" * 60 + "b", r"(?:a|aa)+$", expression=True)


def test_hits_are_labelled_in_one_step(session):
    hits = find(session.document.text, "Lind")
    identical.hits(session, Order(GiveLabel("ORG")), tuple(hits))
    assert {tuple(e.span): e.label for e in session.document.entities if e.span in hits} == dict.fromkeys(
        map(tuple, hits), "ORG"
    )
    session.undo()
    assert session.document.by_id["e4"].label == "PERSON"


@pytest.mark.parametrize(
    ("text", "borders"),
    [
        ("aé!", [0, 1, 2, 3]),
        ("ae\u0301b", [0, 1, 3, 4]),
        ("a👩‍👩‍👧b", [0, 1, 6, 7]),
        ("🇺🇦🇫🇷", [0, 2, 4]),
        ("", [0]),
    ],
)
def test_a_character_is_what_a_reader_sees(text, borders):
    there = [0]
    while there[-1] < len(text):
        there.append(step(text, there[-1], 1))
    assert there == borders
    back = [len(text)]
    while back[-1] > 0:
        back.append(step(text, back[-1], -1))
    assert back[::-1] == borders
