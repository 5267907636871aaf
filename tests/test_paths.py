import os
from pathlib import Path

import pytest

from annotator import paths
from annotator.model.faults import Fault

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_in_a_checkout_resources_and_exports_are_the_repositorys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANNOTATOR_HOME", raising=False)
    assert paths.resources() == CHECKOUT / "resources"
    assert paths.exports() == CHECKOUT / "exports"


def test_installed_resources_are_in_the_package_and_exports_among_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANNOTATOR_HOME", raising=False)
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "site-packages" / "annotator")
    monkeypatch.setattr(paths.platformdirs, "user_documents_path", lambda: tmp_path / "Documents")
    assert paths.resources() == tmp_path / "site-packages" / "annotator" / "_resources"
    assert paths.exports() == tmp_path / "Documents" / "annotator-exports"
    assert paths.exports().is_dir()


def test_annotator_home_holds_everything_that_is_the_persons(home: Path) -> None:
    kept = [paths.exports(), paths.data_folder(), paths.settings_file(), paths.log_file()]
    assert all(path.is_relative_to(home) for path in kept)
    assert len(set(kept)) == len(kept)
    assert all(path.parent.is_dir() for path in kept)


def test_without_annotator_home_the_systems_places_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANNOTATOR_HOME", raising=False)
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    for path in (paths.data_folder(), paths.settings_file(), paths.log_file()):
        assert path.is_relative_to(tmp_path)


def test_a_folder_that_cannot_be_made_is_a_fault_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ANNOTATOR_HOME", os.fspath(tmp_path / "file"))
    with pytest.raises(Fault, match="file") as caught:
        paths.data_folder()
    assert "ANNOTATOR_HOME" in caught.value.remedy
