"""The guidelines: their text, and which passage of them fits a quote."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from annotator import paths
from annotator.model.document import Attribution, Document, Kind, Quote
from annotator.model.suggestions import doubtful
from annotator.nlp.quotes.cues import base
from annotator.nlp.words import words

FROM_CONTEXT = frozenset(
    {"carries on", "last speaker", "paragraph before", "sentence before", "subject of the sentence before"}
)
"""Reasons of suggestions whose speaker stands in another sentence."""

UNATTRIBUTED = "quote marks"
"""The reason of a suggestion that nobody was found to have said."""

_BY_NAME_ALONE = frozenset({"name and colon", "dash and name"})
_ASKING = frozenset({"ask", "beg", "command", "demand", "enquire", "inquire", "order", "query", "request", "urge"})
_FEW = 5


@cache
def text() -> str:
    """The guidelines, in Markdown."""
    return (paths.resources() / "guidelines" / "quotes.md").read_text(encoding="utf-8")


def anchor(heading: str) -> str:
    """The name of the passage under a heading, as GitHub makes it: "Several paragraphs" → "several-paragraphs"."""
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.strip().replace(" ", "-")


def anchors() -> Iterator[str]:
    """The names of all passages, in the order of the text."""
    return (anchor(line.lstrip("#")) for line in text().splitlines() if line.startswith("#"))


def passage(document: Document, quote: Quote) -> str:
    """The name of the passage that fits a quote of `document`: by what is in doubt first, then by what is special."""
    if quote.attribution is Attribution.NONE:
        return "nobody"
    unsure = _in_doubt(document, quote) if doubtful(quote) else None
    return unsure or _special(document, quote) or _usual(document, quote)


def _in_doubt(document: Document, quote: Quote) -> str | None:
    if quote.reason == UNATTRIBUTED or quote.source is None:
        said = sum(len(document.words(content).split()) for content in quote.contents)
        return "scare-quotes" if said <= _FEW else "quotes-from-context"
    if quote.reason in FROM_CONTEXT:
        return "quotes-from-context"
    return None


def _special(document: Document, quote: Quote) -> str | None:
    """What sets a quote apart, whatever its kind."""
    article = document.article
    lines = article.paragraphs_of(*quote.contents)
    headings = {heading.start for heading in article.headings}
    if any(line.start in headings for line in lines):
        return "headlines"
    if any(_holds(other, quote) for other in document.quotes):
        return "quotes-within-quotes"
    if quote.reason in _BY_NAME_ALONE or (quote.kind is Kind.DIRECT and not quote.marked):
        return "transcripts-dialogue-and-captions"
    if len(lines) > 1:
        return "several-paragraphs"
    if doubtful(quote):
        return "doubtful-suggestions"
    apart = any(document.text[a.end : b.start].strip() for a, b in pairwise(quote.contents))
    return "split-quotes" if apart else None


def _holds(other: Quote, quote: Quote) -> bool:
    within = all(any(whole.contains(part) for whole in other.contents) for part in quote.contents)
    return within and other.contents != quote.contents and not other.rejected


def _usual(document: Document, quote: Quote) -> str:
    """What is to be known of a quote of its kind."""
    cue = base(document.words(quote.cue)) if quote.cue is not None else ""
    if quote.kind is Kind.INDIRECT and cue in words("cues", "think"):
        return "thoughts-and-intentions"
    if quote.kind is Kind.INDIRECT and cue in _ASKING:
        return "questions-and-orders"
    if quote.kind is not Kind.DIRECT:
        return "mixed-quotes" if quote.kind is Kind.MIXED else "indirect-quotes"
    return {
        Attribution.IMPLICIT: "sources-that-are-carried-on",
        Attribution.UNNAMED: "unnamed-speakers",
        Attribution.ANAPHORIC: "pronouns-and-phrases",
    }.get(quote.attribution or Attribution.EXPLICIT, "direct-quotes")
