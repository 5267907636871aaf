"""Words that may be what somebody said, thought or showed, though no marks stand around all of it.

A cue and what hangs on it by the parse make a candidate, whatever the cue: how likely it is one is told by
`annotator.nlp.quotes.learned`. Where the parser may have hung the end of a sentence too low, the shorter reading is a
candidate too.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from annotator.model.document import Span
from annotator.nlp.quotes.carriers import Carrier
from annotator.nlp.quotes.cues import lemma
from annotator.nlp.quotes.sieves import according
from annotator.nlp.quotes.sources import Mention, Name, mention, subject
from annotator.nlp.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_FIRST = frozenset({"ccomp", "xcomp", "dobj", "prep", "oprd", "attr", "acomp", "advcl", "acl", "dep", "parataxis"})
"""What hangs on a cue and may be, or begin, what it reports."""

_FURTHER = _FIRST | {"npadvmod", "dative", "conj", "appos", "relcl", "nmod"}
"""What may go on with it."""

_LOOSE = _FURTHER | {"advmod"}
"""What may be no part of what it hangs on, at its end."""

_BEFORE = frozenset({"ccomp", "advcl", "dobj", "xcomp", "dep", "parataxis", "prep"})
_AROUND = frozenset({"parataxis", "ccomp", "advcl", "dep", "conj", "relcl"})
_BESIDE = frozenset({"punct", "advmod", "prt", "neg", "aux", "cc", "mark", "nsubj", "intj"})
_AGENTS = ("by", "from")
_VERBS = ("VERB", "AUX")
_NOUNS = ("NOUN", "ADJ")
_LONGEST = 4
_MOST_CUTS = 4
_AT_THE_END = 3


@dataclass(frozen=True)
class Candidate:
    """A cue, the mention behind it, and the words it may report.

    cue       the word that reports, where it stands, and in `link` the preposition that leads on: they *called for* it
    who       the word that carries the mention
    contents  what is reported: from token `first` to token `last`, the cue and what belongs to it left out
    head      the token that carries the contents
    shape     how they hang on the cue ("ccomp", "dobj+prep", "put in parataxis")
    cut       the phrase that was left off at the end, None where it is whole
    """

    cue: "Token"
    cue_span: Span
    who: "Token"
    source: Mention
    contents: tuple[Span, ...]
    first: int
    last: int
    head: "Token"
    shape: str
    link: "Token | None" = None
    cut: "Token | None" = None


def candidates(carrier: Carrier, names: Sequence[Name], known: Container[str]) -> Iterator[Candidate]:
    """All candidates of a paragraph, whatever stands in it; many lie within others.

    known  base forms of nouns and adjectives that are cues, besides those in the lists; any verb may be one
    """
    for token in carrier.tokens():
        if token.i in carrier.stands_in:
            continue
        if token.pos_ in _VERBS:
            yield from _of_verb(token, carrier, names)
        elif token.pos_ in _NOUNS and (lemma(token) in words("cues", "nouns") or lemma(token) in known):
            yield from _of_noun(token, carrier, names)
    yield from _according(carrier, names)


@dataclass(frozen=True)
class _Cue:
    """A cue with the mention behind it, ready to be given contents."""

    token: "Token"
    who: "Token"
    source: Mention
    carrier: Carrier
    seen: set[tuple[Span, ...]]
    prefix: str = ""
    span: Span | None = None

    def candidate(
        self, indices: Sequence[int], shape: str, head: "Token", link: "Token | None" = None, cut: "Token | None" = None
    ) -> Iterator[Candidate]:
        """The candidate with these tokens as contents, unless it was there, has none, or holds its own source."""
        carrier = self.carrier
        own = [i for i in indices if i != self.token.i and carrier.start <= i < carrier.end]
        contents = contents_of(own, carrier)
        if contents and contents not in self.seen and self.who.i not in own:
            self.seen.add(contents)
            yield Candidate(
                cue=self.token,
                cue_span=self.span or carrier.span(self.token.i, self.token.i),
                who=self.who,
                source=self.source,
                contents=contents,
                first=min(own),
                last=max(own),
                head=head,
                shape=self.prefix + shape,
                link=link,
                cut=cut,
            )


def _cue(token: "Token", who: "Token | None", carrier: Carrier, names: Sequence[Name], prefix: str = "") -> _Cue | None:
    if who is None or not carrier.start <= who.i < carrier.end or who.i in carrier.stands_in:
        return None
    if who.i in carrier.inside and token.i not in carrier.inside:
        return None
    return _Cue(token, who, mention(who, carrier, names), carrier, set(), prefix)


def _of_verb(verb: "Token", carrier: Carrier, names: Sequence[Name]) -> Iterator[Candidate]:
    cue = _cue(verb, subject(verb, carrier), carrier, names)
    if cue is None:
        return
    yield from _behind(cue, [c for c in verb.rights if c.dep_ not in _BESIDE and c.i not in carrier.stands_in])
    yield from _before(cue)
    yield from _around(cue)
    if verb.dep_ == "relcl" and verb.head.i != cue.who.i and verb.head.pos_ in ("NOUN", "PROPN"):
        yield from cue.candidate(range(verb.head.left_edge.i, verb.left_edge.i), "head of relcl", verb.head)


def _behind(cue: _Cue, rights: "Sequence[Token]") -> Iterator[Candidate]:
    """What follows the cue: each child that may begin it, alone and with those behind it, whole and cut short."""
    for at, child in enumerate(rights):
        if child.dep_ not in _FIRST:
            continue
        for start, shape, head, link in _starts(child):
            first = max(start, cue.token.i + 1)  # not what stands before it: "what we think will work"
            for further in rights[at : at + _LONGEST]:
                if further is not child:
                    if further.dep_ not in _FURTHER:
                        break
                    shape = f"{shape}+{further.dep_}"
                last = further.right_edge.i
                yield from cue.candidate(range(first, last + 1), shape, head, link)
                tail = _tail(further if further is not child else head, first, last)
                for loose in islice(tail, _MOST_CUTS):
                    yield from cue.candidate(range(first, loose.left_edge.i), shape, head, link, loose)


def _starts(child: "Token") -> "Iterator[tuple[int, str, Token, Token | None]]":
    """Where the contents may begin that a child of the cue carries: behind its prepositions, or whom it is told."""
    if child.dep_ == "prep":
        for inner in islice((c for c in child.rights if c.dep_ in ("pobj", "pcomp", "prep", "amod")), 1):
            for innermost in islice((c for c in inner.rights if c.dep_ in ("pobj", "pcomp")), inner.dep_ == "prep"):
                yield innermost.left_edge.i, "prep " + innermost.dep_, innermost, child
            yield inner.left_edge.i, inner.dep_, inner, child
    yield child.left_edge.i, child.dep_, child, None
    if child.dep_ in ("dobj", "dative"):  # whom it was told, with the clause hung on them: told Keller that …
        for inner in child.rights:
            if inner.dep_ in ("acl", "relcl", "ccomp"):
                yield inner.left_edge.i, f"{child.dep_}'s {inner.dep_}", inner, None


def _tail(head: "Token", first: int, last: int) -> "Iterator[Token]":
    """The phrases that end where `head` does, outermost first."""
    inner: Token | None = head
    while inner is not None:
        inner = next((c for c in inner.rights if c.right_edge.i >= last and c.dep_ != "punct"), None)
        if inner is not None and inner.dep_ in _LOOSE and inner.left_edge.i > first:
            yield inner


def _before(cue: _Cue) -> Iterator[Candidate]:
    """What stands before the cue: The plan is dead, she said. What she called …; was called … by her."""
    verb = cue.token
    for child in verb.lefts:
        own = range(child.left_edge.i, child.right_edge.i + 1)
        if child.i in cue.carrier.stands_in or cue.who.i in own:
            continue
        if child.dep_ in _BEFORE:
            yield from cue.candidate(own, "left " + child.dep_, child)
            yield from cue.candidate(range(verb.left_edge.i, min(cue.who.left_edge.i, verb.i)), "left of it", child)
        elif child.dep_ == "nsubjpass":
            yield from cue.candidate(own, "nsubjpass", child)


def _around(cue: _Cue) -> Iterator[Candidate]:
    """A clause that the cue is put into: The plan, she said, is dead. As she told us, the plan is dead."""
    verb, who, carrier = cue.token, cue.who, cue.carrier
    main = verb.head
    if verb.dep_ not in _AROUND or main.i in carrier.stands_in or main.pos_ not in ("VERB", "AUX", "NOUN"):
        return
    own = {t.i for t in verb.subtree}
    if verb.dep_ == "parataxis":  # the clause's own subject sometimes hangs on the cue
        own = {i for i in own if i >= min(verb.i, who.left_edge.i)}
    elif who.i not in own:
        return
    first, last = min(own), max(own)
    if not _set_apart(first, last, verb, carrier):
        return
    if verb.dep_ == "relcl" and main.pos_ == "NOUN":
        main = _clause_that_ends(main, first, last, carrier) or main
    rest = [t.i for t in main.subtree if t.i not in own]
    yield from cue.candidate(rest, "put in " + verb.dep_, main)
    before = [i for i in rest if i < first and carrier.doc[i].dep_ != "intj"]
    yield from cue.candidate(before, "before put in " + verb.dep_, main)
    yield from cue.candidate([i for i in rest if i > last], "behind put in " + verb.dep_, main)
    if verb.dep_ == "parataxis" and main.dep_ == "ccomp" and first == verb.sent.start:
        yield from cue.candidate(range(last + 1, verb.sent.end), "sentence behind put in", main)


def _set_apart(first: int, last: int, verb: "Token", carrier: Carrier) -> bool:
    """Whether punctuation or the start of the sentence sets a clause apart: Well, I mean the plan is dead."""
    doc = carrier.doc
    beside = [at for at in (verb.i - 1, verb.i + 1, first - 1, last + 1) if carrier.start <= at < carrier.end]
    if any(doc[at].is_punct for at in beside):
        return True
    begins = doc[first].is_sent_start or (first - 1 in beside and doc[first - 1].dep_ == "intj")
    return verb.dep_ == "parataxis" and begins


def _clause_that_ends(noun: "Token", first: int, last: int, carrier: Carrier) -> "Token | None":
    """The verb of a clause where the parser hung the cue behind it on its last noun ("You run a shop I presume?")."""
    behind = carrier.doc[last + 1] if last + 1 < carrier.end else None
    if last - first > _AT_THE_END or noun.i != first - 1 or not (behind is None or behind.is_punct):
        return None
    above = noun
    while above.dep_ in ("dobj", "pobj", "prep", "attr", "appos") and above.head.i != above.i:
        above = above.head
        if above.pos_ in _VERBS:
            return above
    return None


def _of_noun(noun: "Token", carrier: Carrier, names: Sequence[Name]) -> Iterator[Candidate]:
    """The claim that …, with whoever's claim it is; her support for …; she was sure that …."""
    who, how = _owner(noun, carrier)
    cue = _cue(noun, who, carrier, names, f"{how} ")
    if cue is None:
        return
    rights = [c for c in noun.rights if c.dep_ not in _BESIDE and c.i not in carrier.stands_in]
    yield from _behind(cue, [c for c in rights if c.dep_ != "prep" or c.lower_ not in _AGENTS])
    if noun.dep_ in ("dobj", "acomp", "attr") and noun.head.pos_ in _VERBS:
        for child in noun.head.rights:  # what hangs on "made", in "made a promise to …"
            if child.i > noun.i and child.dep_ in ("xcomp", "ccomp", "advcl", "prep"):
                first, shape, head, link = next(_starts(child))
                yield from cue.candidate(range(first, child.right_edge.i + 1), "verb's " + shape, head, link)


