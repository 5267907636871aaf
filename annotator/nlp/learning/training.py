"""Learning from annotated articles how to tell reported speech, and trying out on held-out ones what was learned."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, TypeVar

from annotator.model.document import Span
from annotator.model.scores.quotes import QuoteScores
from annotator.model.scores.spans import core, likeness
from annotator.model.scores.values import GoldQuote
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.learning.trials import Trial, reading_of, worths
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.candidates import Candidate, candidates
from annotator.nlp.quotes.clauses import REASONS, grown
from annotator.nlp.quotes.cues import lemma
from annotator.nlp.quotes.features import features
from annotator.nlp.quotes.learned import BIAS, Weights
from annotator.nlp.reading import Reading
from annotator.nlp.words import words

if TYPE_CHECKING:
    from spacy.language import Language

T = TypeVar("T")
Report = Callable[[str, int, int], None]
"""Says what is being done, and how much of how much of it is done."""

_FOLDS = 5
_PULL = 5.0
"""How strongly a weight is drawn to what it was before; chosen on articles that no weight was learned from."""
_PULL_OF_BIAS = 0.01
_LEAST_ARTICLES = 2
_ALIKE = 0.8
_THRESHOLDS = tuple(n / 100 for n in range(20, 65, 5))
_AS_GOOD = 0.2
"""Points of F1 that fewer wrong suggestions are worth."""


@dataclass(frozen=True)
class GoldArticle:
    """An article to learn from.

    clauses_only  whether its gold has clauses only: from a noun phrase that is no quote in it nothing is learned, and
                  nothing is tried out on it
    """

    text: str
    quotes: tuple[GoldQuote, ...]
    clauses_only: bool = False


@dataclass(frozen=True)
class Trained:
    """What was learned, and how the articles were read that it was not learned from.

    before, after  the figures with the weights there were before, and with those learned from the other articles; None
                   with fewer than two articles to try it on
    candidates     how many it was learned from
    """

    weights: Weights
    before: QuoteScores | None
    after: QuoteScores | None
    candidates: int


@dataclass(frozen=True)
class _Example:
    """A candidate: its cue where that is no verb, its properties by number, and how far it is right."""

    cue: str | None
    properties: "array[int]"
    right: float


@dataclass(frozen=True)
class _Article:
    gold: GoldArticle
    reading: Reading
    examples: tuple[_Example, ...]

    def trial(self, acts: Sequence[Act]) -> Trial:
        """These acts beside the article's gold."""
        return Trial(self.gold.text, self.gold.quotes, acts)


class _Everything:
    def __contains__(self, item: object) -> bool:
        return True


def train(articles: Sequence[GoldArticle], nlp: "Language", before: Weights, seed: int, report: Report) -> Trained:
    """Weights learned from articles, English ones, drawn to those there were before.

    nlp   the pipeline that parses them, as `annotator.nlp.pipelines.load` gives it
    seed  which articles are held out together, in five turns; the weights themselves do not depend on it, but the
          threshold and what scores are worth are told from the held-out ones

    The same articles in the same order, pipeline and seed give the same weights bit for bit.
    """
    learner = _Learner(nlp, before)
    learning = [learner.article(article) for article in _counted(articles, "articles read", report)]
    tried = [at for at, article in enumerate(articles) if not article.clauses_only]
    Random(seed).shuffle(tried)
    drafts: dict[int, list[Act]] = {}
    folds = [tried[n::_FOLDS] for n in range(_FOLDS)] if len(tried) > 1 else []
    for fold in _counted([fold for fold in folds if fold], "turns with articles held out", report):
        rest = [article for at, article in enumerate(learning) if at not in fold]
        weights = replace(learner.fitted(rest), threshold=_THRESHOLDS[0])
        drafts |= {at: learning[at].reading.acts(QuoteKinds.ALL, weights) for at in fold}
    weights = learner.fitted(learning)
    examples = sum(len(article.examples) for article in learning)
    if not drafts:
        return Trained(weights, None, None, examples)
    held_out = [learning[at].trial(drafts[at]) for at in sorted(drafts)]
    clauses = {reason: steps for reason, steps in worths(held_out).items() if reason in REASONS}
    weights = replace(weights, threshold=_threshold(held_out), scores={**before.scores, **clauses})
    was = (learning[at].trial(learning[at].reading.acts(QuoteKinds.ALL, before)).figures() for at in sorted(drafts))
    now = (trial.above(weights.threshold).figures() for trial in held_out)
    return Trained(weights, sum(was, QuoteScores()), sum(now, QuoteScores()), examples)


def _counted(items: Sequence[T], what: str, report: Report) -> Iterator[T]:
    for number, item in enumerate(items):
        report(what, number, len(items))
        yield item
    report(what, len(items), len(items))


