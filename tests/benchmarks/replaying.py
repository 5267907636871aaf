"""An ideal analyst: turns what a document says into the gold, in as few events as the commands allow.

Differences are put right in the order of the text, those of what is selected first. For each, every way of
`tests.benchmarks.ways` is tried on the session and taken back; the one that puts most right for its events is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model.document import Document
from annotator.session.session import Session
from tests.benchmarks import differences as kinds
from tests.benchmarks.differences import Difference, differences, matched
from tests.benchmarks.gold import Gold, GoldQuote
from tests.benchmarks.hands import DECIDE, Event, Hands, Unfit
from tests.benchmarks.ways import Way, Ways

DONE = "done"
_LONGEST = 80
"""Characters of a mention at most that tells who a speaker is: longer ones name others too."""


@dataclass(frozen=True)
class Act:
    """What was done about a difference, None for the article as a whole, and how many things it put right."""

    difference: Difference | None
    events: tuple[Event, ...]
    fixed: int = 0

    @property
    def kind(self) -> str:
        """What kind of difference it was."""
        return self.difference.kind if self.difference is not None else DONE

    @property
    def seconds(self) -> float:
        """How long it takes, deciding included."""
        return DECIDE + sum(event.seconds for event in self.events)


@dataclass
class Replay:
    """What it cost to reach the gold of an article.

    wrong_speakers  quotes that were there and had the wrong speaker
    """

    gold: Gold
    acts: list[Act] = field(default_factory=list)
    wrong_speakers: frozenset[GoldQuote] = frozenset()

    def events(self, *of: str) -> int:
        """The events of acts of these kinds, of all acts where none is named."""
        return sum(len(act.events) for act in self.acts if not of or act.kind in of)

    @property
    def events_of_speakers(self) -> int:
        """The events by which the wrong speakers and their sources were put right."""
        about = (kinds.SPEAKER, kinds.SOURCE)
        return sum(len(a.events) for a in self.acts if a.kind in about and a.difference.gold in self.wrong_speakers)

    @property
    def seconds(self) -> float:
        """How long all of it takes."""
        return sum(act.seconds for act in self.acts)


class Analyst:
    """Works on the article on the desk of a session until it says what the gold says."""

    def __init__(self, session: Session, gold: Gold) -> None:
        self.session = session
        self.gold = gold
        self.hands = Hands(session)
        self.who = persons(self._document, gold)
        self._ways = Ways(self.hands, gold, self.who)

    @property
    def _document(self) -> Document:
        document = self.session.document
        assert document is not None
        return document

    def left(self) -> list[Difference]:
        """What still differs from the gold."""
        return differences(self._document, self.gold, self.who)

    def work(self) -> Replay:
        """Put everything right and mark the article done; raises AssertionError where that cannot be."""
        replay = Replay(self.gold)
        left = self.left()
        replay.wrong_speakers = frozenset(
            each.gold for each in left if each.kind == kinds.SPEAKER and each.found and isinstance(each.gold, GoldQuote)
        )
        while left:
            replay.acts.append(self._put_right(self._next(left), _weight(left)))
            left = self.left()
        done = self.session.current
        self.hands.events.clear()
        self.hands.press("article.done")
        replay.acts.append(Act(None, tuple(self.hands.events)))
        assert done is not None
        assert not differences(self.session.load(done), self.gold, self.who)
        return replay

    def _next(self, left: list[Difference]) -> Difference:
        """The first difference of what is selected, else the first in the text; a quote's words before all else."""
        here = [each for each in left if each.found is not None and each.found == self.session.selection.annotation]
        first = (here or left)[0]
        same = [each for each in left if (each.gold or each.found) == (first.gold or first.found)]
        order = (kinds.MISSING_QUOTE, kinds.LABEL, kinds.QUOTE_BORDER, kinds.BORDER, kinds.SPEAKER, kinds.SOURCE)
        return min(same, key=lambda each: order.index(each.kind) if each.kind in order else len(order))

    def _put_right(self, difference: Difference, before: int) -> Act:
        best: tuple[tuple[float, float], Way] | None = None
        for way in self._ways.of(difference):
            worth = self._tried(way, difference, before)
            if worth is not None and (best is None or worth > best[0]):
                best = worth, way
            if best is not None and best[0][0] >= 2 * difference.weight - 1:
                break  # one event has put right all of it
        assert best is not None, f"{self.gold.name}: no way to put right {difference}"
        self._go(best[1], difference)
        return Act(difference, tuple(self.hands.events), before - _weight(self.left()))

    def _go(self, way: Iterable, difference: Difference) -> None:
        self.hands.events.clear()
        for step in way:
            step()
        self._adopt(difference)

    def _tried(self, way: Way, difference: Difference, before: int) -> tuple[float, float] | None:
        """What a way is worth: the events it saves where each thing costs two, then time; None where it fails."""
        session = self.session
        selection, sticky, last_act, who = session.selection, session.sticky_label, session.last_act, dict(self.who)
        done = session.history.done[-1:]
        worth = None
        try:
            self._go(way, difference)
            left = self.left()
            act = Act(difference, tuple(self.hands.events), before - _weight(left))
            if act.fixed > 0 and not any(_same(each, difference) for each in left):
                worth = 2.0 * act.fixed - len(act.events), -act.seconds
        except Unfit:
            pass
        while session.history.done[-1:] != done:
            session.undo()
        session.sticky_label, session.last_act = sticky, last_act
        session.select(selection)
        self.who.clear()
        self.who.update(who)
        return worth

    def _adopt(self, difference: Difference) -> None:
        """A speaker entered for a person whom the project did not know is theirs from now on."""
        wanted = difference.gold
        if not isinstance(wanted, GoldQuote) or wanted.person is None or wanted.person in self.who:
            return
        unit = matched(self._document, self.gold).get(wanted)
        if unit is not None and unit.quote.speaker and unit.quote.speaker not in self.who.values():
            self.who[wanted.person] = unit.quote.speaker


def _weight(left: Iterable[Difference]) -> int:
    return sum(difference.weight for difference in left)


def _same(a: Difference, b: Difference) -> bool:
    return a.kind == b.kind and (a.gold == b.gold if a.gold is not None else (a.found, a.at) == (b.found, b.at))


def persons(document: Document, gold: Gold) -> dict[str, str]:
    """Which of the document's speakers is which person: who shares most mentions, and most quotes where two do.

    One speaker is one person: of two speakers who are the same person, one counts as wrong.
    """
    votes: dict[tuple[str, str], int] = {}
    for entity in document.entities:
        for person, spans in gold.chains.items() if entity.speaker is not None and not entity.rejected else ():
            if any(span.overlaps(entity.span) and span.end - span.start < _LONGEST for span in spans):
                key = (person, entity.speaker or "")
                votes[key] = votes.get(key, 0) + 1
    named = {entity.speaker for entity in document.entities if not entity.rejected}
    for wanted, unit in matched(document, gold).items():
        quote, person = unit.quote, wanted.person
        if person is None or quote.speaker is None or quote.source is None:
            continue
        key, source = (person, quote.speaker), quote.source
        if key in votes or (quote.speaker not in named and any(s.overlaps(source) for s in gold.chains[person])):
            votes[key] = votes.get(key, 0) + len(document.entities)
    found: dict[str, str] = {}
    for person, speaker in sorted(votes, key=lambda key: (-votes[key], key)):
        if person not in found and speaker not in found.values():
            found[person] = speaker
    return found
