"""The project's guideline: shown, moved, and given examples and hard cases."""

from annotator.session.commands.registry import always, annotation_selected, chosen, command, desk
from annotator.session.events import Asked
from annotator.session.session import Session


def may_give(session: Session) -> bool:
    """An annotation is selected, and the project may be written."""
    return annotation_selected(session) and not session.project.read_only


def given(session: Session) -> bool:
    """The guideline has something of the selected annotation, and the project may be written."""
    return may_give(session) and any(case.annotation == chosen(session).id for case in desk(session).cases)


@command("view.guideline", "Guideline", "Ctrl+Shift+G", menu="View", when=always)
def show(session: Session) -> None:
    """Shows or hides the project's guideline, with its examples and hard cases, beside the text."""
    session.publish(Asked("guideline"))


@command("view.move_guideline", "Move the guideline", menu="View", when=always)
def move(session: Session) -> None:
    """Moves the guideline on: left, right, below the text, in a window of its own, and so on."""
    session.publish(Asked("move_guideline"))


@command("guideline.example", "Show as an example in the guideline", "E", menu="Annotation", when=may_give)
def example(session: Session) -> None:
    """Puts the selected annotation with its sentence below its label in the guideline; once more takes it out."""
    from annotator.session import guideline  # not needed at the start

    guideline.add_example(session)


@command("guideline.case", "Note as a hard case…", "H", menu="Annotation", when=may_give)
def case(session: Session) -> None:
    """Notes that the selected annotation was hard to decide, with a sentence why it is decided so."""
    session.publish(Asked("hard_case"))


@command("guideline.forget", "Take out of the guideline", menu="Annotation", when=given)
def forget(session: Session) -> None:
    """Takes the selected annotation out of the guideline's examples and hard cases; it stays as it is."""
    from annotator.session import guideline  # not needed at the start

    guideline.forget_cases(session)


@command("guideline.edit", "Write the guideline", menu="Edit", when=lambda session: not session.project.read_only)
def write(session: Session) -> None:
    """Writes in the project's guideline, in Markdown; each time it is written in, the version before is kept."""
    session.publish(Asked("guiding", "write"))


@command("file.save_guideline", "Save the guideline…", menu="File", when=always)
def save(session: Session) -> None:
    """Writes the project's guideline with its examples and hard cases into a file: a web page, Markdown, or PDF."""
    session.publish(Asked("guiding", "save"))


@command("file.print_guideline", "Print the guideline…", menu="File", when=always)
def print_out(session: Session) -> None:
    """Prints the project's guideline with its examples and hard cases."""
    session.publish(Asked("guiding", "print_out"))
