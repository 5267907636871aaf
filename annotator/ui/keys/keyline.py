"""The line below the text: what is selected, which keys act on it now, what was told, what goes on."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from annotator.ui.keys.keycaps import cap_height, cap_width, paint_cap
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.message import Message
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rows import fonts_of, mixed, words_at

READING_TIME = 2500
"""Milliseconds for which a message stays, and as much again for every 60 characters."""
PATIENCE = 250
"""Milliseconds after which work is worth a progress bar."""
_GAP = 12
_LEAST = 60
"""Pixels below which elided words say nothing."""
_NARROWEST = 200
_MOST = 16
"""So many keys are shown where there is room."""


class _Key(QAbstractButton):
    """A key's cap and what it does; a click does it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.key = self.name = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_key(self, key: str, title: str, name: str) -> None:
        """Be another key."""
        self.key, self.name = key, name
        self.setText(title)
        self.setAccessibleName(f"{title}, {key}" if key else title)
        self.update()

    def sizeHint(self) -> QSize:
        fonts = fonts_of(self.font())
        width = fonts.small_metrics.horizontalAdvance(self.text()) + 8
        if self.key:
            width += cap_width(self.key, fonts.small) + 5
        return QSize(round(width) + 1, round(cap_height(fonts.small)) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, fonts, theme = QPainter(self), fonts_of(self.font()), self.theme
        rect = QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mixed(theme.surface, theme.text, 0.12 if self.isDown() else 0.06))
            painter.drawRoundedRect(rect, 4, 4)
        x = 4.0
        if self.key:
            paint_cap(painter, x, rect.center().y(), self.key, fonts.small, theme)
            x += cap_width(self.key, fonts.small) + 5
        y = rect.center().y() + (fonts.small_metrics.ascent() - fonts.small_metrics.descent()) / 2
        words_at(painter, x, y, rect.width() - x, self.text(), fonts.small, theme.chip_text)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)


