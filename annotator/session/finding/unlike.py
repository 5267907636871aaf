"""Looking for what is not the same everywhere in a project: all of it, or again for some words (see `looks`)."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.model.document import Decision, Entity, Span, Status
from annotator.model.finding.allowed import Allowed
from annotator.model.finding.concordance import Odd
from annotator.model.finding.standing import Standing
from annotator.model.finding.unlike import LIKELY, Finder, Tally, Unlike, left, omissions, unlikes
from annotator.model.history import Update
from annotator.session.beside.jobs import Cancelled
from annotator.session.finding.concordance import standing_in
from annotator.session.finding.spellings import likely_one
from annotator.store.allowed import read as read_allowed
from annotator.store.marking import MarkedText, marked, texts_of, times_named
from annotator.store.mentions import articles
from annotator.store.project import Project

MOST = 1_000
"""How many inconsistencies are listed: more, nobody reads."""
_PIECE = 200
FEW = 60
"""Of so many words at most what is unlike is looked for again by themselves; of more, of all."""

_REJECTED = Decision.REJECTED.value
_READ = (Status.NEW, Status.OPEN, Status.DONE)

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Again:
    """What is not the same everywhere of these words, and of all speakers."""

    words: frozenset[str]
    found: tuple[Unlike, ...]

    def put_into(self, before: Iterable[Unlike]) -> tuple[Unlike, ...]:
        """What was found before, with this in place of what was of the same words."""
        kept = [each for each in before if each.what is not None and self.words.isdisjoint(each.words)]
        return in_order((*kept, *self.found))


def look_for_unlike(path: Path, progress: Progress, wanted: Callable[[], bool], hand: Callable[[Any], None]) -> None:
    """Hands over a tuple of the project's `Unlike`s, the greatest first. Takes seconds with a million entities."""
    with Project.open(path, by="", read_only=True) as project:
        try:
            tally = tallied(project, progress, wanted)
        except Cancelled:
            return
        found = [*unlikes(tally), *_names(project)]
        allowed = len(project.ask(read_allowed))
    hand(in_order(found, MOST + allowed))  # of these, the greatest may all be allowed


def look_again(
    path: Path, progress: Progress, wanted: Callable[[], bool], hand: Callable[[Any], None], *, words: frozenset[str]
) -> None:
    """Hands over `Again` for some words, read where they stand: quickly for a few."""
    with Project.open(path, by="", read_only=True) as project:
        tally = Tally()
        for number, each in enumerate(words):
            for some in in_pieces([name for name, _ in project.ask(articles, (each,))]):
                if not wanted():
                    return
                for text in project.ask(marked, some):
                    _count_words(tally, text, each)
            progress(number + 1, len(words))
        found = [*unlikes(tally), *_names(project)]
    hand(Again(words, tuple(found)))


def in_order(found: Iterable[Unlike], most: int | None = None) -> tuple[Unlike, ...]:
    """The greatest, in order."""
    return tuple(sorted(found, key=lambda each: (-each.weight, each.words))[:most])


def left_out_in(
    project: Project, ids: Sequence[str], said: Mapping[str, Allowed], wanted: Callable[[], bool]
) -> Iterator[tuple[str, tuple[tuple[str, int], ...], list[tuple[str, Span]]]]:
    """Names that were likely left out in these articles, unless somebody said that they may be.

    Of each the words, how often they have which labels, and where they stand unmarked, by the ids of the articles.
    Raises Cancelled once it is not wanted any more.
    """
    tally = tallied(project, lambda *_: None, wanted, ids)
    among = frozenset(ids)
    for each in in_order(left(omissions(tally, LIKELY), said)):
        (words,) = each.words
        there = [name for name, _ in project.ask(articles, each.words) if name in among]
        texts = (text for some in in_pieces(there) for text in project.ask(marked, some) if text.looked_at)
        places = [(text.id, span) for text in texts for span in standing_in(text)[0].unmarked(words)]
        yield words, each.counts[:-1], places


