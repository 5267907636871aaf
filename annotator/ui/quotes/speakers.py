"""The speakers that an article's entities and quotes name, and a form in which one is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.document import AnyAnnotation, Decision, Document, Speaker
from annotator.ui.keys.keys import shown
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rows import PAD, RowDelegate, RowView, fonts_of, paint_ground, words_at

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Used:
    """A speaker, how many entities of the article name it, and to how many quotes it is the speaker."""

    speaker: Speaker
    mentions: int
    quotes: int


def used(document: Document, speakers: Mapping[str, Speaker]) -> list[Used]:
    """The speakers of an article in the order in which they first come up, rejected annotations left out."""
    mentions: dict[str, int] = {}
    quotes: dict[str, int] = {}
    first: dict[str, int] = {}
    both: tuple[tuple[dict[str, int], Sequence[AnyAnnotation]], ...] = (
        (mentions, document.entities),
        (quotes, document.quotes),
    )
    for counts, annotations in both:
        for annotation in annotations:  # thousands, in the order of the text
            id_ = annotation.speaker
            if id_ is None or annotation.decision is Decision.REJECTED:
                continue
            if id_ in counts:
                counts[id_] += 1
            else:
                counts[id_] = 1
                start = annotation.extent.start
                first[id_] = min(first.get(id_, start), start)
    return [
        Used(speakers[id_], mentions.get(id_, 0), quotes.get(id_, 0))
        for id_ in sorted(first, key=first.__getitem__)
        if id_ in speakers
    ]


class _Speakers(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Used] = []
        self.selected: str | None = None
        self._places: dict[str, int] = {}

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def row_of(self, speaker_id: str | None) -> int:
        """The row of a speaker, -1 where it has none."""
        return self._places.get(speaker_id, -1) if speaker_id is not None else -1

    def replace(self, rows: list[Used]) -> None:
        """Take over other rows; those that stay the same are left alone."""
        old = self.rows
        if [each.speaker.id for each in rows] != [each.speaker.id for each in old]:
            self.beginResetModel()
            self.rows, self._places = rows, {each.speaker.id: row for row, each in enumerate(rows)}
            self.endResetModel()
            return
        self.rows = rows
        for row, (now, then) in enumerate(zip(rows, old, strict=True)):
            if now != then:
                self.repaint(row)

    def repaint(self, row: int) -> None:
        """Have a row painted again."""
        if 0 <= row < len(self.rows):
            self.dataChanged.emit(self.index(row), self.index(row))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.speaker.name
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (row.speaker.name, self.counts(row), self.about(row))))
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = (row.speaker.name, self.counts(row), self.about(row), row.speaker.wikidata)
            return as_tip("\n".join(filter(None, lines)))
        return None

    def counts(self, row: Used) -> str:
        """How often the article has the speaker."""
        mentions = self.tr("{n} mentions") if row.mentions != 1 else self.tr("{n} mention")
        quotes = self.tr("{n} quotes") if row.quotes != 1 else self.tr("{n} quote")
        both = (mentions.format(n=row.mentions), row.mentions), (quotes.format(n=row.quotes), row.quotes)
        return " · ".join(words for words, count in both if count)

    def about(self, row: Used) -> str:
        """The speaker's role and other names."""
        aliases = ", ".join(row.speaker.aliases)
        unnamed = "" if row.speaker.named else self.tr("without a name")
        return " · ".join(filter(None, (row.speaker.role, aliases, unnamed)))


class _SpeakerDelegate(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts = fonts_of(option.font)
        return QSize(80, round(fonts.line + fonts.small_line) + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fonts, theme, rect = fonts_of(option.font), self.theme, option.rect
        model = index.model()
        assert isinstance(model, _Speakers)
        row = model.rows[index.row()]
        current = row.speaker.id == model.selected
        paint_ground(painter, option, theme, current=current)
        left, width = rect.x() + PAD, rect.width() - 2 * PAD
        first = rect.y() + 6 + fonts.normal_metrics.ascent()
        second = rect.y() + 6 + fonts.line + fonts.small_metrics.ascent()
        font = fonts.bold if row.quotes else fonts.normal
        words_at(painter, left, first, width, row.speaker.name, font, theme.text)
        words = " · ".join(filter(None, (model.counts(row), model.about(row))))
        words_at(painter, left, second, width, words, fonts.small, theme.muted)


class _List(RowView):
    """The speakers; F2 and the context menu ask for the form. A double click is one click: that may have linked."""

    edit_asked = Signal(QModelIndex)
    merge_asked = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.edit_asked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        choose = menu.addAction(self.tr("Choose") + "\t" + shown("Return"))
        choose.triggered.connect(lambda: self.chosen.emit(index))
        menu.addAction(self.tr("Edit…") + "\tF2").triggered.connect(lambda: self.edit_asked.emit(index))
        menu.addAction(self.tr("Merge into…")).triggered.connect(lambda: self.merge_asked.emit(index))
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if by_key else event.globalPos())


class _Form(QFrame):
    """A speaker's name, aliases, role and Wikidata id. Enter saves, Esc cancels."""

    saved = Signal(object)
    ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._speaker: Speaker | None = None
        self._fields = {
            "name": QLineEdit(self),
            "aliases": QLineEdit(self),
            "role": QLineEdit(self),
            "wikidata": QLineEdit(self),
        }
        titles = {
            "name": self.tr("Name"),
            "aliases": self.tr("Also"),
            "role": self.tr("Role"),
            "wikidata": self.tr("Wikidata"),
        }
        self._fields["aliases"].setPlaceholderText(self.tr("other names, with ; between"))
        self._fields["role"].setPlaceholderText(self.tr("minister, spokeswoman …"))
        self._fields["wikidata"].setPlaceholderText("Q42")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(5)
        for key, field in self._fields.items():
            field.setAccessibleName(titles[key])
            form.addRow(titles[key], field)
        self._save, self._cancel = QPushButton(self.tr("Save"), self), QPushButton(self.tr("Cancel"), self)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAD, 8, PAD, 8)
        layout.addLayout(form)
        layout.addLayout(buttons)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.ended)
        self._fields["name"].textChanged.connect(lambda text: self._save.setEnabled(bool(text.strip())))

    @property
    def speaker_id(self) -> str | None:
        """Whom it shows."""
        return self._speaker.id if self._speaker is not None else None

    def show_speaker(self, speaker: Speaker) -> None:
        """Fill the fields and take the focus."""
        self._speaker = speaker
        self._fields["name"].setText(speaker.name)
        self._fields["aliases"].setText("; ".join(speaker.aliases))
        self._fields["role"].setText(speaker.role or "")
        self._fields["wikidata"].setText(speaker.wikidata or "")
        self.show()
        self._fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)
        self._fields["name"].selectAll()

    def _on_save(self) -> None:
        words = {key: field.text().strip() for key, field in self._fields.items()}
        if self._speaker is None or not words["name"]:
            return
        aliases = dict.fromkeys(part.strip() for part in words["aliases"].split(";") if part.strip())
        changed = replace(
            self._speaker,
            name=words["name"],
            aliases=tuple(aliases),
            role=words["role"] or None,
            wikidata=words["wikidata"] or None,
        )
        if changed != self._speaker:
            self.saved.emit(changed)
        self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_save()
        event.accept()  # what the fields leave over is no command of the window's


