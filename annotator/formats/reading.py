"""Bytes to articles: one of a text or Markdown file, one a line of JSONL."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from annotator.formats import plaintext
from annotator.formats.imported import Imported, article_id, title_of
from annotator.formats.inputs import COLLECTION_SUFFIXES, LARGEST_COLLECTION, MARKDOWN_SUFFIXES, too_large
from annotator.formats.jsonl_plain import from_plain_line
from annotator.formats.jsonl_reading import from_line, is_ours
from annotator.formats.jsontext import has_surrogates, nothing, parsed, refuse_half_pairs
from annotator.formats.prose import Prose
from annotator.formats.sourcemap import compose
from annotator.formats.text import decode, refuse_binary
from annotator.model.document import Article, Document
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
            yield from collection(name, data)
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
        title=title_of(prose.title or prose.text, "" if pasted else path.stem),
        url=prose.url,
        published=prose.published,
        file=None if pasted else path.name,
        source_map=compose(prose.runs, decoded.source_map),
        headings=prose.headings,
    )
    notes = decoded.notes + prose.notes
    if not prose.text.strip():
        notes = (*notes, "the article is empty")
    return Imported(document=Document(article=article), notes=notes, encoding=decoded.encoding)


def _is_markdown(path: PurePath, pasted: bool) -> bool:
    return not pasted and path.suffix.lower() in MARKDOWN_SUFFIXES


def _markdown(text: str) -> Prose:
    from annotator.formats import markdown  # its parser takes long to load, and the window is up sooner without

    return markdown.prose(text)


def collection(name: str, data: bytes) -> Iterator[Imported | Fault]:
    """The articles of JSONL in our own form or plain. Raises Fault where there is nothing in it, or it is no text."""
    data, encoding = _in_utf8(name, data)
    for found in _checked(name, data):
        try:
            yield found if isinstance(found, Fault) else replace(article_of(*found, name), encoding=encoding)
        except Fault as fault:
            yield fault


def values(name: str, data: bytes) -> Iterator[tuple[str, Any] | Fault]:
    """The JSON values of a collection, each with where it stands ("a.jsonl, line 3"); a Fault for what is no JSON.

    A `.json` file may be one value or a list of them, any other has one a line. Raises Fault where there is nothing in
    it, or it is no text.
    """
    return _checked(name, _in_utf8(name, data)[0])


def article_of(where: str, value: Any, name: str) -> Imported:
    """The article of one such value, in our own form or plain. Raises Fault where it has none."""
    return from_line(value, where) if is_ours(value) else from_plain_line(value, where, PurePath(name).name)


def _in_utf8(name: str, data: bytes) -> tuple[bytes, str]:
    """A collection's bytes in UTF-8 without a BOM, and the encoding they were in."""
    if len(data) > LARGEST_COLLECTION:
        raise too_large(name, len(data), LARGEST_COLLECTION)
    refuse_binary(data, name)
    encoding = "utf-8"
    if data.startswith(_WIDE_BOMS):
        decoded = decode(data, name, LARGEST_COLLECTION)
        data, encoding = decoded.text.encode(), decoded.encoding
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise Fault(f"{name} is empty: there is no article in it.", "Look whether it is the file you meant.")
    return data, encoding


def _checked(name: str, data: bytes) -> Iterator[tuple[str, Any] | Fault]:
    may_be_broken = has_surrogates(data)
    for where, value in _values(name, data):
        try:
            if isinstance(value, bytes):
                value = parsed(value, where)
            if may_be_broken:
                refuse_half_pairs(value, where)
        except Fault as fault:
            yield fault
        else:
            yield where, value


def _values(name: str, data: bytes) -> Iterator[tuple[str, Any]]:
    """What stands in a file, each with what to call it: its lines, as bytes, or the values of a whole JSON file."""
    if PurePath(name).suffix.lower() == ".json":
        try:
            whole = json.loads(data, parse_constant=nothing)
        except (ValueError, RecursionError) as error:
            _, first = next(_lines(data))
            parsed(first, f"{name} is neither JSON ({error}) nor JSONL: line 1")
        else:
            for number, value in enumerate(whole if isinstance(whole, list) else [whole], 1):
                yield f"{name}, article {number}", value
            return
    for number, line in _lines(data):
        yield f"{name}, line {number}", line


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers, counted from 1."""
    start = number = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        number += 1
        line = data[start:end].strip()
        start = end + 1
        if line:
            yield number, line
