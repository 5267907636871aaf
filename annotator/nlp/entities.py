"""Five rules that mend a document's entities: strip borders, whole amounts, majority label, last name, fill repeats.

Each works on plain values (`Found`), so that a test needs no pipeline; `mend` applies them to a spaCy `Doc`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from unicodedata import category

from annotator.nlp.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
"""The labels of names, as opposed to dates and numbers: the rules about repeats are for these."""

_WITHOUT_THE = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT"})
_EDGES = frozenset("\"'“”‘’„«»‹›,;:()[]{}*_|—–-…•") | {"``", "''", "--"}
_POSSESSIVE = frozenset({"'s", "’s", "'", "’", "‘s"})
_AMOUNTS = frozenset({"MONEY", "CARDINAL", "QUANTITY"})
_SCALES = frozenset({"k", "m", "mn", "bn", "b", "tn", "trn"})
_LEAST_LAST_NAME = 2


@dataclass(frozen=True)
class Token:
    """What the rules need of a token.

    proper  whether the tagger calls it a name, True where none ran
    space   whether it is white space
    joined  whether nothing stands between it and the one before
    """

    text: str
    proper: bool = True
    space: bool = False
    joined: bool = False


@dataclass(frozen=True)
class Found:
    """An entity as tokens `start` to `end`, end exclusive, and the rule that touched it last."""

    start: int
    end: int
    label: str
    reason: str | None = None

    def words(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """Its tokens' texts."""
        return tuple(token.text for token in tokens[self.start : self.end])


def mend(doc: "Doc") -> None:
    """Applies the five rules to `doc.ents`; what a rule touched says so in `span._.annotator_reason`."""
    from spacy.tokens import Span

    tagged = doc.has_annotation("TAG")
    tokens = [
        Token(t.text, t.pos_ == "PROPN" or not tagged, t.is_space, t.i > 0 and not doc[t.i - 1].whitespace_)
        for t in doc
    ]
    before = [Found(ent.start, ent.end, ent.label_, ent._.annotator_reason) for ent in doc.ents]
    spans = []
    for found in apply_rules(tokens, before):
        span = Span(doc, found.start, found.end, label=found.label)
        span._.annotator_reason = found.reason
        spans.append(span)
    doc.ents = spans


def apply_rules(tokens: Sequence[Token], found: Iterable[Found]) -> list[Found]:
    """The entities after all five rules, in the order of the text, none overlapping another."""
    entities = whole_amounts(tokens, strip_borders(tokens, found))
    entities = majority_label(tokens, entities)
    entities = last_names(tokens, entities)
    return fill_repeats(tokens, entities)


def strip_borders(tokens: Sequence[Token], found: Iterable[Found]) -> list[Found]:
    """Without what is no part of a name at its edges: "the", marks, "'s", a person's titles, what follows a newline."""
    kept = []
    for entity in found:
        start, end = entity.start, _before_newline(tokens, entity)
        if entity.label in NAMES:
            start, end = _strip(tokens, start, end, entity.label)
        if (start, end) == (entity.start, entity.end):
            kept.append(entity)
        elif start < end:
            kept.append(replace(entity, start=start, end=end, reason="strip borders"))
    return kept


def _before_newline(tokens: Sequence[Token], entity: Found) -> int:
    for at in range(entity.start, entity.end):
        if "\n" in tokens[at].text:
            return at
    return entity.end


def _strip(tokens: Sequence[Token], start: int, end: int, label: str) -> tuple[int, int]:
    titles = words("people", "titles") if label == "PERSON" else frozenset()
    changed = True
    while changed and start < end:
        first, last = tokens[start].text, tokens[end - 1].text
        leading = first in _EDGES or tokens[start].space or (first.lower() == "the" and label in _WITHOUT_THE)
        trailing = last in _POSSESSIVE or last in _EDGES or tokens[end - 1].space
        if leading or (first in titles and end - start > 1):
            start += 1
        elif trailing:
            end -= 1
        else:
            changed = False
    return start, end


def whole_amounts(tokens: Sequence[Token], found: Iterable[Found]) -> list[Found]:
    """With the sign of the currency and the letters that belong to a number: all of "£1.3m", not 1.3."""
    found = list(found)
    taken = {at for entity in found for at in range(entity.start, entity.end)}
    kept = []
    for entity in found:
        start, end = entity.start, entity.end
        if entity.label in _AMOUNTS and tokens[start].text[:1].isdigit():
            if start and tokens[start].joined and _is_currency(tokens[start - 1].text) and start - 1 not in taken:
                start -= 1
            if end < len(tokens) and end not in taken and tokens[end].joined and _scales(tokens, end):
                end += 1
        whole = (start, end) == (entity.start, entity.end)
        kept.append(entity if whole else replace(entity, start=start, end=end, reason="whole amounts"))
    return kept


