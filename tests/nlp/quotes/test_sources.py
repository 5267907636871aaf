"""Who is behind a quotation whose source is a noun phrase, or stands far from it."""

import pytest
from spacy.language import Language

from annotator.model.suggestions import QuoteKinds
from annotator.nlp.prelabel import prelabel

CASES = [
    ('“What if the king had singing lessons?” the 43-year-old asked in the clip.', "the 43-year-old"),
    ("“We cannot go on like this,” the two write. “We are tired.”", "the two"),
    ('"We are all leaving now," Ruiz said as the heckler yelled: "You go first!"', "Ruiz", "the heckler"),
    ('Small crowds walked by the lake - where the Herons met the Swans - while chanting, "Save it!"', "Small crowds"),
    ("The film uses footage of Ana Ruiz asking, “Why am I not ahead by now?”", "Ana Ruiz"),
    ("His campaign sent out an email to supporters stating, “Ruiz joins the list of our friends.”", "His campaign"),
    ('That answer prompted the old teacher to reply, "Then we shall all stay at home."', "the old teacher"),
    ('Odo Finn said it was too late to win the vote but added, "I thank all of you here."', "Odo Finn"),
    ("“We have had better fairs than this one,” Bill Holm, wearing a hat and a red scarf, said warmly.", "Bill Holm"),
    ('It was held here because, in Finn’s words, "there is no better place for it."', "Finn"),
    ('As Ana Ruiz, the head of the party, put it: "That bill will not be heard at all."', "Ana Ruiz"),
    ('At the fair the band stood up, singing "We are all going home."', "the band"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[text[-30:] for text, *_ in CASES])
def test_the_source_is_who_speaks(nlp: Language, case: tuple[str, ...]) -> None:
    text, *sources = case
    found = prelabel(nlp, text, QuoteKinds.DIRECT).quotes
    assert [quote.source and text[quote.source.start : quote.source.end] for quote in found] == sources
