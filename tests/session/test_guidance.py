import re
from dataclasses import replace
from pathlib import Path

import pytest

import annotator.nlp
from annotator.model.document import ANALYST, Article, Attribution, Decision, Document, Heading, Kind, Quote, Span
from annotator.session import guidance

TEXT = (
    "Ferry will stop, says Ellis\n"
    "“We waited for years,” Ellis said. “Nobody came.”\n"
    "She fears that it is over. He asked whether it was.\n"
    "“It was “so odd” to us all”, Brandt said.\n"
    "A “success”.\n"
)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def quote(*contents: str, kind: Kind = Kind.DIRECT, **rest: object) -> Quote:
    spans = tuple(at(words) for words in contents)
    values: dict[str, object] = {"origin": "annotator.quotes 1", "score": 0.9, "reason": "cue right behind"}
    marked = spans if kind is Kind.DIRECT else ()
    return Quote(id="q", kind=kind, contents=spans, **{"marked": marked, "source": at("Ellis said"), **values, **rest})  # type: ignore[arg-type]


def document(*quotes: Quote) -> Document:
    article = Article(id="a", text=TEXT, headings=(Heading(0, 1),))
    return Document(article=article, quotes=tuple(replace(q, id=f"q{n}") for n, q in enumerate(quotes)))


WAITED = "“We waited for years,”"


@pytest.mark.parametrize(
    ("annotated", "passage"),
    [
        (quote(WAITED), "direct-quotes"),
        (quote(WAITED, attribution=Attribution.NONE), "nobody"),
        (quote(WAITED, attribution=Attribution.UNNAMED), "unnamed-speakers"),
        (quote(WAITED, attribution=Attribution.ANAPHORIC), "pronouns-and-phrases"),
        (quote(WAITED, attribution=Attribution.IMPLICIT), "sources-that-are-carried-on"),
        (quote(WAITED, "“Nobody came.”"), "split-quotes"),
        (quote("“Nobody came.”", "that it is over"), "several-paragraphs"),
        (quote(WAITED, marked=()), "transcripts-dialogue-and-captions"),
        (quote(WAITED, reason="name and colon"), "transcripts-dialogue-and-captions"),
        (quote("Ferry will stop", kind=Kind.INDIRECT), "headlines"),
        (quote("it was", kind=Kind.MIXED), "mixed-quotes"),
        (quote("that it is over", kind=Kind.INDIRECT, cue=at("fears")), "thoughts-and-intentions"),
        (quote("whether it was", kind=Kind.INDIRECT, cue=at("asked")), "questions-and-orders"),
        (quote("that it is over", kind=Kind.INDIRECT, cue=at("said")), "indirect-quotes"),
        (quote(WAITED, score=0.3, reason="carries on"), "quotes-from-context"),
        (quote("“It was “so odd” to us all”", score=0.15, reason="quote marks", source=None), "quotes-from-context"),
        (quote("“success”", score=0.15, reason="quote marks", source=None), "scare-quotes"),
        (quote(WAITED, score=0.3, reason="cue before it"), "doubtful-suggestions"),
        (quote("it was", kind=Kind.MIXED, score=0.3, reason="object of cue"), "doubtful-suggestions"),
        # What a person has decided about is not in doubt.
        (quote(WAITED, score=0.3, reason="carries on", decision=Decision.ACCEPTED), "direct-quotes"),
        (quote(WAITED, score=None, origin=ANALYST, source=None), "direct-quotes"),
    ],
)
def test_the_passage_that_fits_a_quote(annotated: Quote, passage: str) -> None:
    doc = document(annotated)
    assert guidance.passage(doc, doc.quotes[0]) == passage
    assert passage in guidance.anchors()


def test_a_quote_within_another_has_a_passage_of_its_own() -> None:
    doc = document(quote("“It was “so odd” to us all”"), quote("“so odd”"))
    assert [guidance.passage(doc, q) for q in doc.quotes] == ["direct-quotes", "quotes-within-quotes"]


def test_every_passage_has_a_name_of_its_own_and_every_link_leads_to_one() -> None:
    names = list(guidance.anchors())
    assert len(set(names)) == len(names)
    assert set(re.findall(r"\]\(#([^)]+)\)", guidance.text())) <= set(names)
    assert not re.search(r"\]\((?!#)", guidance.text())  # it leads nowhere else


def test_the_reasons_it_speaks_of_are_the_engines() -> None:
    engine = "".join(path.read_text("utf-8") for path in Path(annotator.nlp.__path__[0]).rglob("*.py"))
    table = guidance.text().partition("| reason |")[2].partition("\n\n")[0]
    spoken_of = {reason for row in re.findall(r"^\| (.+?) \|", table, re.M) for reason in row.split(", ")}
    assert len(spoken_of) > 8
    for reason in (spoken_of | guidance.FROM_CONTEXT | {guidance.UNATTRIBUTED}) - {"---"}:
        assert f'"{reason}"' in engine, reason
