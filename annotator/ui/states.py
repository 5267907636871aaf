"""The states of the window of which pictures are made, for whoever looks over what it looks like."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.model.document import Document, Entity, Kind, Quote
from annotator.model.faults import Fault
from annotator.session.background import Imported
from annotator.session.commands import COMMANDS
from annotator.session.importing import ImportReport
from annotator.session.selection import Selection
from annotator.ui.menus import translated
from annotator.ui.rows import RowView
from annotator.ui.sheet import KeySheet
from annotator.ui.window import MainWindow

Act = Callable[[MainWindow], None]


def _anything(_: MainWindow) -> bool:
    return True


@dataclass(frozen=True)
class State:
    """What a picture shows.

    act      what is done in the window before
    ready    whether what that began is there
    article  which article is open: "sample", "long", "rtl", or "nothing"
    size     the window's width and height where it is not the usual one
    """

    act: Act
    ready: Callable[[MainWindow], bool] = _anything
    article: str = "sample"
    size: tuple[int, int] | None = None


def typical_quote(document: Document) -> Quote | None:
    """A quote of a named speaker whose source stands in the article, the first direct one if there is one."""
    linked = [q for q in document.quotes if not q.rejected and q.source is not None and q.speaker is not None]
    return min(linked, key=lambda quote: quote.kind is not Kind.DIRECT, default=None)


def _nothing(window: MainWindow) -> None:
    """Leaves it as it opens."""


def select_quote(window: MainWindow) -> None:
    """Selects a typical quote, if there is one, with the article's beginning in view."""
    session = window.session
    quote = typical_quote(session.document) if session.document is not None else None
    if quote is not None:
        session.select(Selection(quote.extent.start, quote.extent.start, quote.id))
        window.text.verticalScrollBar().setValue(0)


def _entity(window: MainWindow) -> Entity | None:
    document = window.session.document
    people = [e for e in document.entities if e.speaker is not None and not e.rejected] if document is not None else []
    return people[0] if people else None


def _select_entity(window: MainWindow) -> None:
    entity = _entity(window)
    if entity is not None:
        window.session.select(Selection(entity.span.start, entity.span.start, entity.id))


def _select_text(window: MainWindow) -> None:
    document = window.session.document
    if document is not None and document.quotes:
        quote = document.quotes[0]
        window.session.select(Selection(quote.extent.end, quote.extent.start))


def _take_border(window: MainWindow) -> None:
    _select_entity(window)
    window.run("border.end")


def _entity_everywhere(window: MainWindow) -> None:
    _select_entity(window)
    window.run("label.project.2")


def _previewed(window: MainWindow) -> bool:
    return window.answering.everywhere.preview.ready


def _find(window: MainWindow) -> None:
    entity, document = _entity(window), window.session.document
    window.run("edit.find")
    if entity is not None and document is not None:
        window.columns.find_bar.field.setText(document.words(entity.span).split()[-1])


def _found(window: MainWindow) -> bool:
    return bool(window.text.overlay.hits)


def _import_report(window: MainWindow) -> None:
    fault = Fault("broken.txt is no text: it has bytes that no letter has.", "Save it as UTF-8.")
    window.session.publish(Imported(ImportReport(added=["a"], known=["b"], faults=[fault])))


def _press(widget: QWidget, key: Qt.Key, text: str) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    QApplication.sendEvent(widget, event)


def _conflict(window: MainWindow) -> None:
    """Gives a command the key of another one."""
    window.run("view.keys")
    [sheet] = window.findChildren(KeySheet)
    [view] = sheet.findChildren(RowView)
    titles = [view.model().index(row, 0).data() for row in range(view.model().rowCount())]
    view.go_to(titles.index(COMMANDS["quote.make"].title))
    _press(view, Qt.Key.Key_Return, "")
    _press(view, Qt.Key.Key_X, "x")


def _context_menu(window: MainWindow) -> None:
    select_quote(window)
    at = window.text.scene().caret()
    if at is not None:
        place = window.text.viewport().mapToGlobal(at.bottomLeft().toPoint())
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at.bottomLeft().toPoint(), place)
        QApplication.sendEvent(window.text.viewport(), event)


def _menu(window: MainWindow) -> None:
    bar = window.menuBar()
    menu = next(each for each in bar.findChildren(QMenu) if each.title() == translated("Annotation"))
    menu.popup(bar.mapToGlobal(bar.actionGeometry(menu.menuAction()).bottomLeft()))


def _after(*acts: Act) -> Act:
    def every(window: MainWindow) -> None:
        for act in acts:
            act(window)

    return every


def _command(name: str) -> Act:
    return lambda window: window.run(name)


def _middle(window: MainWindow) -> None:
    bar = window.text.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)


def _quote_in_view(window: MainWindow) -> None:
    select_quote(window)
    if window.session.quote is not None:
        window.text.reveal(window.session.quote.extent)


STATES: dict[str, State] = {
    "plain": State(_nothing),
    "quote": State(select_quote),
    "entity": State(_select_entity),
    "text": State(_select_text),
    "border": State(_take_border),
    "details": State(_after(_select_entity, _command("view.details"))),
    "labels": State(_after(_select_entity, _command("label.choose"))),
    "speakers": State(_after(select_quote, _command("speaker.choose"))),
    "palette": State(_command("view.palette")),
    "menu": State(_after(_select_entity, _menu)),
    "context-menu": State(_context_menu),
    "find": State(_find, _found),
    "everywhere": State(_entity_everywhere, _previewed),
    "keys": State(_command("view.keys")),
    "keys-conflict": State(_conflict),
    "export": State(_command("file.export")),
    "import-report": State(_import_report),
    "guidelines": State(_after(select_quote, _command("help.guidelines"))),
    "welcome": State(_command("help.welcome")),
    "text-alone": State(_after(_command("view.queue"), _command("view.quotes"))),
    "narrow": State(_quote_in_view, size=(920, 640)),
    "long": State(_middle, article="long"),
    "rtl": State(select_quote, article="rtl"),
    "nothing": State(_nothing, article="nothing"),
}
"""Every state by the name of its picture."""
