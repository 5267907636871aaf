"""Where dragged borders come to rest."""

from annotator.model.document import Article, Document, Span, Tokens
from annotator.ui.textview.snap import moved, snap, word_at

TEXT = "Dr. Ann-Lee spoke."
PLAIN = Document(article=Article(id="a", text=TEXT))
TOKENS = Tokens("test", (0, 4, 12, 17), (3, 11, 17, 18), (True, True, False, False))
TOKENED = Document(article=Article(id="a", text=TEXT), tokens=TOKENS)


def test_a_border_goes_to_the_nearest_border_of_a_token() -> None:
    assert snap(TOKENED, 6, end=False) == 4
    assert snap(TOKENED, 9, end=False) == 12
    assert snap(TOKENED, 9, end=True) == 11
    assert snap(TOKENED, 0, end=True) == 3


def test_without_tokens_words_and_signs_stand_in() -> None:
    assert snap(PLAIN, 9, end=True) == 8 or snap(PLAIN, 9, end=True) == 11
    assert snap(PLAIN, 8, end=False) == 8
    assert word_at(PLAIN, 13) == Span(12, 17)
    assert word_at(PLAIN, 17) == Span(17, 18)


def test_the_token_under_an_offset_is_found_and_none_between_tokens() -> None:
    assert word_at(TOKENED, 5) == Span(4, 11)
    assert word_at(TOKENED, 18) == Span(17, 18)
    assert word_at(Document(article=Article(id="a", text="   ")), 1) == Span(1, 1)


def test_at_least_one_token_stays_and_neighbours_are_not_overrun() -> None:
    whole = Span(0, len(TEXT))
    assert moved(TOKENED, Span(4, 11), 0, end=True, within=whole) == Span(4, 11)
    assert moved(TOKENED, Span(4, 17), 18, end=False, within=whole) == Span(12, 17)
    assert moved(TOKENED, Span(4, 11), 18, end=True, within=Span(0, 14)) == Span(4, 14)
