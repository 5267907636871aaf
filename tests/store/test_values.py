import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Entity, Quote, Tokens
from annotator.model.plain import from_plain
from annotator.store import values
from annotator.store.values import annotation_text, entities_of, pack_tokens, packed, quotes_of, unpack_tokens, unpacked
from tests.model.strategies import states


@settings(deadline=None)
@given(states())
def test_annotations_are_read_as_the_model_reads_them(state):
    document = state.documents["a"]
    entities, quotes = ([annotation_text(a) for a in each] for each in (document.entities, document.quotes))
    assert tuple(entities_of(entities)) == document.entities
    assert tuple(quotes_of(quotes)) == document.quotes
    assert entities_of(entities) == [from_plain(Entity, json.loads(text)) for text in entities]
    assert quotes_of(quotes) == [from_plain(Quote, json.loads(text)) for text in quotes]


@pytest.mark.parametrize(
    "rest",
    [
        '"score":1',
        '"score":NaN',
        '"decisjon":"accepted"',
        '"decision":"excepted"',
        '"note":"half a surrogate: \\ud800"',
        '"extra":{"a":1e400,"b":123456789012345678901234567890}',
        '"extra":' + 60 * '{"a":[' + 60 * "]}",
        '"extra":' + 30 * '{"a":[' + 30 * "]}",
        '"flagged":true,',
    ],
)
def test_annotations_read_at_once_are_those_read_one_by_one(rest, monkeypatch):
    assert msgspec  # it is used where it is loaded already
    listed = [f'{{"id":"e1","span":[0,4],"label":"ORG",{rest}}}']
    at_once = repr(_outcome(listed))
    monkeypatch.setattr(values, "_read_at_once", lambda *_: None)
    assert at_once == repr(_outcome(listed)).replace("score=1,", "score=1.0,")


def _outcome(listed):
    try:
        return entities_of(listed)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        return error


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 1000), st.booleans())))
def test_tokens_come_back_from_their_columns(drawn):
    starts, ends, at = [], [], 0
    for gap, length, _ in drawn:
        starts.append(at + gap)
        at += gap + length
        ends.append(at)
    tokens = Tokens("blank en", tuple(starts), tuple(ends), tuple(space for *_, space in drawn))
    again = unpack_tokens("blank en", pack_tokens(tokens))
    assert again == tokens
    assert all(isinstance(space, bool) for space in again.spaces)


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.lists(st.integers() | st.text() | st.none())))
def test_what_is_packed_is_unpacked(value):
    assert unpacked(packed(value)) == value
