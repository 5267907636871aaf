"""Dialogue behind a dash: what is said, and what the narrator puts in (—No lo sé —dijo Ana—. Quizá mañana.)."""

from collections.abc import Sequence

from annotator.model.document import Span
from annotator.model.tokens import trim
from annotator.nlp.quotes.sieves import Said
from annotator.nlp.unparsed.beside import Attribution
from annotator.nlp.unparsed.mentions import Word

_DASHES = frozenset({"—", "–", "―", "-", "--"})
_OPENS = frozenset({",", "?", "!", "…", "...", *_DASHES})
_ENDS = frozenset({".", "!", "?", "…", "...", ":"})
_LOOSE = " \u00a0\u202f,;—–―-"


def turn(text: str, spoken: Span, words: Sequence[Word], attribution: Attribution) -> tuple[list[Span], Said | None]:
    """What is said in a paragraph behind a dash, without the narrator's words, and who they say spoke.

    spoken  what follows the dash
    words   the paragraph's words
    """
    inside = [word for word in words if spoken.contains(word.span)]
    for at, word in enumerate(inside):
        if word.text not in _OPENS or at + 1 == len(inside):
            continue
        start = at + 1
        while start < len(inside) and inside[start].text in _DASHES:
            start += 1
        dashed = inside[start - 1].text in _DASHES
        end = _end(inside, start, dashed=dashed)
        said = attribution.put_in(inside[start:end], dashed=dashed)
        if said is not None:
            return _parts(text, spoken, inside[at:start], inside[start:end], inside[end:]), said
    whole = trim(text, spoken)
    return [whole] if whole else [], None


def _end(words: Sequence[Word], start: int, *, dashed: bool) -> int:
    """Where the narrator stops: at the next dash where one began it and there is one, else with the sentence."""
    rest = range(start, len(words))
    if dashed and (at := next((n for n in rest if words[n].text in _DASHES), None)) is not None:
        return at
    stops = _ENDS if dashed else _ENDS | {","}
    return next((n for n in rest if words[n].text in stops), len(words))


def _parts(
    text: str, spoken: Span, opening: Sequence[Word], put_in: Sequence[Word], rest: Sequence[Word]
) -> list[Span]:
    """The pieces before and behind what is put in, loose marks at their edges left out."""
    first = opening[0]
    kept = first.span.end if first.text in _ENDS else first.span.start
    pieces = [Span(spoken.start, kept)]
    if rest:
        pieces.append(Span(put_in[-1].span.end, spoken.end))
    found = []
    for piece in pieces:
        start, end = piece.start, piece.end
        while start < end and text[start] in _LOOSE + ".:":
            start += 1
        while end > start and text[end - 1] in _LOOSE:
            end -= 1
        if any(c.isalnum() for c in text[start:end]):
            found.append(Span(start, end))
    return found
