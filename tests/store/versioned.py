"""A small project as each version of the schema had it: `python -m tests.store.versioned FILE` writes its SQL.

The file for a version was written by the program of that version, and stays as it is: projects like it are out there.
A new version of the schema needs one more file beside the others.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from annotator.model.document import Attribution, Decision, Entity, Kind, Quote, Span, Speaker, Status
from annotator.model.edits import AddDocument, AddEntity, AddQuote, AddSpeaker, Decide, SetLabel, SetStatus
from annotator.model.finding.folding import fold
from annotator.store.project import Project
from annotator.store.sqlite import fulltext
from tests.store.editor import BY, Editor, article, source, suggestions

FOLDER: Final = Path(__file__).with_name("versions")


def live(editor: Editor) -> None:
    """What was done in the project, with something of every sort: the same edits in every version."""
    first, second = article("a"), article("b", 2)
    editor.do(AddDocument(first), origin="import.text", sources={"a": source(first)})
    editor.do(*suggestions(first), origin="nlp.suggestions")
    # Version 1 did not yet note of this one that it came with annotations.
    editor.do(
        AddDocument(second),
        AddEntity("b", Entity(id="e", span=Span(0, 9), label="PERSON", decision=Decision.ADDED, by=BY, at="then")),
        origin="import.text",
        sources={"b": source(second)},
    )
    quote = Quote(
        id="q",
        kind=Kind.DIRECT,
        contents=(Span(14, 33),),
        marked=(Span(14, 33),),
        cue=Span(10, 13),
        source=Span(0, 9),
        speaker="s",
        attribution=Attribution.EXPLICIT,
        origin="analyst",
        decision=Decision.ADDED,
        by=BY,
        at="then",
    )
    editor.do(AddSpeaker(Speaker(id="s", name="Mara Lind", aliases=("Lind",))), AddQuote("a", quote))
    editor.do(Decide("a", "e0", Decision.REJECTED, None, BY, "then"))
    editor.do(SetLabel("b", "e", "ORG"))
    editor.do(SetStatus("a", Status.DONE, BY))
    editor.undo()
    if editor.project is not None:
        editor.project.put("labels", ["PERSON", "ORG", "VESSEL"])


def write(path: Path, version: str) -> None:
    """Makes the project that a version had, in a new file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FOLDER / f"{version}.sql").read_text(encoding="utf-8"))


def _index(connection: sqlite3.Connection) -> list[str]:
    """What makes the index of words anew, and takes it away: it cannot be dumped, and holds nothing of its own."""
    rows = connection.execute(
        "SELECT number, iif(what = 'title', title, text) FROM passages JOIN documents ON documents.id = document_id "
        "JOIN texts USING (document_id) ORDER BY number"
    ).fetchall()
    connection.execute(f"DROP TABLE {fulltext.NAME}")
    made = [f"INSERT INTO {fulltext.NAME} (rowid, folded) VALUES ({number}, '{fold(text)}');" for number, text in rows]
    return [f"{fulltext.STATEMENT};", *made]


def _main(output: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "project.anno"
        with Project.create(path, by=BY) as project:
            live(Editor(project))
        with closing(sqlite3.connect(path)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            index = _index(connection)
            lines = [f"PRAGMA application_id = {application};", *connection.iterdump(), *index]
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
