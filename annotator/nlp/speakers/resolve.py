"""From the mention a quote is attributed to, to the speaker behind it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from annotator.model.document import Attribution, Kind, Quote, Span, Speaker
from annotator.nlp.lexicon import Lexicon, english
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.sources import PRONOUNS, Mention
from annotator.nlp.speakers.identity import Cast, Chain, Place, antecedent
from annotator.nlp.speakers.reference import Reference

ORIGIN = "annotator.quotes 1"

_NOT_FOR_OTHERS = frozenset({"we"})
_UNNAMED_AGAIN = 0.8
_NARRATOR = "I"
_HANGING = frozenset({"his", "her", "their", "its", "this", "that", "these", "those"})
_NEAR = 6


class Resolver:
    """Gives the acts of one article their speakers, in the order of the text."""

    def __init__(
        self,
        text: str,
        cast: Cast,
        places: Mapping[Span, Place],
        begins: Sequence[int],
        roles: Mapping[str, Chain],
        lexicon: Lexicon | None = None,
        references: Mapping[int, Reference] | None = None,
    ) -> None:
        self._text = text
        self._lexicon = lexicon or english()
        self._cast = cast
        self._places = dict(places)
        self._begins = begins
        self._roles = roles
        self._references = references
        self._said: list[tuple[Span, Chain]] = []
        self._ids: dict[int, str] = {}
        self._speakers: list[Speaker] = []
        self._unnamed: dict[str, str] = {}
        self._last: tuple[Span, str] | None = None
        for chain in cast.people:
            self._enter(chain)

    def quote(self, act: Act, quote_id: str) -> Quote:
        """The quote that an act becomes; acts come in the order of the text."""
        speaker, attribution, score = self._speaker(act)
        return Quote(
            id=quote_id,
            origin=ORIGIN,
            score=round(score, 2),
            reason=act.reason,
            kind=act.kind,
            contents=act.contents,
            marked=act.marked,
            cue=act.cue,
            source=act.source.span if act.source else None,
            speaker=speaker,
            attribution=attribution,
        )

    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody who may have said something: the people named, and who else a quote is attributed to."""
        return tuple(self._speakers)

    def names(self) -> dict[Span, str]:
        """Which speaker each mention names."""
        return {
            span: self._ids[id(chain)]
            for chain in self._cast.chains
            if id(chain) in self._ids
            for span in chain.mentions
        }

    def who(self, source: Mention) -> str:
        """Whom a mention means: a speaker's id, or its own words where it means nobody known."""
        speaker, _, _ = self._speaker(Act((source.span,), (), Kind.INDIRECT, paragraph=0, source=source))
        return speaker or self._words(source.span).lower()

    def genders(self) -> dict[str, str]:
        """The genders of speakers and of pronouns, where they are known."""
        grammar = self._lexicon.grammar
        found = {**dict.fromkeys(grammar.he, "m"), **dict.fromkeys(grammar.she, "f")}
        for speaker in self._speakers:
            if not speaker.named and (gender := self._lexicon.gender_of_noun(speaker.name)) is not None:
                found[speaker.id] = gender
        chains = {id(chain): chain for chain in self._cast.chains}
        found.update((known, gender) for at, known in self._ids.items() if (gender := chains[at].gender) is not None)
        return found

    def _enter(self, chain: Chain) -> str:
        if id(chain) not in self._ids:
            self._ids[id(chain)] = f"s{len(self._speakers) + 1}"
            aliases = tuple(name for name in chain.names if name != chain.name)
            self._speakers.append(Speaker(id=self._ids[id(chain)], name=chain.name, aliases=aliases, role=chain.role))
        return self._ids[id(chain)]

    def _speaker(self, act: Act) -> tuple[str | None, Attribution | None, float]:
        source = act.source
        if source is None:
            return None, None, act.score
        if self._references is None and (unnamed := self._unnamed_before(source)) is not None:
            self._last = source.span, unnamed
            return unnamed, Attribution.IMPLICIT if act.carried else Attribution.ANAPHORIC, act.score * _UNNAMED_AGAIN
        chain, attribution, sure = self._chain(source)
        if chain is not None and chain.named:
            self._said.append((source.span, chain))
            speaker: str | None = self._enter(chain)
        elif attribution is Attribution.UNNAMED:
            speaker = self._nobody(self._phrase(source, chain))
        else:
            speaker = None
        if speaker is not None and self._words(source.span) != _NARRATOR:
            self._last = source.span, speaker
        return speaker, Attribution.IMPLICIT if act.carried else attribution, act.score * sure

    def _chain(self, source: Mention) -> tuple[Chain | None, Attribution | None, float]:
        if source.name is not None and (chain := self._cast.of(source.name.span)) is not None:
            return chain, Attribution.EXPLICIT, 1.0
        if self._references is not None:
            return self._meant(source, self._references.get(source.head.start))
        words = self._words(source.span)
        if words == _NARRATOR:
            return None, Attribution.UNNAMED, 1.0
        if self._is_pronoun(words):
            return self._pronoun(words, source.span)
        head = self._words(source.head).lower()
        if head in self._roles and words.lower().split()[0] in {head, *self._lexicon.grammar.definite}:
            return self._roles[head], Attribution.ANAPHORIC, 0.8
        return None, Attribution.UNNAMED, 1.0

    def _meant(self, source: Mention, found: Reference | None) -> tuple[Chain | None, Attribution | None, float]:
        """What the text as a whole says a pronoun or noun phrase stands for."""
        if found is not None:
            return found.chain, Attribution.ANAPHORIC if found.chain.named else Attribution.UNNAMED, found.sure
        words = self._words(source.span)
        if words != _NARRATOR and self._is_pronoun(words):
            return None, None, 0.5
        return None, Attribution.UNNAMED, 1.0

    def _pronoun(self, pronoun: str, span: Span) -> tuple[Chain | None, Attribution | None, float]:
        at = Place(span, bisect_right(self._begins, span.start) - 1, subject=True, quoted=False)
        people = self._lexicon.gender_of_pronoun(pronoun) is not None
        chains = self._cast.people if people else self._cast.groups if pronoun.lower() == "it" else []
        found = antecedent(pronoun, at, chains, self._places, self._said, self._lexicon) if chains else None
        return (found[0], Attribution.ANAPHORIC, found[1]) if found else (None, None, 0.5)

    def _unnamed_before(self, source: Mention) -> str | None:
        """The unnamed speaker quoted last, where a pronoun may stand for them and nobody else came up since."""
        pronoun = self._words(source.span).lower().lstrip("-")
        if (
            self._last is None
            or pronoun not in self._lexicon.grammar.subjects - _NOT_FOR_OTHERS
            or self._last[0].start > source.span.start
        ):
            return None
        span, speaker = self._last
        phrase = next((phrase for phrase, known in self._unnamed.items() if known == speaker), None)
        if phrase is None:
            return None
        if span == source.span:
            return speaker
        told, wanted = self._lexicon.gender_of_noun(phrase), self._lexicon.gender_of_pronoun(pronoun)
        fits = told in (wanted, None) if self._lexicon.language == "en" else wanted is not None and told == wanted
        if not fits or bisect_right(self._begins, source.span.start) - bisect_right(self._begins, span.start) > _NEAR:
            return None
        since = (
            c for c in self._cast.people if wanted and any(span.end <= m.start < source.span.start for m in c.mentions)
        )
        return None if any(c.gender in (wanted, None) for c in since) else speaker

    def _is_pronoun(self, words: str) -> bool:
        known = PRONOUNS if self._lexicon.language == "en" else self._lexicon.grammar.pronouns
        return words.lower().lstrip("-") in known

    def _words(self, span: Span) -> str:
        return " ".join(self._text[span.start : span.end].split())

    def _phrase(self, source: Mention, chain: Chain | None) -> str:
        """What somebody unnamed goes by: the phrase that brings them in, unless it hangs on a word before it."""
        phrase = self._words(source.span)
        if chain is None or (chain.name.split()[0].lower() in _HANGING and not self._is_pronoun(phrase)):
            return phrase
        return chain.name

    def _nobody(self, phrase: str) -> str:
        bare = phrase.lower()
        for article in sorted(self._lexicon.grammar.articles):
            bare = bare.removeprefix(article if article.endswith("'") else f"{article} ")
        if bare not in self._unnamed:
            self._unnamed[bare] = f"s{len(self._speakers) + 1}"
            self._speakers.append(Speaker(id=self._unnamed[bare], name=phrase, named=False))
        return self._unnamed[bare]