class SpeakerPanel(QWidget):
    """The speakers of the article that is given.

    left    the form was closed; the focus is to go back to the text
    chosen  the id of a speaker that was clicked, or chosen with Enter
    edited  a `Speaker` with other words, from the form
    merged  a `Speaker` who is to become one with another
    """

    left = Signal()
    chosen = Signal(str)
    edited = Signal(object)
    merged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Speakers(self)
        self._head = QLabel(self)
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._edit = QToolButton(self)
        self._edit.setText(self.tr("Edit"))
        self._edit.setAccessibleName(self.tr("Edit the speaker"))
        self._edit.setToolTip(self.tr("Edit the speaker (F2)"))
        self._view = _List(self.tr("Speakers"), self)
        self._view.setUniformRowHeights(True)
        self._view.setItemDelegate(_SpeakerDelegate(self._view))
        self._view.setModel(self._model)
        self._form = _Form(self)
        self._form.hide()
        head = QHBoxLayout()
        head.setContentsMargins(PAD, 5, PAD, 5)
        head.addWidget(self._head, 1)
        head.addWidget(self._edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._form)
        self._view.chosen.connect(lambda index: self.chosen.emit(self._model.rows[index.row()].speaker.id))
        self._view.edit_asked.connect(self._on_edit_asked)
        self._view.merge_asked.connect(lambda index: self.merged.emit(self._model.rows[index.row()].speaker))
        self._view.selectionModel().currentChanged.connect(self._on_moved)
        self._edit.clicked.connect(lambda: self._on_edit_asked(self._view.currentIndex()))
        self._form.saved.connect(self.edited)
        self._form.ended.connect(self._on_form_ended)
        self._tell()

    @property
    def view(self) -> RowView:
        """The list, to give it the focus."""
        return self._view

    def set_document(self, document: Document | None, speakers: Mapping[str, Speaker]) -> None:
        """Show the speakers of this state of an article."""
        at = self._view.currentIndex()
        cursor = self._model.rows[at.row()].speaker.id if at.isValid() else None
        self._model.replace(used(document, speakers) if document is not None else [])
        if not self._view.currentIndex().isValid():
            self._view.go_to(self._model.row_of(cursor or self._model.selected))
        if self._form.speaker_id is not None and self._model.row_of(self._form.speaker_id) < 0:
            self._form.hide()
        self._tell()

    def set_selected(self, speaker_id: str | None) -> None:
        """Mark the speaker of what is selected."""
        before, row = self._model.row_of(self._model.selected), self._model.row_of(speaker_id)
        self._model.selected = speaker_id
        self._model.repaint(before)
        self._model.repaint(row)
        self._view.go_to(row)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._view.set_theme(theme)
        self._form.setStyleSheet(f"_Form {{ border-top: 1px solid {theme.line}; }}")

    def _tell(self) -> None:
        count = len(self._model.rows)
        many = self.tr("{n} speakers") if count != 1 else self.tr("{n} speaker")
        self._head.setText(many.format(n=count) if count else self.tr("No speakers yet"))
        self._edit.setEnabled(self._view.currentIndex().isValid())

    def _on_moved(self) -> None:
        self._edit.setEnabled(self._view.currentIndex().isValid())

    def _on_edit_asked(self, index: QModelIndex) -> None:
        if index.isValid():
            self._form.show_speaker(self._model.rows[index.row()].speaker)
            QTimer.singleShot(0, self._view, lambda: self._view.scrollTo(self._view.currentIndex()))  # beside the form

    def _on_form_ended(self) -> None:
        self._form.hide()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.left.emit()
