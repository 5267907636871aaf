import errno
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.formats import files
from annotator.formats.files import Gathered, gather, read_bytes, written_beside
from annotator.model.faults import Fault

ROOT = Path(files.__file__).resolve().parents[2]

unless_root = pytest.mark.skipif(
    sys.platform == "win32" or getattr(os, "geteuid", lambda: 1)() == 0, reason="rights do not bind this user"
)


def failing(number: int):
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_file_is_written_as_utf8_with_plain_line_ends(tmp_path):
    with written_beside(tmp_path / "out.jsonl") as file:
        file.write("قال 😀\n")
    assert (tmp_path / "out.jsonl").read_bytes() == "قال 😀\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_the_last_good_file_stands_until_the_new_one_is_whole(tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    with written_beside(target) as file:
        file.write("new")
        file.flush()
        assert target.read_text() == "old"
    assert target.read_text() == "new"


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
def test_a_part_is_read_by_its_owner_only_until_it_is_whole(tmp_path):
    target = tmp_path / "out.jsonl"
    (tmp_path / "usual").touch()
    usual = (tmp_path / "usual").stat().st_mode
    with written_beside(target) as file:
        file.write("new")
        (part,) = tmp_path.glob(".*.part")
        assert stat.S_IMODE(part.stat().st_mode) == 0o600
    assert target.stat().st_mode == usual


def test_what_an_ended_process_left_is_removed_a_day_later(tmp_path):
    for name, days in ((".0123456789abcdef.part", 2), (".fedcba9876543210.part", 0.5), (".other.part", 9)):
        (tmp_path / name).write_text("half an article")
        then = time.time() - days * 86_400
        os.utime(tmp_path / name, (then, then))
    with written_beside(tmp_path / "out.jsonl") as file:
        file.write("new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".fedcba9876543210.part", ".other.part", "out.jsonl"]


def test_a_folder_that_goes_half_way_is_told_and_nothing_half_written_is_left(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()

    def write() -> None:
        with written_beside(folder / "out.jsonl") as file:
            file.write("half")
            shutil.rmtree(folder)

    with pytest.raises(Fault, match="cannot be written") as caught:
        write()
    assert caught.value.remedy
    assert not folder.exists()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, Fault("x"), FileNotFoundError(2, "x", "other.txt")])
