"""Data sets for Hugging Face's `datasets`: token classification, in JSONL or in Parquet, with a card.

An article a row: its text, tokens with their places, a tag for each of them in the scheme BIO, and entities, quotes and
speakers in full. Whatever has tokens and tags is read.
"""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Protocol

from annotator.formats.apart import streams_apart
from annotator.formats.bio import tagged
from annotator.formats.huggingface.columns import (
    CARD,
    OTHERS,
    PART_TAGS,
    RECORD,
    TAGS,
    Part,
    card,
    columns,
    names_of,
)
from annotator.formats.huggingface.reading import FORM, read_lines, recognises_lines, recognises_parquet
from annotator.formats.jsontext import dumped, encoded
from annotator.formats.linked.spans import FACTS, Node, facts, linked
from annotator.formats.parquet import ParquetRows
from annotator.model.document import Document, Entity, Quote, Span
from annotator.model.exchange import Format, Loss, Lost, Output, Portable, WriteOptions, Writer
from annotator.model.faults import Fault

_ONLY = "train"
"""What data that is not divided is called; `datasets` calls it so too."""
_TOLD = (Lost.SPEAKERS, Lost.ATTRIBUTES)
"""What most formats of spans have no place for, and this one has."""
_ABOUT = """\
Articles with entities, quotes and speakers, written by {by}. Offsets are code points, as Python counts, end exclusive.

- `tokens`, `token_starts`, `token_ends`: the tokens of `text`; white space is none.
- `ner_tags`: an entity's label for each token, in the scheme BIO. Of entities that overlap the longest counts, then the
  first; one that begins or ends within a token is left out.
- `content_tags`, `cue_tags`, `source_tags`: the same for what is quoted, the words that report it, and whom it is
  attributed to.
- `entities`, `quotes`, `speakers`: all of them, those left out above too, with the ids by which they name each other.
  A quote's `contents` are one span or more, `marked` what of them stands in quote marks.
- `others`, `annotator`: JSON that the program reads the article back by.

`manifest.json` says how the articles were chosen and divided.

```python
from datasets import load_dataset

data = load_dataset("path/to/this/folder")
names = data["{part}"].features["ner_tags"].feature.names
```"""


class _Rows(Protocol):
    """Where the rows of one part of the data go."""

    def add(self, row: dict[str, Any], numbers: Mapping[str, Mapping[str, int]]) -> None:
        """Takes a row, with tags by their names; `numbers` are those of the tags, by their columns."""

    def close(self, types: dict[str, Any]) -> None:
        """Ends the file; `types` are those of the columns."""


class _Lines:
    """Rows as JSONL; `datasets` finds the tags' numbers by their names."""

    def __init__(self, output: Output, name: str) -> None:
        self._file = output.binary(name)

    def add(self, row: dict[str, Any], _: Mapping[str, Mapping[str, int]]) -> None:
        self._file.write(encoded(row) + b"\n")

    def close(self, _: dict[str, Any]) -> None:
        """Nothing comes after the last line."""


class _Table:
    """Rows as Parquet, with tags as numbers. Raises Fault where pyarrow is not installed."""

    def __init__(self, output: Output, name: str) -> None:
        self._rows = ParquetRows(output.binary(name), columns(()))

    def add(self, row: dict[str, Any], numbers: Mapping[str, Mapping[str, int]]) -> None:
        self._rows.add(row | {name: [known[tag] for tag in row[name]] for name, known in numbers.items()})

    def close(self, types: dict[str, Any]) -> None:
        self._rows.close(types)


class FolderWriter:
    """Writes a file for each part of the data that has articles, and the card."""

    def __init__(self, rows: type[_Lines] | type[_Table], suffix: str, output: Output, options: WriteOptions) -> None:
        self._rows, self._suffix, self._output, self._options = rows, suffix, output, options
        self._files: dict[str, _Rows] = {}
        self._parts: dict[str, Part] = {}
        self._labels = dict.fromkeys(options.labels)
        self._languages: set[str] = set()
        self._numbers = {column: _numbered([part]) for part, column in PART_TAGS.items()}
        self._numbers[TAGS] = _numbered(self._labels)
        if rows is _Table:
            ParquetRows.ready()

    def write(self, article: Portable) -> Iterable[Loss]:
        """Writes the article's row. What the tags have no place for is in the columns beside them, and told as kept."""
        row, losses = to_row(article, self._options)
        self._number(row)
        name = article.split or _ONLY
        if name not in self._files:
            file = f"{name}{self._suffix}"
            self._files[name] = self._rows(self._output, file)
            self._parts[name] = Part(file)
        self._files[name].add(row, self._numbers)
        part = self._parts[name]
        part.articles += 1
        part.tokens += len(row["tokens"])
        part.counts.update(f"entities: {each['label']}" for each in row["entities"])
        part.counts.update(f"quotes: {each['kind']}" for each in row["quotes"])
        if article.document.article.language:
            self._languages.add(article.document.article.language)
        return losses

    def _number(self, row: Mapping[str, Any]) -> None:
        """Numbers what labels of an article have not been declared: those declared come first, in their order."""
        new = dict.fromkeys(tag[2:] for tag in row[TAGS] if tag not in self._numbers[TAGS])
        if new:
            self._labels |= new
            self._numbers[TAGS] = _numbered(self._labels)

    def finish(self) -> None:
        """Ends the files, and writes the card."""
        for file in self._files.values():
            file.close(columns(self._labels))
        names = [name for name in self._options.splits or (_ONLY,) if name in self._parts]
        parts = {re.sub(r"\W", "_", name, flags=re.ASCII): self._parts[name] for name in names}
        about = _ABOUT.format(by=self._options.exported_by, part=next(iter(parts), _ONLY))
        self._output.text(CARD).write(card(self._output.stem or _ONLY, self._labels, parts, self._languages, about))


