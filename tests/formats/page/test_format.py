import re
from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from lxml import html

from annotator.formats.page.format import FORMAT
from annotator.model.document import Attribution, Decision, Entity, Heading, Span, Status
from annotator.model.exchange import Lost
from tests.formats.documents import documents
from tests.formats.exchanging import articles, write

ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "aside", "article", "header", "section", "div"),
    *("h2", "h3", "h4", "h5", "h6", "p", "ol", "li", "mark", "span", "small", "sup", "a", "b", "i"),
}
ATTRIBUTES = {"id", "class", "href", "rel", "lang", "dir", "charset", "name", "content", "http-equiv"}


def page(*pairs: Any, **options: Any) -> html.HtmlElement:
    data, _ = write(FORMAT, articles(pairs), **options)
    return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    """The article's own words in an element: without labels, numbers and speakers."""
    inside = ((words(each) if each.tag not in ("small", "sup") else "") + (each.tail or "") for each in element)
    return (element.text or "") + "".join(inside)


def body(root: html.HtmlElement) -> list[html.HtmlElement]:
    return [*root.xpath("//article/header/h2"), *root.xpath("//article/div/*")]


@given(documents())
@settings(deadline=None, max_examples=60)
def test_the_text_is_whole_nothing_runs_and_every_link_leads_somewhere(pair):
    document, _ = pair
    assume(document.text.strip())
    document = replace(document, article=replace(document.article, title="A title of its own"))
    root = page((document, pair[1]), (document, pair[1]))
    assert {each.tag for each in root.iter()} <= ELEMENTS
    assert {name for each in root.iter() for name in each.attrib} <= ATTRIBUTES
    (first, second) = root.xpath("//article")
    shown = "\n".join(words(each) for each in first.xpath("div/*"))
    assert [line for line in shown.split("\n") if line.strip()] == [
        line for line in document.text.split("\n") if line.strip()
    ]
    ids = root.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert {link[1:] for link in root.xpath("//article//@href") if link.startswith("#")} <= set(ids)
    marked = sum(len(words(each)) for each in first.xpath("div//mark"))
    inside = {at for each in document.entities if not each.rejected for at in range(*each.span)}
    assert marked == sum(document.text[at] != "\n" for at in inside)
    assert len(second.xpath(".//li")) == sum(not quote.rejected for quote in document.quotes)


def test_what_a_quote_consists_of_is_told_without_colour(document, speaker):
    quote = replace(document.quotes[0], decision=Decision.ACCEPTED)
    role = replace(speaker, role="ferry captain")
    root = page((replace(document, quotes=(quote,), status=Status.DONE), {"s1": role}))
    contents = root.xpath("//article/div//span[contains(@class, 'q')]")
    assert [words(each) for each in contents] == ['"We go,"', '"Now" it is']
    assert [each.text_content() for each in root.xpath("//article/div//span[@class='c']")] == ["said"]
    (mark,) = root.xpath("//article/div//mark")
    assert (words(mark), mark.get("class").split()) == ("Mira Sol", ["e", "l0", "pending", "s"])
    assert [each.text for each in root.xpath("//article/div//small")] == ["Mira Sol", "PERSON?"]
    assert [each.text_content() for each in root.xpath("//article/div//sup")] == ["1", "1", "1", "1", "1", "1"]
    (row,) = root.xpath("//li")
    assert row.text_content().split("\n") == [
        '"We go," […] "Now" it is',
        "Mira Sol, ferry captain · mixed · source Mira Sol · cue said",
    ]
    assert not root.xpath("//article/header/p[@class='about']")


def test_what_is_not_decided_is_said_to_be(document, speaker):
    nobody = replace(document.quotes[0], speaker=None, attribution=Attribution.NONE)
    for quote, told in ((replace(nobody, attribution=None), "speaker not decided"), (nobody, "nobody")):
        root = page((replace(document, quotes=(quote,)), {}))
        assert root.xpath("//article/div//small[@class='speaker']/text()") == [told]
        assert "not decided yet" in root.xpath("//li")[0].text_content()
        assert root.xpath("//article/header/p[@class='about']/text()") == ["not done yet"]


def test_the_shortest_entity_shows_where_they_overlap(document):
    outer, inner = (
        Entity(id=label, span=Span(*span), label=label, decision=Decision.ADDED)
        for label, span in (("OUTER", (9, 22)), ("INNER", (14, 17)))
    )
    root = page((replace(document, entities=(outer, inner), quotes=()), {}), labels=("INNER", "OUTER"))
    shown = [(words(each), each.get("class")) for each in root.xpath("//article/div//mark")]
    assert shown == [("Mira ", "e l1"), ("Sol", "e l0"), (" said", "e l1")]
    assert root.xpath("//article/div//small/text()") == ["INNER", "OUTER"]


def test_markup_in_what_is_shown_is_text_and_no_address_runs(document, speaker):
    evil = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    about = replace(document.article, title=evil, outlet=evil, url="javascript:alert(1)", language='en" onload="x')
    entity = replace(document.entities[0], label=evil)
    changed = replace(document, article=about, entities=(entity,))
    data, _ = write(FORMAT, articles([(changed, {"s1": replace(speaker, name=evil, role=evil)})]), exported_by=evil)
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    assert {each.tag for each in root.iter()} <= ELEMENTS
    assert {name for each in root.iter() for name in each.attrib} <= ATTRIBUTES
    assert root.xpath("//h2/text()") == [evil]
    assert not [link for link in root.xpath("//@href") if not link.startswith("#")]
    assert "default-src 'none'" in root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    linked = page((replace(document, article=replace(about, url='https://quay.example/a?b="<c>&d')), {"s1": speaker}))
    assert not [link for link in linked.xpath("//@href") if not link.startswith("#")]
    linked = page((replace(document, article=replace(about, url="https://quay.example/a?b&c")), {"s1": speaker}))
    assert "https://quay.example/a?b&c" in linked.xpath("//@href")


def test_headings_are_headings_and_the_title_is_not_said_twice(document):
    text = "A title\nAnother\n\nWords \x01 and more."
    about = replace(document.article, text=text, title="A title", headings=(Heading(8, 2),))
    plain = replace(document, article=about, entities=(), quotes=())
    data, losses = write(FORMAT, articles([(plain, {})]))
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    assert [(each.tag, each.text) for each in body(root)] == [
        ("h2", "A title"),
        ("h4", "Another"),
        ("p", "Words \ufffd and more."),
    ]
    assert [(loss.what, loss.count) for loss in losses] == [(Lost.TEXT, 1)]


def test_the_style_has_a_hue_for_each_label_class_and_fetches_nothing(document, speaker):
    (style,) = page((document, {"s1": speaker})).xpath("//style/text()")
    assert {"l0", "l9", "q", "c", "s", "pending", "open", "label", "speaker"} <= set(
        re.findall(r"\.([a-z]+\d*)\b", style)
    )
    assert not re.search(r"url\(|@import|expression", style)
    assert style.index("prefers-color-scheme: dark") < style.index("@media print")  # paper is light
