from dataclasses import replace

import pytest

from annotator.model.document import (
    Article,
    Attribution,
    Decision,
    Document,
    Entity,
    Kind,
    Quote,
    Span,
    Status,
    in_order,
)
from annotator.model.labels.labels import Label, LabelSet
from annotator.model.lint import Labels, Rule, Severity, check, lone_mark

TEXT = "“We go,” Mira Sol said. “It (the pier) is\n“ours,” the Guild of Kell said.\nNobody “knew.\nMira Sol left Kell."


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def entity(words: str, label: str = "PERSON", nth: int = 0, **kwargs) -> Entity:
    return Entity(id=f"e{at(words, nth).start}", span=at(words, nth), label=label, **kwargs)


def quote(**kwargs) -> Quote:
    given = {"contents": (at("“We go,”"),), "speaker": "s1", "cue": at("said"), "source": at("Mira Sol")}
    return Quote(id="q1", kind=Kind.DIRECT, **{**given, **kwargs})


def document(*entities: Entity, quotes: tuple[Quote, ...] = (), status: Status = Status.DONE) -> Document:
    return Document(article=Article(id="a", text=TEXT), entities=in_order(entities), quotes=quotes, status=status)


def found(*entities: Entity, quotes: tuple[Quote, ...] = ()) -> list[tuple[Rule, str]]:
    everywhere = check(document(*entities, quotes=quotes))
    return [(f.rule, TEXT[slice(*f.span)]) for f in everywhere if f.rule is not Rule.UNBALANCED]


def test_a_sound_article_has_nothing_to_say():
    assert found(entity("Mira Sol", speaker="s1"), quotes=(quote(),)) == []


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Sol ", Rule.WHITE_SPACE),
        ("ira Sol", Rule.OFF_TOKENS),
        ("(the pier", Rule.LONE_MARK),
        ("“We", Rule.LONE_MARK),
        ("It (the pier)", None),
        ("go,", Rule.LONE_MARK),
    ],
)
def test_borders_of_entities(words, rule):
    assert found(entity(words)) == ([] if rule is None else [(rule, words)])


def test_contents_that_run_on_into_the_next_paragraph_have_their_marks():
    runs_on = quote(contents=(at("“It (the pier) is"), at("“ours,”")))
    assert found(quotes=(runs_on,)) == []
    assert found(quotes=(quote(contents=(at("“We"),)),)) == [(Rule.LONE_MARK, "“We")]


def test_a_quotation_that_is_never_closed_is_told_at_its_mark():
    (finding,) = [f for f in check(document()) if f.rule is Rule.UNBALANCED]
    assert finding.span == Span(TEXT.index("“knew"), TEXT.index("“knew") + 1)


def test_a_quote_needs_a_decision_on_its_speaker():
    assert found(quotes=(quote(speaker=None),)) == [(Rule.NO_SPEAKER, "“We go,”")]
    assert found(quotes=(quote(speaker=None, attribution=Attribution.NONE),)) == []
    assert found(quotes=(quote(speaker=None, decision=Decision.REJECTED),)) == []


def test_a_speaker_is_a_person_or_an_organisation():
    assert found(entity("Kell", "GPE", speaker="s1"), quotes=(quote(),)) == [(Rule.SPEAKER_KIND, "Mira Sol")]
    both = (entity("Kell", "GPE", speaker="s1"), entity("Guild of Kell", "ORG", speaker="s1"))
    assert found(*both, quotes=(quote(),)) == []


def test_entities_that_overlap_though_neither_label_allows_it_are_told_at_the_later_one():
    flat = LabelSet((Label(name="PERSON", overlaps=False), Label(name="ORG", overlaps=False)))
    long, short = entity("Guild of Kell", "ORG"), entity("Kell", "PERSON")
    rejected = entity("Sol", "PERSON", decision=Decision.REJECTED)
    text = document(long, short, rejected, entity("Mira Sol"), entity("Mira", "NAME"))
    (finding,) = [f for f in check(text, flat) if f.rule is Rule.OVERLAP]
    assert (finding.span, finding.annotation, finding.severity) == (short.span, short.id, Severity.ERROR)
    assert finding.message == "PERSON: 'Kell' overlaps ORG 'Guild of Kell', which neither label allows"
    assert Rule.OVERLAP not in {f.rule for f in check(text, LabelSet.named(["PERSON", "ORG"]))}


def test_the_rarer_label_of_the_same_words_is_told_where_it_stands():
    labels = Labels()
    labels.add(document(entity("Mira Sol"), entity("Mira Sol", "ORG", 1), entity("Kell", "GPE")))
    labels.add(replace(document(entity("Mira Sol")), article=Article(id="b", text=TEXT)))
    labels.add(document(entity("Kell", "ORG", decision=Decision.REJECTED)))
    (finding,) = labels.findings(lambda *_: False)
    assert (finding.rule, finding.article, finding.span) == (Rule.TWO_LABELS, "a", at("Mira Sol", 1))
    assert finding.message == "'Mira Sol' is ORG here (once in all) and PERSON 2 times"


def test_what_somebody_flagged_to_come_back_to_is_told_with_its_note_and_is_no_error():
    kell = entity("Kell", "GPE", flagged=True, note="the town,\nor the parish?")
    rejected = entity("Guild", "ORG", flagged=True, decision=Decision.REJECTED)
    text = replace(document(kell, rejected, quotes=(quote(flagged=True),)), flagged=True)
    told = [f for f in check(text) if f.rule is Rule.COME_BACK]
    assert [(f.span, f.annotation, f.message) for f in told] == [
        (None, None, "the article is flagged to come back to"),
        (at("“We go,”"), "q1", "the quote is flagged to come back to"),
        (kell.span, kell.id, "GPE is flagged to come back to: the town, or the parish?"),
    ]
    assert {f.severity for f in told} == {Severity.WARNING}


def test_an_article_that_is_not_done_is_told_and_that_is_no_error():
    (first, *_) = check(document(status=Status.OPEN))
    assert (first.rule, first.span, first.severity) == (Rule.NOT_DONE, None, Severity.WARNING)


@pytest.mark.parametrize(
    ("words", "mark"),
    [("“a”", ""), ('"a"', ""), ("a”", "”"), ("»a«", ""), ('"', '"'), ("the Joneses’", ""), ("[a", "[")],
)
def test_lone_marks(words, mark):
    assert lone_mark(words) == mark
