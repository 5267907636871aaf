"""Articles from feeds that were saved: RSS 0.9 to 2.0 and Atom (RFC 4287). Nothing that they point to is fetched."""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from annotator.formats.apart import reads_apart
from annotator.formats.articles.blocks import Block, Known, block_article, one_line
from annotator.formats.articles.markup import Markup, markup, tree_of
from annotator.formats.articles.prose import left_out
from annotator.formats.inputs import head
from annotator.formats.xmltree import child, local, words, xml_root
from annotator.model.exchange import Format, Imported, Input
from annotator.model.faults import Fault

_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_ELEMENT = re.compile(rb"<[A-Za-z]")
_FEEDS = (b"rss", b"www.w3.org/2005/Atom", b"purl.org/rss/1.0", b"purl.org/atom")
_FULL, _SHORT = ("encoded", "content"), ("description", "summary")
_ADDRESS = re.compile(r"https?://\S{1,2000}", re.IGNORECASE)
_MARKED = re.compile(r"<[A-Za-z/!][^<>]*>|&(?:#\w+|\w+);")


def _recognises(given: Input) -> bool:
    start = head(given, 4096)
    first = _ELEMENT.search(start)
    return first is not None and _ROOT.match(start, first.start()) is not None and any(mark in start for mark in _FEEDS)


def articles(name: str, data: bytes) -> list[Imported | Fault]:
    """The articles of a feed; a Fault for each entry without words. Raises Fault where it is no XML or has no entry."""
    root = xml_root(data, name)
    channel = child(root, "channel")
    about = root if channel is None else channel
    outlet = one_line(words(child(about, "title"))) or None
    language = words(child(about, "language")) or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    entries = [each for each in root.iter() if local(each) in ("item", "entry")]
    if not entries:
        raise Fault(f"{name} is a feed without an article.", "Look whether it is the file you meant.")
    found: list[Imported | Fault] = []
    for number, entry in enumerate(entries, 1):
        try:
            found.append(_article(entry, outlet, language.partition("-")[0].strip().lower() or None, name))
        except Fault as fault:
            found.append(Fault(f"{name}, article {number}: {fault.message}", fault.remedy))
    return found


def _article(entry: Any, outlet: str | None, language: str | None, name: str) -> Imported:
    content = _words(entry, _FULL, name)
    notes: tuple[str, ...] = ()
    if content is None:
        content = _words(entry, _SHORT, name)
        notes = ("only the summary is in the feed",)
    if content is None:
        raise Fault("there are no words in it.", "Open the page that it points to, and save that.")
    facts = {local(each): each for each in reversed(entry)}
    dates = (facts.get(key) for key in ("pubDate", "published", "date", "issued", "updated"))
    authors = [one_line(words(child(each, "name") if len(each) else each)) for each in entry if local(each) in _AUTHORS]
    known = Known(
        title=" ".join(block.text for block in _html(words(facts.get("title")), name).blocks) or None,
        outlet=_outlet(facts.get("source")) or outlet,
        url=_address(entry),
        published=next((iso(words(each)) for each in dates if each is not None), None),
        language=language,
        byline=", ".join(dict.fromkeys(filter(None, authors))),
    )
    notes += left_out(content.images, "image", "images")
    return block_article(content.blocks, known, name, notes=notes)


_AUTHORS = ("author", "creator")


def _outlet(source: Any) -> str | None:
    """The feed that an entry was taken over from, where it says so."""
    if source is None:
        return None
    return one_line(words(child(source, "title") if len(source) else source)) or None


def _words(entry: Any, names: tuple[str, ...], name: str) -> Markup | None:
    for each in names:
        for element in entry:
            if local(element) != each or element.get("url") is not None:  # Media RSS: a picture
                continue
            if len(element):
                found = markup(element)
            elif element.get("type") == "text":
                found = _plain(element.text or "")
            else:
                found = _html(element.text or "", name)
            if found.blocks:
                return found
    return None


def _plain(text: str) -> Markup:
    return Markup([Block(line) for line in text.split("\n") if one_line(line)])


def _html(text: str, name: str) -> Markup:
    if not _MARKED.search(text):
        return _plain(text)
    tree = tree_of(f"<div>{text}</div>", name)
    return Markup() if tree is None else markup(tree)


def _address(entry: Any) -> str | None:
    links = [each for each in entry if local(each) == "link" and each.get("rel", "alternate") == "alternate"]
    found = (one_line(each.get("href") or each.text or "") for each in links)
    return next((each for each in found if _ADDRESS.fullmatch(each)), None)


def iso(date: str) -> str | None:
    """A date of RFC 822 as ISO 8601; one that is in ISO 8601 as it is, anything else not at all."""
    date = one_line(date)
    if re.match(r"\d{4}-\d{2}-\d{2}", date):
        return date
    try:
        found = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).isoformat()


FORMAT = Format(
    name="feed",
    title="Feed (RSS, Atom)",
    suffixes=(".rss", ".atom", ".xml"),
    recognises=_recognises,
    read=reads_apart("annotator.formats.articles.feeds:articles", "a feed"),
    carries="The words, titles, dates, addresses and by-lines of articles, as far as the feed has them in full.",
)
