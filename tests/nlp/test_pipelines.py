import base64
import hashlib
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from annotator.model.faults import Fault
from annotator.nlp import pipelines

MANIFEST = "a9568c50c1f1efbe17f90e6dc7e27bc85c9199b11f28acf2be488aa6677ac6f0"


def package(folder: Path, name: str, version: str) -> None:
    """An installed distribution as importlib.metadata sees it."""
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("")
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


def test_what_is_installed_is_told_without_importing_spacy() -> None:
    code = (
        "import sys; from annotator.nlp.pipelines import *; print(dict(installed())[BUNDLED], 'spacy' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["3.8.0", "False"]


def test_every_file_of_the_bundled_pipeline_is_the_one_that_was_checked() -> None:
    files = distribution(pipelines.BUNDLED).files or []
    lines = []
    for file in files:
        if file.parts[0] == pipelines.BUNDLED and file.suffix != ".pyc":
            digest = hashlib.sha256(Path(str(file.locate())).read_bytes())
            assert file.hash is not None
            assert base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=") == file.hash.value
            lines.append(f"{digest.hexdigest()}  {file.as_posix()}\n")
    assert hashlib.sha256("".join(sorted(lines)).encode()).hexdigest() == MANIFEST


def test_the_best_installed_pipeline_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, "en_core_web_md", "3.8.0")
    package(tmp_path, "en_core_web_sm", "3.8.0")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert pipelines.best_pipeline("en") == "en_core_web_md"


def test_without_an_official_one_the_bundled_one_is_taken() -> None:
    official = [name for name, _ in pipelines.installed() if name in pipelines.OFFICIAL]
    assert pipelines.best_pipeline("en") == (official[0] if official else pipelines.BUNDLED)


def test_a_squatted_official_name_is_passed_over_and_refused_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, "en_core_web_trf", "999.9.9")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert pipelines.best_pipeline("en") != "en_core_web_trf"
    with pytest.raises(Fault, match=r"en_core_web_trf 999\.9\.9 is not spaCy's") as caught:
        pipelines.best_pipeline("en", "en_core_web_trf")
    assert "uninstall" in caught.value.remedy


def test_a_missing_pipeline_is_a_fault_with_a_remedy() -> None:
    with pytest.raises(Fault, match="xx_no_such_pipeline is not installed") as caught:
        pipelines.load("xx_no_such_pipeline")
    assert "Install the package" in caught.value.remedy
    assert "pip install" not in caught.value.remedy  # a name nobody knows may be anybody's package


def test_an_empty_name_is_a_fault() -> None:
    with pytest.raises(Fault, match="name is empty"):
        pipelines.best_pipeline("en", "")


def test_a_folder_that_is_no_pipeline_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="holds no spaCy pipeline"):
        pipelines.best_pipeline("en", str(tmp_path))


def test_no_english_pipeline_is_used_on_another_language() -> None:
    assert pipelines.best_pipeline("de") == "blank:de"
    assert pipelines.best_pipeline("de", pipelines.BUNDLED) == "blank:de"
    assert pipelines.best_pipeline("en", pipelines.BUNDLED) == pipelines.BUNDLED


def test_a_broken_pipeline_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "broken", "version": "0"}')
    with pytest.raises(Fault, match="cannot be loaded"):
        pipelines.load(str(tmp_path))


def test_a_blank_pipeline_has_our_quotes_and_says_what_it_is() -> None:
    nlp = pipelines.load("blank:fr")
    assert nlp.pipe_names == ["annotator_quotes"]
    assert pipelines.origin(nlp) == "blank:fr"
