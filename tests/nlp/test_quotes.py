"""Sentences of every sort, and what the engine makes of them with the bundled pipeline."""

import pytest
from spacy.language import Language

from annotator.model.document import Attribution, Kind, Quote
from annotator.model.suggestions import QuoteKinds, Suggestions
from annotator.nlp.prelabel import prelabel

INTRO = "Maria Lindgren met Thomas Keller in Oslo on Friday.\n"


def words(text: str, quote: Quote) -> tuple[str, str | None, str | None]:
    def at(span: object) -> str | None:
        return None if span is None else text[span.start : span.end]  # type: ignore[attr-defined]

    return " … ".join(str(at(content)) for content in quote.contents), at(quote.cue), at(quote.source)


def name(found: Suggestions, quote: Quote) -> str | None:
    return next((speaker.name for speaker in found.speakers if speaker.id == quote.speaker), None)


@pytest.mark.parametrize(
    ("text", "contents", "cue", "source", "speaker", "attribution"),
    [
        ('"We need more boats," Keller said.', '"We need more boats,"', "said", "Keller", "Thomas Keller", "explicit"),
        ('"We need more boats," said Keller.', '"We need more boats,"', "said", "Keller", "Thomas Keller", "explicit"),
        ("Keller said: “We need more boats.”", "“We need more boats.”", "said", "Keller", "Thomas Keller", "explicit"),
        (
            'Keller told reporters on Monday, "We need more boats."',
            '"We need more boats."',
            "told",
            "Keller",
            "Thomas Keller",
            "explicit",
        ),
        ('"We need more boats," he added.', '"We need more boats,"', "added", "he", "Thomas Keller", "anaphoric"),
        ('"We need more boats," she added.', '"We need more boats,"', "added", "she", "Maria Lindgren", "anaphoric"),
        (
            '"We need more boats," a harbour official said.',
            '"We need more boats,"',
            "said",
            "a harbour official",
            "a harbour official",
            "unnamed",
        ),
        (
            '"We need more boats," Keller said. "Nobody listens."',
            '"We need more boats," … "Nobody listens."',
            "said",
            "Keller",
            "Thomas Keller",
            "explicit",
        ),
        (
            '"We need," Keller said, "many more boats."',
            '"We need," … "many more boats."',
            "said",
            "Keller",
            "Thomas Keller",
            "explicit",
        ),
        (
            '"We need more boats," according to Keller.',
            '"We need more boats,"',
            "according to",
            "Keller",
            "Thomas Keller",
            "explicit",
        ),
        (
            '"We need more boats." — Thomas Keller',
            '"We need more boats."',
            None,
            "Thomas Keller",
            "Thomas Keller",
            "explicit",
        ),
        ('Keller: "We need more boats."', '"We need more boats."', None, "Keller", "Thomas Keller", "explicit"),
    ],
)
def test_direct_quotes_find_their_cue_and_speaker(
    nlp: Language, text: str, contents: str, cue: str | None, source: str, speaker: str, attribution: str
) -> None:
    text = INTRO + text
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    (quote,) = found.quotes
    assert words(text, quote) == (contents, cue, source)
    assert name(found, quote) == speaker
    assert quote.attribution == attribution
    assert quote.kind is Kind.DIRECT
    assert quote.marked == quote.contents
    assert quote.reason
    assert quote.score is not None
    assert 0 < quote.score <= 1


def test_a_closed_quotation_carries_on_in_the_next_paragraph(nlp: Language) -> None:
    text = INTRO + '"We need more boats," Keller said.\n"The old ones leak. They all do."\nIt rained.'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    first, second = found.quotes
    assert second.attribution is Attribution.IMPLICIT
    assert (second.cue, second.source, second.speaker) == (None, first.source, first.speaker)


def test_a_quotation_left_open_is_one_quote_over_its_paragraphs(nlp: Language) -> None:
    text = INTRO + "“We need more boats,” Keller said. “The old ones leak.\n“And the new ones are slow.”"
    (quote,) = prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes
    assert words(text, quote)[0] == "“We need more boats,” … “The old ones leak. … “And the new ones are slow.”"


