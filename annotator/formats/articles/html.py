"""Articles from web pages that were saved: title, outlet, date, by-line and words, without what stands around them.

What belongs to the article is told by trafilatura (Barbaresi 2021, *Trafilatura: A Web Scraping Library and
Command-Line Tool for Text Discovery and Extraction*), which fetches nothing when it is given a page.
"""

import re
from pathlib import PurePath
from typing import Any

from annotator.formats.apart import reads_apart
from annotator.formats.articles.blocks import Known, block_article, one_line
from annotator.formats.articles.markup import Markup, markup, tree_of, words_in
from annotator.formats.articles.prose import left_out
from annotator.formats.inputs import head
from annotator.formats.text import decode
from annotator.model.exchange import Format, Imported, Input
from annotator.model.faults import Fault

SUFFIXES = (".html", ".htm", ".xhtml")

_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head)\b", re.I | re.S
)
_TAG = re.compile(rb"<(?:p|div|body|article|section|main|h[1-6]|meta|title)[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE)
_DECLARED = re.compile(
    r"(?:windows-|cp)125\d|iso-?8859-\d{1,2}|latin-?1|us-ascii|koi8-[ru]|shift_jis|euc-(?:jp|kr)|iso-2022-jp|gbk|gb2312|"
    r"gb18030|big5|macintosh|tis-620",
    re.IGNORECASE,
)
_AS_WINDOWS = re.compile(r"iso-?8859-1|latin-?1|us-ascii", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S{1,2000}", re.IGNORECASE)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]{4,15}(?:Z|[+-]\d{2}:?\d{2})?")
_TIMES = ("article:published_time", "datePublished", "date", "dc.date", "pubdate")
_HEAD = 4096


def _recognises(given: Input) -> bool:
    start = head(given, _HEAD)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[2:].replace(b"\0", b"")
    start = start.removeprefix(b"\xef\xbb\xbf")
    if _START.match(start):
        return True
    return PurePath(given.name).suffix.lower() in SUFFIXES and _TAG.search(start) is not None


def articles(name: str, data: bytes) -> list[Imported | Fault]:
    """The article of a web page. Raises Fault where there are no words on it."""
    decoded = decode(data, name, declared=_charset(data))
    page = tree_of(decoded.text, name)
    if page is None:
        raise _empty(name)
    whole = markup(page)
    taken, known = _taken(page)
    notes = decoded.notes
    if taken is None:
        if not whole.blocks:
            raise _empty(name)
        taken = whole
        notes = (*notes, "taken whole: which words are the article's could not be told")
    else:
        around = words_in(whole.blocks) - words_in(taken.blocks)
        notes += left_out(max(0, around), "word around the article", "words around the article")
    notes += left_out(whole.images, "image", "images")
    return [block_article(taken.blocks, known, name, notes=notes, encoding=decoded.encoding)]


def _empty(name: str) -> Fault:
    return Fault(
        f"There are no words on the page {name}.",
        "Where a script writes them, save the page from the browser as it shows it, or copy the text and paste it.",
    )


def _charset(data: bytes) -> str:
    """The encoding that a page names, as browsers read the name; "" where it names none that is known."""
    found = _CHARSET.search(data, 0, _HEAD)
    name = found[1].decode("ascii") if found else ""
    if not _DECLARED.fullmatch(name):
        return ""
    return "cp1252" if _AS_WINDOWS.fullmatch(name) else name.lower()


def _taken(page: Any) -> tuple[Markup | None, Known]:
    """What of a page is the article, None where it could not be told, and what is known of it."""
    from trafilatura import bare_extraction

    title, times = page.findtext(".//title"), _times(page)
    language = (page.get("lang") or "").partition("-")[0].lower()
    try:
        found: Any = bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            include_images=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except ValueError:  # control characters, of which lxml takes none
        found = None
    known = Known(title=title, language=language if re.fullmatch("[a-z]{2,3}", language) else None)
    if found is None or found.body is None:
        return None, known
    taken = markup(found.body)
    if not taken.blocks:
        return None, known
    date = found.date or None
    return taken, Known(
        title=found.title or taken.title or title,
        outlet=found.sitename,
        url=found.url if _ADDRESS.fullmatch(found.url or "") else None,
        published=next((time for time in times if date and time.startswith(date)), date),
        language=known.language,
        byline=found.author,
    )


def _times(page: Any) -> list[str]:
    """The times of day that a page says it was published at, as it writes them."""
    metas = (
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "", meta) for meta in page.iter("meta")
    )
    found = (one_line(meta.get("content") or "") for name, meta in metas if name in _TIMES)
    return [time for time in found if _TIME.fullmatch(time)]


FORMAT = Format(
    name="html",
    title="Web page (HTML)",
    suffixes=SUFFIXES,
    recognises=_recognises,
    read=reads_apart("annotator.formats.articles.html:articles", "a web page"),
    carries="An article's words, headings, title, outlet, date and by-line; what stands around it is left out.",
)
