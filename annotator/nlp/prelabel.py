"""Suggestions for one article: a pure function, so that a cluster engine can run it over many."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.document import Entity, Quote, Span, Speaker
from annotator.model.faults import Fault
from annotator.model.marks.marks import plain_marks
from annotator.model.plain import from_plain
from annotator.model.suggestions import QuoteKinds, Suggestions
from annotator.nlp.pipelines import origin
from annotator.nlp.quotes.blocks import blocks
from annotator.nlp.quotes.learned import load
from annotator.nlp.tokenize import ANY_LANGUAGE, tokens_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def prelabel(
    nlp: "Language",
    text: str,
    kinds: QuoteKinds = QuoteKinds.MARKED,
    language: str | None = None,
    weights: Path | None = None,
    labels: Mapping[str, str] | None = None,
) -> Suggestions:
    """What the pipeline `nlp` (from `annotator.nlp.pipelines.load`) proposes for a text.

    All offsets are code points of `text`; ids ("e1", "q1", "s1") count in the order of the text. The same text and
    pipeline give the same suggestions.

    weights  the folder of weights by which reported speech is told; those of the program unless given
    labels   what the pipeline's labels are called, "" where their entities are left out

    Raises Fault where the text is longer than the pipeline takes, or the folder holds no weights.
    """
    if len(text) > nlp.max_length:
        raise Fault(
            f"The article has {len(text):,} characters; a pipeline takes {nlp.max_length:,} at most.",
            "Split it into several articles, or annotate it without suggestions.",
        )
    from annotator.nlp.components import LABELS

    if weights is not None:
        load(weights)  # a Fault before the article is read
    doc = prepared(nlp, text, kinds, language, weights)
    if labels and nlp.has_pipe("annotator_entities"):
        doc.user_data[LABELS] = dict(labels)
    doc = nlp(doc)
    names = {Span(start, end): speaker for start, end, speaker in doc._.annotator_names}
    quotes = tuple(from_plain(Quote, plain) for plain in doc._.annotator_quotes)
    speakers = tuple(from_plain(Speaker, plain) for plain in doc._.annotator_speakers)
    made_by = origin(nlp)
    return Suggestions(
        pipeline=made_by,
        language=language,
        tokens=tokens_of(doc, f"spacy.blank:{nlp.lang}", text),
        entities=_entities(doc, names, made_by),
        quotes=quotes,
        speakers=speakers,
    )


def prepared(nlp: "Language", text: str, kinds: QuoteKinds, language: str | None, weights: Path | None = None) -> "Doc":
    """A doc of the text with plain marks, of the same length; a sentence ends with its paragraph."""
    from annotator.nlp.components import KINDS, LANGUAGE, ORIGINAL, WEIGHTS

    doc = nlp.make_doc(plain_marks(text))
    doc.user_data[ORIGINAL] = text
    doc.user_data[KINDS] = kinds.value
    doc.user_data[WEIGHTS] = None if weights is None else str(weights)
    doc.user_data[LANGUAGE] = language if nlp.lang == ANY_LANGUAGE else None
    starts = [block.start for block in blocks(text) if block.start < block.end]
    at = 0
    for token in doc:
        if at < len(starts) and token.idx >= starts[at]:
            token.is_sent_start = True
            while at < len(starts) and starts[at] <= token.idx:
                at += 1
    return doc


def _entities(doc: "Doc", names: Mapping[Span, str], made_by: str) -> tuple[Entity, ...]:
    entities: list[Entity] = []
    for ent in doc.ents:
        span = Span(ent.start_char, ent.end_char)
        entities.append(
            Entity(
                id=f"e{len(entities) + 1}",
                origin=made_by,
                reason=ent._.annotator_reason,
                span=span,
                label=ent.label_,
                speaker=names.get(span),
            )
        )
    return tuple(entities)
