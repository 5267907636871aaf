from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Decision, Document, Kind, Span
from annotator.model.scores.documents import found_quotes, gold_quotes
from annotator.model.scores.quotes import QuoteScores, found_parts, score
from annotator.model.scores.values import Compared, FoundQuote, GoldQuote, Match, Share
from tests.model.scores.tagged import Line, document, documents

SAID = "<q><m>“The boats are full,”</m></q> <s>Ilse Tarrant</s> <c>said</c>."


def compared(gold: Document, found: Document) -> QuoteScores:
    assert gold.text == found.text
    return score(Compared(gold.text, gold_quotes(gold), found_quotes(found)))


def changed(gold: Document, **values: object) -> Document:
    """`gold` with its first quote changed."""
    return replace(gold, quotes=(replace(gold.quotes[0], **values), *gold.quotes[1:]))


@given(documents())
def test_gold_against_itself_is_right_in_everything(gold: Document) -> None:
    scores = compared(gold, gold)
    for match in (scores.exact, scores.joint, scores.joint_all):
        assert match.hits == match.gold == match.found
    for share in (scores.speaker, scores.name, scores.pronoun, scores.nominal, scores.cue, scores.chain):
        assert share.hits == share.of
    assert scores.joint_all.gold == sum(len(quote.contents) for quote in gold.quotes)
    assert scores.figures()["joint_all"] == 100.0
    assert not scores.empty


@given(documents(), st.randoms(use_true_random=False))
def test_the_order_in_which_quotes_were_found_is_irrelevant(gold: Document, random) -> None:
    found = list(found_quotes(gold))
    random.shuffle(found)
    wanted = list(gold_quotes(gold))
    random.shuffle(wanted)
    assert score(Compared(gold.text, tuple(wanted), tuple(found))) == compared(gold, gold)


@given(documents(), documents())
def test_figures_of_articles_are_added_up(one: Document, other: Document) -> None:
    both = compared(one, one) + compared(other, replace(other, quotes=()))
    assert both.joint_all.gold == len(gold_quotes(one)) + len(gold_quotes(other))
    assert both.joint_all.hits == both.joint_all.found == len(gold_quotes(one))
    assert both.empty == 1


def test_rejected_quotes_count_as_absent_on_either_side() -> None:
    gold = document(SAID)
    rejected = changed(gold, decision=Decision.REJECTED)
    assert compared(gold, rejected) == compared(gold, replace(gold, quotes=()))
    assert compared(gold, rejected).empty == 1
    assert compared(rejected, gold).joint_all == Match(0, 0, 1)


def test_marks_and_punctuation_at_the_edges_are_not_judged() -> None:
    gold = document(SAID)
    inner = Span(gold.quotes[0].contents[0].start + 1, gold.quotes[0].contents[0].end - 2)
    scores = compared(gold, changed(gold, contents=(inner,)))
    assert (scores.exact.hits, scores.joint.hits) == (1, 1)


def test_a_border_off_by_a_word_is_nearly_right_and_half_a_quote_is_not() -> None:
    gold = document("<q><m>“The boats of this harbour are all full,”</m></q> <s>Ilse Tarrant</s> <c>said</c>.")
    start, end = gold.quotes[0].contents[0]
    nearly = compared(gold, changed(gold, contents=(Span(start + 5, end),), marked=()))
    half = compared(gold, changed(gold, contents=(Span(start + 24, end),), marked=()))
    assert (nearly.exact.hits, nearly.joint.hits, nearly.speaker) == (0, 1, Share(1, 1))
    assert (half.exact.hits, half.joint.hits, half.speaker) == (0, 0, Share(0, 1))


def test_a_source_counts_by_its_sort_and_is_right_where_it_overlaps() -> None:
    gold = document(
        SAID,
        "<q><m>“No fish,”</m></q> <s>she</s> <c>said</c>.",
        "<q><m>“No ice,”</m></q> <s>a fisherman</s> <c>said</c>.",
    )
    last_name = replace(gold.quotes[0], source=Span(gold.text.index("Tarrant"), gold.text.index("Tarrant") + 7))
    found = replace(gold, quotes=(last_name, replace(gold.quotes[1], source=None), gold.quotes[2]))
    scores = compared(gold, found)
    assert (scores.name, scores.pronoun, scores.nominal) == (Share(1, 1), Share(0, 1), Share(1, 1))
    assert scores.speaker == Share(2, 3)


