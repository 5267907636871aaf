"""A label set while a person changes it: which label became which, what is wrong, and what it does to entities."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.model.edits import SetLabels
from annotator.model.labels.labels import Label, LabelSet, Wrong, usual, wrongs


@dataclass(frozen=True)
class Use:
    """How much a label is used.

    entities  how many entities have it, rejected ones included
    articles  the articles in which they are: a bit for each, the first article's lowest
    """

    entities: int = 0
    articles: int = 0

    def __add__(self, other: "Use") -> "Use":
        return Use(self.entities + other.entities, self.articles | other.articles)

    @property
    def article_count(self) -> int:
        """In how many articles."""
        return self.articles.bit_count()


Usage = Mapping[str, Use]
"""How much each label is used, by its name."""


@dataclass(frozen=True)
class Row:
    """A label as it is to be, and the labels of the project whose entities it gets: its own first, if it had one."""

    label: Label
    was: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effect:
    """What becomes of the entities of a label: they are called otherwise, `merged` where others have the name too."""

    was: str
    name: str
    use: Use
    merged: bool


@dataclass(frozen=True)
class Draft:
    """What the labels of a project are to be, against what they are."""

    before: LabelSet
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, before: LabelSet) -> "Draft":
        """Nothing is changed yet."""
        return cls(before, tuple(Row(label, (label.name,)) for label in before.labels))

    # Changing it; places count from 0

    def with_label(self, place: int, label: Label) -> "Draft":
        """With another label in place of one, whose entities it gets."""
        rows = list(self.rows)
        rows[place] = replace(rows[place], label=label)
        return replace(self, rows=tuple(rows))

    def with_new(self, place: int, label: Label) -> "Draft":
        """With a new label before the one at a place."""
        return replace(self, rows=(*self.rows[:place], Row(label), *self.rows[place:]))

    def moved(self, place: int, to: int) -> "Draft":
        """With a label at another place."""
        rows = list(self.rows)
        rows.insert(to, rows.pop(place))
        return replace(self, rows=tuple(rows))

    def merged(self, place: int, into: int) -> "Draft":
        """With a label's entities given to another, and without that label."""
        rows, gone = list(self.rows), self.rows[place]
        label = replace(rows[into].label, formerly=(*rows[into].label.formerly, *gone.label.formerly))
        rows[into] = Row(label, (*rows[into].was, *gone.was))
        del rows[place]
        return replace(self, rows=tuple(rows))

    def without(self, place: int) -> "Draft":
        """Without a label; entities that have it keep its name."""
        return replace(self, rows=(*self.rows[:place], *self.rows[place + 1 :]))

    def knowing(self, used: Iterable[str]) -> "Draft":
        """With the labels at the end that entities have and no row is about; they are not offered unless somebody asks.

        used  the labels that entities have
        """
        known = {name for row in self.rows for name in row.was}
        gone = {name for name in self.before.names if name not in known}  # taken out of the draft
        found = [replace(usual(name), hidden=True) for name in used if name not in known | gone]
        return replace(self, rows=(*self.rows, *(Row(label, (label.name,)) for label in found)))

    def taking(self, other: LabelSet, used: Container[str]) -> "Draft":
        """With the labels of another set. Those that it lacks and entities have stay at its end, hidden.

        used  the labels that entities have
        """
        mine = {row.label.name: row for row in self.rows}
        rows = [Row(label, mine[label.name].was if label.name in mine else ()) for label in other.labels]
        lacking = [row for name, row in mine.items() if name not in other.by_name]
        rows += [
            replace(row, label=replace(row.label, hidden=True, key=None))
            for row in lacking
            if any(name in used for name in row.was)
        ]
        return replace(self, rows=tuple(rows))

    # What it comes to

    @property
    def labels(self) -> LabelSet:
        """The set as it is to be; whatever moves, a label keeps the colour it had."""
        names = {row.label.name for row in self.rows}
        had = self.before.hues
        kept = {row.label.name: had[row.was[0]] for row in self.rows if row.was and row.was[0] in had}
        return LabelSet(tuple(_with_former(row, names) for row in self.rows)).with_hues(kept)

    @property
    def renamed(self) -> dict[str, str]:
        """What entities are to be called, by what they are called now, where that is something else."""
        return {was: row.label.name for row in self.rows for was in row.was if was != row.label.name}

    @property
    def edit(self) -> SetLabels:
        """The edit that makes the project's labels these."""
        return SetLabels(self.before, self.labels, self.renamed)

    def wrongs(self, keys: Mapping[str, str]) -> list[Wrong]:
        """What is wrong with it, in the order of its rows; `keys` are those of commands, see `labels.wrongs`."""
        return wrongs([row.label for row in self.rows], keys)

    def use(self, place: int, usage: Usage) -> Use:
        """How many entities a row gets."""
        return sum((usage.get(name, Use()) for name in self.rows[place].was), Use())

    def effects(self, usage: Usage) -> list[Effect]:
        """What becomes of entities, label by label, as far as they are called otherwise and there are any."""
        return [
            Effect(was, row.label.name, use, merged=len(row.was) > 1)
            for row in self.rows
            for was in row.was
            if was != row.label.name and (use := usage.get(was, Use())).entities
        ]


def _with_former(row: Row, names: Container[str]) -> Label:
    """A row's label, with the names that it had before and that no other has now."""
    former = dict.fromkeys((*row.label.formerly, *row.was))
    return replace(row.label, formerly=tuple(name for name in former if name not in names))
