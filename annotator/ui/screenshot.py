"""The window as a picture, for the README and for bug reports."""

import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMessageLogContext, QSaveFile, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.model.document import Document, Kind, Quote
from annotator.model.faults import Fault
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.session.settings import Settings
from annotator.ui.app import make_application
from annotator.ui.window import MainWindow

_ROUNDS = 50
"""How often the window is drawn at most until two pictures of it are the same."""


def take(session: Session, settings: Settings, output: Path, size: tuple[int, int]) -> None:
    """Draws the window on a session into a PNG file, with a quote selected if there is one, and closes the session.

    session  one that may only be read: else a picture shows suggestions being waited for
    size     width and height in pixels

    Raises Fault where the file cannot be written.
    """
    application = make_application(["annotator"])
    before = qInstallMessageHandler(_say)
    window = MainWindow(session, settings)
    try:
        window.resize(*size)
        window.show()
        window.text.setFocus()
        window.key_line.dismiss()  # that the project may only be read does not matter to a picture
        quote = _typical(session.document) if session.document is not None else None
        if quote is not None:
            session.select(Selection(quote.extent.start, quote.extent.start, quote.id))
            window.text.verticalScrollBar().setValue(0)
        image = _settled(application, window)
    finally:
        window.close()
        qInstallMessageHandler(before)
    _write(image, output)


def _write(image: QImage, output: Path) -> None:
    """Writes beside the picture that may be there, and puts the new one in its place when it is whole."""
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


def _typical(document: Document) -> Quote | None:
    """A quote of a named speaker whose source stands in the article, the first direct one if there is one."""
    linked = [q for q in document.quotes if not q.rejected and q.source is not None and q.speaker is not None]
    return min(linked, key=lambda quote: quote.kind is not Kind.DIRECT, default=None)


def _settled(application: QApplication, window: MainWindow) -> QImage:
    """What the window looks like once it does not change any more."""
    before = QImage()
    for _ in range(_ROUNDS):
        application.processEvents()
        image = window.grab().toImage()
        if image == before:
            break
        before = image
    return before
