"""After an edit only what looks different is painted again: what is on the screen is what a whole frame would be."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QRegion

from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span
from annotator.session.selection import Selection
from annotator.ui.textview.view import TextView

LABELS = ("PERSON", "ORG", "GPE")


@pytest.fixture
def view(qtbot, harbour, harbour_speakers):
    view = TextView()
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show_document(harbour, harbour_speakers, LABELS)
    with qtbot.waitExposed(view):
        view.show()
    view.viewport().repaint()
    return view


def on_screen(view):
    picture = view.screen().grabWindow(view.winId()).toImage()
    assert picture.width() >= view.width()
    return picture


def whole(view):
    view.viewport().repaint()
    return on_screen(view)


def painted(view, act):
    """What is on the screen after an act that asks for no more to be painted than a region, and that region."""
    asked = []
    view.viewport().update = asked.append
    act()
    del view.viewport().update
    (region,) = asked
    view.viewport().repaint(region)
    return on_screen(view), region


def edits(harbour):
    """Each changes something else, on top of those before."""
    berth, courts = harbour.by_id["berth"], harbour.by_id["courts"]
    yield "a label", lambda d: d.put(Entity(id="new", span=Span(11, 17), label="ORG"))
    yield "another label", lambda d: d.put(replace(d.by_id["new"], label="GPE"))
    yield "gone", lambda d: d.drop("new")
    yield "another speaker", lambda d: d.put(replace(berth, speaker="okafor", decision=Decision.CORRECTED))
    yield "another source", lambda d: d.put(replace(d.by_id["berth"], source=harbour.by_id["courts"].cue))
    docker = harbour.text.index("docker")
    yield "a source paragraphs below", lambda d: d.put(replace(d.by_id["berth"], source=Span(docker, docker + 6)))
    yield "without source", lambda d: d.put(replace(d.by_id["berth"], source=None))
    yield "rejected", lambda d: d.put(replace(courts, decision=Decision.REJECTED))


@pytest.mark.parametrize("selected", [None, "berth", "courts"])
def test_what_is_painted_after_an_edit_is_a_whole_frame_of_it(view, harbour, harbour_speakers, selected):
    view.set_selection(Selection(annotation=selected))
    whole(view)
    document = harbour
    for what, edit in edits(harbour):
        document = edit(document)
        shown, _ = painted(view, lambda document=document: view.update_document(document, harbour_speakers))
        assert shown == whole(view), what


def test_a_border_that_is_dragged_leaves_nothing_behind(view, harbour, harbour_speakers):
    document = harbour.put(Entity(id="new", span=Span(11, 17), label="ORG"))
    view.update_document(document, harbour_speakers)
    view.set_selection(Selection(annotation="new"))
    whole(view)
    for end in (18, 25, 40, 12, 17):
        shown, _ = painted(view, lambda end=end: view.preview("new", Span(11, end)))
        assert shown == whole(view), end


def test_the_text_of_other_paragraphs_is_not_painted_again(view, harbour, harbour_speakers):
    document = harbour.put(Entity(id="new", span=Span(11, 17), label="ORG"))
    view.update_document(document, harbour_speakers)
    whole(view)
    _, region = painted(
        view,
        lambda: view.update_document(document.put(replace(document.by_id["new"], label="GPE")), harbour_speakers),
    )
    assert region != QRegion(view.viewport().rect())
    page, last = view.scene().page, view.scene().placed[-2]
    assert not region.contains(QPoint(round(page.x + 50), round(last.y + 30)))


def test_where_blocks_move_everything_is_painted(view, harbour, harbour_speakers):
    long = Document(article=Article(id="long", text="\n".join(["word " * 40] * 6)))
    view.show_document(long, {}, LABELS)
    whole(view)
    marked = long.put(Entity(id="new", span=Span(60, 64), label="ORG"))
    shown, region = painted(view, lambda: view.update_document(marked, {}))  # a chip makes its line higher
    assert region == QRegion(view.viewport().rect())
    assert shown == whole(view)


def test_the_margin_of_a_text_from_right_to_left_is_painted_too(view, harbour_speakers):
    text = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd. " * 9
    said = Quote(id="said", kind=Kind.DIRECT, contents=(Span(0, 20),), speaker="brandt", source=Span(90, 95))
    document = Document(article=Article(id="rtl", text=text), quotes=(said,))
    view.show_document(document, harbour_speakers, LABELS)
    whole(view)
    after = document.put(replace(said, speaker="okafor"))
    shown, region = painted(view, lambda: view.update_document(after, harbour_speakers))
    assert region != QRegion(view.viewport().rect())
    assert shown == whole(view)
