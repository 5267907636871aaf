"""The quote engine: a document in, its quotes and speakers out."""

import logging
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from annotator.model.document import Quote, Span, Speaker
from annotator.model.marks.marks import Stretch
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.lexicon import Lexicon, lexicon
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.blocks import blocks
from annotator.nlp.quotes.carriers import shape
from annotator.nlp.quotes.learned import Weights, shipped
from annotator.nlp.quotes.sources import Mention, Name
from annotator.nlp.quotes.transcripts import with_turns
from annotator.nlp.quotes.worth import rated
from annotator.nlp.reading import marked_in, read
from annotator.nlp.renaming import names_of
from annotator.nlp.speakers.company import people_in, places_of, roles_of
from annotator.nlp.speakers.course import take_turns
from annotator.nlp.speakers.descriptions import nouns_beside
from annotator.nlp.speakers.identity import Cast, Chain, Place
from annotator.nlp.speakers.offices import note_roles
from annotator.nlp.speakers.reference import Reference, references
from annotator.nlp.speakers.resolve import Resolver
from annotator.nlp.speakers.scene import implicit, is_dialogue, leading, people_of, subjects
from annotator.nlp.speakers.turns import persons_of_turns
from annotator.nlp.unparsed.mentions import Mentions, sentence_starts, words_of
from annotator.nlp.unparsed.stretches import unparsed_acts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FoundQuotes:
    """What the engine found: quotes and speakers with ids of their own, and which speaker an entity names."""

    quotes: tuple[Quote, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    names: Mapping[Span, str] = field(default_factory=dict)


def find_quotes(
    doc: "Doc",
    nlp: "Language",
    kinds: QuoteKinds,
    original: str | None = None,
    language: str | None = None,
    weights: Weights | None = None,
) -> FoundQuotes:
    """The quotes of `doc`, ids "q1", "q2" … in the order of the text, and the speakers "s1", "s2" … behind them.

    nlp       the pipeline that parsed it, for parsing sentences again without what they quote
    original  the text with its marks as they are, of the same length, where `doc` was made of one with plain marks
    language  of the text (ISO 639-1), where the pipeline is not for one language alone
    weights   by which reported clauses are told, those of the program unless others are given

    English that has been parsed is read by its parse; what has not, and other languages, by the words beside the
    marks, as far as there are word lists. Elsewhere marks are paired and every quotation is direct, said by nobody in
    particular.
    """
    text = doc.text if original is None else original
    language = language or doc.lang_
    known = lexicon(language)
    parsed = language == "en" and doc.has_annotation("DEP")
    if known is not None and not parsed:
        return _by_words(doc, text, known, kinds)
    weights = weights or shipped()
    reading = read(doc, nlp, text, language)
    lines, marked, made, names = reading.lines, reading.marked, reading.made, reading.names
    acts = _in_order(rated(reading.acts(kinds, weights), weights.scores))
    cast = Cast(text, [*names, *_further_names(acts, names)])
    roles = _roles(doc, cast)
    note_roles(doc, text, cast.people)
    told = subjects(made, names) if is_dialogue(text, acts) else []
    meant: dict[int, Reference] = {}
    if parsed:
        sources = [act.source for act in acts if act.source is not None]
        meant = references(doc, text, cast, marked, [*sources, *told], roles)
        meant |= persons_of_turns(text, lines, marked, cast)
    resolver = partial(Resolver, text, cast, _places(doc, cast, marked), _begins(doc), roles, references=meant)
    return _resolved(text, lines, acts, told, resolver)


def _by_words(doc: "Doc", text: str, known: Lexicon, kinds: QuoteKinds) -> FoundQuotes:
    """The quotes of a text that no parser for its language has read."""
    lines = blocks(text)
    marked = marked_in(text, lines, known.language)
    words, names = words_of(doc, text, lines), names_of(doc)
    mentions = Mentions(known, names)
    shapes = [shape(text, stretch, lines[stretch.paragraph], known.is_cue) for stretch in marked]
    acts = unparsed_acts(text, lines, marked, shapes, words, known, mentions, kinds)
    acts = _in_order(with_turns(text, lines, acts, names, known))
    people = people_in(words, mentions, known, [*names, *_further_names(acts, names)])
    cast, begins = Cast(text, people, known), sentence_starts(words)
    places, roles = places_of(cast, words, begins, marked, known), roles_of(cast, words, mentions, known)
    told = leading(words, mentions) if is_dialogue(text, acts) else []
    return _resolved(text, lines, acts, told, partial(Resolver, text, cast, places, begins, roles, known))


def _in_order(acts: list[Act]) -> list[Act]:
    return sorted(acts, key=lambda act: (act.contents[0].start, -act.contents[-1].end))


def _resolved(
    text: str, lines: Sequence[Span], acts: list[Act], told: Sequence[Mention], resolver: Callable[[], Resolver]
) -> FoundQuotes:
    """The acts as quotes; where `told` has what a dialogue's other sentences are about, with whom its course says."""
    if told and any(implicit(act) for act in acts):
        acts = take_turns(text, lines, acts, people_of(acts, told, resolver()))
    last = resolver()
    quotes = tuple(last.quote(act, f"q{number}") for number, act in enumerate(acts, 1))
    return FoundQuotes(quotes, last.speakers(), last.names())


def _further_names(acts: Sequence[Act], names: Sequence[Name]) -> list[Name]:
    """Names of sources that are no entities, each once."""
    known = set(names)
    sources = (act.source for act in acts if act.source is not None)
    return list(dict.fromkeys(s.name for s in sources if s.name is not None and s.name not in known))


def _places(doc: "Doc", cast: Cast, marked: Sequence[Stretch]) -> dict[Span, Place]:
    """Where every mention stands; sentences are counted as the parser has them."""
    if not doc.has_annotation("SENT_START"):
        return {}
    begins = _begins(doc)
    opened = [stretch.span.start for stretch in marked]
    places = {}
    for chain in cast.chains:
        for span in chain.mentions:
            tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
            if tokens is None:
                continue
            near = bisect_right(opened, span.start) - 1
            quoted = near >= 0 and marked[near].span.contains(span)
            subject = tokens.root.dep_ in ("nsubj", "nsubjpass")
            places[span] = Place(span, bisect_right(begins, span.start) - 1, subject, quoted)
    return places


def _begins(doc: "Doc") -> list[int]:
    return [sentence.start_char for sentence in doc.sents] if doc.has_annotation("SENT_START") else []


def _roles(doc: "Doc", cast: Cast) -> dict[str, Chain]:
    """What people are called besides their names ("coach"), where it fits one person only."""
    told: dict[str, set[int]] = {}
    chains = {id(chain): chain for chain in cast.people}
    if doc.has_annotation("DEP"):
        for chain in cast.people:
            for span in chain.mentions:
                tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
                if tokens is not None:
                    for noun in nouns_beside(tokens.root):
                        told.setdefault(noun, set()).add(id(chain))
    return {noun: chains[next(iter(who))] for noun, who in told.items() if len(who) == 1}
