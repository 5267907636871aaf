"""Random articles with random annotations, for the laws that must hold of all of them."""

from hypothesis import strategies as st

from annotator.model.about import About
from annotator.model.cases import Case
from annotator.model.document import (
    AcceptedBy,
    Article,
    Attribution,
    Decision,
    Document,
    Entity,
    Kind,
    Quote,
    Span,
    Speaker,
    Status,
    in_order,
)
from annotator.model.edits import (
    AddCase,
    AddEntity,
    AddQuote,
    AddSpeaker,
    Decide,
    DecideAll,
    Edit,
    MoveBoundary,
    NameAll,
    Remove,
    RemoveCase,
    ReplaceAnnotations,
    ReplaceSpeaker,
    SetAbout,
    SetAttribution,
    SetBoilerplate,
    SetContents,
    SetCue,
    SetFlag,
    SetKind,
    SetLabel,
    SetLanguage,
    SetNote,
    SetSource,
    SetSpeaker,
    SetStatus,
    SetText,
    State,
)

TEXTS = st.text(alphabet='ab “”"\n😀é\u00a0ع', min_size=4, max_size=40)
LABELS = st.sampled_from(["PERSON", "ORG", "GPE"])
SPEAKERS = st.sampled_from(["s1", "s2"])
# Strategies are made once where they can be: half of the time went into making them for each draw.
_MAYBE_SPEAKER = st.none() | SPEAKERS
_MAYBE_ATTRIBUTION = st.none() | st.sampled_from(Attribution)
_MAYBE_SCORE = st.none() | st.floats(0, 1)
_MAYBE_REASON = st.none() | st.just("r")
_MAYBE_BY = st.none() | st.just("mk")
_MAYBE_WORDS = st.none() | st.text(min_size=1, max_size=5)
_LANGUAGES = st.sampled_from([None, "en", "de"])
_SAID = st.none() | st.sampled_from(["", "Harbour News", "2026-11", "“é”"])
ABOUTS = st.builds(
    About,
    title=st.sampled_from(["", "Mara", "an"]),
    outlet=_SAID,
    byline=_SAID,
    published=_SAID,
    url=_SAID,
    language=st.sampled_from([None, "en", "pt-BR"]),
)


@st.composite
def spans(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, len(text))))


def _maybe_span(text):
    return st.none() | spans(text)


@st.composite
def contents(draw, text):
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
    return tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def provenance(draw):
    decision = draw(st.sampled_from(Decision))
    if decision is Decision.PENDING:
        return {"origin": "p 1", "score": draw(_MAYBE_SCORE), "reason": draw(_MAYBE_REASON)}
    accepted_by = draw(st.sampled_from(AcceptedBy)) if decision is Decision.ACCEPTED else None
    return {"decision": decision, "accepted_by": accepted_by, "by": "mk", "at": "2026-11-23T09:14:05Z"}


@st.composite
def entities(draw, text, name):
    return Entity(
        id=name, span=draw(spans(text)), label=draw(LABELS), speaker=draw(_MAYBE_SPEAKER), **draw(provenance())
    )


@st.composite
def quotes(draw, text, name):
    return Quote(
        id=name,
        kind=draw(st.sampled_from(Kind)),
        contents=draw(contents(text)),
        cue=draw(_maybe_span(text)),
        source=draw(_maybe_span(text)),
        speaker=draw(_MAYBE_SPEAKER),
        attribution=draw(_MAYBE_ATTRIBUTION),
        **draw(provenance()),
    )


