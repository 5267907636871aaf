"""The project's guideline in the window: shown by keys at the passage that fits, written, and given cases."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QTabBar, QToolButton

from annotator.session import guideline
from annotator.ui import menus
from annotator.ui.guideline.guidelines import Reached
from annotator.ui.guideline.guiding import NAME
from annotator.ui.panels import Place
from tests.ui.desk import CountingHands, hands, window_of_module

__all__ = ["hands", "window_of_module"]


@pytest.fixture
def panel(hands: CountingHands):
    made = hands.window.exchanging.guiding
    made.panel.show_guideline(guideline.text_of(hands.session.project), (), may_write=True)
    made.show()
    yield made.panel
    made.panel.write(on=False)
    hands.window.columns.show_panel(NAME, on=False)
    hands.window.text.setFocus()


def test_keys_show_it_at_the_passage_for_the_selected_quote_and_lead_back(hands, panel):
    hands.click(hands.span("open the bridge"))
    hands.press("Shift+F1")
    hands.wait(lambda: panel.isVisible() and panel.page.hasFocus())
    assert panel.page.current == "direct-quotes"
    hands.press("Esc")
    hands.wait(hands.window.text.hasFocus)
    assert hands.selected.id == "open"
    menu = QMenu(hands.window)
    menus.context_menu(menu, hands.window.keymap, hands.session, hands.window.run)
    assert "Guideline for the selection" in {action.text().partition("\t")[0] for action in menu.actions()}
    hands.window.run("view.guideline")
    hands.wait(lambda: not panel.isVisible())
    places = [hands.window.columns.place_of(NAME) for _ in Place if hands.window.run("view.move_guideline") is None]
    assert set(places) == set(Place)
    assert hands.window.columns.place_of(NAME) is Place.RIGHT


def test_what_is_written_is_kept_when_the_keys_go_and_an_older_version_comes_back(hands, panel):
    store = hands.session.project.guideline
    for words in ("# PERSON", "Names."):
        hands.window.run("guideline.edit")
        hands.wait(panel.editor.hasFocus)
        panel.editor.selectAll()
        hands.type(words)
        hands.press("Esc")
        hands.wait(hands.window.text.hasFocus)
    assert [store.text(each.seq) for each in store.versions()][:2] == ["Names.", "# PERSON"]
    hands.window.run("guideline.edit")
    button = next(each for each in panel.findChildren(QToolButton) if each.text() == "Versions")
    button.menu().aboutToShow.emit()
    button.menu().actions()[0].trigger()
    assert store.text() == panel.editor.toPlainText() == "# PERSON"
    hands.press("Ctrl+Z")
    assert panel.editor.toPlainText() == "Names."
    hands.press("Ctrl+Shift+Z")
    hands.press("Esc")
    hands.click(hands.entity("Ilse Brandt").span)
    hands.press("Shift+F1")
    hands.wait(lambda: panel.page.current == "person")


def test_keys_make_examples_and_hard_cases_a_click_goes_to_each_and_undo_takes_them_back(hands, panel):
    hands.click(hands.entity("Ilse Brandt").span)
    hands.press("E")
    hands.window.run("view.guideline")
    hands.wait(lambda: "Mayor Ilse Brandt met" in panel.page.toPlainText())
    hands.click(hands.entity("Brenna").span)
    hands.window.text.setFocus()
    hands.press("H")
    hands.wait(hands.window.choices.isVisible)
    hands.type("A town that acts")
    hands.press("Ctrl+Return")
    hands.wait(lambda: len(hands.document.cases) == 2)
    tabs = panel.findChild(QTabBar)
    assert tabs.tabText(1) == "Hard cases (1)"
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    panel.search.setFocus()
    hands.type("nowhere")
    assert panel.list.places == []
    panel.search.clear()
    hands.session.open("far")
    hands.click_row(panel.list, 1)
    hands.wait(lambda: hands.session.current == "near" and hands.selected.id == "brenna0")
    link = next(each for each in _links(panel.page) if each.startswith(guideline.CASE))
    panel.page.anchorClicked.emit(QUrl(link))
    hands.wait(lambda: hands.selected.id == "brandt")
    hands.press("Ctrl+Z", "Ctrl+Z")
    hands.wait(lambda: hands.document.cases == () and tabs.tabText(1) == "Hard cases")


def _links(page) -> list[str]:
    found, block = [], page.document().begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            found.append(pieces.fragment().charFormat().anchorHref())
            pieces += 1
        block = block.next()
    return found


def test_what_is_being_written_is_kept_when_the_window_closes(hands, panel):
    hands.window.run("guideline.edit")
    hands.wait(panel.editor.hasFocus)
    panel.editor.selectAll()
    hands.type("Half a sent")
    hands.window.exchanging.leave()
    assert hands.session.project.guideline.text() == "Half a sent"
    assert QApplication.focusWidget() is panel.editor


def test_it_is_written_by_the_usual_keys_beside_what_it_becomes_and_words_are_found_in_it(hands, panel):
    columns = hands.window.columns
    hands.click(hands.entity("Ilse Brandt").span)
    hands.press("E")
    columns.move_panel(NAME, Place.BELOW)
    hands.window.run("guideline.edit")
    hands.wait(lambda: panel.editor.hasFocus() and panel.writer.both)
    preview = panel.writer.preview
    hands.press("Ctrl+A", "Ctrl+2")
    hands.press("Ctrl+A", "Del")
    hands.type("PERSON")
    hands.press("Ctrl+2", "Return")
    hands.press("Ctrl+L")
    hands.type("names")
    hands.press("Ctrl+B", "End", "Return", "Tab")
    panel.editor.insertPlainText("all 🚢s")
    hands.press("Return", "Return", "Return")
    assert panel.editor.toPlainText() == "## PERSON\n- **names**\n  - all 🚢s\n\n"
    hands.wait(lambda: "all 🚢s" in preview.toPlainText())
    assert "Mayor Ilse Brandt met" in preview.toPlainText(), "its examples stand below what they belong to"
    link = next(each for each in _links(preview) if each.startswith(guideline.CASE))
    hands.session.open("far")
    preview.anchorClicked.emit(QUrl(link))
    hands.wait(lambda: hands.session.current == "near" and hands.selected.id == "brandt")
    panel.editor.setFocus()
    hands.press("Ctrl+F")
    hands.wait(panel.look_for.field.hasFocus)
    hands.type("NAMES")
    assert panel.editor.textCursor().selectedText() == "names"
    hands.press("Esc", "Ctrl+Z")
    assert panel.editor.hasFocus()
    assert hands.session.project.guideline.text().startswith("## PERSON"), "it is kept once the keys go elsewhere"
    columns.move_panel(NAME, Place.RIGHT)
    hands.wait(lambda: not panel.writer.both and not preview.isVisible())
    panel.editor.setFocus()
    hands.type("More.")
    hands.press("Ctrl+Shift+V")
    hands.wait(lambda: preview.hasFocus() and not panel.editor.isVisible())
    assert "More." in preview.toPlainText()
    hands.press("Ctrl+Shift+V")
    hands.wait(panel.editor.hasFocus)


def test_it_is_saved_as_a_web_page_markdown_or_pdf_and_printed(hands, panel, tmp_path, monkeypatch):
    panel.show_guideline("# Ours", (), may_write=True)
    hands.session.project.guideline.write("# Ours\n", writing="w", by="mk", at="2026-11-23T09:14:05Z")
    for name, kind in (("g", "Web page (*.html)"), ("g.md", "Web page (*.html)"), ("g.pdf", "PDF (*.pdf)")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, n=name, k=kind: (str(tmp_path / n), k))
        hands.window.run("file.save_guideline")
    assert "<h1>Ours</h1>" in (tmp_path / "g.html").read_text("utf-8")
    assert (tmp_path / "g.md").read_text("utf-8") == "# Ours\n"
    assert (tmp_path / "g.pdf").read_bytes().startswith(b"%PDF")
    assert "g.pdf" in hands.window.key_line.message
    printed = str(tmp_path / "printed.pdf")
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: dialog.printer().setOutputFileName(printed) or 1)
    hands.window.run("file.print_guideline")
    assert (tmp_path / "printed.pdf").stat().st_size > 1000
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "g.pdf"), ""))
    hands.window.run("file.save_guideline")
    assert "cannot be written" in hands.window.key_line.message


def test_it_is_written_from_its_top_on_where_nobody_has_read_in_it(hands, panel):
    panel.show_guideline(f"# Ours\n\n{'Words. ' * 40}\n\n" + "## More\n\nWords.\n\n" * 20, (), may_write=True)
    hands.window.columns.show_panel(NAME, on=False)
    panel.page.verticalScrollBar().setValue(0)
    hands.window.run("guideline.edit")
    hands.wait(panel.editor.hasFocus)
    QApplication.processEvents()
    assert panel.editor.firstVisibleBlock().text() == "# Ours"
    hands.press("Esc")
    QApplication.processEvents()
    assert panel.page.verticalScrollBar().value() == 0


def test_the_markdown_and_the_page_are_scrolled_together_and_begin_where_somebody_read(hands, panel):
    text = "".join(f"## Passage {n}\n\n{'Words of it. ' * (20 if n % 3 else 90)}\n\n" for n in range(30))
    panel.show_guideline(text, (), may_write=True)
    hands.window.columns.show_panel(NAME, on=True)
    panel.page.show_passage("passage-12")
    panel.resize(panel.width() // 2, panel.height())
    QApplication.processEvents()
    assert panel.page.reached.passage == 13, "a narrower panel stays at the passage"
    panel.write(on=True)
    assert panel.editor.firstVisibleBlock().text() == "## Passage 12"
    panel.editor.verticalScrollBar().setValue(panel.editor.document().findBlockByNumber(80).firstLineNumber())
    panel.writer.turn_over()
    assert panel.writer.preview.reached.passage == panel.editor.reached.passage == 21
    panel.writer.preview.verticalScrollBar().setValue(panel.writer.preview.verticalScrollBar().maximum())
    assert panel.editor.verticalScrollBar().value() == panel.editor.verticalScrollBar().maximum()
    panel.writer.turn_over()
    panel.editor.go_to(Reached(5, 0.0))
    panel.write(on=False)
    assert panel.page.reached.passage == 5
