"""What is to be painted, without a window."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import (
    Article,
    Attribution,
    Decision,
    Document,
    Entity,
    Kind,
    Quote,
    Span,
    Speaker,
    in_order,
)
from annotator.session.selection import Selection
from annotator.ui.textview.blocks import blocks
from annotator.ui.textview.decorations import Decorations, Look, alike, decorate, with_part

SPEAKERS = {"s1": Speaker(id="s1", name="Ada Brook")}


def decorated(document: Document, selection: Selection | None = None) -> Decorations:
    return decorate(document, SPEAKERS, selection or Selection(), blocks(document.text, document.article.paragraphs))


def test_decorating_needs_no_qt() -> None:
    values = "annotator.ui.textview.decorations, annotator.ui.textview.overview"
    code = f"import sys, {values}; sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_marks_come_from_the_outermost_inwards_with_their_looks(document: Document) -> None:
    marks = decorated(document).of(0).marks
    assert [(mark.id, mark.lane, mark.look) for mark in marks] == [
        ("mayor", 1, Look.PENDING),
        ("ada", 0, Look.ACCEPTED),
        ("monday", 0, Look.DOUBTFUL),
    ]


def test_a_rejected_annotation_is_not_shown(document: Document) -> None:
    rejected = replace(document.by_id["ada"], decision=Decision.REJECTED)
    found = decorated(document.put(rejected), Selection(annotation="ada"))
    assert "ada" not in [mark.id for mark in found.of(0).marks]
    assert found.emphasis is None


def test_a_quote_has_one_chip_at_its_first_content(document: Document) -> None:
    bands = decorated(document).of(1).bands
    assert [(band.part, band.begins, band.chip) for band in bands] == [
        (0, True, "Ada Brook · said"),
        (1, False, "Ada Brook · said"),
    ]


def test_a_quote_of_nobody_says_so_and_one_without_a_decision_asks(document: Document) -> None:
    assert decorated(document).of(3).bands[0].chip == "nobody · said"
    quote = document.by_id["figures"]
    assert isinstance(quote, Quote)
    asked = decorated(document.put(replace(quote, attribution=None, cue=None))).of(3).bands[0]
    assert asked.chip == "speaker?"
    assert not asked.named


def test_a_span_over_a_paragraph_break_begins_once() -> None:
    document = Document(
        article=Article(id="a", text="one two\nthree"), entities=(Entity(id="e", span=Span(4, 10), label="X"),)
    )
    found = decorated(document)
    assert [(mark.span, mark.begins) for i in (0, 1) for mark in found.of(i).marks] == [
        (Span(4, 7), True),
        (Span(8, 10), False),
    ]


def test_the_selected_quote_names_its_parts_and_the_content_that_keys_move(
    document: Document, span_of: Callable[..., Span]
) -> None:
    emphasis = decorated(document, Selection(annotation="waited", part=1)).emphasis
    assert emphasis is not None
    assert [part.name for part in emphasis.parts] == ["content.0", "content.1", "cue", "source"]
    assert emphasis.main == "content.1"
    assert emphasis.part("cue") == span_of("said")


def test_an_edit_works_out_the_blocks_it_touches_and_no_other(document: Document) -> None:
    before = decorated(document)
    kept = before.of(0)
    after = replace(document.by_id["tide"], span=Span(110, 115))
    found, touched = before.updated(document.put(after), SPEAKERS, Selection())
    assert touched == {3}
    assert found.of(0) is kept


@pytest.mark.parametrize("changed", [None, ()])
def test_a_speaker_with_another_name_changes_the_chips_of_their_quotes(
    document: Document, changed: tuple[str, ...] | None
) -> None:
    speakers = {"s1": Speaker(id="s1", name="A. Brook")}
    found, touched = decorated(document).updated(document, speakers, Selection(), changed)
    assert touched == {1}
    assert found.of(1).bands[0].chip == "A. Brook · said"


def test_whom_an_entity_names_does_not_change_how_it_looks(document: Document) -> None:
    ada = document.by_id["ada"]
    before = decorated(document)
    shown = [before.of(i) for i in range(len(before.blocks))]
    named = replace(ada, speaker="s1", score=0.9)
    after, _ = before.updated(document.put(named), SPEAKERS, Selection())
    assert alike(ada, named)
    assert [after.of(i) for i in range(len(after.blocks))] == shown
    for other in (replace(ada, label="ORG"), replace(ada, decision=Decision.PENDING), replace(ada, span=Span(0, 3))):
        assert not alike(ada, other)
    assert not alike(ada, None)
    assert not alike(document.by_id["waited"], replace(document.by_id["waited"], speaker=None))


def test_the_innermost_annotation_comes_first(document: Document, span_of: Callable[..., Span]) -> None:
    found = decorated(document)
    assert found.annotations_at(span_of("Ada").start) == ("ada", "mayor")
    assert found.annotations_at(span_of("nine").start) == ("waited",)


WORDS = "one two three\n\nfour five six seven\neight " * 3
SPANS = st.builds(lambda a, n: Span(a, min(len(WORDS), a + n)), st.integers(0, len(WORDS) - 1), st.integers(1, 30))
ENTITIES = st.lists(st.tuples(SPANS, st.sampled_from("XY"), st.sampled_from(Decision)), max_size=6)


def made(entities: list[tuple[Span, str, Decision]], quotes: list[Span]) -> Document:
    return Document(
        article=Article(id="a", text=WORDS),
        entities=in_order(
            Entity(id=f"e{i}", span=span, label=label, decision=decision)
            for i, (span, label, decision) in enumerate(entities)
        ),
        quotes=in_order(
            Quote(id=f"q{i}", kind=Kind.DIRECT, contents=(span,), source=Span(0, 3), attribution=Attribution.NONE)
            for i, span in enumerate(quotes)
        ),
    )


@given(ENTITIES, st.lists(SPANS, max_size=3), ENTITIES, st.lists(SPANS, max_size=3))
def test_an_update_shows_what_decorating_anew_shows(
    entities: list[tuple[Span, str, Decision]],
    quotes: list[Span],
    later: list[tuple[Span, str, Decision]],
    later_quotes: list[Span],
) -> None:
    before = decorated(made(entities, quotes))
    shown = [before.of(i) for i in range(len(before.blocks))]
    after, touched = before.updated(made(later, later_quotes), SPEAKERS, Selection())
    anew = decorated(made(later, later_quotes))
    for i in range(len(before.blocks)):
        assert after.of(i) == anew.of(i)
        assert i in touched or after.of(i) == shown[i]


def test_a_part_of_an_annotation_is_replaced_by_its_name(document: Document) -> None:
    quote = document.by_id["waited"]
    assert isinstance(quote, Quote)
    assert with_part(quote, "cue", Span(1, 2)) == replace(quote, cue=Span(1, 2))
    assert with_part(quote, "source", Span(1, 2)) == replace(quote, source=Span(1, 2))
    assert with_part(quote, "content.1", Span(70, 72)) == replace(quote, contents=(quote.contents[0], Span(70, 72)))
