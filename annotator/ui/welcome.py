"""A strip below the text that goes through the five keys that matter, as a person does what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from annotator.model.history import Update
from annotator.session.commands import COMMANDS, Keymap
from annotator.session.projects.projects import sample_path
from annotator.session.session import Session
from annotator.session.welcome import Lesson, Welcome
from annotator.ui.keys.keycaps import cap_height, cap_width, paint_cap
from annotator.ui.keys.keys import shown
from annotator.ui.menus import translated
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.glyphs import Glyph, paint_glyph
from annotator.ui.widgets.rows import Fonts, fonts_of, words_at

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_GAP = 22
_SIDE = 12


@dataclass(frozen=True)
class Item:
    """A lesson in the row: its key, what it does, whether it has been learnt or comes next."""

    key: str
    title: str
    learnt: bool
    current: bool


class _Row(QWidget):
    """The lessons side by side; where there is no room for all titles, those to come show their keys alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.items: Sequence[Item] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, round(cap_height(fonts_of(self.font()).small)) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def _width(self, item: Item, fonts: Fonts, *, titled: bool) -> float:
        sign = _SIDE if item.learnt or not item.key else cap_width(item.key, fonts.small)
        title = 6 + 1.1 * fonts.small_metrics.horizontalAdvance(item.title) if titled else 0  # the current one is bold
        return sign + title + _GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, fonts, theme = QPainter(self), fonts_of(self.font()), self.theme
        all_titled = sum(self._width(item, fonts, titled=True) for item in self.items) <= self.width() + _GAP
        middle = self.height() / 2
        baseline = middle + (fonts.small_metrics.ascent() - fonts.small_metrics.descent()) / 2
        x = 0.0
        for item in self.items:
            titled = all_titled or item.current
            if item.learnt or not item.key:
                glyph, box = Glyph.TICK if item.learnt else Glyph.RING, QRectF(x, middle - _SIDE / 2, _SIDE, _SIDE)
                paint_glyph(painter, box, glyph, theme.accent if item.learnt else theme.muted)
                after = x + _SIDE + 6
            else:
                paint_cap(painter, x, middle, item.key, fonts.small, theme)
                after = x + cap_width(item.key, fonts.small) + 6
            if titled:
                ink = theme.text if item.current else theme.muted
                font = QFont(fonts.small)
                font.setWeight(QFont.Weight.DemiBold if item.current else QFont.Weight.Normal)
                words_at(painter, after, baseline, self.width() - after, item.title, font, ink)
            x += self._width(item, fonts, titled=titled)


class WelcomeStrip(QFrame):
    """The lessons, and a sentence about the one that comes next.

    dismissed  a person wants no more of it
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._row = _Row(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._close = QToolButton(self)
        self._close.setText("×")
        self._close.setAccessibleName(self.tr("Dismiss the introduction"))
        self._close.setToolTip(self.tr("Dismiss for good (Esc); it is in the menu Help"))
        self._close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addWidget(self._row)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 10, 8)
        layout.setSpacing(10)
        layout.addLayout(column, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._close.clicked.connect(self.dismissed)
        self.set_theme(LIGHT)

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()

    @property
    def items(self) -> Sequence[Item]:
        """The lessons as they are shown."""
        return self._row.items

    def tell(self, words: str, items: Sequence[Item]) -> None:
        """Say something else; screen readers are told."""
        self._row.items = items
        self._row.update()
        if words != self._words.text():
            self._words.setText(words)
            self.setAccessibleName(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self._words, QAccessible.Event.Alert))

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._row.theme = theme
        self._words.setStyleSheet(f"color: {theme.text};")
        self.setStyleSheet(
            f"#welcome {{ background: {theme.raised}; border-top: 1px solid {theme.line};"
            f" border-left: 3px solid {theme.accent}; }}"
        )
        self._row.update()


class Welcoming:
    """Leads a person through the lessons: by itself when the sample is opened for the first time, or when asked to."""

    def __init__(self, window: "MainWindow", strip: WelcomeStrip) -> None:
        self._window = window
        self._strip = strip
        self._at: Welcome | None = None
        strip.dismissed.connect(self.dismiss)

    def attach(self, session: Session) -> None:
        """Another project is in the window."""
        self._end()
        if not self._window.settings.welcomed and not session.project.read_only and _is_sample(session):
            self.start()

    def start(self) -> None:
        """Begin with the first lesson."""
        self._at = Welcome()
        self._tell()
        self._strip.show()

    def hear(self, event: Any) -> None:
        """Go on where what the session tells is what was to be learnt."""
        if self._at is None:
            return
        if self._at.current is None:
            if isinstance(event, Update) and event.transaction.undoable:
                self._end()
            return
        self._at = self._at.heard(self._window.session, event)
        self._tell()
        if self._at.current is None:
            self._remember()

    def let_go(self) -> bool:
        """Esc was pressed: dismisses it unless that lets something else go; whether it did."""
        session = self._window.session
        chosen = session.selection
        if self._at is None or chosen.annotation or chosen.text or session.sticky_label:
            return False
        self.dismiss()
        return True

    def dismiss(self) -> None:
        """Show it no more, this time and at the next start."""
        self._end()
        self._remember()

    def _end(self) -> None:
        self._at = None
        self._strip.hide()

    def _remember(self) -> None:
        if not self._window.settings.welcomed:
            self._window.windows.change(welcomed=True)

    def _tell(self) -> None:
        if self._at is None:
            return
        keymap, current = self._window.keymap, self._at.current
        items = [Item(_key(keymap, each), _title(each), each in self._at.learnt, each is current) for each in Lesson]
        words = _end_words(_key(keymap, "view.keys")) if current is None else _words(current, _key(keymap, current))
        self._strip.tell(words, items)


def _is_sample(session: Session) -> bool:
    return session.project.path.absolute() == sample_path().absolute()


def _key(keymap: Keymap, name: str) -> str:
    keys = keymap.keys(COMMANDS[str(name)])
    return shown(keys[0]) if keys else ""


def _title(lesson: Lesson) -> str:
    return {
        Lesson.NEXT: translated("next suggestion"),
        Lesson.DECIDE: translated("accept"),
        Lesson.SPEAKER: translated("who said it"),
        Lesson.UNDO: translated("undo"),
        Lesson.DONE: translated("done, next article"),
    }[lesson]


def _words(lesson: Lesson, key: str) -> str:
    words = {
        Lesson.NEXT: translated("Five keys do most of the work. {key} goes to the next suggestion: press it."),
        Lesson.DECIDE: translated(
            "{key} accepts what is selected, and a digit gives it another label. What is right may be left alone."
        ),
        Lesson.SPEAKER: translated(
            "Go on to a quote. The digits say who said it: its speakers are listed on its card, the likeliest is {key}."
        ),
        Lesson.UNDO: translated("{key} takes back what you did last, as often as you like, even tomorrow."),
        Lesson.DONE: translated("{key} accepts all that is left, marks the article done and opens the next one."),
    }
    return words[lesson].format(key=key or translated("The command in the menu"))


def _end_words(key: str) -> str:
    return translated("That is all it takes. {key} shows every other key.").format(key=key)
