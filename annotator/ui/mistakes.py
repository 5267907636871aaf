"""Mistakes of the program while the window is open: each is logged and told once, and can be reported."""

import logging
import platform
import sys
import threading
from collections import Counter
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

import annotator
from annotator.model.mistakes import Mistake
from annotator.session.events import Told
from annotator.ui.widgets.sizing import size_dialog

_log = logging.getLogger(__name__)

MOST = 20
"""How many different mistakes are kept for a report: the first ones, from which the others mostly come."""


class Mistakes(QObject):
    """The mistakes that were met since the start, the different ones once each.

    told  what a person is told of a mistake that was not met before; who tells it has it kept
    """

    told = Signal(object)
    _met = Signal(object)  # in whatever thread; the window hears of it in its own

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._kept: list[Mistake] = []
        self._met.connect(self._take)

    def keep_hooks(self) -> None:
        """Take every error that nothing catches from now on, in slots, in painting and in threads."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self.meet(args.exc_value) if args.exc_value is not None else None

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.meet(error)

    def meet(self, error: BaseException, doing: str = "") -> None:
        """A mistake was met, in any thread; what was edited before is on disk already."""
        self._met.emit(Mistake.of(error, doing))

    def keep(self, mistake: Mistake) -> None:
        """Have a mistake that a person is told of in the report."""
        self._counts[mistake.trace] += 1
        if self._counts[mistake.trace] == 1 and len(self._kept) < MOST:
            self._kept.append(mistake)

    def _take(self, mistake: Mistake) -> None:
        if mistake.trace in self._counts:
            self.keep(mistake)
            return
        _log.critical("A mistake of the program:\n%s", mistake.report())
        words = self.tr("A mistake of the program ({kind}). What you did before is saved.")
        self.told.emit(Told(words.format(kind=mistake.kind), fault=True, mistake=mistake))

    def report(self, *, with_words: bool = False) -> str:
        """The versions, and every different mistake with how often it was met."""
        parts = [_versions()]
        for mistake in self._kept:
            times = self._counts[mistake.trace]
            parts.append((f"{times} times:\n" if times > 1 else "") + mistake.report(with_words=with_words))
        return "\n\n".join(parts) + "\n"

    def __bool__(self) -> bool:
        return bool(self._kept)


def _versions() -> str:
    return (
        f"annotator {annotator.__version__}, Python {platform.python_version()}, Qt {qVersion()} "
        f"({QGuiApplication.platformName()}), {platform.system()} {platform.release()} {platform.machine()}"
    )


class ReportDialog(QDialog):
    """A report of the program's mistakes, to be copied and sent to whoever can mend them."""

    def __init__(self, mistakes: Mistakes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mistakes = mistakes
        self.setWindowTitle(self.tr("Report a problem of the program"))
        self.setModal(False)
        size_dialog(self, 640, 420)
        self._about = QLabel(self)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName(self.tr("The report"))
        self._words = QCheckBox(self.tr("With the errors’ own words, which may hold text of an article"), self)
        self._words.toggled.connect(self.renew)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._copy = self._buttons.addButton(self.tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.setDefault(True)
        self._copy.clicked.connect(self._on_copied)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._about, self._text, self._words, self._buttons):
            layout.addWidget(widget)

    def open_report(self) -> None:
        """Come to the front with what there is to report now; words are left out until they are asked for again."""
        self._words.setChecked(False)
        self.renew()
        self.show()
        self.raise_()
        self.activateWindow()
        self._copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def renew(self) -> None:
        """Show what there is to report now."""
        some = bool(self._mistakes)
        self._words.setEnabled(some)
        self._about.setText(
            self.tr("What the program knows of its mistakes, for whoever can mend them. It is sent nowhere by itself.")
            if some
            else self.tr("Nothing has gone wrong since the start. If something looks wrong, say with this what it is.")
        )
        self._text.setPlainText(self._mistakes.report(with_words=self._words.isChecked()))

    def _on_copied(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
