"""Articles as JSONL for another program: in the clipboard, or in a file that is dragged to it."""

import atexit
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import annotator
from annotator.formats.files import written_beside
from annotator.session.session import Session

_LONGEST = 60


def as_jsonl(session: Session, ids: Sequence[str]) -> str:
    """Articles of the project as they are now, done or not, a line each. Raises Fault, KeyError for one it has not."""
    from annotator.formats.jsonl import to_line  # not needed at the start

    by = f"annotator {annotator.__version__}"
    known, speakers = session.state.documents, session.state.speakers
    documents = (known.get(each) or session.project.document(each) for each in ids)
    return "".join(f"{to_line(document, speakers, exported_by=by).text}\n" for document in documents)


class Carried:
    """The file of what was dragged last, in a folder that only its owner may look into; gone when the program ends.

    It stays until the next one is dragged: where it is dropped, another program may take its time to copy it.
    """

    def __init__(self) -> None:
        self._folder: Path | None = None

    def write(self, title: str, words: str) -> Path:
        """A file with these words, named after a title. Raises Fault, and OSError where there is no room for it."""
        self.clear()
        self._folder = Path(tempfile.mkdtemp(prefix="annotator-"))
        atexit.register(self.clear)
        name = re.sub(r"[^\w .-]+", " ", title).strip(" .")[:_LONGEST].strip() or "article"
        path = self._folder / f"{name}.jsonl"
        with written_beside(path) as file:
            file.write(words)
        return path

    def clear(self) -> None:
        """Remove it."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
            atexit.unregister(self.clear)
