import json

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Entity, Quote, Tokens
from annotator.model.plain import from_plain
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
