"""The projects that pictures of the program are made of: articles of our own, decided about in part."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from annotator import paths
from annotator.model.document import Attribution, Document, Entity, Heading, Kind, Quote, Span, Speaker, in_order
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.model.finding.concordance import Odd
from annotator.model.finding.unlike import Unlike
from annotator.model.tokens import tokens_of
from annotator.nlp.tokenize import tokenize
from annotator.session.commands import run
from annotator.session.commands.noting import write_note
from annotator.session.exchange.importing import Found, read_data, read_paths
from annotator.session.exchange.intake import bring_in
from annotator.session.exchange.prelabelling import prelabel_all
from annotator.session.finding.allowing import allow
from annotator.session.finding.unlike import look_for_unlike
from annotator.session.guideline import add_example, decide_case
from annotator.session.projects.projects import create_session, open_session
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.session.settings.settings import Settings

TIMES = 60
"""How often the long article repeats a sample: some 25,000 words."""
NESTED = "the Vell pays its debts"
"""What becomes a quote within another."""
LINE = 1_000_000
"""How many characters the longest line has."""


class Projects(NamedTuple):
    """Files: the samples with decisions, other writings, a long article and a line without end, a wire's, nothing."""

    news: Path
    writings: Path
    long: Path
    wire: Path
    empty: Path


def make_projects(folder: Path, settings: Settings) -> Projects:
    """Makes the projects in a folder; raises Fault where they cannot be written or no pipeline can be loaded."""
    projects = Projects(*(folder / f"{name}.anno" for name in ("News", "Writings", "Long", "Wire", "Empty")))
    session = create_session(projects.news, settings)
    bring_in(session, read_paths([paths.resources() / "sample"]))
    prelabel_all(session)
    session.open(session.entries[0].id)
    session.coverage.on = True
    _decide(session)
    session.coverage.attend(Span(0, 1200), 600)
    _guide(session)
    first, speakers = session.load(session.entries[0].id), session.state.speakers
    session.close()
    _fill(projects.writings, settings, writings())
    _allow(projects.writings, settings)
    named = [speakers[name] for name in sorted(first.speakers_used)]
    _fill(projects.long, settings, [(repeated(first, TIMES), named), (_line(), [])])
    _bring_wire(projects.wire, settings)
    create_session(projects.empty, settings).close()
    return projects


def _fill(path: Path, settings: Settings, articles: Iterable[tuple[Document, list[Speaker]]]) -> None:
    session = create_session(path, settings)
    for document, speakers in articles:
        session.dispatch("import.articles", [*map(AddSpeaker, speakers), AddDocument(document)])
    session.close()


def _allow(path: Path, settings: Settings) -> None:
    """Says of one of the names that stand unmarked in places that it may."""
    session = open_session(path, settings)
    found: list[tuple[Unlike, ...]] = []
    look_for_unlike(path, lambda *_: None, lambda: True, found.append)
    allow(session, next(each for each in found[-1] if each.what is Odd.UNMARKED))
    session.close()


def _bring_wire(path: Path, settings: Settings) -> None:
    """An article as a wire sends it: in short lines, with two that are set aside."""
    session = create_session(path, settings)
    bring_in(session, read_paths([paths.resources() / "pictures" / "wire.txt"]))
    prelabel_all(session)
    session.open(session.entries[0].id)
    for words in ("Read more:", "Sign up here"):
        start, _ = span_of(session.document.text if session.document else "", words)
        session.select(Selection(start, start))
        run(session, "article.boilerplate")
    session.close()


