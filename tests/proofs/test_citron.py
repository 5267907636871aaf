"""Citron's own parser finds the same quotes in the files that are exported.

It is on no package registry: `PYTHONPATH` has to name a checkout of github.com/bbc/citron. It takes places to the
tokens that they begin and end in.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from spacy import blank

from annotator.formats.citron import FORMAT
from annotator.model.document import Document, Span
from tests.formats.documents import documents
from tests.formats.exchanging import articles, write_folder

sys.modules.setdefault("citron.citron", None)  # what finds quotes wants its models; the parser does not
data = pytest.importorskip("citron.data")
NLP = blank("en")


def in_tokens(doc, span: Span) -> str:
    return doc.char_span(*span, alignment_mode="expand").text


@given(documents())
@settings(deadline=None, max_examples=60)
def test_it_finds_the_same_quotes(pair):
    document: Document = pair[0]
    assume(document.text.strip() and not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        write_folder(FORMAT, Path(folder), articles([pair]))
        ((doc, quotes, groups),) = data.DataSource(NLP, str(Path(folder, "data")))
    assert doc.text == document.text
    ours = [each for each in document.quotes if not each.rejected and each.cue is not None]
    assert [
        (found.cue.text, [each.text for each in found.sources], [each.text for each in found.contents])
        for found in quotes
    ] == [
        (
            in_tokens(doc, each.cue),
            [in_tokens(doc, each.source)] if each.source is not None else [],
            [in_tokens(doc, content) for content in each.contents],
        )
        for each in ours
    ]
    assert all(len(group) > 1 for group in groups)
