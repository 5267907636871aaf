"""The project's JSONL as a format among the others."""

from collections.abc import Iterator

from annotator.formats.jsonl.reading import is_ours
from annotator.formats.jsonl.writing import to_line
from annotator.formats.jsontext import first_object
from annotator.formats.reading import collection
from annotator.model.exchange import Format, Loss, Lost, Output, Portable, WriteOptions, Writer


class LineWriter:
    """Writes an article a line."""

    def __init__(self, output: Output, options: WriteOptions) -> None:
        self._file = output.binary()
        self._options = options

    def write(self, article: Portable) -> Iterator[Loss]:
        """Writes the article's line, with whatever of it is not on token borders named."""
        options = self._options
        line = to_line(
            article.document,
            article.speakers,
            contents=options.contents,
            rejected=options.rejected,
            source_map=options.source_map,
            exported_by=options.exported_by,
        )
        self._file.write(line.data + b"\n")
        return iter(
            (
                *(Loss(Lost.OFF_TOKENS, detail=span, kept=True) for span in line.off_tokens),
                *(Loss(Lost.UNMARKED, detail=quote) for quote in line.left_out),
            )
        )

    def finish(self) -> None:
        """Nothing comes after the last line."""


def _write(output: Output, options: WriteOptions) -> Writer:
    return LineWriter(output, options)


FORMAT = Format(
    name="annotator",
    title="annotator JSONL",
    suffixes=(".jsonl",),
    recognises=lambda given: is_ours(first_object(given)),
    read=collection,
    write=_write,
    carries="Everything: it is read back equal.",
)
