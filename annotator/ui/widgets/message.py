"""What is told in the line below the text: a sentence, or a fault that stays."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from annotator.ui.articles.dragging import carry, far_enough
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.glyphs import Glyph, paint_glyph
from annotator.ui.widgets.plain import as_tip


class _Sign(QWidget):
    """The sign before a fault."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.setFixedSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_glyph(QPainter(self), QRectF(1, 1, 16, 16), Glyph.ALERT, self.theme.error)


class Message(QWidget):
    """A sentence; a fault has a sign and a cross, one that can be reported a button for that.

    file       what it tells of, which can be dragged from it; None for nothing
    dismissed  a person has read it
    reporting  a person wants to report it
    """

    dismissed = Signal()
    reporting = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._fault = LIGHT, False
        self.file: Path | None = None
        self._pressed: QPoint | None = None
        self._sign = _Sign(self)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._close = QToolButton(self)
        self._close.setText("×")
        self._close.setAccessibleName(self.tr("Dismiss the message"))
        self._close.setToolTip(self.tr("Dismiss (Esc)"))
        self._close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._report = QToolButton(self)
        self._report.setText(self.tr("Report…"))
        self._report.setAccessibleName(self.tr("Report this mistake of the program"))
        self._report.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._report.clicked.connect(self.reporting)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._sign, 0)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._report, 0)
        layout.addWidget(self._close, 0)
        self._close.clicked.connect(self.dismissed)

    @property
    def words(self) -> str:
        """What it says."""
        return self._label.text()

    @property
    def fault(self) -> bool:
        """Whether it tells of a fault."""
        return self._fault

    @property
    def can_report(self) -> bool:
        """Whether it has a button to report what it tells of."""
        return not self._report.isHidden()

    def tell(self, text: str, fault: bool, *, can_report: bool = False) -> None:
        """Say something else; screen readers are told."""
        self._fault = fault
        self.file = None
        self.unsetCursor()
        self.setToolTip("")
        self._label.setText(text)
        self._label.setAccessibleName(self.tr("Fault: {text}").format(text=text) if fault else text)
        self._sign.setVisible(fault)
        self._close.setVisible(fault)
        self._report.setVisible(can_report)
        self.set_theme(self._theme)
        QAccessible.updateAccessibility(QAccessibleEvent(self._label, QAccessible.Event.Alert))

    def offer(self, file: Path) -> None:
        """Let a file that it tells of be dragged from it."""
        self.file = file
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(as_tip(self.tr("Drag it to another program: {file}").format(file=file)))

    def line_width(self) -> int:
        """How wide it is with its longest line unbroken, sign and cross included."""
        metrics = self._label.fontMetrics()
        return max(metrics.horizontalAdvance(line) for line in self._label.text().split("\n")) + 8 + self._beside()

    def height_in(self, width: int) -> int:
        """How high its words are where it is that wide."""
        return self._label.heightForWidth(max(1, width - self._beside()))

    def _beside(self) -> int:
        report = 0 if self._report.isHidden() else self._report.sizeHint().width() + 8
        return self._sign.width() + report + self._close.sizeHint().width() + 16 if self._fault else 0

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = self._sign.theme = theme
        self._label.setStyleSheet(f"color: {theme.error if self._fault else theme.text};")
        self._sign.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.file is not None and far_enough(event, self._pressed):
            self._pressed = None
            carry(self, self.file)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.dismissed.emit()
