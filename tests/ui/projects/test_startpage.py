"""The page while no article is open: what can be done, and the recent projects, by mouse and keys."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from annotator.model.document import Article, Document, Status
from annotator.model.edits import AddDocument, AddSpeaker, SetStatus
from annotator.session.session import Session
from annotator.store.project import Project
from annotator.ui.projects.startpage import StartPage
from annotator.ui.theme import DARK
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def made(tmp_path, monkeypatch, harbour, harbour_speakers):
    """A project without an article, one with one that is done, a file that is none, the name of one that is gone."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    empty, news, none = (tmp_path / f"{name}.anno" for name in ("empty", "news", "none"))
    Project.create(empty, by="mk").close()
    session = Session(Project.create(news, by="mk"), "mk")
    session.dispatch("import.x", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
    session.dispatch("user.done", [SetStatus("harbour", Status.DONE)])
    session.close()
    none.write_text("Nothing.")
    return empty, news, none, tmp_path / "gone.anno"


@pytest.fixture
def hands(qtbot, made):
    hands = Hands(qtbot, [made[0]], PLAIN)
    hands.window.windows.change(recent=tuple(map(str, made)))
    yield hands
    hands.close()


def test_recent_projects_say_how_far_they_are_and_are_opened_by_their_digits(hands, made):
    _, news, none, gone = made
    page = hands.window.exchanging.projects.page
    hands.window.exchanging.projects.show_start()
    hands.wait(lambda: all(row.beside for row in page.list.rows if row.detail))
    assert page.list.hasFocus()
    ways, recent = page.list.rows[:4], page.list.rows[5:]
    assert [(row.does, row.key) for row in ways][:2] == [("file.import", "Ctrl+I"), ("file.paste", "Ctrl+V")]
    assert [(row.does, row.key, row.gone) for row in recent] == [
        (news, "1", False), (none, "2", False), (gone, "", True),
    ]  # fmt: skip
    assert "1 of 1 done" in recent[0].beside
    assert recent[1].beside == "cannot be read"
    spoken = QAccessible.queryAccessibleInterface(page.list).child(6).text(QAccessible.Text.Name)
    assert spoken.startswith("news, 1 of 1 done")
    hands.click_row(page.list, 7)
    assert "gone.anno is not there any more" in hands.window.key_line.message
    hands.press("Del")
    assert [row.title for row in page.list.rows[5:]] == ["news", "none"]
    assert str(gone) not in hands.window.settings.recent
    hands.press("1")
    hands.wait(lambda: hands.session.project.path == news)
    assert not page.isVisible()
    assert hands.window.text.hasFocus()


def test_it_has_the_keys_of_commands_and_goes_when_an_article_comes_and_comes_when_none_is_open(hands):
    window = hands.window
    page = window.findChild(StartPage)
    assert page.isVisible()
    assert page.geometry() == window.text.rect()
    window.resize(700, 500)
    hands.wait(lambda: page.geometry() == window.text.rect())
    window.windows.change(keys={"file.import": ("F5",)})
    assert page.list.rows[0].key == "F5"
    assert not window.text.verticalScrollBar().isVisible()
    assert page._words.text().startswith("This project has no article yet.")
    window.session.dispatch("import.articles", [AddDocument(Document(article=Article(id="a", text="A wire.")))])
    assert page._words.text().startswith("No article is open."), "the first has come in, and others may follow"
    QApplication.clipboard().setText("“We are open,” Ana Ruiz said.")
    hands.press("Ctrl+V")
    hands.wait(lambda: window.session.document is not None and not page.isVisible() and window.text.hasFocus())
    assert window.text.verticalScrollBar().isVisible()
    window.session.open(None)
    hands.wait(lambda: page.isVisible() and page.list.hasFocus())
    window.set_theme(DARK)
    assert page.list.itemDelegate().theme is DARK
