"""Undo and redo, copying, and what a window shows: finding, the palette, the sheet of keys, zoom, theme, files."""

from functools import partial

from annotator.model.document import Entity
from annotator.session.commands.registry import (
    Command,
    Condition,
    always,
    annotation_selected,
    article_open,
    chosen,
    command,
    desk,
    register,
)
from annotator.session.events import Asked
from annotator.session.session import Session


@command("edit.undo", "Undo", "Ctrl+Z", menu="Edit", when=lambda session: bool(session.history.done))
def undo(session: Session) -> None:
    """Takes back what was done last, in whichever article, also after a restart."""
    session.undo()


@command("edit.redo", "Redo", "Ctrl+Shift+Z", "Ctrl+Y", menu="Edit", when=lambda session: bool(session.history.undone))
def redo(session: Session) -> None:
    """Does again what was undone last."""
    session.redo()


def text_to_copy(session: Session) -> str:
    """The selected text, else the words of the selected annotation."""
    document = desk(session)
    if session.selection.text is not None:
        return document.words(session.selection.text)
    annotation = session.annotation
    if annotation is None:
        return ""
    spans = (annotation.span,) if isinstance(annotation, Entity) else annotation.contents
    return " ".join(document.words(span) for span in spans)


@command("edit.copy", "Copy", "Ctrl+C", menu="Edit")
def copy(session: Session) -> None:
    """Copies the selected text, or the words of the selected annotation."""
    session.publish(Asked("copy", text_to_copy(session)))


@command("edit.copy_json", "Copy as JSON", "Ctrl+Shift+C", menu="Edit", when=annotation_selected)
def copy_json(session: Session) -> None:
    """Copies the selected annotation as JSON, with its words and its speaker."""
    from annotator.formats.jsonl.writing import annotation_to_json  # not needed at the start

    words = annotation_to_json(desk(session), chosen(session), session.state.speakers)
    session.publish(Asked("copy", words))


@command("edit.copy_jsonl", "Copy as JSONL", "Ctrl+Alt+C", menu="Edit")
def copy_jsonl(session: Session) -> None:
    """Copies the whole article, or those selected in the queue, as lines of JSONL, as an export would write them."""
    session.publish(Asked("care", "copy"))


def _ask(session: Session, what: str) -> None:
    session.publish(Asked(what))


def _register() -> None:
    asked: tuple[tuple[str, str, str, tuple[str, ...], str, Condition], ...] = (
        ("edit.find", "Find", "Finds text in the article.", ("Ctrl+F", "/"), "Edit", article_open),
        (
            "file.paste",
            "Paste an article",
            "Makes an article of the text in the clipboard.",
            ("Ctrl+V",),
            "File",
            always,
        ),
        ("file.import", "Import…", "Brings files into the project, as articles.", ("Ctrl+I",), "File", always),
        ("file.import_folder", "Import a folder…", "Brings all articles of a folder.", (), "File", always),
        (
            "file.export",
            "Export…",
            "Writes the articles: shows before what would be written and lost, in any format.",
            ("Ctrl+E",),
            "File",
            always,
        ),
        (
            "file.findings",
            "Look for mistakes",
            "Lists what may be wrong in the project, each a click away; the list stays open while you mend.",
            ("Ctrl+Shift+M",),
            "File",
            always,
        ),
        (
            "view.figures",
            "Figures…",
            "Shows how far the project is, what was decided, how good the pipelines were, and who speaks; live.",
            ("Ctrl+G",),
            "View",
            always,
        ),
        ("go.finding", "Next mistake", "Goes to the next one in the list of mistakes.", ("F8",), "Go", always),
        (
            "go.finding_before",
            "Previous mistake",
            "Goes to the previous one in the list of mistakes.",
            ("Shift+F8",),
            "Go",
            always,
        ),
        (
            "view.details",
            "Details",
            "Says where the selected annotation comes from: its decision, origin, score and reason.",
            ("Ctrl+D",),
            "View",
            annotation_selected,
        ),
        ("view.larger", "Larger text", "Makes the article's text larger.", ("Ctrl++", "Ctrl+="), "View", always),
        ("view.smaller", "Smaller text", "Makes the article's text smaller.", ("Ctrl+-",), "View", always),
        ("view.usual", "Usual text size", "Gives the article's text its usual size.", ("Ctrl+0",), "View", always),
        (
            "view.theme",
            "Light or dark",
            "Goes on from the system's theme to light to dark.",
            ("Ctrl+T",),
            "View",
            always,
        ),
        ("view.palette", "Commands…", "Types ahead through all commands.", ("Ctrl+Shift+P",), "Help", always),
        ("view.keys", "Keys", "Shows all keys.", ("?", "F1"), "Help", always),
    )
    for name, title, words, keys, menu, when in asked:
        what = name.partition(".")[2]
        register(Command(name, title, words, keys, menu, partial(_ask, what=what), when, keys[0] if keys else ""))


_register()


@command("help.guidelines", "Guideline for the selection", "Shift+F1", menu="Help", when=always)
def guidelines(session: Session) -> None:
    """Shows the project's guideline at the passage that fits the selected annotation."""
    _ask(session, "guidelines")
