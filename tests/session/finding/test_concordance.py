"""Mentions side by side over the project, and what is not the same everywhere."""

import pytest

from annotator.model.document import Decision, Span, Speaker
from annotator.model.finding.concordance import Odd
from annotator.model.finding.everywhere import NameSpeaker, Order, Settle
from annotator.session.finding import concordance
from annotator.session.finding.concordance import Begun, Sought, begin_to_look_up, look_up, of_speakers
from annotator.session.finding.everywhere import carry_out
from annotator.session.finding.searching import InProject, Surveyed, answers

LIND = Speaker(id="lind", name="Mara Lind", aliases=("Lind",))


def listed(session, sought, look=look_up):
    handed = []
    look(session.project.path, sought, lambda *_: None, lambda: True, handed.append)
    return [mention for each in handed for mention in each.mentions], handed[-1].more


def test_every_mention_of_words_is_listed_with_its_decision_and_what_is_odd(known):
    found, more = listed(known, Sought("Lind", ("Lind",)))
    of_two = [each for each in found if each.document_id in ("n0", "n1")]
    assert not more
    assert [(m.document_id, m.span.start, m.label, m.decision, m.by, m.odd) for m in of_two] == [
        ("n0", 14, "PERSON", Decision.PENDING, None, None),
        ("n0", 26, "PERSON", Decision.PENDING, None, None),
        ("n1", 5, "", None, None, Odd.UNMARKED),
        ("n1", 14, "ORG", Decision.ACCEPTED, "jo", Odd.LABEL),
        ("n1", 26, "", None, None, Odd.UNMARKED),
    ]
    assert of_two[3].context.before.endswith("Lind met ")


def test_all_of_a_speaker_are_their_names_what_is_linked_to_them_and_their_quotes(known):
    found, _ = listed(known, of_speakers([LIND]))
    here = [(m.span.start, m.label, m.quote) for m in found if m.document_id == "n0"]
    assert here == [(0, "PERSON", False), (14, "PERSON", False), (26, "PERSON", False), (20, "direct", True)]
    assert {m.document_id for m in found} == {"first", "n0", "n1"}


def test_beside_the_window_the_first_come_before_the_rest_and_are_left_there_where_there_is_much(known, monkeypatch):
    monkeypatch.setattr(concordance, "FIRST", 2)
    monkeypatch.setattr(concordance, "_STRETCH", 1)
    handed = []
    sought = Sought("Lind", ("Lind",))
    begin_to_look_up(known.project.path, sought, lambda *_: None, lambda: True, handed.append)
    begun, *rest = handed
    assert isinstance(begun, Begun)
    assert not begun.much
    every, _ = listed(known, sought)
    assert [mention for each in rest for mention in each.mentions] == every
    assert [each.span for each in begun.mentions] == [each.span for each in every[: len(begun.mentions)]]
    assert 2 <= len(begun.mentions) < len(every)
    monkeypatch.setattr(concordance, "FEW", 1)
    handed.clear()
    begin_to_look_up(known.project.path, sought, lambda *_: None, lambda: True, handed.append)
    (begun,) = handed
    assert begun.much


def test_more_than_anyone_reads_is_not_listed_and_one_may_stop(known, monkeypatch):
    monkeypatch.setattr(concordance, "MOST", 2)
    found, more = listed(known, Sought("Lind", ("Lind",)))
    assert (len(found), more) == (2, True)
    look_up(known.project.path, Sought("x", ("Lind",)), lambda *_: None, lambda: False, pytest.fail)


def test_places_that_were_chosen_are_settled_or_linked_with_their_quotes_in_one_step(known):
    places = {"n0": (Span(14, 18), Span(20, 25)), "n1": (Span(14, 18), Span(5, 9))}
    order = Order(NameSpeaker("other", "PERSON"))
    *_, surveyed = answers(InProject(known.project.path, "", order.act, places))
    assert isinstance(surveyed, Surveyed)
    assert {each.document_id: [place.fate.value for place in each.affected] for each in surveyed.findings} == {
        "n0": ["change", "change"], "n1": ["add"],
    }  # fmt: skip
    carry_out(known, order, list(places.items()))
    made = known.load("n0")
    assert (made.by_id["b"].speaker, made.by_id["q"].speaker) == ("other", "other")
    assert known.load("n1").entities_at(Span(5, 9))[0].speaker == "other"
    known.undo()
    before = known.load("n0")
    carry_out(known, Order(Settle("", accept=True)), [("n0", (Span(14, 18), Span(20, 25)))])
    assert [known.load("n0").by_id[name].decision for name in "abq"] == ["pending", "accepted", "accepted"]
    carry_out(known, Order(Settle("", accept=False), decided=True), [("n0", (Span(14, 18), Span(20, 25)))])
    assert known.load("n0").by_id["q"].rejected
    known.undo()
    known.undo()
    assert known.load("n0") == before
