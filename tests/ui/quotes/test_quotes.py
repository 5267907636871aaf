from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from annotator.model.document import Article, Decision, Document, Kind, Quote, Span, Speaker
from annotator.model.ranking import candidates
from annotator.ui.quotes.quotes import QuotePanel
from annotator.ui.theme import DARK, LIGHT
from annotator.ui.widgets.rows import fonts_of


@pytest.fixture
def panel(qtbot: QtBot, harbour: Document, harbour_speakers: dict[str, Speaker]) -> QuotePanel:
    panel = QuotePanel()
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.set_document(harbour, harbour_speakers)
    panel.show()
    return panel


def spoken(panel: QuotePanel) -> list[str]:
    model = panel.view.model()
    return [str(model.index(r, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for r in range(model.rowCount())]


def height(panel: QuotePanel, row: int) -> int:
    return panel.view.visualRect(panel.view.model().index(row, 0)).height()


def centre(panel: QuotePanel, row: int) -> QPoint:
    return panel.view.visualRect(panel.view.model().index(row, 0)).center()


def head(panel: QuotePanel) -> str:
    return panel.findChild(QLabel).text()


def test_a_card_says_speaker_cue_kind_decision_and_words(panel: QuotePanel) -> None:
    assert spoken(panel) == [
        "Ilse Brandt, said, indirect, corrected, the harbour would stay closed",
        "Ilse Brandt, told, direct, pending, “We will not open a single berth before the divers have finished,”",
        "Tom Okafor, direct, accepted, “That is a matter for the courts,”",
        "speaker?, called, mixed, doubtful, “a gift”",
        "nobody, direct, added, “Nobody asked us anything,”",
    ]


def test_the_head_counts_quotes_and_those_pending(panel: QuotePanel) -> None:
    assert head(panel) == "5 quotes · 2 pending"


def test_a_click_chooses_a_quote(panel: QuotePanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=centre(panel, 2))
    assert told.args == ["courts"]


def test_arrows_go_through_the_cards_and_enter_chooses(panel: QuotePanel, qtbot: QtBot) -> None:
    panel.set_selected("closed")
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.keyClick(panel.view, Qt.Key.Key_Enter)
    assert told.args == ["berth"]


def test_the_selected_card_grows_by_its_origin_and_the_offered_speakers(
    panel: QuotePanel, harbour: Document, harbour_speakers: dict[str, Speaker]
) -> None:
    small = height(panel, 3)
    panel.set_selected("gift")
    larger = height(panel, 3)
    panel.set_candidates(candidates(harbour, harbour_speakers, harbour.quotes[3]))
    assert small < larger < height(panel, 3)
    panel.set_selected(None)
    assert height(panel, 3) == small


def offered(panel: QuotePanel, harbour: Document, speakers: dict[str, Speaker]) -> list[QPoint]:
    panel.set_selected("gift")
    panel.set_candidates(candidates(harbour, speakers, harbour.quotes[3]))
    view = panel.view
    rect = view.visualRect(view.model().index(3, 0))
    delegate = view.itemDelegate()
    boxes = delegate.candidate_boxes(rect, 3, fonts_of(view.font()))  # type: ignore[attr-defined]
    return [box.center().toPoint() for box in boxes]


def test_a_click_on_an_offered_speaker_gives_its_number(
    panel: QuotePanel, harbour: Document, harbour_speakers: dict[str, Speaker], qtbot: QtBot
) -> None:
    places = offered(panel, harbour, harbour_speakers)
    assert len(places) == 3
    for number, place in enumerate(places):
        with qtbot.assertNotEmitted(panel.chosen), qtbot.waitSignal(panel.candidate_chosen) as told:
            QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert told.args == [number]


def test_a_card_has_the_menu_of_its_quote(panel: QuotePanel) -> None:
    viewport, at = panel.view.viewport(), panel.view.visualRect(panel.view.model().index(1, 0)).center()
    told: list[object] = []
    panel.chosen.connect(told.append)
    panel.menu_wanted.connect(told.append)
    QApplication.sendEvent(viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at)))
    assert told == ["berth", viewport.mapToGlobal(at)]


def test_the_offered_speaker_under_the_mouse_is_shown(
    panel: QuotePanel, harbour: Document, harbour_speakers: dict[str, Speaker]
) -> None:
    viewport, place = panel.view.viewport(), offered(panel, harbour, harbour_speakers)[1]
    before = viewport.grab().toImage().pixelColor(place.x() + 100, place.y())
    QTest.mouseMove(viewport, place)
    assert viewport.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert viewport.grab().toImage().pixelColor(place.x() + 100, place.y()) != before


def test_a_hint_says_where_a_quote_comes_from(panel: QuotePanel) -> None:
    hint = panel.view.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert hint == "pending · subject of cue · 0.93 · annotator.quotes 1"


