"""What a query finds in the project, as far as it is looked at: first some, then how much in all, the rest as wanted.

It runs in a thread with a project of its own, which sees what is saved, and ends at once where something else is asked.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from time import monotonic
from typing import Any

from annotator.model.document import Span, Status
from annotator.model.finding.query import Query
from annotator.session.beside.jobs import Cancelled
from annotator.session.finding.places import Place
from annotator.session.finding.ticked import Ticked, key_of
from annotator.store import log
from annotator.store.hits import Hit, InArticle
from annotator.store.project import Project
from annotator.store.search import Search, searching

AT_ONCE = 60
"""How many hits are looked for at a time: more than a window shows."""
_STRETCH = 16
"""How many articles at most are read at a time until there are so many."""
_BEFORE_COUNTING = 40
"""How many articles are looked through before it is counted which ones have something."""
_TELL_EVERY = 0.2
"""Seconds after which what was found is handed over, where more is wanted and takes long."""

MOST_PLACES = 50_000
"""How many places something is done to at once."""

Hand = Callable[[Any], None]
Wanted = Callable[[], bool]


Writer = tuple[str, str]
"""Who wrote a note or flagged something last, and when (ISO 8601, UTC); "" for both where that is not known."""
_NOBODY: Writer = ("", "")


class Sorting(StrEnum):
    """In which order notes and flags are listed."""

    ARTICLES = "articles"
    NEWEST = "newest"
    PEOPLE = "people"


@dataclass(frozen=True)
class Ranks:
    """How far up notes and flags stand in another order than the articles', the first at 0.

    of     by who wrote them and when
    first  that of the first one in each article, by its id
    """

    of: Mapping[Writer, int]
    first: Mapping[str, int]

    def first_in(self, document_id: str) -> int:
        """That of the first one in an article."""
        return self.first.get(document_id, self.of[_NOBODY])


@dataclass(frozen=True)
class Results:
    """What a query has found so far.

    ids       the articles that can have something, in the queue's order, or by `ranks`; where `exact`, each of them has
    more      whether there are more of these than are known yet
    counts    how many entities and quotes each has, by its id; None where that is not known
    articles  what was found in those looked at
    looked    how many of `ids` have been looked at
    writers   who wrote notes and flagged what, and when, where these are what is looked for and it is known
    sorting   in which order it is listed; `ranks` says how, but for the articles' own
    """

    query: Query = field(default_factory=Query)
    ids: tuple[str, ...] = ()
    exact: bool = True
    more: bool = False
    counts: Mapping[str, int] | None = None
    articles: tuple[InArticle, ...] = ()
    looked: int = 0
    writers: Mapping[tuple[str, str | None], Writer] = field(default_factory=dict)
    sorting: Sorting = Sorting.ARTICLES
    ranks: Ranks | None = None

    @property
    def complete(self) -> bool:
        """Whether everything has been looked at."""
        return self.looked >= len(self.ids) and not self.more

    @property
    def hits(self) -> int:
        """How many hits there are in all, as far as that is known."""
        return sum(self.counts.values()) if self.counts is not None else sum(len(each.hits) for each in self.articles)

    @property
    def rows(self) -> int:
        """How many rows show what was found in the articles looked at: an article that is found itself is one."""
        return sum(max(1, len(each.hits)) for each in self.articles)

    @property
    def total(self) -> int | None:
        """How many rows show everything; None where that is not known yet."""
        if self.counts is not None:
            return sum(self.counts.values())
        query = self.query
        whole = self.exact and not query.terms and not (query.entities or query.quotes or query.notes)
        return self.rows if self.complete else len(self.ids) if whole else None

    @cached_property
    def places(self) -> list[Place]:
        """What was found in the articles looked at, as places to go to; an article is one where it is found itself.

        In another order than the articles', only as far as nothing that is not looked at yet can come before.
        """
        found = [
            replace(place, by=by, at=at)
            for article in self.articles
            for place in places_of(article)
            for by, at in [self.writers.get((place.article, place.annotation), _NOBODY)]
        ]
        if self.ranks is None:
            return found
        of = self.ranks.of
        last = self.ranks.first_in(self.ids[self.looked]) if self.looked < len(self.ids) else of[_NOBODY]
        return sorted((each for each in found if of[each.by, each.at] <= last), key=lambda each: of[each.by, each.at])


def inquire(
    project: Project, query: Query, most: int, wanted: Wanted, hand: Hand, sorting: Sorting = Sorting.ARTICLES
) -> None:
    """Hands over Results for a query: as soon as there are `most` hits, then with everything counted where that can be.

    What takes long is handed over on the way, too, and who wrote notes at last; where they are sorted by that, all
    that can have some is counted before.
    """
    with project.reader() as reader:
        if query.notes and sorting is not Sorting.ARTICLES:
            _inquire_sorted(reader, query, most, wanted, hand, sorting)
            return
        last = _inquire(reader, query, most, wanted, hand)
        if query.notes:
            hand(_made_ready(replace(last, writers=reader.ask(log.noting))))


def _inquire(project: Project, query: Query, most: int, wanted: Wanted, hand: Hand) -> Results:
    with searching(project, query, going_on(wanted)) as search:
        ids = tuple(search.first(_BEFORE_COUNTING))
        first = _further(search, Results(query, ids, exact=False, more=len(ids) == _BEFORE_COUNTING), most, hand)
        full = first.rows >= most
        if full:
            hand(_made_ready(first))
        seen = set(ids[: first.looked])
        counts = search.counts()
        ids = tuple(search.candidates)
        looked = sum(each in seen for each in ids)  # those that were narrowed out had nothing
        counted = replace(first, ids=ids, exact=search.exact, more=False, counts=counts, looked=looked)
        last = counted if full else _further(search, counted, most - first.rows, hand)
        hand(_made_ready(last))
    return last


def _inquire_sorted(project: Project, query: Query, most: int, wanted: Wanted, hand: Hand, sorting: Sorting) -> None:
    writers = project.ask(log.noting)
    ranks = ranked(writers, sorting)
    with searching(project, query, going_on(wanted)) as search:
        counts = search.counts()
        ids = sorted(search.candidates, key=ranks.first_in)
        begun = Results(query, tuple(ids), search.exact, counts=counts, writers=writers, sorting=sorting, ranks=ranks)
        hand(_made_ready(_further(search, begun, most, hand)))


def ranked(writers: Mapping[tuple[str, str | None], Writer], sorting: Sorting) -> Ranks:
    """How far up what somebody wrote stands: the newest first, or by person and then so; what nobody knows of last."""
    known = sorted({*writers.values()} - {_NOBODY}, key=lambda writer: (writer[1], writer[0]), reverse=True)
    if sorting is Sorting.PEOPLE:
        known.sort(key=lambda writer: (not writer[0], writer[0].casefold(), writer[0]))
    of = {writer: rank for rank, writer in enumerate([*known, _NOBODY])}
    first: dict[str, int] = {}
    for (document_id, _), writer in writers.items():
        first[document_id] = min(of[writer], first.get(document_id, len(of)))
    return Ranks(of, first)


def _made_ready(results: Results) -> Results:
    """Results whose places were made in this thread, not in the window's that shows them."""
    assert results.places is not None
    return results


