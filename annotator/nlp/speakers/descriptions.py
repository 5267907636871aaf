"""What words around a name or noun tell of who is meant, by the parse of an English sentence."""

from functools import cache
from typing import TYPE_CHECKING

from annotator.nlp.quotes.cues import says
from annotator.nlp.words import phrases, words

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
"""The dependencies of a subject."""

_MODIFIERS = frozenset({"amod", "compound", "nmod", "nummod"})
_UNDER = frozenset({"vice", "deputy", "assistant", "associate"})
_COMPARED = frozenset({"like", "as", "than"})
_AGENTS = ("ist", "er", "or", "ian", "man", "woman", "ee", "ant", "crat")
_JOINING = frozenset({"of", "for", "at"})
_TAIL = 6


def nouns_beside(root: "Token") -> list[str]:
    """What a name is called besides: Mayor Ada Brook, the head of the port; `root` carries the name."""
    beside = [c for c in root.children if c.dep_ in ("compound", "appos", "nmod") and c.pos_ in ("NOUN", "PROPN")]
    if root.dep_ == "appos" and root.head.pos_ in ("NOUN", "PROPN"):
        beside.append(root.head)
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        beside += [c for c in root.head.children if c.dep_ == "attr" and c.pos_ == "NOUN"]
    nouns = [noun.lower_ for noun in beside if noun.i == 0 or noun.nbor(-1).lower_ not in _UNDER]
    titles = {title: meant for title, *meant in phrases("people", "title_nouns")}
    return [meant for noun in nouns for meant in (noun, *titles.get(noun.strip("."), ()))]


def called(noun: str, several: bool) -> str:
    """The form of a noun for one or several."""
    return f"{noun}s" if several else noun


def is_telling(token: "Token") -> bool:
    """Whether a token is who says something, or whom "according to" names."""
    if token.dep_ == "pobj":
        return token.head.lower_ == "to" and token.head.head.lower_ == "according"
    return token.dep_ == "nsubj" and says(token.head)


def subject_over(token: "Token") -> "Token | None":
    """The subject of the clause that a token stands in, none where the clause has none of its own."""
    verb = token.head
    for _ in range(9):
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if verb.pos_ in ("VERB", "AUX") and (subject is not None or verb.dep_ not in ("xcomp", "conj")):
            return subject
        verb = verb.head
    return None


def modifiers(token: "Token") -> set[str]:
    """The words that tell a noun from others of its kind."""
    own = {c.lower_ for c in token.children if c.dep_ in _MODIFIERS or (c.dep_ == "poss" and c.pos_ != "PRON")}
    return own | {g.lower_ for c in token.rights if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"}


def determiner(token: "Token") -> str | None:
    """The article, pronoun or owner before a noun, in lower case."""
    return next((c.lower_ for c in token.children if c.dep_ in ("det", "poss", "predet")), None)


def compared(token: "Token") -> bool:
    """Whether somebody is only likened to what a noun stands for: like a thief."""
    return token.dep_ == "pobj" and token.head.lower_ in _COMPARED


def is_person(noun: str) -> bool:
    """Whether a noun that speaks is one for people, by the lists or by its ending."""
    return noun in words("people", "nouns") or (noun.endswith(_AGENTS) and noun not in words("cues", "writings"))


def last_of_phrase(noun: "Token") -> "Token":
    """Where the phrase of a noun ends, "of the port" included."""
    last = next((c.right_edge for c in noun.rights if c.i == noun.i + 1 and c.lower_ in _JOINING), noun)
    return last if last.i - noun.i < _TAIL else noun


@cache
def words_in_names(noun: str) -> frozenset[str]:
    """The words in a name that tell that "the agency", or what `noun` is, may stand for it."""
    return frozenset({noun, *_sorts().get(noun, ())})


@cache
def words_of_any_sort() -> frozenset[str]:
    """The words in a name that tell of what sort an organisation is."""
    return words("people", "groups").union(*_sorts().values())


@cache
def _sorts() -> dict[str, tuple[str, ...]]:
    return {sort: tuple(others) for sort, *others in phrases("people", "group_names")}
