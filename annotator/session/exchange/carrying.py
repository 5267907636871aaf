"""Articles as JSONL for another program: in the clipboard, or in a file that is dragged to it."""

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import annotator
from annotator.formats.files import written_beside
from annotator.formats.jsonl.writing import to_line
from annotator.model.faults import Fault
from annotator.session.exchange.exporting import with_tokens
from annotator.session.session import Session
from annotator.store.project import Project

_LONGEST = 60
_FEW, _SHORT = 8, 20_000
"""So many articles of so many characters in all are written at once: at most some 40 ms."""
MOST_COPIED = 500_000
"""How many characters of text the articles that are copied may have: with much that is marked, 13 MB of JSONL."""


def quick_jsonl(session: Session, ids: Sequence[str]) -> str | None:
    """Articles of the project as they are now, done or not, a line each; None where that is not written in a moment.

    It is not where they are many or long, or some have no tokens yet. Raises Fault, KeyError for one it has not.
    """
    if len(ids) > _FEW or _characters(session, ids) > _SHORT:
        return None
    by = f"annotator {annotator.__version__}"
    known, speakers = session.state.documents, session.state.speakers
    documents = [known.get(each) or session.project.document(each) for each in ids]
    if any(document.tokens is None for document in documents):
        return None
    return "".join(f"{to_line(document, speakers, exported_by=by).text}\n" for document in documents)


def check_clipboard(session: Session, ids: Collection[str]) -> None:
    """Raise Fault where articles are more than a clipboard should hold."""
    if _characters(session, ids) > MOST_COPIED:
        raise Fault("These articles are too much for the clipboard.", "Drag them out of the queue, or export them.")


def _characters(session: Session, ids: Collection[str]) -> int:
    wanted = set(ids)
    return sum(entry.characters for entry in session.entries if entry.id in wanted)


def write_jsonl(
    project: Path,
    ids: Sequence[str],
    path: Path,
    progress: Callable[[int, int], None],
    wanted: Callable[[], bool],
    hand: Callable[[Any], None],  # noqa: ARG001  # all of it comes at the end
) -> tuple[Path, int]:
    """Writes articles of a project as they are saved; a `looks.Look`, with its first arguments given.

    Returns where they are, and how many: those that are gone by now are left out. Raises Fault, OSError.
    """
    count, by = 0, f"annotator {annotator.__version__}"
    with Project.open(project, by="", read_only=True) as reader, written_beside(path) as file:
        speakers, known = reader.speakers(), reader.known(ids)
        for number, document_id in enumerate(ids, 1):
            if not wanted():
                raise Fault("Writing the articles was cancelled.")
            if document_id in known:
                document = with_tokens(reader.document(document_id))
                file.write(f"{to_line(document, speakers, exported_by=by).text}\n")
                count += 1
            progress(number, len(ids))
    return path, count


class Carried:
    """The file of what was dragged last, in a folder that only its owner may look into; gone when the program ends.

    It stays until the next one is dragged: where it is dropped, another program may take its time to copy it.
    """

    def __init__(self) -> None:
        self._folder: Path | None = None

    def write(self, title: str, words: str) -> Path:
        """A file with these words, named after a title. Raises Fault, and OSError where there is no room for it."""
        path = self.place(title)
        with written_beside(path) as file:
            file.write(words)
        return path

    def place(self, title: str) -> Path:
        """Where a file named after a title is to be written. Raises OSError."""
        self.clear()
        self._folder = Path(tempfile.mkdtemp(prefix="annotator-"))
        atexit.register(self.clear)
        name = re.sub(r"[^\w .-]+", " ", title).strip(" .")[:_LONGEST].strip() or "article"
        return self._folder / f"{name}.jsonl"

    def clear(self) -> None:
        """Remove it."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
            atexit.unregister(self.clear)
