from dataclasses import replace

import pytest

from annotator.model.document import Attribution, Decision, Kind
from annotator.model.scores.documents import found_quotes, gold_quotes, source_type
from annotator.model.scores.values import SourceType
from tests.model.scores.tagged import Line, document, words


def test_a_speaker_s_chain_is_the_entities_that_name_them_and_the_sources_of_their_quotes() -> None:
    gold = document(
        Line("<s>Ilse Tarrant</s> came.", speaker="s1"),
        Line("<q><m>“No fish,”</m></q> <s>she</s> <c>said</c>.", speaker="s1"),
        Line("<q><m>“No ice,”</m></q> <s>Reiss</s> <c>said</c>.", speaker="s2"),
        Line("<q><m>“No wind,”</m></q> <s>the captain</s> <c>said</c>.", speaker="s1"),
        Line("<q><m>“No sun,”</m></q> <s>a sailor</s> <c>said</c>."),
    )
    rejected = replace(gold.quotes[2], decision=Decision.REJECTED)
    hers, his, _, nobodys = gold_quotes(gold)
    assert words(gold.text, hers.chain or ()) == ["Ilse Tarrant", "she", "the captain"]
    assert words(gold.text, his.chain or ()) == ["Reiss"]
    assert nobodys.chain is None
    assert words(gold.text, nobodys.sources) == ["a sailor"]
    without = gold_quotes(replace(gold, quotes=(*gold.quotes[:2], rejected, gold.quotes[3])))
    assert words(gold.text, without[0].chain or ()) == ["Ilse Tarrant", "she"]


def test_each_part_is_of_the_kind_that_its_marks_show() -> None:
    mixed = (
        '<q><m>"We wait,"</m></q> <s>Reiss</s> <c>said</c>, <q>because of <m>"the ice"</m></q>, and <q>of the wind</q>.'
    )
    shown = document(Line(mixed, Kind.MIXED), Line("— <q>We sail</q>, <s>he</s> <c>said</c>."))
    expected = [Kind.DIRECT, Kind.MIXED, Kind.INDIRECT, Kind.DIRECT]
    assert [quote.kind for quote in gold_quotes(shown)] == expected
    assert [quote.kind for quote in found_quotes(shown)] == expected


def test_a_speaker_without_a_source_has_the_nearest_mention_for_one() -> None:
    found = document(
        Line("<s>Ilse Tarrant</s> came. Then the ferry left the harbour for the islands.", speaker="s1"),
        Line("<q><m>“No fish!”</m></q>", speaker="s1"),
        Line("<s>Tarrant</s> left.", speaker="s1"),
    )
    (quote,) = found_quotes(found)
    assert quote.source is not None
    assert words(found.text, [quote.source]) == ["Tarrant"]
    assert found_quotes(found, as_records=True)[0].source is None


@pytest.mark.parametrize(
    ("who", "attribution", "sort"),
    [
        ("She", None, SourceType.PRONOUN),
        ("Tarrant", None, SourceType.NAME),
        ("the harbour master", None, SourceType.NOMINAL),
        ("mayor of Hafn", Attribution.UNNAMED, SourceType.NOMINAL),
        ("iKea", Attribution.EXPLICIT, SourceType.NAME),
        ("він", Attribution.ANAPHORIC, SourceType.PRONOUN),
    ],
)
def test_the_sort_of_a_source(who: str, attribution: Attribution | None, sort: SourceType) -> None:
    shown = document(f"<s>{who}</s> <c>said</c> <q><m>“No.”</m></q>")
    assert source_type(shown, replace(shown.quotes[0], attribution=attribution)) is sort
