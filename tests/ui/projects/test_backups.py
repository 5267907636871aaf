import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from annotator.model.document import Article, Document, Status
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.events import Told
from annotator.session.projects.keeping import backups_of
from annotator.session.session import Session
from annotator.store.project import Project
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"


@pytest.fixture
def hands(qtbot, tmp_path, monkeypatch, harbour, harbour_speakers):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    ferry = Document(article=Article(id="ferry", text="The ferry sails.", title="Ferry"))
    session.dispatch("import.articles", [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour)])
    backups_of(path).take("asked")
    session.dispatch("import.articles", [AddDocument(ferry)])
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def opened(hands):
    hands.window.run("file.restore")
    dialog = hands.window.answering.restoring.dialog
    hands.wait(lambda: dialog.summary.startswith(("Articles that change", "It")))
    return dialog


def button(dialog, words: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == words)


def click(dialog, words: str) -> None:
    QTest.mouseClick(button(dialog, words), Qt.MouseButton.LeftButton)


def shown(dialog) -> list[str]:
    model = dialog._preview.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_what_would_change_is_shown_and_the_project_is_as_it_was_after_enter(hands):
    hands.session.open("harbour")
    hands.click(hands.span("unions"))
    hands.press("1")
    hands.session.open("ferry")
    dialog = opened(hands)
    assert dialog.summary == "Articles that change: 1 (decisions: 1), come back: 0, would be gone: 1."
    assert shown(dialog) == ["Ferry, would be gone", "The harbour stays shut, 1 decision"]
    QTest.keyClick(button(dialog, "Restore"), Qt.Key.Key_Return)
    hands.wait(lambda: not dialog.isVisible())
    assert [entry.id for entry in hands.session.entries] == ["harbour"]
    assert hands.entity("unions").label == "ORG"
    assert "The project is as it was at" in hands.window.key_line.message
    assert backups_of(hands.session.project.path).list()[0].reason == "restore"
    hands.press("Ctrl+Z")
    assert hands.entity("unions").label == "ORG"
    hands.click(hands.span("unions"))
    hands.press("1")
    assert hands.entity("unions").label == "PERSON"
    assert not hands.session.project.read_only


def test_what_was_replaced_can_be_put_back(hands):
    dialog = opened(hands)
    click(dialog, "Restore")
    hands.wait(lambda: not dialog.isVisible())
    dialog = opened(hands)
    assert "come back: 1" in dialog.summary
    click(dialog, "Restore")
    hands.wait(lambda: not dialog.isVisible())
    assert {entry.id for entry in hands.session.entries} == {"harbour", "ferry"}


def test_a_backup_goes_into_a_copy_and_the_project_stays(hands, tmp_path):
    dialog = opened(hands)
    told: list[str] = []
    hands.session.subscribe(lambda event: told.append(event.message) if isinstance(event, Told) else None)
    hands.window.answering.restoring.copy_to(dialog.chosen, tmp_path / "copy.anno")
    hands.wait(lambda: not dialog.isVisible())
    assert any("copy.anno" in words for words in told)
    with Project.open(tmp_path / "copy.anno", by="mk") as copy:
        assert [entry.id for entry in copy.entries()] == ["harbour"]
    assert len(hands.session.entries) == 2


def test_a_copy_that_cannot_be_written_is_told_in_the_dialog(hands, tmp_path):
    dialog = opened(hands)
    (tmp_path / "there.anno").write_text("")
    hands.window.answering.restoring.copy_to(dialog.chosen, tmp_path / "there.anno")
    hands.wait(lambda: "exists already" in dialog._note.text())
    assert button(dialog, "Cancel").isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_nothing_can_be_left_or_edited_while_a_backup_is_put_back(hands):
    dialog = opened(hands)
    dialog.set_busy()
    assert dialog.isModal()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert dialog.isVisible()
    assert not button(dialog, "Restore").isEnabled()
    dialog.show_fault("x")
    dialog.reject()


def test_a_project_without_backups_says_so(hands):
    for backup in backups_of(hands.session.project.path).list():
        backup.path.unlink()
    hands.window.run("file.restore")
    dialog = hands.window.answering.restoring.dialog
    assert dialog.summary == "There is no backup of this project yet."
    assert not button(dialog, "Restore").isEnabled()
    dialog.reject()


def test_its_controls_have_names(hands):
    dialog = opened(hands)
    for each in (dialog._list, dialog._preview, dialog._bar, *dialog.findChildren(QPushButton)):
        assert QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
    dialog.reject()


def test_edits_after_opening_are_not_kept_waiting_by_the_keeper(hands):
    hands.session.open("harbour")
    hands.window.background.keeper.before("bulk")
    hands.press("Ctrl+Return")
    assert hands.session.project.document("harbour").status is Status.DONE