def test_what_the_block_raises_comes_out_and_leaves_nothing(tmp_path, error):
    target = tmp_path / "out.jsonl"
    target.write_text("old")

    def write() -> None:
        with written_beside(target) as file:
            file.write("new")
            raise error

    with pytest.raises(error if isinstance(error, type) else type(error)):
        write()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_a_fault_and_loses_nothing(tmp_path, monkeypatch):
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    really_open = os.open

    def on_a_full_disk(path, flags, mode=0o777):
        descriptor = really_open(path, flags, mode)
        if Path(path).suffix == ".part":
            full = really_open("/dev/full", os.O_WRONLY)
            os.dup2(full, descriptor)
            os.close(full)
        return descriptor

    monkeypatch.setattr(files.os, "open", on_a_full_disk)
    with pytest.raises(Fault, match="No space left") as caught, written_beside(target) as file:
        file.write("new" * 100_000)
    assert "Free some space" in caught.value.remedy
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_disk_that_fails_to_sync_is_a_fault_and_loses_nothing(tmp_path, monkeypatch):
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    monkeypatch.setattr(files.os, "fsync", failing(errno.EIO))
    with pytest.raises(Fault, match=r"out\.jsonl cannot be written"), written_beside(target) as file:
        file.write("new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_the_file_is_synced_before_it_is_renamed(tmp_path, monkeypatch):
    done = []
    really_sync, really_replace = os.fsync, Path.replace
    monkeypatch.setattr(files.os, "fsync", lambda descriptor: (done.append("sync"), really_sync(descriptor)))
    monkeypatch.setattr(Path, "replace", lambda path, to: (done.append("rename"), really_replace(path, to)))
    with written_beside(tmp_path / "out.jsonl") as file:
        file.write("new")
    assert done[:2] == ["sync", "rename"]


def test_a_missing_folder_a_folder_and_a_device_are_faults(tmp_path):
    for path, why in (
        (tmp_path / "no" / "out.jsonl", "cannot be written: No such"),
        (tmp_path, "is a folder"),
        (tmp_path / ("x" * 300), "too long"),
    ):
        with pytest.raises(Fault, match=why) as caught, written_beside(path):
            pass
        assert caught.value.remedy
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there is no null device")
def test_a_device_is_never_replaced():
    with pytest.raises(Fault, match="no ordinary file"), written_beside(Path("/dev/null")):
        pass
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_what_the_system_refuses_is_a_fault_with_a_remedy_of_its_own(tmp_path, monkeypatch, number):
    monkeypatch.setattr(files.os, "open", failing(number))
    with pytest.raises(Fault) as caught, written_beside(tmp_path / "out.jsonl"):
        pass
    assert os.strerror(number) in caught.value.message
    assert caught.value.remedy


@unless_root
def test_a_folder_without_the_right_to_write_is_a_fault(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Fault, match="Permission denied"), written_beside(tmp_path / "out.jsonl"):
            pass
    finally:
        tmp_path.chmod(0o700)


@unless_root
def test_a_write_protected_file_is_a_fault(tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    target.chmod(0o400)
    with pytest.raises(Fault, match="write-protected"), written_beside(target):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="rights and links are of another kind there")
def test_rights_are_kept_and_links_followed(tmp_path):
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "out.jsonl", tmp_path / "out.jsonl"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    with written_beside(link) as file:
        file.write("new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_folder_gives_its_articles_in_order_without_hidden_ones(tmp_path):
    for name in (
        "b.txt",
        "a.MD",
        "c.pdf",
        ".d.txt",
        "z.json",
        "sub/e.jsonl",
        ".git/f.txt",
        "sub/g.ndjson",
        "sub/h.markdown",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in gather([tmp_path])]
    assert found == ["a.MD", "b.txt", "sub/e.jsonl", "sub/g.ndjson", "sub/h.markdown"]


def test_a_file_that_is_named_is_taken_whatever_it_is_called_and_once(tmp_path):
    for name in (".d.weird", "b.txt"):
        (tmp_path / name).write_text("x")
    found = list(gather([tmp_path / ".d.weird", tmp_path, tmp_path / "b.txt", tmp_path / ".d.weird"]))
    assert found == [tmp_path / ".d.weird", tmp_path / "b.txt"]


def test_what_several_folders_and_links_lead_to_is_taken_once(tmp_path):
    inner = tmp_path / "in" / "ner"
    inner.mkdir(parents=True)
    for name in ("a.txt", "b.txt", "c.ann", ".d.txt"):
        (inner / name).write_text("x")
    (tmp_path / "0.txt").symlink_to(inner / "a.txt")
    (inner / "z.txt").symlink_to(inner / "b.txt")
    (inner / "y.txt").symlink_to(inner / ".d.txt")
    (tmp_path / "other").symlink_to(inner)
    seen = Gathered()
    first = list(gather([inner / "b.txt", tmp_path, tmp_path / "other", inner / "a.txt"], (".txt",), seen))
    assert first == [inner / "b.txt", tmp_path / "0.txt", inner / "y.txt"]
    assert list(gather([tmp_path / "in"], (".txt", ".ann"), seen)) == [inner / "c.ann"]


def test_what_is_missing_or_empty_is_a_fault_and_the_others_go_on(tmp_path):
    (tmp_path / "none").mkdir()
    (tmp_path / "a.txt").write_text("x")
    found = list(gather([tmp_path / "no.txt", tmp_path / "none", Path("nul\0.txt"), tmp_path / "a.txt"]))
    assert [isinstance(item, Fault) for item in found] == [True, True, True, False]
    assert f"There is no {tmp_path / 'no.txt'}" in found[0].message
    assert "no article in" in found[1].message


@unless_root
def test_a_folder_that_may_not_be_looked_into_is_a_fault(tmp_path):
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut").chmod(0)
    try:
        (fault,) = gather([tmp_path])
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert "Permission denied" in fault.message


def test_bytes_are_read_within_limits(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 11)
    assert read_bytes(path) == b"x" * 11
    monkeypatch.setattr(files, "LARGEST_ARTICLE", 10)
    with pytest.raises(Fault, match="too large"):
        read_bytes(path)
    assert read_bytes(path.rename(tmp_path / "a.jsonl")) == b"x" * 11


def test_fifty_megabytes_are_refused_without_being_read(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(Fault, match=r"50\.0 MB") as caught:
        read_bytes(path)
    assert "one file each" in caught.value.remedy


def test_a_missing_file_a_folder_and_no_name_are_faults(tmp_path):
    for path, why in (
        (tmp_path / "no.txt", "There is no"),
        (tmp_path, "Is a directory"),
        (Path("a\0"), "no name of a file"),
    ):
        with pytest.raises(Fault, match=why) as caught:
            read_bytes(path)
        assert caught.value.remedy


@unless_root
def test_a_file_that_may_not_be_read_is_a_fault(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(Fault, match="Permission denied"):
        read_bytes(path)


def test_reading_is_loaded_without_the_parsers_that_few_files_need():
    code = (
        "import sys, annotator.formats.files, annotator.formats.reading, annotator.formats.jsonl.writing;"
        "print([name for name in ('markdown_it', 'charset_normalizer', 'jsonschema', 'spacy') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"
