"""Generated articles for the benchmarks: words of no language, entities nested to depth 3, quotes with sources."""

from random import Random

from annotator.model.document import Article, Decision, Document, Entity, Kind, Quote, Span, Speaker, in_order

LABELS = ("PERSON", "ORG", "GPE", "LOC", "DATE", "MONEY", "EVENT", "NORP")
SPEAKERS = {f"s{i}": Speaker(id=f"s{i}", name=f"Speaker Number {i}") for i in range(40)}
_SYLLABLES = ("ba", "re", "to", "li", "mun", "kes", "dor", "na", "vi", "shal", "o", "pre")
_DECISIONS = (Decision.PENDING, Decision.PENDING, Decision.ACCEPTED, Decision.CORRECTED)


def article(words: int, *, seed: int = 7) -> Document:
    """A document of about that many words, with an annotation every 15 words and a quote every 100."""
    random = Random(seed)
    parts: list[str] = []
    starts: list[int] = []
    at = left = 0
    for i in range(words):
        word = "".join(random.choices(_SYLLABLES, k=random.randint(1, 4)))
        if left == 0:
            left = random.randint(30, 80)
            word = word.capitalize()
        left -= 1
        end = ("." if left else ".\n") if i % 13 == 12 or not left else ""
        parts.append(word + end)
        starts.append(at)
        at += len(word + end)
        if not end.endswith("\n"):
            parts.append(" ")
            at += 1
    return _annotated("".join(parts), starts, random)


def _annotated(text: str, starts: list[int], random: Random) -> Document:
    words = len(starts)
    entities: list[Entity] = []
    quotes: list[Quote] = []

    def entity(first: int, last: int) -> None:
        span = Span(starts[first], starts[last] + len(text[starts[last] :].split(maxsplit=1)[0].rstrip(".")))
        entities.append(
            Entity(
                id=f"e{len(entities)}",
                span=span,
                label=random.choice(LABELS),
                decision=random.choice(_DECISIONS),
                score=random.random(),
            )
        )

    for first in range(2, words - 16, 30):
        entity(first, first)
        if first % 60 == 2:
            entity(first, first + 2)
        elif first % 120 == 32:
            entity(first - 1, first + 1)
            entity(first - 2, first + 3)
    for first in range(20, words - 40, 100):
        contents = Span(starts[first], starts[first + 14] - 1)
        source = Span(starts[first + 15], starts[first + 16] - 1)
        quotes.append(
            Quote(
                id=f"q{len(quotes)}",
                kind=Kind.DIRECT,
                contents=(contents,),
                source=source,
                cue=Span(starts[first + 16], starts[first + 17] - 1),
                speaker=f"s{random.randrange(40)}",
                decision=random.choice(_DECISIONS),
            )
        )
    return Document(
        article=Article(id=f"generated-{words}", text=text), entities=in_order(entities), quotes=in_order(quotes)
    )
