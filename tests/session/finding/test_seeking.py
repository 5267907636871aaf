from threading import Event

import pytest

from annotator.model.document import Status
from annotator.model.edits import SetStatus
from annotator.model.finding.everywhere import Attribute, Fate, GiveLabel
from annotator.session.finding import seeking
from annotator.session.finding.searching import Found, InProject, InText, Looked, Refused, Search, Surveyed, answers
from annotator.session.finding.seeking import Seeker
from tests.session.conftest import FIRST, at


class Watched:
    """A seeker with its owner."""

    def __init__(self):
        self._woken = Event()
        self.seeker = Seeker(self._woken.set)
        self.heard = []

    def until(self, number):
        """The last answer to the task of that number."""
        while not any(each.number == number and not isinstance(each.answer, Looked) for each in self.heard):
            assert self._woken.wait(60), "nothing was answered"
            self._woken.clear()
            self.heard += self.seeker.take()
        return self.heard[-1].answer


@pytest.fixture
def watched():
    made = Watched()
    yield made
    made.seeker.close()


def last(task):
    return list(answers(task))[-1]


def test_a_newer_search_takes_the_place_of_one_that_does_not_end(watched, monkeypatch):
    for_ever = InText("a" * 60 + "b", Search(r"(?:a|aa)+$", expression=True))
    watched.seeker.ask(for_ever)
    second = watched.seeker.ask(InText("Ana, Ada", Search(r"A\w+", expression=True)))
    assert watched.until(second) == Found(((0, 3), (5, 8)), more=False)
    assert [each.number for each in watched.heard] == [second]
    child = watched.seeker._child
    monkeypatch.setattr(seeking, "SILENT", 0.05)
    answer = watched.until(watched.seeker.ask(for_ever))
    assert isinstance(answer, Refused)
    assert "too long" in answer.fault.message
    assert not child.alive, "a silent child is ended"
    monkeypatch.undo()
    assert watched.until(watched.seeker.ask(InText("a", Search("(", expression=True)))).fault.remedy


def test_what_is_no_expression_or_has_no_end_is_refused_by_the_child_itself():
    answer = last(InText("x", Search("(", expression=True)))
    assert isinstance(answer, Refused)
    assert "no regular expression" in answer.fault.message


def test_a_survey_says_what_would_become_of_each_mention(session, path):
    session.dispatch("import.x", [SetStatus("second", Status.OPEN)])
    answer = last(InProject(path, "Brenna", GiveLabel("GPE")))
    assert isinstance(answer, Surveyed)
    (finding,) = answer.findings
    assert (finding.document_id, finding.spans) == ("first", (at(FIRST, "Brenna"), at(FIRST, "Brenna", 1)))
    assert [place.fate for place in finding.affected] == [Fate.CHANGE, Fate.CHANGE]
    sample = finding.samples[0]
    assert (sample.before, sample.words, sample.after[:11], sample.label) == (
        "Mara Lind met Tom Okafor in ", "Brenna", '. "We open ', "PERSON",
    )  # fmt: skip


def test_a_search_of_the_project_leaves_out_what_is_set_aside(session, path):
    both = last(InProject(path, Search("in"), None))
    assert [finding.document_id for finding in both.findings] == ["first", "second"]
    session.dispatch("user.aside", [SetStatus("second", Status.ASIDE)])
    assert [finding.document_id for finding in last(InProject(path, Search("in"), None)).findings] == ["first"]


def test_the_quotes_of_a_speaker_are_found_in_the_project(session, path):
    (finding,) = last(InProject(path, "", Attribute("lind", "okafor"))).findings
    assert [place.annotation for place in finding.affected] == ["q1", "q2"]
