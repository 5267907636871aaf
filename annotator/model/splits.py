"""Dividing articles into parts, for training and for measuring.

Where an article goes depends on its text, the seed and the articles that came before it, on nothing else:

1. The hash of seed and text gives a number from 0 to 1, and the shares divide that range among the parts. Where outlets
   are kept together, the outlet's name stands in place of the text.
2. An article that repeats earlier ones goes where they went.
3. One that would have to go to two parts, because it repeats articles of both, or because what it repeats is of an
   outlet in another part, goes to none.

So articles that come later move none, and no part holds what another one repeats. Labels have no say: they change while
people annotate, and an article that had been measured with would come to be trained on. `best_seed` looks for a seed
under which they are spread evenly.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

from annotator.model.duplicates import repeats
from annotator.model.faults import Fault

SEEDS = 50
"""How many seeds `best_seed` tries."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_EXAMPLE = "Say it as train=0.8,dev=0.1,test=0.1."


@dataclass(frozen=True)
class Split:
    """How articles are divided.

    shares            the parts' names and their shares, in order; they sum up to 1
    seed              another one gives another division; None for the best one, which has to be looked for
    outlets_together  whether the articles of an outlet go to one part
    """

    shares: tuple[tuple[str, float], ...]
    seed: int | None = 0
    outlets_together: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(name for name, _ in self.shares)


@dataclass(frozen=True)
class Sketched:
    """What of an article decides where it goes: the hash of its text, its sketch, its outlet."""

    text_sha256: str
    sketch: Sequence[int]
    outlet: str | None = None


def shares_of(text: str) -> tuple[tuple[str, float], ...]:
    """`train=0.8,dev=0.2` as names and shares. Raises Fault where it is not of that form, or the sum is not 1."""
    shares: dict[str, float] = {}
    for item in text.split(","):
        name, equals, number = (part.strip() for part in item.partition("="))
        try:
            share = float(number)
        except ValueError:
            share = 0.0
        if not (equals and _NAME.fullmatch(name) and 0 < share <= 1):
            raise Fault(f"{item.strip()!r} is no part of the data with its share.", _EXAMPLE)
        if name.lower() in (known.lower() for known in shares):
            raise Fault(f"There are two parts called {name}.", _EXAMPLE)
        shares[name] = share
    if abs(sum(shares.values()) - 1) > 0.001:
        raise Fault(f"The shares sum up to {sum(shares.values()):g}, not to 1.", _EXAMPLE)
    return tuple(shares.items())


def divided(articles: Sequence[Sketched], split: Split, known: Mapping[int, Sequence[int]] | None = None) -> list[str]:
    """The name of each article's part, in the order in which they came; "" for one that goes to none.

    known  which repeat earlier ones, where that has been worked out (`duplicates.repeats`)
    """
    known = repeats([article.sketch for article in articles]) if known is None else known
    parts: list[str] = []
    for at, article in enumerate(articles):
        by_outlet = split.outlets_together and bool(article.outlet)
        own = _drawn(split, f"outlet {article.outlet}" if by_outlet else article.text_sha256)
        wanted = {parts[earlier] for earlier in known.get(at, ()) if parts[earlier]}
        if by_outlet:
            wanted.add(own)
        parts.append(own if not wanted else wanted.pop() if len(wanted) == 1 else "")
    return parts


def _drawn(split: Split, key: str) -> str:
    """The part that a hash falls to."""
    number = int.from_bytes(sha256(f"{split.seed}\n{key}".encode()).digest()[:8]) / 2**64
    ends = accumulate(share for _, share in split.shares)
    return next((name for name, end in zip(split.names, ends, strict=True) if number < end), split.names[-1])


def best_seed(
    articles: Sequence[Sketched],
    labels: Sequence[Mapping[str, int]],
    shares: tuple[tuple[str, float], ...],
    *,
    outlets_together: bool = False,
) -> int:
    """The seed of the first 50 under which articles and labels are spread most evenly; the lowest of equals.

    labels  how often each article has each label
    """
    known = repeats([article.sketch for article in articles])
    return min(
        range(SEEDS),
        key=lambda seed: _unevenness(divided(articles, Split(shares, seed, outlets_together), known), labels, shares),
    )


def _unevenness(
    parts: Sequence[str], labels: Sequence[Mapping[str, int]], shares: Sequence[tuple[str, float]]
) -> float:
    """The mean, over articles and every label, of how far the parts' shares of it are off."""
    counts: dict[str, dict[str, int]] = {"": {}}
    for part, of_article in zip(parts, labels, strict=True):
        counts[""][part] = counts[""].get(part, 0) + 1
        for label, number in of_article.items():
            by_part = counts.setdefault(f"label {label}", {})
            by_part[part] = by_part.get(part, 0) + number
    off = 0.0
    for by_part in counts.values():
        total = sum(by_part.values()) or 1
        off += sum(abs(by_part.get(name, 0) / total - share) for name, share in shares)
    return off / len(counts)
