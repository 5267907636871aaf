"""Looking mentions up in the whole project: looks (see `looks`)."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.model.document import Decision, Span, Speaker
from annotator.model.finding.concordance import Mention, judged
from annotator.model.finding.contexts import in_context
from annotator.model.finding.standing import Standing
from annotator.store.marking import Mark, MarkedText, Row, deciders, marked
from annotator.store.mentions import articles
from annotator.store.project import Project

MOST = 5_000
"""How many mentions are listed: more, nobody reads."""
FIRST = 30
"""How many mentions are shown before all are known: as many as the window has room for."""
FEW = 1_500
"""Up to so many articles are looked through in the window's process: sooner than one starts that does."""
_AT_ONCE = 50
_STRETCH = 8
"""How many articles are looked through there at a time: a few milliseconds."""
_PIECE = 500
_REJECTED = Decision.REJECTED.value

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
class Begun:
    """The first of the mentions, judged among themselves, while the others are looked for.

    much  whether there are too many for them to be looked for there: `look_up` has to, in a process of its own
    """

    mentions: tuple[Mention, ...]
    much: bool


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
        looking = _Looking(project, sought)
        while looking.left and wanted():
            looking.go_on(_AT_ONCE)
            progress(looking.done, looking.of)
        if wanted():
            looking.hand_over(hand)


def begin_to_look_up(
    path: Path, sought: Sought, progress: Progress, wanted: Callable[[], bool], hand: Callable[[Any], None]
) -> None:
    """The same in the window's own process: what has `Begun`, and all of it where that is little.

    It rests again and again, so that the window has the interpreter in between.
    """
    with Project.open(path, by="", read_only=True) as project:
        looking, number = _Looking(project, sought, FEW + 1), 1
        while looking.left and len(looking.found) < FIRST and wanted():
            looking.go_on(number)
            number = min(2 * number, _STRETCH)
        much = looking.of > FEW and looking.left > 0
        if looking.left:
            hand(Begun(tuple(judged(looking.found)), much=much))
        if much:
            return
        while looking.left and wanted():
            began = time.thread_time()
            looking.go_on(_STRETCH)
            progress(looking.done, looking.of)
            time.sleep((time.thread_time() - began) / 2)
        if wanted():
            looking.hand_over(hand)


class _Looking:
    """Looks through the articles that may have mentions, some at a time.

    of, done  how many articles there are, and how many have been looked through
    left      how many have not; none is left once there are enough mentions
    """

    def __init__(self, project: Project, sought: Sought, most: int | None = None) -> None:
        self._project, self._sought = project, sought
        self._places = project.ask(articles, sought.words, sought.speakers, most)
        self.found: list[Mention] = []
        self.done = 0

    @property
    def of(self) -> int:
        return len(self._places)

    @property
    def left(self) -> int:
        return len(self._places) - self.done if len(self.found) <= MOST else 0

    def go_on(self, number: int) -> None:
        """Look through so many more."""
        some = dict(self._places[self.done : self.done + number])
        self.done += len(some)
        texts = self._project.ask(marked, some)
        rows = [mention for text in texts for mention in _mentions(text, self._sought, some[text.id])]
        by = self._project.ask(deciders, {(row.document_id, row.annotation) for row in rows if row.decided})
        self.found += [_decided(row, by) for row in rows]

    def hand_over(self, hand: Callable[[Any], None]) -> None:
        """Hand all of them over, in pieces."""
        mentions = judged(self.found[:MOST])
        for first in range(0, len(mentions), _PIECE):
            hand(Listed(tuple(mentions[first : first + _PIECE])))
        hand(Listed((), more=len(self.found) > MOST))


def _decided(row: Mention, by: dict[tuple[str, str], str | None]) -> Mention:
    decider = by.get((row.document_id, row.annotation or ""))
    return row if decider is None else replace(row, by=decider)


def _mentions(text: MarkedText, sought: Sought, place: int) -> Iterator[Mention]:
    """The mentions in an article, in the order of the text."""
    standing, at = standing_in(text)
    wanted = {span for words in sought.words for span in standing.outermost(words)}
    if sought.speakers:
        wanted |= {Span(*span) for span, rows in at.items() if any(row[5] in sought.speakers for row in rows)}
    for span in sorted(wanted):
        for row in at.get(span, ()):
            yield _mention(text, place, span, Mark(*row))
        if span not in at:
            expected = text.looked_at and not standing.is_aside(span)
            yield replace(_mention(text, place, span, None), expected=expected)
    for row in text.quotes if sought.speakers else ():
        mark = Mark(*row)
        if mark.speaker in sought.speakers:
            yield _mention(text, place, Span(mark.start, mark.end), mark, quote=True)


def standing_in(text: MarkedText) -> tuple[Standing, dict[tuple[int, int], list[Row]]]:
    """An article's text to look words up in, and its entities by where they stand."""
    at: dict[tuple[int, int], list[Row]] = {}
    live = []
    for row in text.entities:
        span = row[1:3]
        if span in at:
            at[span].append(row)
        else:
            at[span] = [row]
        if row[4] != _REJECTED:
            live.append(span)
    return Standing(text.text, live, at, text.aside), at


def _mention(text: MarkedText, place: int, span: Span, mark: Mark | None, *, quote: bool = False) -> Mention:
    context = in_context(text.text, span)
    if mark is None:
        return Mention(text.id, text.title, place, span, context)
    decision = Decision(mark.decision)
    return Mention(
        text.id, text.title, place, span, context, mark.id, mark.sort, mark.speaker, decision, quote=quote
    )  # fmt: skip
