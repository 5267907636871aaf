"""Who said a quotation that nothing in its own sentence attributes: rules over what stands before it.

Like the sieves within a sentence, each names itself as the reason; they come in order of their precision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.nlp.quotes.carriers import Carrier
from annotator.nlp.quotes.sieves import Said, reports
from annotator.nlp.quotes.sources import Mention, Name, mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOBODY = frozenset({"it", "that", "which", "this", "there", "i", "we", "you", "who"})


@dataclass(frozen=True)
class Context:
    """What stands before a quotation.

    leading   the tokens of its own paragraph before it, quotations left out
    carrier   its paragraph's parse
    before    the parse of the paragraph before, None where there is none
    last      the source of the last quote before it, None where there is none
    follows   whether that quote stands in the paragraph before
    """

    leading: "Sequence[Token]"
    carrier: Carrier
    before: Carrier | None
    last: Mention | None
    follows: bool


def from_context(context: Context, names: Sequence[Name]) -> Said | None:
    """What the first rule that fits says, None where none does. A cue is named only where it leads to the quotation."""
    if context.leading:
        return _sentence_before(context, names)
    found = _paragraph_before(context, names)
    if found is None and context.last is not None:
        return Said(None, context.last, "last speaker", 0.1)
    return found


def _sentence_before(context: Context, names: Sequence[Name]) -> Said | None:
    if found := reports(context.leading, context.carrier, names, "sentence before", 0.5):
        return _without_cue(found)
    return _last_subject(context.leading, context.carrier, names, 0.3)


def _paragraph_before(context: Context, names: Sequence[Name]) -> Said | None:
    if context.before is None:
        return None
    tokens = [token for token in context.before.tokens() if not token.is_space]
    if (
        tokens
        and tokens[-1].text == ":"
        and (found := reports(tokens, context.before, names, "cue and colon before", 0.75))
    ):
        return found
    if context.follows and context.last is not None:
        return Said(None, context.last, "carries on", 0.65)
    if found := reports(tokens, context.before, names, "paragraph before", 0.35):
        return _without_cue(found)
    return _last_subject(tokens, context.before, names, 0.25)


def _without_cue(said: Said) -> Said:
    return Said(None, said.source, said.reason, said.score)


def _last_subject(tokens: "Sequence[Token]", carrier: Carrier, names: Sequence[Name], score: float) -> Said | None:
    for token in reversed(tokens):
        subject = token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in ("PROPN", "PRON")
        if (
            subject
            and token.lower_ not in _NOBODY
            and token.i not in carrier.inside
            and token.i not in carrier.stands_in
        ):
            return Said(None, mention(token, carrier, names), "subject of the sentence before", score)
    return None
