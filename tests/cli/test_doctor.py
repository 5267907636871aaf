import subprocess
import sys
from importlib.metadata import version
from typing import Any

import pytest

from annotator.cli import doctor
from annotator.cli.doctor import fonts_to_install, probe_qt
from annotator.model.faults import Fault
from annotator.nlp.pipelines import BUNDLED


def test_doctor_says_versions_pipeline_window_system_and_fonts(annotator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    ended = annotator("doctor", "--pipeline", BUNDLED)
    assert ended.code == 0, ended.err
    for package in ("annotator", "PySide6-Essentials", "spacy", "SQLAlchemy"):
        assert version(package) in ended.out
    assert f"{BUNDLED} 3.8.0" in ended.out
    assert "offscreen (Qt 6." in ended.out
    assert "families" in ended.out
    assert not ended.err


def test_a_pipeline_that_is_missing_is_named_and_the_rest_is_said_all_the_same(
    annotator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    ended = annotator("doctor", "--pipeline", "en_core_web_huge")
    assert ended.code == 1
    assert "en_core_web_huge is not installed" in ended.err
    assert "offscreen (Qt 6." in ended.out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are Linux's")
def test_without_a_display_the_fonts_are_said_all_the_same(annotator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    ended = annotator("doctor")
    assert ended.code == 1
    assert "no display" in ended.err
    assert "families" in ended.out


def test_a_qt_that_ends_its_process_is_a_fault_with_what_it_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "require_window", lambda environment: None)
    with pytest.raises(Fault, match="nonsense"):
        probe_qt({"QT_QPA_PLATFORM": "nonsense"})


def test_a_qt_that_says_nothing_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PATIENCE", 0.001)
    with pytest.raises(Fault, match="said nothing"):
        probe_qt({"QT_QPA_PLATFORM": "offscreen"})


def test_scripts_that_no_font_draws_are_named_with_the_package_that_has_one() -> None:
    found = {"emoji": False, "without": ["Thai", "Chinese", "Arabic"]}
    assert fonts_to_install(found) == {
        "fonts-noto-core": "Arabic, Thai",
        "fonts-noto-cjk": "Chinese",
        "fonts-noto-color-emoji": "emoji",
    }
    assert fonts_to_install({"emoji": True, "without": []}) == {}


def test_doctor_itself_imports_no_qt() -> None:
    code = (
        "import sys; from annotator.cli.app import run; code = run(['doctor']);"
        "assert 'PySide6' not in sys.modules, 'PySide6'; sys.exit(code)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode in (0, 1)
    assert "Traceback" not in ended.stderr
