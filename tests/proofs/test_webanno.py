"""webanno_tsv finds the same tokens and entities in the files that are exported.

It is on no package registry: `PYTHONPATH` has to name a checkout of github.com/neuged/webanno_tsv. It reads spans of
whole tokens.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings

from annotator.formats.cas.dkpro import NAMED_ENTITY
from annotator.formats.cas.webanno import FORMAT
from tests.formats.documents import documents
from tests.formats.exchanging import articles, write_folder

webanno_tsv = pytest.importorskip("webanno_tsv")


@given(documents())
@settings(deadline=None, max_examples=60)
def test_it_finds_the_same_tokens_and_entities(pair):
    document, _ = pair
    assume(document.text.strip() and not document.text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        write_folder(FORMAT, Path(folder), articles([pair]))
        (path,) = Path(folder).glob("*.tsv")
        theirs = webanno_tsv.webanno_tsv_read_file(str(path))
    units = document.text.encode("utf-16-le")

    def point(unit: int) -> int:
        return len(units[: 2 * unit].decode("utf-16-le"))

    assert [(point(each.start), point(each.end)) for each in theirs.tokens] == [tuple(each) for each in document.tokens]
    found = theirs.match_annotations(layer=NAMED_ENTITY, field="value")
    placed = {(point(each.start), point(each.end), each.label) for each in found}
    starts, ends = {*document.tokens.starts}, {*document.tokens.ends}
    for each in document.entities:
        if not each.rejected and each.span.start in starts and each.span.end in ends:
            assert (*each.span, each.label) in placed
