"""What a person does in the pictures that show articles' texts set aside, corrected and joined."""

from annotator.model.document import Document
from annotator.session.commands.texts import Turned
from annotator.session.projects.pictured import span_of
from annotator.session.selection import Selection
from annotator.ui.window import MainWindow


def _document(window: MainWindow) -> Document:
    document = window.session.document
    if document is None:
        raise LookupError("no article is on the desk")
    return document


def offer_elsewhere(window: MainWindow) -> None:
    """The caret in a line that is set aside, which other articles have too."""
    document = _document(window)
    line = document.words(document.boilerplate[0])
    window.exchanging.texts.offer_elsewhere(Turned(document.id, "", (line,), ()), 12)
    start, _ = span_of(document.text, line)
    window.session.select(Selection(start, start))


def correct_words(window: MainWindow) -> None:
    """Some words of the text are changed in the dialog, and nothing is done yet."""
    correcting = window.exchanging.correcting
    correcting.open()
    dialog = correcting.dialog
    for words, by in (("Brandt told", "Brand told"), ("Tom Okafor", "The man"), ("longer than", "wider than")):
        cursor, at = dialog.field.textCursor(), dialog.field.shown.index(words)
        cursor.setPosition(at)
        cursor.setPosition(at + len(words), cursor.MoveMode.KeepAnchor)
        cursor.insertText(by)
    dialog.move(window.geometry().center() - dialog.rect().center())


def look_at_lines(window: MainWindow) -> None:
    """Somebody asks whether the lines are cut."""
    window.exchanging.texts.look_at_lines(asked=True)


def asks(window: MainWindow) -> bool:
    """Whether anything is asked above the text."""
    return window.columns.ask_bar.question is not None
