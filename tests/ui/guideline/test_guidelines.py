"""The guideline as a page: shown at a passage, in a theme, with nothing in it fetched or opened."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage

from annotator.session import guidance
from annotator.ui.guideline.guidelines import GuidePage
from annotator.ui.theme import DARK


@pytest.fixture
def page(qtbot) -> GuidePage:
    page = GuidePage()
    page.resize(600, 600)
    page.set_text(guidance.text())
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


@pytest.mark.parametrize("name", ["scare-quotes", "nobody", "quotes-within-quotes"])
def test_it_scrolls_to_a_passage_and_marks_its_heading(page: GuidePage, name: str) -> None:
    page.show_passage(name)
    assert page.current == name
    (mark,) = page.extraSelections()
    assert guidance.anchor(mark.cursor.block().text()) == name
    assert 0 <= page.cursorRect(mark.cursor).top() < 60


def test_every_passage_has_a_heading_in_what_is_shown(page: GuidePage) -> None:
    for name in guidance.anchors():
        page.show_passage(name)
        assert page.current == name
    page.show_passage("no-such-passage")
    assert (page.current, page.verticalScrollBar().value()) == ("", 0)


def test_a_link_leads_to_another_passage_and_never_out_of_the_program(page: GuidePage, qtbot) -> None:
    page.anchorClicked.emit(QUrl("#scare-quotes"))
    assert page.current == "scare-quotes"
    with qtbot.waitSignal(page.followed) as told:
        page.anchorClicked.emit(QUrl("https://example.org/#scare-quotes"))
    assert told.args == ["https://example.org/#scare-quotes"]
    assert page.loadResource(2, QUrl("https://example.org/picture.png")) is None
    assert not page.openLinks()
    assert not page.openExternalLinks()


def test_neither_pictures_nor_markup_get_into_the_page(page: GuidePage, tmp_path: Path) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff00ff"))
    picture.save(str(tmp_path / "p.png"))
    page.set_text(
        f"A ![words]({tmp_path / 'p.png'}) and ![]({tmp_path / 'p.png'}) and <b>bold</b>.\n\n<script>x</script>"
    )
    assert page.toPlainText().splitlines()[0] == "A words and  and <b>bold</b>."
    assert "\ufffc" not in page.toPlainText()
    shown = page.viewport().grab().toImage()
    assert all(shown.pixelColor(x, y).name() != "#ff00ff" for x in range(0, 300, 5) for y in range(0, 100, 5))


def test_it_takes_the_theme_and_stays_where_it_was(page: GuidePage) -> None:
    page.show_passage("nobody")
    page.set_theme(DARK)
    assert page.current == "nobody"
    (mark,) = page.extraSelections()
    assert mark.format.background().color() == QColor(DARK.hit)
