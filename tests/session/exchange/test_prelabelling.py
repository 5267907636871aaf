import json
from dataclasses import replace

import pytest

from annotator.formats.jsonl.writing import from_line
from annotator.model.document import ANALYST, Article, Decision, Document, Entity, Span
from annotator.model.faults import Fault
from annotator.model.suggestions import QuoteKinds, Wish
from annotator.session.exchange import prelabelling
from annotator.session.exchange.prelabelling import Incoming, Written, all_written, prelabelled, written

TEXT = '"We found cracks," Helen Tarrant said in Boston. "They are old."'


@pytest.fixture
def document() -> Document:
    return Document(article=Article(id="a1", text=TEXT, file="cracks.txt", language="en"))


def test_the_same_article_gets_the_same_suggestions_with_the_same_ids(document: Document) -> None:
    first, second = prelabelled(document, Wish()), prelabelled(document, Wish())
    assert first == second
    labelled, speakers = first
    assert [labelled.words(content) for content in labelled.quotes[0].contents] == [
        '"We found cracks,"',
        '"They are old."',
    ]
    assert set(speakers) == {f"{document.article.text_sha256[:12]}.s1"}
    assert labelled.tokens is not None


def test_what_a_person_decided_stays_and_new_ids_keep_clear_of_it(document: Document) -> None:
    helen = Entity(id="e1", span=Span(18, 31), label="NORP", decision=Decision.ADDED, origin=ANALYST, by="mk")
    labelled, _ = prelabelled(document.put(helen), Wish())
    assert labelled.by_id["e1"] == helen
    assert [e for e in labelled.entities if e.span.overlaps(helen.span)] == [helen]
    assert "Boston" in [labelled.words(e.span) for e in labelled.entities if e.pending]


def test_what_was_pending_is_replaced(document: Document) -> None:
    stale = Entity(id="e9", span=Span(3, 8), label="ORG", origin="something older 1.0")
    labelled, _ = prelabelled(document.put(stale), Wish())
    assert "e9" not in labelled.by_id


def test_speakers_that_came_with_the_article_are_used_again(document: Document) -> None:
    labelled, speakers = prelabelled(document, Wish())
    (known,) = speakers.values()
    again, after = prelabelled(replace(labelled, quotes=()), Wish(), [replace(known, id="mine")])
    assert {quote.speaker for quote in again.quotes} == {"mine"}
    assert set(after) == {"mine"}


def test_a_line_that_was_written_reads_back_as_the_document(document: Document) -> None:
    result = written(Incoming("cracks.txt", document), Wish())
    assert isinstance(result, Written)
    assert from_line(json.loads(result.line), "a line").document == prelabelled(document, Wish())[0]


def test_faults_go_through_in_their_place(document: Document) -> None:
    fault = Fault("There is no x.md.")
    results = list(all_written([Incoming("a", document), fault, Incoming("b", document)], Wish()))
    assert [getattr(result, "name", result) for result in results] == ["a", fault, "b"]


def test_an_article_that_cannot_be_written_is_a_fault_with_its_name(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prelabelling, "prelabel", lambda *_, **__: 1 / 0)
    prelabelling._pipeline.cache_clear()
    result = written(Incoming("cracks.txt", document), Wish(QuoteKinds.ALL))
    prelabelling._pipeline.cache_clear()
    assert isinstance(result, Fault)
    assert result.message.startswith("cracks.txt: ZeroDivisionError")
    assert "report" in result.remedy


def test_a_missing_pipeline_is_everybodys_fault_and_raised(document: Document) -> None:
    with pytest.raises(Fault, match="not installed"):
        written(Incoming("cracks.txt", document), Wish(pipeline="en_core_web_huge"))


def test_articles_are_taken_in_only_as_fast_as_they_are_written(document: Document) -> None:
    taken = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal taken
        while True:
            taken += 1
            yield Fault(f"article {taken}")

    results = all_written(endless(), Wish(), processes=2)
    for _ in range(5):
        next(results)
    results.close()  # type: ignore[attr-defined]
    assert taken <= 5 + 2 * prelabelling._IN_HAND + 1
