"""What a pipeline's labels are called: before the rules where they know the name, else after rules and quotes."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from annotator.nlp import pipelines
from annotator.nlp.prelabel import prelabel
from annotator.nlp.renaming import names_of, rename

TEXT = '"We need more boats," Thomas Keller said. The harbour of Kell was full. Keller left Kell.'


def doc_with(*entities: tuple[str, str]) -> Doc:
    doc = spacy.blank("en")(TEXT)
    doc.ents = [doc.char_span(TEXT.index(words), TEXT.index(words) + len(words), label) for words, label in entities]
    return doc


def named(doc: Doc) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in doc.ents]


@pytest.mark.parametrize(
    ("labels", "during", "after"),
    [
        ({"PER": "PERSON", "MISC": ""}, ["PERSON", "MISC"], ["PERSON"]),
        ({"PER": "POLITICIAN"}, ["PER", "MISC"], ["POLITICIAN", "MISC"]),
        ({"PER": "MISC", "MISC": "PER"}, ["MISC", "PER"], ["MISC", "PER"]),
        ({"PER": "MISC", "MISC": ""}, ["PER"], ["MISC"]),
        ({"PER": "PER"}, ["PER", "MISC"], ["PER", "MISC"]),
    ],
)
def test_every_entity_ends_as_what_its_own_label_is_called(
    labels: dict[str, str], during: list[str], after: list[str]
) -> None:
    doc, met = doc_with(("Thomas Keller", "PER"), ("harbour", "MISC")), []
    rename(doc, labels, lambda doc: met.extend(ent.label_ for ent in doc.ents))
    assert (met, [ent.label_ for ent in doc.ents]) == (during, after)


def test_an_entity_says_what_the_pipeline_called_it_unless_a_rule_touched_it() -> None:
    doc = doc_with(("Thomas Keller", "PER"), ("harbour", "MISC"))
    rename(doc, {"PER": "PERSON"}, lambda doc: None)
    assert [ent._.annotator_reason for ent in doc.ents] == ["labelled PER", None]


def test_entities_that_are_left_out_or_bear_a_name_of_ones_own_are_people_to_the_quotes(nlp: Language) -> None:
    usual = prelabel(nlp, TEXT, language="en")
    for labels in ({"PERSON": ""}, {"PERSON": "POLITICIAN"}):
        found = prelabel(nlp, TEXT, language="en", labels=labels)
        assert found.quotes == usual.quotes
        assert {e.label for e in found.entities if e.speaker} == set(filter(None, labels.values()))
        assert [e.span for e in found.entities if e.label not in labels.values()] == [
            e.span for e in usual.entities if e.label != "PERSON"
        ]
    assert prelabel(nlp, TEXT, language="en") == usual


def test_a_pipeline_of_another_scheme_gets_rules_and_speakers_by_its_labels() -> None:
    """spaCy's own configuration, in a pipeline that finds entities by patterns."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Thomas Keller"}])
    nlp.add_pipe("annotator_entities", config={"labels": {"PER": "PERSON"}})
    nlp.add_pipe("annotator_quotes")
    doc = nlp(TEXT)
    assert named(doc) == [("Thomas Keller", "PERSON"), ("Keller", "PERSON")]
    assert doc._.annotator_speakers[0]["name"] == "Thomas Keller"
    assert pipelines.labels_of(nlp) == ("PER",)
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes()).ents[0].label_ == "PERSON"


def test_names_are_read_from_the_entities_where_nothing_was_renamed() -> None:
    doc = doc_with(("Thomas Keller", "PER"))
    assert [(name.label, TEXT[slice(*name.span)]) for name in names_of(doc)] == [("PERSON", "Thomas Keller")]
