"""Correcting an article's text: how the new one agrees with it, looked at beside the window, and giving it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.model.correcting import Correction
from annotator.model.counting import how_many
from annotator.model.faults import Fault
from annotator.model.sourcemap import Piece, assemble
from annotator.session.aligning import aligned, in_common
from annotator.session.session import Session

LEAST: Final = 0.3
"""With less than this share of the article's letters a text is another article's: two in one language share 0.13."""


@dataclass(frozen=True)
class Aligned:
    """How a text agrees with the article's: its pieces, and the share that they have in common, from 0 to 1."""

    text: str
    pieces: tuple[Piece, ...]
    share: float

    @property
    def is_another(self) -> bool:
        """Whether it has so little in common with the article's text that it is another article's."""
        return self.share < LEAST


@dataclass(frozen=True)
class FileText:
    """The text of a file."""

    text: str


def look_aligned(
    old: str, new: str, _progress: Callable[..., None], _wanted: Callable[[], bool], _hand: Callable[[Any], None]
) -> Aligned:
    """Aligns a text with the article's; a look (see `looks`)."""
    pieces = aligned(old, new)
    return Aligned(new, pieces, in_common(old, new, assemble(old, pieces)[1]))


def look_into(
    path: Path, _progress: Callable[..., None], _wanted: Callable[[], bool], _hand: Callable[[Any], None]
) -> FileText:
    """Reads the text of a file in any format that is read; a look (see `looks`). Raises Fault where it has not one."""
    from annotator.session.importing import read_paths

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
