"""What is done to several articles at once: deleting, flagging, their status. Each is one step, done in slices."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.model.about import About, wrongs
from annotator.model.counting import how_many
from annotator.model.document import AcceptedBy, Decision, Document, Status
from annotator.model.edits import DecideAll, Edit, RemoveDocument, SetAbout, SetFlag, SetStatus
from annotator.model.faults import Fault
from annotator.session.beside.works import Work
from annotator.session.commands.noting import check_may_write
from annotator.session.session import Session
from annotator.store import notes
from annotator.store.queue import Entry


@dataclass(frozen=True)
class Holding:
    """What is in articles, and would go with them.

    articles  their ids, in the queue's order
    found     how many entities and quotes, of which somebody has `decided` about so many
    noted     how many notes and flags, the articles' own among them
    """

    articles: tuple[str, ...]
    found: int
    decided: int
    noted: int


def holding(session: Session, ids: Collection[str]) -> Holding:
    """What is in these articles, as far as the queue and the table of notes tell."""
    wanted = set(ids)
    entries = _chosen(session, wanted)
    return Holding(
        articles=tuple(entry.id for entry in entries),
        found=sum(entry.pending + entry.decided for entry in entries),
        decided=sum(entry.decided for entry in entries),
        noted=session.project.ask(notes.count, wanted),
    )


def _chosen(session: Session, ids: Collection[str]) -> list[Entry]:
    """The entries of these articles, in the queue's order."""
    wanted = set(ids)
    return [entry for entry in session.entries if entry.id in wanted]


def delete(session: Session, ids: Collection[str]) -> None:
    """Take articles out of the project; undo brings them back to where they stood.

    An article that is not deleted comes on the desk in place of one that is. Raises Fault where that cannot be saved.
    """
    check_may_write(session)
    gone = set(ids)
    order = list(session.rows)
    wanted = [each for each in order if each in gone]
    if session.current is not None and session.current in gone:
        at = session.rows[session.current]
        rest = [each for each in (*order[at:], *order[:at][::-1]) if each not in gone]
        session.open(rest[0] if rest else None)
    _do(session, "Deleting", "user.delete", wanted, lambda document: [RemoveDocument(document.id)], _summary("Delete"))


def set_flag(session: Session, ids: Collection[str], *, flagged: bool) -> None:
    """Flag articles to come back to, or take their flags away. Raises Fault where that cannot be saved."""
    check_may_write(session)
    wanted = [entry.id for entry in _chosen(session, ids) if entry.flagged is not flagged]
    summary = _summary("Flag" if flagged else "Take the flag from")
    _do(session, "Flagging", "user.flag", wanted, lambda document: [SetFlag(document.id, None, flagged)], summary)


def set_status(session: Session, ids: Collection[str], status: Status) -> None:
    """Mark articles done, which accepts what is pending in them, set them aside, or reopen those that were either.

    Raises Fault where that cannot be saved.
    """
    check_may_write(session)
    ended = (Status.DONE, Status.ASIDE)
    wanted = [
        entry.id
        for entry in _chosen(session, ids)
        if entry.status is not status and (status in ended or entry.status in ended)
    ]
    words = {Status.DONE: "Mark done", Status.ASIDE: "Set aside"}.get(status, "Reopen")
    origin = {Status.DONE: "user.done", Status.ASIDE: "user.aside"}.get(status, "user.reopen")
    _do(session, words, origin, wanted, lambda document: _status_edits(session, document, status), _summary(words))


def rename(session: Session, document_id: str, title: str) -> None:
    """Give an article another title. Raises Fault where it is none, or cannot be saved."""
    check_may_write(session)
    document = session.load(document_id)
    before = About.of(document)
    after = replace(before, title=" ".join(title.split()))
    for why in wrongs(after, before).values():
        raise Fault(why, "Give it a shorter title, of one line.")
    if after != before:
        session.dispatch("user.about", [SetAbout(document_id, after)], "Rename the article")


def _status_edits(session: Session, document: Document, status: Status) -> list[Edit]:
    by = session.by if status is Status.DONE else None
    edits: list[Edit] = [SetStatus(document.id, status, by)]
    pending = tuple(a.id for a in document.by_id.values() if a.pending) if status is Status.DONE else ()
    if pending:
        accepted = Decision.ACCEPTED, AcceptedBy.ARTICLE, session.by, session.clock()
        edits.insert(0, DecideAll(document.id, pending, *accepted))
    return edits


def _summary(verb: str) -> Callable[[int], str]:
    return lambda count: f"{verb} {how_many(count, 'article')}"


def _do(
    session: Session,
    label: str,
    origin: str,
    ids: Sequence[str],
    edits: Callable[[Document], list[Edit]],
    summary: Callable[[int], str],
) -> None:
    """Change articles, a slice each; those that are gone by the time their turn comes are passed over."""
    if not ids:
        session.tell("That is so already.")
        return
    words = summary(len(ids))
    step = session.new_id("t") if len(ids) > 1 else None

    def slices() -> Iterator[None]:
        for number, document_id in enumerate(ids, 1):
            if document_id in session.rows:
                session.dispatch(origin, edits(session.load(document_id)), words, step=step)
            if number == len(ids) > 1:
                session.tell(f"{words}: done.")
            yield

    session.works.begin(Work(label, len(ids), slices(), needs=lambda n: [ids[n]]))
