"""What an article's parse tells before its quotes are looked for: they may then be looked for in several ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.document import Span, paragraphs
from annotator.model.marks.marks import Stretch, stretches
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.lexicon import lexicon
from annotator.nlp.quotes.acts import Act, acts_of
from annotator.nlp.quotes.blocks import blocks, within
from annotator.nlp.quotes.carriers import Carrier, Shape, carriers, shape
from annotator.nlp.quotes.dashes import marks_in, without_narrator
from annotator.nlp.quotes.learned import Weights
from annotator.nlp.quotes.sources import Name
from annotator.nlp.quotes.transcripts import with_turns
from annotator.nlp.renaming import names_of
from annotator.nlp.words import marks

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True)
class Reading:
    """An article as it was parsed.

    text    with its marks as they are
    lines   its paragraphs
    marked  its stretches in quote marks, and in `shapes` how each sits in its paragraph
    made    the parses of its paragraphs, none where there is no parse
    names   its entities
    """

    text: str
    lines: Sequence[Span]
    marked: Sequence[Stretch]
    shapes: Sequence[Shape]
    made: Sequence[Carrier]
    names: Sequence[Name]
    language: str

    def acts(self, kinds: QuoteKinds, weights: Weights) -> list[Act]:
        """Its acts of saying, as sure as rules and weights say by themselves; clauses are told by `weights`."""
        acts = acts_of(self.text, self.lines, self.marked, self.shapes, self.made, self.names, kinds, weights)
        known = lexicon(self.language)
        return acts if known is None else with_turns(self.text, self.lines, acts, self.names, known)


def marked_in(text: str, lines: Sequence[Span], language: str) -> Sequence[Stretch]:
    """The stretches of a text in the quote marks of its language, by its paragraphs `lines`."""
    known = marks_in(text) if language == "en" else marks(language)
    return within(stretches(text, marks=known), paragraphs(text), lines)


def read(doc: "Doc", nlp: "Language", text: str, language: str) -> Reading:
    """The reading of `text`, of which `doc` was made, or of one of the same length with plain marks.

    nlp  the pipeline that parsed it, for parsing sentences again without what they quote; English only
    """
    lines = blocks(text)
    marked = marked_in(text, lines, language)
    parsed = language == "en" and doc.has_annotation("DEP")
    if parsed:
        marked = without_narrator(text, marked, doc)
    shapes = [shape(text, stretch, lines[stretch.paragraph]) for stretch in marked]
    made: list[Carrier] = []
    if parsed:
        made = carriers(doc, nlp, text, lines, marked, [s.alone and not s.titled for s in shapes])
    return Reading(text, lines, marked, shapes, made, names_of(doc), language)
