"""The parent's hold on a child process: one that reads articles, that searches, that imports or exports."""

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any

# A plain process with two pipes, not multiprocessing's: its spawn method imports the program's main module again in the
# child (which may be a console script, pytest, or a script without a guard, and may import Qt), and keeps a further
# process running for shared resources, of which there are none. The child gets the parent's import path and nothing
# else of it. -P keeps the folder it starts in off that path until then; faulthandler says where a pipeline crashed.
_ARGUMENTS = ("-P", "-X", "faulthandler", "-c")
NICENESS = 5
"""By how much a child that nobody waits for stands back where processes are more than processors."""
_STAND_BACK = f"import os; os.name == 'nt' or os.nice({NICENESS}); "
_START = (
    "import pickle, sys; sys.path[:], module, given = pickle.load(sys.stdin.buffer); "
    "from importlib import import_module; import_module(module).serve(*given)"
)


class Gone(Exception):
    """The child process has ended."""


class Child:
    """A running child. `kill` and `dismiss` may be called from any thread, the rest from one.

    module  the module whose `serve` is its whole life
    given   what `serve` is called with
    behind  whether it lets other processes go before it, the window among them
    """

    def __init__(self, module: str, *given: str, behind: bool = False) -> None:
        windows = os.name == "nt"
        flags = ("CREATE_NO_WINDOW", *(("BELOW_NORMAL_PRIORITY_CLASS",) if behind else ()))
        self._process = subprocess.Popen(
            [sys.executable, *_ARGUMENTS, _STAND_BACK + _START if behind else _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if sys.stderr is not None else subprocess.DEVNULL,
            # A group of its own: Ctrl+C in the terminal is for the parent, which ends the child in good order.
            process_group=None if windows else 0,
            creationflags=sum(getattr(subprocess, flag, 0) for flag in flags),
        )
        with suppress(Gone):  # the next one to wait for an answer will see it
            self._write((sys.path, module, given))

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    @property
    def ending(self) -> str:
        """What it ended with, a signal's name or an exit code in words; for after `reap`."""
        code = self._process.returncode
        if code is not None and code < 0:
            try:
                return signal.Signals(-code).name
            except ValueError:
                return f"signal {-code}"
        return f"exit code {code}"

    def send(self, task: Any) -> None:
        """Give it a task; raises Gone."""
        self._write(task)

    def receive(self) -> Any:
        """Wait for the next answer; raises Gone."""
        assert self._process.stdout is not None
        try:
            return pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise Gone from error

    def kill(self) -> None:
        """End it at once; whoever waits in `receive` gets Gone."""
        self._process.kill()

    def dismiss(self) -> None:
        """Tell it that nothing more comes: its standard input ends. Nothing may be sent any more."""
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def reap(self) -> None:
        """Wait until it has ended, which it must be doing, and let go of its pipes."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _write(self, value: Any) -> None:
        assert self._process.stdin is not None
        try:
            pickle.dump(value, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError as error:
            raise Gone from error
