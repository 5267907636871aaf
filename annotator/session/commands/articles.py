"""Articles: done, set aside, the next one, and which kinds of quotes are looked for."""

from annotator.model.about import About
from annotator.model.counting import how_many
from annotator.model.document import AcceptedBy, Attribution, Decision, Document, Quote, Status
from annotator.model.edits import DecideAll, Edit, SetAbout, SetStatus
from annotator.model.suggestions import QuoteKinds
from annotator.session.commands.registry import always, article_open, command, desk
from annotator.session.events import Asked
from annotator.session.session import Session
from annotator.session.visiting import visit

_LONGEST = 40
"""How many characters of a title a sentence has."""


def _beside(session: Session, step: int, *, unfinished: bool = False) -> str | None:
    entries = session.queues.entries
    ids = [entry.id for entry in entries]
    at = ids.index(session.current) if session.current in ids else -1 if step > 0 else len(ids)
    rest = list(entries[at + 1 :]) if step > 0 else list(entries[:at])[::-1] if at > 0 else []
    if unfinished:
        rest = [*rest, *entries[: max(at, 0)]]
        rest = [entry for entry in rest if entry.status in (Status.NEW, Status.OPEN)]
    return rest[0].id if rest else None


def _finish(session: Session, origin: str, edits: list[Edit], summary: str, said: str = "") -> None:
    finished = session.current

    def go_on() -> None:
        following = _beside(session, 1, unfinished=True)
        words = said if following else f"No article is left: all are done or set aside. {said}".rstrip()
        if following is not None and session.current == finished:  # else somebody has gone elsewhere meanwhile
            visit(session, following)
        if words:
            session.tell(words)

    session.apart.dispatch(origin, edits, summary, go_on)


@command("article.done", "Done, next article", "Ctrl+Return", "Ctrl+Enter", menu="Article")
def done(session: Session) -> None:
    """Marks the article done, accepts what is still pending, and opens the next one."""
    unread = len(session.coverage.unread)
    if unread and session.coverage.asks and desk(session).status is not Status.DONE:
        session.publish(Asked("unread", unread))
    else:
        finish(session)


def finish(session: Session) -> None:
    """What `article.done` does, whatever was read; what was not is said. Raises Fault."""
    document, unread = desk(session), len(session.coverage.unread)
    pending = tuple(a.id for a in document.by_id.values() if a.pending)
    edits: list[Edit] = []
    if pending:
        edits.append(
            DecideAll(document.id, pending, Decision.ACCEPTED, AcceptedBy.ARTICLE, session.by, session.clock())
        )
    if document.status is not Status.DONE:
        edits.append(SetStatus(document.id, Status.DONE, session.by))
    _finish(session, "user.done", edits, "Article done", _left_open(document, unread))


def _undecided(quote: Quote) -> bool:
    """Whether nobody has decided who said a quote."""
    return not quote.rejected and quote.speaker is None and quote.attribution is not Attribution.NONE


def _left_open(document: Document, unread: int) -> str:
    """A sentence about what an article leaves open though it is done, "" where that is nothing."""
    title = document.article.title
    short = title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
    silent = sum(map(_undecided, document.quotes))
    parts = []
    if unread:
        parts.append(f"{how_many(unread, 'paragraph')} {'was' if unread == 1 else 'were'} not read")
    if silent:
        parts.append(f"{how_many(silent, 'quote')} {'has' if silent == 1 else 'have'} no speaker")
    return f"In “{short}” {' and '.join(parts)}." if parts else ""


@command("article.aside", "Set aside, next article", "Shift+X", menu="Article")
def aside(session: Session) -> None:
    """Sets the article aside, to be left out of the export, and opens the next one."""
    document = desk(session)
    edits: list[Edit] = [] if document.status is Status.ASIDE else [SetStatus(document.id, Status.ASIDE)]
    _finish(session, "user.aside", edits, "Set aside")


