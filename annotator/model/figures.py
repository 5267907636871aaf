"""What a project comes to in figures: how far it is, what was decided, how good pipelines were, who speaks.

Each figure is a table, which is printed, drawn or written as CSV as it stands.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from math import ceil
from typing import NamedTuple, TypeAlias, TypeVar

from annotator.model.document import ANALYST, AcceptedBy, Decision, Speaker, Status
from annotator.model.imported import IMPORTED

PAUSE = 300
"""Seconds without an act after which a person is taken to have been away."""
RECENT = 10
"""How many days with articles done the pace is taken from, the last ones."""
SHARES = ("precision", "recall", "agreed", "share")
"""The columns whose numbers are shares of 1."""

Cell: TypeAlias = str | int | float | None
T = TypeVar("T")


class Sort(NamedTuple):
    """What is alike in entities or quotes that are counted together.

    label   an entity's label, or a quote's kind
    status  the article's
    by      who decided, None where nobody did or it is not known who
    """

    quote: bool
    origin: str
    label: str
    decision: Decision
    accepted_by: AcceptedBy | None
    status: Status
    by: str | None = None


class Said(NamedTuple):
    """Whose quotes are counted together, None for nobody's, and where they were published, "" where that is unknown."""

    speaker: str | None
    outlet: str


class Amount(NamedTuple):
    """How many quotes, and how many words, which white space separates, stand in them."""

    quotes: int
    words: int


class Act(NamedTuple):
    """What a person did: the transaction's origin and when, ISO 8601; undone later or not."""

    origin: str
    at: str
    undone: bool


class Timed(NamedTuple):
    """Articles marked done for which reading time was noted: how many, how many quotes, and how many seconds in all."""

    articles: int = 0
    quotes: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Counts:
    """What is counted in a project.

    acts   in the order in which they were done, by one person or several
    said   quotes that are not rejected
    timed  articles that are done, as far as it was noted how long they were before somebody
    read   how many articles were read to the last paragraph
    before how many seconds each person had articles before them
    """

    articles: Mapping[Status, int] = field(default_factory=dict)
    sorts: Mapping[Sort, int] = field(default_factory=dict)
    said: Mapping[Said, Amount] = field(default_factory=dict)
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    acts: Mapping[str, Sequence[Act]] = field(default_factory=dict)
    timed: Timed = field(default_factory=Timed)
    read: int = 0
    before: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A figure's numbers: what it is called, its columns, and rows as long as these. Shares are from 0 to 1."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(counts: Counts) -> tuple[Table, ...]:
    """All figures, in the order in which they are shown."""
    return (
        _articles(counts),
        _progress(counts),
        _pace(counts),
        _decisions(counts),
        _corrections(counts),
        _people(counts),
        _pipelines(counts),
        _speakers(counts),
        _genders(counts),
        _outlets(counts),
        _balance(counts),
        _labels(counts),
    )


def _articles(counts: Counts) -> Table:
    rows = tuple((status.value, counts.articles.get(status, 0)) for status in Status)
    return Table("articles", ("status", "articles"), rows)


def _progress(counts: Counts) -> Table:
    done, acts = _by_day(counts)
    rows = tuple((day.isoformat(), done[day], acts[day]) for day in sorted(acts))
    return Table("progress", ("day", "done", "acts"), rows)


def _pace(counts: Counts) -> Table:
    """How long articles and quotes have taken, and what is left at the pace of the last days with articles done.

    They have taken as long as they were before somebody where that was noted, else what the acts tell.
    """
    done, _ = _by_day(counts)
    seconds = sum(worked(each.at for each in acts) for acts in counts.acts.values())
    finished = done.total()
    quotes = sum(n for sort, n in counts.sorts.items() if sort.quote and sort.status is Status.DONE)
    noted = counts.timed if counts.timed.articles else Timed(finished, quotes if finished else 0, seconds)
    left = sum(counts.articles.get(status, 0) for status in (Status.NEW, Status.OPEN))
    days = sorted(day for day in done if done[day])[-RECENT:]
    pace = sum(done[day] for day in days) / len(days) if days else None
    rows: tuple[tuple[Cell, ...], ...] = (
        ("minutes of work", round(seconds / 60, 1)),
        ("minutes per article", round(noted.seconds / 60 / noted.articles, 1) if noted.articles else None),
        ("seconds per quote", round(noted.seconds / noted.quotes, 1) if noted.quotes else None),
        ("articles read whole", counts.read),
        ("articles left", left),
        ("articles a day", round(pace, 1) if pace else None),
        ("days left", ceil(left / pace) if pace else None),
    )
    return Table("pace", ("what", "number"), rows)


