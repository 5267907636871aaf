"""Where words stand beside what is marked: by hand, and against a search that knows no shortcuts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Span
from annotator.model.finding.identical import occurrences
from annotator.model.finding.standing import Standing, begins_sentence

TEXT = "Mara Lind met Lind. Lind’s boat, Lind left.\nRead more from Lind"


def test_words_stand_unmarked_where_nothing_longer_nobody_s_no_and_no_boilerplate_is():
    spans = occurrences(TEXT, "Lind")
    longer, rejected, aside = Span(0, 9), spans[1], Span(TEXT.index("Read"), len(TEXT))
    standing = Standing(TEXT, [longer], {longer, rejected}, (aside,))
    assert standing.outermost("Lind") == spans[1:]
    assert standing.unmarked("Lind") == spans[2:4]
    assert [begins_sentence(TEXT, span.start) for span in spans] == [False, False, True, False, False]
    assert begins_sentence("He said: “Lind left.”", 10)


spans = st.tuples(st.integers(0, 9), st.integers(1, 4)).map(lambda each: Span(each[0], each[0] + each[1]))


@settings(max_examples=60)
@given(st.text("ab ", min_size=1, max_size=12), st.lists(spans, max_size=5), st.sampled_from(("a", "b", "a b")))
def test_what_is_within_a_longer_one_is_as_a_plain_search_says(text, live, words):
    standing = Standing(text, live, set(live))
    outer = [s for s in occurrences(text, words) if not any(each.contains(s) and each != s for each in live)]
    assert standing.outermost(words) == outer
    assert standing.unmarked(words) == [each for each in outer if each not in live]