def _owner(noun: "Token", carrier: Carrier) -> "tuple[Token | None, str]":
    """Whose a noun (or adjective) is, and what tells so."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child, "poss"
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in _AGENTS:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return inner, "by"
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    if above.pos_ in _VERBS and above.i != noun.i:
        who = subject(above, carrier)
        if who is not None and who.i != noun.i:
            return who, "subject"
    of_name = (c for c in noun.children if c.dep_ in ("compound", "amod") and c.pos_ == "PROPN")
    return next(of_name, None), "compound"


def _according(carrier: Carrier, names: Sequence[Name]) -> Iterator[Candidate]:
    """The rest of a sentence with "according to X" at its start or end, all of it or the clause that it hangs on."""
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
        who = carrier.doc[taken[0]]
        cue = _Cue(phrase[0], who, said.source, carrier, set(), "according ", said.cue)
        for side, part in (("left", left), ("right", right)):
            longer = len(part) > (len(left) + len(right)) / 2
            yield from cue.candidate(part, f"{side} longer" if longer else side, phrase[0])
        above = phrase[0].head
        for level in range(3):
            yield from cue.candidate([i for i in left if i >= above.left_edge.i], f"clause {level}", above)
            above = above.head


def contents_of(indices: Sequence[int], carrier: Carrier) -> tuple[Span, ...]:
    """The runs of tokens as spans, punctuation at their edges left out; none where a quotation is among them."""
    kept = sorted(indices)
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