class _Learner:
    """Makes examples of articles and weights of examples."""

    def __init__(self, nlp: "Language", before: Weights) -> None:
        self._nlp = nlp
        self._before = before
        self._numbers: dict[str, int] = {}

    def article(self, gold: GoldArticle) -> _Article:
        """An article with its examples."""
        import numpy as np

        reading = reading_of(gold.text, self._nlp)
        for carrier in reading.made:
            carrier.doc.tensor = np.zeros((0, 0), dtype="float32")  # most of its memory, and of no use any more
        return _Article(gold, reading, tuple(self._examples(gold, reading)))

    def _examples(self, gold: GoldArticle, reading: Reading) -> Iterator[_Example]:
        cores = [(core(gold.text, quote.span), quote) for quote in gold.quotes if not quote.nested]
        for carrier in reading.made:
            alone = set(carrier.stands_in.values())
            here = [s for k, s in enumerate(reading.marked) if s.paragraph == carrier.paragraph and k not in alone]
            for candidate in candidates(carrier, reading.names, _Everything()):
                contents, _ = grown(candidate.contents, here)
                hits = sum(_is_right(core(gold.text, content), candidate, cores) for content in contents)
                if hits or not gold.clauses_only or _is_clause(candidate):
                    names = {BIAS, *features(candidate, carrier)}
                    numbers = array("i", sorted(self._numbers.setdefault(n, len(self._numbers)) for n in names))
                    yield _Example(_noun(candidate), numbers, hits / len(contents))

    def fitted(self, articles: Sequence[_Article]) -> Weights:
        """The weights that the examples make likeliest; threshold and scores are those there were before."""
        import numpy as np

        from annotator.nlp.learning.fitting import fit

        before = self._before
        cues = _cues(articles) | before.cues
        examples: list[_Example] = []
        seen = np.zeros(len(self._numbers), dtype=np.int64)
        for article in articles:
            kept = [e for e in article.examples if e.cue is None or e.cue in cues]
            if kept:
                seen[np.unique(np.concatenate([e.properties for e in kept]))] += 1
                examples += kept
        if not examples:
            return before
        names = sorted(n for n, at in self._numbers.items() if seen[at] >= _LEAST_ARTICLES or n in before.weights)
        column = np.full(len(self._numbers), -1, dtype=np.int32)
        column[[self._numbers[name] for name in names]] = np.arange(len(names))
        rows = (column[np.asarray(e.properties)] for e in examples)
        columns = [np.sort(row[row >= 0]) for row in rows]  # sums depend on the order, and a set's changes every time
        fitted = fit(
            np.concatenate(columns),
            np.array([len(known) for known in columns]),
            [example.right for example in examples],
            [before.weights.get(name, 0.0) for name in names],
            [_PULL_OF_BIAS if name == BIAS else _PULL for name in names],
        )
        weights = dict(before.weights)
        weights |= {name: round(float(value), 3) for name, value in zip(names, fitted, strict=True)}
        return replace(before, weights={name: value for name, value in weights.items() if value}, cues=cues)


def _cues(articles: Iterable[_Article]) -> frozenset[str]:
    """The nouns and adjectives that were the cues of right candidates in two articles or more."""
    found = Counter(cue for article in articles for cue in {e.cue for e in article.examples if e.right})
    return frozenset(cue for cue, count in found.items() if cue is not None and count >= _LEAST_ARTICLES)


def _noun(candidate: Candidate) -> str | None:
    """The cue in its base form where it is a noun or an adjective that is in no list."""
    cue = candidate.cue
    listed = cue.pos_ not in ("NOUN", "ADJ") or lemma(cue) in words("cues", "nouns")
    return None if listed or candidate.shape.startswith("according") else lemma(cue)


def _is_clause(candidate: Candidate) -> bool:
    verbs = ("VERB", "AUX")
    by_verb = candidate.cue.pos_ in verbs and candidate.head.pos_ in verbs
    return by_verb or candidate.shape.startswith("according")


def _is_right(content: Span, candidate: Candidate, cores: Iterable[tuple[Span, GoldQuote]]) -> bool:
    return any(
        content.overlaps(span)
        and likeness(content, span) >= _ALIKE
        and (not quote.sources or any(candidate.source.span.overlaps(source) for source in quote.sources))
        and (not quote.cues or any(candidate.cue_span.overlaps(cue) for cue in quote.cues))
        for span, quote in cores
    )


def _threshold(held_out: Sequence[Trial]) -> float:
    """The highest threshold with which nearly as much is right (F1) as with the best."""
    figures = {
        threshold: sum((trial.above(threshold).figures() for trial in held_out), QuoteScores()).joint_all.f1
        for threshold in _THRESHOLDS
    }
    return max(threshold for threshold, figure in figures.items() if figure >= max(figures.values()) - _AS_GOOD)
