"""What a query finds in a project: first which articles can have something, then what, as far as that is looked at.

Filters on entities and quotes are answered by indices. How often each article has something is counted where that
takes no reading of texts; first results do not wait for it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from annotator.model.document import AnyAnnotation, Entity, Status
from annotator.model.finding.folding import Places, stand_in
from annotator.model.finding.query import Query, Term
from annotator.store import values
from annotator.store.filters import Where, of_annotations, of_articles
from annotator.store.hits import Hit, InArticle, hit, of_annotation
from annotator.store.noted import Remarks, noted, remarks, without
from annotator.store.project import Project
from annotator.store.queue import in_parts
from annotator.store.tables import documents, entities, queue, quotes, texts

_FEW = 2_000
"""Of how many articles things are counted one by one rather than in the whole project."""


@contextmanager
def searching(project: Project, query: Query, go_on: Callable[[], None] = lambda: None) -> Iterator["Search"]:
    """A search through a project as it is now, until this ends; see `Search`. Raises Fault where it cannot be read."""
    with project._database.read() as connection:
        yield Search(connection, query, go_on)


class Search:
    """A query on a project as it is at one moment.

    go_on  called again and again; it raises where the answer is not wanted any more
    exact  whether all `candidates` have something
    """

    def __init__(self, connection: Connection, query: Query, go_on: Callable[[], None] = lambda: None) -> None:
        self._connection, self._query, self._go_on = connection, query, go_on
        self._articles = False
        self._terms = [term for term in query.terms if not term.negative]
        self._not = [term for term in query.terms if term.negative]
        self._tables = of_annotations(connection, query)
        self._noted = noted(connection, query)
        self._without = without(connection, query)
        if self._noted is not None and not self._tables:
            self._tables = [(entities, []), (quotes, [])]
            self._articles = True  # what is noted may be the article itself
        self.exact = not self._tables

    # Which articles

    def first(self, most: int) -> list[str]:
        """The ids of the first articles that can have something, at most so many: sooner than all `candidates`."""
        if not self._query or self._noted is not None or self._left_out:
            return self.candidates[:most]
        return self._ids(self._in_order(soon=True).limit(most))

    @cached_property
    def candidates(self) -> list[str]:
        """The ids of the articles that can have something, in the queue's order."""
        if not self._query:
            return []
        self._go_on()
        return [each for each in self._ids(self._in_order()) if self._may_have(each)]

    def _ids(self, wanted: Select[str]) -> list[str]:
        return list(self._connection.execute(wanted).scalars().all())

    def _in_order(self, *, soon: bool = False) -> Select[str]:
        return (
            select(queue.c.document_id)
            .join(documents, documents.c.id == queue.c.document_id)
            .where(*of_articles(self._connection, self._query, soon=soon))
            .order_by(queue.c.place)
        )

    def _may_have(self, document_id: str) -> bool:
        return (self._noted is None or document_id in self._noted) and document_id not in self._left_out

    @cached_property
    def _left_out(self) -> Set[str]:
        """The articles that are left out for what is noted about them."""
        return set() if self._tables else {each for each, annotation in self._without if annotation is None}

    # How often

    def counts(self) -> Mapping[str, int] | None:
        """How many entities and quotes are found in each article, by its id; None where that takes reading the texts.

        From then on `candidates` are those that have some, as far as that is known without.
        """
        if not self._tables or self._noted is not None:
            return None
        counted: Counter[str] = Counter()
        for table, where in self._tables:
            rows, column = self._counting(table, where)
            few = len(self.candidates) <= _FEW
            for each in [rows.where(column.in_(some)) for some in in_parts(self.candidates)] if few else [rows]:
                self._go_on()
                found = self._connection.execute(each).all()
                counted.update({document_id: number for document_id, number in found if number})
        self.candidates = [each for each in self.candidates if each in counted]
        if self._query.terms or self._without:
            return None
        self.exact = True
        return {each: counted[each] for each in self.candidates}

    def _counting(self, table: Table, where: Where) -> tuple[Select[str, int], ColumnElement[str]]:
        """What counts the rows of a table in each article that has some, and what says which article that is.

        Where no index leads to the rows by themselves, each article is asked for its own: most decisions are rare, and
        the index of an article's rows by them is passed over faster than that of all rows is read.
        """
        if any(self._query.of(name) for name in ("label", "kind", "speaker")):
            column = table.c.document_id
            return select(column, func.count()).where(*where).group_by(column), column
        number = select(func.count()).where(table.c.document_id == documents.c.id, *where).scalar_subquery()
        return select(documents.c.id, number), documents.c.id

    # What in them

    def found(self, ids: Sequence[str]) -> list[InArticle]:
        """What is found in articles, in the order given; those in which nothing is are left out."""
        self._go_on()
        heads = {
            row.id: row
            for some in in_parts(ids)
            for row in self._connection.execute(
                select(documents.c.id, documents.c.title, documents.c.status, texts.c.text)
                .join(texts, texts.c.document_id == documents.c.id)
                .where(documents.c.id.in_(some))
            )
        }
        said = remarks(self._connection, ids) if self._query.terms or self._noted is not None else Remarks()
        annotations = self._annotations(ids, said)
        result = []
        for document_id in ids:
            head = heads.get(document_id)
            if head is None:
                continue
            self._go_on()
            there = annotations.get(document_id, ())
            find = self._in_annotations if self._tables else self._in_text
            hits = tuple(find(document_id, head.text, there, said))
            if hits or not self._tables:
                result.append(InArticle(document_id, head.title, Status(head.status), hits))
        return result

    def _annotations(self, ids: Sequence[str], said: Remarks) -> Mapping[str, list[AnyAnnotation]]:
        """The annotations among which something may be found; where words are looked for, those with a remark."""
        named = None
        if self._noted is not None:
            named = {name for each in ids for name in self._noted.get(each, ()) if name is not None}
        elif not self._tables:
            named = {name for _, name in said if name is not None}
        found: dict[str, list[AnyAnnotation]] = {}
        for table, where in self._tables or [(entities, []), (quotes, [])]:
            if named is not None and not named:
                break
            read: Callable[[Iterable[str]], Sequence[AnyAnnotation]] = _read(table)
            for some in in_parts(ids):
                among = [table.c.document_id.in_(some), *where]
                among += [table.c.id.in_(named)] if named is not None else []
                rows = self._connection.execute(select(table.c.document_id, table.c.value).where(*among)).all()
                with values.decoding(f"the {table.name}"):
                    for row, annotation in zip(rows, read([row.value for row in rows]), strict=True):
                        if self._is_noted(row.document_id, annotation.id):
                            found.setdefault(row.document_id, []).append(annotation)
        return found

    def _is_noted(self, document_id: str, annotation: str | None) -> bool:
        """Whether something has the notes and flags that are asked for, and none that are not."""
        asked = self._noted is None or annotation in self._noted.get(document_id, ())
        return asked and (document_id, annotation) not in self._without

    def _in_text(
        self, document_id: str, text: str, annotations: Sequence[AnyAnnotation], said: Remarks
    ) -> Iterator[Hit]:
        """Where the words stand in a text, then where they stand in what is remarked about it."""
        places = Places(text) if self._terms else None
        found = {s for t in self._terms if places for s in places.of(t.words, begins=t.begins)}
        yield from (hit(text, span) for span in sorted(found))
        there = {annotation.id: annotation for annotation in annotations}
        for name, remark in said.of(document_id):
            if (document_id, name) in self._without:
                continue
            note, why = (words if self._any_in(words) else "" for words in (remark.note, remark.why))
            if note or why:
                yield _remarked(text, there.get(name or ""), note=note, why=why)

    def _in_annotations(
        self, document_id: str, text: str, annotations: Sequence[AnyAnnotation], said: Remarks
    ) -> Iterator[Hit]:
        """The annotations in which the words stand, or in what is remarked about them; the article's remark first."""
        if self._articles and self._noted and None in self._noted[document_id]:
            own = said.get((document_id, None))
            yield Hit(None, note=own.note, why=own.why, flagged=own.flagged)
        for annotation in sorted(annotations, key=lambda each: (each.extent, each.id)):
            spans = (annotation.span,) if isinstance(annotation, Entity) else annotation.contents
            words, own = [text[start:end] for start, end in spans], said.get((document_id, annotation.id))
            inside = [_in(term, *words) for term in self._terms]
            held = [each or _in(term, own.note, own.why) for each, term in zip(inside, self._terms, strict=True)]
            if all(held) and not any(_in(term, *words, own.note, own.why) for term in self._not):
                shown = self._noted is not None or not all(inside)
                yield of_annotation(text, annotation, note=own.note * shown, why=own.why * shown, flagged=own.flagged)

    def _any_in(self, words: str) -> bool:
        return bool(words) and any(_in(term, words) for term in self._terms)


def _read(table: Table) -> Callable[[Iterable[str]], Sequence[AnyAnnotation]]:
    return values.entities_of if table is entities else values.quotes_of


def _remarked(text: str, annotation: AnyAnnotation | None, *, note: str, why: str) -> Hit:
    return Hit(None, note=note, why=why) if annotation is None else of_annotation(text, annotation, note=note, why=why)


def _in(term: Term, *texts: str) -> bool:
    return any(stand_in(term.words, each, begins=term.begins) for each in texts)
