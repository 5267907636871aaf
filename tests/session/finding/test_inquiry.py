"""Notes in another order than the articles': whatever has been looked at, what is shown is the beginning of it all."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.document import Status
from annotator.session.finding.inquiry import Results, Sorting, ranked
from annotator.store.hits import Hit, InArticle

_WRITERS = st.tuples(st.sampled_from(["Ana", "bo", "Bo", ""]), st.sampled_from(["2026-01-02", "2026-03-04", ""]))
_PROJECTS = st.lists(st.lists(st.none() | _WRITERS, min_size=1, max_size=4), max_size=6)
"""Who wrote each note of each article and when; None where nobody knows."""


@settings(max_examples=40)
@given(_PROJECTS, st.sampled_from([Sorting.NEWEST, Sorting.PEOPLE]))
def test_more_of_the_articles_adds_to_the_end_and_in_the_end_everything_is_in_order(project, sorting) -> None:
    articles = {
        f"a{n}": InArticle(f"a{n}", "", Status.NEW, tuple(Hit(None, annotation=f"e{m}") for m in range(len(notes))))
        for n, notes in enumerate(project)
    }
    writers = {
        (f"a{n}", f"e{m}"): writer
        for n, notes in enumerate(project)
        for m, writer in enumerate(notes)
        if writer is not None
    }
    ranks = ranked(writers, sorting)
    ids = tuple(sorted(articles, key=ranks.first_in))
    steps = [
        Results(
            ids=ids,
            articles=tuple(articles[each] for each in ids[:looked]),
            looked=looked,
            writers=writers,
            sorting=sorting,
            ranks=ranks,
        ).places
        for looked in range(len(ids) + 1)
    ]
    last = steps[-1]
    assert all(last[: len(step)] == step for step in steps)
    assert len(last) == sum(map(len, project))
    if sorting is Sorting.NEWEST:
        assert [place.at for place in last] == sorted((place.at for place in last), reverse=True)
    else:
        by_person = [(not place.by, place.by.casefold(), place.by) for place in last]
        assert by_person == sorted(by_person)
        for one, following in pairwise(last):
            assert one.by != following.by or one.at >= following.at
