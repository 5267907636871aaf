"""The guideline as a web page: what was written, letter by letter, and nothing that a browser would fetch or run."""

from annotator.formats.page.guideline import guideline_page


def test_it_shows_the_markdown_and_no_markup_picture_or_script_of_anybodys():
    text = "# A *b*\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n<script>z</script> ![p](https://e.org/p.png)"
    page = guideline_page(text, "<News>", "annotator 1")
    body = page[page.index("<body>") :]
    assert "<h1>A <em>b</em></h1>" in body
    assert "<td>2</td>" in body
    assert "&lt;script&gt;z" in body
    assert "<img" not in page
    assert "<script" not in page
    assert 'href="java' not in guideline_page("[l](javascript:x)", "", "")
    assert "default-src 'none'" in page
    assert "<title>&lt;News&gt;</title>" in page
