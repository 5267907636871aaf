"""What an analyst's hands do until an article says what the gold says: events per quote and per entity, and seconds.

Each article is replayed twice on a session without a window: with our suggestions, and with none. Beside them stands
what the flows of others cost for the same gold. Seconds are of the keystroke-level model, without moving the hand to
the mouse and back, and without reading: for all alike.

The rivals start from nothing. Theirs is counted as: marking a span, 2 events (a drag and a label's key), for each
entity, quote, cue, and for each source that is no entity; linking the quote with its speaker as `../shared` counts it,
which is nothing for the cue; and one event for the article. None of their mistakes are counted, nor that some cannot
mark entities or cues at all.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.model.document import Article, Document
from annotator.model.edits import AddDocument
from annotator.model.suggestions import QuoteKinds
from annotator.session.exchange.importing import Found, read_paths
from annotator.session.exchange.intake import bring_in
from annotator.session.exchange.prelabelling import prelabel_all
from annotator.session.session import Session
from annotator.store.project import Project
from tests.benchmarks import differences as kinds
from tests.benchmarks.gold import Gold, article_of, quotes_of, with_entities
from tests.benchmarks.hands import BUTTON, DECIDE, KEY, POINT
from tests.benchmarks.replaying import Analyst, Replay

SHARED = Path(__file__).resolve().parents[3] / "shared"
SHARE, SPEAKER = 0.4, 2.0
"""The aims: events as a share of the best rival's over whole articles, and for a quote whose speaker is wrong."""
RIVALS = {
    "quoteannotator": (2, 5.3),
    "brat": (3, 6.1),
    "Potato": (4, 7.9),
    "doccano": (5, 9.2),
    "Label Studio": (6, 10.6),
}
"""Events and seconds from a quote to its speaker, both being marked."""
MARK = (2, DECIDE + 2 * (POINT + BUTTON) + KEY)


@dataclass(frozen=True)
class Corpus:
    """Articles with their gold, and which quotes the program is to look for."""

    name: str
    golds: Sequence[Gold]
    kinds: QuoteKinds
    article: Path | None = None


def corpora(shared: Path, polnear: Path | None, most: int | None) -> list[Corpus]:
    """What there is gold for."""
    path = shared / "articles/waltz-ukraine-aid.md"
    (found,) = (each for each in read_paths([path]) if isinstance(each, Found))
    wikinews = quotes_of(shared / "corpora/gum_wikinews_quotes.jsonl")
    wikinews = with_entities(wikinews, shared / "corpora/gum_wikinews_entities.jsonl")
    real = article_of(path.with_suffix(".gold.json"), found.imported)
    listed = [
        Corpus("the real article", [real], QuoteKinds.MARKED, path),
        Corpus("GUM Wikinews", wikinews[:most], QuoteKinds.ALL),
    ]
    if polnear is not None:
        listed.append(Corpus("PolNeAR, quotes only", quotes_of(polnear)[:most], QuoteKinds.ALL))
    return listed


def replayed(corpus: Corpus, folder: Path, *, suggestions: bool) -> list[Replay]:
    """Every article of a corpus brought to its gold, in a project made in `folder`."""
    session = Session(Project.create(folder / f"{suggestions}.anno", by="analyst"), "analyst")
    session.set_mode(quote_kinds=corpus.kinds)
    if corpus.article is not None:
        bring_in(session, read_paths([corpus.article]))
    else:
        documents = [Document(article=Article(id=g.name, text=g.text, language="en")) for g in corpus.golds]
        session.dispatch("import.articles", [AddDocument(document) for document in documents])
    if suggestions:
        prelabel_all(session)
    replays = []
    for entry, gold in zip(list(session.entries), corpus.golds, strict=True):
        session.open(entry.id)
        replays.append(Analyst(session, gold).work())
        print(".", end="", file=sys.stderr, flush=True)
    session.close()
    print(file=sys.stderr)
    return replays


