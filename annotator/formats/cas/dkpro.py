"""The types of DKPro Core that INCEpTION has, and those that this program has for quotes: their names and features."""

from collections.abc import Mapping

from annotator.formats.cas.structures import ANNOTATION, BASE, DOCUMENT, STRING, Feature, Refs, Structure, Type

FORM = "cas"
"""The name under which documents, entities and quotes keep what only these formats have a place for."""
DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
TOKEN, SENTENCE = f"{DKPRO}.segmentation.type.Token", f"{DKPRO}.segmentation.type.Sentence"
NAMED_ENTITY = f"{DKPRO}.ner.type.NamedEntity"
META = f"{DKPRO}.metadata.type.DocumentMetaData"
QUOTE_PART, QUOTE_LINK = "webanno.custom.QuotePart", "webanno.custom.QuoteLink"
RECORD = "webanno.custom.AnnotatorRecord"
ENDS = ("Governor", "Dependent")
"""The features of a relation: what it comes from, and what it leads to."""
ABOUT = {"title": "documentTitle", "url": "documentUri", "file": "documentId"}
"""What is known of an article, and the features that say it."""
PARTS = ("part", "quote", "kind", "speaker", "attribution", "decision")
"""The features of the parts of quotes."""


def _type(base: str, *texts: str, **others: str) -> Type:
    return Type(base, {**{each: Feature(STRING) for each in texts}, **{key: Feature(of) for key, of in others.items()}})


TYPES: Mapping[str, Type] = {
    TOKEN: _type(ANNOTATION),
    SENTENCE: _type(ANNOTATION),
    NAMED_ENTITY: _type(ANNOTATION, "value", "identifier"),
    META: _type(DOCUMENT, *ABOUT.values()),
    QUOTE_PART: _type(ANNOTATION, *PARTS),
    QUOTE_LINK: _type(ANNOTATION, "label", Governor=QUOTE_PART, Dependent=QUOTE_PART),
    RECORD: _type(BASE, "record"),
}
"""The types that are written."""


def merged(types: Mapping[str, Type], others: Mapping[str, Type]) -> dict[str, Type]:
    """Types together: what both have has the features of both, and of one feature the other's type."""
    found = dict(types)
    for name, kind in others.items():
        known = found.get(name)
        found[name] = kind if known is None else Type(known.base, {**known.features, **kind.features})
    return found


def ends_of(each: Structure) -> tuple[int | str, int | str] | None:
    """The ids of what a relation comes from and leads to; None where it is no relation."""
    ends = [each.features.get(key) for key in ENDS]
    found = [end.ids[0] for end in ends if isinstance(end, Refs) and end.ids]
    return (found[0], found[1]) if len(found) == 2 else None
