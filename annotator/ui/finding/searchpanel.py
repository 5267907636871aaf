"""What a search through the project found, below the text: it stays open while the results are worked through."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.model.finding.query import Misread
from annotator.session.finding.inquiry import Results, Sorting
from annotator.session.finding.places import Place
from annotator.session.finding.ticked import Key, Ticked, key_of
from annotator.ui.finding.examples import Examples
from annotator.ui.finding.queryfield import QueryField
from annotator.ui.menus import translated
from annotator.ui.theme import Theme
from annotator.ui.widgets.fields import ChoiceField
from annotator.ui.widgets.listpanel import ListPanel

_PAUSE = 60
"""Milliseconds after a key until what was typed is looked for: keys that follow at once are one search."""


class SearchPanel(ListPanel):
    """A field, and what was found for it.

    ticked    what of it something is done to

    searched  what was typed is to be looked for, in the order that was chosen
    wanted    more of what was found is to be shown
    saved     what was typed is to be saved as a queue
    """

    searched = Signal(str)
    wanted = Signal()
    saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("search", translated("Results"), translated("Close the search"), parent, ticks=True)
        self.setWindowTitle(self.tr("Find in the project"))
        self._results = Results()
        self._fault: Misread | None = None
        self.ticked = Ticked()
        self.field = QueryField(self.body)
        self.order = ChoiceField(self.body)
        self.order.setAccessibleName(self.tr("Order of notes and flags"))
        self.order.addItem(self.tr("By article"), Sorting.ARTICLES)
        self.order.addItem(self.tr("Newest first"), Sorting.NEWEST)
        self.order.addItem(self.tr("By person"), Sorting.PEOPLE)
        self.order.hide()
        self.every = QCheckBox(self.tr("All"), self.body)
        self.every.setToolTip(self.tr("Tick everything that was found, or nothing (Ctrl+A in the list)"))
        self.every.setAccessibleName(self.tr("Tick all results"))
        self.acts = QToolButton(self.body)
        self.acts.setAccessibleName(self.tr("Do something to the results that are ticked"))
        self.acts.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.acts.setMenu(QMenu(self.acts))
        self._save = QPushButton(self.tr("Save as a queue…"), self.body)
        self._save.setAutoDefault(False)
        self._close.setToolTip(self.tr("Close (Esc in the field)"))
        self.examples = Examples(self.body)
        self._bar.setRange(0, 1)
        self._bar.setValue(1)  # nobody knows how far it is
        keeps = self._bar.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(keeps)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self.head.insertWidget(0, self.field, 1)
        self.head.setStretchFactor(self._words, 0)
        self.add(self.order, self.every, self.acts, self._save)
        layout = self.body.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(2, self.examples)
        layout.addStretch()  # in the list's place, until there is one
        self._connect()
        self._tell()

    def _connect(self) -> None:
        self._pause.timeout.connect(lambda: self.searched.emit(self.field.text()))
        self._save.clicked.connect(lambda: self.saved.emit(self.field.text()))
        self.field.textChanged.connect(lambda _: self._pause.start())
        self.field.left.connect(self._on_left)
        self.field.entered.connect(self._on_entered)
        self.field.closed.connect(self.hide)
        self.view.verticalScrollBar().valueChanged.connect(lambda _: self.want())
        self.view.turned.connect(self._on_turned)
        self.view.all_turned.connect(self.turn_all)
        self.every.clicked.connect(self.turn_all)
        self.order.activated.connect(lambda _: self.searched.emit(self.field.text()))
        self.examples.chosen.connect(self._on_example)
        self.examples.begun.connect(self.field.begin)

    @property
    def busy(self) -> bool:
        """Whether something is being looked for, or about to be."""
        return super().busy or self._pause.isActive()

    @property
    def sorting(self) -> Sorting:
        """In which order notes and flags are wanted."""
        return Sorting(self.order.currentData())

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        super().set_theme(theme)
        self.field.mark(self._fault.span if self._fault is not None else None, theme.error)

    def set_busy(self, busy: bool) -> None:
        """Whether something is being looked for."""
        self._bar.setVisible(busy)

    def show_wrong(self, fault: Exception) -> None:
        """Say why nothing could be found: what in the query is wrong, and what can be written instead."""
        self._fault = fault if isinstance(fault, Misread) else None
        self.show_fault(" ".join(str(fault).split("\n")))
        self.field.mark(self._fault.span if self._fault is not None else None, self._theme.error)
        for widget in (self._save, self.acts, self.every):
            widget.setEnabled(False)
        if self._fault is None:
            self.view.show_places([], {})
            self.fit(shrinks=False)

    # What was found

    def show_results(self, results: Results) -> None:
        """List what was found."""
        anew = results.query != self._results.query
        if not anew and not results.writers:  # these come last, and are the same until then
            results = replace(results, writers=self._results.writers)
        self._results, self._fault = results, None
        self.field.mark(None, self._theme.error)
        places = results.places
        if anew:
            self.ticked = Ticked()
        elif self.ticked.but:
            self.ticked = self.ticked.among(map(key_of, places), set(results.ids[: results.looked]))
        self._list(places)
        self._save.setEnabled(bool(results.query))
        QTimer.singleShot(0, self, self.want)  # once the list knows how much room it has

    def _list(self, places: Sequence[Place]) -> None:
        results = self._results
        headed = {Sorting.NEWEST: self._day, Sorting.PEOPLE: self._person}.get(results.sorting)
        titles = {each.document_id: each.title for each in results.articles}
        self.view.show_places(places, titles, headed, noted=results.query.notes)
        self.order.setVisible(results.query.notes)
        self.examples.setVisible(not results.query)
        self._tell()
        self.fit(shrinks=not results.query)  # while somebody types, the text above does not go up and down

    def _day(self, place: Place) -> str:
        if not place.at:
            return self.tr("Nobody knows when")
        return _day_of(place.at)

    def _person(self, place: Place) -> str:
        return place.by or self.tr("Nobody knows who")

    def _tell(self) -> None:
        """Say how much there is, and how much of it is ticked."""
        results, number = self._results, QLocale().toString
        total, some = results.total, bool(self.ticked.but) or not self.ticked.all
        self.view.tick(self.ticked)
        nothing = not results.rows
        if total is not None:
            count = self.ticked.count(total)
            nothing, words = not count, self.tr("{n} ticked").format(n=number(count))
        elif self.ticked.all:
            words = self.tr("all but {n} ticked").format(n=number(len(self.ticked.but)))
        else:
            nothing, words = not self.ticked.but, self.tr("{n} ticked").format(n=number(len(self.ticked.but)))
        self.say(" · ".join(filter(None, (self._counted(results), words * some))))
        self.acts.setText(self.tr("Do to ticked") if some else self.tr("Do to all"))
        self.acts.setEnabled(not nothing)
        self.every.setEnabled(bool(results.rows))
        state = Qt.CheckState.PartiallyChecked if some and not nothing else Qt.CheckState.Checked
        self.every.setCheckState(Qt.CheckState.Unchecked if nothing else state)

    def _counted(self, results: Results) -> str:
        if not results.query:
            return self.tr("Finds in all articles")
        number = QLocale().toString
        articles = len(results.ids) if results.exact else len(results.articles)
        if not articles and results.complete:
            whole = [term.words[-1] for term in results.query.terms[-1:] if not term.begins and not term.negative]
            hint = self.tr("Nothing found · {word}* finds words that begin so")
            return hint.format(word=whole[0]) if whole else self.tr("Nothing found")
        hits = results.hits
        known = results.counts is not None or results.complete
        if not hits and (known or results.exact):
            words = self.tr("1 article") if articles == 1 else self.tr("{articles} articles")
        elif known:
            words = self.tr("{n} in {articles} articles") if articles != 1 else self.tr("{n} in 1 article")
        elif results.exact:
            words = self.tr("{n} and more in {articles} articles")
        else:
            words = self.tr("{n} and more")
        return words.format(n=number(hits), articles=number(articles))

    def want(self) -> None:
        """Ask for more where the end of what is there is near."""
        bar = self.view.verticalScrollBar()
        near = bar.value() + bar.pageStep() >= bar.maximum()
        if not self._results.complete and not self.isHidden() and near:
            self.wanted.emit()

    # What is ticked

    def turn_all(self) -> None:
        """Tick everything, also what is not listed yet; where everything is ticked, nothing."""
        self.ticked = Ticked(all=bool(self.ticked.but) or not self.ticked.all)
        self._tell()

    def _on_turned(self, keys: Sequence[Key]) -> None:
        self.ticked = self.ticked.turned(keys)
        self._tell()

    # The field

    def _on_example(self, query: str) -> None:
        self.field.setText(query)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pause.stop()
        self.searched.emit(query)

    def _on_left(self) -> None:
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.go_to(0)

    def _on_entered(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.searched.emit(self.field.text())
        place = self.view.step(1)
        if place is not None:
            self.chosen.emit(place)


@lru_cache(maxsize=10_000)
def _day_of(at: str) -> str:
    written = QDateTime.fromString(at, Qt.DateFormat.ISODate).toLocalTime()
    return QLocale().toString(written.date(), QLocale.FormatType.LongFormat)
