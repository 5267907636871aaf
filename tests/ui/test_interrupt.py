import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

_SAYS_WHEN_IT_IS_READY = """
import sys
from PySide6.QtCore import QTimer
from annotator.ui.app import run

QTimer.singleShot(0, lambda: print("ready", flush=True))
sys.exit(run([]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_in_good_order(number: signal.Signals, tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ANNOTATOR_HOME": str(tmp_path)}
    script = f"from PySide6.QtWidgets import QApplication; QApplication(['annotator'])\n{_SAYS_WHEN_IT_IS_READY}"
    process = subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert (tmp_path / "settings.json").is_file()
    assert not (tmp_path / "data" / "Sample.anno-wal").exists()
