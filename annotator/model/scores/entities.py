"""Entities against gold: right is the same span with the same label, and nothing else."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from annotator.model.document import Entity
from annotator.model.scores.values import NO_MATCH, Match


@dataclass(frozen=True)
class EntityScore:
    """The entities of a label, or of all.

    mislabelled  how many of gold were found with the right borders and another label
    """

    match: Match = NO_MATCH
    mislabelled: int = 0

    def __add__(self, other: "EntityScore") -> "EntityScore":
        return EntityScore(self.match + other.match, self.mislabelled + other.mislabelled)


def score(
    gold: Iterable[Entity], found: Iterable[Entity], labels: Collection[str] | None = None
) -> dict[str, EntityScore]:
    """One article's figures by label, those with `labels` only where they are given; rejected entities count as absent.

    The sum of them is the figure over all labels (micro).
    """
    wanted, there = _places(gold, labels), _places(found, labels)
    right = Counter(label for *_, label in wanted & there)
    mislabelled = Counter(_mislabelled(wanted - there, there - wanted))
    of_gold, of_found = (Counter(label for *_, label in places) for places in (wanted, there))
    return {
        label: EntityScore(Match(right[label], of_gold[label], of_found[label]), mislabelled[label])
        for label in sorted(of_gold | of_found)
    }


def _places(entities: Iterable[Entity], labels: Collection[str] | None) -> set[tuple[int, int, str]]:
    return {(*e.span, e.label) for e in entities if not e.rejected and (labels is None or e.label in labels)}


def _mislabelled(missed: Collection[tuple[int, int, str]], wrong: Collection[tuple[int, int, str]]) -> Iterable[str]:
    """The gold labels of what was missed though something stands at its very place; each wrong one excuses one."""
    free = Counter((start, end) for start, end, _ in wrong)
    for start, end, label in sorted(missed):
        if free[start, end]:
            free[start, end] -= 1
            yield label
