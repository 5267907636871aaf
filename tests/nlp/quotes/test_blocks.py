import pytest
from spacy.language import Language

from annotator.model.document import paragraphs
from annotator.model.marks.marks import stretches
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.prelabel import prelabel
from annotator.nlp.quotes.blocks import blocks, within


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"Stop!"\ncried Ana.\nBen ran.', ['"Stop!"\ncried Ana.', "Ben ran."]),
        ('"Stop!"\n(and she meant it).', ['"Stop!"\n(and she meant it).']),
        ("A list:\nbread\n- salt", ["A list:", "bread", "- salt"]),
        ("It rained.\n\nand poured", ["It rained.", "", "and poured"]),
    ],
)
def test_a_line_that_only_goes_on_belongs_to_the_one_before(text: str, wanted: list[str]) -> None:
    assert [text[block.start : block.end] for block in blocks(text)] == wanted


def test_stretches_know_the_block_they_are_in() -> None:
    text = '"Stop!"\ncried Ana.\n"Never!"'
    moved = within(stretches(text), paragraphs(text), blocks(text))
    assert [stretch.paragraph for stretch in moved] == [0, 1]


def test_who_is_named_on_the_next_line_is_found(nlp: Language) -> None:
    text = '" We are late ! "\nsaid Ana Ruiz .\n" It rained .\nIt poured . "'
    first, second = prelabel(nlp, text, QuoteKinds.MARKED, "en").quotes
    assert text[first.cue.start : first.cue.end] == "said"  # type: ignore[union-attr]
    assert [text[a:b] for a, b in second.contents] == ['" It rained .', 'It poured . "']
