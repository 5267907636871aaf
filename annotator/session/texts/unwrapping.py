"""Joining lines that were cut at a width, in one article or in many as one step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from annotator.model.counting import how_many
from annotator.model.document import Document, Status
from annotator.model.texts.correcting import Correction, corrected
from annotator.model.texts.wrapping import Wrapped, wrapped
from annotator.session.beside.works import Work
from annotator.session.session import Session

LEFT: Final = "lines left"
"""The project's setting that names the articles whose lines a person wants left as they are."""


@dataclass(frozen=True)
class Cut:
    """That a document's lines were cut, and what joining them does to it."""

    document: Document
    wrapped: Wrapped
    correction: Correction


def look_for_cut_lines(
    document: Document, _progress: Callable[..., None], _wanted: Callable[[], bool], _hand: Callable[[Any], None]
) -> Cut | None:
    """How a document's lines were cut, None where they were not; a look (see `looks`)."""
    return cut_lines(document)


def cut_lines(document: Document) -> Cut | None:
    """The same, at once."""
    found = wrapped(document)
    return None if found is None else Cut(document, found, corrected(document, found.pieces))


def join_lines(session: Session, ids: Sequence[str], joined: Callable[[Document, Wrapped], None]) -> None:
    """Join the lines of these articles as far as they are cut, as one step; tells what came of it.

    joined  told each article with what was joined in it. Raises Fault where it cannot be saved.
    """
    step = session.new_id("t") if len(ids) > 1 else None
    slices = _join_each(session, ids, joined, step)
    session.works.begin(Work("Joining lines", len(ids), slices, needs=lambda number: [ids[number]]))


def _join_each(
    session: Session, ids: Sequence[str], joined: Callable[[Document, Wrapped], None], step: str | None
) -> Iterator[None]:
    articles = lines = 0
    for number, document_id in enumerate(ids, 1):
        found = cut_lines(session.load(document_id)) if document_id in session.rows else None
        if found is not None:
            session.dispatch("user.text", [found.correction.edit], "Join the lines", step=step)
            articles, lines = articles + 1, lines + found.wrapped.joined
            joined(session.load(document_id), found.wrapped)
        if number == len(ids):
            session.tell(f"Joined {how_many(lines, 'line')} in {how_many(articles, 'article')}.")
        yield


def join_cut(session: Session, cut: Cut) -> None:
    """Join the lines of an article that has been looked at. Raises Fault where it cannot be saved."""
    document = session.load(cut.document.id)
    found: Cut | None = cut if document is cut.document else cut_lines(document)
    if found is None:
        session.tell("The lines of this article are not cut any more.")
        return
    joined = f"Joined {how_many(found.wrapped.joined, 'line')}."
    session.apart.dispatch("user.text", (found.correction.edit,), "Join the lines", lambda: session.tell(joined))


def leave_lines(session: Session, ids: Sequence[str]) -> None:
    """Remember that a person wants the lines of these articles left as they are. Raises Fault where it cannot be."""
    if not session.project.read_only:
        session.project.put(LEFT, sorted({*session.project.get(LEFT, []), *ids}))


def may_ask(session: Session, document: Document) -> bool:
    """Whether a person may be asked about an article's lines: it is not done, and nobody wanted them left."""
    if session.project.read_only or document.status not in (Status.NEW, Status.OPEN):
        return False
    return document.id not in session.project.get(LEFT, [])
