"""The quote engine against gold: every figure of each corpus beside its target, what scores are worth, and the cost.

Without a corpus named, those of the shared folder are taken; each is a file of gold records. `--polnear FILE` is
PolNeAR's dev split, prepared. All kinds of quotes are looked for. Where weights were learned on a corpus, its figures
flatter them. The cost is CPU seconds of the quote component per 500 words: what comes on top of the parse.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from annotator.formats.gold import GoldRecord, from_gold_record
from annotator.model.document import Article, Document
from annotator.model.scores.calibration import Judged, bands, judged
from annotator.model.scores.documents import found_quotes
from annotator.model.scores.quotes import QuoteScores, score
from annotator.model.scores.values import Compared
from annotator.model.suggestions import QuoteKinds, Wish
from annotator.session.exchange.prelabelling import prelabelled

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpora"
POLNEAR = "PolNeAR dev"
NAMES = {"gum_wikinews_quotes": "GUM Wikinews", "gum_other_quotes": "GUM other", "litbank_quotes": "LitBank"}
COST = 0.15
"""CPU seconds per 500 words."""
SURE = {90: (5, 5), 80: (5, 10), 70: (5, 10), 60: (10, 15), 50: (10, 15)}
"""What scores say, in percent, each taken for those up to 5 points away, and how much less and more may be right.

More rather than less, because a score counts how sure the person behind a pronoun is, which this gold does not tell.
"""


class Target(NamedTuple):
    """What a figure should be at least, or at most."""

    bound: float
    most: bool = False

    def met(self, figure: float | None) -> bool:
        """Whether the figure is there and keeps the bound."""
        return figure is not None and (figure <= self.bound if self.most else figure >= self.bound)

    def __str__(self) -> str:
        return f"{'≤' if self.most else '≥'} {self.bound:g}"


TARGETS = {
    POLNEAR: {
        "exact": Target(93),
        "speaker": Target(94),
        "pronoun": Target(96),
        "nominal": Target(88),
        "joint": Target(89),
        "joint_all": Target(56),
        "cue": Target(97),
        "empty": Target(0, most=True),
    },
    "GUM Wikinews": {
        "speaker": Target(92),
        "joint_all": Target(60),
        "chain": Target(82),
        "pronoun_chain": Target(85),
    },
    "GUM other": {"pronoun_chain": Target(85)},
    "LitBank": {"chain": Target(60)},
}


@dataclass
class Clock:
    """CPU seconds in what it times."""

    seconds: float = 0.0

    def timed(self, act: Callable[..., object]) -> Callable[..., object]:
        """`act`, its time added up."""

        def timing(*args: object) -> object:
            start = time.process_time()
            try:
                return act(*args)
            finally:
                self.seconds += time.process_time() - start

        return timing


@dataclass
class Measured:
    """What was measured of one corpus."""

    name: str
    words: int = 0
    scores: QuoteScores = field(default_factory=QuoteScores)
    judged: list[Judged] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)

    def take(self, record: GoldRecord) -> None:
        """Prelabels an article and holds it against its gold."""
        article = Document(article=Article(id=record.id, text=record.text, language="en"))
        document, _ = prelabelled(article, Wish(QuoteKinds.ALL))
        compared = Compared(record.text, record.quotes, found_quotes(document, as_records=True))
        self.words += len(record.text.split())
        self.scores += score(compared)
        self.judged += judged(compared)

    def rows(self) -> Iterator[bool]:
        """Prints a row a figure; gives for each with a target whether it is met."""
        targets = TARGETS.get(self.name, {})
        for figure, value in self.scores.figures().items():
            if value is not None and not figure.startswith("gold_"):
                shown = f"{value}" if figure == "empty" else f"{value:.1f}"
                yield _row(self.name, figure, shown, targets.get(figure), value)
        if self.name == POLNEAR:
            for percent, (less, more) in SURE.items():
                yield from self._sure(percent, less, more)
        cost = 500 * self.clock.seconds / max(1, self.words)
        yield _row(self.name, "CPU s per 500 words", f"{cost:.3f}", Target(COST, most=True), cost)

    def _sure(self, percent: int, less: int, more: int) -> Iterator[bool]:
        scores = [round(100 * quote.score, 6) if quote.score is not None else -1.0 for quote in self.judged]
        said = [q.source for q, at in zip(self.judged, scores, strict=True) if percent - 5 <= at < percent + 5]
        right = 100 * sum(said) / len(said) if said else None
        shown = "none" if right is None else f"{right:.1f}"
        yield _row(self.name, f"right of {len(said)} said to be {percent} % sure", shown, Target(percent - less), right)
        yield _row(self.name, "… and no more than that", shown, Target(percent + more, most=True), right)

    def calibration(self) -> None:
        """Prints how many are right of the quotes with such a score."""
        for band in bands(self.judged):
            share = (
                f"{band.start:.2f}–{band.end:.2f}{band.right.of:>8}{100 * band.said:>8.1f}{band.right.percent:>8.1f}"
            )
            print(f"{self.name:<14}{share}")


def _row(corpus: str, figure: str, shown: str, target: Target | None, value: float | None) -> bool:
    met = target is None or target.met(value)
    print(f"{corpus:<14}{figure:<34}{shown:>8}{target or ''!s:>8}  {'' if met else 'MISSED'}".rstrip(), flush=True)
    return met


def records(path: Path, articles: int | None) -> Iterable[GoldRecord]:
    """The gold records of a file, or so many of them, spread over it."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    step = 1 if articles is None else max(1, len(lines) // articles)
    for number, line in enumerate(lines[::step][:articles], 1):
        yield from_gold_record(json.loads(line), f"{path.name}, article {number}")


def run(argv: list[str]) -> int:
    """Prints a row a figure and corpus; 1 where a target is missed, 2 where there is no corpus to be measured on."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks quotes", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="files of gold records (those of the shared folder)")
    parser.add_argument("--polnear", type=Path, help="PolNeAR's dev split as gold records")
    parser.add_argument("--articles", type=int, help="so many articles of each, spread over the file, for a first look")
    options = parser.parse_args(argv)
    files = options.gold or sorted(path for path in SHARED.glob("*_quotes.jsonl"))
    named = [(NAMES.get(path.stem, path.stem), path) for path in files]
    if options.polnear is not None:
        named.insert(0, (POLNEAR, options.polnear))
    if not named:
        print(f"no gold: name a file of gold records; there is none in {SHARED}")
        return 2
    from annotator.nlp.components import Quotes
    from annotator.nlp.pipelines import best_pipeline, load

    load(best_pipeline("en"), "en")
    all_met, measured = True, []
    print(f"{'corpus':<14}{'figure':<34}{'':>8}{'target':>8}")
    for name, path in named:
        corpus = Measured(name)
        with patch.object(Quotes, "__call__", corpus.clock.timed(Quotes.__call__)):
            for record in records(path, options.articles):
                corpus.take(record)
        all_met &= all(list(corpus.rows()))
        measured.append(corpus)
    print(f"\n{'corpus':<14}{'score':<9}{'quotes':>8}{'said %':>8}{'right %':>8}")
    for corpus in measured:
        corpus.calibration()
    return 0 if all_met else 1
