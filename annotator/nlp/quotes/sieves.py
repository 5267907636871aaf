"""Who said a quotation that stands alone: rules in order of their precision, each naming itself as the reason.

A sieve looks at one stretch in its carrier and returns what it found, or None to leave it to the next.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.document import Span
from annotator.nlp.quotes.carriers import Carrier
from annotator.nlp.quotes.cues import base, is_cue_form, says
from annotator.nlp.quotes.sources import Mention, Name, mention, subject
from annotator.nlp.words import phrases, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_HANGS = frozenset(
    {"ccomp", "parataxis", "advcl", "dep", "xcomp", "dobj", "oprd", "attr", "appos", "acl", "conj", "pcomp", "nsubj"}
)
_NOMINAL = ("NOUN", "PROPN", "PRON")
_IN_PHRASE = ((), ("NOUN", "NUM", "ADJ"))
_REACH = 12
_NAME = 4
_CLOSE = 5
_THINGS = frozenset({"it", "that", "this", "which", "there", "these", "those"})


@dataclass(frozen=True)
class Said:
    """What a sieve found: the cue, the mention the quotation is attributed to, why, and how sure that is (0 to 1)."""

    cue: Span | None
    source: Mention | None
    reason: str
    score: float


Sieve = Callable[[int, Carrier, Sequence[Name]], Said | None]


def attribute(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """What the first sieve that fits says about a stretch within its own paragraph."""
    for sieve in SIEVES:
        if found := sieve(stretch, carrier, names):
            return found
    return None


def carrier_clause(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """As in "…," said X; X said: "…"; the verb that the quotation hangs on, or that hangs on it."""
    head = carrier.head_of(stretch)
    if head is None:
        return None
    for verb, sure in _verbs(head, carrier):
        if says(verb) or (sure and verb.pos_ == "VERB" and verb.lemma_ not in ("be", "have", "do")):
            found = _said(verb, carrier, names, "subject of cue", 0.9 if says(verb) else 0.6)
            if found:
                return found
    return None


def _verbs(head: "Token", carrier: Carrier) -> "Iterator[tuple[Token, bool]]":
    """Verbs that may report what hangs on `head`, with whether the parse makes the quotation their object."""
    if head.dep_ in _HANGS and head.head.i not in carrier.stands_in:
        yield head.head, head.dep_ == "ccomp"
        above = head.head
        if above.dep_ in ("ccomp", "parataxis", "conj", "advcl", "dep") and above.head.i not in carrier.stands_in:
            yield above.head, False
    for child in head.children:
        if child.i not in carrier.stands_in and child.dep_ in (
            "parataxis",
            "ccomp",
            "conj",
            "dep",
            "advcl",
            "acl",
            "relcl",
        ):
            yield child, False


def _said(verb: "Token", carrier: Carrier, names: Sequence[Name], reason: str, score: float) -> Said | None:
    who = subject(verb, carrier)
    if (
        who is None
        or who.i in carrier.stands_in
        or who.i in carrier.inside
        or who.pos_ not in (*_NOMINAL, "NUM", "DET", "ADJ")
    ):
        return None
    return Said(carrier.span(verb.i, verb.i), mention(who, carrier, names), reason, score)


def _after(stretch: int, carrier: Carrier) -> "list[Token]":
    """The tokens behind a stretch up to the end of the sentence or the next quotation."""
    own = carrier.tokens_of(stretch)
    found: list[Token] = []
    for at in range(own[-1] + 1, carrier.end):
        token = carrier.doc[at]
        if at in carrier.stands_in or (token.text in (".", "!", "?", ";") and found):
            break
        if not token.is_punct or found:
            found.append(token)
    return found


def _before(stretch: int, carrier: Carrier) -> "list[Token]":
    """The tokens before a stretch from the start of the sentence or the quotation before."""
    own = carrier.tokens_of(stretch)
    found: list[Token] = []
    for at in range(own[0] - 1, carrier.start - 1, -1):
        token = carrier.doc[at]
        if at in carrier.stands_in or token.text in (".", "!", "?"):
            break
        found.insert(0, token)
    return found


def _without_asides(tokens: "Sequence[Token]") -> "list[Token]":
    """Tokens without brackets and participles between commas, as in "Ruiz (44), waving, said"."""
    kept: list[Token] = []
    closing: tuple[str, ...] = ()
    for at, token in enumerate(tokens):
        if closing:
            closing = () if token.text in closing else closing
        elif token.text in ("(", "["):
            closing = (")", "]")
        elif token.text == "," and at + 1 < len(tokens) and tokens[at + 1].tag_ in ("VBG", "VBN"):
            closing = (",",)
        else:
            kept.append(token)
    return kept


def right_before(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """X said: "…" – right before the quotation a cue with a subject of its own, or an infinitive."""
    leading = _before(stretch, carrier)
    if len(leading) < 3 or leading[-1].text not in (",", ":") or not says(leading[-2]):
        return None
    verb = leading[-2]
    own = any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)
    if verb.tag_ != "VB" and not (own and verb.tag_ in ("VBD", "VBZ", "VBP")):
        return None
    return _said(verb, carrier, names, "cue right before", 0.9)


def beside_after(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """As in "…," X said and "…," said X, where the parse went astray: a cue close behind the quotation."""
    following = _without_asides(_after(stretch, carrier))[:_REACH]
    for at, token in enumerate(following):
        if says(token) and token.dep_ != "acl":
            if not _runs_on(stretch, carrier) and any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in token.rights):
                return None  # a sentence of its own that reports something else
            if found := _said(token, carrier, names, "cue beside it", 0.85):
                return found
            who = _phrase_head(_nearest(reversed(following[:at]))) or _nearest(following[at + 1 :])
            if who is not None:
                return Said(carrier.span(token.i, token.i), mention(who, carrier, names), "cue beside it", 0.7)
            return None
        if token.pos_ in ("VERB", "AUX") and at > 0 and token.dep_ not in ("relcl", "acl", "aux", "auxpass"):
            return None
    return None


def beside_before(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """X said …: "…" – a cue before the quotation, with a comma, a colon or nothing between."""
    leading = _before(stretch, carrier)
    for at in range(len(leading) - 1, -1, -1):
        token = leading[at]
        if says(token) and token.dep_ not in ("amod", "acl"):
            if found := _said(token, carrier, names, "cue before it", 0.45):
                return found
            who = _phrase_head(_nearest(reversed(leading[:at])))
            return (
                Said(carrier.span(token.i, token.i), mention(who, carrier, names), "cue before it", 0.45)
                if who
                else None
            )
    return None


def right_behind(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """As in "…," said X, and "…?" X asked. – nothing but the cue and whose it is, right behind the quotation."""
    following = _after(stretch, carrier)[:_REACH]
    if not following or not _runs_on(stretch, carrier):
        return None
    return _cue_first(following, carrier, names) or _name_first(following, carrier, names)


def _cue_first(following: "Sequence[Token]", carrier: Carrier, names: Sequence[Name]) -> Said | None:
    cue = following[0]
    if not is_cue_form(cue.text) or cue.lower_.endswith("ing") or cue.pos_ in ("ADP", "SCONJ"):
        return None
    found = subject(cue, carrier)
    who = found if found is not None and found.i > cue.i else _nearest(following[1:4])
    return Said(carrier.span(cue.i, cue.i), mention(who, carrier, names), "cue right behind", 0.97) if who else None


def _name_first(following: "Sequence[Token]", carrier: Carrier, names: Sequence[Name]) -> Said | None:
    phrase = following[0].pos_ == "DET"
    if not phrase and (following[0].pos_ not in ("PROPN", "PRON") or not following[0].text[0].isalpha()):
        return None
    for at, token in enumerate(following[1:8], 1):
        last = at + 1 == len(following) or following[at + 1].is_punct
        verb = token.pos_ in ("VERB", "AUX")
        if is_cue_form(token.text) and (verb or (last and not (phrase and token.lower_ in words("cues", "nouns")))):
            cue, who = carrier.span(token.i, token.i), _nearest(reversed(following[:at]))
            hangs = token.head.i < token.i and token.dep_ in ("acl", "relcl")
            if phrase and (who is None or not verb or (hangs and not any(map(says, following[at + 1 :])))):
                # the parser has lost its way
                source = Mention(carrier.span(following[0].i, token.i - 1), carrier.span(token.i - 1, token.i - 1))
                return Said(cue, source, "cue right behind", 0.9)
            if who is None or hangs:
                return None
            return Said(cue, mention(who, carrier, names), "cue right behind", 0.97)
        if token.pos_ not in ("PROPN", "PRON", "ADV", *_IN_PHRASE[phrase]) and token.text not in (".", "-"):
            return None
    return None


def goes_on(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """As in "…," he hesitated; "…," Ruiz smiled: whatever somebody does in the rest of a quotation's sentence."""
    following = _after(stretch, carrier)[:_REACH]
    own = carrier.tokens_of(stretch)
    if not following or not (following[0].text[0].islower() or carrier.doc[own[-2]].text == ","):
        return None
    for token in following[1:_CLOSE]:
        if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP"):
            who = next((c for c in token.children if c.dep_ == "nsubj" and c in following), None)
            if who is None or who.lower_ in _THINGS or who.pos_ not in ("PRON", "PROPN"):
                return None
            return Said(carrier.span(token.i, token.i), mention(who, carrier, names), "goes on behind", 0.6)
    return None


