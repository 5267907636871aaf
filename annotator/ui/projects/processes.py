"""What other processes of the program ask this one: to open something, or to come to the front."""

import logging
import os
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QAbstractSocket, QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from annotator.model.faults import Fault
from annotator.session.projects.processes import LONGEST, Answer, Request, address, read_request, written
from annotator.session.projects.projects import usual_project
from annotator.ui.window import MainWindow
from annotator.ui.windows import Windows

_log = logging.getLogger(__name__)
_AT_ONCE = 16
"""How many may ask at a time."""
_WAIT = 2_000
"""Milliseconds within which a request has to be there: it is sent at once."""


class Listener(QObject):
    """Listens from when it is made, and answers once the windows are there, until `close`.

    What is no request, comes too slowly or is too long is hung up on.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._windows: Windows | None = None
        self._asking: set[QLocalSocket] = set()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(_AT_ONCE)
        self._server.newConnection.connect(self._on_asked)
        try:
            self._listen(str(address()))
        except (OSError, Fault) as error:
            _log.info("Other processes cannot reach this one: %s", error)

    def _listen(self, name: str) -> None:
        if not self._server.listen(name):
            if self._server.serverError() == QAbstractSocket.SocketError.AddressInUseError:
                QLocalServer.removeServer(name)  # it was left by a process that crashed and had this one's number
            if not self._server.listen(name):
                raise OSError(self._server.errorString())

    def serve(self, windows: Windows) -> None:
        """Answer for these windows from now on; with the last of them it ends."""
        self._windows = windows
        windows.changed.connect(self._on_windows_changed)
        self._on_asked()

    def close(self) -> None:
        """Listen no longer; who is asking goes on without an answer."""
        self._server.close()
        for asking in tuple(self._asking):
            asking.abort()

    def _on_windows_changed(self) -> None:
        if self._windows is not None and not self._windows.all:
            self.close()

    def _on_asked(self) -> None:
        while self._windows is not None and (asking := self._server.nextPendingConnection()) is not None:
            self._hear(asking)

    def _hear(self, asking: QLocalSocket) -> None:
        self._asking.add(asking)
        asking.setReadBufferSize(LONGEST + 1)
        asking.disconnected.connect(lambda: self._forget(asking))
        asking.readyRead.connect(lambda: self._on_heard(asking))
        QTimer.singleShot(_WAIT, asking, asking.abort)
        if len(self._asking) > _AT_ONCE:
            asking.abort()
        else:
            self._on_heard(asking)

    def _forget(self, asking: QLocalSocket) -> None:
        self._asking.discard(asking)
        asking.deleteLater()

    def _on_heard(self, asking: QLocalSocket) -> None:
        if self._windows is None or asking not in self._asking:
            return
        if not asking.canReadLine():
            if asking.bytesAvailable() > LONGEST:
                asking.abort()
            return
        try:
            request = read_request(bytes(asking.readLine().data()))
        except ValueError as error:
            _log.warning("What another process asked is nothing that can be done: %s", error)
            asking.abort()
            return
        asking.write(written(_answer(self._windows, request)))
        asking.disconnectFromServer()  # once that is written
        QTimer.singleShot(0, self, lambda: self._do(request))

    def _do(self, request: Request) -> None:
        if self._windows is None or not self._windows.all:
            return
        if request.token.isprintable() and request.token:
            os.environ["XDG_ACTIVATION_TOKEN"] = request.token  # Qt takes it when a window is to be activated
        do(self._windows, request)
        if (window := self._windows.active) is not None:
            QApplication.alert(window)  # where the desktop lets no window come to the front by itself


def _answer(windows: Windows, request: Request) -> Answer:
    raised = tuple(path for path in request.projects if windows.holding(Path(path)) is not None)
    opened = tuple(path for path in request.projects if path not in raised)
    into = request.projects[0] if request.projects else str(_desk(windows).session.project.path)
    return Answer(raised, opened, into if request.articles else "")


def do(windows: Windows, request: Request) -> None:
    """Open what is asked for, or come to the front."""
    window, articles = _desk(windows), [Path(path) for path in request.articles]
    if not request.projects:
        windows.come_forward(window)
        if articles:
            window.exchanging.imports.bring(articles, open_first=True)
    for path in request.projects:
        window.exchanging.projects.open_beside(Path(path), articles)


def _desk(windows: Windows) -> MainWindow:
    """The window that has the project opened last, else the one that somebody works in."""
    usual = usual_project(windows.settings.value)
    window = (usual and windows.holding(usual)) or windows.active
    assert window is not None, "the last window has been closed"
    return window
