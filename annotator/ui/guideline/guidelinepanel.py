"""The panel of the project's guideline: read at a passage, written in Markdown, and the list of its hard cases."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.session.guideline import found_among, place_of, whole
from annotator.store.guideline import Listed
from annotator.ui.guideline.guidelines import GuidePage
from annotator.ui.guideline.guidelinewriter import GuidelineWriter
from annotator.ui.guideline.lookfor import LookFor
from annotator.ui.keys import keys
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import ChoiceField, SearchField, make_clearable
from annotator.ui.widgets.places import PlaceList
from annotator.ui.widgets.rows import PAD

PAUSE = 1000
"""Milliseconds without a key after which what is being written is kept."""
_PAGE, _EDITOR, _CASES = range(3)


class GuidelinePanel(QWidget):
    """Shows a guideline with its examples, or lets it be written, or lists hard cases; it keeps nothing itself.

    written   the text, in Markdown, a while after a key and when writing ends
    began     somebody begins to write
    followed  the link of an example, or another that leads nowhere
    chosen    a `Place` to go to
    older     the older versions are to be put into the menu that is given
    left      the keys are to go to the article again
    """

    written = Signal(str)
    began = Signal()
    followed = Signal(str)
    chosen = Signal(object)
    older = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._cases: Sequence[Listed] = ()
        self._tabs = QTabBar(self)
        self._tabs.addTab(self.tr("Guideline"))
        self._tabs.addTab(self.tr("Hard cases"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        self._tabs.setAccessibleName(self.tr("Parts of the guideline"))
        self._write = QToolButton(self)
        self._write.setText(self.tr("Write"))
        self._write.setCheckable(True)
        self._write.setAccessibleName(self.tr("Write the guideline"))
        self.page = GuidePage(self)
        self.writer = GuidelineWriter(self, self._whole)
        self.editor = self.writer.field
        self.editor.installEventFilter(self)
        self.look_for = LookFor(self, lambda: self.writer.shown if self.writing else self.page)
        self.search = SearchField(self)
        self.search.setPlaceholderText(self.tr("Search hard cases"))
        self.search.setAccessibleName(self.tr("Search hard cases by words"))
        make_clearable(self.search)
        self._sorts = ChoiceField(self)
        self._sorts.setAccessibleName(self.tr("Hard cases of which label"))
        self.list = PlaceList(self.tr("Hard cases"), self, judged=False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(PAD, 4, PAD, 4)
        head.addWidget(self._tabs, 1)
        head.addWidget(self._write)
        among = QHBoxLayout()
        among.setContentsMargins(PAD, 4, PAD, 6)
        among.addWidget(self.search, 1)
        among.addWidget(self._sorts)
        cases = QWidget(self)
        column = QVBoxLayout(cases)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(among)
        column.addWidget(self.list, 1)
        self._stack = QStackedWidget(self)
        for part in (self.page, self.writer, cases):
            self._stack.addWidget(part)
        whole_panel = QVBoxLayout(self)
        whole_panel.setContentsMargins(0, 0, 0, 0)
        whole_panel.setSpacing(0)
        whole_panel.addLayout(head)
        whole_panel.addWidget(self.look_for)
        whole_panel.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(lambda _: self._show_part())
        self._write.toggled.connect(self._on_write)
        self._pause.timeout.connect(self.keep)
        self.editor.textChanged.connect(self._pause.start)
        for page in (self.page, self.writer.preview):
            page.followed.connect(self.followed)
        self.writer.older.connect(self.older)
        self.editor.left.connect(self._leave_writing)
        self.search.textChanged.connect(lambda _: self._list())
        self.search.left.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        self.search.entered.connect(self._choose_first)
        self._sorts.activated.connect(lambda _: self._list())
        self.list.chosen.connect(lambda index: self.chosen.emit(self.list.place_at(index)))

    def set_theme(self, theme: Theme = LIGHT) -> None:
        """Show it in a theme."""
        self.page.set_theme(theme)
        self.writer.set_theme(theme)
        self.look_for.set_theme(theme)
        self.list.set_theme(theme)

    # What is shown

    @property
    def writing(self) -> bool:
        """Whether it is being written."""
        return self._write.isChecked()

    def show_guideline(self, text: str, cases: Sequence[Listed], *, may_write: bool) -> None:
        """Show a guideline, in Markdown, and what articles give to it. What is being written stays as it is."""
        self._text, self._cases = text, cases
        self._write.setEnabled(may_write)
        self._write.setToolTip("" if may_write else self.tr("The project may only be read."))
        hard = sum(listed.case.hard for listed in cases)
        words = self.tr("Hard cases ({n})").format(n=QLocale().toString(hard)) if hard else self.tr("Hard cases")
        self._tabs.setTabText(1, words)
        if self.writing:
            self.writer.show_preview()
        else:
            self.page.set_text(self._whole(text))
        sort = self._sorts.currentData()
        self._sorts.clear()
        self._sorts.addItem(self.tr("All labels"), "")
        for each in sorted({listed.case.sort for listed in cases if listed.case.hard}):
            self._sorts.addItem(each, each)
        self._sorts.setCurrentIndex(max(0, self._sorts.findData(sort)))
        self._list()

    def _whole(self, text: str) -> str:
        """A text in Markdown with its examples."""
        return whole(text, self._cases, linked=True, hard=False)

    @property
    def _shown(self) -> QWidget:
        """What can be read or written now."""
        return self.search if self.cases_are_shown else self.writer.shown if self.writing else self.page

    @property
    def cases_are_shown(self) -> bool:
        """Whether the hard cases are shown rather than the guideline."""
        return self._tabs.currentIndex() == 1

    def show_passage(self, name: str) -> None:
        """Show the guideline at a passage; what is being written stays where it is."""
        if not self.writing:
            self._tabs.setCurrentIndex(0)
            self.page.show_passage(name)

    def show_cases(self) -> None:
        """Show the hard cases."""
        self._write.setChecked(False)
        self._tabs.setCurrentIndex(1)

    def _list(self) -> None:
        found = found_among(self._cases, self.search.text(), self._sorts.currentData() or "")
        titles = {listed.document_id: listed.title for listed in found}
        self.list.show_places([place_of(listed) for listed in found], titles)

    def _choose_first(self) -> None:
        place = self.list.step(1) if self.list.places else None
        if place is not None:
            self.chosen.emit(place)

    def _show_part(self) -> None:
        cases = self.cases_are_shown
        self._stack.setCurrentIndex(_CASES if cases else _EDITOR if self.writing else _PAGE)
        self._write.setVisible(not cases)
        if cases:
            self.look_for.hide()

    # Writing

    def write(self, *, on: bool) -> None:
        """Begin to write, or end it."""
        if on:
            self._tabs.setCurrentIndex(0)
        self._write.setChecked(on and self._write.isEnabled())

    def keep(self) -> None:
        """Has what is written kept, if it is another text than was shown."""
        self._pause.stop()
        if self.editor.toPlainText() != self._text and self.writing:
            self._text = self.editor.toPlainText()
            self.written.emit(self._text)

    def put(self, text: str) -> None:
        """Put another text in place of the one that is being written; it can be undone there."""
        self.writer.put(text)

    def _on_write(self, on: bool) -> None:
        if on:
            self.began.emit()
            self._show_part()  # it has its room before it is scrolled
            self.writer.begin(self._text, self.page.reached)
            self._pause.stop()
        else:
            self._end()
            self._show_part()
            self.page.go_to(self.editor.reached)
        self._shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self) -> None:
        text = self.editor.toPlainText()
        self._pause.stop()
        if text != self._text:
            self._text = text
            self.written.emit(text)
        self.page.set_text(self._whole(self._text))

    def _leave_writing(self) -> None:
        self._write.setChecked(False)
        self.left.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes the keys that search the guideline; all others are the window's."""
        names = set(keys.names(event))
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif "Ctrl+F" in names and self.cases_are_shown:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif "Ctrl+F" in names:
            self.look_for.ask()
        elif names & {"F3", "Shift+F3"} and self.look_for.isVisible():
            self.look_for.go_on(back="Shift+F3" in names)
        elif "Ctrl+Shift+V" in names and self.writing:
            self.writer.turn_over()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Has what is written kept when the keys go elsewhere."""
        if event.type() == QEvent.Type.FocusOut:
            self.keep()
        return False


def fill_versions(menu: QMenu, rows: Sequence[tuple[str, Callable[[], object]]], empty: str) -> None:
    """Fill a menu with older versions, the newest first, by what is said of each and what is done with it."""
    menu.clear()
    for words, act in rows:
        menu.addAction(words.replace("&", "&&")).triggered.connect(lambda _=False, act=act: act())
    if not rows:
        menu.addAction(empty).setEnabled(False)
