"""Reported clauses: what stands beside a verb of saying without marks around all of it.

A clause with stretches in marks is a mixed quote, one without an indirect one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.document import Span
from annotator.nlp.carriers import Carrier
from annotator.nlp.cues import base, says, shows, thinks
from annotator.nlp.sieves import according
from annotator.nlp.sources import Mention, Name, mention, subject
from annotator.nlp.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS = 4
_COMPLEMENTS = frozenset({"dobj", "dative", "oprd", "attr", "ccomp", "xcomp", "prep", "acomp"})
_ASIDE = frozenset({"nsubj", "aux", "neg", "advmod", "npadvmod", "punct", "prep", "mark"})
_TOLD = frozenset({"tell", "remind", "inform", "assure", "warn"})
_SHORT = 12
_NO_OBJECTS = frozenset({"ROOT", "parataxis", "punct", "cc", "mark", "aux", "auxpass", "neg", "intj"})


@dataclass(frozen=True)
class Clause:
    """A reported clause: its parts in the order of the text, the cue, the mention behind it, and how sure that is.

    speech  whether the cue is a verb of saying, as opposed to thinking or showing
    """

    contents: tuple[Span, ...]
    cue: Span
    source: Mention | None
    reason: str
    score: float
    speech: bool = True


def reported(carrier: Carrier, names: Sequence[Name]) -> Iterator[Clause]:
    """Every reported clause of a paragraph, whatever stands in it; some lie within others."""
    for token in carrier.tokens():
        if token.i in carrier.stands_in:
            continue
        if token.pos_ in ("VERB", "AUX"):
            yield from _of_verb(token, carrier, names)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in words("cues", "nouns"):
            yield from _of_noun(token, carrier, names)
    yield from _according(carrier, names)


def _of_verb(verb: "Token", carrier: Carrier, names: Sequence[Name]) -> Iterator[Clause]:
    speech = says(verb)
    if (not speech and not thinks(verb) and not shows(verb)) or _is_further(verb):
        return
    parts = [c for c in verb.children if c.dep_ == "ccomp" or (c.dep_ == "xcomp" and _infinitive(c))]
    if not parts:
        if speech and _put_in(verb):
            yield from _around(verb, carrier, names)
        return
    who = subject(verb, carrier)
    if who is None or who.i in carrier.stands_in or who.i in carrier.inside:
        return
    source = mention(who, carrier, names)
    for part in parts:
        yield from _part(verb, part, carrier, source, speech)
        for further in _further_cues(part) if speech else ():
            for its_part in further.children:
                if its_part.dep_ == "ccomp":
                    yield from _part(further, its_part, carrier, source, speech=True)


def _part(verb: "Token", part: "Token", carrier: Carrier, source: Mention, speech: bool) -> Iterator[Clause]:
    left_out = {t.i for further in _further_cues(part) for t in further.subtree} if speech else set()
    contents = _contents([t.i for t in part.subtree if t.i not in left_out], carrier, exclude=verb.i)
    if contents:
        score = (0.7 if speech else 0.45) - (0.15 if part.dep_ == "xcomp" else 0.0)
        yield Clause(contents, carrier.span(verb.i, verb.i), source, "reported clause", score, speech)


def _further_cues(part: "Token") -> "list[Token]":
    """Verbs that the parser joined to what is reported, but that report on their own: She said A and warned that B."""
    found = []
    for token in part.children:
        if token.dep_ == "conj" and says(token):
            clauses = [c for c in token.children if c.dep_ == "ccomp"]
            own = any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
            if not own and any(m.dep_ == "mark" and m.lower_ == "that" for c in clauses for m in c.children):
                found.append(token)
    return found


def _is_further(verb: "Token") -> bool:
    """Whether `_further_cues` gives this verb to another."""
    outer = verb.head.head
    return verb.dep_ == "conj" and verb.head.dep_ == "ccomp" and says(outer) and verb in _further_cues(verb.head)


def _put_in(verb: "Token") -> bool:
    """Whether a verb without an object of its own may report the clause that it hangs on."""
    if verb.head.pos_ not in ("VERB", "AUX") or says(verb.head) or thinks(verb.head) or shows(verb.head):
        return False
    allowed = _ASIDE | {"dobj", "dative"} if base(verb.text) in _TOLD else _ASIDE
    if any(c.dep_ not in allowed for c in verb.children if c.i > verb.i) or len(list(verb.subtree)) > _SHORT:
        return False
    marks = [c.lower_ for c in verb.children if c.dep_ == "mark"]
    if verb.dep_ == "advcl":
        return (
            marks == ["as"]
            and verb.tag_ in ("VBD", "VBZ", "VBP", "VBN")
            and not any(c.dep_ == "prep" for c in verb.children)
        )
    asked = any(c.lower_ in ("when", "where", "how", "why", "whom") for c in verb.subtree)
    return verb.dep_ in ("parataxis", "ccomp") and not marks and not asked


def _infinitive(token: "Token") -> bool:
    return token.pos_ in ("VERB", "AUX") and any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def _around(verb: "Token", carrier: Carrier, names: Sequence[Name]) -> Iterator[Clause]:
    """A clause that the cue is put into: The plan, she said, is dead. As she told us, the plan is dead."""
    who = subject(verb, carrier)
    own = {t.i for t in verb.subtree}
    if who is not None and verb.dep_ == "parataxis":  # the clause's own subject sometimes hangs on the cue
        own = {i for i in own if i >= min(verb.i, who.left_edge.i)}
    if who is None or who.i not in own or verb.head.i in carrier.stands_in:
        return
    beside = {verb.i - 1, verb.i + 1, min(own) - 1, max(own) + 1}
    if not any(carrier.start <= at < carrier.end and carrier.doc[at].is_punct for at in beside):
        return
    contents = _contents([t.i for t in verb.head.subtree if t.i not in own], carrier, exclude=-1)
    if contents:
        yield Clause(contents, carrier.span(verb.i, verb.i), mention(who, carrier, names), "cue put in", 0.7)


def _of_noun(noun: "Token", carrier: Carrier, names: Sequence[Name]) -> Iterator[Clause]:
    """The claim that …, with whoever's claim it is."""
    for part in noun.children:
        if part.dep_ == "acl" and any(c.dep_ == "mark" and c.lower_ == "that" for c in part.children):
            owner = next((c for c in noun.children if c.dep_ == "poss"), None)
            if owner is None and noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
                owner = subject(noun.head, carrier)
            contents = _contents([t.i for t in part.subtree], carrier, exclude=-1)
            verb = noun.head.head if noun.dep_ == "pobj" else noun.head
            if owner is None and contents and says(verb) and (who := subject(verb, carrier)) is not None:
                source = mention(who, carrier, names)
                yield Clause(contents, carrier.span(verb.i, verb.i), source, "reported clause", 0.7)
            elif owner is not None and contents and owner.i not in carrier.stands_in:
                yield Clause(
                    contents,
                    carrier.span(noun.i, noun.i),
                    mention(owner, carrier, names),
                    "noun of saying",
                    0.45,
                    speech=False,
                )


