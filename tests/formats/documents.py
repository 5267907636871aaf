"""Documents of every shape, for laws that hold for all of them."""

import re
from collections.abc import Mapping

from hypothesis import strategies as st

from annotator.model import cases
from annotator.model.cases import Case
from annotator.model.document import (
    AcceptedBy,
    Article,
    Attribution,
    Decision,
    Document,
    Entity,
    Heading,
    Kind,
    MapRun,
    Quote,
    Span,
    Speaker,
    Status,
    Tokens,
    in_order,
)

WORDS = [
    "Ana",
    "Ruiz",
    "said",
    "“Yes",
    "no”",
    ",",
    ".",
    "😀",
    "👩‍👩‍👧",
    "café",
    "قال",
    "الرئيس",
    "東京",
    "é",
    '"',
    "\\",
    "\ufeff",
    "́x",
]
GAPS = ["", " ", " ", " ", "\n", "\n\n", "\u00a0", "\u2028", "  ", " \n", "\t", "\x85"]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
extras = st.dictionaries(st.sampled_from(["memo", "_input_hash", "x y", "ключ"]), json_values, max_size=2)
words_or_none = st.none() | st.text(min_size=1, max_size=8)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Words of several scripts with every sort of white space between them; sometimes nothing."""
    parts = draw(st.lists(st.tuples(st.sampled_from(GAPS), st.sampled_from(WORDS)), max_size=14))
    return "".join(gap + word for gap, word in parts) + draw(st.sampled_from(GAPS))


def tokens_of(text: str) -> Tokens:
    """Its words and marks, none of them white space."""
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]+", text)]
    starts, ends = (tuple(column) for column in zip(*spans, strict=True)) if spans else ((), ())
    return Tokens("words 1", starts, ends, tuple(text[end : end + 1] == " " for end in ends))


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """A stretch of `text`, which must have one, without white space at its edges; token borders are left to chance."""
    solid = [at for at, letter in enumerate(text) if not letter.isspace()]
    first, last = sorted((draw(st.sampled_from(solid)), draw(st.sampled_from(solid))))
    return Span(first, last + 1)


def side_by_side(found: list[Span]) -> tuple[Span, ...]:
    """Those of the spans that do not overlap one before them, in order."""
    kept: list[Span] = []
    for span in sorted(found):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


@st.composite
def decided(draw: st.DrawFn, speakers: list[str]) -> dict[str, object]:
    """What entities and quotes have in common, but for the id."""
    return {
        "origin": draw(st.sampled_from(["analyst", "import", "annotator.quotes 1"])),
        "score": draw(st.none() | st.floats(0, 1)),
        "reason": draw(words_or_none),
        "decision": draw(st.sampled_from(Decision)),
        "accepted_by": draw(st.none() | st.sampled_from(AcceptedBy)),
        "by": draw(words_or_none),
        "at": draw(words_or_none),
        "note": draw(words_or_none),
        "flagged": draw(st.booleans()),
        "speaker": draw(st.none() | st.sampled_from(speakers)) if speakers else None,
        "extra": draw(extras),
    }


@st.composite
def quotes(draw: st.DrawFn, text: str, quote_id: str, speakers: list[str]) -> Quote:
    """A quote whose contents are in order and do not overlap, and neither does what is marked."""
    contents = side_by_side(draw(st.lists(spans(text), min_size=1, max_size=3)))
    return Quote(
        id=quote_id,
        kind=draw(st.sampled_from(Kind)),
        contents=contents,
        marked=side_by_side(draw(st.lists(spans(text), max_size=2))),
        cue=draw(st.none() | spans(text)),
        source=draw(st.none() | spans(text)),
        attribution=draw(st.none() | st.sampled_from(Attribution)),
        **draw(decided(speakers)),
    )


@st.composite
def guideline_cases(draw: st.DrawFn, case_id: str) -> Case:
    """An example or a hard case, of something that may be gone."""
    sentence = draw(st.text(max_size=12))
    edges = sorted(draw(st.lists(st.integers(0, len(sentence)), max_size=4)))
    return Case(
        id=case_id,
        annotation=draw(st.sampled_from(["e0", "q0", "gone"])),
        sort=draw(st.sampled_from(["PERSON", "direct"])),
        sentence=sentence,
        marks=tuple(edges[: len(edges) // 2 * 2]),
        why=draw(words_or_none) or "",
        by=draw(st.sampled_from(["", "mk"])),
        at=draw(st.sampled_from(["", "2026-11-23T09:14:05Z", "2026-11-24T09:14:05Z"])),
    )


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, Mapping[str, Speaker]]:
    """A document, and the speakers of its project."""
    text = draw(texts())
    names = draw(st.lists(st.sampled_from(["s1", "s2", "s3"]), unique=True))
    speakers = {
        name: Speaker(
            id=name,
            name=draw(st.text(min_size=1, max_size=8)),
            named=draw(st.booleans()),
            aliases=tuple(draw(st.lists(st.text(max_size=5), max_size=2))),
            role=draw(words_or_none),
            wikidata=draw(words_or_none),
            extra=draw(extras),
        )
        for name in names
    }
    has_words = bool(text.strip())
    entities = [
        Entity(
            id=f"e{n}",
            span=draw(spans(text)),
            label=draw(st.sampled_from(["PERSON", "ORG", "CUE"])),
            **draw(decided(names)),
        )
        for n in range(draw(st.integers(0, 3)) if has_words else 0)
    ]
    said = [draw(quotes(text, f"q{n}", names)) for n in range(draw(st.integers(0, 2)) if has_words else 0)]
    article = Article(
        id=draw(st.text("0123456789abcdef", min_size=16, max_size=16)),
        text=text,
        title=draw(st.text(max_size=8)),
        outlet=draw(words_or_none),
        url=draw(words_or_none),
        published=draw(words_or_none),
        language=draw(st.sampled_from([None, "en", "ar"])),
        file=draw(words_or_none),
        source_map=(MapRun(0, 1, len(text)),) if text and draw(st.booleans()) else (),
        headings=(Heading(0, draw(st.integers(1, 6))),) if draw(st.booleans()) else (),
    )
    document = Document(
        article=article,
        tokens=tokens_of(text),
        entities=in_order(entities),
        quotes=in_order(said),
        status=draw(st.sampled_from(Status)),
        annotator=draw(words_or_none),
        note=draw(words_or_none),
        flagged=draw(st.booleans()),
        boilerplate=tuple(each for each in article.paragraphs if each.start < each.end and draw(st.booleans())),
        cases=cases.in_order(draw(guideline_cases(f"c{n}")) for n in range(draw(st.integers(0, 2)))),
        extra=draw(extras),
        meta_extra=draw(extras),
    )
    return document, speakers