def worked(times: Iterable[str]) -> int:
    """The seconds between acts, given by their times in order; pauses longer than `PAUSE` and clocks put back aside."""
    moments = [datetime.fromisoformat(at) for at in times]
    gaps = (int((later - earlier).total_seconds()) for earlier, later in pairwise(moments))
    return sum(gap for gap in gaps if 0 < gap <= PAUSE)


def _by_day(counts: Counts) -> tuple[Counter[date], Counter[date]]:
    """The articles marked done and the acts of each day, in this machine's time."""
    done: Counter[date] = Counter()
    acts: Counter[date] = Counter()
    for act in (act for of_one in counts.acts.values() for act in of_one):
        day = datetime.fromisoformat(act.at).astimezone().date()
        acts[day] += 1
        if act.origin == "user.done" and not act.undone:
            done[day] += 1
    return done, acts


def _decisions(counts: Counts) -> Table:
    """What was decided, by who suggested it and its label."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for sort, number in counts.sorts.items():
        found.setdefault((sort.origin, sort.label), Counter())[_column(sort)] += number
    columns = ("accepted", "with the article", "corrected", "rejected", "added", "pending")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (*key, *(of_one[column] for column in columns)) for key, of_one in sorted(found.items())
    )
    return Table("decisions", ("pipeline", "label", *columns), rows)


def _column(sort: Sort) -> str:
    by_article = sort.decision is Decision.ACCEPTED and sort.accepted_by is AcceptedBy.ARTICLE
    return "with the article" if by_article else sort.decision.value


_CHANGED = {
    "user.label": "label",
    "user.border": "borders",
    "user.contents": "parts of a quote",
    "user.merge": "parts of a quote",
    "user.split": "parts of a quote",
    "user.cue": "cue",
    "user.source": "source",
    "user.link": "source",
    "user.kind": "kind",
    "user.set_speaker": "speaker",
}
"""What an act changes, by its origin."""


def _corrections(counts: Counts) -> Table:
    """What people changed, as often as they did; a change to many mentions at once is one."""
    changed: Counter[str] = Counter()
    for act in (act for of_one in counts.acts.values() for act in of_one):
        if act.origin in _CHANGED and not act.undone:
            changed[_CHANGED[act.origin]] += 1
    return Table("corrections", ("changed", "acts"), tuple(changed.most_common()))


def _people(counts: Counts) -> Table:
    """What each person decided, and of the suggestions among it how many they left as they were; the busiest first.

    Beside it how many articles they marked done, and how long they had articles before them.
    """
    decided: dict[str, Counter[str]] = {name: Counter() for name in (*counts.acts, *counts.before)}
    for sort, number in counts.sorts.items():
        if sort.by is not None:
            of_one = decided.setdefault(sort.by, Counter())
            of_one[_column(sort)] += number
            if sort.origin != ANALYST:
                of_one["suggested"] += number
                of_one["right"] += number * (sort.decision is Decision.ACCEPTED)
    columns = ("accepted", "with the article", "corrected", "rejected", "added")
    rows: list[tuple[Cell, ...]] = []
    for name, of_one in sorted(decided.items(), key=lambda each: (-sum(each[1][c] for c in columns), each[0])):
        agreed = of_one["right"] / of_one["suggested"] if of_one["suggested"] else None
        done = sum(act.origin == "user.done" and not act.undone for act in counts.acts.get(name, ()))
        minutes = round(counts.before[name] / 60, 1) if name in counts.before else None
        rows.append((name, *(of_one[column] for column in columns), _rounded(agreed), done, minutes))
    return Table("people", ("person", *columns, "agreed", "done", "minutes"), tuple(rows))


@dataclass(frozen=True)
class Judged:
    """How good a pipeline was, as decisions in articles marked done show it.

    quote    whether these are quotes; else entities
    label    "" for all together
    right    accepted as they were
    changed  corrected
    wrong    rejected
    missed   added by hand, of the same label
    """

    pipeline: str
    quote: bool
    label: str
    right: int
    changed: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """How many of its suggestions were right as they were, None where it had none."""
        suggested = self.right + self.changed + self.wrong
        return self.right / suggested if suggested else None

    @property
    def recall(self) -> float | None:
        """How many of those that there are it suggested just so, None where there are none."""
        there = self.right + self.changed + self.missed
        return self.right / there if there else None


def judged(sorts: Mapping[Sort, int]) -> list[Judged]:
    """Each pipeline by label, all its labels first. A corrected suggestion counts under the label that it has now.

    What was imported from a tool that does not say what made it is judged as nobody's.
    """
    decided = {sort: number for sort, number in sorts.items() if sort.status is Status.DONE}
    missed: Counter[tuple[bool, str]] = Counter()
    found: dict[tuple[str, bool], dict[str, Counter[Decision]]] = {}
    for sort, number in decided.items():
        if sort.origin == ANALYST:
            if sort.decision is not Decision.REJECTED:
                missed[sort.quote, sort.label] += number
        elif sort.origin != IMPORTED:
            labels = found.setdefault((sort.origin, sort.quote), {})
            for label in (sort.label, ""):
                labels.setdefault(label, Counter())[sort.decision] += number
    rows = []
    for (pipeline, quote), labels in sorted(found.items()):
        by_hand = {label: number for (of_quote, label), number in missed.items() if of_quote is quote}
        by_hand[""] = sum(by_hand.values())
        for label in sorted({*labels, *by_hand}):
            of_label = labels.get(label, Counter())
            right, changed = of_label[Decision.ACCEPTED], of_label[Decision.CORRECTED]
            rows.append(
                Judged(pipeline, quote, label, right, changed, of_label[Decision.REJECTED], by_hand.get(label, 0))
            )
    return rows


def _pipelines(counts: Counts) -> Table:
    columns = ("pipeline", "label", "precision", "recall", "right", "changed", "wrong", "missed")
    rows = tuple(
        (
            *(each.pipeline, each.label or ("quotes" if each.quote else "entities")),
            *(_rounded(each.precision), _rounded(each.recall)),
            *(each.right, each.changed, each.wrong, each.missed),
        )
        for each in judged(counts.sorts)
    )
    return Table("pipelines", columns, rows)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _speakers(counts: Counts) -> Table:
    """Whose words are quoted, most first."""
    rows = []
    for speaker_id, amount in _summed((said.speaker, amount) for said, amount in counts.said.items()):
        speaker = counts.speakers.get(speaker_id or "")
        rows.append((speaker.name if speaker else "", _gender(speaker), *amount))
    return Table("speakers", ("speaker", "gender", "quotes", "words"), tuple(rows))


def _genders(counts: Counts) -> Table:
    """Whose words are quoted by gender, where the project records any; nobody's words do not count."""
    of_all = _summed(
        (_gender(counts.speakers.get(said.speaker)), amount) for said, amount in counts.said.items() if said.speaker
    )
    whole = sum(amount.words for _, amount in of_all)
    rows = tuple((gender, *amount, _rounded(amount.words / whole if whole else None)) for gender, amount in of_all)
    return Table("genders", ("gender", "quotes", "words", "share"), rows if any(gender for gender, *_ in rows) else ())


