import textwrap

import pytest

from annotator import paths
from annotator.model.document import Article, Document, Entity, Heading, MapRun, Span
from annotator.model.texts.correcting import with_text
from annotator.model.texts.wrapping import wrapped

WIRE = (paths.resources() / "pictures" / "wire.txt").read_text("utf-8")
PROSE = "\n\n".join(
    "The ferries will not sail before Friday, the harbour master said, after divers found a crack in the gate. " * count
    for count in (3, 2, 4)
)


def document(text: str) -> Document:
    return Document(article=Article(id="a", text=text, source_map=(MapRun(0, 0, len(text)),)))


@pytest.mark.parametrize("width", [60, 68, 72, 80])
def test_lines_that_were_cut_are_told_with_their_width_and_joined(width):
    whole = "\n\n".join(" ".join(paragraph.split()) for paragraph in PROSE.split("\n\n"))
    cut = document("\n\n".join(textwrap.fill(paragraph, width) for paragraph in whole.split("\n\n")))
    found = wrapped(cut)
    assert found is not None
    assert width - 6 < found.width <= width
    assert with_text(cut, found.pieces).text == whole


def test_paragraphs_that_begin_with_an_indent_stay_apart():
    cut = document("\n".join(textwrap.fill(p, 70, initial_indent="   ") for p in PROSE.split("\n\n")))
    found = wrapped(cut)
    assert found is not None
    assert with_text(cut, found.pieces).text.count("\n") == 2


def test_a_wires_lines_are_joined_and_a_parted_word_only_where_it_stands_whole_elsewhere():
    wire = document(WIRE)
    start = WIRE.index("passenger")
    entity = Entity(id="e", span=Span(start, start + 9), label="PERSON")
    found = wrapped(wire)
    assert found is not None
    assert (found.width, found.joined) == (72, 10)
    after = with_text(wire.put(entity), found.pieces)
    assert "said the islands would" in after.text
    assert "\n\nRead more: what the lock means for the islands\n\n" in after.text
    assert after.words(after.entities[0].span) == "passenger"
    for text_start, file_start, length in after.article.source_map:
        assert after.text[text_start:][:length] == WIRE[file_start:][:length]
    other = document(WIRE.replace("said the is-\nlands", "said the co-\nmades"))
    found = wrapped(other)
    assert found is not None
    assert "said the co-mades would" in with_text(other, found.pieces).text


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "",
        "One line.",
        "\n".join(f"- {'a thing on a list that is as long as a line is ' * 2}{n}"[:70] for n in range(12)),
        "\n".join(f"{n}. {'a thing on a list that is as long as a line is ' * 2}"[:70] for n in range(12)),
        "\n".join(f"Riga{' ' * 20}{n}{' ' * 20}{n * 7}{' ' * 20}tons" for n in range(12)),
        "\n".join(f"{n}\tthe port of Brenna and the port of Hull\t{n}" for n in range(12)),
        "\n".join(["Shall I compare thee to a summer's day?", "Thou art more lovely and more temperate:"] * 6),
        "\n".join(["I celebrate myself, and sing myself, and what I assume you", "Shall assume, for every atom"] * 6),
        "\n".join(f"The ferry number {n} sails at noon on every day of the week that is." for n in range(12)),
        "> " + "\n> ".join(textwrap.wrap(PROSE, 68)),
    ],
    ids=["paragraphs", "nothing", "line", "list", "numbers", "table", "tabs", "poem", "verse", "sentences", "quoted"],
)
def test_what_was_not_cut_is_left_alone(text):
    assert wrapped(document(text)) is None


def test_a_heading_and_what_is_set_aside_are_not_joined():
    cut = textwrap.fill(PROSE.split("\n\n")[2], 70)
    first = cut.index("\n")
    whole = Document(article=Article(id="a", text=cut, headings=(Heading(0, 1),)))
    found = wrapped(whole)
    assert found is not None
    assert with_text(whole, found.pieces).text[: first + 1] == cut[: first + 1]
