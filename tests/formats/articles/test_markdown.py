from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.articles.front_matter import front_matter
from annotator.formats.articles.markdown import prose
from annotator.formats.articles.plaintext import prose as plain_prose
from annotator.model.document import paragraphs


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("# A *big* day #\nIt rained.", "A big day\nIt rained."),
        ("A big day\n=========\n\nIt rained.", "A big day\n\nIt rained."),
        ("one\ntwo\n\n\n\nthree", "one\ntwo\n\nthree"),
        ("one  \ntwo\\\nthree", "one\ntwo\nthree"),
        ("one\n![a pier](p.jpg)\ntwo", "one\ntwo"),
        ("one\n\n![a pier](p.jpg)\n\ntwo\n", "one\n\ntwo"),
        ("one\n[![a pier](p.jpg)](http://x.org)\ntwo", "one\ntwo"),
        ("one ![a pier](p.jpg) two", "one two"),
        ("one ![a pier](p.jpg)", "one"),
        ("![a pier](p.jpg) one", "one"),
        ("[*Ana* Ruiz](http://x.org 'Ana') said [so][1].\n\n[1]: http://y.org", "Ana Ruiz said so."),
        ("**one** _two_ `three` ***four*** 2*3 a_b_c", "one two three four 2*3 a_b_c"),
        ("> one\n> two\n>\n> three\nlazy", "one\ntwo\n\nthree\nlazy"),
        ("- one\n- two\n  - three\n\n  still two", "one\ntwo\nthree\n\nstill two"),
        ("3. three\n4. four\n5. ![](p.jpg)\n6. six", "3. three\n4. four\n6. six"),
        ("one\n\n***\n\ntwo", "one\n\ntwo"),
        ("    an indented line\n\tand one with a tab", "an indented line\nand one with a tab"),
        ("```py\na = *b*\n\n  c\n```\nd", "a = *b*\n\n  c\nd"),
        ("`a\nb` c", "a\nb c"),
        (r"2 \* 3 \[sic\]", "2 * 3 [sic]"),
        ("A &amp; B&nbsp;&#x1F600; &bogus;", "A & B\u00a0😀 &bogus;"),
        ("<https://x.org/a>", "https://x.org/a"),
        ("<p class='x'>one<br>two</p>\n<!-- no -->three", "one\ntwo\nthree"),
        ("<div>\none\n</div>\ntwo", "one\ntwo"),
        ("one\n<script>\nlet a = 1\n\nlet b\n</script>\ntwo", "one\n\ntwo"),
        ("one <style> never closed", "one never closed"),
        ("a <b> c </b> <!-- no --> d<i>e</i> f", "a c de f"),
        ("one </STYLE> two\n<Style>a{}</style>\n<style> three", "one two\nthree"),
        ('[Ruiz]: Yes\n\nA: "No"', '[Ruiz]: Yes\n\nA: "No"'),
        ("\u00a0one\u00a0\ntwo", "one\u00a0\ntwo"),
        ("", ""),
        ("![](p.jpg)", ""),
        ("---\n\none", "one"),
    ],
)
def test_markdown_becomes_the_words_a_reader_sees(markdown, words):
    assert prose(markdown).text == words


def test_what_was_left_out_is_said():
    text = "---\ntitle: x\n---\n![](a) ![](b) [c](d) <b>e</b> <f@g.hi>\n\n[j]: /k"
    assert prose(text).notes == (
        "the front matter left out",
        "2 images left out",
        "1 link target left out",
        "1 link definition left out",
        "2 HTML tags left out",
    )
    assert prose("Nothing but words.").notes == ()


def test_the_title_is_the_front_matters_or_the_first_headings():
    assert prose("Lead.\n\n## The *first*\nheading\n\n# Second").title == "The first"
    assert prose("---\ntitle: 'Of it''s own'\n---\n# Heading").title == "Of it's own"
    assert prose("No heading.").title is None


