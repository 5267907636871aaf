import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Article, Document, Entity, Heading, Kind, MapRun, Quote, Span, Tokens
from annotator.model.edits import EditError, SetBoilerplate, SetText, State, edit_from_plain, edit_to_plain
from annotator.model.texts.correcting import corrected, with_text
from annotator.model.texts.sourcemap import assemble
from tests.model.strategies import pieces, states

TEXT = "Ports\n“We are open,” Ana Ruis said.\nRead more\n\nShe didn't laugh."


def words(text: str) -> Tokens:
    """Tokens as a tokenizer of English makes them."""
    spans = [match.span() for match in re.finditer(r"\w+(?=n't)|n't|\w+|[^\w\s]", text)]
    starts, ends = zip(*spans, strict=True)
    return Tokens("words", starts, ends, tuple(text[end : end + 1] == " " for end in ends))


@pytest.fixture
def document() -> Document:
    return Document(
        article=Article(
            id="a", text=TEXT, source_map=(MapRun(0, 2, len(TEXT)),), headings=(Heading(0, 1),), file="a.txt"
        ),
        tokens=words(TEXT),
        entities=(Entity(id="e1", span=_span("Ana Ruis"), label="PERSON"),),
        quotes=(
            Quote(
                id="q1",
                kind=Kind.DIRECT,
                contents=(_span("“We are open,”"),),
                marked=(_span("“We are open,”"),),
                cue=_span("said"),
                source=_span("Ana Ruis"),
            ),
        ),
        boilerplate=(_span("Read more"),),
    )


def _span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _instead(**changed: str) -> tuple[str | Span, ...]:
    """The pieces of the text with other words for some: `Ruis="Ruiz"`."""
    found, at = [], 0
    for match in re.finditer("|".join(map(re.escape, changed)), TEXT):
        found += [Span(at, match.start()), changed[match.group()]]
        at = match.end()
    return (*found, Span(at, len(TEXT)))


def test_what_stands_in_unchanged_text_moves_with_it(document):
    correction = corrected(document, ("Latest: ", Span(0, len(TEXT))))
    after = correction.edit.apply(State({"a": document})).document("a")
    assert (correction.touched, correction.lost) == ((), ())
    assert [after.words(e.span) for e in after.entities] == ["Ana Ruis"]
    assert after.words(after.quotes[0].contents[0]) == "“We are open,”"
    assert after.article.headings == (Heading(0, 1),)
    assert after.words(after.boilerplate[0]) == "Read more"
    assert after.article.source_map == (MapRun(8, 2, len(TEXT)),)
    assert after.tokens == words(after.text)


def test_what_is_in_changed_text_moves_as_near_as_can_be_told_and_needs_a_look(document):
    at = _span("Ruis")
    correction = corrected(document, (Span(0, at.end - 1), "z", Span(at.end, len(TEXT))))
    after = correction.edit.apply(State({"a": document})).document("a")
    assert after.words(after.entities[0].span) == "Ana Ruiz"
    assert after.words(after.quotes[0].source) == "Ana Ruiz"
    assert [each.id for each in correction.touched] == ["e1", "q1"]
    assert all(each.flagged for each in (*after.entities, *after.quotes))
    assert after.tokens == words(after.text)


def test_what_has_lost_its_text_is_said_and_gone(document):
    correction = corrected(document, (Span(0, _span(" Ana").start), Span(_span("\nRead").start, len(TEXT))))
    after = correction.edit.apply(State({"a": document})).document("a")
    assert [each.id for each in correction.lost] == ["e1"]
    assert correction.to_be_asked == ()  # it was a suggestion
    assert after.entities == ()
    assert (after.quotes[0].cue, after.quotes[0].source) == (None, None)


def test_words_that_the_article_has_are_cut_as_its_tokenizer_cut_them(document):
    after = with_text(document, (Span(0, len(TEXT)), " He didn't, he’d not."))
    tokens = [after.words(span) for span in after.tokens]
    assert tokens[-9:] == ["He", "did", "n't", ",", "he", "’", "d", "not", "."]


@given(st.data())
@settings(max_examples=25)
def test_a_text_put_together_from_itself_changes_nothing(data):
    document = data.draw(states()).documents["a"]
    cuts = sorted(data.draw(st.sets(st.integers(0, len(document.text)), max_size=3)))
    borders = [0, *cuts, len(document.text)]
    parts = tuple(Span(a, b) for a, b in pairwise(borders))
    assert with_text(document, parts) == document


@given(st.data())
@settings(max_examples=40)
def test_no_unchanged_words_are_ever_others_and_undo_restores_everything(data):
    state = data.draw(states())
    document = state.documents["a"]
    every = data.draw(st.integers(1, 3))
    if document.text.strip():
        document = _tokenized(document, every)
    chosen = data.draw(pieces(document.text))
    text, runs = assemble(document.text, chosen)
    correction = corrected(document, chosen)
    before = state.with_document(document)
    after = correction.edit.apply(before)
    assert correction.edit.invert(before).apply(after) == before
    assert edit_from_plain(json.loads(json.dumps(edit_to_plain(correction.edit)))) == correction.edit
    now = after.document("a")
    for entity in document.entities:
        if any(run.file_start <= entity.span.start and entity.span.end <= run.file_start + run.length for run in runs):
            assert now.words(now.by_id[entity.id].span) == document.words(entity.span)
    if now.tokens is not None and every == 1:
        assert now.tokens == words(text) if text.strip() else True


def test_undo_gives_back_the_tokens_of_a_text_of_which_not_every_word_has_one():
    text = "One two three four."
    before = State({"a": Document(article=Article(id="a", text=text), tokens=Tokens("words", (0,), (3,), (True,)))})
    edit = corrected(before.document("a"), (Span(0, 14), "five.")).edit
    after = edit.apply(before)
    assert edit.invert(before).apply(after) == before


def test_a_text_that_got_its_tokens_only_since_has_them_all_when_the_correction_is_undone():
    before = State({"a": Document(article=Article(id="a", text="It didn't\ngo on."))})
    edit = corrected(before.document("a"), (Span(0, 9), " ", Span(10, 16))).edit
    after = edit.apply(before).document("a")
    tokenized = State({"a": replace(after, tokens=words(after.text))})
    assert edit.invert(before).apply(tokenized).document("a").tokens == words("It didn't\ngo on.")


def _tokenized(document: Document, every: int) -> Document:
    """With tokens of one word in so many: some files have no more."""
    made = words(document.text)
    return Document(
        article=document.article,
        tokens=Tokens(made.tokenizer, made.starts[::every], made.ends[::every], made.spaces[::every]),
        entities=document.entities,
        quotes=document.quotes,
        status=document.status,
    )


def test_a_stretch_that_is_no_paragraph_cannot_be_set_aside(document):
    with pytest.raises(EditError, match="no paragraph"):
        SetBoilerplate("a", (Span(0, 3),)).apply(State({"a": document}))
    with pytest.raises(EditError, match="order"):
        SetText("a", (Span(5, 9), Span(0, 3))).apply(State({"a": document}))
    with pytest.raises(EditError, match="without a text"):
        SetText("a", ()).apply(State({"a": document}))
