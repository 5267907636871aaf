"""What a person does in the window, by keys and mouse, on articles that need no pipeline."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from annotator.model.document import Article, Decision, Document, Entity, Kind, Span, Status
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.model.faults import Fault
from annotator.model.tokens import tokens_of
from annotator.session.commands import speaking
from annotator.session.exchange.exporting import ExportOptions, export
from annotator.session.session import Session
from annotator.ui import describing
from annotator.ui.theme import DARK, LIGHT
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"
ODD = (
    "Zoë met 👩‍👩‍👧 O\u2019Brien\u00a0Ltd in\tKyiv 😀😀.\n"
    "قال أحمد «نعم» في القاهرة أمس.\n"
    "cafe\u0301 Ünal said “no 😀 way”."
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """A home of the test's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("ANNOTATOR_HOME", str(folder))
    return folder


@pytest.fixture
def project(tmp_path, harbour, harbour_speakers) -> Path:
    """A project of three articles: the harbour, one with odd characters, and an empty one."""
    path = tmp_path / "news.anno"
    session = Session(fresh(path, by="mk"), "mk")
    odd = Document(article=Article(id="odd", text=ODD, title="Odd"), status=Status.OPEN)
    odd = replace(odd, tokens=tokens_of(odd), entities=(Entity(id="z", span=Span(0, 3), label="PERSON", origin="p"),))
    empty = Document(article=Article(id="empty", text="", title="Empty"), tokens=tokens_of(Document.empty()))
    session.dispatch(
        "import.articles",
        [*map(AddSpeaker, harbour_speakers.values()), AddDocument(harbour), AddDocument(odd), AddDocument(empty)],
    )
    session.close()
    return path


@pytest.fixture
def hands(qtbot, project):
    made = Hands(qtbot, [project], PLAIN)
    yield made
    made.close()


def labels(hands: Hands) -> dict[str, str]:
    return {hands.document.words(e.span): e.label for e in hands.document.entities if not e.rejected}


# Entities


def test_double_click_and_a_digit_mark_a_word(hands):
    QTest.mouseDClick(hands.window.text.viewport(), Qt.MouseButton.LeftButton, pos=hands.middle(hands.span("Monday")))
    hands.press("9")
    assert labels(hands)["Monday"] == "DATE"
    assert hands.selected.decision is Decision.ADDED


def test_text_is_selected_and_marked_by_keyboard_alone(hands):
    hands.press("Ctrl+Home")
    hands.press(*["Right"] * 6, *["Shift+Right"] * 4)
    assert hands.session.selection.text == Span(6, 10)
    hands.press("7")
    assert labels(hands)["Ilse"] == "EVENT"


def test_a_label_first_then_drags_mark_one_after_the_other(hands):
    hands.press("Esc", "Esc", "4")
    assert hands.session.sticky_label == "LOC"
    hands.drag_over(hands.span("harbour"))
    hands.drag_over(hands.span("quay"))
    assert (labels(hands)["harbour"], labels(hands)["quay"]) == ("LOC", "LOC")
    hands.wait(lambda: hands.window.key_line.context.startswith("Every text you select becomes LOC"))
    keys = describing.acting_keys(hands.session, hands.window.keymap, ())
    assert keys[0] == ("Esc", "End LOC", "go.let_go")
    hands.press("Esc")
    hands.wait(lambda: not hands.window.key_line.context.startswith("Every"))
    hands.drag_over(hands.span("divers"))
    assert "divers" not in labels(hands)


def test_a_click_selects_and_keys_take_a_border(hands):
    hands.click(hands.span("Tom Okafor"))
    assert hands.selected.id == "okafor.1"
    hands.press("]", "Right", "Right", "Left", "Esc")
    assert hands.document.words(hands.document.by_id["okafor.1"].span) == "Tom Okafor,"
    assert hands.session.selection.caret != 0
    hands.press("[", "Alt+Right")
    assert hands.document.words(hands.document.by_id["okafor.1"].span) == "om Okafor,"


def test_a_label_is_typed_and_a_new_one_made(hands):
    hands.click(hands.span("unions"))
    hands.press("L")
    hands.wait(lambda: hands.window.choices.field.hasFocus())
    hands.type("nor")
    hands.press("Return")
    assert labels(hands)["unions"] == "NORP"
    hands.wait(lambda: hands.window.text.hasFocus())
    hands.press("L")
    hands.wait(lambda: hands.window.choices.field.hasFocus())
    hands.type("trade union")
    hands.press("Return")
    assert labels(hands)["unions"] == "TRADE_UNION"


