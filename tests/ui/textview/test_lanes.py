"""Lanes and chip rows."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Span
from annotator.ui.textview.lanes import CHIP_GAP, MAX_ROWS, lanes, pack

SPANS = st.lists(st.builds(lambda start, length: Span(start, start + length), st.integers(0, 40), st.integers(1, 20)))


@given(SPANS)
def test_spans_that_overlap_never_share_a_lane(spans: list[Span]) -> None:
    found = lanes(spans)
    for i, a in enumerate(spans):
        for j in range(i):
            assert not a.overlaps(spans[j]) or found[i] != found[j]


@given(SPANS)
def test_an_inner_span_has_a_lower_lane_than_the_one_around_it(spans: list[Span]) -> None:
    found = lanes(spans)
    for i, outer in enumerate(spans):
        for j, inner in enumerate(spans):
            if outer.contains(inner) and outer != inner:
                assert found[j] < found[i]


def test_spans_beside_each_other_lie_next_to_the_text() -> None:
    assert lanes([Span(0, 4), Span(4, 9), Span(12, 13)]) == [0, 0, 0]


CHIPS = st.lists(st.tuples(st.floats(0, 380), st.floats(10, 60)), max_size=8).map(sorted)


@given(CHIPS)
def test_no_chip_covers_another_while_rows_are_left(chips: list[tuple[float, float]]) -> None:
    packed = pack(chips, 400, 20, 200)
    if max((row for _, row in packed), default=0) == MAX_ROWS - 1:
        return
    boxes = [(row, x, x + width) for (x, row), (_, width) in zip(packed, chips, strict=True)]
    for i, (row, left, right) in enumerate(boxes):
        assert left >= 0
        assert right <= 400 + 1e-6
        for other_row, other_left, other_right in boxes[:i]:
            assert row != other_row or left >= other_right + CHIP_GAP - 1e-6 or right <= other_left


def test_chips_that_begin_together_stand_in_one_row() -> None:
    assert [row for _, row in pack([(0, 50), (0, 40), (1, 30)], 400, 20, 200)] == [0, 0, 0]


def test_a_chip_that_would_move_far_goes_up_a_row_instead() -> None:
    assert pack([(0, 50), (20, 50)], 400, 20, 200)[1] == (20, 1)
