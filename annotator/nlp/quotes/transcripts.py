"""Transcripts: turns that a name and a colon begin ("RUIZ: I left."), or the letters of question and answer."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.model.document import Kind, Span
from annotator.model.tokens import trim
from annotator.nlp.lexicon import Lexicon
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.sources import UNLABELLED, Mention, Name

REASON = "transcript"

_LEAST = 3
_SCORE, _LETTERED = 0.85, 0.5
_LABEL = re.compile(r"\s*((?:[^\W\d_][\w.'’-]*)(?: [^\W\d_][\w.'’-]*){0,4}?)(?: ?\([^()\n]{1,60}\))?\s?:\s+(?=\S)")
_LETTER = re.compile(r"\s*([QA])[.:]\s+(?=\S)")
_MARKS = '"“”„«»'
_ENDED = re.compile(r"[.?!…—–-][\"”’')\]]*\s*$")
_TALK = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Yy]ou|[Yy]our|[Ww]e|[Uu]s|[Oo]ur)\b|\?")
_ASIDE = "([*"


@dataclass(frozen=True)
class _Turn:
    """A paragraph of a transcript: what leads it, and what is said in it."""

    paragraph: int
    label: Span
    said: Span
    lettered: bool


def with_turns(
    text: str, lines: Sequence[Span], acts: Sequence[Act], names: Sequence[Name], lexicon: Lexicon
) -> list[Act]:
    """The acts of a text, with a direct quote for each turn where it is a transcript, and none within it.

    lines  the text's paragraphs
    """
    turns = _turns(text, lines, lexicon)
    if not turns:
        return list(acts)
    answering = _answering(text, turns[0].label.start, names)
    found = [
        _act(text, lines, turn, behind, answering, names, lexicon)
        for turn, behind in zip(turns, _ends(turns), strict=True)
    ]
    taken = sorted(content for act in found for content in act.contents)
    return [act for act in acts if not any(_overlaps(c, taken) for c in act.contents)] + found


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    at = bisect_right(taken, span.start, key=lambda other: other.end)
    return at < len(taken) and taken[at].overlaps(span)


def _turns(text: str, lines: Sequence[Span], lexicon: Lexicon) -> list[_Turn]:
    """The turns of a text; none where labels do not come again, or what they lead does not read like talk."""
    led = [turn for n, line in enumerate(lines) if (turn := _led(text, n, line, lexicon)) is not None]
    often = Counter(_key(text, turn) for turn in led)
    found = [turn for turn in led if often[_key(text, turn)] > 1 or text[slice(*turn.label)].isupper()]
    ended = sum(_ENDED.search(text[slice(*turn.said)]) is not None for turn in found)
    talk = sum(_TALK.search(text[slice(*turn.said)]) is not None for turn in found)
    again = len(found) > len({_key(text, turn) for turn in found})
    several = len({_key(text, turn) for turn in found}) > 1
    return found if len(found) >= _LEAST and again and several and 4 * ended >= 3 * len(found) <= 6 * talk else []


def _key(text: str, turn: _Turn) -> str:
    return text[slice(*turn.label)].lower().rsplit(maxsplit=1)[-1]


def _led(text: str, paragraph: int, line: Span, lexicon: Lexicon) -> _Turn | None:
    letter = _LETTER.match(text, line.start, line.end)
    found = letter or _LABEL.match(text, line.start, line.end)
    said = trim(text, Span(found.end(), line.end)) if found else None
    if found is None or said is None or text[said.start] in _MARKS:
        return None
    if not all(word[0].isupper() or word in lexicon.grammar.particles for word in found.group(1).split()):
        return None
    return _Turn(paragraph, Span(*found.span(1)), said, letter is not None)


def _ends(turns: Sequence[_Turn]) -> Iterator[int]:
    """The paragraph before which each turn ends; what follows the last one is not known to be talk."""
    yield from (turn.paragraph for turn in turns[1:])
    yield turns[-1].paragraph + 1


def _act(
    text: str,
    lines: Sequence[Span],
    turn: _Turn,
    behind: int,
    answering: Mention | None,
    names: Sequence[Name],
    lexicon: Lexicon,
) -> Act:
    contents = [turn.said]
    for line in lines[turn.paragraph + 1 : behind]:
        further = trim(text, line)
        if further is None or text[further.start] in _ASIDE:
            continue
        if text[further.start] in _MARKS or _TALK.search(text[slice(*further)]) is None:
            break
        contents.append(further)
    act = Act(tuple(contents), (), Kind.DIRECT, turn.paragraph, reason=REASON, score=_SCORE)
    if turn.lettered:
        who = answering if text[turn.label.start] == "A" else None
        return replace(act, source=who, carried=who is not None, score=_LETTERED)
    return replace(act, source=_source(text, turn.label, names, lexicon))


def _source(text: str, label: Span, names: Sequence[Name], lexicon: Lexicon) -> Mention:
    """Whom a label names, without a title; a phrase as it stands ("THE COURT")."""
    start = label.start
    while (word := text[start : label.end].split(maxsplit=1))[1:] and lexicon.is_title(word[0]):
        start = text.index(word[1], start + len(word[0]))
    span = Span(start, label.end)
    first = text[slice(*span)].split()[0].lower()
    if first in lexicon.grammar.articles:
        return Mention(span, Span(text.rfind(" ", start, label.end) + 1, label.end))
    known = next((name for name in names if name.span.overlaps(span)), None)
    if known is not None and not label.contains(known.span):
        return Mention(span, span)
    return Mention(known.span if known else span, span, known or Name(span, UNLABELLED))


def _answering(text: str, first: int, names: Sequence[Name]) -> Mention | None:
    """The only person named before the first turn, by the last mention there."""
    before = [name for name in names if name.label == "PERSON" and name.span.end <= first]
    if len({text[slice(*name.span)].split()[-1] for name in before}) != 1:
        return None
    return Mention(before[-1].span, before[-1].span, before[-1])
