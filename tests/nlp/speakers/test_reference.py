"""Who a pronoun or a noun phrase stands for, with the bundled pipeline."""

import pytest
from spacy.language import Language

from annotator.model.document import Attribution
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.prelabel import prelabel

MET = "Maria Lindgren met Thomas Keller in Oslo. "

CASES = [
    # a pronoun goes on meaning whom it meant, not whoever was named last
    ("Thomas Keller sat down. He was tired. The dog barked at Sven Lund. " + '"I give up," he said.', "Thomas Keller"),
    # nor whom the quotation names
    (MET + '"Thomas Keller is a liar," she said. "Sven Lund too."', "Maria Lindgren"),
    ("According to Sven Lund, Thomas Keller is out. " + '"He is unwell," he said.', "Sven Lund"),
    ("Sven Lund said Thomas Keller is out. " + '"He is unwell," he added.', "Sven Lund"),
    # somebody unnamed may be meant, whoever is named besides
    (MET + 'An old fisherman came in. He sat down. "I am cold," he said.', "An old fisherman"),
    (MET + 'A spokesman for the port nodded. "We know," the spokesman said.', "A spokesman for the port"),
    (MET + 'Officials came in. "We are late," they said.', "Officials"),
    # a phrase stands for whom it was said of, and for nobody else
    ('Ada Brook, the mayor, met Sven Lund. "We are late," the mayor said.', "Ada Brook"),
    ('Sen. Ada Brook met Sven Lund. "We are late," the senator said.', "Ada Brook"),
    ('President Sven Lund met Vice President Ada Brook. "We are late," the president said.', "Sven Lund"),
    ('Ada Brook, the mayor, met Sven Lund. "We are late," the mayor of Oslo said.', "the mayor of Oslo"),
    ('Ada Brook, an adviser, left. "We are late," advisers said.', "advisers"),
    # a style is whoever "she" would be, not a name
    (MET + '"We will stay," Her Excellency said.', "Maria Lindgren"),
    # organisations
    ('The Ministry of Fish warned Lund Motors. "We are late," the ministry said.', "Ministry of Fish"),
    ('The Ministry of Fish warned Lund Motors. "We are late," the company said.', "Lund Motors"),
    ('The fine hit Lund Motors. "We are late," it said.', "Lund Motors"),
    ('Ruiz came. "We are late," this said.', None),
]


@pytest.mark.parametrize(("text", "name"), CASES, ids=[text[-45:] for text, _ in CASES])
def test_the_speaker_is_whom_the_source_stands_for(nlp: Language, text: str, name: str | None) -> None:
    found = prelabel(nlp, text, QuoteKinds.DIRECT)
    speakers = {speaker.id: speaker for speaker in found.speakers}
    quote = found.quotes[-1]
    speaker = speakers[quote.speaker] if quote.speaker else None
    assert (speaker.name if speaker else None) == name
    if speaker is not None:
        assert (quote.attribution is Attribution.UNNAMED) == (not speaker.named)
