import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from annotator.cli import window
from annotator.store.project import Project

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are Linux's")


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> None:
    # `screenshot` sets them for its own process; here they have to be as they were for the next test.
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("ANNOTATOR_HOME", os.environ["ANNOTATOR_HOME"])
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")


def picture(path: Path) -> QImage:
    image = QImage(str(path))
    assert not image.isNull()
    return image


def brightness(image: QImage) -> float:
    small = image.scaled(40, 40)
    return sum(QColor(small.pixel(x, y)).lightness() for x in range(40) for y in range(40)) / 1600


@pytest.mark.parametrize(("theme", "low", "high"), [("light", 200, 255), ("dark", 0, 80)])
def test_a_picture_has_the_size_and_the_theme_that_were_asked_for(
    theme: str, low: int, high: int, tmp_path: Path, annotator: Any, qtbot: Any
) -> None:
    ended = annotator("screenshot", "--output", tmp_path / "a.png", "--size", "1000x700", "--theme", theme)
    assert ended.code == 0, ended.err
    image = picture(tmp_path / "a.png")
    assert (image.width(), image.height()) == (1000, 700)
    assert low < brightness(image) < high


def test_a_picture_of_an_article_touches_neither_settings_nor_projects(
    tmp_path: Path, home: Path, annotator: Any, qtbot: Any
) -> None:
    (tmp_path / "a.txt").write_text('"We are open," Ana Ruiz said.\n', "utf-8")
    ended = annotator("screenshot", tmp_path / "a.txt", "--output", tmp_path / "a.png")
    assert ended.code == 0, ended.err
    assert picture(tmp_path / "a.png").width() == 1400
    assert not home.exists()


def test_a_picture_of_a_project_leaves_it_as_it_was(tmp_path: Path, annotator: Any, qtbot: Any) -> None:
    (tmp_path / "a.txt").write_text("Nothing was said.\n", "utf-8")
    annotator("import", tmp_path / "a.anno", tmp_path / "a.txt")
    before = (tmp_path / "a.anno").read_bytes()
    ended = annotator("screenshot", tmp_path / "a.anno", "--output", tmp_path / "a.png")
    assert ended.code == 0, ended.err
    assert picture(tmp_path / "a.png").height() == 900
    assert (tmp_path / "a.anno").read_bytes() == before
    with Project.open(tmp_path / "a.anno", by="t") as project:
        assert not project.read_only


@pytest.mark.parametrize("size", ["1400", "1400x", "0x900", "1400x900px", "99999x100"])
def test_a_size_that_is_none_is_wrong_use(size: str, tmp_path: Path, annotator: Any) -> None:
    assert annotator("screenshot", "--output", tmp_path / "a.png", "--size", size).code == 2


@pytest.mark.parametrize("command", [("open",), ("screenshot", "--output", "a.png")])
def test_what_is_not_there_is_named(command: tuple[str, ...], tmp_path: Path, annotator: Any) -> None:
    ended = annotator(*command, tmp_path / "missing.md")
    assert ended.code == 1
    assert "missing.md" in ended.err


def test_a_picture_that_cannot_be_written_is_named(tmp_path: Path, annotator: Any, qtbot: Any) -> None:
    ended = annotator("screenshot", "--output", tmp_path / "nowhere" / "a.png")
    assert ended.code == 1
    assert "nowhere" in ended.err


def test_an_article_that_cannot_be_read_is_named_and_no_picture_made(
    tmp_path: Path, annotator: Any, qtbot: Any
) -> None:
    (tmp_path / "broken.txt").write_bytes(bytes(range(256)) * 40)
    ended = annotator("screenshot", tmp_path / "broken.txt", "--output", tmp_path / "a.png")
    assert ended.code == 1
    assert "broken.txt" in ended.err
    assert not (tmp_path / "a.png").exists()


