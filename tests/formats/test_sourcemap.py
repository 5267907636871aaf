import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sourcemap import assemble, canonical, compose, to_text
from annotator.model.document import MapRun, Span

PARTS = ["a", "é", "😀", "\r", "\n", "\r\n", "\ufeff", "\u2028", "\x85", " "]
decoded_texts = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)


def from_source(runs, at):
    """The code point of the file that the text's code point `at` stood at."""
    for text_start, file_start, length in runs:
        if text_start <= at < text_start + length:
            return file_start + at - text_start
    return None


@given(decoded_texts)
def test_every_run_of_a_canonical_text_is_the_file_s_text_there_but_for_newlines(decoded):
    text, runs = canonical(decoded)
    assert "\r" not in text
    for text_start, file_start, length in runs:
        there = decoded[file_start : file_start + length]
        assert text[text_start : text_start + length] == there.replace("\r", "\n")
    assert sum(run.length for run in runs) == len(text)


@given(decoded_texts)
def test_a_text_reads_as_python_reads_it_with_universal_newlines(decoded):
    text, _ = canonical(decoded)
    assert text == decoded.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def test_only_a_leading_bom_goes_and_other_line_ends_stay():
    text, runs = canonical("\ufeff\ufeffa\u2028b\x85c\u00a0\r\n\rd")
    assert text == "\ufeffa\u2028b\x85c\u00a0\n\nd"
    assert runs == (MapRun(0, 1, 7), MapRun(7, 9, 3))


def test_an_empty_text_has_no_runs():
    assert canonical("") == ("", ())
    assert canonical("\ufeff") == ("", ())


def test_a_run_that_a_span_goes_back_over_is_text_from_nowhere():
    assert assemble("abcdef", [Span(2, 4), "&", Span(1, 2), Span(4, 5)]) == (
        "cd&be",
        (MapRun(0, 2, 2), MapRun(4, 4, 1)),
    )


@given(st.data())
def test_maps_composed_lead_where_one_after_the_other_leads(data):
    decoded = data.draw(decoded_texts)
    middle, inner = canonical(decoded)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(middle)), max_size=6)))
    text, outer = assemble(middle, [*(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)), "+"])
    composed = compose(outer, inner)
    for at in range(len(text)):
        between = from_source(outer, at)
        assert from_source(composed, at) == (None if between is None else from_source(inner, between))


@given(decoded_texts, st.integers(0, 20), st.integers(1, 10))
def test_a_span_of_the_file_holds_in_the_text_what_of_it_is_left(decoded, start, length):
    text, runs = canonical(decoded)
    left = [at for at in range(len(text)) if start <= from_source(runs, at) < start + length]
    assert to_text(runs, Span(start, start + length)) == (Span(left[0], left[-1] + 1) if left else None)


@pytest.mark.parametrize(("span", "moved"), [(Span(1, 3), Span(0, 2)), (Span(5, 6), Span(3, 4)), (Span(3, 4), None)])
def test_spans_move_with_a_bom_and_with_each_crlf(span, moved):
    assert to_text(canonical("\ufeffab\r\nc")[1], span) == moved
