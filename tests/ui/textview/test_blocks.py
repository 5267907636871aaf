"""Display chunks and heights."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Article
from annotator.ui.textview import blocks as module
from annotator.ui.textview.blocks import Heights, blocks


def of(text: str) -> tuple[module.Block, ...]:
    return blocks(text, Article(id="", text=text).paragraphs)


def test_each_paragraph_is_a_block_and_an_empty_article_has_one() -> None:
    assert of("") == ((0, 0, True, True),)
    assert of("a\n\nbc") == ((0, 1, True, True), (2, 2, True, True), (3, 5, True, True))


def test_a_long_paragraph_is_cut_after_a_sentence_and_nothing_is_lost() -> None:
    text = "A sentence of some words. " * 1_000
    found = of(text + "\nend")
    assert len(found) > 6
    assert found[0].start == 0
    assert all(a.end == b.start for a, b in pairwise(found[:-1]))
    assert all(text[block.end - 2 : block.end] == ". " for block in found[:-2])
    assert [block.first for block in found[:3]] == [True, False, False]


def test_a_long_line_without_a_space_is_never_cut_within_a_cluster() -> None:
    text = "👩\u200d👩\u200d👧" * 900 + "e\u0301" * 4_000 + "🇩🇪" * 3_000
    for block in of(text)[1:]:
        after = text[block.start]
        assert text[block.start - 1] != "\u200d"
        assert after != "\u200d"
        assert unicodedata.category(after)[0] != "M"


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.data())
def test_sums_and_places_hold_while_heights_change(heights: list[int], data: st.DataObject) -> None:
    found = Heights([float(height) for height in heights])
    for _ in range(4):
        at = data.draw(st.integers(0, len(heights) - 1))
        heights[at] = data.draw(st.integers(0, 50))
        found[at] = float(heights[at])
        y = data.draw(st.integers(-5, sum(heights) + 5))
        assert [found.top(i) for i in range(len(heights) + 1)] == [sum(heights[:i]) for i in range(len(heights) + 1)]
        index = found.at(y)
        assert index == 0 or found.top(index) <= y
        assert index == len(heights) - 1 or y < found.top(index + 1)