def test_delete_rejects_a_suggestion_and_the_line_of_keys_follows(hands):
    hands.click(hands.span("unions"))
    hands.press("Del")
    assert "unions" not in labels(hands)
    hands.press("Ctrl+Z")
    assert not hands.document.by_id["unions"].rejected


# Quotes


def test_a_quote_is_made_and_given_cue_source_and_speaker(hands):
    hands.drag_over(hands.span("“a gift”"))
    hands.press("Esc")
    hands.drag_over(hands.span("The unions called the plan"))
    hands.press("Q")
    made = hands.selected
    assert made.kind is Kind.INDIRECT
    hands.drag_over(hands.span("called"))
    assert hands.session.quote.id == made.id
    hands.press("C")
    hands.drag_over(hands.span("a docker"))
    hands.press("Shift+S")
    made = hands.document.by_id[made.id]
    assert (hands.document.words(made.cue), hands.document.words(made.source)) == ("called", "a docker")


def test_the_chip_in_the_margin_selects_and_a_digit_gives_the_speaker(hands):
    hands.click_speaker("gift")
    assert hands.session.quote.id == "gift"
    people = [c.name for c in speaking.ranked(hands.session)]
    hands.press("2")
    assert hands.session.state.speakers[hands.document.by_id["gift"].speaker].name == people[1]


def test_a_new_speaker_is_three_letters_and_enter(hands):
    hands.click_speaker("gift")
    hands.press("S")
    hands.wait(lambda: hands.window.choices.field.hasFocus())
    hands.type("Xyw")
    hands.press("Return")
    made = hands.session.state.speakers[hands.document.by_id["gift"].speaker]
    assert made.name == "Xyw"
    speaking.rename(hands.session, replace(made, name="Xyw Featherstonehaugh-Cholmondeley"))
    assert describing.selected(hands.session) == "mixed · Xyw Featherstonehaugh-C… · corrected", "room for the decision"


def test_a_drag_from_the_quote_to_a_mention_links_it(hands):
    hands.click_speaker("gift")
    chip = next(c for c in hands.window.text.scene().margin_chips() if c.id == "gift").rect.center()
    hands.drag(chip, QPointF(hands.middle(hands.span("Tom Okafor"))))
    gift = hands.document.by_id["gift"]
    assert (gift.speaker, hands.document.words(gift.source)) == ("okafor", "Tom Okafor")


def test_a_row_of_the_registry_links_the_selected_quote(hands):
    hands.click_speaker("gift")
    hands.wait(lambda: hands.window.quotes.view.currentIndex().isValid())
    view = hands.window.speakers.view
    row = view.visualRect(view.model().index(1, 0)).center()
    name = hands.window.speakers._model.rows[1].speaker.id
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert hands.document.by_id["gift"].speaker == name


def test_a_card_selects_its_quote_and_letters_stay_commands_there(hands):
    view = hands.window.quotes.view
    hands.wait(lambda: view.model().rowCount() == 5)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(1, 0)).center())
    assert hands.session.quote.id == "berth"
    view.setFocus()
    hands.press("A")
    assert hands.document.by_id["berth"].decision is Decision.ACCEPTED


# Finding


def test_find_goes_through_the_hits_and_labels_them_all(hands):
    hands.press("/")
    hands.wait(lambda: hands.window.columns.find_bar.field.hasFocus())
    hands.type("harb")
    hands.wait(lambda: len(hands.window.text.overlay.hits) == hands.document.text.lower().count("harb"))
    hands.press("Esc")
    hands.wait(lambda: hands.window.text.hasFocus())
    hands.press("Ctrl+Home", "Ctrl+F")
    hands.type("the ")
    hands.wait(lambda: len(hands.window.text.overlay.hits) > 5)
    hands.press("Return")
    assert hands.window.text.overlay.current == 1
    hits = hands.window.text.overlay.hits
    label_all = next(b for b in hands.window.findChildren(QAbstractButton) if b.text() == "Label all…")
    QTest.mouseClick(label_all, Qt.MouseButton.LeftButton)
    hands.wait(lambda: hands.window.choices.field.hasFocus())
    hands.type("law")
    hands.press("Return")
    assert [e.span for e in hands.document.entities if e.label == "LAW"] == list(hits)
    hands.window.text.setFocus()
    hands.press("Ctrl+Z")
    assert "LAW" not in labels(hands).values()


def test_letters_in_the_find_field_are_no_commands(hands):
    hands.click(hands.span("unions"))
    hands.press("/")
    hands.wait(lambda: hands.window.columns.find_bar.field.hasFocus())
    hands.type("xa3")
    assert labels(hands)["unions"] == "ORG"
    assert not hands.session.history.done


