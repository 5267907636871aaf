"""Reported clauses: what stands beside a verb of saying without marks around all of it.

A clause with stretches in marks is a mixed quote, one without an indirect one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.document import Span
from annotator.nlp.carriers import Carrier
from annotator.nlp.cues import says, shows, thinks
from annotator.nlp.sieves import according
from annotator.nlp.sources import Mention, Name, mention, subject
from annotator.nlp.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = frozenset(
    {
        "dobj",
        "oprd",
        "attr",
        "pobj",
        "acomp",
        "dep",
        "advmod",
        "amod",
        "compound",
        "nsubj",
        "poss",
        "nmod",
        "conj",
        "xcomp",
        "ccomp",
        "prep",
        "advcl",
        "pcomp",
        "appos",
        "relcl",
        "acl",
        "nsubjpass",
    }
)


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
    speech, thought = says(verb), thinks(verb) or shows(verb)
    if not speech and not thought:
        return
    parts = [
        c
        for c in verb.children
        if c.dep_ == "ccomp" or (c.dep_ == "xcomp" and c.pos_ in ("VERB", "AUX") and _infinitive(c))
    ]
    if (
        not parts
        and speech
        and verb.dep_ in ("parataxis", "ccomp", "advcl")
        and verb.head.pos_ in ("VERB", "AUX")
        and not any(c.dep_ == "mark" for c in verb.children)
    ):
        yield from _around(verb, carrier, names)
        return
    for part in parts:
        who = subject(verb, carrier)
        if who is None or who.i in carrier.stands_in or who.i in carrier.inside:
            continue
        if part.i > verb.i or part.dep_ == "ccomp":
            contents = _contents([t.i for t in part.subtree], carrier, exclude=verb.i)
            if contents:
                score = (0.75 if speech else 0.5) - (0.2 if part.dep_ == "xcomp" else 0.0)
                cue = carrier.span(verb.i, verb.i)
                yield Clause(contents, cue, mention(who, carrier, names), "reported clause", score, speech)


def _infinitive(token: "Token") -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def _around(verb: "Token", carrier: Carrier, names: Sequence[Name]) -> Iterator[Clause]:
    """A clause that the cue is put into: The plan, she said, is dead."""
    who = subject(verb, carrier)
    own = {t.i for t in verb.subtree}
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
            if owner is not None and contents and owner.i not in carrier.stands_in:
                yield Clause(
                    contents,
                    carrier.span(noun.i, noun.i),
                    mention(owner, carrier, names),
                    "noun of saying",
                    0.45,
                    speech=False,
                )


def _according(carrier: Carrier, names: Sequence[Name]) -> Iterator[Clause]:
    for sentence in carrier.doc[carrier.start : carrier.end].sents:
        tokens = [t for t in sentence if carrier.start <= t.i < carrier.end]
        if any(t.i in carrier.stands_in for t in tokens):
            continue
        said = according(tokens, carrier, names)
        if said is None or said.cue is None or said.source is None:
            continue
        taken = [
            t.i
            for t in tokens
            if _overlap(carrier.span(t.i, t.i), said.cue) or _overlap(carrier.span(t.i, t.i), said.source.span)
        ]
        reach = max(
            [max(t.i for t in carrier.doc[i].subtree) for i in taken if carrier.doc[i].lower_ in ("according", "to")]
            or [max(taken)]
        )
        left = [t.i for t in tokens if t.i < min(taken)]
        right = [t.i for t in tokens if t.i > max(max(taken), reach)]
        contents = _contents(right if len(right) > len(left) else left, carrier, exclude=-1)
        if contents:
            yield Clause(contents, said.cue, said.source, said.reason, 0.8)


def _overlap(a: Span, b: Span) -> bool:
    return a.overlaps(b)


def _contents(indices: Sequence[int], carrier: Carrier, exclude: int) -> tuple[Span, ...]:
    """The runs of tokens as spans, punctuation at their edges left out; empty where a quotation of its own is among them."""
    kept = sorted(i for i in indices if i != exclude and carrier.start <= i < carrier.end)
    if any(i in carrier.stands_in for i in kept):
        return ()
    runs: list[list[int]] = []
    for i in kept:
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = []
    for run in runs:
        while (
            run
            and (carrier.doc[run[0]].is_punct or carrier.doc[run[0]].is_space)
            and run[0] not in carrier.inside
            and carrier.doc[run[0]].text not in ("(", "[")
        ):
            run.pop(0)
        while (
            run
            and (carrier.doc[run[-1]].is_punct or carrier.doc[run[-1]].is_space)
            and run[-1] not in carrier.inside
            and carrier.doc[run[-1]].text not in (")", "]", "%")
        ):
            run.pop()
        if run and any(any(c.isalnum() for c in carrier.doc[i].text) for i in run):
            spans.append(carrier.span(run[0], run[-1]))
    return tuple(spans)


def object_of(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Clause | None:
    """What someone calls something: She called it "a mess". The verb of saying that the stretch hangs on as an object."""
    token = carrier.head_of(stretch)
    for _ in range(4):
        if token is None or token.head.i == token.i or token.dep_ not in _OBJECTS:
            return None
        if says(token.head) and token.head.i not in carrier.inside and token.i > token.head.i:
            who = subject(token.head, carrier)
            if who is None or who.i in carrier.inside:
                return None
            cue = carrier.span(token.head.i, token.head.i)
            return Clause((), cue, mention(who, carrier, names), "object of cue", 0.5)
        token = token.head
    return None