def further(project: Project, results: Results, most: int, wanted: Wanted, hand: Hand) -> None:
    """Hands over Results with `most` hits more than these, where there are any."""
    with project.reader() as reader, searching(reader, results.query, going_on(wanted)) as search:
        hand(_made_ready(_further(search, results, most, hand)))


def ids_of(project: Project, query: Query, wanted: Wanted) -> frozenset[str]:
    """The ids of the articles in which a query finds something."""
    with project.reader() as reader, searching(reader, query, going_on(wanted)) as search:
        search.counts()
        if search.exact:
            return frozenset(search.candidates)
        parts = (search.candidates[at : at + AT_ONCE] for at in range(0, len(search.candidates), AT_ONCE))
        return frozenset(each.document_id for some in parts for each in search.found(some))


@dataclass(frozen=True)
class Gathered:
    """What is ticked of what a query finds.

    articles  the ids of the articles in which something is, in the queue's order
    places    where that is, by their ids; those that are set aside are left out, as nothing is done in them
    among     the ids of what is marked there and was found; None where words were
    more      whether there are more than MOST_PLACES
    aside     how many places are left out for that, in how many articles
    """

    articles: tuple[str, ...]
    places: Mapping[str, tuple[Span, ...]]
    among: Mapping[str, frozenset[str]] | None
    more: bool = False
    aside: tuple[int, int] = (0, 0)