def _is_currency(text: str) -> bool:
    return category(text[-1]) == "Sc" and (text[:-1].isupper() or len(text) == 1)  # "US$", too


def _scales(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text.lower() in _SCALES and tokens[at - 1].text[-1:].isdigit()


def majority_label(tokens: Sequence[Token], found: Iterable[Found]) -> list[Found]:
    """With one label for all mentions of the same words: the most frequent; a tie changes nothing."""
    found = list(found)
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for entity in found:
        if entity.label in NAMES:
            counts[entity.words(tokens)][entity.label] += 1
    return [_with_majority(entity, counts.get(entity.words(tokens))) for entity in found]


def _with_majority(entity: Found, labels: Counter[str] | None) -> Found:
    if labels is None or entity.label not in NAMES:
        return entity
    label, count = labels.most_common(1)[0]
    if label == entity.label or count == labels[entity.label]:
        return entity
    return replace(entity, label=label, reason="majority label")


def last_names(tokens: Sequence[Token], found: Iterable[Found]) -> list[Found]:
    """With every lone last name of a person whom the article names in full as a PERSON."""
    found = list(found)
    lasts = {name for entity in found if (name := _last_name(tokens, entity)) is not None}
    lasts -= _also_elsewhere(tokens, found, lasts)
    taken = {at for entity in found for at in range(entity.start, entity.end)}
    kept = []
    for entity in found:
        lone = entity.end - entity.start == 1 and tokens[entity.start].text in lasts
        wrong = lone and entity.label in NAMES and entity.label != "PERSON"
        kept.append(replace(entity, label="PERSON", reason="last name") if wrong else entity)
    for at, token in enumerate(tokens):
        if token.text in lasts and at not in taken and not _in_longer_name(tokens, at, at + 1):
            kept.append(Found(at, at + 1, "PERSON", "last name"))
    return sorted(kept, key=lambda entity: entity.start)


def _last_name(tokens: Sequence[Token], entity: Found) -> str | None:
    named = [token.text for token in tokens[entity.start : entity.end]]
    while named and named[-1].rstrip(".") in ("Jr", "Sr", "II", "III", "IV"):
        named.pop()
    if entity.label != "PERSON" or len(named) < 2:
        return None
    last = named[-1]
    return last if len(last) >= _LEAST_LAST_NAME and last[0].isupper() and last.replace("-", "").isalpha() else None


def _also_elsewhere(tokens: Sequence[Token], found: Iterable[Found], lasts: set[str]) -> set[str]:
    """Last names that the article uses as a place's or group's name too, so often that they prove nothing."""
    other: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    for entity in found:
        if entity.end - entity.start == 1:
            word = tokens[entity.start].text
            if entity.label == "PERSON":
                persons[word] += 1
            elif entity.label in ("GPE", "LOC", "NORP", "FAC"):
                other[word] += 1
        elif entity.label == "PERSON":
            persons[tokens[entity.end - 1].text] += 1
    return {name for name in lasts if other[name] > 2 * persons[name]}


def _in_longer_name(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether capitalised names go on right before or after, as in "Trump Tower"."""
    titles = words("people", "titles")
    after = tokens[end] if end < len(tokens) else None
    before = tokens[start - 1] if start > 0 else None
    goes_on = after is not None and after.proper and after.text[:1].isupper() and after.text not in titles
    goes_before = before is not None and before.proper and before.text[:1].isupper() and before.text not in titles
    return goes_on or (goes_before and not _starts_sentence(tokens, start - 1))


def _starts_sentence(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].space or tokens[at - 1].text in {".", "!", "?", ":", '"', "“"}


def fill_repeats(tokens: Sequence[Token], found: Iterable[Found]) -> list[Found]:
    """With every exact repeat of a name that some mention is an entity, where no other entity stands in the way."""
    found = list(found)
    labels: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for entity in found:
        text = entity.words(tokens)
        if entity.label in NAMES and text[0][:1].isupper() and any(len(word) > 1 for word in text):
            labels[text][entity.label] += 1
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for text in sorted(labels, key=lambda text: (-len(text), text)):
        by_first[text[0]].append(text)
    taken = {at for entity in found for at in range(entity.start, entity.end)}
    kept = list(found)
    for at, token in enumerate(tokens):
        for text in by_first.get(token.text, ()):
            end = at + len(text)
            if tuple(t.text for t in tokens[at:end]) != text or not taken.isdisjoint(range(at, end)):
                continue
            if not all(t.proper for t in tokens[at:end] if t.text.isalpha()) and len(text) == 1:
                continue
            if not _in_longer_name(tokens, at, end):
                kept.append(Found(at, end, labels[text].most_common(1)[0][0], "fill repeats"))
                taken.update(range(at, end))
                break
    return sorted(kept, key=lambda entity: entity.start)
