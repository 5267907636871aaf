"""Articles that come as blocks (headings, paragraphs, items of lists) and not as a text of their own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.imported import article_id, titled
from annotator.formats.inputs import LARGEST_ARTICLE, too_large
from annotator.model.document import Article, Document, Heading
from annotator.model.exchange import Imported

_BLANKS = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_NO_CHARACTER = re.compile("[\0-\x08\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Block:
    """A paragraph's words.

    level  of the heading that it is, 0 where it is none
    close  whether it stands right under the one before, as a list's items and a verse's lines do
    """

    text: str
    level: int = 0
    close: bool = False


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of an article beside its words; None and "" for what is not.

    byline  who wrote it, as printed; kept as `meta_extra["byline"]`
    rest    what else is known, kept beside that
    """

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    byline: str | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)


def one_line(words: str) -> str:
    """Words on one line: blanks and line ends are one space each, control characters are none; NBSP stays."""
    return _NO_CHARACTER.sub("", _BLANKS.sub(" ", words)).strip(" ")


def block_article(
    blocks: Iterable[Block], known: Known, name: str, *, notes: tuple[str, ...] = (), encoding: str = "utf-8"
) -> Imported:
    """The article that blocks make: a blank line between two of them, none where the second stands close.

    name   the file's, for the article and as its title where it has no words
    notes  what was left out or guessed

    Raises Fault where the article is larger than one may be.
    """
    parts: list[str] = []
    headings: list[Heading] = []
    at = 0
    for block in blocks:
        words = one_line(block.text)
        if not words:
            continue
        gap = "" if not parts else "\n" if block.close else "\n\n"
        at += len(gap)
        if block.level:
            headings.append(Heading(at, min(block.level, 6)))
        parts += [gap, words]
        at += len(words)
        if at > LARGEST_ARTICLE:
            raise too_large(name, at, LARGEST_ARTICLE)
    text = "".join(parts)
    article = Article(
        id=article_id(text),
        text=text,
        title=titled(one_line(known.title or ""), text, name),
        outlet=one_line(known.outlet or "") or None,
        url=one_line(known.url or "") or None,
        published=one_line(known.published or "") or None,
        language=known.language or None,
        file=name,
        headings=tuple(headings),
    )
    byline = one_line(known.byline or "")
    extra = {**known.rest, "byline": byline} if byline else known.rest
    if not text:
        notes = (*notes, "the article is empty")
    return Imported(document=Document(article=article, meta_extra=extra), notes=notes, encoding=encoding)
