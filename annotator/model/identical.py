"""Where the same words stand again in a text."""

from annotator.model.document import Document, Span


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


def identical_mentions(document: Document, span: Span) -> list[Span]:
    """The other stretches of the article that read as `span` does."""
    return [found for found in occurrences(document.text, document.words(span)) if not found.overlaps(span)]