def _numbered(labels: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names_of(labels))}


def to_row(article: Portable, options: WriteOptions) -> tuple[dict[str, Any], list[Loss]]:
    """The row of an article, and what of it the tags do not tell. Raises Fault where it has no tokens."""
    document = article.document
    tokens = document.tokens
    if tokens is None:
        raise Fault("The article has no tokens yet.", "Open it once, so that it is tokenized, and export again.")
    task = linked(article, options, FORM)
    losses = [loss for loss in task.losses if loss.what not in _TOLD]
    entities = [node for node in task.nodes if isinstance(node.of, Entity)]
    parts = [node for node in task.nodes if isinstance(node.of, Quote)]
    quotes = {node.of.id: node.of for node in parts if isinstance(node.of, Quote)}
    used = dict.fromkeys(each.of.speaker for each in task.nodes if each.of.speaker is not None)
    others = task.kept.get("columns")
    about = facts(document)
    row = {
        "id": document.id,
        **{name: about.get(name) for name in FACTS},
        "status": document.status.value,
        "text": document.text,
        "tokens": [document.text[start:end] for start, end in tokens],
        "token_starts": [*tokens.starts],
        "token_ends": [*tokens.ends],
        TAGS: tagged(tokens, entities, losses),
        **{
            column: tagged(tokens, [node for node in parts if node.label == part], losses)
            for part, column in PART_TAGS.items()
        },
        "entities": [_entity(document, node) for node in entities],
        "quotes": [_quote(document, quote) for quote in quotes.values()],
        "speakers": [
            {"id": each.id, "name": each.name, "named": each.named, "role": each.role}
            for each in map(article.speakers.get, used)
            if each is not None
        ],
        OTHERS: dumped(others) if others else None,
        RECORD: dumped(task.record),
    }
    return row, losses


def _span(document: Document, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": document.words(span)}


def _entity(document: Document, node: Node) -> dict[str, Any]:
    entity = node.of
    place = _span(document, node.span)
    return {
        "id": entity.id,
        "label": node.label,
        **place,
        "speaker": entity.speaker,
        "decision": entity.decision.value,
    }


def _quote(document: Document, quote: Quote) -> dict[str, Any]:
    return {
        "id": quote.id,
        "kind": quote.kind.value,
        "contents": [_span(document, span) for span in quote.contents],
        "marked": [{"start": start, "end": end} for start, end in quote.marked],
        "cue": None if quote.cue is None else _span(document, quote.cue),
        "source": None if quote.source is None else _span(document, quote.source),
        "speaker": quote.speaker,
        "attribution": quote.attribution and quote.attribution.value,
        "decision": quote.decision.value,
    }


def _writer(rows: type[_Lines] | type[_Table], suffix: str, output: Output, options: WriteOptions) -> Writer:
    return FolderWriter(rows, suffix, output, options)


_CARRIES = "Tokens with BIO tags, and entities, quotes and speakers in columns of their own; with a data set card."
FORMAT = Format(
    name=FORM,
    title="Hugging Face data set (JSONL)",
    suffixes=(".jsonl",),
    recognises=recognises_lines,
    read=read_lines,
    write=partial(_writer, _Lines, ".jsonl"),
    folder=True,
    by_split=True,
    carries=_CARRIES,
)
PARQUET = Format(
    name="huggingface-parquet",
    title="Hugging Face data set (Parquet)",
    suffixes=(".parquet",),
    recognises=recognises_parquet,
    read=streams_apart("annotator.formats.huggingface.reading:read_parquet", "Parquet"),
    write=partial(_writer, _Table, ".parquet"),
    folder=True,
    by_split=True,
    carries=_CARRIES,
)
