"""Where the same words stand again in a text."""

import re

from annotator.model.document import Document, Span


def occurrences(text: str, words: str) -> list[Span]:
    """Every stretch of `text` that reads `words` and does not cut a word at either end, in order."""
    if not words:
        return []
    pattern = re.escape(words)
    if words[0].isalnum():
        pattern = r"(?<!\w)" + pattern
    if words[-1].isalnum():
        pattern += r"(?!\w)"
    return [Span(*match.span()) for match in re.finditer(pattern, text)]


def identical_mentions(document: Document, span: Span) -> list[Span]:
    """The other stretches of the article that read as `span` does."""
    return [found for found in occurrences(document.text, document.words(span)) if not found.overlaps(span)]
