"""Looks, in real threads and processes."""

import os
from collections.abc import Iterator
from threading import Event, Semaphore
from typing import Any

import pytest

from annotator.model.faults import Fault
from annotator.session.beside.looks import Ended, HowFar, Look, Looks, Seen

PATIENCE = 10.0


class Owner:
    """Takes what was seen in the test's thread."""

    def __init__(self) -> None:
        self.told = Semaphore(0)
        self.looks = Looks(self.told.release)
        self.seen: list[Seen] = []

    def until_ended(self, number: int) -> list[Any]:
        while not any(s.number == number and isinstance(s.what, Ended) for s in self.seen):
            assert self.told.acquire(timeout=PATIENCE), f"nothing more came after {self.seen}"
            self.seen += self.looks.take()
        return [seen.what for seen in self.seen if seen.number == number and not isinstance(seen.what, HowFar)]


@pytest.fixture
def owner() -> Iterator[Owner]:
    made = Owner()
    yield made
    made.looks.close()


def finds(*what: Any) -> Look:
    def look(progress, wanted, hand):
        for each in what[:-1]:
            hand(each)
        return what[-1]

    return look


def test_what_is_found_comes_in_order_and_the_end_comes_last(owner):
    number = owner.looks.ask("a", finds("one", "two", "three"), apart=False)
    assert owner.until_ended(number) == ["one", "two", "three", Ended()]


def test_a_fault_and_a_bug_end_a_look_with_words_for_the_person(owner):
    def mendable(progress, wanted, hand):
        raise Fault("There is no such file.", "Name another.")

    def bug(progress, wanted, hand):
        raise LookupError("a bug")

    (ended,) = owner.until_ended(owner.looks.ask("a", mendable, apart=False))
    assert str(ended.fault).startswith("There is no such file.")
    (ended,) = owner.until_ended(owner.looks.ask("a", bug, apart=False))
    assert "mistake of the program" in str(ended.fault)


def test_a_newer_look_takes_the_place_of_the_one_before_and_leaves_those_of_other_sorts(owner):
    begun, ended = Event(), Event()

    def endless(progress, wanted, hand):
        hand("stale")
        begun.set()
        while wanted():
            ended.wait(0.001)
        ended.set()
        return "stale"

    old = owner.looks.ask("a", endless, apart=False)
    assert begun.wait(PATIENCE)
    other = owner.looks.ask("b", finds("of b"), apart=False)
    new = owner.looks.ask("a", finds("fresh"), apart=False)
    assert owner.until_ended(new) == ["fresh", Ended()]
    assert owner.until_ended(other) == ["of b", Ended()]
    assert ended.wait(PATIENCE)
    assert not [seen for seen in (*owner.seen, *owner.looks.take()) if seen.number == old]


def test_progress_is_told_with_the_number_of_its_look(owner):
    go_on = Event()

    def slow(progress, wanted, hand):
        progress(3, 7)
        assert go_on.wait(PATIENCE)

    number = owner.looks.ask("a", slow, apart=False)
    while not owner.seen:
        assert owner.told.acquire(timeout=PATIENCE)
        owner.seen += owner.looks.take()
    assert owner.seen == [Seen(number, HowFar(3, 7))]
    go_on.set()
    assert owner.until_ended(number) == [Ended()]


def test_closing_ends_what_is_under_way_and_nothing_is_seen_any_more():
    owner, begun = Owner(), Event()

    def endless(progress, wanted, hand):
        begun.set()
        while wanted():
            pass
        hand("late")

    owner.looks.ask("a", endless, apart=False)
    assert begun.wait(PATIENCE)
    owner.looks.close()
    assert owner.looks.take() == []


def in_another_process(progress, wanted, hand):
    """What a child is given to do."""
    progress(1, 2)
    hand(os.getpid())
    return "done"


def test_a_look_has_a_process_of_its_own(owner):
    process, done, ended = owner.until_ended(owner.looks.ask("a", in_another_process))
    assert process != os.getpid()
    assert (done, ended) == ("done", Ended())
