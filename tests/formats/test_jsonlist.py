import json
import re
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import jsonlist
from annotator.formats.jsonlist import ListReader
from annotator.model.depth import DEEPEST, is_too_deep
from annotator.model.faults import Fault
from tests.formats.documents import json_values

lists = st.lists(json_values, max_size=5)
spaced = st.sampled_from([None, 1])


def read(data: bytes, piece: int = 7) -> list:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonlist, "_PIECE", piece)
        return [item.value for item in ListReader(BytesIO(data), "a.json", json.JSONDecoder())]


@given(lists, spaced, st.booleans(), st.integers(1, 40))
def test_a_list_is_read_in_pieces_as_it_is_read_at_once(values, indent, ascii_only, piece):
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only)
    assert read(f" \n{text}\n".encode(), piece) == values
    assert read(f"\ufeff{text}".encode(), piece) == values


@given(lists, st.data())
def test_where_a_list_goes_wrong_is_told_by_line_and_column(values, data):
    text = json.dumps(values, indent=1, ensure_ascii=False)
    at = data.draw(st.integers(1, len(text)))
    broken = text[:at] + data.draw(st.sampled_from(["", "}", "\x01", "x"])) + text[at + 1 :]
    with suppress(json.JSONDecodeError):
        expected = json.loads(broken)
        assert read(broken.encode()) == expected
        return
    with pytest.raises(Fault, match=r"a\.json is not JSON: .* at line \d+, character \d+\."):
        read(broken.encode())


def test_what_stands_before_the_mistake_is_given_and_a_line_is_known_of_each():
    items = ListReader(BytesIO(b'[1,\n\n2, "\\ud83d",\n3 4]'), "a.json", json.JSONDecoder())
    found = []
    with pytest.raises(Fault, match=re.escape("a comma or the end of the list is missing at line 4, character 3.")):
        found.extend(items)
    assert [(item.line, item.may_be_broken) for item in found] in ([], [(1, False), (3, False), (3, True), (4, False)])


@given(json_values, st.integers(0, DEEPEST + 20))
def test_depth_is_told_whatever_lies_in_it(value, around):
    of_value = next(depth for depth in range(99) if not _contains(value, depth))
    for _ in range(around):
        value = {"a": 1, "b": [value]} if around % 2 else [None, value]
    assert is_too_deep(value) == (of_value + around * (2 if around % 2 else 1) > DEEPEST)


def _contains(value, depth: int) -> bool:
    """Whether there is a list or an object in `value` that lies in `depth` others."""
    if not isinstance(value, dict | list):
        return False
    return depth == 0 or any(
        _contains(each, depth - 1) for each in (value.values() if isinstance(value, dict) else value)
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"[1, 2", "a comma or the end of the list is missing at line 1, character 6"),
        (b"[1]\n[2]", "there is more behind the end of the list at line 2, character 1"),
        (b'[1,\n {"a": x}]', "Expecting value at line 2, character 8"),
        (b"[{1:\n2}]", "property name"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2), "nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "too long"),
        (b'["\xff"]', "not UTF-8"),
        (b'[1, "\xc3', "not UTF-8"),
    ],
)
def test_what_is_no_list_is_told(data, told):
    with pytest.raises(Fault, match=re.escape(told)):
        read(data, 1000)


def test_a_value_beyond_the_limit_is_told_before_all_of_it_is_read(monkeypatch):
    monkeypatch.setattr(jsonlist, "LARGEST_COLLECTION", 100)
    with pytest.raises(Fault, match="a value in line 2 is too large"):
        read(b'[1,\n"' + b"x" * 10_000)
