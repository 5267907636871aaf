from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span
from annotator.model.edits import AddDocument
from annotator.model.exchange import Loss, Lost
from annotator.session.events import Told
from annotator.session.finding.places import Place, go, of_loss

TEXT = "“No,” Kim said. “Never.”"


def an_article(session):
    quote = Quote(id="q1", kind=Kind.DIRECT, contents=(Span(0, 5), Span(16, 24)))
    entities = (
        Entity(id="kim.1", span=Span(6, 9), label="PERSON"),
        Entity(id="gone", span=Span(6, 9), label="ORG", decision=Decision.REJECTED),
    )
    document = Document(article=Article(id="one", text=TEXT), entities=entities, quotes=(quote,))
    session.dispatch("import.articles", [AddDocument(document)])


def gone_to(session, place):
    """What is to be seen of it."""
    shown = []
    go(session, place, shown.append)
    return shown


def test_a_place_opens_its_article_and_selects_the_annotation_and_its_part(session):
    an_article(session)
    assert gone_to(session, Place("one", "", Span(16, 24), "q1")) == [Span(16, 24)]
    assert session.current == "one"
    assert (session.selection.annotation, session.selection.part) == ("q1", 1)


def test_the_id_of_a_part_leads_to_its_quote_and_an_id_with_a_dot_to_what_has_it(session):
    an_article(session)
    assert gone_to(session, of_loss("one", Loss(Lost.OFF_TOKENS, detail="q1.content.0"))) == [Span(0, 24)]
    assert session.selection.annotation == "q1"
    gone_to(session, of_loss("one", Loss(Lost.OFF_TOKENS, detail="kim.1")))
    assert session.selection.annotation == "kim.1"


def test_where_the_annotation_is_gone_the_text_is_selected(session):
    an_article(session)
    assert gone_to(session, Place("one", "", Span(6, 9), "gone")) == [Span(6, 9)]
    assert session.selection.annotation is None
    assert session.selection.text == Span(6, 9)


def test_a_place_of_the_whole_article_opens_it_and_one_that_lies_behind_the_text_is_none(session):
    an_article(session)
    assert gone_to(session, Place("one", "not done")) == []
    assert session.current == "one"
    assert gone_to(session, Place("one", "", Span(900, 901))) == []


def test_an_article_that_is_gone_is_said(session):
    told = []
    session.subscribe(lambda event: told.append(event.message) if isinstance(event, Told) else None)
    assert gone_to(session, Place("none", "")) == []
    assert told == ["This article is not in the project any more."]
