"""The list that opens at a place to choose from by typing: labels, speakers, commands."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.ui.keys.keycaps import cap_width, paint_cap
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.matching import Titles
from annotator.ui.widgets.rows import MARKED, PAD, RowDelegate, RowView, fonts_of, mixed, words_at

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WIDTH = 440
_ROWS = 10
_DIGITS = "123456789"


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen.

    value   what `picked` gives; never shown
    detail  muted, after the title; it is searched too
    key     the key that does the same at once, "" for none; a digit picks it here too
    colour  of a square before the title, as #rrggbb, None for none
    barred  whether it cannot be chosen now; `detail` says why
    """

    value: object
    title: str
    detail: str = ""
    key: str = ""
    colour: str | None = None
    barred: bool = False


class _Choices(QAbstractListModel):
    """The choices that match what was typed, best first; None among them stands for making a new one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: Sequence[Choice] = ()
        self.rows: list[Choice | None] = []
        self.typed = ""
        self.may_make = False
        self.numbered = self.coloured = False
        self._titles = Titles(())

    def offer(self, choices: Sequence[Choice], *, may_make: bool) -> None:
        """Take over other choices."""
        self.choices, self.may_make = choices, may_make
        self.numbered = not any(choice.key for choice in choices)
        self.coloured = any(choice.colour is not None for choice in choices)
        self._titles = Titles([choice.title for choice in choices], [choice.detail for choice in choices])
        self.search("")

    def search(self, typed: str) -> None:
        """Show what matches; what may be made stands first where nothing matches well, else last."""
        found = self._titles.match(typed)
        self.beginResetModel()
        self.typed = " ".join(typed.split())
        self.rows = [self.choices[match.place] for match in found]
        if self.may_make and self.typed and not any(choice and choice.title == self.typed for choice in self.rows):
            well = bool(found) and found[0].well
            self.rows.insert(len(self.rows) if well else 0, None)
        self.endResetModel()

    def key_of(self, row: int) -> str:
        """The key shown on a row: its own, or its number where none has one."""
        choice = self.rows[row]
        if choice is None:
            return "Ctrl+Enter"
        return _DIGITS[row] if self.numbered and not self.typed and row < len(_DIGITS) else choice.key

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        choice = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.title if choice is not None else self.tr("New: “{words}”").format(words=self.typed)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            detail = choice.detail if choice is not None else ""
            barred = self.tr("cannot be chosen") if choice is not None and choice.barred else ""
            return ", ".join(filter(None, (str(self.data(index)), barred, detail, self.key_of(index.row()))))
        return None


class _ChoiceDelegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, round(fonts_of(option.font).line) + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fonts, theme, rect = fonts_of(option.font), self.theme, option.rect
        view, model = option.widget, index.model()
        assert isinstance(model, _Choices)
        assert isinstance(view, RowView)
        marked = view.currentIndex() == index
        painter.fillRect(rect, mixed(theme.raised, theme.accent, MARKED) if marked else QColor(theme.raised))
        if marked:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), QColor(theme.accent))
        choice, x, right = model.rows[index.row()], float(rect.x() + PAD), float(rect.right() - PAD)
        key = model.key_of(index.row())
        if key:
            width = cap_width(key, fonts.small)
            paint_cap(painter, right - width, rect.center().y() + 0.5, key, fonts.small, theme)
            right -= width + 10
        side = round(fonts.normal_metrics.capHeight()) + 2
        if choice is not None and choice.colour is not None:
            painter.fillRect(QRectF(x, rect.center().y() - side // 2 + 1, side, side), QColor(choice.colour))
        if model.coloured:
            x += side + 8
        y = rect.y() + 4 + fonts.normal_metrics.ascent()
        font = fonts.normal if choice is not None else fonts.bold
        barred = choice is not None and choice.barred
        end = words_at(painter, x, y, right - x, str(index.data()), font, theme.muted if barred else theme.text)
        if choice is not None:
            ink = theme.chip_open if barred else theme.chip_text if marked else theme.muted
            words_at(painter, end + 10, y, right - end - 10, choice.detail, fonts.small, ink)


class Choices(QFrame):
    """A list over the window, opened by `offer`. It closes when one is chosen, with Esc, and when the focus leaves it.

    picked  the value of the choice that was chosen
    lettered  the value of the marked choice, and the letter that was pressed with Alt, where letters can be given
    made    the words for a new one
    closed  it was open and is not any more, whatever was chosen
    """

    picked = Signal(object)
    made = Signal(str)
    lettered = Signal(object, str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._before: QWidget | None = None
        self._letters = False
        self._theme = LIGHT
        self._model = _Choices(self)
        self._prompt = QLabel(self)
        self._prompt.setTextFormat(Qt.TextFormat.PlainText)
        self._prompt.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._field = QLineEdit(self)
        self._field.installEventFilter(self)
        self._none = QLabel(self.tr("Nothing matches."), self)
        self._none.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._none.setContentsMargins(PAD, 4, PAD, 6)
        self._view = RowView(self.tr("Choices"), self)
        self._view.setUniformRowHeights(True)
        self._view.setItemDelegate(_ChoiceDelegate(self._view))
        self._view.setModel(self._model)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoFillBackground(True)
        self.setObjectName("choices")
        top = QVBoxLayout()
        top.setContentsMargins(PAD, 8, PAD, 8)
        top.setSpacing(4)
        top.addWidget(self._prompt)
        top.addWidget(self._field)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._view)
        layout.addWidget(self._none)
        self._field.textChanged.connect(self._on_typed)
        self._view.chosen.connect(lambda index: self._choose(index.row()))
        self.set_theme(LIGHT)
        self.hide()

    @property
    def field(self) -> QLineEdit:
        """Where a person types."""
        return self._field

    @property
    def titles(self) -> list[str]:
        """The rows as they are shown."""
        return [str(self._model.index(row).data()) for row in range(self._model.rowCount())]

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self._view.set_theme(theme)
        self.setStyleSheet(
            f"#choices {{ background: {theme.raised}; border: 1px solid {theme.bar}; border-radius: 6px; }}"
            f"QTreeView {{ background: {theme.raised}; border: none; }}"
        )
        self._view.setStyleSheet("")

    def offer(
        self, items: Sequence[Choice], *, at: QPoint, prompt: str, may_make: bool, letters: bool = False, row: int = 0
    ) -> None:
        """Open with these, in their order, below the place `at` on the screen, or as near as the window has room.

        letters  whether Alt with a letter gives the marked one a key of its own
        row      the one that is marked first
        """
        self._letters = letters
        if not self.isVisible():
            self._before = QApplication.focusWidget()
            self._window.installEventFilter(self)
        self._field.blockSignals(True)
        self._field.clear()
        self._field.blockSignals(False)
        self._prompt.setText(prompt)
        self._field.setAccessibleName(prompt)
        self._field.setPlaceholderText(
            self.tr("Type to choose, or a new one") if may_make else self.tr("Type to choose")
        )
        self._model.offer(items, may_make=may_make)
        self._settle()
        self._view.go_to(row)
        self._place(at)
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed, Qt.ConnectionType.UniqueConnection)

    def close_list(self) -> None:
        """Close without choosing; the focus goes back to where it was."""
        self._close(back=True)

    def _close(self, *, back: bool) -> None:
        if self.isHidden():
            return
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._on_focus_changed)
        self._window.removeEventFilter(self)
        before, self._before = self._before, None
        self.hide()
        if back and before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def _place(self, at: QPoint) -> None:
        window = self._window
        self.setFixedWidth(min(_WIDTH, window.width() - 8))
        self._fit()
        place = window.mapFromGlobal(at)
        above = place.y() + self.height() + 4 > window.height()
        self.move(place.x(), place.y() if not above else place.y() - self.height() - 28)
        self._stay_inside()

    def _stay_inside(self) -> None:
        x, y = self._window.width() - self.width() - 4, self._window.height() - self.height() - 4
        self.move(max(4, min(self.x(), x)), max(4, min(self.y(), y)))

    def _fit(self) -> None:
        rows = min(_ROWS, max(1, self._model.rowCount()))
        self._view.setFixedHeight(rows * (round(fonts_of(self.font()).line) + 8) + 4)
        self._layout.activate()
        self.resize(self.width(), self.sizeHint().height())  # the field stays where it is, below or above the place

    def _settle(self) -> None:
        empty = not self._model.rows
        self._none.setVisible(empty)
        self._view.setVisible(not empty)
        if not empty:
            self._view.go_to(0)

    def _on_typed(self, typed: str) -> None:
        self._model.search(typed)
        self._settle()
        self._fit()

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._model.rows):
            return
        choice, typed = self._model.rows[row], self._model.typed
        if choice is not None and choice.barred:
            return
        self._close(back=True)
        if choice is None:
            self.made.emit(typed)
        else:
            self.picked.emit(choice.value)

    def _make(self) -> None:
        typed = self._model.typed
        if self._model.may_make and typed:
            self._close(back=True)
            self.made.emit(typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the field that go through the list; and the window's size, inside which it stays."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._stay_inside()
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and watched is self._field and isinstance(event, QKeyEvent) and self._letters and _with_alt(event):
            event.accept()  # else Alt with a letter would open a menu
            return True
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self._view.currentIndex().row()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        count = self._model.rowCount()
        if key == Qt.Key.Key_Escape:
            self.close_list()
        elif self._letters and _with_alt(event):
            choice = self._model.rows[row] if 0 <= row < count else None
            if choice is not None:
                self.lettered.emit(choice.value, chr(key))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control:
                self._make()
            else:
                self._choose(row)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and count:
            self._view.go_to((row + (1 if key == Qt.Key.Key_Down else -1)) % count)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and count:
            self._view.go_to(max(0, min(count - 1, row + (_ROWS if key == Qt.Key.Key_PageDown else -_ROWS))))
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            pass  # the list belongs to the field; there is nowhere else to go in here
        else:
            return self._pick_by_digit(event)
        return True

    def _pick_by_digit(self, event: QKeyEvent) -> bool:
        digit = event.text()
        if self._field.text() or not digit or digit not in _DIGITS:
            return False
        row = next((row for row in range(self._model.rowCount()) if self._model.key_of(row) == digit), -1)
        if row < 0:
            return False
        self._choose(row)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What the field leaves over must not reach the commands of the window below.
        event.accept()

    def _on_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and not self.isAncestorOf(now):
            self._close(back=False)


def _with_alt(event: QKeyEvent) -> bool:
    """Whether it is a Latin letter with Alt and nothing else."""
    return event.modifiers() == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
