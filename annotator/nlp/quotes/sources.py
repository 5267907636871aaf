"""Who does what a verb says: the subject of a cue, and how far the words that name it reach."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.document import Span
from annotator.nlp.quotes.carriers import Carrier
from annotator.nlp.quotes.cues import says
from annotator.nlp.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

PRONOUNS = frozenset(
    {"he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "them", "his", "their"}
    | {"himself", "herself", "themselves", "this", "that", "which", "these", "those", "one"}
)
SAYERS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})
UNLABELLED = "NAME"
"""The label of a name that no entity covers."""

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_RELATIVE_TAGS = frozenset({"WP", "WP$", "WDT"})
_CLIMB = frozenset({"xcomp", "advcl", "pcomp", "ccomp", "prep", "dep", "parataxis"})
_MADE_TO = frozenset(
    {"ask", "cause", "compel", "drive", "encourage", "force", "get", "inspire", "invite", "lead", "move"}
    | {"order", "persuade", "press", "prompt", "push", "tell", "urge", "want"}
)
_RECORDINGS = frozenset(
    {"audio", "clip", "footage", "image", "photo", "picture", "recording", "sound", "tape", "video"}
)
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_ATTACHED = frozenset({"of", "for", "at", "from", "in", "with", "on", "to"})
_INVERTED = frozenset({"dobj", "attr", "npadvmod", "oprd", "appos", "dep", "nmod"})


@dataclass(frozen=True)
class Name:
    """An entity, as the quote engine needs it; wherever several are given, they come in order and do not overlap."""

    span: Span
    label: str


@dataclass(frozen=True)
class Mention:
    """The words a quote is attributed to.

    span  all of them
    head  the word that carries them
    name  the entity they are or contain as their head, or a name that is no entity (`UNLABELLED`); None for a pronoun
          or a mere noun phrase
    """

    span: Span
    head: Span
    name: Name | None = None


def subject(verb: "Token", carrier: Carrier, depth: int = 0) -> "Token | None":
    """The token of who says what `verb` reports, None where the sentence does not tell."""
    if depth > 5:
        return None
    children = [c for c in verb.children if _counts(c, carrier)]
    if verb.lower_ == "know" and verb.head.lemma_ == "let" and verb.dep_ in ("ccomp", "xcomp"):
        return subject(verb.head, carrier, depth + 1)  # who lets somebody know something, tells it
    agent = [g for c in children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
    if agent and not depth:
        return agent[0]
    subjects = [c for c in children if c.dep_ in ("nsubj", "csubj", "expl")]
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in children)
    if subjects and not passive:
        nearest = [c for c in subjects if c.i < verb.i][-1:]
        if len(subjects) > 1 and nearest and nearest[0].tag_ == "PRP":  # "The mayor, she has said …"
            return nearest[0]
        put_in = verb.dep_ == "parataxis" and subjects[-1].i > verb.i  # "The plan, said Ruiz, is dead."
        found = subjects[-1] if put_in or subjects[0].dep_ == "expl" else subjects[0]
        return _antecedent(found, verb, carrier) if found.lower_ in _RELATIVE else found
    if passive:
        quoted = verb.lower_ in ("quoted", "cited", "heard", "seen", "reported")
        if quoted and depth:
            return next((c for c in children if c.dep_ == "nsubjpass"), None)
        return _climbed(verb, carrier, depth) if depth else None
    return _recorded(verb, carrier) or _climbed(verb, carrier, depth) or _inverted(verb, carrier)


def _counts(token: "Token", carrier: Carrier) -> bool:
    """Whether a token may be who speaks: a word or a share ("31%"), and no quoted one."""
    quoted = token.i in carrier.stands_in or token.i in carrier.inside
    return not quoted and any(c.isalnum() or c == "%" for c in token.text)


def _antecedent(relative: "Token", verb: "Token", carrier: Carrier) -> "Token":
    """What a relative pronoun stands for; the pronoun itself where the sentence does not tell."""
    if (known := _relative_to(verb)) is not None:
        return known
    at = relative.i - 1
    if relative.lower_ != "who" or at < carrier.start:
        return relative
    if carrier.doc[at].dep_ == "cc":  # a teacher whose pupils left but who said
        at = next((i - 1 for i in range(at - 1, carrier.start, -1) if carrier.doc[i].tag_ in _RELATIVE_TAGS), at)
    while at > carrier.start and carrier.doc[at].is_punct:
        at -= 1
    before = carrier.doc[at]
    return before if before.pos_ in ("NOUN", "PROPN") and _counts(before, carrier) else relative


def _recorded(verb: "Token", carrier: Carrier) -> "Token | None":
    """Who is heard on a recording, as in "footage of Ana Ruiz saying …"."""
    if verb.tag_ != "VBG" or verb.i - 1 < carrier.start:
        return None
    who = carrier.doc[verb.i - 1]
    shown = who.dep_ == "pobj" and who.head.lower_ == "of" and who.head.head.lemma_.lower() in _RECORDINGS
    return who if shown and _counts(who, carrier) else None


def _relative_to(verb: "Token") -> "Token | None":
    while verb.dep_ == "conj":
        verb = verb.head
    return verb.head if verb.dep_ in ("relcl", "acl") and verb.head.i != verb.i else None


def _climbed(verb: "Token", carrier: Carrier, depth: int) -> "Token | None":
    head = _out_of_asides(verb, carrier)
    if head.i == verb.i or head.i in carrier.stands_in:
        return None
    if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        maker = _maker(verb, head, carrier)
        return (subject(maker, carrier, depth + 1) if maker is not None else None) or head
    if verb.dep_ == "conj" or (verb.dep_ in _CLIMB and (head.pos_ in ("VERB", "AUX") or verb.dep_ == "pcomp")):
        if head.pos_ == "ADP":
            head = head.head
        if verb.dep_ == "conj" and head.dep_ == "ccomp" and says(verb) and says(head.head) and not says(head):
            head = head.head  # She said it was late and added …
        if head.pos_ not in ("VERB", "AUX"):
            return None
        return _made_to(verb, head, carrier) or subject(head, carrier, depth + 1)
    return None


def _out_of_asides(verb: "Token", carrier: Carrier) -> "Token":
    """What a verb hangs on, words between two dashes left out where the verb stands behind them."""
    head = verb.head
    for first, last in _asides(verb, carrier) if head.i < verb.i else ():
        while first < head.i < last < verb.i and head.head.i != head.i:
            head = head.head
    return head if head.i != verb.i else verb


def _asides(token: "Token", carrier: Carrier) -> "list[tuple[int, int]]":
    """The dashes around what is put into the token's sentence, in pairs."""
    first, last = max(token.sent.start, carrier.start), min(token.sent.end, carrier.end)
    dashes = [i for i in range(first + 1, last - 1) if carrier.doc[i].text in _DASHES and _apart(i, carrier)]
    return list(zip(dashes[::2], dashes[1::2], strict=False))


