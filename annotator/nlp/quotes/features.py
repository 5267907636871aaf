"""What a candidate for reported speech is told by: its properties as short names, "cue=say", "mark=that".

A property that is joined to another ("kind=clause,say") speaks for both at once, which a sum of weights could not.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.nlp.quotes.candidates import Candidate
from annotator.nlp.quotes.carriers import Carrier
from annotator.nlp.quotes.cues import lemma, says, shows, thinks
from annotator.nlp.words import phrases, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERSONS = {
    "i": "I", "we": "I", "my": "I", "our": "I", "you": "you", "your": "you", "he": "she", "she": "she", "his": "she",
    "her": "she", "they": "they", "their": "they", "it": "it", "its": "it", "who": "who", "which": "which",
    "that": "which", "this": "this", "these": "this", "those": "this", "one": "one",
}  # fmt: skip
_LENGTHS = (1, 2, 3, 5, 8, 12, 18, 26, 40)
_DISTANCES = (1, 2, 4, 8, 16)
_PARAGRAPHS = (0, 1, 3, 10)
_LOOSE = frozenset({"advcl", "conj", "relcl", "acl", "parataxis", "prep", "appos"})
_CLAUSES = frozenset({"ccomp", "xcomp", "acl", "advcl", "conj", "relcl", "pcomp"})
_HIGH = 12


def features(candidate: Candidate, carrier: Carrier) -> list[str]:
    """The properties of a candidate of that paragraph, some of them more than once."""
    found = [f"kind={kind(candidate)}"]
    found += _of_cue(candidate, carrier)
    found += _of_source(candidate)
    found += _of_contents(candidate, carrier)
    found += _of_end(candidate, carrier)
    return found


def cue_class(cue: "Token") -> str:
    """What sort of cue a word is by the lists: "say", "think", "show", "judge", "noun", or "other"."""
    if cue.pos_ in ("VERB", "AUX"):
        if says(cue):
            return "say"
        if thinks(cue):
            return "think"
        if shows(cue):
            return "show"
        return "judge" if lemma(cue) in words("cues", "judge") else "other"
    return "noun" if lemma(cue) in words("cues", "nouns") else "other"


def kind(candidate: Candidate) -> str:
    """How a candidate hangs on its cue, what sort of cue that is, and how its clause begins."""
    cue, shape = candidate.cue, candidate.shape
    sort = cue_class(cue)
    if candidate.link is not None and (lemma(cue), candidate.link.lower_) in phrases("cues", "frames"):
        sort = "frame"
    elif "dobj" in shape and sort in ("say", "think", "show") and lemma(cue) in words("cues", "judge"):
        sort = "judge"
    return f"{shape},{sort},{_mark(candidate)}"


def _mark(candidate: Candidate) -> str:
    for child in candidate.head.children:
        if child.dep_ == "mark" or (child.dep_ == "aux" and child.lower_ == "to"):
            return child.lower_ if child.lower_ in ("that", "to", "if", "whether", "as") else "other"
    first = candidate.head.doc[candidate.first]
    return "wh" if first.tag_ in ("WP", "WRB", "WDT") else "-"


def _of_cue(candidate: Candidate, carrier: Carrier) -> Iterator[str]:
    cue, shape = candidate.cue, candidate.shape
    word, sort = lemma(cue), cue_class(cue)
    link = candidate.link.lower_ if candidate.link is not None else "-"
    yield f"cue={word}"
    yield f"class={sort}"
    yield f"shape={shape}"
    yield f"cue,shape={word},{shape}"
    yield f"class,shape={sort},{shape}"
    yield f"cue,link={word},{link}"
    yield f"class,link={sort},{link}"
    yield f"tag={cue.tag_}"
    yield f"dep={cue.dep_},{sort}"
    yield f"within={_within(cue)},{sort}"
    for child in cue.children:
        if child.dep_ == "aux":
            yield f"aux={child.lower_}"
            yield f"aux={child.lower_},{sort}"
        elif child.dep_ in ("neg", "auxpass"):
            yield f"{child.dep_}={sort}"
        elif child.dep_ == "mark":
            yield f"under={child.lower_}"
        elif child.dep_ == "advmod" and child.i < cue.i and child.tag_ == "WRB":
            yield "under=wh"
        elif child.dep_ in ("dobj", "ccomp", "xcomp") and not candidate.first <= child.i <= candidate.last:
            yield f"besides={child.dep_},{sort}"
        if child.i in carrier.stands_in:
            yield f"quotation={sort}"
    if any(token.i in carrier.stands_in for token in cue.subtree):
        yield "quotation=near"
    if cue.i in carrier.inside:
        yield "cue inside marks"
    case = "capitals" if cue.is_upper else "capital" if cue.is_title and not cue.is_sent_start else "small"
    yield f"case={case}"
    yield f"paragraph={_bucket(carrier.paragraph, _PARAGRAPHS)}"


def _within(cue: "Token") -> str:
    """What sort of cue reports the clause in which this one stands, "-" where none does."""
    at = cue
    for _ in range(_HIGH):
        if at.head.i == at.i:
            break
        if at.dep_ == "ccomp":
            above = cue_class(at.head)
            if above in ("say", "think", "show"):
                return above
        if at.dep_ not in _CLAUSES and at.dep_ not in ("dobj", "pobj", "prep", "attr", "nsubj"):
            break
        at = at.head
    return "-"


def _of_source(candidate: Candidate) -> Iterator[str]:
    who, cue = candidate.who, candidate.cue
    sort = cue_class(cue)
    name = candidate.source.name
    if name is not None:
        person = name.label
    elif who.lower_ in _PERSONS:
        person = _PERSONS[who.lower_]
    else:
        person = who.pos_
        yield f"source word={lemma(who)}"
    yield f"source={person}"
    yield f"source={person},{sort}"
    yield f"source={person},{candidate.shape.partition('+')[0]}"
    yield f"source dep={who.dep_}"
    side = "before" if who.i < cue.i else "after"
    yield f"source {side}={_bucket(abs(who.i - cue.i), _DISTANCES)}"


def _of_contents(candidate: Candidate, carrier: Carrier) -> Iterator[str]:
    doc, head = carrier.doc, candidate.head
    first, last = candidate.first, candidate.last
    sort, start = cue_class(candidate.cue), candidate.shape.partition("+")[0]
    tokens = doc[first : last + 1]
    mark = _mark(candidate)
    yield f"mark={mark},{sort}"
    yield f"mark={mark},{candidate.shape}"
    yield f"head={head.tag_}"
    yield f"head={head.tag_},{sort}"
    if head.pos_ in ("NOUN", "PROPN"):
        yield f"head word={head.lemma_.lower()}"
    subject = any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in head.children)
    yield f"subject={subject},{candidate.shape}"
    if head.left_edge.i < candidate.cue.i < first:
        yield f"moved={sort}"
    length = _bucket(last - first + 1, _LENGTHS)
    yield f"length={length}"
    yield f"length={length},{start}"
    yield f"distance={_bucket(min(abs(first - candidate.cue.i), abs(candidate.cue.i - last)), _DISTANCES)}"
    yield f"first={tokens[0].lower_}"
    before = doc[first - 1] if first > carrier.start else None
    if before is None or tokens[0].is_sent_start:
        yield "before=start"
    else:
        yield f"before={before.text if before.is_punct else before.tag_}"
    if any(token.like_num for token in tokens):
        yield "number"
    if any(token.text == "," for token in tokens):
        yield "comma"
    if any(token.pos_ == "VERB" and token.i != candidate.cue.i and says(token) for token in tokens):
        yield f"says within={start}"
    inside = {carrier.inside[token.i] for token in tokens if token.i in carrier.inside}
    if inside:
        yield f"marks={start}"
        yield f"marks={sort}"
        whole = all(first <= i <= last for i, stretch in carrier.inside.items() if stretch in inside)
        yield "marks whole" if whole else "marks cut"


def _of_end(candidate: Candidate, carrier: Carrier) -> Iterator[str]:
    """How it ends, and what was left off there or could be."""
    doc, last = carrier.doc, candidate.last
    start = candidate.shape.partition("+")[0]
    yield f"last={doc[last].tag_}"
    after = doc[last + 1] if last + 1 < carrier.end else None
    if after is None or after.is_sent_start:
        yield "after=end"
        yield f"after=end,{start}"
    else:
        follows = after.text if after.is_punct else after.tag_
        yield f"after={follows}"
        yield f"after={follows},{start}"
        if not after.is_punct:
            yield f"after word={after.lower_}"
            yield f"after dep={after.dep_}"
    cut = candidate.cut
    if cut is not None:
        comma = _comma(cut)
        yield f"cut={cut.dep_}{comma}"
        yield f"cut={cut.dep_}{comma},{start}"
        yield f"cut word={cut.left_edge.lower_}{comma}"
        yield f"cut,cue={cut.dep_}{comma},{lemma(candidate.cue)}"
        yield f"cut off={candidate.shape}"
        return
    yield f"whole={start}"
    yield f"whole={candidate.shape}"
    for child in [c for c in candidate.head.rights if c.dep_ in _LOOSE and c.i <= last][-2:]:
        yield f"holds={child.dep_}{_comma(child)},{start}"
        yield f"holds word={child.left_edge.lower_}{_comma(child)}"


def _comma(phrase: "Token") -> str:
    at = phrase.left_edge.i
    return "," if at > 0 and phrase.doc[at - 1].is_punct else ""


def _bucket(number: int, borders: tuple[int, ...]) -> str:
    return str(next((border for border in borders if number <= border), "more"))
