from annotator.model.document import Decision, Span
from annotator.model.finding.concordance import Mention, Odd, Sorting, in_sorting, judged
from annotator.model.finding.contexts import Context


def mention(number: int, label: str = "", speaker: str | None = None, before: str = "", after: str = "", **rest):
    rest = {"annotation": f"e{number}" if label else None, "decision": Decision.PENDING if label else None, **rest}
    context = Context(before, "Lind", after)
    return Mention("a", "A", 0, Span(number, number + 4), context, label=label, speaker=speaker, **rest)


def test_what_is_unlike_most_is_odd_and_what_was_rejected_or_is_a_quote_is_not():
    found = judged([
        mention(0, "PERSON", "s"), mention(1, "PERSON", "s"), mention(2, "ORG"), mention(3, "PERSON", "t"),
        mention(4), mention(5, "ORG", decision=Decision.REJECTED), mention(6, "direct", "s", quote=True),
    ])  # fmt: skip
    assert [each.odd for each in found] == [None, None, Odd.LABEL, Odd.SPEAKER, Odd.UNMARKED, None, None]
    assert judged([mention(0)])[0].odd is None, "nowhere marked"
    unasked = judged([mention(0, "PERSON"), mention(1, expected=False)])
    assert unasked[1].odd is None, "nobody has looked for entities there"
    decided = judged([mention(0, "PERSON"), mention(1, "ORG", decision=Decision.CORRECTED)])
    assert [each.odd for each in decided] == [Odd.LABEL, None]
    odd_first = in_sorting(found, Sorting.ODD, lambda name: name or "")
    assert [each.odd for each in odd_first[:4]] == [Odd.LABEL, Odd.SPEAKER, Odd.UNMARKED, None]


def test_mentions_are_sorted_by_the_words_beside_them_by_whom_they_name_and_else_as_in_the_text():
    found = [
        mention(0, before="said by ", after=" left"), mention(1, "PERSON", "b", before="old ", after=" Knows"),
        mention(2, "ORG", "a", before="met an", by="jo"),
    ]  # fmt: skip
    names = {"a": "Zoe", "b": "Ana"}

    def order(sorting: Sorting) -> list[int]:
        made = in_sorting(found, sorting, lambda name: names.get(name or "", ""))
        return [each.span.start for each in made]

    assert order(Sorting.TEXT) == [0, 1, 2]
    assert order(Sorting.BEFORE) == [1, 2, 0]
    assert order(Sorting.AFTER) == [2, 1, 0]
    assert order(Sorting.LABEL) == [2, 1, 0]
    assert order(Sorting.SPEAKER) == [1, 2, 0]
    assert order(Sorting.BY) == [2, 0, 1]
