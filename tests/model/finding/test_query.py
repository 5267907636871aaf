"""Queries say what was meant, forgive what can be forgiven, and name the place of what cannot."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Span
from annotator.model.finding.query import (
    VALUES,
    Filter,
    Misread,
    Query,
    Range,
    Term,
    completing,
    date_range,
    parse,
    score_range,
    written,
)


def test_words_phrases_and_filters_are_read():
    query = parse('Harbour* "the Board" -weather label:person speaker:“Ana Ruiz” -origin:en_core is:pending 9:30')
    assert query.terms == (
        Term(("harbour",), begins=True),
        Term(("the", "board")),
        Term(("weather",), negative=True),
        Term(("9", "30")),
    )
    assert query.filters == (
        Filter("label", "person"),
        Filter("speaker", "Ana Ruiz"),
        Filter("origin", "en_core", negative=True),
        Filter("decision", "pending"),
    )
    assert (query.entities, query.quotes) == (True, False)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("", ""),
        ("  ! ? ", ""),
        ("label: PERSON", "label:PERSON"),
        ('"the board', '"the board"'),
        ("«the board»", '"the board"'),
        ("water label:", "water"),
        ("STATUS:Done", "status:done"),
        ("is:DIRECT", "kind:direct"),
        ("https://example.org", '"https example org"'),
    ],
)
def test_what_can_be_forgiven_is(typed, same):
    assert parse(typed) == parse(same)


@pytest.mark.parametrize(
    ("typed", "place", "remedy"),
    [
        ("water lable:PERSON", "lable:PERSON", "Did you mean label:?"),
        ("kind:indrect x", "kind:indrect", "Did you mean indirect?"),
        ("a score:<x", "score:<x", "A score is from 0 to 1"),
        ("date:2026-1", "date:2026-1", "Write date:2026"),
        ("label:ORG kind:direct", "label:ORG kind:direct", "Leave one of them out."),
    ],
)
def test_what_says_nothing_is_told_with_its_place_and_what_to_write(typed, place, remedy):
    with pytest.raises(Misread) as caught:
        parse(typed)
    span = caught.value.span
    assert typed[span.start : span.end] == place
    assert caught.value.remedy.startswith(remedy)


PIECES = st.sampled_from([*'ab -:"“”<>.019 *Ä\n', *(f"{name}:" for name in VALUES)])


@given(st.lists(PIECES).map("".join) | st.text())
def test_nothing_but_a_misreading_is_raised_and_what_is_typed_can_be_completed(typed):
    with suppress(Misread):
        assert isinstance(parse(typed), Query)
    for caret in range(len(typed) + 1):
        typing = completing(typed, caret)
        assert typing.span.end == caret
        assert typed[typing.span.start : caret].lstrip().lstrip('"“”„«»').startswith(typing.begun[:1])


@given(st.sampled_from(["label", "speaker", "outlet"]), st.text(max_size=6).filter(lambda s: s.strip(' \n"“”„«»')))
def test_a_filter_that_is_written_is_read_as_it_was_meant(name, value):
    (read,) = parse(written(name, value)).filters
    assert read == Filter(name, "".join(c for c in value if c not in '"“”„«»'))


def test_ranges_are_read():
    assert score_range("<0.6") == score_range("0,6") == Range(None, 0.6, below=True)
    assert score_range(">.9") == Range(0.9, None)
    assert score_range("0.6..0.2") == Range(0.2, 0.6)
    assert date_range("2026-01..2026-03") == Range("2026-01", "2026-03")
    assert date_range("2026") == Range("2026", "2026")
    assert date_range("..2026") == Range(None, "2026")
    assert date_range("<2026-02") == Range(None, "2026-02", below=True)


def test_what_is_being_typed_is_known():
    assert completing("water lab", 9).begun == "lab"
    typing = completing("water -speaker:“Ana R", 21)
    assert (typing.name, typing.begun, typing.span) == ("speaker", "Ana R", Span(15, 21))
    assert completing("water ", 6).begun == ""
