"""What the tests of formats share."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotator import paths
from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Speaker, Tokens


@pytest.fixture(scope="session")
def schema() -> Draft202012Validator:
    """The JSON Schema of a line."""
    data: dict[str, Any] = json.loads((paths.resources() / "annotator-1.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(data)
    return Draft202012Validator(data)


@pytest.fixture
def speaker() -> Speaker:
    return Speaker(id="s1", name="Mira Sol", aliases=("Sol",))


@pytest.fixture
def document() -> Document:
    """Two sentences, an entity, and a mixed quote in two contents."""
    text = '"We go," Mira Sol said. 😀 "Now" it is.'
    starts = (0, 1, 4, 6, 7, 9, 14, 18, 22, 24, 26, 27, 30, 32, 35, 37)
    ends = (1, 3, 6, 7, 8, 13, 17, 22, 23, 25, 27, 30, 31, 34, 37, 38)
    tokens = Tokens("hand", starts, ends, tuple(text[end : end + 1] == " " for end in ends))
    entity = Entity(id="e1", span=Span(9, 17), label="PERSON", speaker="s1")
    quote = Quote(
        id="q1",
        kind=Kind.MIXED,
        contents=(Span(0, 8), Span(26, 37)),
        marked=(Span(0, 8), Span(26, 31)),
        cue=Span(18, 22),
        source=Span(9, 17),
        speaker="s1",
    )
    return Document(article=Article(id="0" * 16, text=text), tokens=tokens, entities=(entity,), quotes=(quote,))