def _apart(at: int, carrier: Carrier) -> bool:
    """Whether white space or nothing but long dashes sets a token apart: no hyphen."""
    own = carrier.span(at, at)
    spaced = carrier.span(at - 1, at - 1).end < own.start and own.end < carrier.span(at + 1, at + 1).start
    return spaced or carrier.doc[at].text != "-"


def _maker(verb: "Token", noun: "Token", carrier: Carrier) -> "Token | None":
    """The verb whose subject speaks where a participle hangs on `noun`: He sent a letter (to pupils) saying "…"."""
    if noun.dep_ == "dobj" and (noun.lemma_.lower() in words("cues", "writings") or says(noun.head)):
        return noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "to":
        sent = noun.head.head
        for made in (sent, *sent.children):
            if made.i < noun.i and made.dep_ == "dobj" and made.lemma_.lower() in words("cues", "writings"):
                return made.head
    if noun.dep_ == "dobj" and verb.tag_ == "VBG" and verb.i > carrier.start and carrier.doc[verb.i - 1].text == ",":
        return noun.head
    return None


def _made_to(verb: "Token", head: "Token", carrier: Carrier) -> "Token | None":
    """Whom another makes say something: It prompted the mayor to say "…"."""
    if head.lemma_.lower() not in _MADE_TO or not any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return None
    return next((c for c in head.children if c.dep_ == "dobj" and c.i < verb.i and _counts(c, carrier)), None)