def test_a_screen_reader_hears_the_offered_speakers_with_their_digits(
    panel: QuotePanel, harbour: Document, harbour_speakers: dict[str, Speaker]
) -> None:
    offered(panel, harbour, harbour_speakers)
    described = panel.view.model().index(3, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described.startswith("1 ")
    assert "2 " in described
    assert "Ilse Brandt" in described


def test_a_change_of_one_quote_touches_its_card_alone(
    panel: QuotePanel, harbour: Document, harbour_speakers: dict[str, Speaker], qtbot: QtBot
) -> None:
    accepted = replace(harbour.quotes[3], decision=Decision.ACCEPTED)
    model = panel.view.model()
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as told:
        panel.set_document(harbour.put(accepted), harbour_speakers)
    assert [index.row() for index in told.args[:2]] == [3, 3]
    assert head(panel) == "5 quotes · 1 pending"


def test_a_speaker_with_another_name_shows_on_every_card(
    panel: QuotePanel, harbour: Document, harbour_speakers: dict[str, Speaker]
) -> None:
    renamed = replace(harbour_speakers["brandt"], name="I. Brandt")
    panel.set_document(harbour, {**harbour_speakers, "brandt": renamed})
    assert [text.startswith("I. Brandt") for text in spoken(panel)] == [True, True, False, False, False]


def test_a_rejected_quote_goes_and_the_selected_card_stays_selected(
    panel: QuotePanel, harbour: Document, harbour_speakers: dict[str, Speaker]
) -> None:
    panel.set_selected("courts")
    panel.set_document(harbour.put(replace(harbour.quotes[0], decision=Decision.REJECTED)), harbour_speakers)
    assert len(spoken(panel)) == 4
    assert panel.view.currentIndex().row() == 1


def test_a_new_quote_comes_in_between_and_the_others_stay(
    panel: QuotePanel, harbour: Document, harbour_speakers: dict[str, Speaker], qtbot: QtBot
) -> None:
    said = spoken(panel)
    made = Quote(id="made", kind=Kind.INDIRECT, contents=(Span(230, 250),), decision=Decision.ADDED)
    model = panel.view.model()
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted) as told:
        panel.set_document(harbour.put(made), harbour_speakers)
    row = told.args[1]
    assert 0 < row < len(said)
    assert [*spoken(panel)[:row], *spoken(panel)[row + 1 :]] == said


def test_moved_contents_are_measured_again(
    panel: QuotePanel, harbour: Document, harbour_speakers: dict[str, Speaker]
) -> None:
    before = height(panel, 3)
    longer = replace(harbour.quotes[3], contents=(Span(0, 220),))
    panel.set_document(harbour.drop("gift").put(replace(longer, id="gift")), harbour_speakers)
    row = next(r for r, text in enumerate(spoken(panel)) if "mixed" in text)
    assert height(panel, row) > before


def test_no_quotes_says_how_to_make_one(panel: QuotePanel, harbour: Document) -> None:
    panel.set_document(replace(harbour, quotes=()), {})
    assert "Q" in head(panel)
    panel.set_document(None, {})
    assert head(panel) == ""


def test_quotes_that_are_looked_for_are_not_said_to_be_none(panel: QuotePanel, harbour: Document) -> None:
    panel.set_document(replace(harbour, quotes=()), {})
    panel.set_preparing(frozenset({harbour.id}))
    assert head(panel) == "Looking for quotes…"
    panel.set_preparing(frozenset({"another"}))
    assert head(panel).startswith("No quotes.")


def test_a_long_quote_shows_three_lines_at_most(panel: QuotePanel, harbour_speakers: dict[str, Speaker]) -> None:
    article = Article(id="long", text="harbour " * 3000)
    quotes = [Quote(id=str(n), kind=Kind.DIRECT, contents=(Span(0, n),)) for n in (240, 20_000)]
    panel.set_document(Document(article=article, quotes=tuple(quotes)), harbour_speakers)
    assert height(panel, 0) == height(panel, 1)


def test_a_narrower_panel_breaks_lines_again(panel: QuotePanel, qtbot: QtBot) -> None:
    before = height(panel, 1)
    panel.resize(180, 600)
    qtbot.waitUntil(lambda: height(panel, 1) > before)


def test_two_thousand_quotes_are_shown_and_walked_through(panel: QuotePanel, qtbot: QtBot) -> None:
    article = Article(id="many", text="“Yes,” she said. " * 2000)
    quotes = tuple(Quote(id=str(n), kind=Kind.DIRECT, contents=(Span(17 * n, 17 * n + 6),)) for n in range(2000))
    document = Document(article=article, quotes=quotes)
    panel.set_document(document, {})
    panel.set_selected("1999")
    assert panel.view.viewport().rect().contains(centre(panel, 1999))
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.keyClick(panel.view, Qt.Key.Key_Home)
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert told.args == ["0"]


def test_the_selected_card_has_a_bar_in_the_accent(panel: QuotePanel) -> None:
    for theme in (LIGHT, DARK):
        panel.set_theme(theme)
        panel.set_selected("berth")
        picture = panel.view.viewport().grab().toImage()
        assert picture.pixelColor(1, centre(panel, 1).y()).name() == theme.accent
        assert picture.pixelColor(1, centre(panel, 2).y()).name() != theme.accent


def test_the_list_has_a_name(panel: QuotePanel) -> None:
    assert QAccessible.queryAccessibleInterface(panel.view).text(QAccessible.Text.Name) == "Quotes"