def tallied(
    project: Project, progress: Progress, wanted: Callable[[], bool], ids: Sequence[str] | None = None
) -> Tally:
    """What is counted of all words that are marked anywhere, or in the articles of these ids.

    Raises Cancelled once it is not wanted any more.

    Every text is read twice: which words are looked for in it is only known once all have been read.
    """
    tally, ids = Tally(), project.ids(*_READ) if ids is None else ids
    looked_at: dict[str, _Kept] = {}
    for number, texts in enumerate(_parts(project, ids, wanted)):
        progress(number * _PIECE, 2 * len(ids))
        for text in texts:
            _count_marked(tally, text)
            if text.looked_at:
                looked_at[text.id] = _Kept.of(text)
    finder = Finder({words for words, _ in tally.labels})
    for number, some in enumerate(in_pieces(looked_at)):
        progress(len(ids) + number * _PIECE, 2 * len(ids))
        if not wanted():
            raise Cancelled
        for name, text in project.ask(texts_of, some).items():
            standing = looked_at[name].standing(text)
            for words in finder.standing_in(text):
                tally.add_plain(standing, words)
    return tally


@dataclass(frozen=True)
class _Kept:
    """Where the entities of an article stand, in as little room as it takes: of a million they are kept."""

    live: "array[int]"
    rejected: "array[int]"
    aside: tuple[Span, ...]

    @classmethod
    def of(cls, text: MarkedText) -> "_Kept":
        kept = array("I"), array("I")
        for _, start, end, _, decision, _ in text.entities:
            kept[decision == _REJECTED].extend((start, end))
        return cls(*kept, text.aside)

    def standing(self, text: str) -> Standing:
        live = list(zip(self.live[::2], self.live[1::2], strict=True))
        rejected = zip(self.rejected[::2], self.rejected[1::2], strict=True)
        return Standing(text, live, {*live, *rejected}, self.aside)


def _count_marked(tally: Tally, text: MarkedText) -> None:
    labels, named, words = tally.labels, tally.named, text.text
    for _, start, end, label, decision, speaker in text.entities:
        if decision != _REJECTED:
            labels[words[start:end], label] += 1
            if speaker is not None:
                named[words[start:end], speaker] += 1


def _count_words(tally: Tally, text: MarkedText, words: str) -> None:
    standing, _ = standing_in(text)
    _count_marked(tally, text._replace(entities=[row for row in text.entities if text.text[row[1] : row[2]] == words]))
    if text.looked_at:
        tally.add_plain(standing, words)


def _names(project: Project) -> list[Unlike]:
    return likely_one(project.speakers(), project.ask(times_named))


def _parts(project: Project, ids: Sequence[str], wanted: Callable[[], bool]) -> Iterator[list[MarkedText]]:
    for some in in_pieces(ids):
        if not wanted():
            raise Cancelled
        yield project.ask(marked, some)


def in_pieces(ids: Iterable[str]) -> Iterator[list[str]]:
    """Ids of articles in as many as are read at a time."""
    left = iter(ids)
    while some := list(islice(left, _PIECE)):
        yield some


def touched(update: Update) -> frozenset[str] | None:
    """The words of entities that an update has changed; None where these are too many to be looked for one by one."""
    words: set[str] = set()
    before, after = update.before.documents, update.after.documents
    for edit in update.transaction.edits:
        if edit.document_id is None:
            continue
        old, new = before.get(edit.document_id), after.get(edit.document_id)
        if (
            edit.everywhere
            or old is None
            or new is None
            or old.text is not new.text
            or old.boilerplate != new.boilerplate
        ):
            return None
        for document in (old, new):
            marked = (document.by_id.get(each) for each in edit.annotation_ids)
            words.update(document.words(each.span) for each in marked if isinstance(each, Entity))
        if len(words) > FEW:
            return None
    return frozenset(words)


def within(words: Iterable[str], found: Iterable[Unlike]) -> frozenset[str]:
    """Those words, and what of the same is not the same everywhere: that is unmarked only where they are not marked."""
    every = frozenset(words)
    parts = (each.words[0] for each in found if each.what is Odd.UNMARKED)
    return every | {part for part in parts if any(part in each for each in every)}
