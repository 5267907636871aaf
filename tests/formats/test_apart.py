"""Files of many articles, read in a child process: in portions, with an end to what takes too long or too much."""

import time
from collections.abc import Iterator

import pytest

from annotator.formats import apart
from annotator.formats.apart import streams_apart
from annotator.formats.inputs import Given
from annotator.model.document import Article, Document
from annotator.model.exchange import Imported, Input
from annotator.model.faults import Fault

HERE = "tests.formats.test_apart"


def _article(number: int) -> Imported:
    return Imported(document=Document(article=Article(id=str(number), text=f"It rains. {number}")))


def many(given: Input) -> Iterator[Imported | Fault]:
    """As many articles as the file says, and a mistake behind them."""
    with given.open() as file:
        count, _, then = file.read().decode().partition(" ")
    for number in range(int(count)):
        yield _article(number)
    if then == "fault":
        raise Fault("The file is no good.", "Get another.")
    if then == "memory":
        bytearray(5_000_000_000)
    while then == "work":
        pass
    if then == "hang":
        time.sleep(600)
    if then == "end":
        import os

        os._exit(3)
    if then:
        raise ValueError(then)


read = streams_apart(f"{HERE}:many", "a heap")


@pytest.fixture(scope="module", autouse=True)
def _no_child_is_left() -> Iterator[None]:
    yield
    apart._end()


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("fault", "^The file is no good"),
        ("odd", r"a\.heap cannot be read as a heap: it is damaged \(ValueError: odd\)"),
        ("memory", "more memory"),
        ("end", "process that reads it has ended"),
    ],
)
def test_what_came_before_a_mistake_is_read_and_the_next_file_too(then: str, said: str) -> None:
    found = []
    with pytest.raises(Fault, match=said):
        found.extend(read(Given("a.heap", f"70 {then}".encode())))
    assert len(found) == (64 if then == "end" else 70)
    assert len(list(read(Given("b.heap", b"3")))) == 3


@pytest.mark.parametrize(("then", "busy"), [("work", 100), ("hang", 1)], ids=["by its own work", "by the clock"])
def test_what_does_not_go_on_is_ended(then: str, busy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    list(read(Given("a.heap", b"1")))  # a child is there, and has imported this module
    monkeypatch.setattr(apart, "PER_PORTION", 0.2)
    monkeypatch.setattr(apart, "BUSY", busy)
    with pytest.raises(Fault, match="takes longer"):
        list(read(Given("a.heap", f"70 {then}".encode())))


def test_articles_come_before_the_last_is_read_and_closing_ends_it() -> None:
    first, other = read(Given("a.heap", b"500000")), read(Given("b.heap", b"500000"))
    assert [next(first), next(other)] == [_article(0), _article(0)], "two at a time"
    first.close()
    other.close()
    assert [each.document.id for each in read(Given("c.heap", b"2"))] == ["0", "1"]


def test_a_child_is_kept_for_the_next_file() -> None:
    list(read(Given("a.heap", b"1")))
    (reader,) = apart._spare
    before = reader._child
    list(read(Given("a.heap", b"1")))
    assert reader._child is before
