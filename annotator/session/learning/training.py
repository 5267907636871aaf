"""Learning from annotated articles to tell reported speech: from files of gold to a folder of weights."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from annotator.formats.files import read_bytes, readable, written_beside
from annotator.formats.gold import from_gold_record, is_gold_record
from annotator.formats.reading import article_of, values
from annotator.model.document import Document, Status
from annotator.model.faults import Fault
from annotator.model.scores.documents import gold_quotes
from annotator.model.scores.quotes import QuoteScores
from annotator.model.scores.values import GoldQuote
from annotator.nlp import pipelines
from annotator.nlp.language import detect
from annotator.nlp.learning.training import GoldArticle, Report, Trained, train
from annotator.nlp.quotes import learned
from annotator.store.project import Project

Gold: TypeAlias = tuple[str, tuple[GoldQuote, ...]]
"""An article's text, and its quotes."""


@dataclass(frozen=True)
class Order:
    """What weights are to be learned from, and how.

    gold       files of articles: ours, of which those that are done are taken, or gold records
    clauses    files of gold records or articles that have clauses only: nothing is learned from their noun phrases
    every      whether articles that are not done are taken too; what is pending in them counts like all else
    start      the folder of the weights to begin with; None for the program's
    bare       whether to begin with nothing instead
    threshold  how probable a clause has to be to be suggested; None for what was best for held-out articles
    seed       which articles are held out together
    pipeline   the one that parses them; None for the best installed
    """

    gold: tuple[Path, ...]
    clauses: tuple[Path, ...] = ()
    every: bool = False
    start: Path | None = None
    bare: bool = False
    threshold: float | None = None
    seed: int = 0
    pipeline: str | None = None


@dataclass(frozen=True)
class Learned:
    """What was written, and from what.

    before, after  figures for articles held out: with the weights there were, and with weights learned from the others
    left_out       how many articles were not taken: not done, set aside, not English, or there before
    faults         what could not be read
    """

    articles: int
    quotes: int
    candidates: int
    before: QuoteScores | None
    after: QuoteScores | None
    threshold: float
    left_out: int = 0
    faults: tuple[Fault, ...] = ()


def train_quotes(order: Order, folder: Path, report: Report) -> Learned:
    """Learns weights and writes them into `folder`, which is made where it is missing.

    Articles that cannot be read are told and left out. Raises Fault where there is none to learn from, the pipeline or
    the weights to begin with are of no use, or the folder cannot be written.
    """
    _check(folder)
    nlp = pipelines.load_parser(order.pipeline)
    before = _start(order)
    files = [(path, False) for path in order.gold] + [(path, True) for path in order.clauses]
    found = _Found()
    for path, clauses_only in files:
        found.read(path, clauses_only, order.every)
    if not found.quotes:
        raise _nothing(order, found)
    trained = train(found.all, nlp, before, order.seed, report)
    weights, told = _learned(found, trained, pipelines.origin(nlp), order)
    write_weights(folder, learned.to_json(weights))
    return told


def learn_from_project(project: Path, report: Report) -> tuple[str, Learned]:
    """Learns weights from the done articles of a project, beginning with the program's, and writes nothing.

    Returns the text of the weights' file (see `write_weights`) besides. Raises Fault where there is nothing to learn
    from, or the project or the pipeline cannot be opened.
    """
    found = _Found()
    with Project.open(project, by="", read_only=True) as opened:
        found.files.append({"project": readable(project.stem)})
        done = [entry for entry in opened.entries() if entry.status is Status.DONE]
        for number, entry in enumerate(done):
            report("articles", number, len(done))
            found.add(_to_learn(opened.document(entry.id), every=False))
    if not found.quotes:
        raise Fault("No English article with quotes is done yet.", "Mark articles done, some thirty at least.")
    order, nlp = Order(gold=()), pipelines.load_parser()
    trained = train(found.all, nlp, learned.shipped(), order.seed, report)
    weights, told = _learned(found, trained, pipelines.origin(nlp), order)
    return learned.to_json(weights), told


def _learned(found: "_Found", trained: Trained, pipeline: str, order: Order) -> tuple[learned.Weights, Learned]:
    """The weights as they are written, and what is to be told of them."""
    weights = replace(trained.weights, learned_from=_told(order, found, trained, pipeline))
    if order.threshold is not None:
        weights = replace(weights, threshold=order.threshold)
    return weights, Learned(
        articles=len(found.articles),
        quotes=found.quotes,
        candidates=trained.candidates,
        before=trained.before,
        after=trained.after,
        threshold=weights.threshold,
        left_out=found.left_out,
        faults=tuple(found.faults),
    )


