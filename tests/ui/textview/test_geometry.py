"""Where lines, chips and tints of a block stand, at every zoom."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise
from statistics import median

import pytest
from PySide6.QtCore import QRectF

from annotator.model.document import Article, Document, Entity, Heading, Span, in_order
from annotator.ui.textview.flow import Shown
from annotator.ui.textview.typography import MAX_ZOOM, MIN_ZOOM
from annotator.ui.textview.view import TextView


def blocks_of(view: TextView) -> list[Shown]:
    flow = view.scene().flow
    return [flow.shown(index) for index in range(len(flow.blocks))]


@pytest.mark.parametrize("zoom", [MIN_ZOOM, 70, 100, MAX_ZOOM])
def test_chips_cover_neither_words_nor_each_other(view: TextView, span_of: Callable[..., Span], zoom: int) -> None:
    tight = [
        Entity(id=f"t{i}", span=span_of(word), label="WORK_OF_ART") for i, word in enumerate(["We", "waited", "nine"])
    ]
    entities = in_order([*view.document.entities, *tight])
    article = replace(view.document.article, headings=(Heading(0, 1),))
    view.show_document(replace(view.document, article=article, entities=entities), view.speakers, ("PERSON", "ORG"))
    view.set_zoom(zoom)
    for shown in blocks_of(view):
        boxes = [chip.rect for chip in shown.geometry.chips]
        face = shown.layout.face
        words = [
            QRectF(line.left, placed.baseline - face.cap, line.right - line.left, face.cap + face.descent * 0.7)
            for line, placed in zip(shown.layout.lines, shown.geometry.lines, strict=True)
        ]
        assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
        assert not any(box.intersects(line) for box in boxes for line in words)
        assert all(box.top() >= -1 for box in boxes)  # what is above a block is its neighbour's gap


def test_a_heading_is_larger_bolder_and_has_air_above_and_offsets_stay(view: TextView) -> None:
    article = view.document.article
    third = article.paragraphs[3].start
    plain = blocks_of(view)
    view.show_document(replace(view.document, article=replace(article, headings=(Heading(third, 2),))), {}, ())
    headed = blocks_of(view)
    assert [shown.layout.face.text.bold() for shown in headed] == [False, False, False, True]
    assert headed[3].geometry.lines[0].top > plain[3].geometry.lines[0].top == 0
    assert headed[3].layout.face.em > plain[3].layout.face.em
    (rect,) = view.scene().rects(view.document.by_id["tide"].extent)
    assert view.hit(rect.center()).annotations == ("tide",)


def test_a_heading_at_the_top_needs_no_air(view: TextView) -> None:
    article = replace(view.document.article, headings=(Heading(0, 1),))
    view.show_document(replace(view.document, article=article), {}, ())
    assert blocks_of(view)[0].geometry.lines[0].top == 0


@pytest.mark.parametrize("zoom", [70, 100, 170])
def test_lines_have_a_calm_measure_and_stand_evenly_one_and_a_half_ems_apart(view: TextView, zoom: int) -> None:
    words = "The committee met in the old customs house and read the letters that nobody had answered for a year. "
    view.show_document(Document(article=Article(id="long", text=words * 12)), {}, ())
    view.resize(2000, 600)
    view.set_zoom(zoom)
    (shown,) = blocks_of(view)
    pixels = shown.layout.face.text.pixelSize()
    assert pixels == round(17 * zoom / 100)
    full = [line.end - line.start for line in shown.layout.lines[:-1]]
    assert len(full) > 10
    assert 62 <= median(full) <= 75  # about 66 are thought the best to read (Bringhurst), 45 to 75 good
    assert max(full) <= 80
    baselines = [line.baseline for line in shown.geometry.lines]
    steps = {after - before for before, after in pairwise(baselines)}
    assert steps == {round(1.5 * pixels)}
    page = view.scene().page
    assert abs(page.x - page.room(right=True)) <= 1  # in the middle, where there is room
