"""Nothing the program does reaches for the network, whose sockets are forbidden it here, or leaves a trace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Python runs it at the start of each process that finds it on its path, children of the program among them.
_FORBIDDING = """
import os, socket, sys

def forbid(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request"):
        wrong = True
    elif event == "socket.bind" and arguments[1][:2] == ("::1", 0):
        return  # urllib3 asks at its import whether there is IPv6; nothing listens there, and nothing is sent
    elif event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        wrong = arguments[0].family in (socket.AF_INET, socket.AF_INET6)
    else:
        return
    if wrong:
        with open(os.environ["REACHED"], "a") as file:
            file.write(f"{os.getpid()} {sys.argv}: {event} {arguments}\\n")
        raise PermissionError("the network is forbidden here")

sys.addaudithook(forbid)
with open(os.environ["STARTED"], "a") as file:
    file.write(f"{os.getpid()}\\n")
"""

_PAGE = """<!DOCTYPE html><html><head><title>The harbour</title>
<link rel="stylesheet" href="http://192.0.2.1/style.css"><script src="http://192.0.2.1/a.js"></script></head>
<body><article><h1>The harbour</h1><p>“We open in May,” Ilse Brandt said in Brenna on Monday.
The mayor had been asked by a <a href="http://192.0.2.1/">board</a> that meets every week of the year.</p>
<img src="http://192.0.2.1/a.png">
<p>Tom Okafor, who works at the quay, said that nobody had asked him anything at all about the harbour.</p></article>
</body></html>"""

_FEED = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY far SYSTEM "http://192.0.2.1/entity.txt">]>
<rss version="2.0"><channel><title>Brenna Post</title><item><title>Ferry</title><link>http://192.0.2.1/ferry</link>
<description>&far; The ferry stopped on Monday.</description></item></channel></rss>"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    package = tmp_path / "forbidding"
    package.mkdir()
    (tmp_path / "temporary").mkdir()
    (package / "sitecustomize.py").write_text(_FORBIDDING, "utf-8")
    (tmp_path / "page.html").write_text(_PAGE, "utf-8")
    (tmp_path / "feed.xml").write_text(_FEED, "utf-8")
    (tmp_path / "plain.md").write_text("![far](http://192.0.2.1/a.png) “No,” Ilse Brandt said.\n", "utf-8")
    return tmp_path


def run(home: Path, *arguments: str, code: int = 0) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(home / "forbidding"),
        "ANNOTATOR_HOME": str(home / "home"),
        "TMPDIR": str(home / "temporary"),
        "XDG_DATA_HOME": str(home / "data"),
        "REACHED": str(home / "reached"),
        "STARTED": str(home / "started"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", "annotator", *arguments]
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr


def test_importing_suggesting_finding_exporting_and_the_window_reach_for_no_network_and_leave_nothing(
    home: Path,
) -> None:
    run(home, "import", "news.anno", "page.html", "plain.md", "feed.xml", code=1)  # what that declares is refused
    run(home, "prelabel", "page.html", "plain.md", "--output", "found.jsonl", "--jobs", "2")
    run(home, "export", "news.anno", "--status", "all", "--format", "html-page", "--output", "page-out.html")
    run(home, "find", "news.anno", "harbour")
    run(home, "guideline", "news.anno")
    run(home, "desktop", "--install")
    run(home, "screenshot", "page.html", "--output", "window.png")
    assert (home / "window.png").stat().st_size > 10_000
    assert len(set((home / "started").read_text().split())) > 6  # the children, too, were forbidden it
    assert not (home / "reached").exists(), (home / "reached").read_text()
    kept = [path for folder in ("home", "temporary") for path in (home / folder).rglob("*") if path.is_file()]
    assert not kept, "of an article nothing stays anywhere but where it was wanted"


def test_what_forbids_it_would_notice(home: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(home / "forbidding"),
        "REACHED": str(home / "r"),
        "STARTED": str(home / "s"),
    }
    reaching = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=0.1)"
    done = subprocess.run(
        [sys.executable, "-c", reaching], env=environment, capture_output=True, text=True, check=False
    )
    assert "PermissionError" in done.stderr
    assert "192.0.2.1" in (home / "r").read_text()
