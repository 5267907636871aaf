"""Where a command's lines go when that place does not take them, and Ctrl+C, in processes of their own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

TEXT = "“We found cracks,” said Ilse Tarrant on Monday in Sarrow.\n"
ANNOTATOR = [sys.executable, "-m", "annotator"]

full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


@pytest.fixture
def project(tmp_path: Path, annotator: Any) -> Path:
    (tmp_path / "bridge.txt").write_text(TEXT, "utf-8")
    made = tmp_path / "news.anno"
    assert annotator("import", made, tmp_path / "bridge.txt").code == 0
    return made


def export(project: Path, out: IO[bytes] | int | None = None, **more: Any) -> tuple[int, str]:
    command = [*ANNOTATOR, "export", project, "--status", "all", "--output", "-"]
    ended = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, timeout=120, check=False, **more)
    return ended.returncode, ended.stderr.decode()


@full
def test_a_full_place_behind_standard_output_is_told_once(project: Path) -> None:
    with Path("/dev/full").open("wb") as out:
        code, said = export(project, out)
    assert code == 1
    assert said.splitlines() == [
        "Standard output cannot be written: No space left on device.",
        "Make room there, or name another place.",
    ]


@full
def test_prelabelling_into_a_full_place_is_told_once(project: Path) -> None:
    command = [*ANNOTATOR, "prelabel", project.with_name("bridge.txt"), "--output", "-"]
    with Path("/dev/full").open("wb") as out:
        ended = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, timeout=120, check=False)
    assert ended.returncode == 1
    assert ended.stderr.decode().splitlines()[0] == "Standard output cannot be written: No space left on device."


def test_a_reader_that_has_enough_ends_the_command_without_a_word(project: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert export(project, writing) == (1, "")
    finally:
        os.close(writing)


@posix
def test_closed_standard_output_is_a_fault(project: Path) -> None:
    code, said = export(project, preexec_fn=lambda: os.close(1))
    assert code == 1
    assert said.startswith("Standard output is closed.\n")


@posix
def test_ctrl_c_ends_all_processes_without_a_traceback_and_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    folder, output = tmp_path / "many", tmp_path / "out.jsonl"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number}.txt").write_text(f"Article {number}.\n{TEXT * 30}", "utf-8")
    output.write_text("of an earlier run\n", "utf-8")
    # A terminal sends Ctrl+C to the whole group; how far the workers are by then must not matter.
    with subprocess.Popen(
        [*ANNOTATOR, "prelabel", folder, "--output", output, "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=4)
        os.killpg(process.pid, signal.SIGINT)
        out, said = process.communicate(timeout=30)  # the workers have the pipes too: this ends when all have ended
    assert process.returncode == 130
    assert (out, said.strip()) == (b"", b"")
    assert output.read_text("utf-8") == "of an earlier run\n"
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are not UTF-8")
def test_articles_and_projects_may_have_names_that_are_not_utf_8(tmp_path: Path) -> None:
    article = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    article.write_text(TEXT, "utf-8")
    project = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.anno"))
    ended = subprocess.run([*ANNOTATOR, "import", project, article], capture_output=True, timeout=120, check=False)
    assert ended.returncode == 0
    assert ended.stderr.decode().endswith("/caf\\udce9.anno: 1 article added.\n")
    code, said = export(project, subprocess.PIPE)
    assert (code, said) == (0, "1 article written.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are not UTF-8")
def test_a_line_names_its_file_as_well_as_text_can(tmp_path: Path, annotator: Any) -> None:
    article = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    article.write_text(TEXT, "utf-8")
    ended = annotator("prelabel", article, "--output", "-")
    assert ended.code == 0
    assert json.loads(ended.out)["meta"]["file"] == "caf\ufffd.txt"


def test_where_no_input_holds_an_article_the_lines_of_an_earlier_run_stay(tmp_path: Path, annotator: Any) -> None:
    output, bad = tmp_path / "out.jsonl", tmp_path / "bad.txt"
    output.write_text("of an earlier run\n", "utf-8")
    bad.write_bytes(b"a\0\0b\1" * 9)
    ended = annotator("prelabel", bad, "--output", output)
    assert ended.code == 1
    assert "bad.txt is binary" in ended.err
    assert "Nothing was written" in ended.err
    assert output.read_text("utf-8") == "of an earlier run\n"


@posix
def test_an_input_that_may_not_be_read_is_named_and_the_others_are_done(
    tmp_path: Path, annotator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("good.txt", "locked.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    real, opened = os.access, Path.open

    def may_not(path: Any, *arguments: Any, **named: Any) -> Any:
        if Path(path).name == "locked.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **named)

    monkeypatch.setattr(os, "access", lambda path, mode, **n: "locked" not in str(path) and real(path, mode, **n))
    monkeypatch.setattr(Path, "open", may_not)
    ended = annotator("import", tmp_path / "news.anno", tmp_path / "locked.txt", tmp_path / "good.txt")
    assert ended.code == 1
    assert "locked.txt cannot be read: Permission denied." in ended.err
    assert "1 article added, 1 input could not be read." in ended.err
