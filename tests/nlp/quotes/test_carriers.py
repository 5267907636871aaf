import pytest
from spacy.language import Language

from annotator.model.document import Span, paragraphs
from annotator.model.marks.marks import stretches
from annotator.nlp.quotes.carriers import Shape, carriers, shape

_AFTER = ("Mara", "Lind", "said", ",", "and", "called", "it", "bad", "luck", "again", ".")


def first_shape(text: str) -> Shape:
    stretch = stretches(text)[0]
    return shape(text, stretch, paragraphs(text)[stretch.paragraph])


@pytest.mark.parametrize(
    "text",
    [
        '"We are late," she said.',
        'She said, "We are late."',
        'She shouted: "We are late!"',
        'She said "we are late," and left.',
        "“We are late, and nobody cares.",
        'It rained. "We are late," she said.',
        '😀 "We are late," she said.',
        '👍🏽 "We are late," she said.',
        '❤\ufe0f "We are late," she said.',
        '• "We are late," she said.',
    ],
)
def test_a_quotation_with_clear_borders_could_stand_alone(text: str) -> None:
    assert first_shape(text).alone


@pytest.mark.parametrize(
    "text",
    [
        'The "late" ones paid.',
        'She said that the train was "late again" today.',
        'He spoke of "a late, sad, long day."',
        'At the cafe\u0301 "late" ones paid.',
    ],
)
def test_words_within_a_sentence_could_not(text: str) -> None:
    assert not first_shape(text).alone


@pytest.mark.parametrize(
    ("text", "titled"),
    [
        ('He wrote "The Long Winter Road" at forty.', True),
        ('He acted in her show, "The Winter."', True),
        ('He said, "Stop Them."', False),
        ('"Stop Them," he said.', False),
        ('He said "the winter is long" twice.', False),
    ],
)
def test_titles_are_told_by_their_capitals(text: str, titled: bool) -> None:
    assert first_shape(text).titled == titled


def test_a_carrier_remembers_where_its_tokens_stand(nlp: Language) -> None:
    text = "One.\n“It rains. It pours,” Mara Lind said, and called it “bad luck” again."
    with nlp.select_pipes(disable=["annotator_quotes"]):
        doc = nlp(text)
    marked = stretches(text)
    _, carrier = carriers(doc, nlp, text, paragraphs(text), marked, [True, False])
    words = [t.text for t in carrier.tokens()]
    assert words == ['"', "It", "is", "so", ",", '"', *_AFTER]
    assert {carrier.spans[i] for i in carrier.stands_in} == {marked[0].span}
    for i, token in enumerate(carrier.tokens()):
        if i not in carrier.stands_in:
            span = carrier.spans[i]
            assert text[span.start : span.end] == token.text
    assert {carrier.span(i, i) for i in carrier.inside} == {
        Span(text.index("bad"), text.index("bad") + 3),
        Span(text.index("luck"), text.index("luck") + 4),
    }
