"""Correcting an article's text: how the new one agrees with it, looked at beside the window, and giving it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.model.counting import how_many
from annotator.model.document import Document
from annotator.model.faults import Fault
from annotator.model.texts.correcting import Correction, corrected
from annotator.model.texts.sourcemap import assemble
from annotator.session.session import Session
from annotator.session.texts.aligning import aligned, in_common
from annotator.store.project import Project

LEAST: Final = 0.3
"""With less than this share of the article's letters a text is another article's: two in one language share 0.13."""


@dataclass(frozen=True)
class Look:
    """What another text would do to an article; nothing where it has so little of its text that it is another's."""

    correction: Correction | None = None


@dataclass(frozen=True)
class FileText:
    """The text of a file."""

    text: str


def look_at_correction(
    of: Document | tuple[Path, str],
    old: str,
    new: str,
    _progress: Callable[..., None],
    _wanted: Callable[[], bool],
    _hand: Callable[[Any], None],
) -> Look:
    """What a text in place of an article's would do to it; a look (see `looks`).

    of   the document, or the project and the id by which another process finds it
    old  the document's text as it was shown to be changed: as long as its own
    """
    pieces = aligned(old, new)
    if in_common(old, new, assemble(old, pieces)[1]) < LEAST:
        return Look()
    if isinstance(of, Document):
        return Look(corrected(of, pieces))
    with Project.open(of[0], by="", read_only=True) as project:
        return Look(corrected(project.document(of[1]), pieces))


def look_into(
    path: Path, _progress: Callable[..., None], _wanted: Callable[[], bool], _hand: Callable[[Any], None]
) -> FileText:
    """Reads the text of a file in any format that is read; a look (see `looks`). Raises Fault where it has not one."""
    from annotator.session.exchange.importing import read_paths

    texts: list[str] = []
    for found in read_paths([path]):
        if isinstance(found, Fault):
            raise found
        texts.append(found.imported.document.text)
        if len(texts) > 1:
            raise Fault(f"{path.name} has more than one article in it.", "Choose a file with the one text.")
    if not texts:
        raise Fault(f"{path.name} has no article in it.", "Choose another file.")
    return FileText(texts[0])


def correct(session: Session, correction: Correction, then: Callable[[], object] = lambda: None) -> None:
    """Give an article its corrected text, as one step; `then` is called when it is there.

    Raises Fault where that cannot be saved or does not fit; of a long article that is told later.
    """

    def done() -> None:
        if correction.touched:
            session.tell(f"The text is corrected. {how_many(len(correction.touched), 'annotation')} to look at.")
        else:
            session.tell("The text is corrected; every annotation stands where its words are.")
        then()

    session.apart.dispatch("user.text", (correction.edit,), "Correct the text", done)
