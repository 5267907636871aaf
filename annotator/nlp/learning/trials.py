"""Articles that were read, held against their gold: what was right, and what the scores of it were worth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from annotator.model.scores.calibration import judged
from annotator.model.scores.quotes import QuoteScores, score
from annotator.model.scores.values import Compared, FoundQuote, GoldQuote
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.prelabel import prepared
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.clauses import REASONS, probable
from annotator.nlp.quotes.worth import Steps
from annotator.nlp.reading import Reading, read

if TYPE_CHECKING:
    from spacy.language import Language

_STEP = 40
"""How many quotes a step needs at least where a reason has several."""

_MOST_STEPS = 10


@dataclass(frozen=True)
class Trial:
    """What was found in a text, with the scores that rules and weights gave it, beside its gold."""

    text: str
    gold: tuple[GoldQuote, ...]
    acts: Sequence[Act]

    def above(self, threshold: float) -> "Trial":
        """Without clauses that are less probable; those with marks are there whatever the threshold."""
        kept = [act for act in self.acts if act.reason not in REASONS or act.marked or self._probable(act, threshold)]
        return replace(self, acts=kept)

    def _probable(self, act: Act, threshold: float) -> bool:
        source = act.source.span if act.source else None
        return probable(act.score, source and self.text[source.start : source.end], threshold)

    def figures(self) -> QuoteScores:
        """What of it is right."""
        return score(self._compared())

    def told(self) -> Iterable[tuple[str, float, bool]]:
        """Of every act its reason, its score, and whether it is right, in span and source both."""
        for row in judged(self._compared()):
            act = self.acts[int(row.quote)]
            yield act.reason, act.score, row.source

    def _compared(self) -> Compared:
        found = (
            FoundQuote(
                span=span,
                source=act.source.span if act.source else None,
                cue=act.cue,
                quote=str(number),
                score=act.score,
            )
            for number, act in enumerate(self.acts)
            for span in act.contents
        )
        return Compared(self.text, self.gold, tuple(found))


def reading_of(text: str, nlp: "Language") -> Reading:
    """An English text as `nlp`, a pipeline from `annotator.nlp.pipelines.load`, reads it; no quotes are looked for."""
    with nlp.select_pipes(disable="annotator_quotes"):
        doc = nlp(prepared(nlp, text, QuoteKinds.ALL, "en"))
    return read(doc, nlp, text, "en")


def worths(trials: Iterable[Trial], least: int = _STEP) -> Mapping[str, Steps]:
    """What scores were worth, by reason; a reason of fewer than `least` quotes is left out."""
    told: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for trial in trials:
        for reason, said, right in trial.told():
            told[reason].append((said, right))
    return {reason: rising(rows) for reason, rows in sorted(told.items()) if len(rows) >= least}


def rising(told: Iterable[tuple[float, bool]]) -> Steps:
    """Steps that rise, from scores and whether each was right: isotonic regression over up to ten bins of as many.

    Equal scores are on one step; where the share of right ones would fall, two are made one (pool adjacent violators:
    Ayer and others 1955).
    """
    steps: list[tuple[float, int, int]] = []
    for least, right, of in _bins(sorted(told)):
        steps.append((least, right, of))
        while len(steps) > 1 and steps[-2][1] * steps[-1][2] >= steps[-1][1] * steps[-2][2]:
            _, more, further = steps.pop()
            steps[-1] = (steps[-1][0], steps[-1][1] + more, steps[-1][2] + further)
    shares = {round(least, 3): round(right / of, 2) for least, right, of in steps}
    return tuple(shares.items())


def _bins(told: Sequence[tuple[float, bool]]) -> Iterable[tuple[float, int, int]]:
    """The lowest score of each bin, how many are right in it, and of how many."""
    size = max(_STEP, -(-len(told) // _MOST_STEPS))
    at, right, of = 0.0, 0, 0
    left = len(told)
    for said, rows in groupby(told, key=lambda row: row[0]):
        rights = [hit for _, hit in rows]
        at = said if not of else at
        right, of, left = right + sum(rights), of + len(rights), left - len(rights)
        if of >= size and (left >= size or not left):
            yield at, right, of
            right, of = 0, 0
    if of:
        yield at, right, of
