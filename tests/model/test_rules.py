import pytest

from annotator.model.document import (
    Article,
    Attribution,
    Decision,
    Document,
    Entity,
    Kind,
    Quote,
    Span,
    Speaker,
    Tokens,
)
from annotator.model.finding.identical import identical_mentions, occurrences
from annotator.model.history import History
from annotator.model.marks.quoting import attribution_of, kind_of, marked_stretches, mention_beside
from annotator.model.navigation import most_doubtful, neighbour
from annotator.model.ranking import candidates
from annotator.model.tokens import next_end, next_start, snap, trim


def document(text: str, **kwargs) -> Document:
    return Document(article=Article(id="a", text=text), **kwargs)


def span(text: str, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def test_paragraphs_are_the_runs_without_a_newline():
    assert Article(id="a", text="one\n\ntwo\n").paragraphs == (Span(0, 3), Span(4, 4), Span(5, 8), Span(9, 9))
    assert Article(id="a", text="").paragraphs == (Span(0, 0),)


def test_a_selection_snaps_to_the_tokens_it_touches():
    with_tokens = document("can't stop", tokens=Tokens("t", (0, 2, 6), (2, 5, 10), (False, True, False)))
    assert snap(with_tokens, Span(3, 7)) == Span(2, 10)
    assert snap(with_tokens, Span(5, 6)) is None
    assert snap(document("Ana 😀 Ruiz."), Span(5, 7)) == Span(6, 10)


def test_borders_step_from_token_to_token_and_stop_at_the_ends():
    ana = document("Ana Ruiz said")
    assert next_start(ana, 0, 1) == 4
    assert next_start(ana, 4, -1) == 0
    assert next_start(ana, 0, -1) == 0
    assert next_end(ana, 3, 1) == 8
    assert next_end(ana, 13, 1) == 13


def test_white_space_is_trimmed():
    assert trim(" a\u00a0", Span(0, 3)) == Span(1, 2)
    assert trim("  ", Span(0, 2)) is None


def test_identical_mentions_do_not_cut_words():
    text = "Ana met Anabel. Ana, Ana's dog and (Ana)."
    assert [text[a - 1 : b + 1] for a, b in identical_mentions(document(text), Span(0, 3))] == [
        " Ana,",
        " Ana'",
        "(Ana)",
    ]
    assert occurrences("x", "") == []


def test_the_next_annotation_follows_the_text_and_pending_ones_come_round():
    text = "Ana met Bo and Cy"
    doc = document(
        text,
        entities=(
            Entity(id="e1", span=Span(0, 3), label="P", score=0.9),
            Entity(id="e2", span=Span(8, 10), label="P", decision=Decision.ACCEPTED),
            Entity(id="e3", span=Span(15, 17), label="P", score=0.4),
        ),
    )
    assert neighbour(doc, "e1", 0, 1) == "e2"
    assert neighbour(doc, "e1", 0, 1, pending=True) == "e3"
    assert neighbour(doc, "e3", 0, 1, pending=True) == "e1"
    assert neighbour(doc, "e3", 0, 1) is None
    assert neighbour(doc, None, 5, 1) == "e2"
    assert neighbour(doc, None, 5, -1) == "e1"
    assert neighbour(doc, "e2", 5, -1, pending=True) == "e1"
    assert neighbour(document("x"), None, 0, 1, pending=True) is None


def test_the_most_doubtful_comes_first_then_the_next_and_those_without_a_score_last():
    doc = document(
        "Ana met Bo and Cy",
        entities=(
            Entity(id="e1", span=Span(0, 3), label="P"),
            Entity(id="e2", span=Span(8, 10), label="P", decision=Decision.ACCEPTED, score=0.3),
            Entity(id="e3", span=Span(15, 17), label="P", score=0.4),
        ),
        quotes=(
            Quote(id="q1", kind=Kind.INDIRECT, contents=(Span(0, 10),), score=0.7),
            Quote(id="q2", kind=Kind.INDIRECT, contents=(Span(11, 14),), score=0.2),
        ),
    )
    order = ["q2", "e3", "q1", "e1"]
    assert [most_doubtful(doc, after) for after in (None, *order)] == [*order, "q2"]
    assert most_doubtful(doc, "e2") == "e3"  # decided: the next after where it stood
    assert most_doubtful(document("x")) is None


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ('"I am," she said. "Go."', ['"I am,"', '"Go."']),
        ("“Open\nand on” so", ["“Open", "and on”"]),
        ("«Oui» et „nein“", ["«Oui»", "„nein“"]),
        ("``a'' b", ["``a''"]),
        ("none", []),
    ],
)
def test_marked_stretches_pair_within_a_paragraph(text, stretches):
    article = Article(id="a", text=text)
    assert [text[a:b] for a, b in marked_stretches(article, [Span(0, len(text))])] == stretches


