"""Looking mentions up in the whole project, and what in it is not the same everywhere: looks (see `looks`)."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from annotator.model.concordance import Mention, Odd, Unlike, judged, unlike
from annotator.model.contexts import in_context
from annotator.model.document import Decision, Span, Speaker, Status
from annotator.model.identical import occurrences
from annotator.session.spellings import likely_one
from annotator.store.marking import AT_ONCE, Mark, MarkedText, deciders, marked, naming
from annotator.store.project import Project

MOST = 5_000
"""How many mentions are listed: more, nobody reads."""
MOST_UNLIKE = 1_000
"""How many inconsistencies are."""
_PIECE = 500
_REJECTED = Decision.REJECTED.value
_READ = (Status.NEW, Status.OPEN, Status.DONE)

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Sought:
    """Whose mentions are wanted: of words, case as it is, and of speakers with their quotes.

    title  what it is called: the words, or the speaker's name
    """

    title: str
    words: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """Some of the mentions, judged among all; `more` where there are more than MOST, on the last of the pieces."""

    mentions: tuple[Mention, ...]
    more: bool = False


def of_speakers(speakers: Sequence[Speaker]) -> Sought:
    """All mentions of speakers: their names and aliases, what is linked to them, and their quotes."""
    words = dict.fromkeys(name for speaker in speakers for name in (speaker.name, *speaker.aliases) if name)
    return Sought(" · ".join(each.name for each in speakers), tuple(words), tuple(each.id for each in speakers))


def look_up(
    path: Path, sought: Sought, progress: Progress, wanted: Callable[[], bool], hand: Callable[[Any], None]
) -> None:
    """Hands over the mentions in `Listed`s. Articles that are set aside have none."""
    with Project.open(path, by="", read_only=True) as project:
        known = project.ask(naming, sought.speakers).union(*(project.holding(words) for words in sought.words))
        places = {name: number for number, name in enumerate(project.ids(*_READ)) if name in known}
        found: list[Mention] = []
        for number, texts in enumerate(_parts(project, places)):
            progress(number * _PIECE, len(places))
            if not wanted():
                return
            rows = [mention for text in texts for mention in _mentions(text, sought, places[text.id])]
            by = project.ask(deciders, {(row.document_id, row.annotation) for row in rows if row.annotation})
            found += [_decided(row, by) for row in rows]
            if len(found) > MOST:
                break
    mentions, more = judged(found[:MOST]), len(found) > MOST
    for first in range(0, len(mentions), _PIECE):
        hand(Listed(tuple(mentions[first : first + _PIECE])))
    hand(Listed((), more=more))


def _parts(project: Project, ids: Iterable[str]) -> Iterator[list[MarkedText]]:
    left = iter(ids)
    while some := list(islice(left, min(AT_ONCE, _PIECE))):
        yield project.ask(marked, some)


def _decided(row: Mention, by: dict[tuple[str, str], str | None]) -> Mention:
    decider = by.get((row.document_id, row.annotation or ""))
    return row if decider is None else replace(row, by=decider)


def _mentions(text: MarkedText, sought: Sought, place: int) -> Iterator[Mention]:
    """The mentions in an article, in the order of the text."""
    at: dict[Span, list[Mark]] = {}
    for mark in text.entities:
        at.setdefault(Span(mark.start, mark.end), []).append(mark)
    wanted = {span: at.get(span, []) for words in sought.words for span in _outermost(text, words)}
    speakers = frozenset(sought.speakers)
    wanted |= {span: marks for span, marks in at.items() if any(mark.speaker in speakers for mark in marks)}
    for span in sorted(wanted):
        if not any(mark.decision != _REJECTED for mark in wanted[span]):
            yield _mention(text, place, span, None)
        for mark in wanted[span]:
            yield _mention(text, place, span, mark)
    for mark in text.quotes if speakers else ():
        if mark.speaker in speakers:
            yield _mention(text, place, Span(mark.start, mark.end), mark, quote=True)


def _mention(text: MarkedText, place: int, span: Span, mark: Mark | None, *, quote: bool = False) -> Mention:
    context = in_context(text.text, span)
    if mark is None:
        return Mention(text.id, text.title, place, span, context)
    decision = Decision(mark.decision)
    return Mention(
        text.id, text.title, place, span, context, mark.id, mark.sort, mark.speaker, decision, quote=quote
    )  # fmt: skip


def _outermost(text: MarkedText, words: str) -> list[Span]:
    """Where the words stand in a text, but for where they are part of a longer entity's."""
    live = sorted(Span(mark.start, mark.end) for mark in text.entities if mark.decision != _REJECTED)
    starts = [span.start for span in live]
    ends = list(accumulate((span.end for span in live), max))

    def in_longer(span: Span) -> bool:
        number = bisect_right(starts, span.start)
        while number and ends[number - 1] >= span.end:
            number -= 1
            if live[number].contains(span) and live[number] != span:
                return True
        return False

    return [span for span in occurrences(text.text, words) if not in_longer(span)]


def look_for_unlike(path: Path, progress: Progress, wanted: Callable[[], bool], hand: Callable[[Any], None]) -> None:
    """Hands over a tuple of the project's `Unlike`s, the greatest first. Takes seconds with a million entities."""
    labels: Counter[tuple[str, str]] = Counter()
    named: Counter[tuple[str, str]] = Counter()
    with Project.open(path, by="", read_only=True) as project:
        ids = project.ids(*_READ)
        for number, texts in enumerate(_parts(project, ids)):
            progress(number * _PIECE, len(ids))
            if not wanted():
                return
            for text in texts:
                marks = [mark for mark in text.entities if mark.decision != _REJECTED]
                words = [text.text[mark.start : mark.end] for mark in marks]
                labels.update(zip(words, (mark.sort for mark in marks), strict=True))
                named.update(
                    (each, mark.speaker) for each, mark in zip(words, marks, strict=True) if mark.speaker is not None
                )
        speakers = project.speakers()
    found: list[Unlike] = [*unlike(labels, Odd.LABEL), *unlike(named, Odd.SPEAKER), *likely_one(speakers, named)]
    found.sort(key=lambda each: (-each.weight, each.words))
    hand(tuple(found[:MOST_UNLIKE]))