def _inverted(verb: "Token", carrier: Carrier) -> "Token | None":
    """The subject after a verb that follows its quotation: "…," said Ana Ruiz."""
    before = verb.i - 1
    while before >= carrier.start and carrier.doc[before].is_punct and before not in carrier.stands_in:
        before -= 1
    if before not in carrier.stands_in:
        return None
    for child in verb.rights:
        if child.dep_ in _INVERTED and child.i - verb.i < 8 and child.pos_ in ("NOUN", "PROPN", "PRON"):
            return child
    return None


def mention(token: "Token", carrier: Carrier, names: Sequence[Name]) -> Mention:
    """The mention whose head is `token`: an entity, a pronoun, or a noun phrase without the clauses that hang on it."""
    own = carrier.span(token.i, token.i)
    if token.lower_ in PRONOUNS:
        return Mention(own, own)
    if name := _name_at(own, names):
        return Mention(name.span, own, name)
    if name := _unlabelled(token, carrier, names):
        return Mention(name.span, own, name)
    first = _left(token, carrier)
    last, name = _right(token, carrier, names)
    span = carrier.span(first, last)
    return Mention(Span(span.start, max(span.end, name.span.end)) if name else span, own, name)


def _name_at(span: Span, names: Sequence[Name]) -> Name | None:
    at = bisect_right(names, span, key=lambda name: name.span)
    for name in names[max(0, at - 1) : at + 1]:
        if name.span.contains(span) and name.label in SAYERS:
            return name
    return None


def _unlabelled(token: "Token", carrier: Carrier, names: Sequence[Name]) -> Name | None:
    """A capitalised name that the pipeline did not label."""
    own = carrier.span(token.i, token.i)
    if not _proper(token) or _taken(own, names):
        return None
    first = token.i
    while (
        first > carrier.start
        and _proper(carrier.doc[first - 1])
        and carrier.doc[first - 1].dep_ in ("compound", "nmod")
    ):
        first -= 1
    titles = words("people", "titles") | words("people", "styles")
    while first < token.i and carrier.doc[first].text in titles:
        first += 1
    span = carrier.span(first, token.i)
    if _taken(span, names) or (first == token.i and token.text in titles):
        return None
    return Name(span, UNLABELLED)


def _taken(span: Span, names: Sequence[Name]) -> bool:
    at = bisect_right(names, span.start, key=lambda name: name.span.end)
    return at < len(names) and names[at].span.overlaps(span)


def _proper(token: "Token") -> bool:
    return token.pos_ == "PROPN" and token.text[0].isupper() and len(token.text) > 1


def _left(token: "Token", carrier: Carrier) -> int:
    edge = token.i
    while edge - 1 >= carrier.start:
        before = carrier.doc[edge - 1]
        if before.i in carrier.stands_in or before.text in ('"', "“", "”", ":", ";", "--", "—", "–"):
            break
        if not token.is_ancestor(before) or before.dep_ in ("cc", "mark", "advmod", "punct", "prep"):
            break
        edge -= 1
    return edge


def _right(token: "Token", carrier: Carrier, names: Sequence[Name]) -> tuple[int, Name | None]:
    last, name = token.i, None
    for child in token.rights:
        if child.i >= carrier.end:  # a sentence that the parser carried over into the next paragraph
            break
        inner = carrier.span(child.i, child.i)
        if child.dep_ == "appos" and (at := _name_at(inner, names)) and at.label == "PERSON":
            return child.i, at
        if child.dep_ == "prep" and child.i == last + 1 and child.lower_ in _ATTACHED:
            last = _clause_free(child, carrier)
        elif child.i > last + 1:
            continue
    return last, name


def _clause_free(prep: "Token", carrier: Carrier) -> int:
    """The last token of a prepositional phrase, clauses and asides left out."""
    last = prep.i
    for at in range(prep.i + 1, min(prep.right_edge.i + 1, carrier.end)):
        token = carrier.doc[at]
        if token.dep_ in ("relcl", "acl", "punct", "advcl", "cc", "appos") or at in carrier.stands_in:
            break
        last = at
    return last