def gather(project: Project, query: Query, ticked: Ticked, wanted: Wanted) -> Gathered:
    """Everything that a query finds and that is ticked, for something to be done to it."""
    articles: list[str] = []
    places: dict[str, tuple[Span, ...]] = {}
    among: dict[str, frozenset[str]] = {}
    words, count, aside = False, 0, (0, 0)
    only = None if ticked.all else {document_id for document_id, _ in ticked.but}
    with project.reader() as reader:
        for article in everything(reader, query, going_on(wanted), only):
            chosen = [place for place in places_of(article) if key_of(place) in ticked]
            articles += [article.document_id] if chosen else []
            inside = [place for place in chosen if place.span is not None]
            if inside and article.status is Status.ASIDE:
                aside = aside[0] + len(inside), aside[1] + 1
            elif inside:
                places[article.document_id] = tuple(dict.fromkeys(each.span for each in inside if each.span))
                among[article.document_id] = frozenset(each.annotation for each in inside if each.annotation)
                words |= any(each.annotation is None for each in inside)
                count += len(inside)
            if count >= MOST_PLACES:
                break
    return Gathered(tuple(articles), places, None if words else among, count >= MOST_PLACES, aside)


def everything(
    project: Project, query: Query, go_on: Callable[[], None] = lambda: None, only: Collection[str] | None = None
) -> Iterator[InArticle]:
    """All that a query finds, article by article, in the queue's order; `only` in these articles, if named."""
    with searching(project, query, go_on) as search:
        search.counts()
        ids = [each for each in search.candidates if only is None or each in only]
        for at in range(0, len(ids), AT_ONCE):
            yield from search.found(ids[at : at + AT_ONCE])


def _further(search: Search, results: Results, most: int, hand: Hand) -> Results:
    """Results with `most` hits more, where there are any; those on the way to it are handed over now and then."""
    found, looked, rows, stretch = list(results.articles), results.looked, 0, 1
    told, last = len(found), monotonic()
    while looked < len(results.ids) and rows < most:
        upto = min(len(results.ids), looked + stretch)
        some = search.found(results.ids[looked:upto])
        found += some
        rows += sum(max(1, len(each.hits)) for each in some)
        looked, stretch = upto, min(2 * stretch, _STRETCH)  # one article may have more than is wanted
        if len(found) > told and monotonic() - last > _TELL_EVERY:
            hand(replace(results, articles=tuple(found), looked=looked))
            told, last = len(found), monotonic()
    return replace(results, articles=tuple(found), looked=looked)


def going_on(wanted: Wanted) -> Callable[[], None]:
    """What ends a search that is not wanted any more."""

    def go_on() -> None:
        if not wanted():
            raise Cancelled

    return go_on


def places_of(article: InArticle) -> list[Place]:
    """What was found in an article, as places to go to; the article itself where it is that."""
    return [_place(article.document_id, hit) for hit in article.hits] or [Place(article.document_id, "")]


def _place(document_id: str, hit: Hit) -> Place:
    around = (hit.before, hit.after) if hit.span is not None else None
    return Place(
        *(document_id, hit.words, hit.span, hit.annotation or None),
        sort=hit.sort,
        around=around,
        remark=hit.note or hit.why,
        flagged=hit.flagged,
    )
