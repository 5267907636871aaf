"""Articles in other writings under the hands: what is pointed at, selected, bordered and exported is the right text."""

import json
import unicodedata

import pytest
from PySide6.QtCore import QPointF

from annotator.model.document import Span
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.exchange.exporting import ExportOptions, export
from annotator.session.projects.pictured import writings
from annotator.session.session import Session
from tests.store.fresh import fresh
from tests.ui.hands import Hands

PLAIN = "tests.session.readers:Plain"
NAMES = ("hebrew", "arabic", "chinese", "mixed")


@pytest.fixture(scope="module")
def articles():
    """The articles and their speakers by the name of the writing."""
    return dict(zip(NAMES, writings(), strict=True))


@pytest.fixture(params=NAMES)
def hands(request, qtbot, articles, tmp_path, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path))
    document, speakers = articles[request.param]
    session = Session(fresh(tmp_path / "one.anno", by="mk"), "mk")
    session.dispatch("import.x", [*map(AddSpeaker, speakers), AddDocument(document)])
    session.close()
    made = Hands(qtbot, [tmp_path / "one.anno"], PLAIN)
    made.window.resize(1300, 900)
    yield made
    made.close()


def runs_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")


def _begins_within_a_character(text: str, at: int) -> bool:
    return unicodedata.combining(text[at]) > 0 or text[at] in "\u200d\ufe0f" or text[at - 1] == "\u200d"


def words(hands, span: Span | None) -> str:
    return hands.document.words(span) if span is not None else ""


def test_a_click_selects_what_is_under_it_and_its_chip_too(hands):
    for entity in hands.document.entities:
        hands.click(entity.span)
        assert words(hands, hands.selected.extent) == words(hands, entity.span)


def near_the_edge(hands, at: int, *, end: bool) -> QPointF:
    """A point in a character, nearer to where it begins or ends to a reader."""
    rect = hands.window.text.scene().rects(Span(at, at + 1))[0]
    share = 0.7 if end else 0.3
    if runs_left(hands.document.text[at]):
        share = 1 - share
    return QPointF(rect.left() + share * rect.width(), rect.center().y())


def test_the_mouse_selects_the_words_it_is_dragged_over(hands):
    text, tried = hands.document.text, 0
    for entity in hands.document.entities:
        first, last = entity.span.start, entity.span.end - 1
        if not (text[first].isalnum() and text[last].isalnum()):  # a mark's or an emoji's edges are its neighbours' too
            continue
        hands.press("Esc", "Esc")
        hands.window.text.reveal(entity.span)
        hands.drag(near_the_edge(hands, first, end=False), near_the_edge(hands, last, end=True))
        assert words(hands, hands.session.selection.text) == words(hands, entity.span)
        tried += 1
    assert tried >= 4


def test_a_border_goes_out_a_token_and_comes_back_by_keys(hands):
    for entity in hands.document.entities[:4]:
        hands.click(entity.span)
        hands.press("]", "Right")
        assert hands.selected.span.start == entity.span.start
        assert hands.selected.span.end > entity.span.end
        hands.press("Left")
        assert hands.selected.span == entity.span
        hands.press("Alt+Left")
        if entity.span.end - entity.span.start > 2:
            assert hands.selected.span.end < entity.span.end
            assert not _begins_within_a_character(hands.document.text, hands.selected.span.end)
        hands.press("Alt+Right", "Esc", "Esc")
        assert hands.document.by_id[entity.id].span == entity.span


def test_shift_and_the_arrows_select_whole_characters_one_after_the_other(hands):
    paragraph = hands.document.article.paragraphs[2]
    hands.click(Span(paragraph.start, paragraph.start + 1))
    hands.press("Esc", "Home")
    forward = "Shift+Left" if runs_left(hands.document.text[paragraph.start + 1]) else "Shift+Right"
    ends = []
    for _ in range(12):
        hands.press(forward)
        span = hands.session.selection.text
        ends.append(span.end)
        assert span.start == paragraph.start
        assert not _begins_within_a_character(hands.document.text, span.end)
    assert ends == sorted(set(ends))


def test_what_is_labelled_by_hand_is_exported_with_its_words(hands, tmp_path):
    text = hands.document.text
    paragraph = next(p for p in hands.document.article.paragraphs[2:] if p.end - p.start > 20)
    span = Span(paragraph.start, paragraph.start + 4)
    before = {e.span for e in hands.document.entities}
    hands.session.select(hands.session.selection.with_text(*span))
    hands.press("5")
    added = next(e for e in hands.document.entities if e.span not in before)
    export(hands.session.project, tmp_path / "out.jsonl", ExportOptions(status="all"))
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    exported = json.loads(line)
    assert exported["text"] == text
    assert all(text[each["start"] : each["end"]] == each["text"] for each in exported["spans"])
    assert (added.span.start, added.span.end) in [(each["start"], each["end"]) for each in exported["spans"]]
    for quote in exported["quotes"]:
        assert all(0 <= start < end <= len(text) for start, end in quote["contents"])


def test_a_quote_is_linked_by_a_drag_from_its_chip(hands):
    quote = hands.document.quotes[0]
    mention = hands.document.entities[0]
    hands.drag_link(quote.id, mention.span)
    assert words(hands, hands.session.quote.source) == words(hands, mention.span)
