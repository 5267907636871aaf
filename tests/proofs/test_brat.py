"""Exported folders as bioc's reader of brat's standoff has them."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from annotator.formats.brat.format import AS_EVENTS, FORMAT
from annotator.formats.brat.standoff import fragments, safe_type
from annotator.formats.jsonl.shape import quote_spans
from tests.formats.documents import documents
from tests.formats.exchanging import articles, write_folder

brat = pytest.importorskip("bioc.brat")


def _read(folder: str):
    """The one document of a folder; its places hold in the text as it lies there."""
    (path,) = Path(folder).glob("*.ann")
    with path.with_suffix(".txt").open(encoding="utf-8", newline="") as text, path.open(encoding="utf-8") as lines:
        found = brat.load(text, lines)
    for each in found.entities:
        words = [found.text[place.begin : place.end] for place in sorted(each.locations)]
        assert " ".join(words) == each.text
    return found


def _places(entity):
    return entity.type, tuple(sorted((place.begin, place.end) for place in entity.locations))


def _ours(document, label, span):
    return label, tuple(fragments(document.text, [span]))


@given(documents())
@settings(deadline=None, max_examples=50)
def test_spans_and_relations_are_the_same(pair):
    document, _ = pair
    with TemporaryDirectory() as folder:
        write_folder(FORMAT, Path(folder), articles([pair]))
        found = _read(folder)
    assert found.text == document.text
    spans = {_ours(document, safe_type(each.label), each.span) for each in document.entities if not each.rejected}
    related = set()
    for quote in (each for each in document.quotes if not each.rejected):
        spans |= {_ours(document, label, span) for _, label, span in quote_spans(quote)}
        related |= {
            (label, _ours(document, "CONTENT", content), _ours(document, label, span))
            for content in quote.contents
            for label, span in (("SOURCE", quote.source), ("CUE", quote.cue))
            if span is not None
        }
    by_id = {each.id: _places(each) for each in found.entities}
    assert set(by_id.values()) == spans
    ends = [(each.type, each.arguments["Arg1"], each.arguments["Arg2"]) for each in found.relations]
    assert {(label, by_id[head], by_id[child]) for label, head, child in ends} == related


@given(documents())
@settings(deadline=None, max_examples=50)
def test_quotes_are_events_with_the_same_ends(pair):
    document, _ = pair
    with TemporaryDirectory() as folder:
        write_folder(AS_EVENTS, Path(folder), articles([pair]))
        found = _read(folder)
    by_id = {each.id: _places(each) for each in found.entities}
    events = sorted(
        sorted((role.rstrip("0123456789"), by_id[end][1]) for role, end in each.arguments.items())
        for each in found.events
    )
    quotes = sorted(
        sorted((label.capitalize(), _ours(document, label, span)[1]) for _, label, span in quote_spans(quote))
        for quote in document.quotes
        if not quote.rejected
    )
    assert events == quotes
    assert all(by_id[each.trigger_id][0] == each.type == "Attribution" for each in found.events)
