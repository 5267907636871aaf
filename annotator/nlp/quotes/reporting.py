"""The word that reports a quote of which only the words and the source are known: made by hand, no parser needed."""

import re
from collections.abc import Iterable, Sequence

from annotator.model.document import Article, Span
from annotator.nlp.lexicon import STAR, Lexicon, lexicon

REACH = 120
"""How many characters from the source the word may stand: "Strahl, who has bought nine wells since 2021, said"."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_END = re.compile(r"[.!?…](?=\s|$)|\n")


def cue_beside(article: Article, contents: Sequence[Span], source: Span) -> Span | None:
    """The verb of saying, or the phrase such as "according to", that goes with a source; None where there is none.

    Only the source's sentence counts, outside the contents, and of a language of which nothing is known, nothing.
    """
    known = lexicon(article.language or "en")
    nearest = min(contents, key=lambda content: max(content.start - source.end, source.start - content.end))
    if known is None or nearest.overlaps(source):
        return None
    text = article.text
    if source.end <= nearest.start:
        between = _cue(known, text, Span(source.end, nearest.start))
        return between or _phrase(known, text, source)
    between = _cue(known, text, Span(nearest.end, source.start))
    later = min((c.start for c in contents if c.start >= source.end), default=len(text))
    return between or _phrase(known, text, source) or _cue(known, text, Span(source.end, later))


def _cue(known: Lexicon, text: str, stretch: Span) -> Span | None:
    """The first verb of saying of a stretch, before its sentence ends."""
    end = min(stretch.end, stretch.start + REACH)
    stop = _END.search(text, stretch.start, end)
    words = (Span(*m.span()) for m in _WORD.finditer(text, stretch.start, stop.start() if stop else end))
    return next((word for word in words if known.is_cue(text[word.start : word.end])), None)


def _phrase(known: Lexicon, text: str, source: Span) -> Span | None:
    """A phrase that attributes, right before the source."""
    phrases: Iterable[tuple[str, ...]] = (*known.according, *known.behind)
    first = max(0, source.start - REACH)
    before = text[first : source.start].rstrip()
    for phrase in sorted(phrases, key=len, reverse=True):
        words = " ".join(phrase[:-1])
        at = len(before) - len(words)
        if phrase[-1] == STAR and before.lower().endswith(words) and (at == 0 or not before[at - 1].isalnum()):
            return Span(first + at, first + len(before))
    return None
