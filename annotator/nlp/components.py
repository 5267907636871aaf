"""Our two spaCy components, for any spaCy program: `nlp.add_pipe("annotator_entities")`, `…("annotator_quotes")`.

spaCy finds them through the entry points of this package. What they leave on a `Doc`:

doc.ents                      `annotator_entities` mends them; `span._.annotator_reason` says which rule touched one,
                              or what the pipeline called it
doc._.annotator_quotes        the quotes, as plain JSON values of `annotator.model.document.Quote`
doc._.annotator_speakers      the speakers behind them, as plain JSON values of `annotator.model.document.Speaker`
doc._.annotator_names         which speaker an entity names: [start, end, speaker id], code points
doc.spans["annotator_contents"], ["annotator_cues"], ["annotator_sources"]
                              the same as spans of tokens; a span's id is its quote's
"""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from annotator.model.plain import to_plain
from annotator.model.suggestions import QuoteKinds
from annotator.nlp.engine import find_quotes
from annotator.nlp.entities import mend
from annotator.nlp.quotes.learned import load
from annotator.nlp.renaming import KNOWN_AS, rename

log = logging.getLogger(__name__)

ORIGINAL = "annotator_original"
"""Where `doc.user_data` keeps the text as it is, when the doc was made of one with plain marks."""

KINDS = "annotator_kinds"
"""Where `doc.user_data` keeps which kinds of quotes are looked for in this doc, when not as configured."""

LANGUAGE = "annotator_language"
"""Where `doc.user_data` keeps the language of this doc (ISO 639-1), when the pipeline is not for one alone."""

WEIGHTS = "annotator_weights"
"""Where `doc.user_data` keeps the folder of the weights that this doc is read with, when not as configured."""

LABELS = "annotator_labels"
"""Where `doc.user_data` keeps what this doc's labels are called, when not as configured."""

_GROUPS = {"annotator_contents": "CONTENT", "annotator_cues": "CUE", "annotator_sources": "SOURCE"}


def _register() -> None:
    for name in ("annotator_quotes", "annotator_speakers", "annotator_names"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])
    if not Span.has_extension("annotator_reason"):
        Span.set_extension("annotator_reason", default=None)


_register()


class Entities:
    """Mends a document's entities by five rules; a document that breaks them keeps the entities it had."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels

    def __call__(self, doc: Doc) -> Doc:
        rename(doc, doc.user_data.get(LABELS, self._labels), _mended)
        return doc


def _mended(doc: Doc) -> None:
    try:
        mend(doc)
    except Exception:
        log.exception("The entities of a document could not be mended")


class Quotes:
    """Finds a document's quotes and who said them."""

    def __init__(self, nlp: Language, kinds: str, weights: str | None) -> None:
        self._nlp = nlp
        self._kinds = QuoteKinds(kinds)
        self._weights = weights
        if weights is not None:
            load(Path(weights))  # a Fault now rather than at the first article

    def __call__(self, doc: Doc) -> Doc:
        kinds = QuoteKinds(doc.user_data.get(KINDS, self._kinds))
        folder = doc.user_data.get(WEIGHTS, self._weights)
        weights = None if folder is None else load(Path(folder))
        found = find_quotes(doc, self._nlp, kinds, doc.user_data.get(ORIGINAL), doc.user_data.get(LANGUAGE), weights)
        doc.user_data.pop(KNOWN_AS, None)
        doc._.annotator_quotes = [to_plain(quote) for quote in found.quotes]
        doc._.annotator_speakers = [to_plain(speaker) for speaker in found.speakers]
        doc._.annotator_names = [[span.start, span.end, speaker] for span, speaker in found.names.items()]
        groups: dict[str, list[Any]] = {name: [] for name in _GROUPS}
        for quote in found.quotes:
            for name, spans in zip(_GROUPS, (quote.contents, (quote.cue,), (quote.source,)), strict=True):
                for span in spans:
                    if span is not None:
                        label = _GROUPS[name]
                        groups[name].append(
                            doc.char_span(span.start, span.end, label=label, span_id=quote.id, alignment_mode="expand")
                        )
        for name, members in groups.items():
            doc.spans[name] = [span for span in members if span is not None]
        return doc


@Language.factory("annotator_entities", default_config={"labels": {}}, requires=["doc.ents"], assigns=["doc.ents"])
def make_entities(nlp: Language, name: str, labels: dict[str, str]) -> Entities:  # noqa: ARG001 (spaCy calls it so)
    """The component that mends entities; it follows one that finds them.

    labels  what labels of the pipeline are called, "" where their entities are left out: {"PER": "PERSON", "MISC": ""}
    """
    return Entities(labels)


@Language.factory(
    "annotator_quotes", default_config={"kinds": "marked", "weights": None}, assigns=["doc._.annotator_quotes"]
)
def make_quotes(nlp: Language, name: str, kinds: str, weights: str | None) -> Quotes:  # noqa: ARG001 (spaCy calls it so)
    """The component that finds quotes. Without a parser it reads words.

    kinds    "direct", "marked", "speech" or "all"
    weights  a folder that `annotator train quotes` wrote; None for those of the program. Raises Fault where it has none
    """
    return Quotes(nlp, kinds, weights)
