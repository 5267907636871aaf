"""Dialogue behind dashes in English, as Joyce has it: whether a text has it, and what the narrator puts in.

Other languages have it always; see `annotator.nlp.unparsed.dialogue`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.document import Span
from annotator.model.marks.marks import ENGLISH, Marks, Stretch, stretches
from annotator.nlp.quotes.cues import is_cue_form

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DASHED = replace(ENGLISH, dashes="—―")
_BEGUN = re.compile(r"^\s*(?:[—―]|--)", re.MULTILINE)
_LEAST = 3
_CUED = 2
_TALK = re.compile(r"\b(?:I|me|my|you|your|we|us)\b|[?!]")
_BORDERS = frozenset({",", ".", "!", "?", "…", "...", ":", ";", "—", "–", "--"})
_STOPS = frozenset({",", ".", "!", "?", "…", "...", ":", ";"})
_FINITE = ("VBD", "VBZ", "VBP")
_LOOSE = " \u00a0\u202f,;—―-"
_REACH = 3


def marks_in(text: str) -> Marks:
    """The marks of an English text: with dashes, where more paragraphs of talk begin with one than stand in marks."""
    if len(_BEGUN.findall(text)) < _LEAST:
        return ENGLISH
    found = stretches(text, marks=_DASHED)
    spoken = [text[s.span.start : s.span.end] for s in found if s.dash]
    cued = sum(any(map(is_cue_form, words.split())) for words in spoken)
    talk = sum(_TALK.search(words) is not None for words in spoken)
    enough = len(spoken) >= _LEAST and cued >= _CUED and 2 * talk >= len(spoken)
    return _DASHED if enough and 2 * len(spoken) > len(found) else ENGLISH


def without_narrator(text: str, marked: Sequence[Stretch], doc: "Doc") -> list[Stretch]:
    """The stretches, of those behind dashes only what is said: "—Come, he said. Now." has two parts."""
    found: list[Stretch] = []
    for stretch in marked:
        if stretch.dash:
            found += (replace(stretch, span=span) for span in _said(text, stretch.span, doc))
        else:
            found.append(stretch)
    return found


def _said(text: str, spoken: Span, doc: "Doc") -> Iterator[Span]:
    narrated = [*_put_in(spoken, doc), Span(spoken.end, spoken.end)]
    start = spoken.start
    for put_in in narrated:
        if (part := _part(text, Span(start, put_in.start))) is not None:
            yield part
        start = put_in.end


def _part(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and not text[start].isalnum() and text[start] not in "([“\"‘'":
        start += 1
    while end > start and text[end - 1] in _LOOSE:
        end -= 1
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def _put_in(spoken: Span, doc: "Doc") -> Iterator[Span]:
    """The narrator's words within what follows a dash: a cue beside its subject, from one border to the next."""
    tokens = doc.char_span(spoken.start, spoken.end, alignment_mode="contract")
    if tokens is None:
        return
    end = spoken.start
    for token in tokens:
        if token.idx < end or token.tag_ not in _FINITE or not is_cue_form(token.text):
            continue
        first = _first(token)
        if first <= tokens.start or doc[first - 1].text not in _BORDERS or doc[first].idx <= spoken.start:
            continue
        last = next((at for at in range(token.i + 1, tokens.end) if doc[at].text in _STOPS), tokens.end - 1)
        end = doc[last].idx + len(doc[last])
        yield Span(doc[first].idx, end)


def _first(cue: "Token") -> int:
    """The first token of a cue and its subject, where the two stand side by side; else that of its subject alone."""
    who = next((c for c in cue.children if c.dep_ == "nsubj" and abs(c.i - cue.i) <= _REACH), None)
    if who is None or who.i > cue.i:
        return cue.i
    return who.left_edge.i
