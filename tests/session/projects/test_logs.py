import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.session.projects.logs import keep_crashes, log_to

SECRET = "The mayor said nobody knew."


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "annotator.log"
    handler = log_to(path)
    yield path
    logging.getLogger("annotator").removeHandler(handler)
    handler.close()


def test_no_text_of_an_article_is_in_the_log(log: Path) -> None:
    logger = logging.getLogger("annotator.ui.window")
    logger.warning("news.jsonl, line 3: %r is no date", SECRET)
    try:
        int(SECRET)
    except ValueError:
        logger.warning("It went wrong.", exc_info=True)
    written = log.read_text("utf-8")
    assert "news.jsonl, line 3: … is no date" in written
    assert "ValueError" in written
    assert "test_logs.py:" in written
    assert "mayor" not in written


@pytest.mark.skipif(os.name != "posix", reason="rights are a matter of POSIX")
def test_only_its_owner_may_read_it(log: Path) -> None:
    logging.getLogger("annotator").warning("something")
    assert log.stat().st_mode & 0o777 == 0o600


_CRASHING = """
import ctypes, sys
from pathlib import Path
from annotator.session.projects.logs import keep_crashes
assert not keep_crashes(Path(sys.argv[1]))
ctypes.string_at(0)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals end no process elsewhere")
def test_a_crash_is_known_at_the_next_start_and_only_then(log: Path) -> None:
    crashes = log.with_name("crash.log")
    ended = subprocess.run([sys.executable, "-c", _CRASHING, str(crashes)], check=False)
    assert ended.returncode < 0
    again = (
        "import sys; from pathlib import Path; from annotator.session.projects.logs import keep_crashes, log_to; "
        "log_to(Path(sys.argv[2])); print(keep_crashes(Path(sys.argv[1])), keep_crashes(Path(sys.argv[1])))"
    )
    told = subprocess.run(
        [sys.executable, "-c", again, str(crashes), str(log)], capture_output=True, text=True, check=True
    )
    assert told.stdout == "True False\n"
    assert "Segmentation fault" in log.read_text("utf-8")
    assert crashes.read_text("utf-8") == ""


def test_a_place_that_cannot_be_written_is_no_reason_not_to_start(tmp_path: Path) -> None:
    assert keep_crashes(tmp_path / "missing" / "crash.log") is False
