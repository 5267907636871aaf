"""What is not the same everywhere: words with two labels or speakers, unmarked names, names spelled alike."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt

from annotator.model.finding.allowed import NAMES, Allowed
from annotator.model.finding.concordance import Odd
from annotator.model.finding.standing import Standing, begins_sentence

PLAIN = ""
"""What stands for a label where nothing is marked."""
LEAST = 0.2
"""How likely it has to be that places were left out: of those that were, so few are less likely that nobody looks."""
LIKELY = 0.6
"""The same for those that are told as mistakes: words that are marked once only are never among them."""
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Unlike:
    """Words to which not the same was done everywhere, or two speakers who are likely one.

    words   the words, or the names of the two speakers
    what    in what they are unlike; None for two speakers
    counts  how often they have each label (`PLAIN` where they are unmarked), or name each speaker, by label or id; the
            most frequent first, and `PLAIN` last
    weight  in how many places it is not as it should be, as far as can be told
    """

    words: tuple[str, ...]
    what: Odd | None
    counts: tuple[tuple[str, int], ...]
    weight: float


@dataclass
class Tally:
    """What is counted of words, over some texts.

    labels  how often words have each label
    named   how often they name each speaker
    plain   how often they stand unmarked
    first   how often of these at the beginning of a sentence, where a capital says nothing
    """

    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: Counter[tuple[str, str]] = field(default_factory=Counter)
    plain: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)

    def add_plain(self, standing: Standing, words: str) -> None:
        """Count where words stand unmarked in a text."""
        for span in standing.unmarked(words):
            self.plain[words] += 1
            self.first[words] += begins_sentence(standing.text, span.start)


def unlikes(tally: Tally) -> list[Unlike]:
    """All of it that words tell, in no order."""
    return [*unlike(tally.labels, Odd.LABEL), *unlike(tally.named, Odd.SPEAKER), *omissions(tally)]


def unlike(pairs: Counter[tuple[str, str]], what: Odd) -> list[Unlike]:
    """The words that have several values; `pairs` counts words with each value.

    A single word may well name one speaker here and another there, as last names do: that weighs less than anything.
    """
    made = []
    for words, counts in _by_words(pairs).items():
        if len(counts) > 1:
            rest = counts.total() - counts.most_common(1)[0][1]
            shared = what is Odd.SPEAKER and len(words.split()) == 1
            made.append(
                Unlike((words,), what, tuple(counts.most_common()), rest / counts.total() / 10 if shared else rest)
            )
    return made


def _by_words(pairs: Counter[tuple[str, str]]) -> Mapping[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for (words, value), number in pairs.items():
        found.setdefault(words, Counter())[value] += number
    return found


def omissions(tally: Tally, least: float = LEAST) -> list[Unlike]:
    """The words that are marked in some places and stand unmarked in others, as far as that is likely an omission.

    Tried on WikiGold with entities taken out at random (5, 15 and 40 % of them): of the first 50 places, which come by
    this weight, 72, 88 and 94 % were taken out, of all 50, 56 and 64 %. Of those taken out 94 to 99 % are listed.
    """
    labels = _by_words(Counter({pair: n for pair, n in tally.labels.items() if pair[0] in tally.plain}))
    made = []
    for words, plain in tally.plain.items():
        counts = labels.get(words)
        if plain and counts:
            likely = omitted(words, counts.total(), plain, tally.first[words])
            of_all = (*counts.most_common(), (PLAIN, plain))
            if likely >= least:
                made.append(Unlike((words,), Odd.UNMARKED, of_all, round(likely**3 * plain**0.25, 3)))
    return made


def omitted(words: str, marked: int, plain: int, first: int) -> float:
    """How likely a place where words stand unmarked was left out, from 0 to 1.

    It goes by how many of their places are marked, those at a sentence's beginning counted half: there any word has a
    capital. Several words are a name more often than one; where they have no capitals, they hardly are.
    """
    against = plain - first / 2
    share = marked / (marked + against + 1)
    if not any(letter.isupper() or not letter.islower() for letter in words if letter.isalpha()):
        return share / 4
    return sqrt(share) if len(words.split()) > 1 else share


def allowed(found: Unlike, by: str, at: str) -> Allowed:
    """What is said where somebody says that this is all right as it is."""
    if found.what is None:
        pairs = sorted((value, name) for name, (value, _) in zip(found.words, found.counts, strict=True))
        return Allowed(NAMES, tuple(name for _, name in pairs), tuple(value for value, _ in pairs), by, at)
    values = () if found.what is Odd.UNMARKED else tuple(sorted(value for value, _ in found.counts))
    return Allowed(found.what.value, found.words, values, by, at)


def left(found: Iterable[Unlike], said: Mapping[str, Allowed]) -> list[Unlike]:
    """Those of which nobody has said that they are all right; `said` is by its keys.

    Words that have got another label or speaker since, beside those of which that was said, are among them again.
    """
    return [each for each in found if not _covered(allowed(each, "", ""), said)]


def _covered(now: Allowed, said: Mapping[str, Allowed]) -> bool:
    return now.key in said and set(now.values) <= set(said[now.key].values)


def may_have(said: Mapping[str, Allowed], words: str, labels: Iterable[str]) -> bool:
    """Whether somebody has said that it is all right that words have all these labels."""
    return _covered(Allowed(Odd.LABEL.value, (words,), tuple(labels)), said)


class Finder:
    """Finds which of many words stand in a text, without looking for each of them."""

    def __init__(self, every: Collection[str]) -> None:
        self._by_first: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for words in every:
            first, *rest = _TOKEN.findall(words) or [""]
            if first:
                self._by_first.setdefault(first, []).append((words, frozenset(rest)))

    def standing_in(self, text: str) -> Iterator[str]:
        """Those that may: all of whose words are in the text, in whichever order."""
        there = set(_TOKEN.findall(text))
        for first in there & self._by_first.keys():
            for words, rest in self._by_first[first]:
                if rest <= there:
                    yield words