def _according(carrier: Carrier, names: Sequence[Name]) -> Iterator[Clause]:
    """The rest of a sentence with "according to X" at its start or end."""
    for tokens in carrier.sentences():
        if any(t.i in carrier.stands_in for t in tokens):
            continue
        said = according(tokens, carrier, names)
        if said is None or said.cue is None or said.source is None:
            continue
        phrase = [t for t in tokens if carrier.span(t.i, t.i).overlaps(said.cue)]
        taken = [t.i for t in tokens if carrier.span(t.i, t.i).overlaps(said.source.span)] + [t.i for t in phrase]
        reach = max([t.right_edge.i for t in phrase if t.pos_ != "NOUN"] + taken)
        left = [t.i for t in tokens if t.i < min(taken)]
        right = [t.i for t in tokens if t.i > reach]
        contents = _contents(right if len(right) > len(left) else left, carrier, exclude=-1)
        if contents:
            yield Clause(contents, said.cue, said.source, said.reason, 0.8)


def _contents(indices: Sequence[int], carrier: Carrier, exclude: int) -> tuple[Span, ...]:
    """The runs of tokens as spans, punctuation at their edges left out; none where a quotation is among them."""
    kept = sorted(i for i in indices if i != exclude and carrier.start <= i < carrier.end)
    if any(i in carrier.stands_in for i in kept):
        return ()
    runs: list[list[int]] = []
    for i in kept:
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    trimmed = (_trimmed(run, carrier) for run in runs)
    return tuple(carrier.span(run[0], run[-1]) for run in trimmed if any(_worded(carrier.doc[i]) for i in run))


def _worded(token: "Token") -> bool:
    return any(c.isalnum() for c in token.text)


def _trimmed(run: list[int], carrier: Carrier) -> list[int]:
    """A run of tokens without punctuation at its edges, brackets apart, and without an "and" that leads out of it."""
    first, last = 0, len(run)
    while first < last and run[first] not in carrier.inside and _edge(carrier.doc[run[first]], "(["):
        first += 1
    while (
        last > first
        and run[last - 1] not in carrier.inside
        and (_edge(carrier.doc[run[last - 1]], ")]%") or carrier.doc[run[last - 1]].dep_ == "cc")
    ):
        last -= 1
    return run[first:last]


def _edge(token: "Token", kept: str) -> bool:
    return (token.is_punct or token.is_space) and token.text not in kept


def object_of(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Clause | None:
    """Who calls whom so: She called the plan "a mess". All that hangs on the verb, up to where the stretch stands."""
    token = carrier.head_of(stretch)
    for _ in range(_STEPS):
        if token is None or token.head.i == token.i or token.dep_ in _NO_OBJECTS:
            return None
        verb = token.head
        if says(verb) and verb.i not in carrier.inside and token.i > verb.i:
            who = subject(verb, carrier)
            if who is None or who.i in carrier.inside:
                return None
            first = min((c.left_edge.i for c in verb.rights if c.dep_ in _COMPLEMENTS), default=token.left_edge.i)
            contents = _contents(range(min(first, token.left_edge.i), token.right_edge.i + 1), carrier, exclude=verb.i)
            source = mention(who, carrier, names)
            return Clause(contents, carrier.span(verb.i, verb.i), source, "object of cue", 0.5) if contents else None
        token = verb
    return None
