import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from annotator.formats.outputs import MANIFEST, MANIFEST_FORMAT, file_output, folder_output
from annotator.model.faults import Fault


class Broken(Exception):
    """What a writer may raise."""


def test_a_folder_is_there_when_all_has_gone_well(tmp_path):
    with folder_output(tmp_path / "out") as output:
        output.text("a/b.txt").write("naïve\n")
        output.text("a/b.txt").write("two\n")
        output.put("c.bin", b"\0")
        assert not (tmp_path / "out").exists()
    assert (tmp_path / "out/a/b.txt").read_bytes() == "naïve\ntwo\n".encode()
    assert (tmp_path / "out/c.bin").read_bytes() == b"\0"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_nothing_is_left_of_a_folder_that_failed(tmp_path):
    def fail() -> None:
        with folder_output(tmp_path / "out") as output:
            output.text("a.txt").write("half")
            raise Broken

    with pytest.raises(Broken):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_only_an_earlier_export_is_replaced(tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "diary.txt").write_text("dear")
    with pytest.raises(Fault, match="no export of this program"), folder_output(mine):
        pass
    assert (mine / "diary.txt").read_text() == "dear"
    (mine / MANIFEST).write_text(json.dumps({"format": MANIFEST_FORMAT}))
    with folder_output(mine) as output:
        output.put("new.txt", b"new")
    assert [path.name for path in mine.iterdir()] == ["new.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", ""])
def test_no_file_lands_outside_the_folder(tmp_path, name):
    with pytest.raises(AssertionError), folder_output(tmp_path / "out") as output:
        output.put(name, b"x")


def test_an_export_whose_part_goes_half_way_is_none_and_the_earlier_one_stays(tmp_path):
    with folder_output(tmp_path / "set") as output:
        output.put(MANIFEST, json.dumps({"format": MANIFEST_FORMAT}).encode())

    def write() -> None:
        with folder_output(tmp_path / "set") as output:
            output.put("a/1.txt", b"half")
            (part,) = tmp_path.glob(".*.part")
            assert os.name != "posix" or stat.S_IMODE(part.stat().st_mode) == 0o700
            shutil.rmtree(part)
            output.put("a/2.txt", b"the other half")

    with pytest.raises(Fault, match="cannot be written"):
        write()
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    assert [path.name for path in (tmp_path / "set").iterdir()] == [MANIFEST]


def test_an_earlier_export_whose_replacement_was_ended_half_way_is_put_back(tmp_path, monkeypatch):
    def export(content: bytes, *, whole: bool = True) -> None:
        with folder_output(tmp_path / "set") as output:
            output.put(MANIFEST, json.dumps({"format": MANIFEST_FORMAT}).encode())
            output.put("text", content)
            if not whole:
                raise Broken

    def end_before_the_second(path: Path, to: Path) -> Path:
        if path.suffix == ".part":
            raise KeyboardInterrupt
        return renamed(path, to)

    export(b"earlier")
    renamed = Path.replace
    with monkeypatch.context() as ended:
        ended.setattr(Path, "replace", end_before_the_second)
        with pytest.raises(KeyboardInterrupt):
            export(b"later")
    assert not (tmp_path / "set").exists()
    with pytest.raises(Broken):
        export(b"half", whole=False)
    assert (tmp_path / "set/text").read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    (tmp_path / ".0123456789abcdef.old").mkdir()
    shutil.copytree(tmp_path / "set", tmp_path / ".0123456789abcdef.old/set")
    export(b"later")
    assert (tmp_path / "set/text").read_bytes() == b"later"
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_one_file_may_be_written_as_text(tmp_path):
    with file_output(tmp_path / "a.csv") as output:
        output.text().write("a\n")
        output.text().write("b\n")
    assert (tmp_path / "a.csv").read_bytes() == b"a\nb\n"
