"""The panel on the left: the articles of the project, how far each is, and a search through them."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QActionGroup, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.document import Status
from annotator.store.queue import Entry
from annotator.ui.articles.queueview import EntryDelegate, QueueView, Role
from annotator.ui.describing import remarks
from annotator.ui.theme import Theme
from annotator.ui.widgets.fields import SearchField, make_clearable
from annotator.ui.widgets.glyphs import OF_STATUS, Glyph
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rows import PAD

Index = QModelIndex | QPersistentModelIndex


class Order(IntEnum):
    """In which order articles are shown."""

    QUEUE = 0
    DOUBT = 1
    UNREAD = 2


def by_doubt(entry: Entry) -> tuple[int, float]:
    """Where an article comes when the most doubtful is first: with scores, without any, with nothing pending."""
    if entry.pending and entry.status is not Status.DONE:
        return (1, 0.0) if entry.doubtful is None else (0, entry.doubtful)
    return 2, 0.0


def by_unread(entry: Entry) -> tuple[bool, float]:
    """Where an article comes when the least read is first: what is set aside is last."""
    return entry.status is Status.ASIDE, entry.read


_KEYS = {Order.DOUBT: by_doubt, Order.UNREAD: by_unread}


class _Entries(QStringListModel):
    """The articles that match the search, in the order wanted.

    Qt holds their ids, and knows by itself how many there are: a view that lays ten thousand rows out asks for each.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()
        self.shown: list[Entry] = []
        self.sought = ""
        self.order = Order.QUEUE
        self.current: str | None = None
        self.preparing: frozenset[str] = frozenset()
        self._rows: dict[str, int] = {}

    def row_of(self, document_id: str | None) -> int:
        """The row of an article, -1 where it is not shown."""
        return self._rows.get(document_id, -1) if document_id is not None else -1

    def arrange(self) -> None:
        """Take over the entries, the search and the order; rows that stay where they are are only repainted."""
        shown = [e for e in self.entries if self._matches(e)] if self.sought else list(self.entries)
        if self.order in _KEYS:
            shown.sort(key=_KEYS[self.order])
        before, self.shown = self.shown, shown
        changed = [row for row, (a, b) in enumerate(zip(shown, before, strict=False)) if a is not b and a != b]
        if len(shown) != len(before) or any(shown[row].id != before[row].id for row in changed):
            self._rows = {e.id: row for row, e in enumerate(shown)}
            self.setStringList(list(self._rows))
        else:
            self._tell(changed)

    def _matches(self, entry: Entry) -> bool:
        where = f"{entry.title}\n{entry.file or ''}".casefold()
        return all(word in where for word in self.sought.split())

    def repaint(self, document_ids: frozenset[str | None]) -> None:
        """Have the rows of these articles painted again."""
        self._tell([row for row in map(self.row_of, document_ids) if row >= 0])

    def _tell(self, rows: list[int]) -> None:
        for row in rows if len(rows) <= 50 else ():
            self.dataChanged.emit(self.index(row), self.index(row))
        if len(rows) > 50:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.shown):
            return None
        entry = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(entry)
        if role == Role.ENTRY:
            return entry
        if role == Role.CURRENT:
            return entry.id == self.current
        if role == Role.SECOND:
            return self._second(entry)
        if role == Role.GLYPH:
            return Glyph.DOTS if entry.id in self.preparing else OF_STATUS[entry.status]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            long = self.tr("{progress} · {beside}").format(progress=self._progress(entry), beside=self._length(entry))
            read = [self._read(entry)] * (entry.read > 0)
            return ", ".join((self._title(entry), self._status(entry), *remarks(entry), long, *read))
        if role == Qt.ItemDataRole.ToolTipRole:
            about = (
                self._title(entry),
                entry.file,
                self._progress(entry),
                self._length(entry),
                self._read(entry),
                *remarks(entry),
            )
            return as_tip("\n".join(filter(None, about)))
        return None

    def _title(self, entry: Entry) -> str:
        return entry.title or entry.file or self.tr("Without a title")

    def _status(self, entry: Entry) -> str:
        return {
            Status.NEW: self.tr("new"),
            Status.OPEN: self.tr("open"),
            Status.DONE: self.tr("done"),
            Status.ASIDE: self.tr("set aside"),
        }[entry.status]

    def _second(self, entry: Entry) -> str:
        beside = self._length(entry) if entry.read == 0 or entry.status is Status.NEW else self._read(entry)
        return self.tr("{progress} · {beside}").format(progress=self._progress(entry), beside=beside)

    def _progress(self, entry: Entry) -> str:
        if entry.id in self.preparing:
            return self.tr("finding suggestions…")
        if entry.status in (Status.DONE, Status.ASIDE):
            return self._status(entry)
        if entry.pending:
            return self.tr("{count} pending").format(count=QLocale().toString(entry.pending))
        return self.tr("nothing pending") if entry.prepared else self.tr("no suggestions yet")

    def _length(self, entry: Entry) -> str:
        words = self.tr("{n} character") if entry.characters == 1 else self.tr("{n} characters")
        return words.format(n=QLocale().toString(entry.characters))

    def _read(self, entry: Entry) -> str:
        if entry.read in (0, 1):
            return self.tr("read") if entry.read else self.tr("not read yet")
        percent = min(99, max(1, round(100 * entry.read)))  # none is said to be whole that is not
        return self.tr("{percent} % read").format(percent=QLocale().toString(percent))