def test_pictures_of_states_are_made_light_and_dark_in_a_folder(tmp_path: Path, annotator: Any, qtbot: Any) -> None:
    wanted = ["--state", "mixed", "--state", "keys"]
    ended = annotator("screenshot", "--all", *wanted, "--output", tmp_path / "all")
    assert ended.code == 0, ended.err
    made = sorted(path.name for path in (tmp_path / "all").iterdir())
    assert made == ["keys-dark.png", "keys-light.png", "mixed-dark.png", "mixed-light.png"]
    light, dark = picture(tmp_path / "all" / "keys-light.png"), picture(tmp_path / "all" / "keys-dark.png")
    assert light.size() == dark.size()
    assert brightness(light) > 200 > 80 > brightness(dark), "the dialog too is in the theme"


def test_a_state_that_is_none_is_wrong_use_and_the_others_are_named(tmp_path: Path, annotator: Any) -> None:
    ended = annotator("screenshot", "--all", "--state", "upside-down", "--output", tmp_path / "all")
    assert ended.code == 2
    assert "nothing-open" in ended.err
    assert not (tmp_path / "all").exists()


def test_a_picture_may_have_several_pixels_for_each_of_the_window(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "annotator", "screenshot", "--scale", "2", "--size", "900x600", "--output"]
    subprocess.run([*command, tmp_path / "a.png"], check=True, capture_output=True, timeout=120)
    assert (picture(tmp_path / "a.png").width(), picture(tmp_path / "a.png").height()) == (1800, 1200)


@linux
@pytest.mark.parametrize("command", [(), ("open",)])
def test_without_a_display_the_window_says_so_instead_of_dying(command: tuple[str, ...], home: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    ended = subprocess.run(
        [sys.executable, "-m", "annotator", *command], env=kept, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert "no display" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not home.exists()


_SHOWN_AND_CLOSED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from annotator.ui import app
from annotator.cli.app import run

make_window = app.make_window

def watched(*arguments, **options):
    window = make_window(*arguments, **options)
    def look():
        assert window.isVisible()
        print(QGuiApplication.platformName(), window.session.document.article.title, sep="\\n")
        window.close()
    QTimer.singleShot(0, look)
    return window

app.make_window = watched
sys.exit(run([]))
"""


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual display of its own, whatever other displays there are."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    command = ["Xvfb", "-displayfd", "1", "-noreset", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        yield f":{server.stdout.readline().strip()}"
        server.terminate()


@linux
def test_the_first_start_opens_the_sample_on_a_virtual_display(display: str) -> None:
    kept = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "XAUTHORITY")}
    command = [sys.executable, "-c", _SHOWN_AND_CLOSED]
    environment = {**kept, "DISPLAY": display}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["xcb", "Growers in the Vell Valley told to leave a third of their fields dry"]


_LOADED = """
import os, sys
from annotator.cli.app import run

def audit(event, arguments):
    if event == "subprocess.Popen":  # the text is painted, and the process that reads articles is started
        print(*sys.modules, flush=True)
        os._exit(0)

sys.addaudithook(audit)
run([])
"""
# What takes long to load, and of the program what stands for the rest: other formats, exports, a look before an import.
_LATER = """
charset_normalizer lxml msgspec numpy py3langid pyarrow pydantic pypdf rapidfuzz regex rich spacy thinc trafilatura
annotator.formats.brat.format annotator.formats.jsonl.writing annotator.nlp.docbin.format
annotator.session.exchange.exporting annotator.session.exchange.previewing annotator.ui.exchange.imports
"""


def test_what_is_needed_later_is_loaded_after_the_text_is_shown(home: Path) -> None:
    command = [sys.executable, "-c", _LOADED]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    loaded = ended.stdout.split()
    assert "annotator.ui.textview.view" in loaded, ended.stderr
    assert not set(_LATER.split()) & set(loaded)
    # Qt reads the source of every module that is imported after it.
    assert loaded.index("sqlalchemy") < loaded.index("annotator.session.background") < loaded.index("PySide6")


def test_the_window_ends_with_the_exit_code_of_qt(annotator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import annotator.ui.app as app

    named: list[list[Path]] = []
    monkeypatch.setattr(app, "run", lambda paths, alone: named.append(list(paths)) or 0)
    assert annotator().code == 0
    assert named == [[]]


def test_a_theme_is_light_or_dark() -> None:
    assert [theme.value for theme in window.Theme] == ["light", "dark"]
