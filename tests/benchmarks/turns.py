"""How long a window does not answer while something is done, and what its own thread computes meanwhile."""

import time
from collections.abc import Callable
from resource import RUSAGE_CHILDREN, getrusage

BUDGET = 50.0
"""Milliseconds that the window's thread may compute before it answers again."""


class Turns:
    """How long the window did not answer, and what its thread computed, from a turn of the event loop to the next.

    took      the seconds until the act was done
    children  the seconds of CPU that other processes took for it, as far as they have ended
    gap       the longest time between two turns, in milliseconds
    computed  the most that the window's thread computed between two turns, in milliseconds of CPU
    """

    def __init__(self) -> None:
        self.gap = self.computed = self.took = self.children = 0.0

    def until(self, act: Callable[[], object], arrived: Callable[[], bool], *, limit: float = 3600) -> None:
        """Does an act, and turns until something has arrived; raises TimeoutError after `limit` seconds."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, timer = QEventLoop(), QTimer()
        began, children = time.perf_counter(), _children()
        last = [began, time.thread_time()]

        def tick() -> None:
            now = time.perf_counter(), time.thread_time()
            self.gap = max(self.gap, 1000 * (now[0] - last[0]) - 5)
            self.computed = max(self.computed, 1000 * (now[1] - last[1]))
            last[:] = now
            if arrived() or now[0] > began + limit:
                loop.quit()

        timer.timeout.connect(tick)
        timer.start(5)
        act()
        loop.exec()
        timer.stop()
        self.took = time.perf_counter() - began
        self.children = _children() - children
        if self.took > limit:
            raise TimeoutError(f"not done after {limit:.0f} s")


def _children() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Rows:
    """The table of a benchmark: a row for each act, printed as soon as it is measured.

    met  whether no row has missed the budget
    """

    def __init__(self) -> None:
        self.met = True
        print(f"{'beside the window':<44}{'took':>9}{'apart':>9}{'longest gap':>13}{'computed':>11}{'budget':>9}")

    def measure(self, name: str, act: Callable[[], object], arrived: Callable[[], bool]) -> None:
        """Does an act, and turns until something has arrived."""
        turns = Turns()
        turns.until(act, arrived)
        fine = turns.computed <= BUDGET
        self.met &= fine
        print(
            f"{name:<44}{turns.took:7.1f} s{turns.children:7.1f} s{turns.gap:10.1f} ms{turns.computed:8.1f} ms"
            f"{BUDGET:6.0f} ms  {'' if fine else 'MISSED'}",
            flush=True,
        )
