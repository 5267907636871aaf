import pytest

from annotator.formats.articles import feeds, newsml
from annotator.formats.inputs import Given
from annotator.model.document import Heading
from annotator.model.faults import Fault

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Quay Post</title><language>en-gb</language>
<item><title>Harbour &amp;amp; bar</title><link>https://quay.example/1</link>
<pubDate>Tue, 04 Mar 2025 09:30:00 +0100</pubDate>
<dc:creator>Mara Lind</dc:creator><description>Short.</description><content:encoded><![CDATA[<h2>Boats</h2>
<p>“We are 😀,” said&nbsp;Ana.</p><img src="http://127.0.0.1:9/a"><p>It was cold.</p>]]></content:encoded></item>
<item><title>Rain</title><pubDate>soon</pubDate><description>It rains &amp;lt;3.</description></item>
<item><title>A picture</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Kai</title><entry><title>Hafen</title>
<link rel="self" href="https://kai.example/a.xml"/><link href="https://kai.example/a"/><published>2025-03-04T09:30:00Z</published>
<author><name>Mara Lind</name></author><author><name>Ole Berg</name></author><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>Er ist <b>offen</b>.</p></div></content></entry></feed>"""
NEWSML = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:quay:1" xml:lang="en-GB"><itemMeta>
<versionCreated>2025-03-05T00:00:00Z</versionCreated><provider literal="Quay Wire"/><pubStatus qcode="stat:canceled"/>
</itemMeta><contentMeta><contentCreated>2025-03-04T09:30:00Z</contentCreated><by>By Mara Lind</by>
<headline>Harbour opens</headline></contentMeta><contentSet><inlineXML><nitf><head><title>No</title></head><body>
<body.head><hedline><hl1>No</hl1></hedline></body.head><body.content><p>It opened.</p><hl2>Boats</hl2><p>One goes.</p>
</body.content></body></nitf></inlineXML></contentSet></newsItem>"""


def test_a_feed_gives_its_articles():
    full, short, none = feeds.articles("a.rss", RSS.encode())
    article = full.document.article
    assert article.text == "Boats\n\n“We are 😀,” said\xa0Ana.\n\nIt was cold."
    assert article.headings == (Heading(0, 2),)
    assert (article.title, article.outlet, article.language) == ("Harbour & bar", "The Quay Post", "en")
    assert (article.url, article.published) == ("https://quay.example/1", "2025-03-04T09:30:00+01:00")
    assert (full.document.meta_extra, full.notes) == ({"byline": "Mara Lind"}, ("1 image left out",))
    assert (short.document.text, short.document.article.published) == ("It rains <3.", None)
    assert short.notes == ("only the summary is in the feed",)
    assert str(none).startswith("a.rss, article 3: there are no words in it.")


def test_an_atom_feed_gives_its_articles():
    (found,) = feeds.articles("a.atom", ATOM.encode("utf-16"))
    article = found.document.article
    assert (article.text, article.title, article.outlet, article.language) == ("Er ist offen.", "Hafen", "Kai", "de")
    assert (article.url, article.published) == ("https://kai.example/a", "2025-03-04T09:30:00Z")
    assert found.document.meta_extra == {"byline": "Mara Lind, Ole Berg"}


def test_news_items_give_their_articles():
    (found,) = newsml.articles("a.xml", NEWSML.encode())
    article = found.document.article
    assert article.text == "It opened.\n\nBoats\n\nOne goes."
    assert article.headings == (Heading(12, 2),)
    assert (article.title, article.outlet, article.language) == ("Harbour opens", "Quay Wire", "en")
    assert article.published == "2025-03-04T09:30:00Z"
    assert found.document.meta_extra == {"byline": "By Mara Lind", "newsml": {"guid": "urn:quay:1"}}
    assert found.notes == ("its publisher says of it: canceled",)
    plain = NEWSML[: NEWSML.index("<inlineXML>")] + "<inlineData>One.\n\nTwo.</inlineData></contentSet></newsItem>"
    (found,) = newsml.articles(
        "a.xml", f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">{plain}</newsMessage>'.encode()
    )
    assert found.document.text == "One.\n\nTwo."


BOMB = '<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "&a;&a;">' for n in range(9)
)


@pytest.mark.parametrize("read", [feeds.articles, newsml.articles])
@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (BOMB + "]><rss><item>&a8;</item></rss>", "document type declaration|entity"),
        ('<!DOCTYPE r SYSTEM "http://127.0.0.1:9/a.dtd"><rss/>', "document type declaration"),
        ("<rss>\n<item></rss>", "line 2, column"),
        ("<a>" * 5000, "line 1, column"),
        ("<rss/>", "without"),
        ("", "line 1, column"),
    ],
    ids=["bomb", "outside", "broken", "deep", "bare", "empty"],
)
def test_xml_made_to_do_harm_is_refused(read, xml, said):
    with pytest.raises(Fault, match=said):
        read("a.xml", xml.encode())


def test_feeds_and_news_items_are_known_by_what_stands_in_them():
    for text, is_feed, is_news in (
        (RSS, True, False),
        (ATOM, True, False),
        (NEWSML, False, True),
        ("<x/>", False, False),
    ):
        given = Given("a.xml", text.encode())
        assert (feeds.FORMAT.recognises(given), newsml.FORMAT.recognises(given)) == (is_feed, is_news)
