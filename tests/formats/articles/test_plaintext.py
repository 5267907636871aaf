import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.articles.plaintext import prose


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("One\n![](http://x.org/a.jpg)\nTwo", "One\nTwo"),
        ("One\n\n![a pier](a.jpg)\n\nTwo\n", "One\n\n\nTwo\n"),
        ("One\n![](a.jpg)", "One"),
        ("![](a.jpg)\nOne", "One"),
        ("![](a.jpg)", ""),
        ("  ![](a.jpg) ![](b.jpg) \nOne", "One"),
        ("One ![x](a.jpg) two", "One two"),
        ("One ![x](a.jpg), two", "One , two"),
        ("One ![x](a.jpg)", "One"),
        ("![x](a.jpg) One", "One"),
        ("a ![x](<my pier.jpg>) b", "a b"),
        ('a ![x](u.png "A pier") b', "a b"),
        ("She [said](https://x.org/a_(b)) so.", "She said so."),
        ("[a](http://x.org) [b](http://y.org)", "a b"),
        ("[![pier](a.jpg)](http://x.org)\nTwo", "Two"),
        ("[![pier](a.jpg) The pier](http://x.org) stands", "The pier stands"),
        ("See [here](/news/today).", "See here."),
    ],
)
def test_images_go_and_links_leave_their_text(text, left):
    assert prose(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "[Ruiz](laughs) No.",
        "[sic] (see below)",
        "*not* _touched_ <b>at</b> all &amp; # either",
        "1. one\n- two\n> three\n\n\n   four  \n",
        "![never closed](a.jpg",
        "[]() and ![ and ](",
        "---\ntitle: x\n---\n",
        "a\u2028b\u00a0c 😀",
    ],
)
def test_all_else_is_taken_as_it_is(text):
    result = prose(text)
    assert (result.text, result.notes) == (text, ())


def test_what_was_left_out_is_said():
    assert prose("![](a.jpg) [a](http://x.org) [b](/y)").notes == ("1 image left out", "2 link targets left out")


@given(st.lists(st.sampled_from(["![", "[", "](", ")", "a.b/c", " ", "\n", "x", "!", '"'])).map("".join))
def test_what_is_left_stood_in_the_text_where_the_map_says(text):
    result = prose(text)
    assert sum(run.length for run in result.runs) == len(result.text)
    for text_start, file_start, length in result.runs:
        assert result.text[text_start : text_start + length] == text[file_start : file_start + length]
