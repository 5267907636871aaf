import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Span, paragraphs
from annotator.model.marks.marks import Marks, all_stretches, plain_marks, stretches

MARKS = "\"“”„«»`'’‘\n ab.,"


def found(text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in stretches(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('He said "no" and "never".', ['"no"', '"never"']),
        ("He said “no” and “never”.", ["“no”", "“never”"]),
        ("Il dit «non» hier.", ["«non»"]),
        ("Er sagte „nein“ und ging.", ["„nein“"]),
        ("Er sagte »nein« und ging.", ["»nein«"]),
        ("She wrote ``no way'' to him.", ["``no way''"]),
        ("''No way,'' she wrote, ''not now.''", ["''No way,''", "''not now.''"]),
        ("“He called it ‘odd’ twice,” she said.", ["“He called it ‘odd’ twice,”"]),
        ('“They say "maybe" a lot,” she said.', None),
        ("No marks, but don't and the '90s.", []),
    ],
)
def test_marks_of_every_style_are_paired(text: str, wanted: list[str] | None) -> None:
    if wanted is None:
        assert len(found(text)) == 1
    else:
        assert found(text) == wanted


def test_a_paragraph_left_open_runs_to_its_end_and_is_marked_so() -> None:
    first, second = stretches("“It began well.  \n“It ended badly,” he said.")
    assert (first.opened, first.closed, second.closed) == (True, False, True)
    assert first.span.end == len("“It began well.")
    assert (first.paragraph, second.paragraph) == (0, 1)


def test_a_closing_mark_alone_ends_what_the_paragraph_before_left_open() -> None:
    _, second = stretches("“It began well.\nIt ended badly.”")
    assert not second.opened
    assert second.closed
    assert second.inner == (second.span.start, second.span.end - 1)


def test_a_stray_mark_spoils_its_own_paragraph_only() -> None:
    assert found("A stray mark” here.\nShe said “fine” twice.") == ["“fine”"]


def test_inches_do_not_end_a_quotation() -> None:
    assert found('"The board is 6" wide," he said.') == ['"The board is 6" wide,"']


def test_only_what_stands_within_the_pieces_is_paired() -> None:
    text = "“He called it “odd”,” she said."
    assert [s.span for s in stretches(text, [Span(1, 20)])] == [Span(14, 19)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("« Oui », dit-il. « Non. »", ["« Oui »", "« Non. »"]),
        ("Er sagte »nein« und »doch«.", ["»nein«", "»doch«"]),
    ],
)
def test_guillemets_open_the_way_round_that_the_text_has_them(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


def test_a_language_says_which_marks_open_and_close() -> None:
    danish = Marks(pairs=("””",))
    text = "Hun sagde ”ja” og «nej»."
    assert [text[s.span.start : s.span.end] for s in stretches(text, marks=danish)] == ["”ja”"]


def test_dialogue_behind_dashes_is_found_where_the_language_has_it() -> None:
    text = "— Je viens, dit Marie.\n— des pommes ;\nElle vint — enfin."
    assert found(text) == []
    (stretch,) = stretches(text, marks=Marks(dashes="—–"))
    assert text[stretch.span.start : stretch.span.end] == "Je viens, dit Marie."
    assert stretch.dash
    assert stretch.inner == stretch.span
    text = "Marie dit : — Je viens.\nIl y a : — des pommes.\n-- Et lui ?"
    found_in_dashes = stretches(text, marks=Marks(dashes="—–"))
    assert [text[s.span.start : s.span.end] for s in found_in_dashes] == ["Je viens.", "Et lui ?"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("'We're late,' said Ana. 'Don't wait.'", ["'We're late,'", "'Don't wait.'"]),
        ("‘We’re late,’ said Ana. ‘Don’t wait.’", ["‘We’re late,’", "‘Don’t wait.’"]),
        (
            "'Tis the boys' boat,' said Ana; 'they bought it in '98.'",
            ["'Tis the boys' boat,'", "'they bought it in '98.'"],
        ),
        ("'Get 'em, goin' or comin',' said Ana.", ["'Get 'em, goin' or comin','"]),
        ("‘He said “never”, and left,’ said Ana. ‘Well.’", ["‘He said “never”, and left,’", "‘Well.’"]),
        ("The boys' boats sank. It's the dogs' fault, 'tis.", []),
        ("“It’s ‘fine,’ he says,” said Ana.", ["“It’s ‘fine,’ he says,”"]),
        ("The ‘new’ pier and the ‘old’ one.", []),
    ],
)
def test_single_marks_set_off_speech_where_the_text_uses_them_so(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


def test_marks_with_white_space_on_both_sides_are_told_by_where_they_stand() -> None:
    assert found('" Yes , " said Ana . " I do . "\nBen left .') == ['" Yes , "', '" I do . "']


def test_speech_that_runs_on_over_lines_is_one_stretch_a_line() -> None:
    text = '" It rained .\nIt poured .\nWe left . "\n" When ? "'
    parts = stretches(text)
    assert [(s.opened, s.closed) for s in parts] == [(True, False), (False, False), (False, True), (True, True)]
    assert [s.paragraph for s in parts] == [0, 1, 2, 3]


def test_what_stands_in_marks_within_marks_is_told_apart() -> None:
    text = "“He told me, ‘Go home,’ twice,” she said. “A “bad” day.”"
    inner = [text[s.span.start : s.span.end] for s in all_stretches(text) if s.depth]
    assert inner == ["‘Go home,’", "“bad”"]
    assert found(text) == ["“He told me, ‘Go home,’ twice,”", "“A “bad” day.”"]


@given(st.text(MARKS))
def test_stretches_are_ordered_within_paragraphs_and_have_clean_edges(text: str) -> None:
    lines = paragraphs(text)
    last = 0
    for stretch in stretches(text):
        span = stretch.span
        assert last <= span.start < span.end
        assert lines[stretch.paragraph].contains(span)
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        assert span.start <= stretch.inner.start <= stretch.inner.end <= span.end
        last = span.end


@given(st.text())
def test_plain_marks_keep_every_offset(text: str) -> None:
    plain = plain_marks(text)
    assert len(plain) == len(text)
    assert [i for i, c in enumerate(plain) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]


@given(st.text("ab\n"))
def test_paragraphs_are_one_more_than_newlines(text: str) -> None:
    lines = paragraphs(text)
    assert len(lines) == text.count("\n") + 1
    assert "\n".join(text[line.start : line.end] for line in lines) == text
