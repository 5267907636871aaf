"""Who is who in one article: the people and organisations it names, and whom a pronoun stands for."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.model.document import Span
from annotator.nlp.lexicon import Lexicon, english
from annotator.nlp.quotes.sources import UNLABELLED, Name

_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
_LOOK_BACK = 5
_NOBODY = "OTHER"
_MISTAKEN = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART"})
_WHERE = frozenset({"in", "at", "from", "near", "to", "across", "outside", "throughout"})


@dataclass
class Chain:
    """One person or organisation: its forms and where it is mentioned.

    gender  "m", "f" or None where nothing tells
    named   whether the article names it; otherwise `names` has the phrase that brings it in
    role    what the article calls it besides, None where it does not
    """

    label: str
    names: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    gender: str | None = None
    named: bool = True
    role: str | None = None

    @property
    def name(self) -> str:
        """Its fullest form, the first where several are as full."""
        return max(self.names, key=lambda name: (len(_parts(name)), -self.names.index(name)))


@dataclass(frozen=True)
class Place:
    """What the likeliest antecedent is told from: where a mention stands and what part of the sentence it is."""

    span: Span
    sentence: int
    subject: bool
    quoted: bool


def _parts(name: str) -> list[str]:
    parts = [part.strip(".,'’\"") for part in name.replace(".", ". ").split()]
    return [part for part in parts if part and part not in _SUFFIXES]


class Cast:
    """The chains of one article, built from its entities in the order of the text; `lexicon` is its language's."""

    def __init__(self, text: str, names: Sequence[Name], lexicon: Lexicon | None = None) -> None:
        self._text = text
        self._lexicon = lexicon or english()
        self._key = self._lexicon.key
        self.chains: list[Chain] = []
        self._of: dict[Span, Chain] = {}
        self._by_last: defaultdict[str, list[Chain]] = defaultdict(list)
        self._by_part: defaultdict[str, list[Chain]] = defaultdict(list)
        self._groups: dict[str, Chain] = {}
        people = [name for name in names if name.label in ("PERSON", UNLABELLED)]
        full = [name for name in people if len(_parts(self._words(name.span))) > 1]
        for name in full:
            self._join(name, self._same_full(name))
        for name in people:
            if name.span not in self._of:
                same = self._same_words(name) if name.label == UNLABELLED else None
                self._join(name, self._short_for(name) or self._initialled(name) or same)
        others = [name for name in names if name.label not in ("PERSON", UNLABELLED)]
        places = self._places(others)
        for name in others:
            form = self._words(name.span)
            known = self._by_last[self._key(form)] if name.label in _MISTAKEN and form not in places else []
            self._join(name, known[0] if len(known) == 1 else self._same_words(name))
        for chain in self.chains:
            chain.mentions.sort()

    def _after_the(self, span: Span) -> bool:
        return self._text[max(0, span.start - 4) : span.start].lower() == "the "

    def _words(self, span: Span) -> str:
        return " ".join(self._text[span.start : span.end].split())

    def of(self, span: Span) -> Chain | None:
        """The chain of the entity at exactly that span."""
        return self._of.get(span)

    def called(self, name: str) -> Chain | None:
        """The person whose full or last name that is, in whatever case; None where nobody or several have it."""
        parts = [self._key(part) for part in _parts(name)]
        fits = (
            [c for c in self._by_last[parts[-1]] if len(parts) == 1 or self._key(c.name) == "".join(parts)]
            if parts
            else []
        )
        return fits[0] if len(fits) == 1 else None

    @property
    def people(self) -> list[Chain]:
        """The chains of persons, in the order of their first mention."""
        return sorted((c for c in self.chains if c.label == "PERSON"), key=lambda chain: chain.mentions[0])

    @property
    def groups(self) -> list[Chain]:
        """The chains of organisations and countries, in the order of their first mention."""
        groups = (c for c in self.chains if c.label in ("ORG", "GPE", UNLABELLED))
        return sorted(groups, key=lambda chain: chain.mentions[0])

    def _places(self, names: Sequence[Name]) -> set[str]:
        """The names that often stand behind "in" or "from": they are places, whoever has the same last name."""
        every, placed = Counter[str](), Counter[str]()
        for name in names:
            before = self._text[max(0, name.span.start - 12) : name.span.start].lower().split()
            every[self._words(name.span)] += 1
            placed[self._words(name.span)] += bool(before) and before[-1] in _WHERE
        return {form for form, often in placed.items() if 4 * often > every[form]}

    def _join(self, name: Name, chain: Chain | None) -> None:
        form = self._words(name.span)
        if chain is None:
            label = "PERSON" if name.label == UNLABELLED and not self._after_the(name.span) else name.label
            chain = Chain(_NOBODY if label == "PERSON" and form.islower() else label)
            self.chains.append(chain)
            if chain.label == "PERSON" and (title := self._title(name.span)) and self._by_last[self._key(form)]:
                chain.names.append(f"{title} {form}")  # somebody else has the same last name
        if form not in chain.names:
            chain.names.append(form)
            self._index(form, chain)
        chain.mentions.append(name.span)
        if chain.label == "PERSON" and chain.gender is None:
            chain.gender = self._gender(name.span, form)
        self._of[name.span] = chain

    def _index(self, form: str, chain: Chain) -> None:
        if chain.label == "PERSON":
            parts = [self._key(part) for part in _parts(form)]
            known = (self._by_last, parts[-1:]), (self._by_part, parts)
            for index, keys in known:
                for key in keys:
                    if chain not in index[key]:
                        index[key].append(chain)
        else:
            for key in (self._key(_bare(form)), _initials(_bare(form))):
                if key:
                    self._groups.setdefault(key, chain)

    def _same_full(self, name: Name) -> Chain | None:
        parts = [self._key(part) for part in _parts(self._words(name.span))]
        for chain in self._by_last[parts[-1]]:
            known = [self._key(part) for part in _parts(chain.name)]
            if known[0] == parts[0] or "".join(known) == "".join(parts):
                return chain
        return None

    def _short_for(self, name: Name) -> Chain | None:
        parts = _parts(self._words(name.span))
        if not parts:
            return None
        fits = self._by_last[self._key(parts[-1])] or self._by_part[self._key(parts[-1])]
        if wanted := self._title_gender(name.span):
            fits = [c for c in fits if c.gender in (wanted, None)]
        return max(fits, key=lambda c: (len(c.mentions), -c.mentions[0].start), default=None)

    def _initialled(self, name: Name) -> Chain | None:
        """The one person whose initials lead a turn of an interview: LH for Laura Hill."""
        letters = self._words(name.span)
        if len(letters) not in (2, 3) or not letters.isalpha() or not letters.isupper():
            return None
        if self._text[name.span.end : name.span.end + 2].lstrip()[:1] != ":":
            return None
        people = (chain for chain in self.chains if chain.label == "PERSON")
        fits = [chain for chain in people if "".join(part[0] for part in _parts(chain.name)) == letters]
        return fits[0] if len(fits) == 1 else None

    def _same_words(self, name: Name) -> Chain | None:
        return self._groups.get(self._key(_bare(self._words(name.span))))

    def _title(self, span: Span) -> str | None:
        """The title before a name that tells a gender."""
        before = self._text[max(0, span.start - 25) : span.start].split()
        return before[-1] if before and self._lexicon.gender_of_title(before[-1]) else None

    def _title_gender(self, span: Span) -> str | None:
        title = self._title(span)
        return self._lexicon.gender_of_title(title) if title else None

    def _gender(self, span: Span, form: str) -> str | None:
        """What the title before a name tells, or else its first name."""
        parts = _parts(form)
        told = self._title_gender(span)
        return told or (self._lexicon.gender_of_first_name(parts[0]) if parts else None)


