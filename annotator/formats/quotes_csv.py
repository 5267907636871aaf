"""Quotes as a table, one a row, for spreadsheets.

A cell that a spreadsheet would take for a formula is given an apostrophe in front, as OWASP's *CSV Injection* advises;
each is told as a loss.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from annotator.model.document import Quote, Span
from annotator.model.exchange import Format, Loss, Lost, Output, Portable, WriteOptions, Writer, untold

COLUMNS = (
    *("quote", "speaker", "role", "named", "source", "cue", "kind", "attribution", "article", "title", "outlet"),
    *("published", "url", "contents", "decision", "score", "id"),
)
_TOLD = (Lost.QUOTES, Lost.SPEAKERS, Lost.ATTRIBUTES)
_SHOWN = ("title", "outlet", "published", "url")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class QuoteTable:
    """Writes rows with the columns `COLUMNS`; `contents` are code points of the text, `0-11 25-40`."""

    def __init__(self, delimiter: str, output: Output, options: WriteOptions) -> None:
        file = output.text()
        file.write("\ufeff" if delimiter == "," else "")  # by it Excel knows UTF-8; nothing else needs it
        self._rows = csv.writer(file, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n")
        self._rows.writerow(COLUMNS)
        self._options = options

    def write(self, article: Portable) -> Iterator[Loss]:
        """Writes a row for every quote that is not rejected, and those too where they are asked for."""
        document = article.document
        losses = []
        told: set[int] = set()
        for quote in document.quotes:
            if quote.rejected and not self._options.rejected:
                continue
            marked = self._options.contents == "marked" and quote.marked
            spans = marked or quote.contents
            told.update(*(range(*span) for span in spans))
            cells = self._cells(article, quote, spans)
            safe = [neutral(cell) for cell in cells]
            self._rows.writerow(safe)
            changed = [name for name, cell, kept in zip(COLUMNS, cells, safe, strict=True) if cell != kept]
            if changed:
                losses.append(
                    Loss(Lost.TEXT, len(changed), quote.extent, f"{quote.id}: ' put before {', '.join(changed)}")
                )
        around = len(document.text) - len(told)
        if around:
            losses.append(Loss(Lost.TEXT, around, detail="outside of the quotes"))
        entities = sum(not entity.rejected for entity in document.entities)
        if entities:
            losses.append(Loss(Lost.ENTITIES, entities))
        only = replace(article, document=replace(document, entities=()))
        return iter((*losses, *untold(only, _TOLD, shown=_SHOWN)))

    def _cells(self, article: Portable, quote: Quote, spans: Sequence[Span]) -> list[str]:
        document = article.document
        text, about = document.text, document.article
        speaker = article.speakers.get(quote.speaker) if quote.speaker is not None else None
        return [
            " […] ".join(text[span.start : span.end] for span in spans),
            speaker.name if speaker is not None else "",
            (speaker.role or "") if speaker is not None else "",
            "" if speaker is None else "yes" if speaker.named else "no",
            text[slice(*quote.source)] if quote.source is not None else "",
            text[slice(*quote.cue)] if quote.cue is not None else "",
            str(quote.kind),
            str(quote.attribution or ""),
            about.id,
            about.title,
            about.outlet or "",
            about.published or "",
            about.url or "",
            " ".join(f"{span.start}-{span.end}" for span in spans),
            str(quote.decision),
            "" if quote.score is None else f"{quote.score:.2f}",
            quote.id,
        ]

    def finish(self) -> None:
        """Nothing comes after the last row."""


def neutral(cell: str) -> str:
    """The cell as a spreadsheet leaves it alone."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _writer(delimiter: str, output: Output, options: WriteOptions) -> Writer:
    return QuoteTable(delimiter, output, options)


_CARRIES = "Quotes with their speakers, one a row; entities and the text around the quotes are left out."
CSV = Format(
    name="quotes-csv", title="Table of quotes (CSV)", suffixes=(".csv",), write=partial(_writer, ","), carries=_CARRIES
)
TSV = Format(
    name="quotes-tsv", title="Table of quotes (TSV)", suffixes=(".tsv",), write=partial(_writer, "\t"), carries=_CARRIES
)
