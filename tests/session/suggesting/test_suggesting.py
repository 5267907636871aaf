from itertools import count

from annotator.model.document import (
    Article,
    Decision,
    Document,
    Entity,
    Kind,
    Quote,
    Span,
    Speaker,
    Tokens,
    in_order,
)
from annotator.model.edits import State
from annotator.model.suggestions import Suggestions
from annotator.session.suggesting.suggesting import suggested

TEXT = 'Ana Ruiz met Bo. "No," Ruiz said.'
TOKENS = Tokens("t", (0, 4), (3, 8), (True, True))


def entity(name: str, start: int, end: int, label: str = "PERSON", **kwargs) -> Entity:
    return Entity(id=name, span=Span(start, end), label=label, **{"origin": "p 2", **kwargs})


def quote(name: str, **kwargs) -> Quote:
    return Quote(id=name, kind=Kind.DIRECT, contents=(Span(17, 22),), **{"origin": "q 1", **kwargs})


def laid_over(document: Document, suggestions: Suggestions, speakers=()) -> State:
    numbers = count(1)
    state = State({"a": document}, {s.id: s for s in speakers})
    for edit in suggested(document, suggestions, state.speakers, lambda prefix: f"{prefix}new{next(numbers)}"):
        state = edit.apply(state)
    return state


SUGGESTIONS = Suggestions(
    pipeline="p 2",
    language="en",
    tokens=TOKENS,
    entities=(entity("e1", 0, 8, speaker="s1"), entity("e2", 13, 15), entity("e3", 23, 27, speaker="s1")),
    quotes=(quote("q1", speaker="s1"),),
    speakers=(Speaker(id="s1", name="Ana Ruiz", aliases=("Ruiz",)), Speaker(id="s2", name="Unused")),
)


def test_a_new_article_gets_everything_but_speakers_nobody_uses():
    state = laid_over(Document(article=Article(id="a", text=TEXT)), SUGGESTIONS)
    document = state.documents["a"]
    assert [e.span for e in document.entities] == [(0, 8), (13, 15), (23, 27)]
    assert (document.tokens, document.article.language) == (TOKENS, "en")
    assert [s.name for s in state.speakers.values()] == ["Ana Ruiz"]
    assert {document.quotes[0].speaker, document.entities[0].speaker} == set(state.speakers)
    assert all(a.pending for a in document.by_id.values())


def test_what_was_decided_stays_and_what_is_pending_is_replaced():
    document = Document(
        article=Article(id="a", text=TEXT, language="de"),
        tokens=Tokens("mine", (0,), (3,), (False,)),
        entities=in_order(
            [
                entity("e1", 4, 8, "ORG", decision=Decision.CORRECTED),
                entity("e2", 13, 15, "GPE", decision=Decision.REJECTED),
                entity("e3", 9, 12),
                entity("e4", 23, 26, "ORG", note="who is this?"),
            ]
        ),
        quotes=(quote("q1", decision=Decision.REJECTED),),
    )
    state = laid_over(document, SUGGESTIONS)
    after = state.documents["a"]
    assert [(e.span, e.decision) for e in after.entities] == [
        ((4, 8), Decision.CORRECTED),
        ((13, 15), Decision.REJECTED),
        ((23, 26), Decision.PENDING),  # somebody has a word to say about it
    ]
    assert [q.id for q in after.quotes] == ["q1"]
    assert after.tokens == document.tokens
    assert after.article.language == "de"


def test_a_speaker_of_the_same_full_name_is_used_again_and_a_surname_only_within_the_article():
    known = (Speaker(id="ana", name="Ana Ruiz"), Speaker(id="other", name="Ruiz"))
    state = laid_over(Document(article=Article(id="a", text=TEXT)), SUGGESTIONS, known)
    assert state.documents["a"].quotes[0].speaker == "ana"
    lonely = Suggestions(
        pipeline="p",
        language="en",
        tokens=TOKENS,
        quotes=(quote("q1", speaker="s1"),),
        speakers=(Speaker(id="s1", name="Ruiz"),),
    )
    state = laid_over(Document(article=Article(id="a", text=TEXT)), lonely, known)
    assert state.documents["a"].quotes[0].speaker not in ("ana", "other")
    here = Document(
        article=Article(id="a", text=TEXT),
        entities=(entity("e9", 23, 27, speaker="other", decision=Decision.ACCEPTED),),
    )
    assert laid_over(here, lonely, known).documents["a"].quotes[0].speaker == "other"
