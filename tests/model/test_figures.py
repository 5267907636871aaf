from datetime import datetime

import pytest

from annotator.model.document import ANALYST, AcceptedBy, Decision, Speaker, Status
from annotator.model.figures import PAUSE, Act, Amount, Counts, Said, Sort, judged, tables, worked
from annotator.model.imported import IMPORTED


def sort(decision, label="PERSON", *, origin="p 1", quote=False, by=None, status=Status.DONE):
    return Sort(quote, origin, label, decision, by, status)


SORTS = {
    sort(Decision.ACCEPTED, by=AcceptedBy.PERSON): 3,
    sort(Decision.ACCEPTED, by=AcceptedBy.ARTICLE): 5,
    sort(Decision.CORRECTED): 1,
    sort(Decision.REJECTED): 1,
    sort(Decision.ADDED, origin=ANALYST): 2,
    sort(Decision.REJECTED, origin=ANALYST): 7,
    sort(Decision.ADDED, "GPE", origin=ANALYST): 4,
    sort(Decision.ACCEPTED, "ORG", origin=IMPORTED): 3,
    sort(Decision.PENDING, status=Status.OPEN): 90,
    sort(Decision.ACCEPTED, status=Status.OPEN): 50,
    sort(Decision.ACCEPTED, "direct", origin="q 1", quote=True, by=AcceptedBy.PERSON): 6,
    sort(Decision.CORRECTED, "direct", origin="q 1", quote=True): 2,
}


def of(name, counts):
    (table,) = (table for table in tables(counts) if table.name == name)
    assert all(len(row) == len(table.columns) for row in table.rows)
    return table.rows


def test_a_pipeline_is_judged_by_what_was_decided_in_articles_that_are_done():
    assert of("pipelines", Counts(sorts=SORTS)) == (
        ("p 1", "entities", 0.8, round(8 / 15, 3), 8, 1, 1, 6),
        ("p 1", "GPE", None, 0.0, 0, 0, 0, 4),
        ("p 1", "PERSON", 0.8, round(8 / 11, 3), 8, 1, 1, 2),
        ("q 1", "quotes", 0.75, 0.75, 6, 2, 0, 0),
        ("q 1", "direct", 0.75, 0.75, 6, 2, 0, 0),
    )
    assert judged({sort(Decision.ADDED, origin=ANALYST): 1}) == []


def test_decisions_tell_one_accepted_by_itself_from_one_accepted_with_its_article():
    assert of("decisions", Counts(sorts=SORTS)) == (
        (ANALYST, "GPE", 0, 0, 0, 0, 4, 0),
        (ANALYST, "PERSON", 0, 0, 0, 7, 2, 0),
        (IMPORTED, "ORG", 3, 0, 0, 0, 0, 0),
        ("p 1", "PERSON", 53, 5, 1, 1, 0, 90),
        ("q 1", "direct", 6, 0, 2, 0, 0, 0),
    )
    assert of("labels", Counts(sorts=SORTS)) == (
        ("PERSON", "entities", 151),
        ("GPE", "entities", 4),
        ("ORG", "entities", 3),
        ("direct", "quotes", 8),
    )


@pytest.mark.parametrize(
    ("seconds", "work"),
    [((), 0), ((7,), 0), ((0, 60, 61), 61), ((0, PAUSE, 2 * PAUSE + 1, 2 * PAUSE + 11), PAUSE + 10), ((0, 50, 20), 50)],
)
def test_pauses_and_clocks_put_back_are_no_work(seconds, work):
    times = [datetime.fromtimestamp(1_790_000_000 + each).astimezone().isoformat() for each in seconds]
    assert worked(times) == work


def test_pace_comes_from_what_was_done_and_what_is_left():
    day = [Act("user.label", f"2026-11-23T12:{minute:02}:00Z", False) for minute in range(0, 10, 2)]
    done = [
        Act("user.done", f"2026-11-{day}T12:10:00Z", undone) for day, undone in ((23, False), (24, False), (24, True))
    ]
    articles = {Status.NEW: 2, Status.OPEN: 1, Status.DONE: 2, Status.ASIDE: 40}
    counts = Counts(articles=articles, sorts=SORTS, acts={"mk": [*day, *done], "bo": day[:1]})
    assert dict(of("pace", counts)) == {
        "minutes of work": 10.0,
        "articles read whole": 0,
        "minutes per article": 5.0,
        "seconds per quote": 75.0,
        "articles left": 3,
        "articles a day": 1.0,
        "days left": 3,
    }
    assert [(done, acts) for _, done, acts in of("progress", counts)] == [(1, 7), (1, 2)]
    assert of("corrections", counts) == (("label", 6),)
    assert dict(of("pace", Counts()))["days left"] is None


def test_who_speaks_is_told_by_words_and_gender_only_where_it_is_recorded():
    speakers = {
        "a": Speaker(id="a", name="Ana", extra={"gender": "f"}),
        "b": Speaker(id="b", name="Bo"),
        "c": Speaker(id="c", name="Ana"),
    }
    said = {
        Said("a", "Post"): Amount(2, 10),
        Said("a", "Mail"): Amount(1, 5),
        Said("b", "Post"): Amount(4, 12),
        Said(None, ""): Amount(1, 1),
        Said("c", "Post"): Amount(1, 2),
    }
    counts = Counts(said=said, speakers=speakers)
    assert of("speakers", counts) == (("Ana", "f", 3, 15), ("Bo", "", 4, 12), ("Ana", "", 1, 2), ("", "", 1, 1))
    assert of("genders", counts) == (("f", 3, 15, 0.517), ("", 5, 14, 0.483))
    assert of("balance", counts) == (
        ("Post", "", 5, 14, 0.583), ("Post", "f", 2, 10, 0.417), ("Mail", "f", 1, 5, 1.0),
    )  # fmt: skip
    assert of("outlets", counts) == (("Post", 7, 24), ("Mail", 1, 5), ("", 1, 1))
    nobodys = Counts(said=said, speakers={id_: Speaker(id=id_, name=each.name) for id_, each in speakers.items()})
    assert of("genders", nobodys) == ()