def test_a_new_attribution_is_a_new_quote(nlp: Language) -> None:
    text = INTRO + '"We need boats," Keller said. "We need crews," Lindgren replied.'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert [name(found, quote) for quote in found.quotes] == ["Thomas Keller", "Maria Lindgren"]


def test_a_colon_at_the_end_of_a_paragraph_leads_to_the_next(nlp: Language) -> None:
    text = INTRO + 'Lindgren continued:\n"The harbour will close in March."'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    (quote,) = found.quotes
    assert words(text, quote) == ('"The harbour will close in March."', "continued", "Lindgren")
    assert name(found, quote) == "Maria Lindgren"


def test_a_verb_within_the_marks_is_no_cue(nlp: Language) -> None:
    text = 'The former chairman of a firm "lied about every invoice he touched", '
    text += "a jury at Holm Crown Court was told on Tuesday."
    (quote,) = prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes
    assert (words(text, quote)[0], quote.cue) == ('"lied about every invoice he touched"', None)


def test_nobody_named_within_a_quotation_says_it(nlp: Language) -> None:
    text = INTRO + '"Keller said it would rain, and Keller was right," Lindgren said.'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert [name(found, quote) for quote in found.quotes] == ["Maria Lindgren"]


def test_a_mixed_quote_is_the_whole_clause_with_the_marked_stretch_beside_it(nlp: Language) -> None:
    text = INTRO + 'Keller said that the harbour was "a disgrace to the coast" and should close.'
    (quote,) = prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes
    assert quote.kind is Kind.MIXED
    assert words(text, quote) == ('that the harbour was "a disgrace to the coast" and should close', "said", "Keller")
    assert [text[a:b] for a, b in quote.marked] == ['"a disgrace to the coast"']


def test_what_somebody_is_called_is_reported_with_whom_it_is_said_of(nlp: Language) -> None:
    text = INTRO + 'Lindgren called the old harbour "a complete disgrace" again.'
    (quote,) = prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes
    assert quote.kind is Kind.MIXED
    assert words(text, quote) == ('the old harbour "a complete disgrace"', "called", "Lindgren")


def test_a_second_cue_joined_with_and_reports_for_the_same_person(nlp: Language) -> None:
    text = INTRO + "Keller said that the harbour was closed and warned that the pier could fall."
    found = prelabel(nlp, text, QuoteKinds.ALL, "en")
    assert [(words(text, quote)[0], words(text, quote)[1], name(found, quote)) for quote in found.quotes] == [
        ("that the harbour was closed", "said", "Thomas Keller"),
        ("that the pier could fall", "warned", "Thomas Keller"),
    ]


def test_a_signature_that_touches_the_mark_is_seen(nlp: Language) -> None:
    text = INTRO + "“We need more boats.”― Maria Lindgren."
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert [(name(found, quote), quote.reason) for quote in found.quotes] == [("Maria Lindgren", "dash and name")]


def test_who_wrote_the_statement_speaks_in_it(nlp: Language) -> None:
    text = INTRO + 'At noon, Keller released a statement saying, "The harbour is closed until further notice."'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert [name(found, quote) for quote in found.quotes] == ["Thomas Keller"]


def test_a_sentence_between_that_says_somebody_else_spoke_starts_a_new_quote(nlp: Language) -> None:
    text = INTRO + '"We need boats," Keller said. It rained. Lindgren wrote to the mayor. "We need crews."'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert [name(found, quote) for quote in found.quotes] == ["Thomas Keller", "Maria Lindgren"]
    assert found.quotes[1].attribution is Attribution.IMPLICIT
    assert found.quotes[1].cue is None