def test_nobody_is_an_answer() -> None:
    gold = document("A board read <q><m>“No boats today”</m></q>, <s>Ilse Tarrant</s> <c>said</c>.")
    nobody = changed(gold, source=None)
    assert compared(nobody, nobody).joint.hits == 1
    assert compared(nobody, gold).joint.hits == 0
    assert compared(nobody, gold).speaker == Share(0, 0)


def test_any_mention_of_the_speaker_is_the_right_chain_and_only_the_mention_is_the_right_source() -> None:
    gold = document(
        Line("Then <s>Ilse Tarrant</s> came.", speaker="s1"),
        Line("<q><m>“No fish,”</m></q> <s>she</s> <c>said</c>.", speaker="s1"),
        Line("<q><m>“No ice,”</m></q> <s>Amund Reiss</s> <c>said</c>.", speaker="s2"),
    )
    by_name = changed(gold, source=gold.entities[0].span)
    scores = compared(gold, by_name)
    assert (scores.chain, scores.pronoun_chain, scores.speaker) == (Share(2, 2), Share(1, 1), Share(1, 2))
    wrong = compared(gold, changed(gold, source=gold.entities[1].span))
    assert (wrong.chain, wrong.pronoun_chain) == (Share(1, 2), Share(0, 1))


def test_a_speaker_without_a_source_stands_for_any_mention() -> None:
    gold = document(
        Line("Then <s>Ilse Tarrant</s> came.", speaker="s1"), Line("<q><m>“No fish!”</m></q>", speaker="s1")
    )
    with_source = changed(gold, source=gold.entities[0].span)
    for one, other in ((gold, gold), (gold, with_source), (with_source, gold)):
        assert compared(one, other).joint == Match(1, 1, 1)
    assert compared(gold, changed(gold, speaker=None)).joint.hits == 0


def test_cues_are_judged_where_one_was_found() -> None:
    gold = document(SAID, "<q><m>“No ice,”</m></q> <s>he</s> <c>said</c>.")
    found = changed(gold, cue=None)
    assert compared(gold, found).cue == Share(1, 1)
    assert compared(found, gold).cue == Share(1, 2)


def test_what_stands_in_marks_within_a_mixed_quote_is_neither_right_nor_wrong_as_a_direct_one() -> None:
    gold = document(Line("<s>Reiss</s> <c>said</c> <q>the boats were <m>“full by noon”</m></q>.", Kind.MIXED))
    found = changed(gold, contents=gold.quotes[0].marked, kind=Kind.DIRECT)
    scores = compared(gold, found)
    assert scores.exact == Match(0, 0, 0)
    assert scores.joint_all == Match(0, 1, 1)


def test_a_quote_over_paragraphs_is_a_part_in_each() -> None:
    text = "“We wait.\n\nWe sail.”"
    gold = tuple(GoldQuote(span=Span(*span), kind=Kind.DIRECT) for span in ((0, 9), (11, 20)))
    assert score(Compared(text, gold, (FoundQuote(span=Span(0, 20)),))).joint_all == Match(2, 2, 2)


@pytest.mark.parametrize(
    ("tagged", "kind"),
    [
        ("<q>“All full”</q> he said", Kind.DIRECT),
        ("“<q>All full,</q>” he said", Kind.DIRECT),
        ("<q>``All full''</q> he said", Kind.DIRECT),
        ("<q>“All full</q>\nhe said", Kind.DIRECT),
        ("<q>it was “all full”</q> he said", Kind.MIXED),
        ("<q>“All” are full</q> he said", Kind.MIXED),
        ("<q>it was all full</q> he said", Kind.INDIRECT),
        ("”<q>All full</q>” he said", Kind.INDIRECT),
    ],
)
def test_without_a_kind_the_marks_of_the_text_tell_it(tagged: str, kind: Kind) -> None:
    shown = document(tagged)
    (part,) = found_parts(Compared(shown.text, (), found_quotes(shown, as_records=True)))
    assert part.kind is kind
