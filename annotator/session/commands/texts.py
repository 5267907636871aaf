"""The article's text: paragraphs set aside as boilerplate, a corrected text, cut lines."""

from dataclasses import dataclass

from annotator.model.counting import how_many
from annotator.model.edits import Edit, ReplaceAnnotations, SetBoilerplate
from annotator.model.finding.everywhere import Order, SetAside
from annotator.model.texts.boilerplate import stands_in, turned
from annotator.session.commands.registry import command, desk
from annotator.session.events import Asked
from annotator.session.session import Session


@dataclass(frozen=True)
class Turned:
    """What was set aside, for what may be asked then.

    step     what it is undone with
    lines    the paragraphs' words
    decided  the ids of the annotations in them that somebody has decided about: they stay unless a person agrees
    """

    document: str
    step: str
    lines: tuple[str, ...]
    decided: tuple[str, ...]

    def step_of(self, session: Session) -> str | None:
        """Its step where that is still the last one, so that one undo takes back what is added to it, else None."""
        return self.step if session.history.done[-1:] == (self.step,) else None


@command("article.boilerplate", "Set aside as boilerplate", "Shift+B", menu="Article")
def boilerplate(session: Session) -> None:
    """Sets the paragraph at the caret, or those selected, aside: not suggested on, not exported. Again, they count."""
    document, selection = desk(session), session.selection
    before = set(document.boilerplate)
    after = turned(document, selection.stretch)
    new, again = set(after) - before, before - set(after)
    if not new and not again:
        session.tell("There is no paragraph here to set aside.")
        return
    inside = [each for each in document.annotations if new and stands_in(document, new, each)]
    pending = tuple(each.id for each in inside if each.pending)
    edits: list[Edit] = [SetBoilerplate(document.id, after)]
    if pending:
        edits.append(ReplaceAnnotations(document.id, pending))
    step = session.new_id("t")
    words = "Set aside as boilerplate" if new else "Count as text again"
    session.dispatch("user.boilerplate", edits, words, step=step)
    if again:
        count = how_many(len(again), "paragraph")
        session.tell(f"{count} will be exported again. “Suggest again” looks for entities and quotes in it.")
        return
    session.tell(f"Set {how_many(len(new), 'paragraph')} aside as boilerplate: not suggested on, not exported.")
    lines = tuple(dict.fromkeys(document.words(span) for span in sorted(new)))
    decided = tuple(each.id for each in inside if not each.pending)
    session.publish(Asked("boilerplate", Turned(document.id, step, lines, decided)))


@command("article.text", "Correct the text…", "Shift+F4", menu="Article")
def correct_text(session: Session) -> None:
    """Changes the article's text, or replaces it by a file's; what is marked moves with its words."""
    if session.project.read_only:
        session.tell("This project may only be read here: its texts cannot be corrected.")
        return
    session.publish(Asked("correct_text"))


@command("article.lines", "Join cut lines…", menu="Article")
def join_the_lines(session: Session) -> None:
    """Joins lines that were cut at a width, as e-mail and wires cut them, after saying how many."""
    if session.project.read_only:
        session.tell("This project may only be read here: its lines cannot be joined.")
        return
    session.publish(Asked("join_lines"))


@command(
    "article.boilerplate.everywhere",
    "Boilerplate in the whole project…",
    menu="Article",
    when=lambda session: bool(_aside_here(session)),
)
def boilerplate_everywhere(session: Session) -> None:
    """Shows every other article with a paragraph of the same words, to set it aside there too."""
    session.publish(Asked("everywhere", everywhere_too(_aside_here(session))))


def everywhere_too(lines: tuple[str, ...], step: str | None = None) -> Order:
    """The order to set aside every paragraph of these words in the project."""
    return Order(SetAside(lines), words=lines[0] if len(lines) == 1 else "", step=step)


def _aside_here(session: Session) -> tuple[str, ...]:
    """The words of what is set aside at the caret or in the selection."""
    document, selection = session.document, session.selection
    if document is None:
        return ()
    start, end = sorted((selection.anchor, selection.caret))
    return tuple(document.words(each) for each in document.boilerplate if each.start <= end and start <= each.end)


def remove_decided(session: Session, turned: Turned) -> None:
    """Take out what somebody has decided about and stands in what was set aside, as a person agreed."""
    document = session.load(turned.document)
    there = tuple(each for each in turned.decided if each in document.by_id)
    if there:
        edit = ReplaceAnnotations(document.id, there)
        session.dispatch("user.boilerplate", [edit], "Remove what stands in boilerplate", step=turned.step_of(session))
