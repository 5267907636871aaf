"""What a search through the project found, below the text: it stays open while the results are worked through."""

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.query import Misread
from annotator.session.inquiry import Results, places_of
from annotator.ui.places import PlaceList
from annotator.ui.plain import as_tip
from annotator.ui.queryfield import QueryField
from annotator.ui.rows import PAD, colour_words
from annotator.ui.theme import LIGHT, Theme

_PAUSE = 60
"""Milliseconds after a key until what was typed is looked for: keys that follow at once are one search."""


class SearchPanel(QDockWidget):
    """A field, and what was found for it.

    chosen    a `Place` that is to be gone to
    searched  what was typed is to be looked for
    wanted    more of what was found is to be shown
    saved     what was typed is to be saved as a queue
    """

    chosen = Signal(object)
    searched = Signal(str)
    wanted = Signal()
    saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setWindowTitle(self.tr("Find in the project"))
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.setTitleBarWidget(QWidget(self))  # none: what the list says of itself stands in its own head
        self._theme = LIGHT
        self._results = Results()
        body = QWidget(self)
        self.field = QueryField(body)
        self._head = QLabel(body)
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._save = QPushButton(self.tr("Save as a queue…"), body)
        self._save.setAutoDefault(False)
        self._save.clicked.connect(lambda: self.saved.emit(self.field.text()))
        self.acts = QToolButton(body)
        self.acts.setText(self.tr("Do to all"))
        self.acts.setAccessibleName(self.tr("Do something to all results"))
        self.acts.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.acts.setMenu(QMenu(self.acts))
        self._close = QToolButton(body)
        self._close.setText("×")
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close the search"))
        self._bar = QProgressBar(body)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setRange(0, 1)
        self._bar.setValue(1)  # nobody knows how far it is
        keeps = self._bar.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(keeps)
        self._bar.hide()
        self._bar.setAccessibleName(self.tr("Progress"))
        self._list = PlaceList(self.tr("Results"), body)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._lay_out(body)
        self._pause.timeout.connect(lambda: self.searched.emit(self.field.text()))
        self.field.textChanged.connect(lambda _: self._pause.start())
        self.field.left.connect(self._on_left)
        self.field.entered.connect(self._on_entered)
        self._list.chosen.connect(lambda index: self.chosen.emit(self._list.place_at(index)))
        self._list.verticalScrollBar().valueChanged.connect(lambda _: self.want())
        self._close.clicked.connect(self.hide)
        self.set_busy(False)

    def _lay_out(self, body: QWidget) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(PAD, 6, PAD, 6)
        head.setSpacing(8)
        head.addWidget(self.field, 1)
        head.addWidget(self._head)
        head.addWidget(self.acts)
        head.addWidget(self._save)
        head.addWidget(self._close)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addLayout(head)
        layout.addWidget(self._list, 1)
        self.setWidget(body)

    @property
    def view(self) -> PlaceList:
        """The list, to give it the focus."""
        return self._list

    @property
    def summary(self) -> str:
        """What stands beside the field."""
        return self._head.text()

    @property
    def busy(self) -> bool:
        """Whether something is being looked for, or about to be."""
        return not self._bar.isHidden() or self._pause.isActive()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self._list.set_theme(theme)

    def set_busy(self, busy: bool) -> None:
        """Whether something is being looked for."""
        self._bar.setVisible(busy)

    def show_fault(self, fault: Exception) -> None:
        """Say why nothing could be found: what in the query is wrong, and what can be written instead."""
        words = " ".join(str(fault).split("\n"))
        self._say(f"⚠ {words}", self._theme.error)
        self._save.setEnabled(False)
        self.acts.setEnabled(False)
        if not isinstance(fault, Misread):
            self._list.show_places([], {})

    def show_results(self, results: Results) -> None:
        """List what was found."""
        self._results = results
        self._list.show_places(
            [place for article in results.articles for place in places_of(article)],
            {article.document_id: article.title for article in results.articles},
        )
        self._save.setEnabled(bool(results.query))
        self.acts.setEnabled(bool(results.hits))
        self._say(self._counted(results))
        QTimer.singleShot(0, self, self.want)  # once the list knows how much room it has

    def _counted(self, results: Results) -> str:
        if not results.query:
            return self.tr("Finds in all articles")
        number = QLocale().toString
        articles = len(results.ids) if results.exact else len(results.articles)
        if not articles and results.complete:
            return self.tr("Nothing found")
        hits = results.hits
        known = results.counts is not None or results.complete
        if not hits and known:
            words = self.tr("1 article") if articles == 1 else self.tr("{articles} articles")
        elif known:
            words = self.tr("{n} in {articles} articles") if articles != 1 else self.tr("{n} in 1 article")
        elif results.exact:
            words = self.tr("{articles} articles") if not hits else self.tr("{n} and more in {articles} articles")
        else:
            words = self.tr("{n} and more")
        return words.format(n=number(hits), articles=number(articles))

    def want(self) -> None:
        """Ask for more where the end of what is there is near."""
        bar = self._list.verticalScrollBar()
        if not self._results.complete and not self.isHidden() and bar.value() + bar.pageStep() >= bar.maximum():
            self.wanted.emit()

    def _say(self, words: str, colour: str | None = None) -> None:
        self._head.setText(words)
        self._head.setToolTip(as_tip(words))
        colour_words(self._head, colour)

    def _on_left(self) -> None:
        self._list.setFocus(Qt.FocusReason.TabFocusReason)
        if not self._list.currentIndex().isValid():
            self._list.go_to(0)

    def _on_entered(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.searched.emit(self.field.text())
        place = self._list.step(1)
        if place is not None:
            self.chosen.emit(place)
