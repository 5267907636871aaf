from dataclasses import replace

from annotator.model.document import Document
from annotator.model.scores.calibration import Band, Judged, bands, judged
from annotator.model.scores.documents import found_quotes, gold_quotes
from annotator.model.scores.values import Compared, Share
from tests.model.scores.tagged import Line, document

GOLD = document(
    Line("<q><m>“No fish,”</m></q> <s>Tarrant</s> <c>said</c>. <q><m>“No ice.”</m></q>", speaker="s1"),
    Line("<q><m>“Boats stay in port,”</m></q> <s>she</s> <c>said</c>.", speaker="s1"),
)


def held(found: Document) -> list[tuple[bool, bool]]:
    rows = judged(Compared(GOLD.text, gold_quotes(GOLD), found_quotes(found)))
    return [(row.span, row.source) for row in rows]


def test_a_quote_is_right_where_all_its_parts_are() -> None:
    one, two = GOLD.quotes
    assert held(GOLD) == [(True, True), (True, True)]
    half = replace(one, contents=(one.contents[0], two.contents[0]))
    assert held(replace(GOLD, quotes=(half,))) == [(True, True)]
    elsewhere = replace(one, contents=(one.contents[0], GOLD.entities[0].span), marked=())
    assert held(replace(GOLD, quotes=(elsewhere, two))) == [(False, False), (True, True)]


def test_a_source_is_right_by_overlap_or_as_a_mention_of_the_speaker() -> None:
    one, two = GOLD.quotes
    assert held(replace(GOLD, quotes=(one, replace(two, source=one.source)))) == [(True, True), (True, True)]
    assert held(replace(GOLD, quotes=(one, replace(two, source=two.cue)))) == [(True, True), (True, False)]
    nobody = replace(two, source=None, speaker=None)
    assert held(replace(GOLD, quotes=(one, nobody))) == [(True, True), (True, False)]


def test_a_speaker_of_whom_gold_has_mentions_and_no_source_is_not_nobody() -> None:
    chained = tuple(replace(quote, sources=()) for quote in gold_quotes(GOLD))
    for source, right in ((GOLD.quotes[0].source, True), (None, False)):
        found = tuple(replace(quote, source=source) for quote in found_quotes(GOLD))
        assert {row.source for row in judged(Compared(GOLD.text, chained, found))} == {right}


def test_bands_hold_what_is_said_against_what_is_right() -> None:
    rows = [Judged("q", score, True, right) for score, right in ((0.9, True), (0.9, False), (1.0, True), (0.5, False))]
    rows.append(Judged("q", None, True, True))
    assert bands(rows) == [
        Band(0.5, 0.6, 0.5, Share(0, 1)),
        Band(0.9, 0.95, 0.9, Share(1, 2)),
        Band(0.95, 1.0, 1.0, Share(1, 1)),
    ]