# Articles and the window


def test_articles_follow_each_other_and_the_place_is_kept(hands, qtbot, project):
    hands.press("Ctrl+PgDown")
    assert hands.session.current == "odd"
    hands.press("Ctrl+PgDown")
    assert hands.session.current == "empty"
    hands.press("Ctrl+PgUp", "Ctrl+Home", "Right", "Right")
    hands.close()
    again = Hands(qtbot, [project], PLAIN)
    assert (again.session.current, again.session.selection.caret) == ("odd", 2)
    again.close()


def test_a_click_in_the_queue_opens_an_article(hands):
    view = hands.window.queue.view
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(1, 0)).center())
    hands.wait(lambda: hands.session.current == "odd")


def test_theme_and_zoom_are_remembered(hands, qtbot, project):
    hands.press("Ctrl++", "Ctrl++", "Ctrl+T")
    assert hands.window.theme is LIGHT
    hands.press("Ctrl+T")
    assert hands.window.theme is DARK
    hands.close()
    again = Hands(qtbot, [project], PLAIN)
    assert (again.window.theme, again.window.text.zoom) == (DARK, 120)
    again.press("Ctrl+0")
    assert again.window.text.zoom == 100
    again.close()


def test_dropped_files_and_pasted_text_become_articles(hands, tmp_path):
    dropped = tmp_path / "dropped.txt"
    dropped.write_text("a dropped article", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(dropped))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(hands.window, QDragEnterEvent(QPoint(300, 300), *how))
    QApplication.sendEvent(hands.window, QDropEvent(QPointF(300, 300), *how))
    hands.wait(lambda: len(hands.session.entries) == 4)
    QGuiApplication.clipboard().setText("a pasted article")
    hands.press("Ctrl+V")
    hands.wait(lambda: len(hands.session.entries) == 5)
    assert [hands.session.load(e.id).text for e in hands.session.entries[3:]] == [
        "a dropped article", "a pasted article",
    ]  # fmt: skip


def test_copy_takes_the_words_and_json_the_annotation(hands):
    hands.click(hands.span("Tom Okafor"))
    hands.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "Tom Okafor"
    hands.press("Ctrl+Shift+C")
    copied = json.loads(QGuiApplication.clipboard().text())
    assert (copied["label"], copied["text"], copied["speaker"]["name"]) == ("PERSON", "Tom Okafor", "Tom Okafor")
    hands.click_speaker("berth")
    hands.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "“We will not open a single berth before the divers have finished,”"
    hands.press("Ctrl+Shift+C")
    copied = json.loads(QGuiApplication.clipboard().text())
    assert [part["text"] for part in copied["contents"]] == [hands.document.words(hands.session.quote.extent)]
    assert (copied["source"]["text"], copied["cue"]["text"], copied["decision"]) == ("she", "told", "pending")


def test_the_context_menu_says_its_keys_and_does_what_it_says(hands):
    QTest.mouseMove(hands.window.text.viewport(), hands.middle(hands.span("unions")))
    at = hands.middle(hands.span("unions"))
    hands.window.text.context_menu_requested.emit(
        hands.window.text.viewport().mapToGlobal(at), hands.window.text.hit(QPointF(at))
    )
    hands.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    texts = [action.text() for action in menu.actions()]
    assert "Accept\tA" in texts
    assert texts[-4:-2] == ["Copy\tCtrl+C", "Copy as JSON\tCtrl+Shift+C"]
    next(action for action in menu.actions() if action.text().startswith("Accept\t")).trigger()
    menu.close()
    assert hands.document.by_id["unions"].decision is Decision.ACCEPTED


def test_a_remapped_key_works_and_is_remembered(hands, qtbot, project):
    hands.window.answering.remap("annotation.accept", ("Z",))
    hands.click(hands.span("unions"))
    hands.press("Z")
    assert hands.document.by_id["unions"].decision is Decision.ACCEPTED
    hands.close()
    again = Hands(qtbot, [project], PLAIN)
    again.click(again.span("Tom Okafor"))
    again.press("A")
    assert again.document.by_id["okafor.1"].pending
    again.press("Z")
    assert not again.document.by_id["okafor.1"].pending
    again.close()


def test_the_second_window_on_a_project_says_who_has_it_and_shows_it(hands, qtbot, project):
    second = Hands(qtbot, [project], PLAIN)
    assert "read only" in second.window.windowTitle()
    assert second.document.text == hands.document.text
    second.click(second.span("unions"))
    second.press("A")
    assert second.document.by_id["unions"].pending
    second.close()
    hands.click(hands.span("unions"))
    hands.press("A")
    assert not hands.document.by_id["unions"].pending


