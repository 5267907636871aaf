"""Errands, in real processes."""

import os
import signal
import sys
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from annotator.model.faults import Fault
from annotator.model.mistakes import MetElsewhere
from annotator.session.beside.errands import Errand
from annotator.session.beside.jobs import Cancelled


def counting(upto, progress, wanted, hand):
    for number in range(1, upto + 1):
        hand(number)
        progress(number, upto)
    return os.getpid(), os.nice(0)


def failing(progress, wanted, hand):
    raise Fault("The disk is full.", "Free some space.")


def mistaken(progress, wanted, hand):
    return {}["nothing"]


def hungry(progress, wanted, hand):
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, resource.RLIM_INFINITY))
    return bytearray(4_000_000_000)


def dying(progress, wanted, hand):
    os.kill(os.getpid(), signal.SIGKILL)


def lasting(left, progress, wanted, hand):
    hand("begun")
    while wanted():
        pass
    left.write_text("put away")


def never():
    return False


def nothing(done, total):
    pass


def test_pieces_and_progress_come_in_order_and_the_value_last():
    pieces, told = [], []
    errand = Errand(partial(counting, 300), pieces.append)
    pid, niceness = errand.run(lambda done, total: told.append((done, total)), never)
    assert pieces == list(range(1, 301))
    assert told == sorted(told)
    assert told[0] == (1, 300)
    assert pid != os.getpid()
    assert niceness > os.nice(0) or niceness == 19  # the window goes first


def test_it_can_be_done_here_after_all():
    pieces = []
    assert Errand(partial(counting, 3), pieces.append).here(nothing, never) == (os.getpid(), os.nice(0))
    assert pieces == [1, 2, 3]


def test_what_a_person_can_mend_is_raised_as_it_was():
    with pytest.raises(Fault) as caught:
        Errand(failing).run(nothing, never)
    assert (caught.value.message, caught.value.remedy) == ("The disk is full.", "Free some space.")


def test_a_mistake_of_the_program_says_where_it_was_met():
    with pytest.raises(MetElsewhere, match="KeyError: 'nothing'") as caught:
        Errand(mistaken).run(nothing, never)
    assert "in mistaken" in caught.value.mistake.report()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as Linux does it")
def test_where_there_is_not_enough_memory_it_is_a_fault_that_says_so():
    with pytest.raises(Fault, match="not enough memory") as caught:
        Errand(hungry).run(nothing, never)
    assert "Free some memory" in caught.value.remedy


def test_a_process_that_dies_is_a_fault_that_says_so():
    with pytest.raises(Fault, match="SIGKILL"):
        Errand(dying).run(nothing, never)


def test_what_another_thread_stops_ends_in_good_order(tmp_path: Path):
    left = tmp_path / "left"
    errand = Errand(partial(lasting, left), lambda _: Thread(target=errand.stop).start())
    errand.run(nothing, never)
    assert left.read_text() == "put away"
    errand.stop()  # it has ended, and nothing happens


def test_what_is_stopped_before_it_began_ends_too(tmp_path: Path):
    left = tmp_path / "left"
    Errand(partial(lasting, left)).run(nothing, lambda: True)
    assert left.read_text() == "put away"


def test_a_process_that_dies_after_it_was_stopped_is_no_fault():
    with pytest.raises(Cancelled):
        Errand(dying).run(nothing, lambda: True)
