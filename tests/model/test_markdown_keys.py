"""What keys do to Markdown, with "|" where the caret is, or around what is selected."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.markdown_keys import Typed, broken, headed, indented, listed, marked


def place(written: str) -> tuple[str, int, int]:
    start, end = written.index("|"), written.rindex("|")
    return written.replace("|", ""), start, max(start, end - 1)


def after(text: str, typed: Typed | None) -> str:
    assert typed is not None
    new = text[: typed.start] + typed.words + text[typed.end :]
    start, end = typed.selected
    return f"{new[:start]}|{new[start:end]}|{new[end:]}" if start != end else f"{new[:start]}|{new[start:]}"


@pytest.mark.parametrize(
    ("mark", "before", "then"),
    [
        ("**", "A |few| words", "A **|few|** words"),
        ("**", "A **|few|** words", "A |few| words"),
        ("**", "A |**few**| words", "A |few| words"),
        ("**", "A f|ew words", "A **|few|** words"),
        ("**", "A | few |words", "A  **|few|** words"),
        ("**", "A |", "A **|**"),
        ("*", "A **|few|** words", "A ***|few|*** words"),
        ("*", "A ***|few|*** words", "A **|few|** words"),
    ],
)
def test_marks_go_around_words_and_away_again(mark, before, then):
    text, start, end = place(before)
    assert after(text, marked(text, start, end, mark)) == then


@pytest.mark.parametrize(
    ("level", "before", "then"),
    [
        (2, "a\nPER|SON\nb", "a\n## PER|SON\nb"),
        (2, "## PER|SON", "PER|SON"),
        (1, "## PER|SON", "# PER|SON"),
        (0, "### |PERSON", "|PERSON"),
        (2, "|a\nb|", "|## a\n## b|"),
    ],
)
def test_lines_become_headings_and_lines_again(level, before, then):
    text, start, end = place(before)
    assert after(text, headed(text, start, end, level)) == then


@pytest.mark.parametrize(
    ("numbered", "before", "then"),
    [
        (False, "a|b", "- a|b"),
        (False, "- a|b", "a|b"),
        (False, "|", "- |"),
        (False, "|a\n\nb|", "|- a\n\n- b|"),
        (True, "|- a\n  - b|", "|1. a\n  2. b|"),
        (True, "|1. a\n2. b|", "|a\nb|"),
    ],
)
def test_lines_become_items_and_lines_again(numbered, before, then):
    text, start, end = place(before)
    assert after(text, listed(text, start, end, numbered=numbered)) == then


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("- a|", "- a\n- |"),
        ("- a\n- |", "- a\n|"),
        ("  9) a|b", "  9) a\n  10) |b"),
        ("> a|", "> a\n> |"),
        ("a|", None),
        ("|- a", None),
    ],
)
def test_enter_goes_on_with_a_list_and_ends_it(before, then):
    text, at, _ = place(before)
    typed = broken(text, at)
    assert (after(text, typed) if typed is not None else None) == then


def test_items_are_moved_in_and_back_and_other_lines_are_not():
    text, start, end = place("- a\n|- b\n- c|\nd")
    assert after(text, indented(text, start, end, back=False)) == "- a\n|  - b\n  - c|\nd"
    text, start, end = place("  - b|\nd")
    assert after(text, indented(text, start, end, back=True)) == "- b|\nd"
    assert indented("d", 0, 1, back=False) is None


@settings(max_examples=60)
@given(st.text("ab *-#\n1.>😀", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_what_is_done_twice_loses_no_letter_and_stays_within_the_text(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    every = [marked(text, start, end, "**"), headed(text, start, end, 2), listed(text, start, end), broken(text, start)]
    for typed in every:
        if typed is not None:
            new = text[: typed.start] + typed.words + text[typed.end :]
            assert sorted(c for c in new if c in "ab😀") == sorted(c for c in text if c in "ab😀")
            assert 0 <= typed.selected[0] <= typed.selected[1] <= len(new)
