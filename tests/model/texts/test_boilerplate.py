from dataclasses import replace

from annotator.model.document import Article, Document, Entity, MapRun, Span
from annotator.model.texts.boilerplate import stands_in, turned, without_boilerplate

TEXT = "Ports\n\nRead more\n\nAna Ruiz left.\nPhoto: Bo"
READ, ANA, PHOTO = Span(7, 16), Span(18, 32), Span(33, 42)
DOCUMENT = Document(
    article=Article(id="a", text=TEXT, source_map=(MapRun(0, 2, len(TEXT)),)),
    entities=(
        Entity(id="e1", span=Span(18, 26), label="PERSON"),
        Entity(id="e2", span=Span(40, 42), label="PERSON"),
    ),
)


def test_what_is_set_aside_is_cut_out_with_offsets_that_fit():
    after = without_boilerplate(replace(DOCUMENT, boilerplate=(READ, PHOTO)))
    assert after.text == "Ports\n\nAna Ruiz left."
    assert [(after.words(e.span), e.id) for e in after.entities] == [("Ana Ruiz", "e1")]
    assert after.boilerplate == ()
    for text_start, file_start, length in after.article.source_map:
        assert after.text[text_start:][:length] == TEXT[file_start - 2 :][:length]


def test_an_article_of_which_all_is_set_aside_has_no_text():
    assert without_boilerplate(replace(DOCUMENT, boilerplate=(Span(0, 5), READ, ANA, PHOTO))).text == ""


def test_paragraphs_are_turned_whole_and_empty_ones_never():
    assert turned(DOCUMENT, Span(20, 20)) == (ANA,)
    assert turned(DOCUMENT, Span(10, 35)) == (READ, ANA, PHOTO)
    some = replace(DOCUMENT, boilerplate=(ANA,))
    assert turned(some, Span(20, 35)) == (ANA, PHOTO)
    assert turned(some, Span(32, 32)) == ()
    assert turned(some, Span(6, 6)) == (ANA,)


def test_what_an_annotation_marks_is_told_to_be_in_a_paragraph():
    assert [stands_in(DOCUMENT, {PHOTO}, each) for each in DOCUMENT.entities] == [False, True]