def test_a_save_that_fails_is_told_and_what_is_shown_stays_true(hands, monkeypatch):
    def full(*_, **__):
        raise Fault("The disk is full.", "Make room and do it again.")

    hands.click(hands.span("unions"))
    monkeypatch.setattr(hands.session.project, "save", full)
    hands.press("3")
    assert labels(hands)["unions"] == "ORG"
    assert hands.window.text.document is hands.document
    hands.drag_border("end", hands.span("called"))
    assert hands.window.text.document == hands.document
    monkeypatch.undo()
    hands.press("3")
    assert labels(hands)["unions"] == "GPE"


def test_the_project_of_last_time_opens_again_without_being_named(hands, qtbot, project):
    hands.close()
    again = Hands(qtbot, [], PLAIN)
    assert again.session.project.path == project
    again.close()


@pytest.mark.parametrize(
    "written", ["{broken", '{"window": "!!", "layout": "%%%", "zoom": "x"}', '{"layout": "a b c"}']
)
def test_settings_that_cannot_be_read_do_not_keep_the_window_shut(qtbot, home, project, written):
    (home / "settings.json").write_text(written)
    opened = Hands(qtbot, [project], PLAIN)
    assert opened.window.settings.zoom == 100
    opened.close()
    assert json.loads((home / "settings.json").read_text())["recent"] == [str(project)]


# Offsets


@pytest.mark.parametrize("words", ["👩‍👩‍👧", "O’Brien\u00a0Ltd", "Kyiv", "أحمد", "القاهرة", "cafe\u0301", "Ünal"])
def test_odd_characters_keep_their_offsets_from_the_mouse_to_the_exported_line(hands, words, tmp_path):
    hands.press("Ctrl+PgDown")
    span = hands.span(words)
    if words in ("أحمد", "القاهرة"):  # right to left: the drag runs from the right edge to the left
        rect = hands.window.text.scene().rects(span)[0]
        hands.drag(QPointF(rect.right() - 1, rect.center().y()), QPointF(rect.left() + 1, rect.center().y()))
    else:
        hands.drag_over(span)
    assert hands.session.selection.text == span
    hands.press("2")
    made = hands.selected.id
    target = tmp_path / "out.jsonl"
    with hands.session.project.reader() as reader:
        export(reader, target, ExportOptions(status="all"))
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    exported = next(s for line in lines for s in line["spans"] if s["id"] == made)
    assert (exported["start"], exported["end"], exported["text"]) == (*span, words)
    assert lines[1]["text"] == ODD
    assert lines[2]["text"] == ""
    assert lines[2]["spans"] == []


def test_an_empty_article_takes_every_key(hands):
    hands.press("Ctrl+PgDown", "Ctrl+PgDown")
    assert hands.document.text == ""
    for key in ("Space", "N", "D", "Q", "A", "X", "1", "0", "[", "Left", "End", "L"):
        hands.press(key)
        if hands.window.choices.isVisible():
            hands.press("Esc")
    hands.press("Esc", "Esc", "Ctrl+Return")
    assert hands.session.load("empty").status is Status.DONE
    assert not hands.session.load("empty").by_id


def test_the_window_is_there_without_any_article(qtbot, tmp_path):
    path = tmp_path / "none.anno"
    fresh(path, by="mk").close()
    hands = Hands(qtbot, [path], PLAIN)
    for key in ("Space", "N", "Q", "A", "1", "Ctrl+Return", "Ctrl+PgDown", "/", "Esc", "I"):
        hands.press(key)
    assert hands.session.document is None
    hands.close()


def test_a_label_gets_a_letter_that_no_command_has_and_the_project_keeps_it(hands, qtbot, project):
    hands.click(hands.span("unions"))
    hands.press("L")
    hands.wait(lambda: hands.window.choices.field.hasFocus())
    hands.press(*["Down"] * 10, "Alt+Q", "Alt+J")
    assert hands.session.label_set.letters == {"LAW": "J"}
    assert "“Make a quote”" in hands.window.key_line.message
    hands.press("Esc")
    hands.wait(lambda: hands.window.text.hasFocus())
    hands.press("J")
    assert labels(hands)["unions"] == "LAW"
    hands.close()
    again = Hands(qtbot, [project], PLAIN)
    again.drag_over(again.span("harbour"))
    again.press("J")
    assert labels(again)["harbour"] == "LAW"
    again.press("L")
    again.wait(lambda: again.window.choices.field.hasFocus())
    again.press(*["Down"] * 10, "Alt+J", "Esc")
    assert again.session.label_set.letters == {}
    again.close()