@command(
    "article.reopen",
    "Reopen",
    menu="Article",
    when=lambda session: article_open(session) and desk(session).status in (Status.DONE, Status.ASIDE),
)
def reopen(session: Session) -> None:
    """Takes back that the article is done or set aside; what was decided stays."""
    session.dispatch("user.reopen", [SetStatus(desk(session).id, Status.OPEN)], "Reopen")


@command(
    "article.about",
    "About the article…",
    "F4",
    menu="Article",
    when=lambda session: article_open(session) and not session.project.read_only,
)
def about_article(session: Session) -> None:
    """Changes the article's title, outlet, by-line, date, address and language."""
    session.publish(Asked("about_article"))


@command(
    "article.rename",
    "Rename…",
    menu="Article",
    when=lambda session: article_open(session) and not session.project.read_only,
)
def rename(session: Session) -> None:
    """Changes the article's title in the queue, as F2 does there."""
    session.publish(Asked("care", "title"))


@command("article.delete", "Delete…", "Ctrl+Del", menu="Article")
def delete(session: Session) -> None:
    """Deletes the article, or those that are selected in the queue, after saying what goes with them."""
    session.publish(Asked("care", "delete"))


def say_about(session: Session, about: About) -> None:
    """Say what is known of the article on the desk. Raises Fault where that cannot be saved."""
    document = desk(session)
    if about != About.of(document):
        session.dispatch("user.about", [SetAbout(document.id, about)], "Change what is known of the article")


@command("article.next", "Next article", "Ctrl+PgDown", menu="Article", when=always)
def next_article(session: Session) -> None:
    """Opens the next article of the queue."""
    following = _beside(session, 1)
    if following is not None:
        visit(session, following)


@command("article.previous", "Previous article", "Ctrl+PgUp", menu="Article", when=always)
def previous_article(session: Session) -> None:
    """Opens the previous article of the queue."""
    previous = _beside(session, -1)
    if previous is not None:
        visit(session, previous)


@command("article.kinds", "Quotes looked for", "I", menu="Article", when=always)
def kinds(session: Session) -> None:
    """Goes on from direct quotes to those with marks, speech without marks, all kinds; looks for them anew."""
    every = list(QuoteKinds)
    kind = every[(every.index(session.quote_kinds) + 1) % len(every)]
    session.set_mode(quote_kinds=kind)
    words = {
        QuoteKinds.DIRECT: "direct quotes only",
        QuoteKinds.MARKED: "quotes with quote marks: direct and mixed",
        QuoteKinds.SPEECH: "quotes with and without quote marks, speech only",
        QuoteKinds.ALL: "all quotes, what somebody thinks or wants among them",
    }
    session.tell(f"Looking for {words[kind]}.")
    session.publish(Asked("prepare"))


@command("article.prepare", "Suggest again", "Ctrl+R", menu="Article")
def prepare(session: Session) -> None:
    """Runs the pipeline again; only what is still pending is replaced."""
    session.publish(Asked("prepare"))


@command(
    "article.again",
    "Preview new suggestions…",
    "Ctrl+Shift+R",
    menu="Article",
    when=lambda session: bool(session.entries),
)
def run_again(session: Session) -> None:
    """Shows what a pipeline would change in selected text, the article or the queue; nothing decided is touched."""
    session.publish(Asked("run_again"))


@command(
    "article.labels",
    "Labels to suggest…",
    "Ctrl+L",
    menu="Article",
    when=lambda session: not session.project.read_only,
)
def pipeline_labels(session: Session) -> None:
    """Chooses which of the pipeline's labels are suggested, and what they are called here; suggests anew by it."""
    session.publish(Asked("pipeline_labels"))


@command("article.weights", "Improve quote suggestions…", menu="Article", when=always)
def weights(session: Session) -> None:
    """Learns from your done articles to find reported speech, or takes what was learned elsewhere."""
    session.publish(Asked("weights"))
