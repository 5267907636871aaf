"""What is opened a second time comes to the front where it is open: asked by real processes, at real sockets."""

import os
import socket
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from annotator import paths
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.projects import processes
from annotator.session.projects.processes import Request
from annotator.session.session import Session
from annotator.ui.projects.processes import Listener
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def made(tmp_path, meeting, monkeypatch, harbour, harbour_speakers):
    """Two projects, in one of them an article."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    found = [tmp_path / f"{name}.anno" for name in ("news", "sport")]
    for path in found:
        session = Session(fresh(path, by="mk"), "mk")
        if path == found[0]:
            session.dispatch("import.x", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
        session.close()
    return found


@pytest.fixture
def hands(request, qtbot, made):
    """Somebody at a window on the first, whose process listens."""
    listener = Listener()
    hands = Hands(qtbot, made[:1], PLAIN)
    request.node.qt_widgets = []  # the windows see to their own end
    listener.serve(hands.window.windows)
    yield hands
    hands.window.windows.close_all()
    assert not processes.address().exists(), "with the last window it ends to listen"
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def begun(*named: str | Path) -> "subprocess.Popen[str]":
    """A second process, from another folder than this one's."""
    command = [sys.executable, "-m", "annotator", "open", *map(str, named)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=paths.data_folder())


def ended(hands: Hands, process: "subprocess.Popen[str]") -> str:
    hands.wait(lambda: process.poll() is not None)
    said, wrong = process.communicate()
    assert process.returncode == 0, wrong
    assert not wrong
    return said.strip()


def test_a_second_process_brings_what_is_open_to_the_front_and_leaves_the_rest_to_the_first(hands, made):
    first, windows = hands.window, hands.window.windows
    first.showMinimized()
    left = processes.address().with_suffix(".4194305")  # of a process that crashed: nobody listens
    with socket.socket(socket.AF_UNIX) as crashed:
        crashed.bind(str(left))
    os.utime(left, (0, 0))
    said = ended(hands, begun(Path("..") / ".." / made[0].name, made[1]))
    assert said == (
        "news.anno is open already: its window comes to the front.\n"
        "sport.anno is opened in a window of the program that runs already."
    )
    assert not left.exists()
    hands.wait(lambda: windows.holding(made[1]) is not None)
    assert not first.isMinimized()
    assert not windows.holding(made[1]).session.project.read_only
    article = made[0].with_name("ruiz.txt")
    article.write_text("“We are open,” Ana Ruiz said.\n", "utf-8")
    answers = []
    request = Request((str(made[0]),), (str(article),))
    asking = threading.Thread(target=lambda: answers.append(processes.ask(processes.address(), request)))
    asking.start()
    hands.wait(lambda: first.session.document.id != "harbour")
    asking.join()
    assert processes.sentence(request, answers[0]).endswith("1 file goes into news.anno.")
    assert first.session.document.text.startswith("“We are open,”")
    assert len(windows.all) == 2
    assert not _internet(), "a socket of the network is open"


def _internet() -> set[str]:
    """The sockets of this process that reach for the network: Qt's, which Python knows nothing of, among them."""
    inodes = {f"{link.readlink()}"[8:-1] for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    lines = [
        line.split() for name in ("tcp", "tcp6", "udp", "udp6")
        if (table := Path("/proc/self/net") / name).exists() for line in table.read_text().splitlines()[1:]
    ]  # fmt: skip
    return inodes & {columns[9] for columns in lines}


_NO_REQUESTS = (
    b"\n",
    b"\x00\xff\n",
    b"[" * 100_000 + b"\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b'{"projects": 7}\n',
    b'{"projects": ["news.anno"]}\n',
    b'{"articles": ["/a\\u0000b"]}\n',
    b'{"run": ["/a"]}\n',
    b"x" * 4_100_000,
)


def test_what_is_no_request_is_hung_up_on_and_so_is_who_says_nothing(hands, monkeypatch):
    monkeypatch.setattr("annotator.ui.projects.processes._WAIT", 1)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(processes.address()))
        silent.setblocking(False)
        hands.wait(lambda: heard_end(silent))
    for sent in _NO_REQUESTS:
        with socket.socket(socket.AF_UNIX) as there:
            there.connect(str(processes.address()))
            there.setblocking(False)
            rest = [sent]
            hands.wait(partial(heard_end, there, rest))
    assert len(hands.window.windows.all) == 1


def heard_end(there: socket.socket, rest: list[bytes] | None = None) -> bool:
    """Whether it was hung up on, without an answer; `rest` is what is still to be sent."""
    try:
        if rest and rest[0]:
            rest[0] = rest[0][there.send(rest[0]) :]
        heard = there.recv(1)
    except BlockingIOError:
        return False
    except (BrokenPipeError, ConnectionResetError):
        return True
    assert not heard
    return True
