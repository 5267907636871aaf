"""What an act would change in the project, article by article, before it is done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.document import Status
from annotator.model.finding.everywhere import Fate
from annotator.session.finding.searching import Finding, Sample
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rows import PAD, RowDelegate, RowView, colour_words, fonts_of, paint_ground, words_at
from annotator.ui.widgets.sizing import size_dialog
from annotator.ui.widgets.ticks import paint_tick

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
MOST_LISTED = 300
"""How many articles are listed, some 20 ms: ten thousand would take half a second to lay out."""


@dataclass(frozen=True)
class Row:
    """An article, or one of its places in its context."""

    finding: Finding
    sample: Sample | None = None


class _Findings(QAbstractListModel):
    """The articles with samples of their places; `left_out` are the ids of those that stay as they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.left_out: set[str] = set()

    def take(self, findings: Sequence[Finding]) -> None:
        self.beginResetModel()
        self.left_out = set()
        listed = findings[:MOST_LISTED]
        self.rows = [row for each in listed for row in (Row(each), *(Row(each, sample) for sample in each.samples))]
        self.endResetModel()

    def turn(self, row: int) -> None:
        """Take an article out, or in again."""
        name = self.rows[row].finding.document_id
        self.left_out ^= {name}
        self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(row.finding) if row.sample is None else row.sample.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        return None

    def title(self, finding: Finding) -> str:
        return finding.title or self.tr("Without a title")

    def _spoken(self, row: Row) -> str:
        if row.sample is None:
            chosen = self.tr("left out") if row.finding.document_id in self.left_out else self.tr("chosen")
            return ", ".join((self.title(row.finding), self.counts(row.finding), chosen))
        sample = row.sample
        return f"{sample.before}{sample.words}{sample.after}, {self.fate(sample)}"

    def counts(self, finding: Finding) -> str:
        """How many places an article has, how many of them stay, and that it is done."""
        counted = Counter(place.fate for place in finding.affected)
        kept = counted.pop(Fate.KEEP, 0)
        words = [QLocale().toString(counted.total())]
        if kept:
            words.append(self.tr("{n} decided").format(n=kept))
        if finding.status is Status.DONE:
            words.append(self.tr("done"))
        return " · ".join(words)

    def fate(self, sample: Sample) -> str:
        """What becomes of a place."""
        if sample.place.fate is Fate.ADD:
            return self.tr("new")
        if sample.place.fate is Fate.NONE:
            return self.tr("none")
        if sample.place.fate is Fate.REMARK:
            return sample.label or self.tr("quote")
        if sample.place.fate is Fate.ACCEPT:
            return self.tr("accepted")
        if sample.place.fate is Fate.KEEP:
            words = sample.label or self.tr("decided")
            return f"{words} · {sample.by}" if sample.by else words
        return self.tr("was {label}").format(label=sample.label) if sample.label else self.tr("changed")


