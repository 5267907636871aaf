"""The program's log, and what it keeps of an end that came unexpectedly.

Article text goes into neither: of a mistake of the program its kind and its places in the code are logged, and of a
sentence all but what stands in quote marks.
"""

import faulthandler
import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from annotator.model.mistakes import Mistake, without_quotations

_log = logging.getLogger(__name__)
_Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

MOST = 1_000_000
"""How many bytes a log has before another one is begun; two older ones are kept."""


class Discreet(logging.Formatter):
    """Writes a record without what may be text of an article."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - the name is logging's
        """The kinds and places of an error, without its words."""
        return Mistake.of(ei[1]).report() if ei[1] is not None else ""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - likewise
        """A record's sentence without what it quotes."""
        record.message = without_quotations(record.message)
        return super().formatMessage(record)


class _Private(RotatingFileHandler):
    """A log that only its owner may read."""

    def _open(self) -> TextIOWrapper:
        return _private(Path(self.baseFilename))


def _private(path: Path) -> TextIOWrapper:
    """A file to append to and read, which only its owner may read."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    return os.fdopen(descriptor, "a+", encoding="utf-8", errors="replace")


def log_to(path: Path) -> logging.Handler:
    """Have what the program logs written to a file; returns what writes it, for `logging` to be told to end it."""
    handler = _Private(path, maxBytes=MOST, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(Discreet())
    logging.getLogger("annotator").addHandler(handler)
    return handler


def keep_crashes(path: Path) -> bool:
    """Have Python write where it was to a file when a fault of a library ends the process.

    Returns whether the program crashed last time; what was written then goes into the log. Several processes may write
    to one file.
    """
    try:
        file = _private(path)
        file.seek(0)
        left = file.read().strip()
        file.truncate(0)
    except OSError:  # a log that cannot be written is no reason not to start
        return False
    if left:
        _log.error("The program crashed last time:\n%s", left)
    faulthandler.enable(file)
    return bool(left)