class QueuePanel(QWidget):
    """The articles of a project, as given; it opens none itself.

    chosen   the id of an article that is to be opened
    dropped  local paths of files that were dragged here
    carried  the ids of the articles that are dragged out of here
    """

    chosen = Signal(str)
    dropped = Signal(list)
    carried = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._model = _Entries(self)
        self._search = SearchField(self)
        self._search.setPlaceholderText(self.tr("Search articles"))
        self._search.setAccessibleName(self.tr("Search articles by title or file"))
        make_clearable(self._search)
        self._search.setAcceptDrops(False)  # else it would take a dropped file's name for text
        self._order = QToolButton(self)
        self._order.setObjectName("order")
        self._order.setAccessibleName(self.tr("Order of the articles"))
        self._order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._order.setMenu(self._order_menu())
        self._count = QLabel(self)
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(self.tr("Articles done"))
        self._view = QueueView(self.tr("Articles"), self)
        self._view.setUniformRowHeights(True)
        self._view.setItemDelegate(EntryDelegate(self._view))
        self._view.setModel(self._model)
        self._empty = QLabel(self)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._empty.setMargin(2 * PAD)
        self._lay_out()
        self._search.textChanged.connect(self._on_searched)
        self._search.left.connect(self._on_search_left)
        self._search.entered.connect(self._on_search_entered)
        self.sort_by(Order.QUEUE)
        self._view.carried.connect(self._on_carried)
        self._view.chosen.connect(lambda index: self.chosen.emit(index.data(Role.ENTRY).id))
        self._tell()

    def _lay_out(self) -> None:
        under = QHBoxLayout()
        under.setSpacing(6)
        under.addWidget(self._count, 1)
        under.addWidget(self._order)
        head = self._head = QVBoxLayout()
        head.setContentsMargins(PAD, 8, PAD, 8)
        head.setSpacing(5)
        head.addWidget(self._search)
        head.addLayout(under)
        head.addWidget(self._bar)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(self._stack, 1)

    @property
    def view(self) -> QueueView:
        """The list, to give it the focus."""
        return self._view

    @property
    def selected(self) -> tuple[str, ...]:
        """The ids of the articles that are selected, in the order in which they are shown."""
        rows = sorted(index.row() for index in self._view.selectionModel().selectedRows())
        return tuple(self._model.shown[row].id for row in rows)

    def _on_carried(self, index: QModelIndex) -> None:
        pressed, chosen = index.data(Role.ENTRY).id, self.selected
        self.carried.emit(chosen if pressed in chosen else (pressed,))

    def rename(self, document_id: str | None) -> None:
        """Have an article's title changed in its row."""
        row = self._model.row_of(document_id)
        if row >= 0:
            self._view.go_to(row)
            self._view.edit(self._model.index(row))

    @property
    def search(self) -> QLineEdit:
        """The search field, likewise."""
        return self._search

    @property
    def filtered(self) -> tuple[str, ...] | None:
        """The ids of the articles that are listed, None where all of them are."""
        return tuple(entry.id for entry in self._model.shown) if self._search.text() else None

    def put_above(self, widget: QWidget) -> None:
        """Have something stand above the search."""
        self._head.insertWidget(0, widget)

    def _orders(self) -> dict[Order, tuple[str, str]]:
        return {
            Order.QUEUE: (self.tr("In order"), self.tr("The articles in their order")),
            Order.DOUBT: (self.tr("Doubtful first"), self.tr("Most doubtful articles first")),
            Order.UNREAD: (self.tr("Unread first"), self.tr("Articles of which least was read first")),
        }

    def _order_menu(self) -> QMenu:
        menu = QMenu(self._order)
        group = QActionGroup(menu)
        for order, (_, tip) in self._orders().items():
            action = menu.addAction(tip)
            action.setCheckable(True)
            action.setChecked(order is Order.QUEUE)
            action.triggered.connect(lambda _=False, order=order: self.sort_by(order))
            group.addAction(action)
        return menu

    def sort_by(self, order: Order) -> None:
        """Show the articles in another order."""
        words, tip = self._orders()[order]
        self._order.setText(words)
        self._order.setToolTip(tip)
        self._order.setAccessibleDescription(tip)
        self._order.menu().actions()[order].setChecked(True)
        if order is not self._model.order:
            self._model.order = order
            self._arrange()
            self._view.scrollToTop()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these articles, in this order unless sorted by doubt."""
        self._model.entries = entries
        self._arrange()

    def set_current(self, document_id: str | None) -> None:
        """Mark the article that is on the desk."""
        before, self._model.current = self._model.current, document_id
        self._model.repaint(frozenset({before, document_id}))
        self._view.go_to(self._model.row_of(document_id))

    def set_preparing(self, document_ids: frozenset[str]) -> None:
        """Mark the articles for which suggestions are being made."""
        before, self._model.preparing = self._model.preparing, document_ids
        self._model.repaint(frozenset(before ^ document_ids))

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._view.set_theme(theme)
        self._order.setStyleSheet(
            f"QToolButton {{ background: transparent; border: 1px solid transparent; color: {theme.muted};"
            f" padding: 2px 18px 2px 6px; }}"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {theme.accent}; }}"
        )

    def _arrange(self) -> None:
        at = self._view.currentIndex()
        cursor = self._model.shown[at.row()].id if at.isValid() else self._model.current
        self._model.arrange()
        row = self._model.row_of(cursor)
        if row >= 0 and row != self._view.currentIndex().row():
            self._view.go_to(row)
        self._tell()

    def _tell(self) -> None:
        entries = self._model.entries
        done = sum(entry.status is Status.DONE for entry in entries)
        numbers = {"done": QLocale().toString(done), "all": QLocale().toString(len(entries))}
        self._count.setText(self.tr("{done} of {all} done").format(**numbers) if entries else self.tr("No articles"))
        self._bar.setRange(0, max(1, len(entries)))
        self._bar.setValue(done)
        self._search.setEnabled(bool(entries))
        self._order.setEnabled(bool(entries))
        self._empty.setText(
            self.tr("No article has “{text}” in its title or file name.").format(text=self._search.text())
            if entries
            else self.tr("Drop articles here.")
        )
        self._stack.setCurrentWidget(self._view if self._model.shown else self._empty)

    def _on_searched(self, text: str) -> None:
        self._model.sought = text.casefold()
        self._arrange()

    def _on_search_left(self) -> None:
        self._view.setFocus(Qt.FocusReason.TabFocusReason)
        if not self._view.currentIndex().isValid():
            self._view.go_to(0)

    def _on_search_entered(self) -> None:
        if self._model.shown:
            self.chosen.emit(self._model.shown[0].id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._welcome(event)

    def _welcome(self, event: QDragMoveEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)
