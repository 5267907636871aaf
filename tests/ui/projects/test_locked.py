"""Another program holds the project's database: one message says so, the window answers, and work goes on after it."""

import subprocess
import sys

import pytest

from annotator.store.sqlite import connection
from tests.ui.desk import hands, window_of_module

__all__ = ["hands", "window_of_module"]  # the fixtures

_HOLDING = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def held(hands):
    """A process that holds the lock, as the sqlite3 shell does, until it is told a line."""
    command = [sys.executable, "-c", _HOLDING, str(hands.session.project.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        yield other
        other.stdin.close()


def test_an_edit_is_told_not_to_be_saved_reading_goes_on_and_so_does_work_once_the_lock_is_let_go(hands, held):
    with hands.session.project._database.read() as reading:
        waits = reading.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    assert waits == 1000 * connection.PATIENCE_IN_A_WINDOW <= 50
    before = hands.document
    hands.click(hands.span("Brenna"))
    hands.press("2")
    assert "is locked by another program" in hands.window.key_line.message
    assert "Close what else has it open" in hands.window.key_line.message
    assert hands.document == before == hands.session.project.document("near")
    hands.window.key_line.dismiss()

    hands.click_row(hands.window.queue.view, 1)
    hands.wait(lambda: hands.session.current == "far")
    assert "locked" not in hands.window.key_line.message
    hands.click_row(hands.window.queue.view, 0)
    hands.wait(lambda: hands.session.current == "near")

    held.communicate("let go\n")
    hands.click(hands.span("Brenna"))
    hands.press("2")
    assert hands.entity("Brenna").label == hands.session.labels[1]
    assert hands.session.project.document("near") == hands.document
