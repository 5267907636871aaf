"""Transcripts, by the bundled pipeline and without one."""

import pytest
from spacy.language import Language

from annotator.model.document import Kind
from annotator.model.suggestions import QuoteKinds, Suggestions
from annotator.nlp import pipelines
from annotator.nlp.prelabel import prelabel


def turns(text: str, found: Suggestions) -> list[tuple[str, str | None, str | None]]:
    """What is said in each quote, its source, and the speaker."""
    names = {speaker.id: speaker.name for speaker in found.speakers}
    return [
        (
            " … ".join(text[start:end] for start, end in quote.contents),
            text[slice(*quote.source)] if quote.source else None,
            names.get(quote.speaker or ""),
        )
        for quote in found.quotes
    ]


@pytest.mark.parametrize("parsed", [True, False])
def test_all_that_stands_behind_a_name_and_a_colon_is_one_direct_quote(nlp: Language, parsed: bool) -> None:
    text = (
        "Anna Berg met Mr. Karl Holm.\n\nHOLM: Why did you leave?\n\nMS. BERG: I was tired. I think it was late.\n\n"
        "(Laughter.)\n\nNobody helped us.\n\nHOLM (laughing): I see.\n\nThe pier was closed in May."
    )
    found = prelabel(nlp if parsed else pipelines.load("blank:en", "en"), text, QuoteKinds.ALL, "en")
    assert turns(text, found) == [
        ("Why did you leave?", "HOLM", "Karl Holm"),
        ("I was tired. I think it was late. … Nobody helped us.", "BERG", "Anna Berg"),
        ("I see.", "HOLM", "Karl Holm"),
    ]
    assert all(q.kind is Kind.DIRECT and q.cue is None and not q.marked for q in found.quotes)


def test_answers_are_those_of_the_only_one_who_is_named_before_them(nlp: Language) -> None:
    text = "Anna Berg ran the port.\nQ. Were you there?\nA. I was.\nQ. Alone?\nA. No, Karl Holm came."
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    anna = ("Anna Berg", "Anna Berg")
    nobody = (None, None)
    said = [("Were you there?", *nobody), ("I was.", *anna), ("Alone?", *nobody), ("No, Karl Holm came.", *anna)]
    assert turns(text, found) == said


@pytest.mark.parametrize(
    "text",
    [
        "The fee: five euros.\nThe pier: open.\nThe fee: you pay once.\nThe pier: I like it.",
        "Holm: 45 votes\nBerg: 40 votes\nHolm: 3 towns\nBerg: 4 towns",
        "HOLM: “I see.”\nBERG: “You do?”\nHOLM: “I do.”\nBERG: “We all do.”",
    ],
)
def test_lists_and_what_stands_in_marks_anyhow_are_no_transcript(nlp: Language, text: str) -> None:
    found = prelabel(nlp, text, QuoteKinds.MARKED, "en")
    assert all(quote.reason != "transcript" for quote in found.quotes)
