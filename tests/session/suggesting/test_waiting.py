"""The waiting list, without a child."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.session.suggesting.waiting import Request, WaitingList

ASKED = st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=20)


def fill(waiting: WaitingList, asked: list[tuple[str, bool]]) -> None:
    for document_id, urgent in asked:
        waiting.put(waiting.make(document_id, document_id.upper(), "en", urgent=urgent, tokenize=True))


def emptied(waiting: WaitingList) -> list[str]:
    return [waiting.pop().document_id for _ in range(len(waiting))]


@given(ASKED)
def test_the_newest_urgent_one_is_first_and_the_oldest_other_one_after_them(asked: list[tuple[str, bool]]) -> None:
    waiting = WaitingList()
    fill(waiting, asked)
    last = {document_id: (urgent, at) for at, (document_id, urgent) in enumerate(asked)}
    urgent = sorted((d for d, (u, _) in last.items() if u), key=lambda d: -last[d][1])
    others = sorted((d for d, (u, _) in last.items() if not u), key=lambda d: last[d][1])
    assert emptied(waiting) == urgent + others


@given(ASKED)
def test_what_was_held_waits_again_where_it_was(asked: list[tuple[str, bool]]) -> None:
    waiting, other = WaitingList(), WaitingList()
    fill(waiting, asked)
    fill(other, asked)
    for _ in range(len(waiting)):
        waiting.hold(waiting.pop())
    assert len(waiting) == 0
    assert waiting.held == len(other)
    waiting.release()
    assert emptied(waiting) == emptied(other)


def test_nothing_can_be_taken_from_an_empty_list() -> None:
    with pytest.raises(ValueError, match="empty"):
        WaitingList().pop()


def test_a_held_request_is_forgotten_with_the_others() -> None:
    waiting = WaitingList()
    fill(waiting, [("a", True), ("b", False)])
    waiting.hold(waiting.pop())
    waiting.drop("a")
    assert (len(waiting), waiting.held) == (1, 0)
    waiting.hold(waiting.pop())
    waiting.clear()
    assert (len(waiting), waiting.held) == (0, 0)


def request(**changes: object) -> Request:
    values: dict[str, object] = {
        "document_id": "a",
        "text": "A",
        "language": None,
        "tokenize": True,
        "rank": (0, 0),
        **changes,
    }
    return Request(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes", [{"document_id": "b"}, {"text": "B"}, {"language": "en"}, {"dropped": True}, {"tokenize": False}]
)
def test_a_request_covers_no_other_text_and_none_that_wants_more(changes: dict[str, object]) -> None:
    assert request().covers(request())
    assert request().covers(request(tokenize=False))
    assert not request(**changes).covers(request())