def _balance(counts: Counts) -> Table:
    """The same for each outlet, those with the most words first; `share` is of the outlet's words."""
    of_all = _summed(
        ((said.outlet, _gender(counts.speakers.get(said.speaker))), amount)
        for said, amount in counts.said.items()
        if said.speaker
    )
    words: Counter[str] = Counter()
    for (outlet, _), amount in of_all:
        words[outlet] += amount.words
    of_all.sort(key=lambda each: (-words[each[0][0]], each[0][0]))  # within an outlet the most words stay first
    rows = tuple(
        (*key, *amount, _rounded(amount.words / words[key[0]] if words[key[0]] else None)) for key, amount in of_all
    )
    recorded = any(gender for _, gender, *_ in rows)
    return Table("balance", ("outlet", "gender", "quotes", "words", "share"), rows if recorded else ())


def _outlets(counts: Counts) -> Table:
    summed = _summed((said.outlet, amount) for said, amount in counts.said.items())
    return Table("outlets", ("outlet", "quotes", "words"), tuple((outlet, *amount) for outlet, amount in summed))


def _labels(counts: Counts) -> Table:
    """How often each label and each kind of quote stands in the articles, rejected ones aside."""
    found: Counter[tuple[bool, str]] = Counter()
    for sort, number in counts.sorts.items():
        if sort.decision is not Decision.REJECTED:
            found[sort.quote, sort.label] += number
    ordered = sorted(found.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))
    rows = tuple((label, "quotes" if quote else "entities", number) for (quote, label), number in ordered)
    return Table("labels", ("label", "of", "number"), rows)


def _gender(speaker: Speaker | None) -> str:
    """What the speaker's record says under "gender": this program does not guess it."""
    found = speaker.extra.get("gender") if speaker is not None else None
    return found if isinstance(found, str) else ""


def _summed(amounts: Iterable[tuple[T, Amount]]) -> list[tuple[T, Amount]]:
    """Each key's amounts together, the most words first."""
    found: dict[T, Amount] = {}
    for key, amount in amounts:
        had = found.get(key, Amount(0, 0))
        found[key] = Amount(had.quotes + amount.quotes, had.words + amount.words)
    return sorted(found.items(), key=lambda each: (-each[1].words, str(each[0])))
