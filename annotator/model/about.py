"""What is known of an article beside its words: what it is called, and where, by whom and when it was published."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from annotator.model.document import Document

BYLINE: Final = "byline"
"""The key of a line's `meta` that has it: no format but a few knows by-lines, and none loses an unknown key."""
LONGEST: Final = 1000
"""How many characters each may have: more is a text in the wrong field."""

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_YEAR: Final = re.compile(r"\d{4}(-\d\d)?")


@dataclass(frozen=True, kw_only=True)
class About:
    """What is known of an article.

    published  when, in ISO 8601, as exactly as it is known ("2026", "2026-11", "2026-11-23T09:14:05Z")
    language   ISO 639, perhaps with a region ("en", "pt-BR")
    """

    title: str = ""
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None

    @classmethod
    def of(cls, document: Document) -> "About":
        """What a document says."""
        article, byline = document.article, document.meta_extra.get(BYLINE)
        return cls(
            title=article.title,
            outlet=article.outlet,
            byline=byline if isinstance(byline, str) else None,
            published=article.published,
            url=article.url,
            language=article.language,
        )

    def said_of(self, document: Document) -> Document:
        """The document, saying this."""
        article = replace(
            document.article,
            title=self.title,
            outlet=self.outlet,
            published=self.published,
            url=self.url,
            language=self.language,
        )
        extra = document.meta_extra
        if self.byline != About.of(document).byline:
            rest = {key: value for key, value in extra.items() if key != BYLINE}
            extra = rest if self.byline is None else {**rest, BYLINE: self.byline}
        return replace(document, article=article, meta_extra=extra)


def wrongs(about: About, before: About) -> Mapping[str, str]:
    """What is wrong with what somebody says of an article, by the fields' names, in a sentence each.

    before  what was said: an import may have brought what no person could, and it may stay
    """
    said = {field.name: getattr(about, field.name) or "" for field in fields(About)}
    found = {}
    for name, words in said.items():
        if words and words != getattr(before, name):
            why = _of_words(words) or _CHECKS.get(name, _nothing)(words)
            if why:
                found[name] = why
    return found


def _of_words(words: str) -> str:
    if len(words) > LONGEST:
        return f"This has {len(words):,} characters; {LONGEST:,} are the most."
    if not words.isprintable():
        return "This is more than one line, or holds what cannot be seen."
    return ""


def _nothing(words: str) -> str:
    del words
    return ""


def _of_date(words: str) -> str:
    try:
        datetime.fromisoformat(f"{words}-01-01"[:10] if _YEAR.fullmatch(words) else words)
    except ValueError:
        return "A date is written 2026-11-23, or as much of it as is known; a time may follow: 2026-11-23T09:14."
    return ""


def _of_url(words: str) -> str:
    try:
        parts = urlsplit(words)
    except ValueError:
        return "This is no address."
    if parts.scheme not in ("http", "https") or not parts.netloc or " " in words:
        return "An address begins with http:// or https:// and has no blanks."
    return ""


def _of_language(words: str) -> str:
    return "" if _LANGUAGE.fullmatch(words) else "A language is written en, de or pt-BR."


_CHECKS: Final = {"published": _of_date, "url": _of_url, "language": _of_language}
