from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Span
from annotator.model.texts.sourcemap import assemble
from annotator.session.texts.aligning import aligned, in_common

TEXTS = st.text(alphabet="ab \n😀,", max_size=30)


@given(TEXTS, TEXTS)
def test_the_pieces_make_the_new_text_from_the_old_one_in_its_order(old, new):
    pieces = aligned(old, new)
    text, runs = assemble(old, pieces)
    assert text == new
    assert sum(run.length for run in runs) == sum(
        piece.end - piece.start for piece in pieces if isinstance(piece, Span)
    )


@given(TEXTS.filter(bool))
def test_a_text_is_one_piece_of_itself(text):
    assert aligned(text, text) == (Span(0, len(text)),)


def test_a_changed_word_keeps_its_letters_and_one_that_is_put_in_takes_none():
    old = "“We are open,” Ana Ruis said."
    assert aligned(old, old.replace("Ruis", "Ruiz the mayor")) == (Span(0, 22), "z the mayor", Span(23, 29))
    assert aligned(old, old.replace("open", "not open")) == (Span(0, 8), "not ", Span(8, 29))
    assert aligned(old, old.replace(" Ana", "\nAna")) == (Span(0, 14), "\n", Span(15, 29))


def test_what_texts_have_in_common_is_told_by_the_shorter_one():
    old = "The port is closed. Nobody knows why, and nobody asks."
    for new, share in (("The port is closed.", 1.0), ("Quiz!", 0.0)):
        assert in_common(old, new, assemble(old, aligned(old, new))[1]) == share
