"""The scene of a dialogue: who speaks where the text says so, and whom the sentences between are about."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.model.document import Kind, Span
from annotator.nlp.quotes.acts import Act
from annotator.nlp.quotes.carriers import Carrier
from annotator.nlp.quotes.sources import Mention, Name, mention
from annotator.nlp.speakers.resolve import Resolver
from annotator.nlp.unparsed.mentions import Mentions, Word

_ANSWERS = 2
_SUBJECTS = ("nsubj", "nsubjpass")
_NOBODY = frozenset({"it", "that", "which", "this", "there", "you", "who", "what", "they", "we", "one"})


@dataclass(frozen=True)
class People:
    """What is known of the people of a text.

    who       by the index of an act who speaks in it, where the text says so: an id, or a pronoun for nobody known
    names     whom each mention of a name means
    subjects  the subjects of the sentences outside of quotations, in order, and whom they mean
    genders   "m" or "f", where it is known
    """

    who: Mapping[int, str]
    names: Mapping[Span, str]
    subjects: Sequence[tuple[Mention, str]]
    genders: Mapping[str, str]


def people_of(acts: Sequence[Act], told: Sequence[Mention], resolver: Resolver) -> People:
    """What a resolver makes of the acts that say who speaks, and of what the sentences between them are about.

    acts, told  in the order of the text
    """
    spoken = [content for act in acts if act.kind is Kind.DIRECT for content in act.contents]
    starts = [content.start for content in spoken]
    said = [(act.source.span, n, act.source) for n, act in enumerate(acts) if act.source and not implicit(act)]
    between = [
        (m.span, len(acts), m)
        for m in told
        if not (at := bisect_right(starts, m.span.start)) or not spoken[at - 1].overlaps(m.span)
    ]
    who: dict[int, str] = {}
    meant: list[tuple[Mention, str]] = []
    for _, n, source in sorted([*said, *between], key=lambda one: one[:2]):
        known = resolver.who(source)
        if n < len(acts):
            who[n] = known
        else:
            meant.append((source, known))
    return People(who, resolver.names(), meant, resolver.genders())


def subjects(made: Sequence[Carrier], names: Sequence[Name]) -> list[Mention]:
    """The subjects of the sentences outside of quotations that could be people, in the order of the text.

    For the subject of "Her eyes fell" that is "her".
    """
    found = []
    for carrier in made:
        for token in carrier.tokens():
            outside = token.i not in carrier.stands_in and token.i not in carrier.inside
            if not outside or token.dep_ not in _SUBJECTS or token.lower_ in _NOBODY:
                continue
            if token.pos_ in ("PROPN", "PRON", "NOUN"):
                owner = next((c for c in token.children if c.dep_ == "poss"), token)
                found.append(mention(owner if token.pos_ == "NOUN" else token, carrier, names))
    return sorted(found, key=lambda m: m.span)


def leading(words: Sequence[Sequence[Word]], mentions: Mentions) -> list[Mention]:
    """The mentions with which sentences begin, in the order of the text: in place of subjects where no parser was."""
    found = (mentions.at(line, at) for line in words for at, word in enumerate(line) if word.first and word.spoken)
    return [one.mention for one in found if one is not None]


def implicit(act: Act) -> bool:
    """Whether nothing says who speaks in an act, or only what stands before it does."""
    return act.kind is Kind.DIRECT and (act.source is None or act.carried)


def is_dialogue(text: str, acts: Sequence[Act]) -> bool:
    """Whether a text has paragraphs of nothing but speech that are answered at once; its acts come in order."""
    turns = [act for act in acts if act.kind is Kind.DIRECT]
    return sum(_answered(text, first, second) for first, second in pairwise(turns)) >= _ANSWERS


def _answered(text: str, first: Act, second: Act) -> bool:
    """Whether an act stands alone in its paragraphs and the next begins the one behind."""
    start = text.rfind("\n", 0, first.contents[0].start) + 1
    parts = [start, *(offset for content in first.contents for offset in content), second.contents[0].start]
    between = [text[a:b] for a, b in zip(parts[::2], parts[1::2], strict=True)]
    return not first.open_end and "\n" in between[-1] and not any(c.isalnum() for c in "".join(between))