def span_of(text: str, words: str, nth: int = 0) -> Span:
    """Where words stand in a text for the nth time, from 0; raises ValueError where they do not."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def _decide(session: Session) -> None:
    """Some of everything that can be decided: accepted, corrected, added, rejected, given to somebody else."""
    document = session.document
    if document is None:
        return
    entities, quotes = document.entities, document.quotes
    for number, command in (
        (0, "annotation.accept"),
        (2, "annotation.accept"),
        (4, "label.4"),
        (6, "annotation.reject"),
    ):
        session.select(Selection(annotation=entities[number].id))
        run(session, command)
    for number, command in ((0, "annotation.accept"), (3, "speaker.2"), (-1, "annotation.accept")):
        session.select(Selection(annotation=quotes[number].id))
        run(session, command)
    for words, command in (
        ("Agriculture Minister Rosalind Okeke", "label.1"),
        ("the government of Aldmeria", "label.2"),
        (NESTED, "quote.make"),
    ):
        start, end = span_of(document.text, words)
        session.select(Selection(end, start))
        run(session, command)
    _note(session, document)
    session.select(Selection())


def _note(session: Session, document: Document) -> None:
    """An article, an entity and a quote to come back to, two of them with a note."""
    for thing in (None, document.entities[2].id, document.quotes[2].id):
        session.select(Selection(annotation=thing))
        run(session, "annotation.flag")
    write_note(session, document.id, None, "The second page is missing: ask the desk.")
    write_note(session, document.id, document.quotes[2].id, "Does the minister say this, or the aide?")


def _guide(session: Session) -> None:
    """A guideline with an example of a label and a hard case."""
    text = (paths.resources() / "pictures" / "guideline.md").read_text(encoding="utf-8")
    session.project.guideline.write(text, writing="pictures", by=session.by, at=session.clock())
    document = session.document
    assert document is not None
    person, place = (next(e for e in document.entities if e.label == label) for label in ("PERSON", "GPE"))
    session.select(Selection(annotation=person.id))
    add_example(session)
    for annotation, why in (
        (place, "A state that acts is still a place: the people who act for it are what is an organisation."),
        (
            document.quotes[-1],
            "What an unnamed official is reported to expect is speech here, because the cue is said.",
        ),
    ):
        session.select(Selection(annotation=annotation.id))
        decide_case(session, why)
    session.select(Selection())


# Other writings


def writings() -> Iterator[tuple[Document, list[Speaker]]]:
    """Articles in several writings, with their suggestions, and their speakers."""
    file = paths.resources() / "pictures" / "writings.toml"
    for each in tomllib.loads(file.read_text(encoding="utf-8"))["article"]:
        found = next(iter(read_data(f"{each['name']}.md", each["text"].strip().encode())))
        if isinstance(found, Found):
            yield _marked(found.imported.document, each)


def _marked(document: Document, listed: dict[str, Any]) -> tuple[Document, list[Speaker]]:
    """A document with the entities and quotes that a list names by their words, as suggestions."""
    text, name = document.text, listed["name"]
    names = dict.fromkeys(quote["speaker"] for quote in listed["quotes"])
    speakers = [Speaker(id=f"{name}.s{n}", name=each) for n, each in enumerate(names)]
    ids = {speaker.name: speaker.id for speaker in speakers}
    entities = [
        Entity(
            id=f"{name}.e{n}", span=(span := span_of(text, *words)), label=label, origin="pictures 1", score=0.9,
            speaker=ids.get(text[span.start : span.end]),
        )
        for n, (label, *words) in enumerate(listed["entities"])
    ]  # fmt: skip
    quotes = []
    for n, each in enumerate(listed["quotes"]):
        content = span_of(text, each["content"])
        quotes.append(
            Quote(
                id=f"{name}.q{n}", kind=Kind.DIRECT, contents=(content,), marked=(content,), origin="pictures 1",
                score=0.95 if n % 2 == 0 else 0.4, reason="subject of cue", cue=span_of(text, each["cue"]),
                source=span_of(text, each["source"], each["nth"]), speaker=ids[each["speaker"]],
                attribution=Attribution.EXPLICIT,
            )
        )  # fmt: skip
    article = replace(document.article, language=listed["language"])
    marked = Document(article=article, tokens=tokenize(text, listed["language"]))
    return replace(marked, entities=in_order(entities), quotes=in_order(quotes)), speakers


# Long ones


def repeated(document: Document, times: int) -> Document:
    """An article that says the same a number of times over, with every annotation each time."""
    step = len(document.text.rstrip("\n")) + 2
    entities: list[Entity] = []
    quotes: list[Quote] = []
    headings: list[Heading] = []
    for number in range(times):
        by = number * step
        entities += [replace(e, id=f"{e.id}.{number}", span=_moved(e.span, by)) for e in document.entities]
        quotes += [
            replace(
                quote, id=f"{quote.id}.{number}", contents=tuple(_moved(span, by) for span in quote.contents),
                marked=tuple(_moved(span, by) for span in quote.marked), cue=quote.cue and _moved(quote.cue, by),
                source=quote.source and _moved(quote.source, by),
            )
            for quote in document.quotes
        ]  # fmt: skip
        headings += [Heading(heading.start + by, heading.level) for heading in document.article.headings]
    article = replace(
        document.article, id="long", text="\n\n".join([document.text.rstrip("\n")] * times), headings=tuple(headings)
    )
    bare = Document(article=article)
    return replace(bare, tokens=tokens_of(bare), entities=in_order(entities), quotes=in_order(quotes))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _line() -> Document:
    """One line of LINE characters without a space, with an entity in it now and then."""
    article = replace(Document.empty().article, id="line", title="One line", text="abcdefghij" * (LINE // 10))
    places = [Span(at, at + 25) for at, _ in pairwise(range(40, LINE, 5_000))]
    entities = tuple(Entity(id=f"l{n}", span=span, label="ORG", origin="pictures 1") for n, span in enumerate(places))
    return Document(article=article, entities=entities)