def told_of(folder: Path | None) -> Mapping[str, Any]:
    """What the weights in a folder, None for the program's, were learned from. Raises Fault where it holds none."""
    return (learned.shipped() if folder is None else learned.load(folder)).learned_from


def _check(folder: Path) -> None:
    """Raises Fault where the folder could not be made or written to, before time is spent on what goes there."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir():
        raise Fault(f"{folder} cannot be a folder: {there} is a file.", "Name another one.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise Fault(f"{folder} cannot be written to: there is no right to write in {there}.", "Name another one.")


def _start(order: Order) -> learned.Weights:
    if order.bare:
        return learned.Weights({})
    return learned.shipped() if order.start is None else learned.load(order.start)


class _Found:
    """The articles found so far, by their text: of several with the same text the last counts."""

    def __init__(self) -> None:
        self.articles: dict[str, GoldArticle] = {}
        self.files: list[dict[str, str]] = []
        self.faults: list[Fault] = []
        self.left_out = 0

    def read(self, path: Path, clauses_only: bool, every: bool) -> None:
        """Takes what there is to learn from in one file; raises Fault where it cannot be read at all."""
        if path.suffix == ".anno":
            raise Fault(f"{path} is a project, not JSONL.", f"Export it first: annotator export {path}")
        data = read_bytes(path)
        self.files.append({"file": readable(path.name), "sha256": sha256(data).hexdigest()})
        for item in values(readable(path.name), data):
            try:
                gold = _gold(item, path.name, every)
            except Fault as fault:
                self.faults.append(fault)
                continue
            self.add(gold, clauses_only)

    def add(self, gold: Gold | None, clauses_only: bool = False) -> None:
        """Takes an article; None is one that is left out."""
        if gold is None:
            self.left_out += 1
            return
        text, quotes = gold
        self.left_out += text in self.articles
        self.articles[text] = GoldArticle(text, quotes, clauses_only)

    @property
    def all(self) -> tuple[GoldArticle, ...]:
        """The articles, in the order in which they were found."""
        return tuple(self.articles.values())

    @property
    def quotes(self) -> int:
        """How many quotes there are to learn from."""
        return sum(not quote.nested for article in self.articles.values() for quote in article.quotes)


def _gold(item: tuple[str, Any] | Fault, name: str, every: bool) -> Gold | None:
    """An article's text and gold; None where it is not to be learned from."""
    if isinstance(item, Fault):
        raise item
    where, value = item
    if is_gold_record(value):
        record = from_gold_record(value, where)
        return (record.text, record.quotes) if _is_english(record.text, None) else None
    return _to_learn(article_of(where, value, name).document, every=every)


def _to_learn(document: Document, *, every: bool) -> Gold | None:
    wanted = document.status is Status.DONE or (every and document.status is not Status.ASIDE)
    if not wanted or not _is_english(document.text, document.article.language):
        return None
    return document.text, gold_quotes(document)


def _is_english(text: str, language: str | None) -> bool:
    return (language or detect(text)) in ("en", None)


def _nothing(order: Order, found: _Found) -> Fault:
    names = ", ".join(str(path) for path in (*order.gold, *order.clauses))
    if found.faults:
        return Fault(f"There is nothing to learn from in {names}. {found.faults[0].message}", found.faults[0].remedy)
    return Fault(
        f"There is nothing to learn from in {names}: no English article with quotes that is done.",
        "Mark articles done and export them, or take all with --status all.",
    )


def _told(order: Order, found: _Found, trained: Trained, pipeline: str) -> dict[str, Any]:
    """What the weights were learned from, for whoever finds the file; no times and no folders: the same every time."""
    told: dict[str, Any] = {
        "gold": found.files,
        "articles": len(found.articles),
        "candidates": trained.candidates,
        "pipeline": pipeline,
        "seed": order.seed,
        "began_with": "nothing" if order.bare else "the program's weights" if order.start is None else "other weights",
    }
    if trained.after is not None:
        told["held_out"] = {"joint_all": trained.after.joint_all.f1, "joint": trained.after.joint.f1}
    return told


def write_weights(folder: Path, text: str) -> None:
    """Writes a weights' file into a folder, which is made where it is missing; raises Fault where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(f"The folder {folder} cannot be made: {error.strerror}.", "Name another one.") from error
    with written_beside(folder / learned.FILE) as file:
        file.write(text)