class _Keys(QWidget):
    """As many keys as there is room for, the first ones first."""

    triggered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._keys = [self._make_key() for _ in range(_MOST)]  # made at once, so that Tab finds them in their place
        self._rows: tuple[tuple[str, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for key in self._keys:
            key.theme = theme
            key.update()

    def _make_key(self) -> _Key:
        key = _Key(self)
        key.hide()
        key.clicked.connect(lambda: self.triggered.emit(key.name))
        return key

    def set_keys(self, rows: Sequence[tuple[str, str, str]]) -> None:
        if tuple(rows[:_MOST]) == self._rows:
            return
        self._rows = tuple(rows[:_MOST])
        for key, row in zip(self._keys, rows, strict=False):
            key.show_key(*row)
        self._place()

    def shown(self) -> list[_Key]:
        """The keys that have room."""
        return [key for key in self._keys if not key.isHidden()]

    def sizeHint(self) -> QSize:
        fonts = fonts_of(self.font())
        return QSize(200, round(cap_height(fonts.small)) + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        x, full = 0, False
        for number, key in enumerate(self._keys):
            size = key.sizeHint()
            full = full or number >= len(self._rows) or x + size.width() > self.width()
            key.setVisible(not full)
            if not full:
                key.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
                x += size.width() + _GAP - 4


class _Context(QLabel):
    """Words on one line, elided where there is no room."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        painter.setPen(self.palette().color(self.foregroundRole()))
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class KeyLine(QFrame):
    """One line of what is selected and what can be done; messages take the keys' place for a while.

    triggered  the name of the command whose key was clicked
    cancelled  what goes on is to be cancelled
    reporting  the mistake of the program that is told is to be reported
    """

    triggered = Signal(str)
    cancelled = Signal()
    reporting = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyline")
        self._context = _Context(self)
        self._context.setTextFormat(Qt.TextFormat.PlainText)
        self._keys = _Keys(self)
        self._message = Message(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._keys)
        self._stack.addWidget(self._message)
        self._stack.setMinimumWidth(1)
        self._working = _Context(self)
        self._working.setTextFormat(Qt.TextFormat.PlainText)
        self._working.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(90, 4)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel = QToolButton(self)
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel what goes on"))
        self._cancel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 3, 10, 3)
        self._layout.setSpacing(10)
        self._layout.addWidget(self._context, 0)
        self._layout.addWidget(self._stack, 1)
        for widget in (self._working, self._bar, self._cancel):
            self._layout.addWidget(widget, 0)
            widget.hide()
        self._going_on = False
        self._held: tuple[str, bool] | None = None
        self.setMinimumWidth(_NARROWEST)  # else its words would push the columns beside it out of the window
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self.dismiss)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PATIENCE)
        self._late.timeout.connect(self._show_progress)
        self._keys.triggered.connect(self.triggered)
        self._message.dismissed.connect(self.dismiss)
        self._message.reporting.connect(self.reporting)
        self._cancel.clicked.connect(self.cancelled)
        self.set_theme(LIGHT)

    @property
    def message(self) -> str:
        """The message that is shown, "" where none is."""
        return self._message.words if self._stack.currentWidget() is self._message else ""

    @property
    def shows_progress(self) -> bool:
        """Whether it can be seen that something goes on."""
        return self._going_on

    @property
    def context(self) -> str:
        """What it says is selected."""
        return self._context.text()

    def set_context(self, words: str) -> None:
        """Say what is selected, in plain words."""
        if words != self._context.text():
            self._context.setText(words)
            self._context.setToolTip(as_tip(words))
            self._fit()

    def set_keys(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show keys, the most important first: the key as it is shown, what it does, its command's name."""
        self._keys.set_keys(rows)

    def tell(self, text: str, fault: bool = False, *, can_report: bool = False) -> None:
        """Show a sentence for a while; a fault stays until it is dismissed, and comes back after a mere message."""
        if fault:
            self._held = None
        elif self._message.fault and self.message:
            self._held = self._message.words, self._message.can_report
        words = text if fault else " ".join(text.split())
        self._over.stop()
        self._message.tell(words, fault, can_report=can_report)
        self._stack.setCurrentWidget(self._message)
        self._fit()
        if not fault:
            self._over.start(READING_TIME + READING_TIME * len(words) // 60)

    def offer(self, file: Path) -> None:
        """Let the file that the message tells of be dragged from it."""
        self._message.offer(file)

    def dismiss(self) -> None:
        """Show the keys again instead of a message, or the fault that it displaced."""
        if self._held is not None and self.message:
            words, can_report = self._held
            self.tell(words, fault=True, can_report=can_report)
            return
        self._over.stop()
        self._stack.setCurrentWidget(self._keys)
        self._fit()

    def clear(self) -> None:
        """Show the keys again, whatever was told."""
        self._held = None
        self.dismiss()

    def go_on(self) -> None:
        """Show the keys again, as a person has done something else; a fault stays."""
        if not self._message.fault and self.message:
            self.dismiss()

    def set_progress(self, text: str, done: int = 0, total: int | None = None) -> None:
        """Show that something goes on and how far it is; an unknown `total` is None, an empty text ends it."""
        self._working.setText(text)
        self._working.setToolTip(as_tip(text))
        self._bar.setRange(0, total if total is not None else 0)
        self._bar.setValue(min(done, total) if total is not None else 0)
        if not text:
            self._late.stop()
            self._going_on = False
            self._fit()
        elif self._going_on:
            self._fit()
        elif not self._late.isActive():
            self._late.start()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._keys.set_theme(theme)
        self._message.set_theme(theme)
        self.setStyleSheet(
            f"#keyline {{ background: {theme.surface}; border-top: 1px solid {theme.line}; }}"
            "#keyline > QToolButton { padding: 0 6px; }"  # no higher than the keys: nothing moves when work begins
        )

    def _show_progress(self) -> None:
        self._going_on = True
        self._fit()

    def _fit(self) -> None:
        """Shares the line out: a message first, then progress, what is selected, and the words of the progress."""
        message = self._message if self._stack.currentWidget() is self._message else None
        margins = self._layout.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._layout.spacing()
        wanted = 0 if message is None else min(message.line_width() + self._layout.spacing(), room)
        left = room - wanted
        bar = self._bar.width() + self._layout.spacing()
        cancel = self._cancel.sizeHint().width() + self._layout.spacing()
        # A fault stays, so there must be room to cancel beside it; a message goes by itself.
        can_cancel = self._going_on and (left >= cancel or message is None or message.fault)
        left -= cancel if can_cancel else 0
        known = self._bar.maximum() > 0  # else it would run to and fro beside what is being read
        has_bar = self._going_on and known and (left >= bar or message is None)
        left -= bar if has_bar else 0
        left = self._fit_words(self._context, left, self.width() * 2 // 5)
        told = self._going_on and (message is None or left > _LEAST)
        if told:
            self._fit_words(self._working, left, self.width() * (2 if message is None else 1) // 5)
        for widget, shown in ((self._working, told), (self._bar, has_bar), (self._cancel, can_cancel)):
            widget.setVisible(shown)
        self._fit_height(message, room - (cancel if can_cancel else 0))

    def _fit_words(self, label: _Context, left: int, most: int) -> int:
        """Gives a label the width of its words, or what there is of it; returns what is left over."""
        width = label.fontMetrics().horizontalAdvance(label.text()) + 4 if label.text() else 0
        room = min(width, most, left - self._layout.spacing())
        label.setFixedWidth(room if room >= min(width, _LEAST) else 0)
        return left - label.width() - self._layout.spacing()

    def _fit_height(self, message: Message | None, room: int) -> None:
        height = self._keys.sizeHint().height()
        if message is not None:
            height = max(height, message.height_in(min(room, self.width())))
        self._stack.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
