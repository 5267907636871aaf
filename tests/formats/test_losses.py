"""What a format says it loses is what does not come back: no less, and no more."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.formats.jsonl.shape import quote_spans
from annotator.formats.linked.spans import KEPT
from annotator.formats.outputs import KeptOutput
from annotator.model.document import (
    AcceptedBy,
    Article,
    Attribution,
    Decision,
    Document,
    Entity,
    Heading,
    Kind,
    Quote,
    Span,
    Speaker,
    Status,
)
from annotator.model.exchange import Format, Lost, Portable, WriteOptions
from annotator.model.faults import Fault
from annotator.session.exchange.formats import format_named, formats
from tests.formats.documents import documents
from tests.formats.exchanging import settled
from tests.formats.facts import Journey, journey

_RELATED = ("prodigy", "doccano", "label-studio", "brat")
"""Under which names documents keep relations of other kinds."""
_TABLES = ("quotes-csv", "quotes-tsv", "html-page")
"""What is written to be looked at; a table or page that is read is another one."""


def both_ways() -> list[Format]:
    """Every format that is written and read."""
    found = []
    for form in formats().values():
        if form.write is not None and form.name not in _TABLES:
            with suppress(Fault):
                format_named(form.name, to_write=False)
                found.append(form)
    return found


@st.composite
def related(draw: st.DrawFn, document: Document, kept_for: str) -> Document:
    """The document with relations of other kinds between what there is in it, and what is gone."""
    nodes = [each.id for each in document.entities]
    nodes += [node for quote in document.quotes for node, _, _ in quote_spans(quote)]
    ends = st.sampled_from([*nodes, "gone"])
    rows = draw(st.lists(st.tuples(ends, ends), max_size=3, unique=True))
    kept = {KEPT: [[head, child, "OWNS", {}] for head, child in rows]}
    return replace(document, extra={**document.extra, kept_for: kept}) if rows else document


def travels(form: Format, pair: tuple[Document, Mapping[str, Speaker]], more: Any) -> Journey:
    """A document out and in again, with options that are drawn. Raises Fault where it cannot be written."""
    document = settled(pair[0])
    assume(not document.text.startswith("\ufeff"))  # no article's does: it is taken off as a text comes in
    kept_for = next((each for each in _RELATED if form.name.startswith(each)), "")
    if kept_for:
        document = more.draw(related(document, kept_for))
    contents, rejected = more.draw(st.sampled_from(["clause", "marked"])), more.draw(st.booleans())
    return journey(form, Portable(document, pair[1]), kept_for, contents=contents, rejected=rejected)


@pytest.mark.parametrize("form", both_ways(), ids=lambda form: form.name)
@given(pair=documents(), more=st.data())
@settings(deadline=None, max_examples=5)
def test_what_is_lost_is_what_was_told(form: Format, pair, more):
    try:
        travelled = travels(form, pair, more)
    except Fault as fault:
        if "not installed" in fault.message:
            pytest.skip(fault.message)
        assert not pair[0].text, fault  # noqa: PT017 - some tools take no empty text; all else is written
    else:
        travelled.check()


def _sentinels() -> tuple[Document, dict[str, Speaker]]:
    """A document in which every field has a word of its own."""
    text = "“Rain,” said Sol of Kell. Dust."
    about = {
        "origin": "ORIGINAL", "score": 0.731, "reason": "REASONED", "decision": Decision.ACCEPTED,
        "accepted_by": AcceptedBy.PERSON, "by": "DECIDER", "at": "2026-01-02T03:04:05Z", "speaker": "s1",
        "note": "REMARK",
    }  # fmt: skip
    article = Article(
        id="a1", text=text, title="TITLED", outlet="OUTLET", url="http://address.example/", published="PUBLISHED",
        language="xq", file="FILED.txt", headings=(Heading(0, 3),),
    )  # fmt: skip
    entity = Entity(id="e1", span=Span(20, 24), label="LABELLED", extra={"k": "EXTRA"}, **about)
    quote = Quote(
        id="q1", kind=Kind.DIRECT, contents=(Span(0, 7),), marked=(Span(0, 7),), cue=Span(8, 12), source=Span(13, 16),
        attribution=Attribution.EXPLICIT, extra={"k": "MORE"}, **about,
    )  # fmt: skip
    speaker = Speaker(id="s1", name="NAMED", aliases=("ALIAS",), role="ROLE", wikidata="Q731", extra={"k": "BESIDE"})
    document = Document(
        article=article, entities=(entity,), quotes=(quote,), status=Status.OPEN, annotator="ANNOTATOR", note="NOTED",
        extra={"k": "OWN"}, meta_extra={"k": "META"},
    )  # fmt: skip
    return document, {"s1": speaker}


_SAID = {
    Lost.TEXT: ["Dust"],
    Lost.ENTITIES: ["LABELLED"],
    Lost.QUOTES: ["“Rain,”"],
    Lost.SPEAKERS: ["NAMED", "ROLE"],
    Lost.ATTRIBUTES: ["explicit", "ALIAS", "Q731", "BESIDE", "EXTRA", "MORE", "REMARK"],
    Lost.DECISIONS: ["ORIGINAL", "REASONED", "0.73", "accepted", "DECIDER", "03:04:05"],
    Lost.META: [
        "TITLED",
        "OUTLET",
        "http://address.example/",
        "PUBLISHED",
        "xq",
        "FILED",
        "<h5",
        "ANNOTATOR",
        "NOTED",
        "OWN",
    ],
}


@pytest.mark.parametrize("name", _TABLES)
def test_what_is_only_written_says_all_that_is_not_in_it(name):
    document, speakers = _sentinels()
    output = KeptOutput("out")
    writer = format_named(name, to_write=True).write(output, WriteOptions(labels=("LABELLED",)))
    losses = {loss.what: loss for loss in writer.write(Portable(document, speakers))}
    writer.finish()
    (data,) = output.files.values()
    absent = {what for what, words in _SAID.items() if not all(word.encode() in data for word in words)}
    assert losses.keys() == absent
    assert not any(loss.kept for loss in losses.values())
