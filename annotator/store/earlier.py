"""Which texts the project's articles had before these were corrected: the log tells, as it can take every step back."""

from hashlib import sha256

from sqlalchemy import Connection, select

from annotator.model.edits import SetText
from annotator.model.history import edits_from_plain
from annotator.model.texts.sourcemap import assemble
from annotator.store import documents, values
from annotator.store.tables import transactions

_CORRECTED = (
    select(transactions.c.inverse)
    .where(transactions.c.origin.endswith("user.text"))  # undone and redone ones, too
    .order_by(transactions.c.seq.desc())
)


def earlier_texts(connection: Connection) -> dict[str, str]:
    """The ids of articles by the hashes of the texts that they have had (`Article.text_sha256`), but for today's.

    Only corrected articles are read, and each text is made from the one after it.
    """
    texts: dict[str, str] = {}
    found: dict[str, str] = {}
    for packed in connection.execute(_CORRECTED).scalars():
        with values.decoding("a transaction"):
            edits = edits_from_plain(values.unpacked(packed))
        for edit in edits:
            if not isinstance(edit, SetText):
                continue
            try:
                after = texts.get(edit.document) or documents.text(connection, edit.document)
            except KeyError:  # it has been deleted
                continue
            texts[edit.document], _ = assemble(after, edit.pieces)
            found[sha256(texts[edit.document].encode()).hexdigest()] = edit.document
    return found
