import json
from dataclasses import fields
from pathlib import Path

import pytest

from annotator.model.faults import Fault
from annotator.session.settings.settings import (
    DECLARED,
    ON_MACHINE,
    Settings,
    SharedSettings,
    read_settings,
    write_settings,
)


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


def test_two_processes_and_a_newer_version_do_not_overwrite_one_another(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"zoom": 120, "of_a_newer_version": [1]}')
    one, other = SharedSettings(path), SharedSettings(path)
    one.put(theme="dark")
    other.change(lambda settings: settings.opened(Path("/news/a.anno")))
    one.put(later=True, zoom=130)
    one.change(lambda settings: settings.opened(Path("/news/b.anno")))
    assert one.value.recent == ("/news/b.anno", "/news/a.anno")
    assert read_settings(path) == one.value == Settings(theme="dark", zoom=130, recent=one.value.recent)
    assert json.loads(path.read_text())["of_a_newer_version"] == [1]


def test_settings_that_cannot_be_written_hold_until_the_end(tmp_path):
    (tmp_path / "file").touch()
    shared, heard = SharedSettings(tmp_path / "file" / "settings.json"), []
    shared.subscribe(lambda: heard.append(shared.value.theme))
    with pytest.raises(Fault):
        shared.put(theme="dark")
    assert heard == ["dark"]


def test_every_setting_is_declared_and_its_usual_value_is_right():
    assert {each.name for each in ON_MACHINE} == {field.name for field in fields(Settings)}
    for setting in DECLARED:
        assert not setting.wrong(setting.default), setting.name
        assert setting.wrong(object()), setting.name
        assert setting.title
        assert setting.help.endswith(".")