def _bare(name: str) -> str:
    return name.removeprefix("the ").removeprefix("The ")


def _initials(name: str) -> str:
    parts = [part for part in name.split() if part[:1].isupper()]
    return "".join(part[0] for part in parts).lower() if len(parts) > 1 else ""


def antecedent(
    pronoun: str,
    at: Place,
    chains: Sequence[Chain],
    places: dict[Span, Place],
    said: Sequence[tuple[Span, Chain]],
    lexicon: Lexicon | None = None,
) -> tuple[Chain, float] | None:
    """The likeliest of `chains` for a pronoun, and how sure that is; None where none fits.

    places  where each mention stands
    said    the quotes attributed so far: the source's span and its chain, in the order of the text
    """
    wanted = (lexicon or english()).gender_of_pronoun(pronoun)
    last = next((chain for span, chain in reversed(said) if span.start < at.span.start), None)
    scores: list[tuple[float, int, Chain]] = []
    for number, chain in enumerate(chains):
        if wanted and chain.gender and chain.gender != wanted:
            continue
        before = chain.mentions[: bisect_left(chain.mentions, at.span)][-_LOOK_BACK:]
        best = max((_weight(places[m], at) for m in before if m in places), default=None)
        if best is None:
            continue
        bonus = 0.6 if wanted and chain.gender == wanted else 0.0
        if chain is last:
            bonus += 1.2
        bonus += min(len(chain.mentions), 5) * 0.1
        scores.append((best + bonus, -number, chain))
    if not scores:
        return None
    scores.sort(key=lambda item: (item[0], item[1]), reverse=True)
    lead = scores[0][0] - scores[1][0] if len(scores) > 1 else 2.0
    return scores[0][2], round(min(0.95, 0.55 + 0.2 * lead), 2)


def _weight(place: Place, at: Place) -> float:
    distance = at.sentence - place.sentence
    weight = 3.0 - 0.8 * distance if distance < 4 else 0.4 - 0.02 * min(distance, 20)
    if place.subject:
        weight += 1.0
    if place.quoted:
        weight -= 2.0
    return weight
