"""Rows of a table as articles: which column is the text, the title, the date is told by the columns' names."""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from annotator.formats.articles.blocks import Known, one_line
from annotator.formats.imported import article_id, titled
from annotator.formats.sourcemap import canonical
from annotator.formats.text import check_text
from annotator.model.document import Article, Document
from annotator.model.exchange import Imported
from annotator.model.faults import Fault

TEXT = (
    *("text", "article_text", "full_text", "fulltext", "article_body", "articlebody", "body_text", "body", "content"),
    *("article_content", "story", "article", "maintext", "raw_text", "document"),
)
"""What a column of texts is called, the likeliest first; `_`, `-`, blanks and capitals make no difference."""

_TITLE = ("title", "headline", "heading", "article_title")
_OUTLET = ("outlet", "publication", "publisher", "newspaper", "source_name", "source", "site", "site_name", "medium")
_DATE = (
    *("published", "published_at", "publish_date", "publication_date", "date_published", "pub_date", "date"),
    *("datetime", "timestamp", "created_at"),
)
_BYLINE = ("byline", "author", "authors", "writer")
_URL = ("url", "link", "web_url", "source_url")
_LANGUAGE = ("language", "lang")


def _plain(name: str) -> str:
    return "".join(name.lower().split()).replace("_", "").replace("-", "")


def named(columns: Iterable[str], names: Iterable[str]) -> str | None:
    """The first of the columns that is called by one of these names, the likeliest name first."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(_plain(column), column)
    return next((by_name[_plain(name)] for name in names if _plain(name) in by_name), None)


class Rows:
    """Makes articles of the rows of a table with these columns.

    name  the file's, for articles and messages

    Raises Fault where no column is called as one of texts is.
    """

    def __init__(self, columns: Iterable[str], name: str) -> None:
        columns = tuple(columns)
        text = named(columns, TEXT)
        if text is None:
            known = ", ".join(columns[:20]) or "none"
            raise Fault(
                f"{name} has no column of texts that is known by its name; its columns are: {known}.",
                f'Call the column with the articles "text" (known are: {", ".join(TEXT)}).',
            )
        self.text = text
        self._name = name
        rest = [column for column in columns if column != text]
        self._title, self._outlet, self._date, self._byline, self._url, self._language = (
            named(rest, names) for names in (_TITLE, _OUTLET, _DATE, _BYLINE, _URL, _LANGUAGE)
        )

    def article(self, row: Mapping[str, Any], where: str, *, encoding: str = "utf-8") -> Imported:
        """The article of a row, its text as it stands; `where` says in messages which row it is.

        Columns that an article has no place for are kept under `meta_extra["columns"]`. Raises Fault where there is no
        text.
        """
        value = row.get(self.text)
        if not isinstance(value, str) or not value.strip():
            raise Fault(f'{where}: there is no text in the column "{self.text}".', "Fill it in, or take the row out.")
        text, source_map = canonical(value)
        check_text(text, where)
        known = Known(
            title=self._words(row, self._title),
            outlet=self._words(row, self._outlet),
            published=self._words(row, self._date),
            byline=self._words(row, self._byline),
            url=self._words(row, self._url),
            language=self._words(row, self._language),
        )
        taken = {self.text, self._title, self._outlet, self._date, self._byline, self._url, self._language}
        rest = {key: as_json(each) for key, each in row.items() if key not in taken and each not in (None, "")}
        extra: dict[str, Any] = {"columns": rest} if rest else {}
        if known.byline:
            extra["byline"] = known.byline
        article = Article(
            id=article_id(text),
            text=text,
            title=titled(known.title, text, where),
            outlet=known.outlet,
            url=known.url,
            published=known.published,
            language=known.language,
            file=self._name,
            source_map=source_map,
        )
        return Imported(document=Document(article=article, meta_extra=extra), encoding=encoding)

    @staticmethod
    def _words(row: Mapping[str, Any], column: str | None) -> str | None:
        value = row.get(column) if column is not None else None
        if isinstance(value, date):  # and its datetime
            return value.isoformat()
        if isinstance(value, list):
            value = ", ".join(each for each in value if isinstance(each, str))
        return one_line(str(value)) or None if isinstance(value, str | int) else None


def as_json(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int | bool) else str(value)
