"""The text view under real mouse and key events."""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Tokens, in_order
from annotator.session.selection import Selection
from annotator.ui.textview.caret import Move
from annotator.ui.textview.hit import Target
from annotator.ui.textview.view import TextView
from annotator.ui.theme import DARK, LIGHT

SpanOf = Callable[..., Span]
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def middle(view: TextView, span: Span) -> QPoint:
    """The middle of a span's first rectangle in the viewport."""
    return view.scene().rects(span)[0].center().toPoint()


def edge(view: TextView, offset: int) -> QPoint:
    """Where the border before a code point stands in the viewport."""
    rect = view.scene().rects(Span(offset, offset + 1))[0]
    return QPoint(round(rect.left() + 1.5), round(rect.center().y()))


def click(view: TextView, point: QPoint, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view.viewport(), LEFT, modifier, point)


def drag(
    view: TextView, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = NONE, *, drop: bool = True
) -> None:
    viewport = view.viewport()
    QTest.mousePress(viewport, LEFT, NONE, start)
    for step in (0.3, 0.7, 1.0):
        at = start + (end - start) * step
        send_move(view, at, modifier)
    if drop:
        QTest.mouseRelease(viewport, LEFT, modifier, end)


def send_move(view: TextView, at: QPoint, modifier: Qt.KeyboardModifier) -> None:
    """A move with the left button down; QTest's own says that none is."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    point = QPointF(at)
    event = QMouseEvent(QEvent.Type.MouseMove, point, view.viewport().mapToGlobal(point), LEFT, LEFT, modifier)
    QApplication.sendEvent(view.viewport(), event)


class Heard:
    """What a view said, by signal."""

    def __init__(self, view: TextView) -> None:
        self.said: list[tuple[Any, ...]] = []
        for name in ("text_selected", "border_dragged", "link_requested", "chip_clicked", "zoom_requested"):
            getattr(view, name).connect(lambda *values, name=name: self.said.append((name, *values)))


@pytest.fixture
def heard(view: TextView) -> Heard:
    return Heard(view)


def test_a_click_selects_the_innermost_annotation_and_puts_the_caret(
    view: TextView, qtbot: QtBot, span_of: SpanOf
) -> None:
    with qtbot.waitSignal(view.selection_changed) as told:
        click(view, middle(view, span_of("Ada")))
    assert told.args is not None
    assert told.args[0].annotation == view.selection.annotation == "ada"
    assert view.selection.caret in range(span_of("Ada").start, span_of("Ada").end + 1)
    click(view, middle(view, span_of("Mayor")))
    assert view.selection.annotation == "mayor"
    click(view, middle(view, span_of("nine")))
    assert view.selection.annotation == "waited"
    click(view, middle(view, span_of("worth")))
    assert (view.selection.annotation, view.selection.part) == ("waited", 1)
    click(view, middle(view, span_of("opened")))
    assert view.selection.annotation is None


def test_a_drag_selects_text_and_leaves_the_annotation_selected(view: TextView, heard: Heard, span_of: SpanOf) -> None:
    view.set_selection(Selection(annotation="waited"))
    span = span_of("opened the bridge")
    drag(view, edge(view, span.start), edge(view, span.end))
    assert view.selection.text == span
    assert view.selection.annotation == "waited"
    assert heard.said == [("text_selected", span)]
    assert view.selected_text() == "opened the bridge"


def test_a_drag_to_the_left_keeps_the_anchor_at_the_right(view: TextView, span_of: SpanOf) -> None:
    span = span_of("opened the bridge")
    drag(view, edge(view, span.end), edge(view, span.start))
    assert (view.selection.anchor, view.selection.caret) == (span.end, span.start)


def test_a_double_click_selects_a_word_and_a_third_click_the_paragraph(view: TextView, span_of: SpanOf) -> None:
    point = middle(view, span_of("bridge"))
    QTest.mouseDClick(view.viewport(), LEFT, NONE, point)
    assert view.selection.text == span_of("bridge")
    click(view, point)
    assert view.selection.text == view.document.article.paragraphs[0]


def test_shift_and_a_click_extend_the_selection(view: TextView, span_of: SpanOf) -> None:
    click(view, edge(view, span_of("opened").start))
    click(view, edge(view, span_of("on Monday").start), SHIFT)
    assert view.selection.text == span_of("opened the bridge ")


def test_a_handle_drags_a_border_to_a_token_and_tells_once(view: TextView, heard: Heard, span_of: SpanOf) -> None:
    view.set_selection(Selection(annotation="ada"))
    ada, opened = span_of("Ada Brook"), span_of("opened")
    handle = next(h for h in view.scene().handles() if h.border == "end")
    knob = QPoint(round(handle.grip), round(handle.bottom + 2))
    drag(view, knob, edge(view, opened.end - 1) + QPoint(0, knob.y() - middle(view, opened).y()))
    assert heard.said == [("border_dragged", "ada", "entity", Span(ada.start, opened.end))]
    assert view.document.by_id["ada"].extent == ada


def test_with_alt_a_border_goes_to_a_character(view: TextView, heard: Heard, span_of: SpanOf) -> None:
    view.set_selection(Selection(annotation="ada"))
    ada = span_of("Ada Brook")
    drag(view, edge(view, ada.end), edge(view, ada.end + 3), ALT)
    assert heard.said == [("border_dragged", "ada", "entity", Span(ada.start, ada.end + 3))]


def test_escape_ends_a_border_drag_without_a_word(view: TextView, heard: Heard, span_of: SpanOf) -> None:
    view.set_selection(Selection(annotation="ada"))
    ada, opened = span_of("Ada Brook"), span_of("opened")
    drag(view, edge(view, ada.end), edge(view, opened.end), drop=False)
    assert view.scene().flow.decorations.document.by_id["ada"].extent == Span(ada.start, opened.end)
    QTest.keyClick(view, Key.Key_Escape)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, edge(view, opened.end))
    assert heard.said == []
    assert view.scene().flow.decorations.document.by_id["ada"].extent == ada


def test_a_border_drag_ends_when_its_annotation_is_taken_away(view: TextView, heard: Heard, span_of: SpanOf) -> None:
    view.set_selection(Selection(annotation="ada"))
    ada, opened = span_of("Ada Brook"), span_of("opened")
    drag(view, edge(view, ada.end), edge(view, opened.end), drop=False)
    view.update_document(view.document.drop("ada"), view.speakers)
    send_move(view, edge(view, opened.start), NONE)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, edge(view, opened.end))
    assert heard.said == []
    assert "ada" not in view.scene().flow.decorations.document.by_id


def test_the_contents_of_a_quote_are_never_dragged_over_each_other(
    view: TextView, heard: Heard, span_of: SpanOf
) -> None:
    view.set_selection(Selection(annotation="waited"))
    first, second = span_of("“We waited nine years,”"), span_of("“and it was worth it.”")
    drag(view, edge(view, first.end), edge(view, second.end - 2))
    assert heard.said == [("border_dragged", "waited", "content.0", Span(first.start, second.start - 1))]


def test_a_drag_from_the_margin_chip_to_a_mention_asks_for_a_link(
    view: TextView, heard: Heard, span_of: SpanOf
) -> None:
    chip = next(chip for chip in view.scene().margin_chips() if chip.id == "figures")
    drag(view, chip.rect.center().toPoint(), middle(view, span_of("Tidewater")))
    assert view.selection.annotation == "figures"
    assert heard.said == [("link_requested", "figures", "tide")]


def test_ctrl_and_a_click_on_a_word_asks_for_a_link_to_it(view: TextView, heard: Heard, span_of: SpanOf) -> None:
    view.set_selection(Selection(annotation="figures"))
    click(view, middle(view, span_of("builder")), CONTROL)
    assert heard.said == [("link_requested", "figures", span_of("builder"))]
    assert view.selection.annotation == "figures"


def test_the_first_click_on_a_chip_selects_and_the_second_says_so(view: TextView, heard: Heard) -> None:
    chip = next(chip for chip in view.scene().margin_chips() if chip.id == "waited")
    click(view, chip.rect.center().toPoint())
    assert view.selection.annotation == "waited"
    assert heard.said == []
    QTest.qWait(0)
    click(view, chip.rect.center().toPoint())
    assert heard.said == [("chip_clicked", "waited")]


def test_a_label_chip_and_a_quotes_bar_select_what_they_stand_for(view: TextView) -> None:
    scene = view.scene()
    shown = scene.flow.shown(0)
    chip = next(chip for chip in shown.geometry.chips if chip.id == "monday")
    top = scene.top_of(0)
    assert top is not None
    click(view, chip.rect.translated(scene.page.x, top).center().toPoint())
    assert view.selection.annotation == "monday"
    _, rect = next(item for item in scene.bars() if item[0].band.id == "waited")
    click(view, rect.center().toPoint())
    assert view.selection.annotation == "waited"


def test_the_right_button_asks_for_a_menu_with_what_is_under_it(view: TextView, qtbot: QtBot, span_of: SpanOf) -> None:
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication

    point = middle(view, span_of("Tidewater"))
    with qtbot.waitSignal(view.context_menu_requested) as told:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point))
        QApplication.sendEvent(view.viewport(), event)
    assert told.args is not None
    assert told.args[1].annotations == ("tide",)
    assert told.args[1].target is Target.TEXT


def test_arrows_move_the_caret_and_with_shift_select(view: TextView, span_of: SpanOf) -> None:
    view.set_selection(Selection(caret=0, anchor=0, annotation="tide"))
    QTest.keyClick(view, Key.Key_Right)
    QTest.keyClick(view, Key.Key_Right, SHIFT)
    assert view.selection.text == Span(1, 2)
    assert view.selection.annotation == "tide"
    QTest.keyClick(view, Key.Key_Left)
    assert (view.selection.caret, view.selection.text) == (1, None)
    QTest.keyClick(view, Key.Key_Right, CONTROL | SHIFT)
    assert view.selection.text == Span(1, span_of("Ada").start)
    QTest.keyClick(view, Key.Key_End)
    QTest.keyClick(view, Key.Key_Home, SHIFT)
    assert view.selection.caret == 0
    QTest.keyClick(view, Key.Key_End, CONTROL)
    assert view.selection.caret == len(view.document.text)


def test_down_and_up_keep_the_column_over_lines_of_other_lengths(view: TextView) -> None:
    places = [12]
    for move in (Move.DOWN, Move.DOWN, Move.DOWN, Move.UP, Move.UP, Move.UP):
        places.append(view.move_caret(places[-1], move))
    assert places[3:] == places[3::-1]
    assert places[2] == view.document.article.paragraphs[2].start
    assert sorted(places[:4]) == places[:4]


def test_the_caret_crosses_paragraphs_and_stops_at_the_ends(view: TextView) -> None:
    first = view.document.article.paragraphs[0]
    assert view.move_caret(first.end, Move.RIGHT) == first.end + 1
    assert view.move_caret(first.end + 1, Move.LEFT) == first.end
    assert view.move_caret(0, Move.LEFT) == 0
    assert view.move_caret(0, Move.UP) == 0
    end = len(view.document.text)
    assert view.move_caret(end, Move.RIGHT) == end
    assert view.move_caret(end, Move.DOWN) == end
    assert view.move_caret(0, Move.PARAGRAPH_DOWN) == first.end + 1


@pytest.mark.parametrize(
    "text", ["One two, three.\n\nfour e\u0301 👩‍👩‍👧 five\n", "x" * 9_000, "word " * 1_700, "", "שלום לכל\nוגם לך"]
)
def test_the_caret_walks_over_every_cluster_and_back(qtbot: QtBot, text: str) -> None:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show_document(Document(article=Article(id="a", text=text)), {}, ())
    forward, back = (Move.LEFT, Move.RIGHT) if "ש" in text else (Move.RIGHT, Move.LEFT)
    places = [0]
    while (to := view.move_caret(places[-1], forward)) != places[-1]:
        places.append(to)
    assert places[-1] == len(text)
    assert len(places) == len(text) + 1 - 5 * ("👩" in text)
    for place in reversed(places[:-1]):
        to = view.move_caret(to, back)
        assert to == place


def test_while_a_border_is_taken_arrows_are_left_to_the_owner(view: TextView) -> None:
    view.set_selection(Selection(annotation="ada", border="end"))
    before = view.selection
    QTest.keyClick(view, Key.Key_Right)
    assert view.selection == before


def test_keys_that_move_no_caret_reach_the_owner(qtbot: QtBot, document: Document) -> None:
    class Owner(QWidget):
        keys: list[int]

        def keyPressEvent(self, event: Any) -> None:  # noqa: N802  # Qt's override
            self.keys.append(event.key())

    owner = Owner()
    owner.keys = []
    qtbot.addWidget(owner)
    view = TextView(owner)
    view.show_document(document, {}, ())
    for key in (Key.Key_1, Key.Key_Space, Key.Key_Escape, Key.Key_A, Key.Key_Backspace):
        QTest.keyClick(view, key)
    assert owner.keys == [Key.Key_1, Key.Key_Space, Key.Key_Escape, Key.Key_A, Key.Key_Backspace]


def test_an_edit_is_shown_in_place(view: TextView, span_of: SpanOf) -> None:
    entity = view.document.by_id["tide"]
    assert isinstance(entity, Entity)
    after = view.document.put(replace(entity, span=span_of("Tidewater")))
    view.update_document(after, view.speakers)
    found = view.hit(QPointF(middle(view, span_of("Tidewater"))))
    assert found.annotations == ("tide",)
    assert "tide" not in view.hit(QPointF(middle(view, span_of("Ltd")))).annotations


def test_a_span_far_away_is_revealed_and_hits_are_kept(qtbot: QtBot) -> None:
    text = "\n".join(f"Paragraph number {i} of a long article." for i in range(2_000))
    view = TextView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show_document(Document(article=Article(id="a", text=text)), {}, ())
    at = text.index("number 1500")
    view.set_hits([Span(at, at + 6)], 0)
    assert view.scene().rects(Span(at, at + 6)) == []
    view.reveal(Span(at, at + 6))
    (rect,) = view.scene().rects(Span(at, at + 6))
    assert 0 < rect.top() < rect.bottom() < view.viewport().height()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert view.scene().rects(Span(len(text) - 1, len(text)))


@pytest.mark.parametrize("letters", ["WORD", "ill", "市長の"])
def test_a_place_is_revealed_though_the_heights_before_it_are_guessed_wrong(qtbot: QtBot, letters: str) -> None:
    text = letters * (400_000 // len(letters))
    view = TextView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show_document(Document(article=Article(id="a", text=text)), {}, ())
    for start in (200_000, 390_000, 100_000, 0, 300_000):
        view.reveal(Span(start, start + 150))
        rects = view.scene().rects(Span(start, start + 150))
        assert rects
        assert 0 <= rects[0].top() < rects[-1].bottom() <= view.viewport().height()


def test_the_text_at_the_top_stays_there_when_the_zoom_changes(qtbot: QtBot) -> None:
    text = "\n".join(f"Paragraph number {i} of a long article." for i in range(500))
    view = TextView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show_document(Document(article=Article(id="a", text=text)), {}, ())
    view.verticalScrollBar().setValue(9_000)
    block = view.scene().placed[0].block
    for zoom in (50, 300, 100):
        view.set_zoom(zoom)
        assert abs(view.scene().placed[0].block - block) <= 1


def test_ctrl_and_the_wheel_ask_for_a_zoom(view: TextView, heard: Heard) -> None:
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    at = QPointF(100, 100)
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CONTROL, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view.viewport(), event)
    assert heard.said == [("zoom_requested", 110)]
    assert view.zoom == 100


AWKWARD = {
    "empty": "",
    "newlines": "\n\n\n",
    "spaces": "   \u00a0 \t ",
    "marks": "e\u0301\u0301\u0301 \u0301",
    "emoji": "👩‍👩‍👧🇩🇪😀" * 40,
    "arabic": "قال الرئيس Washington ستعقد 2024 اجتماعا مع OPEC. " * 20,
    "chinese": "市長は「九年も待ちました」と述べた。" * 30,
    "separators": "a\u2028b\u2029c\x0bd\x85e",
    "surrogate": "x\ud800y",
    "soft hyphens": "over\u00adshadow" * 100,
    "one line": "x" * 1_000_000,
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_articles_are_shown_selected_and_walked_through(qtbot: QtBot, name: str) -> None:
    text = AWKWARD[name]
    entities = (Entity(id="e", span=Span(0, min(len(text), 7)), label="X"),) if text else ()
    view = TextView()
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show_document(Document(article=Article(id="a", text=text), entities=entities), {}, ())
    view.show()
    view.set_selection(Selection(caret=len(text), anchor=0, annotation="e"))
    assert not view.grab().isNull()
    caret = 0
    for move in Move:
        to = view.move_caret(caret, move)
        assert 0 <= to <= len(text)
        caret = to
    seen = {0}
    caret = 0
    for _ in range(60):
        caret = view.move_caret(caret, Move.DOWN)
        seen.add(caret)
        view.reveal(Span(caret, caret))
        assert 0 <= caret <= len(text)
    click(view, QPoint(300, 150))
    drag(view, QPoint(150, 40), QPoint(400, 280))
    assert 0 <= view.selection.caret <= len(text)


def test_a_resize_and_both_themes_repaint_in_their_colours(view: TextView) -> None:
    for theme in (LIGHT, DARK):
        view.set_theme(theme)
        view.resize(500, 400)
        image: QImage = view.grab().toImage()
        assert image.pixelColor(3, 3).name() == theme.background


def test_label_first_drags_are_told_with_tokens_or_without(view: TextView, heard: Heard, span_of: SpanOf) -> None:
    words = [span_of("Mayor"), span_of("Ada"), span_of("Brook"), span_of("opened")]
    tokens = Tokens("test", tuple(w.start for w in words), tuple(w.end for w in words), (True,) * 4)
    view.update_document(replace(view.document, tokens=tokens), view.speakers)
    QTest.mouseDClick(view.viewport(), LEFT, NONE, middle(view, span_of("opened")))
    QTest.mouseRelease(view.viewport(), LEFT, NONE, middle(view, span_of("opened")))
    assert ("text_selected", span_of("opened")) in heard.said


def test_the_caret_in_a_right_to_left_paragraph_goes_where_the_arrow_points(qtbot: QtBot) -> None:
    view = TextView()
    qtbot.addWidget(view)
    view.show_document(Document(article=Article(id="a", text="שלום\nabc")), {}, ())
    assert view.move_caret(0, Move.LEFT) == 1
    assert view.move_caret(1, Move.RIGHT) == 0
    assert view.move_caret(4, Move.LEFT) == 5


def test_a_quote_that_began_above_the_view_keeps_its_speaker_in_sight(qtbot: QtBot) -> None:
    text = "“" + "Long words without an end. " * 150 + "” she said."
    quote = Quote(id="q", kind=Kind.DIRECT, contents=(Span(0, text.index("”") + 1),))
    view = TextView()
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.show_document(Document(article=Article(id="a", text=text), quotes=(quote,)), {}, ())
    for value in (0, 20, 200, 600):
        view.verticalScrollBar().setValue(value)
        (chip,) = view.scene().margin_chips()
        assert 0 <= chip.rect.top() < 60


@pytest.mark.parametrize("zoom", [50, 100, 200, 300])
def test_speakers_are_named_and_do_not_cover_each_other_at_every_zoom(view: TextView, zoom: int) -> None:
    view.resize(900, 1_600)
    view.set_zoom(zoom)
    scene = view.scene()
    chips = scene.margin_chips()
    assert [chip.id for chip in chips] == ["waited", "figures"]
    assert chips[0].rect.bottom() < chips[1].rect.top()
    assert all(chip.rect.right() <= scene.page.x - scene.flow.skin.face.gutter for chip in chips)


def test_a_drag_below_the_view_scrolls_it_on(qtbot: QtBot) -> None:
    text = "\n".join(f"Paragraph number {i} of a long article." for i in range(300))
    view = TextView()
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.show_document(Document(article=Article(id="a", text=text)), {}, ())
    view.show()
    drag(view, QPoint(300, 100), QPoint(320, 340), drop=False)
    before = view.selection.caret
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 50)
    assert view.selection.caret > before
    QTest.mouseRelease(view.viewport(), LEFT, NONE, QPoint(320, 340))
    still = view.verticalScrollBar().value()
    qtbot.wait(80)
    assert view.verticalScrollBar().value() == still


def test_an_outer_span_comes_near_the_text_again_on_a_line_it_has_alone(qtbot: QtBot) -> None:
    text = "Inner words " + "and many more of them " * 12
    inner = Entity(id="i", span=Span(0, 11), label="A")
    outer = Entity(id="o", span=Span(0, len(text) - 1), label="B")
    view = TextView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show_document(Document(article=Article(id="a", text=text), entities=in_order([inner, outer])), {}, ())
    shown = view.scene().flow.shown(0)
    rects = next(rects for mark, rects in shown.geometry.marks if mark.id == "o")
    below = [rect.bottom() - line.baseline for rect, line in zip(rects, shown.geometry.lines, strict=True)]
    assert below[0] > below[1] == below[2]


def test_updating_a_widget_leaves_the_count_of_none_alone(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 gives back a reference to None it never took, each time."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1_000):
        widget.update()
    assert abs(sys.getrefcount(None) - before) < 100


def test_a_quote_that_runs_over_a_paragraph_has_a_bar_that_does_too(qtbot: QtBot) -> None:
    text = "“One paragraph.\nAnother one.” she said."
    quote = Quote(id="q", kind=Kind.DIRECT, contents=(Span(0, text.index("”") + 1),))
    view = TextView()
    qtbot.addWidget(view)
    view.show_document(Document(article=Article(id="a", text=text), quotes=(quote,)), {}, ())
    (_, first), (_, second) = view.scene().bars()
    assert first.bottom() >= second.top()


def test_the_pointer_carries_the_label_that_sticks_over_text_alone(view: TextView, span_of: SpanOf) -> None:
    def over(point: QPoint) -> QCursor:
        QTest.mouseMove(view.viewport(), point)
        return view.viewport().cursor()

    text, chip = middle(view, span_of("opened")), view.scene().margin_chips()[0].rect.center().toPoint()
    assert over(text).shape() == Qt.CursorShape.IBeamCursor
    pictures = []
    for label in ("PERSON", "ORG"):
        view.set_sticky(label)
        picture = over(text).pixmap()
        assert picture.height() > picture.devicePixelRatio() * 16, "the chip hangs below the beam"
        pictures.append(picture.toImage())
        assert over(chip).shape() == Qt.CursorShape.PointingHandCursor
        over(text)
    assert pictures[0].width() > pictures[1].width(), "the label's words tell it, not its colour alone"
    view.set_theme(DARK)
    assert view.viewport().cursor().pixmap().toImage() != pictures[1]
    view.set_sticky(None)
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
