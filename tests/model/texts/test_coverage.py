"""What is taken for read: time is spent from the top, and a corrected text keeps what it can."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Article, Document, Span
from annotator.model.texts.coverage import (
    LEAST,
    PACE,
    Attention,
    Seen,
    digest,
    joined,
    read_of,
    share_of,
    takes,
    to_read,
)

LONG = "word " * 99 + "end"
TEXT = f"A harbour town wakes.\n\n{LONG}\nIt rains."


def article(text: str = TEXT) -> Document:
    return Document(article=Article(id="a", text=text))


def seen(text: str, paragraph: Span, by: str = "mk") -> Seen:
    return Seen(paragraph.start, digest(text[paragraph.start : paragraph.end]), by, "then", "then")


def test_reading_takes_its_words_and_half_a_second_at_least_in_scripts_without_spaces_too():
    assert takes("word " * PACE) == pytest.approx(60)
    assert takes("One.") == LEAST
    assert takes("港口今天早上仍然关闭" * 16) == pytest.approx(160 / 1.6 * 60 / PACE, rel=0.02)


def test_time_is_spent_from_the_top_and_what_nobody_read_comes_first():
    first, long, last = to_read(article())
    whole = Span(0, len(TEXT))
    look = Attention(article())
    assert look.stood(whole, 0.4) == []
    assert look.stood(whole, 0.1) == [first]
    assert look.stood(whole, takes(LONG) + 0.1) == [long]
    assert look.stood(whole, 60) == [last]
    assert Attention(article(), known=[first, long]).stood(whole, LEAST) == [last]


def test_of_a_long_paragraph_all_lines_have_to_stand_for_their_time():
    _, long, _ = to_read(article())
    half = (long.start + long.end) // 2
    look = Attention(article())
    assert look.stood(Span(long.start, half), 60) == []
    assert look.stood(Span(half, long.end), takes(LONG) / 4) == []
    assert look.stood(Span(half, long.end), takes(LONG) / 4 + 0.1) == [long]


def test_scrolling_through_an_article_reads_nothing_of_what_takes_longer():
    text = "\n".join("ten words that somebody may read in a second or " + str(n) for n in range(500))
    look = Attention(article(text))
    read = [each for at in range(0, len(text), 900) for each in look.stood(Span(at, at + 1500), 0.05)]
    assert read == []


def test_a_selection_reads_the_paragraphs_that_it_touches_once():
    first, long, last = to_read(article())
    look = Attention(article())
    assert look.visited(Span(3, 3)) == [first]
    assert look.visited(Span(first.start, long.start + 1)) == [long]
    assert look.visited(Span(first.end + 1, first.end + 1)) == []  # nothing stands there
    assert look.visited(Span(len(TEXT), len(TEXT))) == [last]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.floats(0, 5)), max_size=12))
def test_no_more_is_read_than_the_time_allows(looks):
    look, spent, read = Attention(article()), 0.0, []
    for start, end, seconds in looks:
        read += look.stood(Span(min(start, end), max(start, end)), seconds)
        spent += seconds
    assert len(read) == len(set(read))
    assert sum(takes(TEXT[start:end]) for start, end in read) <= spent + 0.01


def test_what_is_corrected_elsewhere_stays_read_and_what_is_changed_does_not():
    first, long, _ = to_read(article())
    known = [seen(TEXT, first), seen(TEXT, long), seen(TEXT, long, "jo")]
    assert {span: len(by) for span, by in read_of(article(), known).items()} == {first: 1, long: 2}
    corrected = article(TEXT.replace("wakes.", "wakes late."))
    (moved,) = read_of(corrected, known)
    assert corrected.text[moved.start : moved.end] == LONG
    assert read_of(corrected, [seen(TEXT, first)]) == {}


def test_of_paragraphs_with_the_same_words_as_many_stay_read_as_were():
    text = "* * *\nOne.\n* * *\nTwo.\n* * *"
    known = [seen(text, article(text).article.paragraphs[n]) for n in (0, 4)]
    moved = "Before.\n" + text
    assert sorted(read_of(article(moved), known)) == [article(moved).article.paragraphs[n] for n in (1, 3)]


def test_the_share_is_by_characters_and_stretches_are_joined_over_what_has_no_words():
    first, long, last = to_read(article())
    assert share_of(article(), [first, long, last]) == 1
    assert share_of(article(), []) == 0
    assert share_of(article("\n \n"), []) == 1
    assert share_of(replace(article(), boilerplate=(long,)), [first, last]) == 1
    assert joined(article(), [long, first]) == (Span(first.start, long.end),)
    assert joined(article(), [last, first]) == (first, last)
