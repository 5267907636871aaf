"""doccano has no package that installs beside the others: its lines are held against what its import code asks of them.

That is `backend/data_import/pipeline`: `SpanLabel` and `RelationLabel` of `label.py`, `TextData` of `data.py`, the
columns of `datasets.py`, and `JSONLParser`, which reads a line with Python's own universal newlines.
"""

import json
from io import StringIO

import pytest
from hypothesis import assume, given, settings
from jsonschema import Draft202012Validator

from annotator.formats.doccano import FORMAT, SPANS
from tests.formats.documents import documents
from tests.formats.exchanging import articles, write

OFFSET = {"type": "integer", "minimum": 0}
LABEL = {"type": "string", "minLength": 1}
TEXT = {"type": "string", "minLength": 1}
ENTITY = {"id": {"type": "integer"}, "label": LABEL, "start_offset": OFFSET, "end_offset": OFFSET}
RELATION = {"from_id": {"type": "integer"}, "to_id": {"type": "integer"}, "type": LABEL}
SHAPES = {
    FORMAT.name: {
        "text": TEXT,
        "entities": {"type": "array", "items": {"type": "object", "required": [*ENTITY], "properties": ENTITY}},
        "relations": {"type": "array", "items": {"type": "object", "required": [*RELATION], "properties": RELATION}},
    },
    SPANS.name: {
        "text": TEXT,
        "label": {
            "type": "array",
            "items": {"type": "array", "prefixItems": [OFFSET, OFFSET, LABEL], "minItems": 3, "maxItems": 3},
        },
    },
}


@pytest.mark.parametrize("form", [FORMAT, SPANS])
@given(pairs=documents())
@settings(deadline=None, max_examples=100)
def test_every_line_is_as_the_import_wants_it(form, pairs):
    assume(pairs[0].text)
    data, _ = write(form, articles([pairs, pairs]))
    rows = list(StringIO(data.decode(), newline=None))
    assert len(rows) == 2
    shape = SHAPES[form.name]
    for row in rows:
        line = json.loads(row.rstrip())
        Draft202012Validator({"type": "object", "required": [*shape], "properties": shape}).validate(line)
        spans = [(each["start_offset"], each["end_offset"]) for each in line.get("entities", ())]
        spans += [(start, end) for start, end, _ in line.get("label", ())]
        assert all(start < end <= len(line["text"]) for start, end in spans)
        ids = [each["id"] for each in line.get("entities", ())]
        assert len(set(ids)) == len(ids)
        assert all({each["from_id"], each["to_id"]} <= set(ids) for each in line.get("relations", ()))
