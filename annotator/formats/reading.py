"""Bytes to articles: one of a text or Markdown file, one a line of JSONL."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from annotator.formats.articles import plaintext
from annotator.formats.articles.prose import Prose
from annotator.formats.imported import Imported, article_id, titled
from annotator.formats.inputs import COLLECTION_SUFFIXES, LARGEST_COLLECTION, MARKDOWN_SUFFIXES, Given, head
from annotator.formats.sourcemap import compose
from annotator.formats.text import decode, refuse_binary
from annotator.model.document import Article, Document
from annotator.model.exchange import Input
from annotator.model.faults import Fault

__all__ = ["Imported", "article_of", "read", "values"]

_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def read(name: str, data: bytes, *, pasted: bool = False) -> Iterator[Imported | Fault]:
    """The articles of an input, one by one, and a Fault in place of each that cannot be read.

    name    the file's name, whose suffix says what it is; what is neither Markdown nor JSONL is taken for plain text
    data    its bytes
    pasted  whether it comes from the clipboard or the like: plain text in UTF-8, and `name` is no file's

    Nothing that an article refers to is fetched.
    """
    try:
        if not pasted and PurePath(name).suffix.lower() in COLLECTION_SUFFIXES:
            yield from collection(Given(name, data))
        else:
            yield _article(name, data, pasted)
    except Fault as fault:
        yield fault


def _article(name: str, data: bytes, pasted: bool) -> Imported:
    decoded = decode(data, name)
    path = PurePath(name)
    prose = _markdown(decoded.text) if _is_markdown(path, pasted) else plaintext.prose(decoded.text)
    article = Article(
        id=article_id(prose.text),
        text=prose.text,
        title=titled(prose.title, prose.text, "" if pasted else path.stem),
        outlet=prose.outlet,
        url=prose.url,
        published=prose.published,
        file=None if pasted else path.name,
        source_map=compose(prose.runs, decoded.source_map),
        headings=prose.headings,
    )
    notes = decoded.notes + prose.notes
    if not prose.text.strip():
        notes = (*notes, "the article is empty")
    extra = {"byline": prose.byline} if prose.byline else {}
    return Imported(document=Document(article=article, meta_extra=extra), notes=notes, encoding=decoded.encoding)


def _is_markdown(path: PurePath, pasted: bool) -> bool:
    return not pasted and path.suffix.lower() in MARKDOWN_SUFFIXES


def _markdown(text: str) -> Prose:
    from annotator.formats.articles import (
        markdown,  # its parser takes long to load, and the window is up sooner without
    )

    return markdown.prose(text)


def collection(given: Input) -> Iterator[Imported | Fault]:
    """The articles of JSONL in our own form or plain, of which one is in memory at a time.

    Raises Fault where there is nothing in it, or it is no text.
    """
    from annotator.formats import jsontext  # not for text and Markdown, with which the window is up sooner

    given, encoding = _in_utf8(given)
    for found in jsontext.values(given):
        try:
            yield found if isinstance(found, Fault) else replace(article_of(*found, given.name), encoding=encoding)
        except Fault as fault:
            yield fault


def values(name: str, data: bytes) -> Iterator[tuple[str, Any] | Fault]:
    """The JSON values of a collection, each with where it stands ("a.jsonl, line 3"); a Fault for what is no JSON.

    A `.json` file may be one value or a list of them, any other has one a line. Raises Fault where there is nothing in
    it, or it is no text.
    """
    from annotator.formats import jsontext

    return jsontext.values(_in_utf8(Given(name, data))[0])


def article_of(where: str, value: Any, name: str) -> Imported:
    """The article of one such value, in our own form or plain. Raises Fault where it has none."""
    from annotator.formats.jsonl.plain import from_plain_line
    from annotator.formats.jsonl.reading import from_line, is_ours

    return from_line(value, where) if is_ours(value) else from_plain_line(value, where, PurePath(name).name)


def _in_utf8(given: Input) -> tuple[Input, str]:
    """A collection in UTF-8, and the encoding it was in; one in UTF-16 or UTF-32 is decoded as a whole."""
    start = head(given)
    refuse_binary(start, given.name)
    if not start.startswith(_WIDE_BOMS):
        return given, "utf-8"
    with given.open() as file:
        data = file.read(LARGEST_COLLECTION + 1)
    decoded = decode(data, given.name, LARGEST_COLLECTION)
    return Given(given.name, decoded.text.encode()), decoded.encoding
