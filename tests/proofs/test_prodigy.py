"""Prodigy is sold, not given away: its tasks are held field by field against what its documentation says of them."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from spacy.tokens import Doc
from spacy.vocab import Vocab

from annotator.formats.prodigy import FLAT, FORMAT
from tests.formats.documents import documents
from tests.formats.exchanging import articles, write

NUMBER = {"type": "integer", "minimum": 0}
PLACE = {"start": NUMBER, "end": NUMBER, "token_start": NUMBER, "token_end": NUMBER}
SPAN = {"type": "object", "required": [*PLACE, "label"], "properties": {**PLACE, "label": {"type": "string"}}}
TOKEN = {"text": {"type": "string"}, "start": NUMBER, "end": NUMBER, "id": NUMBER, "ws": {"type": "boolean"}}
RELATION = {
    "head": NUMBER, "child": NUMBER, "label": {"type": "string"}, "head_span": SPAN, "child_span": SPAN,
}  # fmt: skip
TASK = Draft202012Validator(
    {
        "type": "object",
        "required": ["text", "tokens", "spans", "relations"],
        "properties": {
            "text": {"type": "string"},
            "meta": {"type": "object"},
            "answer": {"enum": ["accept", "reject", "ignore"]},
            "tokens": {"type": "array", "items": {"type": "object", "required": [*TOKEN], "properties": TOKEN}},
            "spans": {"type": "array", "items": SPAN},
            "relations": {
                "type": "array",
                "items": {"type": "object", "required": [*RELATION], "properties": RELATION},
            },
        },
    }
)


def checked(task: dict[str, Any]) -> None:
    """As a recipe reads a task: its text from the tokens, its spans by tokens, its relations by last tokens."""
    TASK.validate(task)
    tokens = task["tokens"]
    doc = Doc(Vocab(), words=[each["text"] for each in tokens], spaces=[each["ws"] for each in tokens])
    assert doc.text == task["text"]
    assert [each["id"] for each in tokens] == list(range(len(tokens)))
    for token, row in zip(doc, tokens, strict=True):
        assert (token.idx, token.idx + len(token)) == (row["start"], row["end"])
    places = set()
    for span in task["spans"]:
        found = doc.char_span(span["start"], span["end"])
        assert (found.start, found.end - 1) == (span["token_start"], span["token_end"])
        places.add((span["start"], span["end"], span["label"]))
    for relation in task["relations"]:
        for end in ("head", "child"):
            place = relation[f"{end}_span"]
            assert relation[end] == place["token_end"]
            assert (place["start"], place["end"], place["label"]) in places


@pytest.mark.parametrize("form", [FORMAT, FLAT])
@given(pair=documents())
@settings(deadline=None, max_examples=100)
def test_every_field_is_as_documented(form, pair):
    data, _ = write(form, articles([pair]))
    task = json.loads(data)
    checked(task)
    spans = sorted((span["start"], span["end"]) for span in task["spans"])
    if form is FLAT:
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