class _Delegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts, model = fonts_of(option.font), index.model()
        heading = isinstance(model, _Findings) and model.rows[index.row()].sample is None
        return QSize(80, round(fonts.line + 14 if heading else fonts.small_line + 5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Findings)
        row = model.rows[index.row()]
        paint_ground(painter, option, self.theme, current=False)
        if row.sample is None:
            self._paint_article(painter, option, model, row.finding)
        else:
            self._paint_sample(painter, option, model, row)

    def _paint_article(
        self, painter: QPainter, option: QStyleOptionViewItem, model: _Findings, finding: Finding
    ) -> None:
        fonts, theme, rect = fonts_of(option.font), self.theme, option.rect
        chosen = finding.document_id not in model.left_out
        y = rect.y() + 10 + fonts.normal_metrics.ascent()
        x = paint_tick(painter, rect.x() + PAD, y, fonts, theme, ticked=chosen)
        counts = model.counts(finding)
        right = rect.right() - PAD - fonts.small_metrics.horizontalAdvance(counts)
        words_at(painter, right, y, rect.width(), counts, fonts.small, theme.muted)
        words_at(painter, x, y, right - x - 10, model.title(finding), fonts.bold, theme.text if chosen else theme.muted)

    def _paint_sample(self, painter: QPainter, option: QStyleOptionViewItem, model: _Findings, row: Row) -> None:
        fonts, theme, rect = fonts_of(option.font), self.theme, option.rect
        sample = row.sample
        assert sample is not None
        live = row.finding.document_id not in model.left_out and sample.place.fate is not Fate.KEEP
        y = rect.y() + 2 + fonts.normal_metrics.ascent()
        fate = model.fate(sample)
        left, end = float(rect.x() + PAD + 26), float(rect.right() - PAD)
        end -= fonts.small_metrics.horizontalAdvance(fate)
        ink = theme.chip_open if sample.place.fate is Fate.KEEP else theme.muted
        words_at(painter, end, y, rect.width(), fate, fonts.small, ink)
        end -= 14
        before = fonts.small_metrics.elidedText(sample.before, Qt.TextElideMode.ElideLeft, round((end - left) * 0.35))
        x = words_at(painter, left, y, end - left, before, fonts.small, theme.muted)
        bold = fonts_of(fonts.small).bold
        x = words_at(painter, x, y, end - x, sample.words, bold, theme.text if live else theme.muted)
        words_at(painter, x, y, end - x, sample.after, fonts.small, theme.muted)


class _List(RowView):
    """The articles; Space and a click take one out or in, Enter does what is ordered."""

    turned = Signal(int)
    ordered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.turned.emit(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ordered.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._clicked(event) and index.isValid():
            self.turned.emit(index.row())


class Preview(QDialog):
    """Which articles an act changes, how many places, some of them in context. It blocks nothing.

    ordered  Enter was pressed: the ids of the articles in which it is to be done, and whether also where somebody
             decided otherwise
    """

    ordered = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("In the whole project"))
        self.setModal(False)
        size_dialog(self, 720, 520)
        self._findings: tuple[Finding, ...] = ()
        self._more = self._ready = False
        self._theme = LIGHT
        self._model = _Findings(self)
        self._what = QLabel(self)
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._what.setWordWrap(True)
        self._view = _List(self.tr("What would change"), self)
        self._view.setItemDelegate(_Delegate(self._view))
        self._view.setModel(self._model)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._also = QCheckBox(self)
        self._count = QLabel(self)
        self._count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._count.setWordWrap(True)
        self._do = QPushButton(self.tr("Change them"), self)
        self._do.setDefault(True)
        self._leave = QPushButton(self.tr("Cancel"), self)
        self._leave.setAutoDefault(False)
        self._lay_out()
        self._view.turned.connect(self._on_turned)
        self._view.ordered.connect(self._on_ordered)
        self._also.toggled.connect(lambda _: self._tell())
        self._do.clicked.connect(self._on_ordered)
        self._leave.clicked.connect(self.reject)
        self.set_theme(LIGHT)

    def _lay_out(self) -> None:
        bottom = QHBoxLayout()
        bottom.setContentsMargins(PAD, 4, PAD, PAD)
        bottom.setSpacing(8)
        bottom.addWidget(self._count, 1)
        bottom.addWidget(self._do)
        bottom.addWidget(self._leave)
        self._what.setContentsMargins(PAD, PAD, PAD, 8)
        self._also.setContentsMargins(PAD, 0, PAD, 0)
        also = QHBoxLayout()
        also.setContentsMargins(PAD, 6, PAD, 0)
        also.addWidget(self._also)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._what)
        layout.addWidget(self._bar)
        layout.addWidget(self._view, 1)
        layout.addLayout(also)
        layout.addLayout(bottom)

    @property
    def ready(self) -> bool:
        """Whether everything has been looked through."""
        return self._ready

    @property
    def question(self) -> str:
        """What is to be done, as it is shown."""
        return self._what.text()

    @property
    def summary(self) -> str:
        """How much would change, as it is shown."""
        return self._count.text()

    def ask(self, what: str) -> None:
        """Say what is to be done, while it is looked for."""
        self._what.setText(what)
        self._ready = False
        self._findings, self._more = (), False
        self._model.take(())
        self._also.setChecked(False)
        self._bar.setRange(0, 1)  # it does not run to and fro while nothing is known
        self._bar.setValue(0)
        self._bar.show()
        self._tell()
        self._view.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_progress(self, done: int, total: int) -> None:
        """Say how many of how many articles have been looked through."""
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)

    def show_findings(self, findings: Sequence[Finding], *, more: bool) -> None:
        """Show what was found; `more` where the search ended before its end."""
        self._findings, self._more, self._ready = tuple(each for each in findings if each.affected), more, True
        self._model.take(self._findings)
        self._bar.hide()
        self._view.go_to(0)
        self._tell()

    def show_fault(self, words: str) -> None:
        """Say why nothing could be looked for."""
        self._bar.hide()
        self._do.setEnabled(False)
        self._count.setText(f"⚠ {words}")
        colour_words(self._count, self._theme.error)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self._view.set_theme(theme)

    def _chosen(self) -> list[Finding]:
        return [each for each in self._findings if each.document_id not in self._model.left_out]

    def _how_many(self, places: int, articles: int) -> str:
        if places == 1:
            return self.tr("1 place in 1 article.")
        words = self.tr("{n} places in {articles} articles.") if articles != 1 else self.tr("{n} places in 1 article.")
        return words.format(n=QLocale().toString(places), articles=QLocale().toString(articles))

    def _tell(self) -> None:
        chosen = self._chosen()
        fates = Counter(place.fate for each in chosen for place in each.affected)
        kept = fates.pop(Fate.KEEP, 0)
        count = fates.total() + (kept if self._also.isChecked() else 0)
        number = QLocale().toString
        some = [each for each in chosen if self._also.isChecked() or not (kept and _all_kept(each))]
        if not self._ready:
            words = self.tr("Looking through the articles…")
        elif not self._findings:
            words = self.tr("There is nothing else to change.")
        else:
            words = self._how_many(count, len(some))
            words += " " + self.tr("Enter does it, Space leaves an article out.")
            if len(self._findings) > MOST_LISTED:
                rest = self.tr("The first {n} articles are listed; it is done in the others as well.")
                words += " " + rest.format(n=number(MOST_LISTED))
            if self._more:
                words += " " + self.tr("There are more: only the first ones are shown. Do it again after these.")
        self._count.setText(words)
        colour_words(self._count, None)
        self._also.setVisible(bool(kept))
        self._also.setText(self.tr("Also where somebody &decided otherwise: {n}").format(n=number(kept)))
        self._do.setEnabled(self._ready and count > 0)

    def _on_turned(self, row: int) -> None:
        self._model.turn(row)
        self._tell()

    def _on_ordered(self) -> None:
        if self._ready and not self._findings:
            self.accept()
        elif self._do.isEnabled():
            also = self._also.isChecked()
            chosen = [each for each in self._chosen() if also or not _all_kept(each)]
            self.accept()
            self.ordered.emit(chosen, also)


def _all_kept(finding: Finding) -> bool:
    return all(place.fate is Fate.KEEP for place in finding.affected)