def test_headings_are_kept_with_their_place_and_level():
    result = prose("Lead\n\n# The *first*\nWords.\n\n1. ### In a list\n\nTwo\nlines 😀\n---\n\n####\nEnd. # none")
    lines = [(result.text[start:].partition("\n")[0], level) for start, level in result.headings]
    assert lines == [("The first", 1), ("1. In a list", 3), ("Two", 2), ("lines 😀", 2)]
    assert prose("Words.").headings == ()


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            '---\ntitle: "A: b"\nurl: https://x.org/a\ndate: 2025-02-09\noutlet: C\nauthor: D E\ntags:\n  - c\n---\nd',
            ("A: b", "C", "https://x.org/a", "2025-02-09", "D E"),
        ),
        (
            "---\nTitle: A # not this\ndate: yesterday\nurl: none\nsource: https://x.org\nauthor: d@x.org\n...\n",
            ("A", None, "https://x.org", None, None),
        ),
        ("---\ntitle: |\n  A\n  b\nauthors: [D, E]\n---\n", (None, None, None, None, None)),
    ],
)
def test_front_matter_says_what_an_article_is_where_it_is_plain(text, fields):
    head = front_matter(text)
    assert (head.title, head.outlet, head.url, head.published, head.byline) == fields
    assert head.length


@pytest.mark.parametrize(
    "text",
    [
        "---\nHe said: no.\nThen he left.\n---\n",
        "---\n---\n",
        "---\n\nwords\n\n---\n",
        "a: b\n---\n",
        "---\na: b\n",
        "",
    ],
)
def test_what_is_no_front_matter_stays(text):
    assert front_matter(text).length == 0


PARTS = [
    *("word", " ", "  ", "\n", "\n\n", "*", "**", "_", "`", "```", "# ", "> ", "- ", "1. ", "    ", "\t", "---", "==="),
    *("[", "]", "](", ")", "![", "http://x.org/a", "<", ">", "<b>", "<br>", "<!--", "-->", "&amp;", "&", "\\", "\\*"),
    *("😀", "é", "\u00a0", "\u2028", "قال", '"', ": ", "<script>", "</script>", "[a]: /b", "---\na: b\n---\n"),
]


@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join))
@settings(deadline=None, max_examples=400)
def test_what_is_left_stood_in_the_text_where_the_map_says(text):
    result = prose(text)
    reached = file_reached = 0
    unmapped = []
    for text_start, file_start, length in result.runs:
        assert result.text[text_start : text_start + length] == text[file_start : file_start + length]
        assert text_start >= reached
        assert file_start >= file_reached
        unmapped.append(result.text[reached:text_start])
        reached, file_reached = text_start + length, file_start + length
    unmapped.append(result.text[reached:])
    # Only what the file spells otherwise may come from nowhere: a reference, <br>, the blank behind a number.
    assert set("".join(unmapped)) <= {"&", "\n", " "}


@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join))
@settings(deadline=None, max_examples=200)
def test_prose_has_no_blank_ends_and_at_most_one_blank_line_at_a_time(text):
    headings, result = prose(text).headings, prose(text).text
    assert {start for start, _ in headings} <= {start for start, _ in paragraphs(result)}
    assert "\n\n\n" not in result
    assert result == result.strip("\n")
    assert not any(line.endswith((" ", "\t")) for line in result.split("\n"))


@given(st.lists(st.sampled_from(["Ana", "said.", "“No”", "😀", "2025", "(x)", "é"]), min_size=1).map(" ".join))
def test_words_without_markup_are_taken_as_they_are(line):
    text = f"{line}\n{line}\n\n{line}"
    assert prose(text).text == text


def test_an_article_with_everything_in_it_reads_as_its_golden_file():
    golden = Path(__file__).parents[1] / "golden"
    result = prose((golden / "harbour.md").read_text(encoding="utf-8"))
    assert f"{result.text}\n" == (golden / "harbour.txt").read_text(encoding="utf-8")
    assert (result.title, result.url, result.published) == (
        "Harbour stays shut",
        "https://example.org/harbour",
        "2026-03-04",
    )


@pytest.mark.shared
def test_the_real_article_keeps_a_paragraph_a_line_and_loses_its_image_lines(shared):
    text = (shared / "articles" / "waltz-ukraine-aid.md").read_text(encoding="utf-8")
    kept = [line for line in text.split("\n") if not line.startswith("![")]
    result = prose(text)
    assert result.text.split("\n") == kept
    assert result.notes == ("2 images left out",)
    assert plain_prose(text).text == result.text
