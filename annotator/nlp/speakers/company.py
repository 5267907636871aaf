"""The people of a text that no parser has read: who they are, where they stand, what they are called besides."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotator.model.document import Span
from annotator.model.marks.marks import Stretch
from annotator.nlp.lexicon import Lexicon
from annotator.nlp.quotes.sources import SAYERS, Name
from annotator.nlp.speakers.identity import Cast, Chain, Place
from annotator.nlp.unparsed.mentions import Found, Mentions, Word


def people_in(
    words: Sequence[Sequence[Word]], mentions: Mentions, lexicon: Lexicon, known: Sequence[Name]
) -> list[Name]:
    """The names of people in a text: `known` ones, and those that a first name, a title or a known one gives away."""
    given = set(known)
    found = {name.span: name for name in known}
    runs = [name for paragraph in words for name in _runs(paragraph, mentions) if name.span not in found]
    text = {word.span.start: word.text for paragraph in words for word in paragraph}
    before = _words_before(words)

    def parts(name: Name) -> list[str]:
        return [text[at] for at in range(name.span.start, name.span.end) if at in text]

    for name in runs:
        first = parts(name)[0]
        title = before.get(name.span.start)
        in_full = len(parts(name)) > 1 and lexicon.gender_of_first_name(first) is not None
        if in_full or (title is not None and lexicon.gender_of_title(title) is not None):
            found[name.span] = name
    lasts = {lexicon.key(parts(name)[-1]) for name in found.values() if name.label not in SAYERS - {"PERSON"}}
    for name in runs:
        if lexicon.key(parts(name)[-1]) in lasts:
            found.setdefault(name.span, name)
    kept = [name for name in found.values() if name in given or not any(name.span.overlaps(k.span) for k in given)]
    return sorted(kept, key=lambda name: name.span)


def _runs(words: Sequence[Word], mentions: Mentions) -> Iterator[Name]:
    at = 0
    while at < len(words):
        named = mentions.name(words, at)
        if named is not None:
            yield named[0]
        at = named[1] if named is not None else at + 1


def _words_before(words: Sequence[Sequence[Word]]) -> dict[int, str]:
    return {b.span.start: a.text for paragraph in words for a, b in pairwise(paragraph)}


def places_of(
    cast: Cast, words: Sequence[Sequence[Word]], begins: Sequence[int], marked: Sequence[Stretch], lexicon: Lexicon
) -> dict[Span, Place]:
    """Where every mention stands; one that opens its sentence or stands beside a cue counts as its subject."""
    quoted = [stretch.span for stretch in marked]
    opened = [span.start for span in quoted]
    flat = [word for paragraph in words for word in paragraph]
    starts = [word.span.start for word in flat]
    places = {}
    for chain in cast.chains:
        for span in chain.mentions:
            first, behind = bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1)
            beside = [flat[n] for n in (first - 1, behind) if 0 <= n < len(flat)]
            subject = flat[first].first or any(lexicon.is_cue(word.lower) for word in beside)
            near = bisect_right(opened, span.start) - 1
            within = near >= 0 and quoted[near].contains(span)
            places[span] = Place(span, bisect_right(begins, span.start) - 1, subject, within)
    return places


def roles_of(cast: Cast, words: Sequence[Sequence[Word]], mentions: Mentions, lexicon: Lexicon) -> dict[str, Chain]:
    """What people are called besides their names ("la ministra Ana Ruiz"), where it fits one of them only."""
    told: dict[str, dict[int, Chain]] = {}
    for paragraph in words:
        for found in mentions.all(paragraph):
            name = found.mention.name
            chain = cast.of(name.span) if name is not None else None
            if chain is None or chain.label != "PERSON":
                continue
            for word in _called(paragraph, found):
                if word in lexicon.people.nouns or word in lexicon.people.titles:
                    told.setdefault(word, {})[id(chain)] = chain
    return {word: next(iter(chains.values())) for word, chains in told.items() if len(chains) == 1}


def _called(words: Sequence[Word], found: Found) -> Iterator[str]:
    """The words of a mention before its name, and those of an apposition behind it."""
    name = found.mention.name
    yield from (w.lower for w in words[found.start : found.end] if name is None or not name.span.contains(w.span))
    if found.end < len(words) and words[found.end].text == ",":
        yield from (w.lower for w in words[found.end + 1 : found.end + 3])
