"""What a project's guideline shows from its articles: examples, and hard cases with why they were decided so.

A case keeps the words that it was made of, so that it can be read whatever becomes of the article.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, kw_only=True)
class Case:
    """An example, or a decided hard case.

    annotation  the id of the entity or quote that it is about, which may be gone by now
    sort        its label, or a quote's kind
    sentence    the words around it, on one line
    marks       where what is marked begins and ends in the sentence, alternating, ascending
    why         one sentence, of a hard case; empty for an example
    by, at      who made it, and when (ISO 8601, UTC)

    Raises ValueError where the marks are no such places.
    """

    id: str
    annotation: str
    sort: str
    sentence: str
    marks: tuple[int, ...] = ()
    why: str = ""
    by: str = ""
    at: str = ""

    def __post_init__(self) -> None:
        edges = (0, *self.marks, len(self.sentence))
        if len(edges) % 2 or any(before > after for before, after in pairwise(edges)):
            raise ValueError(f"the marks of the case {self.id} do not fit its sentence")

    @property
    def hard(self) -> bool:
        """Whether it is a hard case; else it is an example."""
        return bool(self.why)

    @property
    def marked(self) -> tuple[str, ...]:
        """The words that are marked."""
        return tuple(self.sentence[start:end] for start, end in zip(self.marks[::2], self.marks[1::2], strict=True))

    def pieces(self) -> list[tuple[str, bool]]:
        """The sentence in pieces, and whether each is marked."""
        edges = (0, *self.marks, len(self.sentence))
        cut = [(self.sentence[start:end], at % 2 == 1) for at, (start, end) in enumerate(pairwise(edges))]
        return [(words, marked) for words, marked in cut if words]


def in_order(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The cases of an article as it keeps them: in the order in which they were made."""
    return tuple(sorted(cases, key=lambda case: (case.at, case.id)))