def rival(golds: Iterable[Gold], link: tuple[float, float]) -> tuple[float, float]:
    """The events and seconds that a rival's flow takes for the gold; `link` are those from a quote to its speaker."""
    marks = links = articles = 0
    for gold in golds:
        articles += 1
        marks += len(gold.entities) + len(gold.quotes) + sum(quote.cue is not None for quote in gold.quotes)
        sources = {quote.source for quote in gold.quotes if quote.source is not None}
        marks += sum(not any(entity.span.overlaps(source) for entity in gold.entities) for source in sources)
        links += sum(quote.source is not None or quote.person is not None for quote in gold.quotes)
    return tuple(
        marks * mark + links * each + articles * done for mark, each, done in zip(MARK, link, (1, KEY), strict=True)
    )  # type: ignore[return-value]


def _of_speakers(replays: list[Replay]) -> tuple[int, float]:
    wrong = sum(len(replay.wrong_speakers) for replay in replays)
    events = sum(replay.events_of_speakers for replay in replays)
    return wrong, events / wrong if wrong else 0.0


def _rate(events: float, number: int) -> str:
    return f"{events / number:6.2f}" if number else "     –"


def _report(corpus: Corpus, ours: list[Replay], bare: list[Replay]) -> bool:
    golds = corpus.golds
    quotes, entities = sum(len(g.quotes) for g in golds), sum(len(g.entities) for g in golds)
    print(f"\n{corpus.name}: {len(golds)} articles, {quotes} quotes, {entities} entities")
    print(f"{'':<34}{'events':>9}{'a quote':>9}{'an entity':>11}{'s an article':>14}{'of ours':>9}")
    total = sum(replay.events() for replay in ours)
    for name, replays in (("with our suggestions", ours), ("with our commands, from nothing", bare)):
        of_entities = sum(replay.events(*kinds.OF_ENTITIES) for replay in replays)
        events = sum(replay.events() for replay in replays)
        seconds = sum(replay.seconds for replay in replays) / len(golds)
        of_quotes = events - of_entities - len(golds)
        row = f"{name:<34}{events:>9}{_rate(of_quotes, quotes):>9}{_rate(of_entities, entities):>11}{seconds:>14.1f}"
        print(row + f"{100 * total / events:>8.0f}%")
    best = min(rival(golds, link)[0] for link in RIVALS.values())
    for name, link in RIVALS.items():
        events, seconds = rival(golds, link)
        row = f"{name + ', from nothing':<34}{events:>9.0f}{'':>20}{seconds / len(golds):>14.1f}"
        print(row + f"{100 * total / events:>8.0f}%")
    wrong, each = _of_speakers(ours)
    met = total <= SHARE * best and each <= SPEAKER
    print(f"events of the best rival's: {100 * total / best:.0f}% (aim {100 * SHARE:.0f}%)")
    print(f"events for a quote whose speaker is wrong: {each:.2f} over {wrong} (aim {SPEAKER:.0f})")
    _where(ours, bare)
    return met


def _where(ours: list[Replay], bare: list[Replay]) -> None:
    print(f"{'where they go':<22}{'acts':>6}{'events':>8}{'each':>7}{'from nothing':>16}{'events':>8}{'each':>7}")
    both = [[act for replay in replays for act in replay.acts] for replays in (ours, bare)]
    rows = {}
    for kind in {act.kind for listed in both for act in listed}:
        rows[kind] = [[len(act.events) for act in listed if act.kind == kind] for listed in both]
    for kind, (first, second) in sorted(rows.items(), key=lambda row: -sum(row[1][0])):
        words = (f"{len(n):>{wide}}{sum(n):>8}{_rate(sum(n), len(n)):>7}" for n, wide in ((first, 6), (second, 16)))
        print(f"{kind:<22}" + "".join(words))


def run(argv: list[str]) -> int:
    """Print the figures of every corpus; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks effort", description=__doc__)
    parser.add_argument("--polnear", type=Path, help="gold records of PolNeAR, as prepare_polnear.py writes them")
    parser.add_argument("--most", type=int, help="so many articles of each corpus at most")
    parser.add_argument("--shared", type=Path, default=SHARED)
    options = parser.parse_args(argv)
    met = True
    for corpus in corpora(options.shared, options.polnear, options.most):
        with tempfile.TemporaryDirectory() as folder:
            ours = replayed(corpus, Path(folder), suggestions=True)
            bare = replayed(corpus, Path(folder), suggestions=False)
        met &= _report(corpus, ours, bare)
    return 0 if met else 1