def test_the_kind_follows_from_the_marks():
    article = Article(id="a", text='She said "it rains" in "May". So be it.')
    assert kind_of(article, [Span(9, 19)]) == (Kind.DIRECT, (Span(9, 19),))
    assert kind_of(article, [Span(9, 28)]) == (Kind.MIXED, (Span(9, 19), Span(23, 28)))
    assert kind_of(article, [Span(30, 38)]) == (Kind.INDIRECT, ())


def test_a_content_that_carries_on_an_open_one_is_direct_too():
    article = Article(id="a", text="“It began well.\nIt ended badly,” he said.")
    contents = [Span(0, 15), Span(16, 32)]
    assert kind_of(article, contents) == (Kind.DIRECT, tuple(contents))


@pytest.mark.parametrize(
    ("content", "kind", "stretches"),
    [
        ("rains a lot", Kind.DIRECT, ["rains a lot"]),
        ('lot" in the', Kind.MIXED, ['lot"']),
        ('lot" in the "hills"', Kind.MIXED, ['lot"', '"hills"']),
        ('said "it rains', Kind.MIXED, ['"it rains']),
        ("in the", Kind.INDIRECT, []),
    ],
)
def test_a_content_that_begins_or_ends_within_marks_stands_in_them_so_far(content, kind, stretches):
    article = Article(id="a", text='She said "it rains a lot" in the "hills".')
    found, marked = kind_of(article, [span(article.text, content)])
    assert (found, [article.text[a:b] for a, b in marked]) == (kind, stretches)


def test_attribution_follows_from_the_source():
    doc = document('"No," he said. Ruiz said so.')
    ana = Speaker(id="s", name="Ana Ruiz", aliases=("Ruiz",))
    cue = span(doc.text, "said")
    assert attribution_of(doc, span(doc.text, "he"), ana, cue) is Attribution.ANAPHORIC
    assert attribution_of(doc, span(doc.text, "Ruiz"), ana, cue) is Attribution.EXPLICIT
    assert attribution_of(doc, None, ana, None) is Attribution.IMPLICIT
    assert attribution_of(doc, None, None, None) is Attribution.NONE
    assert attribution_of(doc, None, Speaker(id="s", name="a man", named=False), cue) is Attribution.UNNAMED


TEXT = 'Cy left.\nAna met Bo. "We won, Dee," Ana said.\nLater Eve came.'


def people() -> Document:
    def entity(number: int, words: str, speaker: str | None, nth: int = 0) -> Entity:
        return Entity(id=f"e{number}", span=span(TEXT, words, nth), label="PERSON", speaker=speaker)

    return document(
        TEXT,
        entities=(
            entity(1, "Cy", "cy"),
            entity(2, "Ana", "ana"),
            entity(3, "Bo", "bo"),
            entity(4, "Dee", None),
            entity(5, "Ana", "ana", 1),
            entity(6, "Eve", None),
        ),
        quotes=(Quote(id="q1", kind=Kind.DIRECT, contents=(span(TEXT, '"We won, Dee,"'),)),),
    )


def test_speakers_are_ranked_with_their_reasons():
    speakers = {name.lower(): Speaker(id=name.lower(), name=name) for name in ("Cy", "Ana", "Bo")}
    doc = people()
    ranked = candidates(doc, speakers, doc.quotes[0])
    assert [(c.name, c.reason) for c in ranked] == [
        ("Ana", "in this paragraph"),
        ("Bo", "in this paragraph"),
        ("Cy", "named before"),
        ("Eve", "named later"),
        ("Dee", "named in the quote"),
    ]
    assert ranked[0].mention == span(TEXT, "Ana", 1)
    assert ranked[3].speaker is None


def test_somebody_named_behind_a_title_is_no_second_person():
    text = '"Dry," Mayor Ana Ruiz said. Tomas Ruiz left. Ana Ruiz stayed.'

    def person(number: int, words: str, speaker: str | None, nth: int = 0) -> Entity:
        return Entity(id=f"e{number}", span=span(text, words, nth), label="PERSON", speaker=speaker)

    people = (person(1, "Mayor Ana Ruiz", None), person(2, "Tomas Ruiz", None), person(3, "Ana Ruiz", "a", 1))
    doc = document(text, entities=people, quotes=(Quote(id="q", kind=Kind.DIRECT, contents=(span(text, '"Dry,"'),)),))
    ranked = candidates(doc, {"a": Speaker(id="a", name="Ana Ruiz", aliases=("Ruiz",))}, doc.quotes[0])
    assert [(c.name, c.speaker) for c in ranked] == [("Ana Ruiz", "a"), ("Tomas Ruiz", None)]
    assert ranked[0].mention == span(text, "Mayor Ana Ruiz")


def test_the_source_moves_to_the_speakers_mention_beside_the_quote():
    doc = people()
    assert mention_beside(doc, doc.quotes[0], "ana") == span(TEXT, "Ana", 1)
    assert mention_beside(doc, doc.quotes[0], "cy") is None


def test_history_undoes_and_redoes_in_order_and_forgets_what_was_undone():
    history = History().record("1").record("2").undo()
    assert history == History(("1",), ("2",))
    assert history.redo() == History(("1", "2"))
    assert history.record("3") == History(("1", "3"))
