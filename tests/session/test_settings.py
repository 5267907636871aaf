import json
from pathlib import Path

import pytest

from annotator.session.settings import Settings, read_settings, write_settings


def test_settings_that_are_no_json_are_put_aside(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"keys": {"edit.undo": ["F9"]},')
    assert read_settings(path) == Settings()
    write_settings(path, Settings(zoom=120))
    assert (tmp_path / "settings.json.broken").read_text() == '{"keys": {"edit.undo": ["F9"]},'
    assert read_settings(path).zoom == 120


def test_a_project_whose_name_is_not_utf_8_is_remembered(tmp_path):
    project = Path("/news/caf\udce9.anno")
    write_settings(tmp_path / "settings.json", Settings().opened(project))
    assert read_settings(tmp_path / "settings.json").recent == (str(project),)


@pytest.mark.parametrize(
    "bad",
    [{"theme": "pink"}, {"zoom": -5}, {"zoom": "x"}, {"keys": {"edit.undo": 5}}, {"keys": []}, {"recent": [1]}],
)
def test_a_setting_that_is_of_no_use_is_left_out_and_the_others_kept(tmp_path, bad):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"by": "mk", **bad}))
    assert read_settings(path) == Settings(by="mk")
