"""The articles that pictures are made of."""

from annotator.model.document import Document, Span
from annotator.session.projects.pictured import repeated, span_of, writings


def test_the_articles_in_other_writings_have_what_is_hard_to_show_and_mark_whole_words() -> None:
    documents = {speakers[0].id.partition(".")[0]: document for document, speakers in writings()}
    assert set(documents) == {"hebrew", "arabic", "chinese", "mixed"}
    for document in documents.values():
        assert document.article.headings, "the first line is a heading"
        assert len(document.quotes) >= 2
        assert all(quote.source and quote.cue and quote.speaker for quote in document.quotes)
        words = [document.words(entity.span) for entity in document.entities]
        assert all(each == each.strip() for each in words)
    text = documents["mixed"].text
    assert all(each in text for each in ("\t", "\u00ad", "\u200d", "\u0308", "\u00a0", "רציף"))


def test_a_repeated_article_has_every_annotation_at_the_same_words_each_time() -> None:
    document, _ = next(iter(writings()))
    thrice = repeated(document, 3)
    assert thrice.text.count(document.text.strip()) == 3
    once = [document.words(entity.span) for entity in document.entities]
    assert [thrice.words(entity.span) for entity in thrice.entities] == once * 3
    assert [thrice.words(q.source) for q in thrice.quotes] == [document.words(q.source) for q in document.quotes] * 3
    assert len(thrice.article.headings) == 3
    assert len(thrice.by_id) == 3 * len(document.by_id)


def test_words_are_found_the_nth_time() -> None:
    assert span_of("aa a", "a", 2) == Span(3, 4)
    assert Document.empty().text == ""
