"""A damaged project is recognised, and got out of or replaced from the window, which opens all the same."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from annotator.model.document import Article, Document
from annotator.model.edits import AddDocument, AddSpeaker, SetLabel
from annotator.session.projects.keeping import Unkept, backups_of
from annotator.session.session import Session
from annotator.session.settings.settings import Settings, write_settings
from annotator.store.project import Project
from annotator.store.sqlite.connection import Damaged
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harbour, harbour_speakers) -> Path:
    """A project with a backup, closed, and the one that was opened last."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    path = tmp_path / "news.anno"
    session = Session(Project.create(path, by="mk"), "mk")
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
    backups_of(path).take("asked")
    ferry = Document(article=Article(id="ferry", text="The ferry sails. " * 2000, title="Ferry"))
    session.dispatch("import.articles", [AddDocument(ferry)])
    session.dispatch("user.label", [SetLabel("harbour", "unions", "GPE")], "Label")
    session.close()
    write_settings(tmp_path / "home" / "settings.json", Settings(welcomed=True).opened(path))
    return path


def damage(path: Path, *pages: int) -> bytes:
    data = bytearray(path.read_bytes())
    for page in pages:
        data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    return bytes(data)


@pytest.fixture
def opened(qtbot):
    made: list[Hands] = []

    def open_(*named: Path) -> Hands:
        made.append(Hands(qtbot, list(named), PLAIN))
        return made[-1]

    yield open_
    for each in made:
        each.close()


def offered(hands: Hands):
    hands.wait(lambda: hands.window.exchanging.salvaging.dialog.isVisible())
    return hands.window.exchanging.salvaging.dialog


def click(dialog, words: str) -> None:
    (button,) = [b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == words]
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_damaged_last_project_keeps_no_window_from_opening_and_is_salvaged_from_there(path, opened):
    left = damage(path, 1)
    hands = opened()
    assert hands.session.project.path.name == "Sample.anno"
    dialog = offered(hands)
    assert "news.anno" in dialog.words
    QTest.keyClick(dialog, Qt.Key.Key_Return)  # whoever is typing decides nothing
    assert dialog.isVisible()
    click(dialog, "Get out what can be read")
    click(dialog, "Stop")
    click(dialog, "Get out what can be read")
    hands.wait(lambda: "2 articles" in dialog.words)
    assert not list(path.parent.glob("*.part"))
    salvaged = max(path.parent.glob("news salvaged*.anno"), key=lambda each: len(each.name))  # stopped in time or not
    assert f"“{salvaged.name}”" in dialog.words
    click(dialog, "Open it")
    hands.wait(lambda: not dialog.isVisible())
    assert hands.session.project.path == salvaged
    hands.session.open("harbour")
    assert hands.entity("unions").label == "GPE"
    assert path.read_bytes() == left


def test_what_was_lost_is_listed(path, opened, monkeypatch):
    data = path.read_bytes()
    at = data.index(b"The ferry sails. The ferry") // 4096 + 1
    log = data.rindex(b"user.label") // 4096 + 1
    damage(path, 1, at, log)
    dialog = offered(hands := opened(path))
    click(dialog, "Get out what can be read")
    hands.wait(lambda: dialog.lost)
    assert "undo" in dialog.lost
    click(dialog, "Close")


def test_a_backup_takes_the_damaged_one_s_place_after_a_preview(path, opened):
    left = damage(path, 1)
    hands = opened(path)
    dialog = offered(hands)
    click(dialog, "Restore a backup…")
    backups = hands.window.exchanging.salvaging.backups
    hands.wait(lambda: backups.summary.startswith("It holds 1 articles"))
    click(backups, "Restore")
    hands.wait(lambda: hands.session.project.path == path)
    assert not dialog.isVisible()
    assert [entry.id for entry in hands.session.entries] == ["harbour"]
    assert path.with_name("news.damaged.anno").read_bytes() == left


def test_damage_met_while_the_project_is_open_is_offered_too_and_it_may_be_left(path, opened):
    hands = opened(path)
    hands.window.answering.take_kept(Unkept(Damaged(path, ["page 7 is never used"])))
    dialog = offered(hands)
    assert "page 7" in dialog.words
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert "page 7" in hands.window.key_line.message
    assert hands.session.project.path == path


def test_an_article_that_cannot_be_read_keeps_no_window_from_opening(path, opened):
    with Project.open(path, by="mk") as project:
        project.put("current", "harbour")
    data = path.read_bytes()
    path.write_bytes(data.replace(b'{"article":{"id":"harbour"', b'{"article":["id":"harbour"'))
    assert path.read_bytes() != data
    hands = opened(path)
    assert hands.session.document is None
    assert "damaged" in offered(hands).words
    click(hands.window.exchanging.salvaging.dialog, "Leave it")
