"""Holding suggestions, or one person's annotations, against gold: two files of JSONL, article by article."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from annotator.formats.files import read_bytes, readable
from annotator.formats.gold import from_gold_record, is_gold_record
from annotator.formats.jsonl.reading import is_ours
from annotator.formats.reading import article_of, values
from annotator.model.counting import how_many
from annotator.model.document import Document, Entity, Status
from annotator.model.faults import Fault
from annotator.model.scores import entities, quotes
from annotator.model.scores.calibration import Band, Judged, bands, judged
from annotator.model.scores.documents import found_quotes, gold_quotes
from annotator.model.scores.entities import EntityScore
from annotator.model.scores.quotes import QuoteScores
from annotator.model.scores.values import Compared, GoldQuote, Match

_MATCHED = "Articles are matched by their text. Prelabel the very articles that gold has, and compare again."
T = TypeVar("T")


@dataclass(frozen=True)
class ArticleScore:
    """One article's figures; `entities` are by label, none where gold does not say which there are."""

    name: str
    quotes: QuoteScores
    entities: Mapping[str, EntityScore]
    judged: tuple[Judged, ...]

    @property
    def match(self) -> Match:
        """Quotes of all kinds and entities of all labels together."""
        return sum((score.match for score in self.entities.values()), self.quotes.joint_all)

    @property
    def wrong(self) -> int:
        """How many are missing and how many are too many; one in the wrong place is both."""
        return self.match.gold + self.match.found - 2 * self.match.hits


@dataclass(frozen=True)
class Evaluation:
    """What a comparison came to.

    articles  those of gold; one that is missing counts as empty
    missing   those of gold that are not among what was found
    beside    those that were found and are not in gold; they are not judged
    notes     what a person should know about how it was compared
    faults    what could not be read
    """

    articles: tuple[ArticleScore, ...]
    missing: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def quotes(self) -> QuoteScores:
        """The figures of all articles."""
        return sum((article.quotes for article in self.articles), QuoteScores())

    @property
    def entities(self) -> dict[str, EntityScore]:
        """The figures of all articles by label."""
        total: dict[str, EntityScore] = {}
        for article in self.articles:
            for label, score in article.entities.items():
                total[label] = total.get(label, EntityScore()) + score
        return dict(sorted(total.items()))

    @property
    def all_entities(self) -> EntityScore:
        """The figures of all labels together (micro)."""
        return sum(self.entities.values(), EntityScore())

    @property
    def bands(self) -> list[Band]:
        """How many of the quotes of a score are right; empty where no quote has a score."""
        return bands(quote for article in self.articles for quote in article.judged)

    def worst(self, number: int) -> list[ArticleScore]:
        """So many articles with the most to put right, the worst first; right ones are not among them."""
        ranked = sorted(self.articles, key=lambda article: (-article.wrong, article.name))
        return [article for article in ranked if article.wrong][:number]


def evaluate(gold: Path, found: Path, labels: Collection[str] | None = None) -> Evaluation:
    """How near `found`, our JSONL, comes to `gold`, which is our JSONL too, gold records, or plain JSONL with spans.

    Articles are the same that have the same text; of several in one file the last counts. Rejected annotations count as
    absent, pending ones like any others. Articles that gold has set aside are left out.

    labels  of the entities to judge; all unless told otherwise

    Raises Fault where a file cannot be read or the two have no article in common.
    """
    wanted = _read(gold, _gold_of)
    there = _read(found, _found_of)
    if not wanted.articles.keys() & there.articles.keys():
        raise _nothing_in_common(gold, found, [*wanted.faults, *there.faults])
    aside = [text for text, (_, article) in wanted.articles.items() if article.aside]
    for text in aside:
        del wanted.articles[text]
        there.articles.pop(text, None)
    scores = []
    for text, (name, article) in wanted.articles.items():
        document = there.articles[text][1] if text in there.articles else None
        scores.append(_score(name, text, article, document, labels))
    return Evaluation(
        articles=tuple(scores),
        missing=tuple(name for text, (name, _) in wanted.articles.items() if text not in there.articles),
        beside=tuple(name for text, (name, _) in there.articles.items() if text not in wanted.articles),
        notes=(*_notes(gold, found, wanted, there), *_left_out(len(aside), gold)),
        faults=(*wanted.faults, *there.faults),
    )


