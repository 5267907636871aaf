"""The window as a picture, for the README, for bug reports, and to look at every state of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMessageLogContext, QSaveFile, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from annotator import paths
from annotator.model.document import Document, Kind, Quote
from annotator.model.faults import Fault
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.session.settings.settings import Settings, SharedSettings
from annotator.ui.app import make_application
from annotator.ui.window import MainWindow
from annotator.ui.windows import Windows

_ROUNDS = 50
"""How often the window is drawn at most until two pictures of it are the same."""


def take(session: Session, settings: Settings, output: Path, size: tuple[int, int]) -> None:
    """Draws the window on a session into a PNG file, with a quote selected if there is one, and closes the session.

    session  one that may only be read: else a picture shows suggestions being waited for
    size     width and height in pixels

    Raises Fault where the file cannot be written.
    """
    with shown(session, settings, size) as window:
        quote = typical(session.document) if session.document is not None else None
        if quote is not None:
            session.select(Selection(quote.extent.start, quote.extent.start, quote.id))
            window.text.verticalScrollBar().setValue(0)
        image = settled(window)
    write(image, output)


@contextmanager
def shown(session: Session, settings: Settings, size: tuple[int, int]) -> Iterator[MainWindow]:
    """A window on a session, of a width and height in pixels; at the end it is closed, and the session with it."""
    make_application(["annotator"])
    before = qInstallMessageHandler(_say)
    window = Windows(SharedSettings(paths.settings_file(), settings)).add(session)
    try:
        window.resize(*size)
        window.show()
        window.text.setFocus()
        window.key_line.clear()  # that the project may only be read does not matter to a picture
        yield window
    finally:
        window.close()
        window.deleteLater()  # each one that stays would have to be given every other's colours
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qInstallMessageHandler(before)


def write(image: QImage, output: Path) -> None:
    """Writes a picture as PNG beside the one that may be there, and puts it in its place when it is whole.

    Raises Fault where the file cannot be written.
    """
    picture = QBuffer()
    picture.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(picture, "PNG")  # type: ignore[call-overload]  # PySide6's stubs want bytes, PySide6 a str
    file = QSaveFile(str(output))
    if output.exists() and not output.is_file():
        raise Fault(f"{output} is no ordinary file.", "Name a file in a folder that is there.")
    if not (file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(picture.data()) >= 0 and file.commit()):
        reason = file.errorString()
        raise Fault(f"{output} cannot be written: {reason}.", "Look whether its folder is there and may be written to.")


def _say(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if not message.startswith("This plugin does not support"):  # said of every window where there is no screen
        print(message, file=sys.stderr)


def typical(document: Document) -> Quote | None:
    """A quote of a named speaker whose source stands in the article, the first direct one if there is one."""
    linked = [q for q in document.quotes if not q.rejected and q.source is not None and q.speaker is not None]
    return min(linked, key=lambda quote: quote.kind is not Kind.DIRECT, default=None)


def settled(window: MainWindow) -> QImage:
    """What the window looks like, with its dialogs and menus over it, once it does not change any more."""
    before = QImage()
    for _ in range(_ROUNDS):
        QApplication.processEvents()
        image = _together(window)
        if image == before:
            break
        before = image
    return before


def _together(window: MainWindow) -> QImage:
    """The window and what lies over it: a screen would show it all, but each has a picture of its own."""
    picture = window.grab()
    over = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window]
    painter = QPainter(picture)
    for each in over:
        painter.drawPixmap(
            each.mapToGlobal(each.rect().topLeft()) - window.mapToGlobal(window.rect().topLeft()), _framed(each)
        )
    painter.end()
    return picture.toImage()


def _framed(widget: QWidget) -> QPixmap:
    """A dialog with a hairline around it, where a window system would put its frame."""
    picture = widget.grab()
    painter = QPainter(picture)
    painter.setPen(widget.palette().mid().color())
    painter.drawRect(widget.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return picture
