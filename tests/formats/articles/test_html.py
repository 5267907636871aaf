import os
import time

import pytest

from annotator.formats import apart
from annotator.formats.articles.html import FORMAT, articles
from annotator.formats.inputs import Given
from annotator.model.document import Heading
from annotator.model.exchange import Imported
from annotator.model.faults import Fault

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Harbour opens | The Quay Post</title>
<meta property="og:site_name" content="The Quay Post"><meta name="author" content="Mara Lind">
<meta property="article:published_time" content="2025-03-04T09:30:00+01:00">
<link rel="canonical" href="https://quay.example/harbour"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Harbour opens again</h1>
<p>The harbour opened again on Tuesday after a winter of repairs,
   the town said.<br>It was cold.</p><h2>Boats</h2>
<p>“We are <b>glad</b> 😀,” said <a href="http://127.0.0.1:9/x">Ana Ruiz</a>. She runs the boats &amp; the bar.</p>
<ul><li>One boat goes daily.</li><li>Another goes weekly.</li></ul>
<img src="http://127.0.0.1:9/a.png" alt="A boat"><script>document.write("never")</script></article>
<footer>All rights reserved by nobody in particular</footer></body></html>"""


def _one(page: str | bytes, name: str = "page.html") -> Imported:
    (found,) = articles(name, page.encode() if isinstance(page, str) else page)
    assert isinstance(found, Imported)
    return found


def test_a_page_gives_its_article_and_what_is_known_of_it():
    found = _one(PAGE)
    article = found.document.article
    assert article.text == (
        "Harbour opens again\n\nThe harbour opened again on Tuesday after a winter of repairs, the town said.\n"
        "It was cold.\n\nBoats\n\n“We are glad 😀,” said Ana Ruiz. She runs the boats & the bar.\n\n"
        "One boat goes daily.\nAnother goes weekly."
    )
    assert article.headings == (Heading(0, 1), Heading(article.text.index("Boats"), 2))
    assert (article.title, article.outlet) == ("Harbour opens again", "The Quay Post")
    assert (article.published, article.url) == ("2025-03-04T09:30:00+01:00", "https://quay.example/harbour")
    assert (article.language, article.file) == ("en", "page.html")
    assert found.document.meta_extra == {"byline": "Mara Lind"}
    assert found.notes == ("9 words around the article left out", "1 image left out")


@pytest.mark.parametrize(
    ("declared", "codec"), [("windows-1252", "cp1252"), ("ISO-8859-1", "cp1252"), ("koi8-r", "koi8-r"), ("x", "utf-16")]
)
def test_a_page_is_read_in_the_encoding_it_names(declared, codec):
    words = "Она сказала, что гавань открыта." if codec == "koi8-r" else "“Ça va,” said Zoë, at the café."
    page = f'<html><head><meta charset="{declared}"></head><body><p>{words}</p></body></html>'
    assert _one(page.encode(codec)).document.text == words


@pytest.mark.parametrize(
    ("name", "page", "is_one"),
    [
        ("a.txt", PAGE, True),
        ("a.html", "\ufeff<!-- saved -->\n<HTML><body>x", True),
        ("a.xhtml", '<?xml version="1.0"?>\n<!DOCTYPE html><html/>', True),
        ("a.htm", "<p>Only words", True),
        ("a.md", "<p>Markdown may begin so</p>", False),
        ("a.html", "No tags at all", False),
        ("a.xml", '<?xml version="1.0"?><rss/>', False),
    ],
)
def test_a_page_is_known_by_what_stands_in_it(name, page, is_one):
    assert FORMAT.recognises(Given(name, page.encode())) is is_one


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><script>write()</script></html>", "There are no words"),
        ("<html><!-- -->", "There are no words"),
        ("<html><body>" + "<div>" * 5000 + "x", r"nested too deeply.*line 1, column \d+"),
    ],
)
def test_a_page_that_gives_nothing_says_why(page, said):
    with pytest.raises(Fault, match=said):
        _one(page)


def test_pages_are_read_in_a_process_that_outlives_what_goes_wrong(monkeypatch):
    assert FORMAT.read is not None
    assert [each.document.article.title for each in FORMAT.read(Given("a.html", PAGE.encode()))] == [
        "Harbour opens again"
    ]
    for place, said in (
        ("time:sleep", "damaged"),
        ("tests.formats.articles.test_html:ends", "process that reads it has ended"),
    ):
        with pytest.raises(Fault, match=said):
            list(apart.reads_apart(place, "a web page")(Given("a.html", b"")))
    waits = apart.reads_apart("tests.formats.articles.test_html:waits", "a web page")
    assert list(waits(Given("a.html", b""))) == []  # and this module is imported there
    monkeypatch.setattr(apart, "PATIENCE", 0.2)
    assert list(waits(Given("a.html", b""))) == []
    with pytest.raises(Fault, match="takes longer than 0 seconds"):  # by its own work
        list(apart.reads_apart("tests.formats.articles.test_html:works", "a web page")(Given("a.html", b"")))
    monkeypatch.setattr(apart, "BUSY", 1)
    with pytest.raises(Fault, match="takes longer than 0 seconds"):  # by the clock
        list(apart.reads_apart("tests.formats.articles.test_html:sleeps", "a web page")(Given("a.html", b"")))


def works(name: str, data: bytes) -> None:
    while True:
        pass


def waits(name: str, data: bytes) -> list[Imported]:
    time.sleep(0.4)
    return []


def ends(name: str, data: bytes) -> None:
    os._exit(3)


def sleeps(name: str, data: bytes) -> None:
    time.sleep(60)
