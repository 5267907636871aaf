"""Where a guideline is written: the Markdown, and beside it what it becomes; one of them where there is little room."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QTabBar, QToolButton, QVBoxLayout, QWidget

from annotator.ui.guideline.guidelines import GuidePage, Reached
from annotator.ui.guideline.markdownfield import Act, MarkdownField, Way, ways
from annotator.ui.keys.keys import shown
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rows import PAD

WIDE = 600
"""From how many pixels on both stand side by side."""
_PAUSE = 200
"""Milliseconds without a key after which what it becomes is shown."""
_END = Reached(1_000_000, 1.0)
_TEXT, _PREVIEW = range(2)


class GuidelineWriter(QWidget):
    """Both are scrolled together; it keeps nothing itself.

    becomes   what is shown of a text in Markdown, in Markdown: with its examples
    older     the older versions are to be put into the menu that is given
    """

    older = Signal(object)

    def __init__(self, parent: QWidget, becomes: Callable[[str], str]) -> None:
        super().__init__(parent)
        self._becomes = becomes
        self.field = MarkdownField(self)
        self.preview = GuidePage(self)
        self.preview.setAccessibleName(self.tr("What the guideline becomes"))
        self._tabs = QTabBar(self)
        self._tabs.addTab(self.tr("Markdown"))
        self._tabs.addTab(self.tr("Preview"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(self.tr("Markdown, or what it becomes"))
        self._tabs.setToolTip(self.tr("{key} goes from one to the other").format(key=shown("Ctrl+Shift+V")))
        self._versions = QToolButton(self)
        self._versions.setText(self.tr("Versions"))
        self._versions.setToolTip(self.tr("Older versions of the guideline; one that is chosen becomes the newest"))
        self._versions.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._versions)
        menu.aboutToShow.connect(lambda: self.older.emit(menu))
        self._versions.setMenu(menu)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        for each in (self.field, self.preview):
            self._split.addWidget(each)
            self._split.setCollapsible(self._split.indexOf(each), False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._lay_out([self._button(way) for way in ways()])
        self._pause.timeout.connect(self.show_preview)
        self.field.textChanged.connect(self._pause.start)
        self._leader: MarkdownField | GuidePage = self.field
        for each in (self.field, self.preview):
            each.scrolled.connect(partial(self._on_scrolled, each))
        self._tabs.currentChanged.connect(lambda _: self._arrange())

    def _lay_out(self, buttons: list[QToolButton]) -> None:
        self._above = above = QHBoxLayout()
        above.setContentsMargins(PAD, 2, PAD, 4)
        above.setSpacing(2)
        for button in buttons:
            above.addWidget(button)
        above.addStretch(1)
        self._foot = QWidget(self)
        self._below = below = QHBoxLayout(self._foot)
        below.setContentsMargins(PAD, 4, PAD, 4)
        below.addWidget(self._tabs)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._split, 1)
        column.addWidget(self._foot)

    def _button(self, way: Way) -> QToolButton:
        button = QToolButton(self)
        button.setText(way.words)
        button.setAccessibleName(way.tip)
        button.setToolTip(f"{way.tip} ({shown(way.key)})")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False, act=way.act: self._do(act))
        return button

    def _do(self, act: Act) -> None:
        self._tabs.setCurrentIndex(_TEXT)
        self.field.do(act)

    def set_theme(self, theme: Theme = LIGHT) -> None:
        """Show it in a theme."""
        self.field.set_theme(theme)
        self.preview.set_theme(theme)

    # What is written

    def begin(self, text: str, place: Reached) -> None:
        """Have a text written, from where somebody was in it on."""
        self._leader = self.field
        self.field.setPlainText(text)
        self._tabs.setCurrentIndex(_TEXT)
        self._arrange()
        self.show_preview()
        self.field.go_to(place)
        self.field.take_caret()
        self.preview.go_to(place)

    def put(self, text: str) -> None:
        """Put another text in place of the one that is being written; it can be undone there."""
        cursor = self.field.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def show_preview(self) -> None:
        """Show what the text is now, where that can be seen."""
        self._pause.stop()
        if not self.preview.isHidden():
            self.preview.set_text(self._becomes(self.field.toPlainText()))

    def turn_over(self) -> None:
        """Go from the Markdown to what it becomes, or back; where both can be seen, the keys do."""
        if self.both:
            there = self.preview if self.field.hasFocus() else self.field
        else:
            self._tabs.setCurrentIndex(_PREVIEW if self._tabs.currentIndex() == _TEXT else _TEXT)
            there = self.shown
        there.setFocus(Qt.FocusReason.OtherFocusReason)

    # What can be seen

    @property
    def both(self) -> bool:
        """Whether both stand side by side."""
        return self.width() >= WIDE

    @property
    def shown(self) -> MarkdownField | GuidePage:
        """What is shown; where both are, what has the keys, or else the Markdown."""
        preview = self.preview.hasFocus() if self.both else self._tabs.currentIndex() == _PREVIEW
        return self.preview if preview else self.field

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        both, preview = self.both, self._tabs.currentIndex() == _PREVIEW
        shown = self.field.isHidden(), self.preview.isHidden()
        self._foot.setVisible(not both)
        (self._above if both else self._below).addWidget(self._versions)
        self.field.setVisible(both or not preview)
        self.preview.setVisible(both or preview)
        if shown != (self.field.isHidden(), self.preview.isHidden()):
            self.show_preview()
            if both:
                self._split.setSizes([self.width() // 2] * 2)
            self._follow()

    def _on_scrolled(self, leader: MarkdownField | GuidePage) -> None:
        if leader.isVisible():  # what is hidden has no room, and is scrolled by nobody
            self._leader = leader
            self._follow()

    def _follow(self) -> None:
        """Scrolls the one as far as the other was by somebody."""
        leader = self._leader
        follower = self.preview if leader is self.field else self.field
        bar = leader.verticalScrollBar()
        at_end = bar.value() == bar.maximum() > 0
        follower.go_to(_END if at_end else leader.reached)
