import pytest

from annotator.model.document import Article, Span
from annotator.nlp.quotes.reporting import cue_beside

CASES = [
    ('"We wait," Lind said.', '"We wait,"', "said"),
    ('"We wait," said Lind in May.', '"We wait,"', "said"),
    ('"We wait," Lind, who has nine wells, told the council.', '"We wait,"', "told"),
    ("Lind, the mayor of Brenna, told reporters that they wait.", "that they wait", "told"),
    ("According to Lind, the wells are dry.", "the wells are dry", "According to"),
    ("The wells are dry, according to Lind.", "The wells are dry", "according to"),
    ('"We wait." Lind left. She said so.', '"We wait."', None),
    ('Said and done: Lind left. "We wait."', '"We wait."', None),
    ("„Wir warten“, sagte Lind.", "„Wir warten“", "sagte"),
    ("« Nous attendons », a déclaré Lind.", "« Nous attendons »", "déclaré"),
]


@pytest.mark.parametrize(("text", "quote", "cue"), CASES, ids=[text[:30] for text, _, _ in CASES])
def test_the_word_that_reports_a_quote_is_found_from_its_source(text: str, quote: str, cue: str | None) -> None:
    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    language = "de" if "Wir" in text else "fr" if "Nous" in text else "en"
    found = cue_beside(Article(id="a", text=text, language=language), [at(quote)], at("Lind"))
    assert (text[found.start : found.end] if found else None) == cue


def test_nothing_is_found_in_a_language_of_which_nothing_is_known() -> None:
    article = Article(id="a", text='"We wait," Lind said.', language="xx")
    assert cue_beside(article, [Span(0, 10)], Span(11, 15)) is None
