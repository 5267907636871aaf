import pytest

from annotator.formats.gold import LONGEST_MENTION, from_gold_record, is_gold_record
from annotator.model.document import Kind, Span
from annotator.model.faults import Fault
from annotator.model.scores.values import GoldQuote, SourceType

TEXT = "“No fish,” Tarrant said." + " " * 100


def record(**quote: object) -> dict[str, object]:
    return {"id": "r1", "text": TEXT, "quotes": [{"start": 0, "end": 10, "kind": "direct", **quote}]}


def test_a_record_s_quotes_are_read_in_order() -> None:
    long = [0, LONGEST_MENTION]
    data = record(
        nested=True,
        speaker_spans=[[11, 18]],
        speaker_type="nominal",
        cue_spans=[[19, 23]],
        speaker_cluster_spans=[[11, 18], long],
        attr_id="what else there is",
    )
    read = from_gold_record(data, "gold.jsonl, line 1")
    assert (read.id, read.text) == ("r1", TEXT)
    assert read.quotes == (
        GoldQuote(
            span=Span(0, 10),
            kind=Kind.DIRECT,
            sources=(Span(11, 18),),
            source_type=SourceType.NOMINAL,
            cues=(Span(19, 23),),
            chain=(Span(11, 18),),
            nested=True,
        ),
    )


def test_what_a_record_may_leave_out() -> None:
    (quote,) = from_gold_record(record(), "x").quotes
    assert quote == GoldQuote(span=Span(0, 10), kind=Kind.DIRECT, source_type=SourceType.NAME)
    (odd,) = from_gold_record(record(speaker_type="canonical", speaker_cluster_spans=[[0, 99]]), "x").quotes
    assert (odd.source_type, odd.chain) == (SourceType.OTHER, ())


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ({"end": 999}, "out of range"),
        ({"kind": "loud"}, "none of"),
        ({"kind": None}, 'no "kind"'),
        ({"start": "0"}, "start"),
    ],
)
def test_a_value_that_is_not_as_it_must_be_is_named_with_its_place(quote: dict[str, object], said: str) -> None:
    with pytest.raises(Fault, match=said) as fault:
        from_gold_record(record(**quote), "gold.jsonl, line 3")
    assert "gold.jsonl, line 3, quote 1" in fault.value.message


def test_our_own_lines_are_no_gold_records() -> None:
    assert is_gold_record(record())
    assert not is_gold_record({**record(), "meta": {"format": "annotator/1"}})
    assert not is_gold_record({"text": "A"})
    assert not is_gold_record(["quotes"])