@st.composite
def pieces(draw, text):
    """Stretches of a text in its order, with new words between them; never nothing."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    kept = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    new = st.text(alphabet='ab “”"\n', max_size=4)
    found = [piece for span in kept for piece in (draw(new), span)]
    return (*found, draw(st.text(alphabet="ab", min_size=1, max_size=3)))


@st.composite
def states(draw):
    text = draw(TEXTS)
    document = Document(
        article=Article(id="a", text=text),
        entities=in_order([draw(entities(text, f"e{i}")) for i in range(draw(st.integers(0, 4)))]),
        quotes=in_order([draw(quotes(text, f"q{i}")) for i in range(draw(st.integers(0, 3)))]),
        status=draw(st.sampled_from(Status)),
    )
    speakers = {name: Speaker(id=name, name=name.upper()) for name in ("s1", "s2")}
    return State({"a": document}, speakers)


def _named_alike(document: Document, chosen: str) -> tuple[str, ...]:
    """The entities that name whom the chosen one names."""
    speaker = document.by_id[chosen].speaker
    return tuple(entity.id for entity in document.entities if entity.speaker == speaker)


def cases(name, about):
    """An example or a hard case of that id, about one of these ids."""
    return st.builds(
        Case,
        id=st.just(name),
        annotation=st.sampled_from(about),
        sort=LABELS,
        sentence=st.just("“a é 😀”"),
        marks=st.sampled_from([(), (1, 2), (1, 4, 5, 6)]),
        why=st.sampled_from(["", "It acts."]),
        by=st.just("mk"),
        at=st.sampled_from(["2026-11-23T09:14:05Z", "2026-11-24T09:14:05Z"]),
    )


def _of_all(draw, document):
    """An edit of a document as a whole, or a note, a flag or a case of it or of something in it."""
    here, about = document.id, st.sampled_from((None, *document.by_id))
    had = [case.id for case in document.cases]
    new = next(f"c{n}" for n in range(len(had) + 1) if f"c{n}" not in had)
    paragraphs = [span for span in document.article.paragraphs if span.start < span.end]
    makers = {
        AddCase: lambda: AddCase(here, draw(cases(new, ("gone", *document.by_id)))),
        SetStatus: lambda: SetStatus(here, draw(st.sampled_from(Status)), draw(_MAYBE_BY)),
        SetLanguage: lambda: SetLanguage(here, draw(_LANGUAGES)),
        SetAbout: lambda: SetAbout(here, draw(ABOUTS)),
        SetBoilerplate: lambda: SetBoilerplate(here, tuple(s for s in paragraphs if draw(st.booleans()))),
        SetFlag: lambda: SetFlag(here, draw(about), draw(st.booleans())),
        SetNote: lambda: SetNote(here, draw(about), draw(_MAYBE_WORDS)),
    }
    if had:
        makers[RemoveCase] = lambda: RemoveCase(here, draw(st.sampled_from(had)))
    return makers[draw(st.sampled_from(tuple(makers)))]()


def _of_one(draw, document, annotation, new):
    """An edit of an entity or a quote of the document; `new` is an id that nothing has."""
    name, text, chosen = document.id, document.text, annotation.id
    makers = {
        Remove: lambda: Remove(name, chosen),
        SetSpeaker: lambda: SetSpeaker(name, chosen, draw(_MAYBE_SPEAKER)),
        Decide: lambda: Decide(name, chosen, draw(st.sampled_from(Decision))),
        DecideAll: lambda: DecideAll(name, (chosen,), Decision.ACCEPTED, AcceptedBy.ARTICLE, "mk", "now"),
        ReplaceAnnotations: lambda: ReplaceAnnotations(name, (chosen,), (draw(entities(text, new)),)),
    }
    of_entities = {
        MoveBoundary: lambda: MoveBoundary(name, chosen, draw(spans(text))),
        SetLabel: lambda: SetLabel(name, chosen, draw(LABELS)),
        NameAll: lambda: NameAll(name, _named_alike(document, chosen), draw(_MAYBE_SPEAKER)),
    }
    of_quotes = {
        SetContents: lambda: SetContents(name, chosen, draw(contents(text))),
        SetCue: lambda: SetCue(name, chosen, draw(_maybe_span(text))),
        SetSource: lambda: SetSource(name, chosen, draw(_maybe_span(text))),
        SetKind: lambda: SetKind(name, chosen, draw(st.sampled_from(Kind))),
        SetAttribution: lambda: SetAttribution(name, chosen, draw(_MAYBE_ATTRIBUTION)),
    }
    makers |= of_entities if isinstance(annotation, Entity) else of_quotes
    return makers[draw(st.sampled_from(tuple(makers)))]()


@st.composite
def edits(draw, state, name="a", *, texts=True) -> Edit:
    """An edit that fits the state, of the document of that name or of a speaker; `texts` for other texts, too."""
    document = state.documents[name]
    text = document.text
    kinds = ["entity", "quote", "whole", "whole", "speaker", "rename", *(["text"] if texts else [])]
    kinds += ["entities"] * 3 if document.entities else []
    kinds += ["quotes"] * 3 if document.quotes else []
    kind = draw(st.sampled_from(kinds))
    taken = {**document.by_id, **state.speakers}
    new = next(f"n{i}" for i in range(100) if f"n{i}" not in taken)
    if kind == "entity":
        return AddEntity(name, draw(entities(text, new)))
    if kind == "quote":
        return AddQuote(name, draw(quotes(text, new)))
    if kind == "whole":
        return _of_all(draw, document)
    if kind == "text":
        return SetText(name, draw(pieces(text)))
    if kind == "speaker":
        return AddSpeaker(Speaker(id=new, name="New"))
    if kind == "rename":
        return ReplaceSpeaker(Speaker(id="s1", name=draw(st.text(max_size=5)), aliases=("x",)))
    chosen = draw(st.sampled_from(document.entities if kind == "entities" else document.quotes))
    return _of_one(draw, document, chosen, new)
