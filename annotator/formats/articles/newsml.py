"""Articles from NewsML-G2 (IPTC): news items, alone or many in a message, with NITF, XHTML or plain text in them."""

import re
from typing import Any

from annotator.formats.apart import reads_apart
from annotator.formats.articles.blocks import Block, Known, block_article, one_line
from annotator.formats.articles.markup import Markup, markup
from annotator.formats.articles.prose import left_out
from annotator.formats.inputs import head
from annotator.formats.xmltree import child, local, words, xml_root
from annotator.model.exchange import Format, Imported, Input
from annotator.model.faults import Fault

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:newsItem|newsMessage)[\s>]")
_NAMESPACE = b"iptc.org/std/nar/"
_DATES = (
    *(("contentMeta", "contentCreated"), ("itemMeta", "firstCreated")),
    *(("contentMeta", "contentModified"), ("itemMeta", "versionCreated")),
)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _recognises(given: Input) -> bool:
    start = head(given, 8192)
    return _NAMESPACE in start and _ROOT.search(start) is not None


def articles(name: str, data: bytes) -> list[Imported | Fault]:
    """The articles of a file; a Fault for each item without words. Raises Fault where it is no XML or has no item."""
    items = [each for each in xml_root(data, name).iter() if local(each) == "newsItem"]
    if not items:
        raise Fault(f"{name} is NewsML without a news item.", "Look whether it is the file you meant.")
    found: list[Imported | Fault] = []
    for number, item in enumerate(items, 1):
        content = _content(item)
        if content.blocks:
            found.append(_article(item, content, name))
        else:
            guid = item.get("guid") or f"item {number}"
            found.append(Fault(f"{name}, {guid}: there are no words in it.", "Pictures and films are not read."))
    return found


def _content(item: Any) -> Markup:
    contents = child(item, "contentSet")
    found = Markup()
    for each in contents if contents is not None else ():
        if local(each) == "inlineXML":
            bodies = [one for one in each.iter() if local(one) in ("body.content", "body")]
            inner = [one for one in bodies if local(one) == "body.content"] or bodies[:1] or [each]
            for one in inner:
                part = markup(one)
                found.blocks += part.blocks
                found.gone += part.gone
        elif local(each) == "inlineData" and (each.get("contenttype") or "text/plain").startswith("text/plain"):
            found.blocks += [Block(line) for line in (each.text or "").split("\n") if one_line(line)]
        if found.blocks:  # what follows is the same in another form
            break
    return found


def _article(item: Any, content: Markup, name: str) -> Imported:
    language = child(item, "contentMeta", "language")
    tag = (language.get("tag") if language is not None else item.get(_LANGUAGE)) or ""
    status = child(item, "itemMeta", "pubStatus")
    state = (status.get("qcode") if status is not None else "") or ""
    known = Known(
        title=_first(item, ("contentMeta", "headline"), ("itemMeta", "title")),
        outlet=_provider(item),
        published=_first(item, *_DATES),
        language=tag.partition("-")[0].lower() or None,
        byline=_first(item, ("contentMeta", "by")),
        rest={"newsml": {"guid": item.get("guid")}} if item.get("guid") else {},
    )
    notes = left_out(content.images, "image", "images")
    if state and not state.endswith(":usable"):
        notes = (*notes, f"its publisher says of it: {state.rpartition(':')[2]}")
    return block_article(content.blocks, known, name, notes=notes)


def _first(item: Any, *places: tuple[str, str]) -> str | None:
    """The first words that stand at one of these places."""
    return next(filter(None, (one_line(words(child(item, *place))) for place in places)), None)


def _provider(item: Any) -> str | None:
    """Who published it: the name of the provider, else of the source of its information, else the provider's code."""
    provider = child(item, "itemMeta", "provider")
    for each in (provider, child(item, "contentMeta", "infoSource")):
        if each is not None:
            name = one_line(words(child(each, "name"))) or each.get("literal")
            if name:
                return str(name)
    return (provider.get("qcode") or "").rpartition(":")[2] or None if provider is not None else None


FORMAT = Format(
    name="newsml",
    title="NewsML-G2",
    suffixes=(".xml",),
    recognises=_recognises,
    read=reads_apart("annotator.formats.articles.newsml:articles", "NewsML-G2"),
    carries="An article's words, title, provider, date and by-line; pictures and subject codes are left out.",
)