@dataclass(frozen=True)
class _Gold:
    """An article's gold; None of quotes or entities where it does not say which there are."""

    quotes: tuple[GoldQuote, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    from_record: bool = False
    undecided: bool = False
    aside: bool = False


@dataclass
class _Side(Generic[T]):
    """One of the two files: by their text, what its articles are called and what it says of them."""

    articles: dict[str, tuple[str, T]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    repeated: int = 0


def _read(path: Path, take: Callable[[str, Any, str], tuple[str, str, T]]) -> _Side[T]:
    side: _Side[T] = _Side()
    name = readable(path.name)
    if path.suffix == ".anno":
        raise Fault(f"{path} is a project, not JSONL.", f"Export it first: annotator export {path} --output gold.jsonl")
    for item in values(name, read_bytes(path)):
        if isinstance(item, Fault):
            side.faults.append(item)
            continue
        try:
            text, called, article = take(*item, name)
        except Fault as fault:
            side.faults.append(fault)
            continue
        side.repeated += text in side.articles
        side.articles[text] = (f"{item[0]} ({called!r})" if called else item[0], article)
    return side


def _found_of(where: str, value: Any, name: str) -> tuple[str, str, Document]:
    if is_gold_record(value):
        raise Fault(
            f"{where} is a gold record, not a line of annotator/1.", "Name it first: annotator evaluate GOLD PRED"
        )
    return _document(where, value, name)


def _document(where: str, value: Any, name: str) -> tuple[str, str, Document]:
    document = article_of(where, value, name).document
    return document.text, document.article.title, document


def _gold_of(where: str, value: Any, name: str) -> tuple[str, str, _Gold]:
    if is_gold_record(value):
        record = from_gold_record(value, where)
        return record.text, record.id, _Gold(quotes=record.quotes, from_record=True)
    text, title, document = _document(where, value, name)
    if not is_ours(value):
        return text, title, _Gold(entities=document.entities if "spans" in value else None)
    undecided = any(annotation.pending for annotation in document.annotations)
    aside = document.status is Status.ASIDE
    return text, title, _Gold(gold_quotes(document), document.entities, undecided=undecided, aside=aside)


def _score(
    name: str, text: str, gold: _Gold, document: Document | None, labels: Collection[str] | None
) -> ArticleScore:
    quotes_found = found_quotes(document, as_records=gold.from_record) if document and gold.quotes is not None else ()
    entities_found = document.entities if document else ()
    compared = Compared(text, gold.quotes or (), quotes_found)
    return ArticleScore(
        name=name,
        quotes=quotes.score(compared),
        entities={} if gold.entities is None else entities.score(gold.entities, entities_found, labels),
        judged=tuple(judged(compared)),
    )


def _notes(gold: Path, found: Path, wanted: _Side[_Gold], there: _Side[Document]) -> list[str]:
    notes = [
        f"{path.name}: {how_many(side.repeated, 'article')} again further down; the last counts."
        for path, side in ((gold, wanted), (found, there))
        if side.repeated
    ]
    undecided = sum(article.undecided for _, article in wanted.articles.values())
    if undecided:
        notes.append(
            f"{gold.name}: suggestions that nobody has decided about count as gold in {how_many(undecided, 'article')}."
        )
    decided = sum(_decided_in_part(document) for _, document in there.articles.values())
    if decided:
        notes.append(
            f"{found.name}: what a person has decided counts besides suggestions in {how_many(decided, 'article')}."
        )
    return notes


def _left_out(aside: int, gold: Path) -> list[str]:
    return [f"{gold.name}: {how_many(aside, 'article')} set aside, left out."] if aside else []


def _decided_in_part(document: Document) -> bool:
    return len({annotation.pending for annotation in document.annotations}) == 2


def _nothing_in_common(gold: Path, found: Path, faults: list[Fault]) -> Fault:
    if faults:
        more = f" ({len(faults) - 1} more like it)" if len(faults) > 1 else ""
        return Fault(f"No article is in both {gold} and {found}. {faults[0].message}{more}", faults[0].remedy)
    return Fault(f"No article is in both {gold} and {found}.", _MATCHED)
