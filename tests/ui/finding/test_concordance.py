"""Mentions side by side in the window: found, sorted, ticked, mended together after a preview, and taken back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span, Speaker, Status
from annotator.model.edits import AddDocument, AddSpeaker, RemoveDocument, SetStatus
from annotator.model.finding.concordance import Odd, Sorting
from annotator.session.beside.looks import Looks
from annotator.session.session import Session
from annotator.ui.finding import concordance
from annotator.ui.finding.concordancerows import Column
from annotator.ui.finding.unlikelist import Sort
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"
LABELS = ("PERSON", "PERSON", "ORG", "")


@pytest.fixture
def hands(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    monkeypatch.setattr(concordance, "_PAUSE", 150)
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    session.dispatch("import.x", [AddSpeaker(Speaker(id="lind", name="Mara Lind"))])
    for number, label in enumerate(LABELS):
        text = f"Part {number} of it. “No,” said {'Mara' if number else 'old'} Lind today."
        at = text.index("Lind")
        decided = {"decision": Decision.ACCEPTED, "by": "jo"} if label == "ORG" else {}
        entities = (Entity(id="e", span=Span(at, at + 4), label=label, origin="p", **decided),) if label else ()
        quote = Quote(id="q", kind=Kind.DIRECT, contents=(Span(14, 19),), speaker="lind", origin="p")
        article = Article(id=f"n{number}", text=text, title=f"No. {number}", language="en")
        session.dispatch("import.x", [AddDocument(Document(article=article, entities=entities, quotes=(quote,)))])
    session.close()
    made = Hands(qtbot, [path], PLAIN)
    yield made
    made.close()


def labels(hands) -> list[list[str]]:
    return [[e.label for e in hands.session.project.document(f"n{n}").entities] for n in range(4)]


def spoken(view, row: int) -> str:
    return str(view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_words_are_found_everywhere_ticked_by_group_and_labelled_in_one_step(hands):
    hands.click(hands.span("Lind"))
    hands.press("Ctrl+K")
    part = hands.window.exchanging.concordance
    dialog, table = part.dialog, part.dialog.table
    hands.wait(lambda: len(table.rows) == 4 and dialog.unlike.rows)
    assert [(row.document_id, row.odd) for row in table.rows] == [
        ("n2", Odd.LABEL), ("n3", Odd.UNMARKED), ("n0", None), ("n1", None),
    ]  # fmt: skip
    assert spoken(table, 0) == "other label, Part 2 of it. “No,” said Mara Lind today., ORG, accepted, No. 2, jo"
    assert dialog.summary.startswith("4 in 4 articles · 2 unlike most · 0 ticked")
    assert spoken(dialog.unlike.view, 0) == "Lind, PERSON 2 · ORG 1"

    header = table.header()
    place = QPoint(header.sectionViewportPosition(Column.ARTICLE) + 5, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.document_id for row in table.rows] == ["n0", "n1", "n2", "n3"]
    dialog.sorting.setFocus()
    QTest.keyClick(dialog.sorting, Qt.Key.Key_Down)
    assert dialog.sorting.currentData() == Sorting.BEFORE
    assert table.rows[-1].document_id == "n0", "“old” ends later in the alphabet, read from its end"

    hands.click_row(table, 2)
    assert (hands.session.current, hands.session.selection.text) == ("n3", table.rows[2].span)
    row = table.visualRect(table.model().index(2, 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.x() + 14, row.center().y()))
    table.setFocus()
    table.go_to(1)
    QTest.keyClick(table, Qt.Key.Key_G)
    assert {each.document_id for each in table.ticked} == {"n3", "n2"}
    assert not dialog.button("label").isHidden()
    QTest.mouseClick(dialog.button("label"), Qt.MouseButton.LeftButton)
    (menu,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    preview = hands.window.answering.everywhere.preview
    hands.wait(lambda: preview.ready)
    assert preview.summary.startswith("1 place in 1 article."), "what somebody decided is changed only if one says so"
    QTest.mouseClick(preview._also, Qt.MouseButton.LeftButton, pos=QPoint(8, preview._also.height() // 2))
    assert preview.summary.startswith("2 places in 2 articles.")
    QTest.keyClick(preview._view, Qt.Key.Key_Return)
    hands.wait(lambda: not hands.session.works and not preview.isVisible())
    hands.wait(dialog.isActiveWindow)
    assert labels(hands) == [["PERSON"], ["PERSON"], ["PERSON"], ["PERSON"]]
    hands.wait(lambda: {row.odd for row in table.rows} == {None} and not dialog.unlike.rows)
    hands.window.run("edit.undo")
    hands.wait(lambda: labels(hands) == [["PERSON"], ["PERSON"], ["ORG"], []])
    hands.wait(lambda: [row.label for row in table.rows].count("ORG") == 1)


def test_a_speaker_has_names_quotes_and_links_and_what_is_ticked_is_accepted(hands):
    hands.click_speaker("q")
    hands.press("Esc")
    hands.session.select(hands.session.selection.with_annotation("q"))
    hands.press("Ctrl+K")
    dialog = hands.window.exchanging.concordance.dialog
    hands.wait(lambda: len(dialog.table.rows) == 7 and not dialog.busy)
    assert dialog.field.text() == "Mara Lind"
    assert [row.quote for row in dialog.table.rows].count(True) == 4
    dialog.table.setFocus()
    dialog.table.go_to(next(n for n, row in enumerate(dialog.table.rows) if row.quote))
    QTest.keyClick(dialog.table, Qt.Key.Key_G)
    assert len(dialog.table.ticked) == 4
    QTest.mouseClick(dialog.button("accept"), Qt.MouseButton.LeftButton)
    preview = hands.window.answering.everywhere.preview
    hands.wait(lambda: preview.ready)
    QTest.keyClick(preview._view, Qt.Key.Key_Return)
    hands.wait(lambda: not hands.session.works and not preview.isVisible())
    decisions = {hands.session.project.document(f"n{n}").by_id["q"].decision for n in range(4)}
    assert decisions == {Decision.ACCEPTED}
    dialog.field.setFocus()
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, "nowhere")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    hands.wait(lambda: dialog.summary == "No mentions.")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_unlike_is_gone_through_and_mended_by_keys_or_said_to_be_all_right(hands, monkeypatch):
    look = Looks.ask
    monkeypatch.setattr(concordance, "_LITTLE", 0)  # it is looked for again where something was changed
    monkeypatch.setattr(Looks, "ask", lambda looks, sort, what, **_: look(looks, sort, what, apart=False))
    hands.session.dispatch("import.x", [AddDocument(Document(article=Article(id="new", text="Lind came.")))])
    hands.press("Ctrl+K")
    dialog = hands.window.exchanging.concordance.dialog
    unlike, table = dialog.unlike, dialog.table
    hands.wait(lambda: len(unlike.rows) == 2 and unlike.view.hasFocus())
    assert not dialog.busy
    assert [spoken(unlike.view, row) for row in (0, 1)] == [
        "Lind, PERSON 2 · ORG 1",
        "Lind, PERSON 2 · ORG 1 · unmarked 1",
    ]
    assert unlike.again.isHidden()
    hands.session.dispatch("user.done", [SetStatus("new", Status.DONE)])
    hands.wait(lambda: not unlike.again.isHidden())  # of the names in it nobody knows yet, and that is said
    QTest.mouseClick(unlike.again, Qt.MouseButton.LeftButton)
    hands.wait(lambda: unlike.again.isHidden() and "unmarked 2" in spoken(unlike.view, 1))
    hands.session.dispatch("import.x", [RemoveDocument("new")])
    hands.wait(lambda: "unmarked 1" in spoken(unlike.view, 1))
    unlike.view.setFocus()
    QTest.keyClick(unlike.view, Qt.Key.Key_Return)
    hands.wait(lambda: len(table.rows) == 4 and table.hasFocus())
    QTest.keyClick(table, Qt.Key.Key_U)
    assert [row.odd for row in table.ticked] == [Odd.LABEL, Odd.UNMARKED]
    QTest.keyClick(table, Qt.Key.Key_U)
    assert not table.ticked
    assert table.currentIndex().row() == 0
    QTest.keyClick(table, Qt.Key.Key_1)
    hands.wait(lambda: labels(hands) == [["PERSON"], ["PERSON"], ["PERSON"], []])
    hands.wait(lambda: [spoken(unlike.view, 0)] == ["Lind, PERSON 3 · unmarked 1"] and not dialog.busy)
    assert [row.odd for row in table.rows] == [Odd.UNMARKED, None, None, None]

    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    hands.wait(lambda: not dialog.busy)
    table.go_to(0)
    QTest.keyClick(table, Qt.Key.Key_X)
    hands.wait(lambda: not unlike.rows)
    (none,) = hands.session.project.document("n3").entities
    assert (none.label, none.rejected) == ("PERSON", True)
    QTest.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: labels(hands)[3] == [] and len(unlike.rows) == 1)

    unlike.view.setFocus()
    QTest.keyClick(unlike.view, Qt.Key.Key_Delete)
    assert not unlike.rows
    assert unlike.sorts.itemText(unlike.sorts.count() - 1) == "All right as they are: 1"
    QTest.keyClick(unlike.sorts, Qt.Key.Key_End)
    unlike.choose(Sort.ALLOWED)
    assert spoken(unlike.view, 0).startswith("Lind, may be unmarked · ")
    QTest.mouseClick(unlike.turn, Qt.MouseButton.LeftButton)
    assert not unlike.rows
    unlike.choose(Sort.ALL)
    assert len(unlike.rows) == 1
    QTest.keyClick(unlike.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not unlike.rows
