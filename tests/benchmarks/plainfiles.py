"""Files of plain articles as other programs have them, to measure how they come in: tables, web pages, feeds.

Each maker writes so many articles to a target, one by one, and holds none of them.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

from tests.benchmarks.articles import article

MOST_PACKED = 10_000
"""How many files an archive may hold."""
_IN_A_FEED = 50
_IN_A_GROUP = 1_000
_COLUMNS = ("title", "text", "outlet", "date")
_Row: TypeAlias = tuple[str, str, str, str]


def _rows(articles: int, words: int) -> Iterator[_Row]:
    for seed in range(articles):
        yield f"Article {seed}", article(words, seed=seed).text, "The Harbour Post", "2026-03-01"


def _batches(rows: Iterator[_Row], size: int) -> Iterator[list[_Row]]:
    while batch := list(islice(rows, size)):
        yield batch


def _cells(delimiter: str) -> Callable[[Path, int, int], None]:
    def make(target: Path, articles: int, words: int) -> None:
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerow(_COLUMNS)
            writer.writerows(_rows(articles, words))

    return make


def _lines(target: Path, articles: int, words: int) -> None:
    with target.open("w", encoding="utf-8") as file:
        for row in _rows(articles, words):
            print(json.dumps(dict(zip(_COLUMNS, row, strict=True)), ensure_ascii=False), file=file)


def _parquet(target: Path, articles: int, words: int) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = pa.schema([(name, pa.string()) for name in _COLUMNS])
    with ParquetWriter(target, schema) as writer:
        for group in _batches(_rows(articles, words), _IN_A_GROUP):
            columns = [list(column) for column in zip(*group, strict=True)]
            writer.write_table(pa.table(dict(zip(_COLUMNS, columns, strict=True)), schema=schema))


def _page(title: str, text: str, outlet: str, date: str) -> str:
    """A web page as a newspaper has it, with what stands around its article."""
    body = "".join(f"<p>{escape(line)}</p>\n" for line in text.split("\n") if line)
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="og:site_name" content="{escape(outlet)}">'
        f'<meta property="article:published_time" content="{date}"></head>'
        f"<body><nav><ul>{links}</ul></nav><article><h1>{escape(title)}</h1>\n{body}</article>"
        "<footer>All rights reserved</footer></body></html>"
    )


def _pages(target: Path, articles: int, words: int) -> None:
    target.mkdir()
    for number, row in enumerate(_rows(articles, words)):
        (target / f"{number:06}.html").write_text(_page(*row), "utf-8")


def _packed(target: Path, articles: int, words: int) -> None:
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for number, row in enumerate(_rows(min(articles, MOST_PACKED), words)):
            archive.writestr(f"pages/{number:06}.html", _page(*row))


def _feeds(target: Path, articles: int, words: int) -> None:
    target.mkdir()
    for number, rows in enumerate(_batches(_rows(articles, words), _IN_A_FEED)):
        items = "".join(
            f"<item><title>{escape(title)}</title><link>https://example.org/{escape(title)}</link>"
            f"<content:encoded>{escape(''.join(f'<p>{escape(line)}</p>' for line in text.split(chr(10)) if line))}"
            "</content:encoded></item>"
            for title, text, _, _ in rows
        )
        head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        channel = f"{head}<title>The Harbour Post</title>{items}</channel></rss>"
        (target / f"{number:05}.xml").write_text(f'<?xml version="1.0" encoding="utf-8"?>{channel}', "utf-8")


SOURCES: Mapping[str, tuple[str, Callable[[Path, int, int], None]]] = {
    "table, CSV": (".csv", _cells(",")),
    "table, TSV": (".tsv", _cells("\t")),
    "table-jsonl": (".jsonl", _lines),
    "parquet": (".parquet", _parquet),
    "html, a folder": ("", _pages),
    "html, a zip": (".zip", _packed),
    "feed, a folder": ("", _feeds),
}
"""What is made, by its name in the table: how its name ends, and what makes it."""
