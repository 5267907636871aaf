"""What people are beside their names: the title before one, the apposition behind or before it, by an English parse."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from annotator.model.document import Span
from annotator.nlp.speakers.descriptions import is_person
from annotator.nlp.speakers.identity import Chain
from annotator.nlp.words import phrases, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Slice

_LONGEST = 8
"""How many words a role has at most."""
_FAMILY = frozenset(
    {"aunt", "brother", "child", "cousin", "daughter", "dad", "father", "friend", "husband", "mom", "mother", "nephew"}
    | {"niece", "parent", "sister", "son", "uncle", "widow", "wife", "girl", "boy", "man", "woman", "person", "baby"}
    | {"boyfriend", "girlfriend", "fiancé", "fiancée", "widower", "other", "another"}
)
"""Nouns that tell whose somebody is, or of what age, and not what they do."""
_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "sir", "madam", "lord", "lady", "dame", "mx", "messrs"})
_LINKING = frozenset({"of", "for", "at", "in", "from", "on", "with", "to", "and", "the", "a", "an", "'s", "’s", "&"})
_LEADING = frozenset({"a", "an", "the", "its", "his", "her", "their", "our", "my", "one", "another"})


def note_roles(doc: "Doc", text: str, chains: Iterable[Chain]) -> None:
    """Give each person a role, in the words of the first mention that tells one; `text` has them as they are."""
    if not doc.has_annotation("DEP"):
        return
    for chain in chains:
        for mention in chain.mentions:
            name = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            found = _title(name) or _behind(name) or _before(name) if name is not None else None
            if found is not None:
                chain.role = " ".join(text[found.start : found.end].split())
                break


def _title(name: "Slice") -> Span | None:
    """The words right before a name that end in a title: "Agriculture Minister"."""
    start = name.start
    while start > 0 and name.start - start < _LONGEST and _may_be_title(name.doc[start - 1], name):
        start -= 1
    return _role(name.doc[start : name.start])


def _may_be_title(token: "Token", name: "Slice") -> bool:
    if token.ent_type_ == "PERSON" or token.is_sent_end or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return False
    return token.i == name.start - 1 or token.nbor(1).pos_ in ("NOUN", "PROPN", "ADJ")


def _behind(name: "Slice") -> Span | None:
    """What stands behind a name and its comma, up to the next one: "a spokeswoman for the port"."""
    doc, comma = name.doc, name.end
    if comma + 1 >= len(doc) or doc[comma].text != "," or not any(c.dep_ == "appos" for c in name.root.children):
        return None
    return _role(_phrase(doc, comma + 1))


def _before(name: "Slice") -> Span | None:
    """What stands before a comma and a name that is put between two: "its chairman, Benedikt Strahl, said"."""
    doc, end = name.doc, name.end
    between = name.start > 1 and doc[name.start - 1].text == "," and end < len(doc) and doc[end].text in ',.”"'
    if not between or name.root.dep_ != "appos":
        return None
    start = name.start - 1
    while start > 0 and name.start - start <= _LONGEST and _goes_on(doc[start - 1]):
        start -= 1
    return _role(doc[start : name.start - 1])


def _phrase(doc: "Doc", start: int) -> "Slice":
    end = start
    while end < len(doc) and end - start <= _LONGEST and _goes_on(doc[end]):
        end += 1
    return doc[start:end]


def _goes_on(token: "Token") -> bool:
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or token.lower_ in _LINKING


def _role(found: "Slice") -> Span | None:
    """Where a phrase stands whose head names what somebody is, without its article; None where it names no such."""
    tokens = list(found)
    while tokens and tokens[0].lower_ in _LEADING:
        tokens = tokens[1:]
    while tokens and tokens[-1].lower_ in _LINKING:
        tokens = tokens[:-1]
    if not tokens or len(tokens) > _LONGEST:
        return None
    head = next((t for t, after in zip(tokens, [*tokens[1:], None], strict=True) if _is_head(after)), tokens[-1])
    noun = head.lower_.strip(".")
    if noun in _HONORIFICS or noun in _FAMILY or head.tag_ not in ("NN", "NNP") or not _is_office(noun):
        return None
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


def _is_head(after: "Token | None") -> bool:
    return after is not None and after.lower_ in _LINKING and after.lower_ not in ("'s", "’s", "&")


@cache
def _is_office(noun: str) -> bool:
    titles = {title for title, *_ in phrases("people", "title_nouns")}
    return noun in titles or noun in words("people", "titles") or is_person(noun)
