import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.jsonl.writing import to_line
from annotator.formats.jsontext import check_numbers, encoded
from annotator.model.faults import Fault
from tests.formats.documents import json_values

texts = st.text(st.sampled_from('a"\\/\n\x85\u2028\u2029\x7f\x00é…😀क') | st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(texts, texts | json_values))
def test_what_is_encoded_is_read_back_by_others_and_has_no_line_ends_in_it(value):
    data = encoded(value)
    assert json.loads(data) == value
    assert len(data.decode().splitlines()) == 1


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_a_number_that_json_does_not_have_is_told_and_not_written_as_null(document, speaker, number):
    (entity,) = document.entities
    scored = document.put(replace(entity, score=number))
    noted = replace(document, meta_extra={"a": [{"b": number}]})
    for each in (scored, noted):
        with pytest.raises(Fault, match="a number that JSON does not have"):
            to_line(each, {"s1": speaker}, exported_by="x")
    with pytest.raises(Fault, match="Mira Sol"):
        check_numbers(document, [replace(speaker, extra={"age": number})])