def _runs_on(stretch: int, carrier: Carrier) -> bool:
    """Whether the sentence goes on behind a stretch: it does not end in a full stop within the marks."""
    own = carrier.tokens_of(stretch)
    return len(own) < 2 or carrier.doc[own[-2]].text != "."


def _nearest(tokens: "Iterator[Token] | Sequence[Token]") -> "Token | None":
    for token in tokens:
        if token.pos_ in _NOMINAL:
            while (
                token.dep_ in ("compound", "poss", "nmod")
                and token.head.pos_ in _NOMINAL
                and abs(token.head.i - token.i) < 5
            ):
                token = token.head
            return token
    return None


def _phrase_head(token: "Token | None") -> "Token | None":
    """The noun whose phrase or clause a token ends: an aide who came to discuss strategy."""
    found, at = token, token
    while at is not None and at.dep_ in ("pobj", "prep", "relcl", "acl", "advcl", "xcomp", "dobj", "attr", "pcomp"):
        at = at.head
        if at.pos_ in _NOMINAL:
            found = at
    return found


def according_to(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """According to X, "…"; "…," according to X."""
    for tokens in (_after(stretch, carrier), _before(stretch, carrier)):
        if found := according(tokens, carrier, names):
            return found
    return None


def according(tokens: "Sequence[Token]", carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """What an "according to X" among `tokens` attributes, None where there is none."""
    lower = [token.lower_ for token in tokens]
    for phrase in phrases("cues", "according"):
        for at in range(len(lower) - len(phrase)):
            if tuple(lower[at : at + len(phrase)]) == phrase:
                last = tokens[at + len(phrase) - 1]
                who = next((c for c in last.children if c.dep_ in ("pobj", "pcomp")), None) or _nearest(
                    tokens[at + len(phrase) :]
                )
                if who is not None and who.i not in carrier.stands_in:
                    return Said(carrier.span(tokens[at].i, last.i), mention(who, carrier, names), "according to", 0.85)
    return None


def in_words(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """In X's words, "…"; in his own words: "…"."""
    for token in (*_before(stretch, carrier)[-_NAME:], *_after(stretch, carrier)[:_REACH]):
        if token.lower_ == "words" and token.dep_ == "pobj" and token.head.lower_ == "in":
            owner = next((c for c in token.children if c.dep_ == "poss" and c.i not in carrier.stands_in), None)
            if owner is not None:
                return Said(carrier.span(token.i, token.i), mention(owner, carrier, names), "in their words", 0.8)
    return None


def label(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """NAME: "…" – a name and a colon before the quotation, and no verb of saying."""
    leading = _before(stretch, carrier)
    if len(leading) < 2 or leading[-1].text != ":":
        return None
    last = carrier.span(leading[-2].i, leading[-2].i)
    named = any(name.label == "PERSON" and name.span.contains(last) for name in names)
    if any(says(t) for t in leading) or (
        not named and (len(leading) > 6 or any(t.pos_ in ("VERB", "AUX") for t in leading))
    ):
        return None
    who = leading[-2] if named else _nearest(reversed(leading[:-1]))
    return Said(None, mention(who, carrier, names), "name and colon", 0.7) if who is not None else None


def signature(stretch: int, carrier: Carrier, names: Sequence[Name]) -> Said | None:
    """As in "…" — X: a dash and a name behind the quotation and nothing else."""
    own = carrier.tokens_of(stretch)
    behind = [carrier.doc[at] for at in range(own[-1] + 1, carrier.end)]
    if len(behind) < 2 or behind[0].text not in ("—", "–", "-", "--", "―"):
        return None
    first = carrier.span(behind[1].i, behind[1].i)
    if name := next((n for n in names if n.span.contains(first)), None):
        return Said(None, Mention(name.span, first, name), "dash and name", 0.9)
    named = [token for token in behind[1:] if not token.is_punct and not token.is_space]
    if named and len(named) <= _NAME and all(token.text[0].isupper() for token in named):
        return Said(None, Mention(carrier.span(named[0].i, named[-1].i), first), "dash and name", 0.7)
    return None


def reports(
    tokens: "Sequence[Token]", carrier: Carrier, names: Sequence[Name], reason: str, score: float
) -> Said | None:
    """Who the last cue among `tokens` belongs to; used where a quotation follows a sentence that reports speech."""
    for token in reversed(tokens):
        if says(token) and token.i not in carrier.inside and base(token.text) not in ("see", "read"):
            found = _said(token, carrier, names, reason, score)
            if found:
                return found
    return None


def called(before: str) -> bool:
    """Whether the words before a stretch in marks call it something: a title or a name, not speech."""
    last = before.rstrip(" ,:").rsplit(maxsplit=1)
    return bool(last) and last[-1].lower().strip("(") in words("cues", "naming")


SIEVES: tuple[Sieve, ...] = (
    signature,
    right_behind,
    right_before,
    in_words,
    label,
    carrier_clause,
    according_to,
    beside_after,
    beside_before,
    goes_on,
)
"""The sieves within a paragraph, most precise first."""
