"""From the mention a quote is attributed to, to the speaker behind it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from annotator.model.document import Attribution, Quote, Span, Speaker
from annotator.nlp.acts import Act
from annotator.nlp.identity import Cast, Chain, Place, antecedent, gender_of_pronoun
from annotator.nlp.sources import PRONOUNS, Mention

ORIGIN = "annotator.quotes 1"


class Resolver:
    """Gives the acts of one article their speakers, in the order of the text."""

    def __init__(
        self, text: str, cast: Cast, places: Mapping[Span, Place], begins: Sequence[int], roles: Mapping[str, Chain]
    ) -> None:
        self._text = text
        self._cast = cast
        self._places = dict(places)
        self._begins = begins
        self._roles = roles
        self._said: list[tuple[Span, Chain]] = []
        self._ids: dict[int, str] = {}
        self._speakers: list[Speaker] = []
        self._unnamed: dict[str, str] = {}
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

    def _enter(self, chain: Chain) -> str:
        if id(chain) not in self._ids:
            self._ids[id(chain)] = f"s{len(self._speakers) + 1}"
            aliases = tuple(name for name in chain.names if name != chain.name)
            self._speakers.append(Speaker(id=self._ids[id(chain)], name=chain.name, aliases=aliases))
        return self._ids[id(chain)]

    def _speaker(self, act: Act) -> tuple[str | None, Attribution | None, float]:
        source = act.source
        if source is None:
            return None, None, act.score
        chain, attribution, sure = self._chain(source)
        if chain is not None:
            self._said.append((source.span, chain))
            speaker: str | None = self._enter(chain)
        elif attribution is Attribution.UNNAMED:
            speaker = self._nobody(source)
        else:
            speaker = None
        return speaker, Attribution.IMPLICIT if act.carried else attribution, act.score * sure

    def _chain(self, source: Mention) -> tuple[Chain | None, Attribution | None, float]:
        if source.name is not None and (chain := self._cast.of(source.name.span)) is not None:
            return chain, Attribution.EXPLICIT, 1.0
        words = self._text[source.span.start : source.span.end]
        if words.lower() in PRONOUNS:
            return self._pronoun(words, source.span)
        head = self._text[source.head.start : source.head.end].lower()
        if head in self._roles and words.lower().startswith(("the ", "his ", "her ", "their ")):
            return self._roles[head], Attribution.ANAPHORIC, 0.8
        return None, Attribution.UNNAMED, 1.0

    def _pronoun(self, words: str, span: Span) -> tuple[Chain | None, Attribution | None, float]:
        at = Place(span, bisect_right(self._begins, span.start) - 1, subject=True, quoted=False)
        chains = self._cast.people if gender_of_pronoun(words) else self._cast.groups if words.lower() == "it" else []
        if chains:
            found = antecedent(words, at, chains, self._places, self._said)
            if found is not None:
                return found[0], Attribution.ANAPHORIC, found[1]
        return None, None, 0.5

    def _nobody(self, source: Mention) -> str:
        phrase = " ".join(self._text[source.span.start : source.span.end].split())
        bare = phrase.lower()
        for article in ("the ", "a ", "an ", "one ", "another "):
            bare = bare.removeprefix(article)
        if bare not in self._unnamed:
            self._unnamed[bare] = f"s{len(self._speakers) + 1}"
            self._speakers.append(Speaker(id=self._unnamed[bare], name=phrase, named=False))
        return self._unnamed[bare]
