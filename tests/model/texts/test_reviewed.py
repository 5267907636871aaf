"""What of an article is exported where only what was read is."""

from annotator.model.document import Article, Document, Entity, Kind, Quote, Span
from annotator.model.texts.reviewed import only_reviewed

TEXT = "Ana Ruiz came.\n“No,” she said.\n“It rains and\nit rains,” she said.\nThe board\nsaid “yes”."
ONE, TWO, THREE, FOUR, FIVE, SIX = Article(id="a", text=TEXT).paragraphs


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def an_article() -> Document:
    ana = Entity(id="ana", span=span("Ana Ruiz"), label="PERSON", speaker="s")
    said = (
        Quote(id="no", kind=Kind.DIRECT, contents=(span("“No,”"),), source=span("she"), speaker="s"),
        Quote(id="rains", kind=Kind.DIRECT, contents=(span("“It rains and\nit rains,”"),), speaker="s"),
        Quote(id="yes", kind=Kind.DIRECT, contents=(span("“yes”"),), source=span("The board"), speaker="b"),
    )
    return Document(article=Article(id="a", text=TEXT), entities=(ana,), quotes=said)


def test_of_a_quote_that_reaches_over_to_what_was_not_read_nothing_is_left():
    cut, gone = only_reviewed(an_article(), (ONE, TWO, THREE, SIX))
    assert cut is not None
    assert cut.text == "Ana Ruiz came.\n“No,” she said."
    assert [each.id for each in cut.annotations] == ["ana", "no"]
    assert gone == 2
    assert only_reviewed(an_article(), (FOUR, FIVE)) == (None, 4)


def test_a_speaker_who_is_named_only_where_nobody_has_read_is_still_theirs():
    cut, gone = only_reviewed(an_article(), (TWO, THREE, FOUR))
    assert cut is not None
    assert [(each.id, each.speaker) for each in cut.quotes] == [("no", "s"), ("rains", "s")]
    assert cut.words(cut.quotes[0].source) == "she"
    assert gone == 2
