"""Where the same words stand again in a text."""

from bisect import bisect_left, bisect_right

from annotator.model.document import Document, Span, place

_LONGEST_NAME = 300
"""How many characters before a mention an entity may begin that holds it."""


def occurrences(text: str, words: str) -> list[Span]:
    """Every stretch of `text` that reads `words` and does not cut a word at either end, in order."""
    found: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        if _whole(text, at, end):
            found.append(Span(at, end))
        at = text.find(words, end)
    return found


def _whole(text: str, start: int, end: int) -> bool:
    cut_before = start > 0 and _in_word(text[start]) and _in_word(text[start - 1])
    return not cut_before and not (end < len(text) and _in_word(text[end - 1]) and _in_word(text[end]))


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def mentions(document: Document, words: str) -> list[Span]:
    """The stretches of the article that read `words`, but for those that are part of a longer entity's name."""
    return [found for found in occurrences(document.text, words) if not _in_longer(document, found)]


def identical_mentions(document: Document, span: Span) -> list[Span]:
    """The other mentions of the article that read as `span` does."""
    return [found for found in mentions(document, document.words(span)) if not found.overlaps(span)]


def _in_longer(document: Document, span: Span) -> bool:
    entities = document.entities
    first = bisect_left(entities, (span.start - _LONGEST_NAME, 0, ""), key=place)
    last = bisect_right(entities, (span.start, 1, ""), key=place)
    return any(e.span.contains(span) and e.span != span and not e.rejected for e in entities[first:last])
