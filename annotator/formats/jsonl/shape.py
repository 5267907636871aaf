"""What the writer and the reader of `annotator/1` must agree on: names and keys."""

from collections.abc import Iterator

from annotator.model.document import Quote, Span

FORMAT = "annotator/1"

LINE = ("text", "tokens", "spans", "relations", "quotes", "speakers", "answer", "flagged", "meta", "rejected")
META = (
    *("format", "id", "title", "outlet", "url", "published", "language", "file", "text_sha256", "annotator", "status"),
    *("exported_by", "tokenizer", "headings", "note", "source_map", "boilerplate", "cases"),
)
DECIDED = ("origin", "score", "reason", "decision", "accepted_by", "by", "at", "note", "flagged")
ENTITY = ("id", "start", "end", "token_start", "token_end", "label", "text", "speaker", *DECIDED)
QUOTE = ("id", "kind", "contents", "marked", "cue", "source", "speaker", "attribution", *DECIDED)
CASE = ("id", "annotation", "sort", "sentence", "marks", "why", "by", "at")
SPEAKER = ("id", "name", "named", "aliases", "role", "wikidata")


def quote_spans(quote: Quote) -> Iterator[tuple[str, str, Span]]:
    """The spans that a quote has among a line's `spans`: id, label and place, its contents first."""
    for number, content in enumerate(quote.contents):
        yield f"{quote.id}.content.{number}", "CONTENT", content
    if quote.cue is not None:
        yield f"{quote.id}.cue", "CUE", quote.cue
    if quote.source is not None:
        yield f"{quote.id}.source", "SOURCE", quote.source
