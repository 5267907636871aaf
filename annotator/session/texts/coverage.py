"""Noting what of the articles is read, and saying what is not; it stays in the project, and can be turned off."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from annotator.model.document import Document, Entity, Span
from annotator.model.faults import Fault
from annotator.model.history import Update
from annotator.model.texts.coverage import Attention, digest, joined, read_of, share_of, to_read
from annotator.session.events import Asked, Covered, Opened, Reread, Selected
from annotator.store.coverage import Looked

if TYPE_CHECKING:
    from annotator.session.session import Session

EVERY: Final = 5.0
"""Seconds of reading after which what was read is written; as much is lost where the program is killed."""


@dataclass
class _Look:
    """A look at the article on the desk.

    read     all of its paragraphs that were read, by anybody
    fresh    those read in this look that are not written yet
    seconds  of reading that are not written yet
    changed  whether something has to be written
    """

    attention: Attention
    read: set[Span]
    fresh: list[Span] = field(default_factory=list)
    seconds: float = 0.0
    changed: bool = False


class Coverage:
    """What of the articles was read. Nothing is noted before `on` is set, as a window does where a person lets it.

    on    whether it is noted
    asks  whether a person wants to be asked before an article is done of which something was not read
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._on = self._closed = False
        self.asks = False
        self._look: _Look | None = None
        self._passing = False
        self._left: list[Looked] = []
        session.subscribe(self._hear)

    @property
    def shown(self) -> bool:
        """Whether what is not read is to be shown; also where the project may only be read."""
        return self._on and not self._closed

    @property
    def on(self) -> bool:
        """Whether what is read is noted; never where the project may only be read."""
        return self.shown and not self._session.project.read_only

    @on.setter
    def on(self, on: bool) -> None:
        if on != self._on:
            self.flush()
            self._on, self._look = on, None
            self._session.publish(Covered())

    @property
    def unread(self) -> tuple[Span, ...]:
        """The paragraphs of the article on the desk that nobody has read, in order; none while nothing is noted."""
        look = self._current() if self.shown else None
        if look is None:
            return ()
        return tuple(each for each in to_read(look.attention.document) if each not in look.read)

    @property
    def unread_stretches(self) -> tuple[Span, ...]:
        """The same, those that follow each other as one span."""
        unread, look = self.unread, self._look
        return joined(look.attention.document, unread) if look is not None else ()

    def attend(self, view: Span, seconds: float) -> None:
        """The text `view` of the article on the desk stood before a person for so many seconds."""
        look = self._current() if self.on else None
        if look is None:
            self.flush()
            return
        look.seconds += seconds
        look.changed = True
        self._note(look, look.attention.stood(view, seconds))
        if self._left or look.seconds >= EVERY:
            self.flush()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """What is selected meanwhile was not chosen by a person, and not read yet."""
        self._passing = True
        try:
            yield
        finally:
            self._passing = False

    def flush(self) -> None:
        """Write what is not written yet; where that cannot be, it is kept for the next time."""
        if self._look is not None:
            self._leave(self._look)
        left, project = self._left, self._session.project
        if left and not project.read_only:
            with suppress(Fault):  # what was read is no reason to keep anybody from reading
                project.reading.keep(left)
                self._left = []
                self._list({look.document_id: look.share for look in left})

    def close(self) -> None:
        """Write what is not written yet, and note nothing more."""
        self.flush()
        self._closed, self._look = True, None

    def _current(self) -> _Look | None:
        """The look at the article on the desk; another one where another text is there."""
        document = self._session.document
        if document is None or self._closed:
            return None
        if self._look is None or self._look.attention.document.text is not document.article.text:
            if self._look is not None:
                self._leave(self._look)
            self._look = self._begin(document)
        return self._look

    def _begin(self, document: Document) -> _Look:
        session, known = self._session, []
        with suppress(Fault):
            known = session.project.reading.of(document.id)
        read = read_of(document, known)
        look = _Look(Attention(document, read), set(read))
        if known:  # a corrected text may have less that was read
            entry = session.entry(document.id)
            look.changed = entry is not None and abs(entry.read - share_of(document, read)) > 1e-9
        return look

    def _hear(self, event: Any) -> None:
        if isinstance(event, Opened | Reread):
            if self._look is not None:
                self._leave(self._look)
            self._look = None
            self._session.publish(Covered())
        elif event == Asked("export"):
            self.flush()  # another process reads it from the file
        elif not self.on or self._passing:
            return
        elif isinstance(event, Selected):
            self._visit(event.selection.stretch)
        elif isinstance(event, Update) and event.transaction.origin.startswith("user."):
            self._decided(event)

    def _decided(self, update: Update) -> None:
        """What was done to the selected annotation was done by a person who had it before them."""
        annotation, transaction = self._session.annotation, update.transaction
        if annotation is None or transaction.step is not None or self._session.current not in transaction.documents:
            return
        if any(annotation.id in edit.annotation_ids for edit in transaction.edits):
            for span in (annotation.span,) if isinstance(annotation, Entity) else annotation.contents:
                self._visit(span)

    def _visit(self, span: Span) -> None:
        look = self._current()
        if look is not None:
            self._note(look, look.attention.visited(span))

    def _note(self, look: _Look, paragraphs: list[Span]) -> None:
        look.fresh += paragraphs
        look.changed = look.changed or bool(paragraphs)
        if not look.read.issuperset(paragraphs):
            look.read.update(paragraphs)
            self._session.publish(Covered())

    def _leave(self, look: _Look) -> None:
        """Has what came of a look written the next time, and what comes of it from now on later."""
        if not look.changed:
            return
        document, session = look.attention.document, self._session
        paragraphs = tuple((span.start, digest(document.words(span))) for span in look.fresh)
        share = share_of(document, look.read)
        self._left.append(Looked(document.id, session.by, paragraphs, share, look.seconds, session.clock()))
        look.fresh, look.seconds, look.changed = [], 0.0, False

    def _list(self, shares: dict[str, float]) -> None:
        entries = filter(None, map(self._session.entry, shares))
        self._session.relist([replace(entry, read=shares[entry.id]) for entry in entries])


def _alike(document: Document, other: Document) -> bool:
    """Whether there is the same to read in two states of an article."""
    return document.text is other.text and document.boilerplate == other.boilerplate