def test_a_pronoun_stands_for_the_unnamed_speaker_quoted_last(nlp: Language) -> None:
    text = INTRO + 'A police spokesman said it was late. "It was dark," he added. "It was cold," she said.'
    found = prelabel(nlp, text, QuoteKinds.ALL, "en")
    assert [name(found, quote) for quote in found.quotes] == [
        "A police spokesman",
        "A police spokesman",
        "Maria Lindgren",
    ]


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "experts" left early.',
        'They sailed on the "Northern Light Express" to Bergen.',
        'He grew up in a "rough" part of town.',
        'Her first novel, "The Silent Harbour," sold well.',
    ],
)
def test_scare_quotes_and_titles_are_left_out(nlp: Language, text: str) -> None:
    assert prelabel(nlp, INTRO + text, QuoteKinds.ALL, "en").quotes == ()


@pytest.mark.parametrize(
    ("text", "contents", "cue", "source"),
    [
        ("Keller said that the harbour would close.", "that the harbour would close", "said", "Keller"),
        ("The harbour would close, Keller said.", "The harbour would close", "said", "Keller"),
        ("According to Keller, the harbour will close.", "the harbour will close", "According to", "Keller"),
        ("Keller believes the harbour will close.", "the harbour will close", "believes", "Keller"),
        ("What do you think the harbour will cost?", "the harbour will cost", "think", "you"),
        ("It was a harbour that I wish we had kept.", "we had kept", "wish", "I"),
        ("Keller let them know that the harbour would close.", "that the harbour would close", "know", "Keller"),
        (
            "The mayor, she has explained that the harbour will close.",
            "that the harbour will close",
            "explained",
            "she",
        ),
        ("You run a harbour business I presume?", "You run a harbour business", "presume", "I"),
        ("Well, I mean the harbour will close.", "the harbour will close", "mean", "I"),
        ("And she was like, let us go home now.", "let us go home now", "was", "she"),
        # what was thought is a part of what was said, and what was known of what was thought
        ("Keller thinks that Ruiz knows that it will close.", "that Ruiz knows that it will close", "thinks", "Keller"),
    ],
)
def test_reported_speech_is_found_when_all_kinds_are_looked_for(
    nlp: Language, text: str, contents: str, cue: str, source: str
) -> None:
    text = INTRO + text
    (quote,) = prelabel(nlp, text, QuoteKinds.ALL, "en").quotes
    assert quote.kind is Kind.INDIRECT
    assert quote.marked == ()
    assert words(text, quote) == (contents, cue, source)
    assert prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes == ()


def test_only_direct_ones_are_given_when_asked(nlp: Language) -> None:
    text = INTRO + '"We need boats," Keller said. Lindgren said that it was "a very sad day" for all.'
    assert [q.kind for q in prelabel(nlp, text, QuoteKinds.DIRECT, "en").quotes] == [Kind.DIRECT]
    assert [q.kind for q in prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes] == [Kind.DIRECT, Kind.MIXED]


def test_an_organisation_that_is_quoted_becomes_a_speaker(nlp: Language) -> None:
    text = 'The flood closed two roads. "The roads are safe again," the Red Cross said in Geneva.'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    (quote,) = found.quotes
    assert name(found, quote) == "Red Cross" or name(found, quote) == "the Red Cross"
    assert quote.attribution is Attribution.EXPLICIT


def test_unnamed_speakers_are_one_where_the_phrase_is_repeated(nlp: Language) -> None:
    text = (
        'A police spokesman spoke. "It was dark," a police spokesman said. "It was late," the police spokesman added.'
    )
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert len(found.quotes) == 2
    assert len({quote.speaker for quote in found.quotes}) == 1
    assert not found.speakers[-1].named


def test_a_name_that_the_pipeline_missed_is_a_named_speaker(nlp: Language) -> None:
    text = '"It was dark," said Grumio Vantongeren. "It was late," Vantongeren added.'
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert {name(found, quote) for quote in found.quotes} == {"Grumio Vantongeren"}
    assert found.speakers[0].named


def test_what_an_open_mark_carries_into_the_next_paragraph_belongs_to_who_is_named_there(nlp: Language) -> None:
    text = "“It was late,” Ana Ruiz said. “We came at noon.\n\n“The boat was gone by then,” Odo Finn said."
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert [(len(q.contents), name(found, q)) for q in found.quotes] == [(1, "Ana Ruiz"), (2, "Odo Finn")]
