"""Code points and UTF-16 units, against Python's own encoder."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.textview.offsets import Utf16Map, drawable

TEXTS = st.text(alphabet=st.sampled_from("aé漢\u0301\u200d😀👩🇩\U00010900\u00a0"), max_size=40)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS)
def test_every_code_point_offset_is_where_the_encoder_puts_it_and_comes_back(text: str) -> None:
    map_ = Utf16Map(text)
    assert map_.units == units(text)
    for offset in range(len(text) + 1):
        unit = map_.to_units(offset)
        assert unit == units(text[:offset])
        assert map_.to_code_points(unit) == offset


def test_a_unit_between_two_surrogates_belongs_to_their_character() -> None:
    map_ = Utf16Map("a😀b")
    assert [map_.to_code_points(unit) for unit in range(5)] == [0, 1, 1, 2, 3]


def test_a_lone_surrogate_is_shown_as_a_replacement_and_moves_no_offset() -> None:
    assert drawable("a\ud800b😀") == "a\ufffdb😀"
    assert drawable("plain") == "plain"
