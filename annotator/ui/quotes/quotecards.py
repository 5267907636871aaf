"""Cards of quotes, as rows of a list: what one says, how high it is, how it is painted."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from annotator.model.document import Attribution, Document, Quote, Speaker
from annotator.model.ranking import Candidate
from annotator.model.suggestions import doubtful
from annotator.ui import describing
from annotator.ui.keys.keycaps import cap_width, paint_cap
from annotator.ui.widgets.cardview import CardView
from annotator.ui.widgets.glyphs import of_annotation, of_remarks, paint_glyph
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rows import (
    MARKED,
    PAD,
    Fonts,
    RowDelegate,
    Wrapper,
    mixed,
    paint_ground,
    right_to_left,
    words_at,
)

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
LINES = 3
"""So many lines of a quote's text are shown."""
NUMBERED = 9
"""So many speakers are offered: as many as there are digits."""


@dataclass(frozen=True, eq=False)
class Card:
    """What a card shows; `words` is the beginning of the quote's text, `speaker` None where there is none."""

    quote: Quote
    speaker: Speaker | None
    words: str
    cue: str
    selected: bool = False
    candidates: tuple[Candidate, ...] = ()


class QuoteList(QAbstractListModel):
    """The quotes that are not rejected, in the order of the text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.speakers: Mapping[str, Speaker] = {}
        self.quotes: list[Quote] = []
        self.selected: str | None = None
        self.candidates: tuple[Candidate, ...] = ()
        self._rows: dict[str, int] = {}
        self._names: list[Speaker | None] = []

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.quotes)

    def row_of(self, annotation_id: str | None) -> int:
        """The row of a quote, -1 where it has none."""
        return self._rows.get(annotation_id, -1) if annotation_id is not None else -1

    def replace(self, document: Document | None, speakers: Mapping[str, Speaker]) -> None:
        """Take over another state; rows that stay the same are left alone."""
        quotes = [quote for quote in document.quotes if not quote.rejected] if document is not None else []
        names = [speakers.get(quote.speaker) if quote.speaker else None for quote in quotes]
        same_article = document is not None and self.document is not None and document.article is self.document.article
        self.speakers = speakers
        if not same_article:
            self.beginResetModel()
            self._take(document, quotes, names)
            self.endResetModel()
            return
        old, old_names = self.quotes, self._names
        head, tail = _alike(old, quotes)
        self._take_out(head, len(old) - tail)
        self._put_in(document, quotes, names, head, len(quotes) - tail)
        for row, quote in enumerate(quotes):
            if head <= row < len(quotes) - tail:
                continue
            before = row if row < head else row - len(quotes) + len(old)
            if quote is not old[before] or names[row] != old_names[before]:
                self.repaint(row)

    def _take_out(self, start: int, end: int) -> None:
        if start < end:
            self.beginRemoveRows(_ROOT, start, end - 1)
            rest = self.quotes[:start] + self.quotes[end:]
            self._take(self.document, rest, self._names[:start] + self._names[end:])
            self.endRemoveRows()

    def _put_in(
        self, document: Document | None, quotes: list[Quote], names: list[Speaker | None], start: int, end: int
    ) -> None:
        if start < end:
            self.beginInsertRows(_ROOT, start, end - 1)
        self._take(document, quotes, names)
        if start < end:
            self.endInsertRows()

    def _take(self, document: Document | None, quotes: list[Quote], names: list[Speaker | None]) -> None:
        self.document, self.quotes, self._names = document, quotes, names
        self._rows = {quote.id: row for row, quote in enumerate(quotes)}

    def repaint(self, row: int) -> None:
        """Have a row measured and painted again."""
        if 0 <= row < len(self.quotes):
            self.dataChanged.emit(self.index(row), self.index(row))

    def card(self, row: int) -> Card:
        """What the card in a row shows."""
        quote = self.quotes[row]
        document = self.document
        assert document is not None
        cue = document.words(quote.cue) if quote.cue is not None else ""
        selected = quote.id == self.selected
        return Card(quote, self._names[row], self.words(quote), cue, selected, self.candidates if selected else ())

    def words(self, quote: Quote) -> str:
        """The beginning of what was said, in one line."""
        text = self.document.text if self.document is not None else ""
        parts = (text[start : min(end, start + 400)] for start, end in quote.contents[:4])
        return " … ".join(parts) if len(quote.contents) > 1 else next(parts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            card = self.card(index.row())
            kind, decision = describing.kind(card.quote), self.decision_words(card)
            remarks = describing.remarks(card.quote)
            return ", ".join(filter(None, (self.speaker_words(card), card.cue, kind, decision, *remarks, card.words)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(self.origin_words(self.card(index.row())))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            offered = self.card(index.row()).candidates
            return "; ".join(f"{n + 1} {c.name}, {c.reason}" for n, c in enumerate(offered))
        return None

    def speaker_words(self, card: Card) -> str:
        """Who a card says has spoken."""
        if card.speaker is not None:
            return card.speaker.name
        return self.tr("nobody") if card.quote.attribution is Attribution.NONE else self.tr("speaker?")

    def decision_words(self, card: Card) -> str:
        """What was decided about it."""
        return self.tr("doubtful") if doubtful(card.quote) else describing.decision(card.quote)

    def origin_words(self, card: Card) -> str:
        """Where it comes from: reason, score, pipeline."""
        quote = card.quote
        score = f"{quote.score:.2f}" if quote.score is not None else ""
        return " · ".join(
            filter(None, (self.decision_words(card), quote.reason, score, quote.origin, *describing.remarks(quote)))
        )


def _others(a: Quote, b: Quote) -> bool:
    return a is not b and a.id != b.id


def _alike(old: list[Quote], new: list[Quote]) -> tuple[int, int]:
    """How many quotes at the beginning of two lists, and of the rest how many at the end, are the same by their ids."""
    least = min(len(old), len(new))
    head = next((n for n in range(least) if _others(old[n], new[n])), least)
    tail = next((n for n in range(least - head) if _others(old[-1 - n], new[-1 - n])), least - head)
    return head, tail


class CardDelegate(RowDelegate):
    """Measures and paints cards, and knows where on one the offered speakers stand."""

    def __init__(self, view: CardView, model: QuoteList) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._wrapper = Wrapper()
        self._counts: dict[str, tuple[Quote, float, Fonts, int]] = {}
        self.pointed = -1

    def forget(self) -> None:
        """Drop what was measured, for another article."""
        self._counts.clear()

    def _count(self, row: int, fonts: Fonts, width: float) -> int:
        quote = self._model.quotes[row]
        known = self._counts.get(quote.id)
        if (
            known is None
            or known[1] != width
            or known[2] is not fonts
            or (known[0] is not quote and known[0].contents != quote.contents)
        ):
            words = self._model.words(quote)
            count = self._wrapper.count(words, fonts, width, LINES)
            known = self._counts[quote.id] = quote, width, fonts, count
        return known[3]

    def _row_height(self, fonts: Fonts) -> float:
        return fonts.line + 4

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts = self._view.fonts
        width = float(self._view.viewport().width() - 2 * PAD)
        row = index.row()
        height = 9 + fonts.line * (1 + self._count(row, fonts, width)) + 10
        if self._model.quotes[row].id == self._model.selected:
            height += fonts.small_line + 2
            if self._model.candidates:
                height += 4 + self._row_height(fonts) * len(self._model.candidates)
        return QSize(80, round(height))

    def candidate_boxes(self, rect: QRect, row: int, fonts: Fonts) -> list[QRectF]:
        """Where the offered speakers stand on the selected card that fills `rect`."""
        lines = self._count(row, fonts, float(rect.width() - 2 * PAD))
        top = rect.y() + 9 + fonts.line * (1 + lines) + fonts.small_line + 6
        height = self._row_height(fonts)
        return [
            QRectF(rect.x() + PAD - 4, top + height * number, rect.width() - 2 * PAD + 8, height)
            for number in range(len(self._model.candidates))
        ]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, fonts = option.rect, self._view.fonts
        theme = self.theme
        card = self._model.card(index.row())
        paint_ground(painter, option, theme, current=card.selected)
        left, width = rect.x() + PAD, float(rect.width() - 2 * PAD)
        y = rect.y() + 9 + fonts.normal_metrics.ascent()
        self._head(painter, card, fonts, left, y, width)
        muted = card.quote.pending and not card.selected
        backwards = right_to_left(card.words)
        for line in self._wrapper.lines(card.words, fonts, width, LINES):
            y += fonts.line
            x = left + max(0.0, width - fonts.normal_metrics.horizontalAdvance(line)) if backwards else left
            words_at(painter, x, y, width + 1, line, fonts.normal, theme.chip_text if muted else theme.text)
        if card.selected:
            y += fonts.small_line + 3
            words_at(painter, left, y, width, self._model.origin_words(card), fonts.small, theme.muted)
            self._offers(painter, card, fonts, rect, index.row())
        elif not option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(left, rect.bottom(), rect.width() - 2 * PAD, 1, mixed(theme.surface, theme.line, 1.0))

    def _head(self, painter: QPainter, card: Card, fonts: Fonts, left: float, y: float, width: float) -> None:
        theme = self.theme
        side = round(fonts.normal_metrics.capHeight()) + 1
        open_ = card.quote.pending
        box = QRectF(left + width - side, round(y) - side + 0.5, side, side)
        paint_glyph(painter, box, of_annotation(card.quote), theme.chip_open if open_ else theme.muted)
        kind = describing.kind(card.quote)
        kind_width = fonts.small_metrics.horizontalAdvance(kind)
        room = width - side - 8
        for glyph in of_remarks(card.quote):
            box.translate(-side - 6, 0)
            paint_glyph(painter, box, glyph, theme.accent)
            room -= side + 6
        words_at(painter, left + room - kind_width, y, kind_width + 2, kind, fonts.small, theme.muted)
        room -= kind_width + 10
        undecided = card.speaker is None and card.quote.attribution is not Attribution.NONE
        font = fonts.normal if card.speaker is None else fonts.bold
        colour = theme.chip_open if undecided else theme.muted if card.speaker is None else theme.text
        end = words_at(painter, left, y, room, self._model.speaker_words(card), font, colour)
        if card.cue:
            end = words_at(painter, end + 5, y, left + room - end - 5, "·", fonts.normal, theme.muted)
            words_at(painter, end + 5, y, left + room - end - 5, card.cue, fonts.normal, theme.muted)

    def _offers(self, painter: QPainter, card: Card, fonts: Fonts, rect: QRect, row: int) -> None:
        theme = self.theme
        for number, box in enumerate(self.candidate_boxes(rect, row, fonts)):
            candidate = card.candidates[number]
            if number == self.pointed:
                painter.fillRect(box, mixed(theme.surface, theme.accent, MARKED))
            y = box.y() + 2 + fonts.normal_metrics.ascent()
            cap = str(number + 1)
            paint_cap(painter, box.x() + 4, box.center().y(), cap, fonts.small, theme)
            x = box.x() + 4 + cap_width(cap, fonts.small) + 8
            chosen = candidate.speaker is not None and candidate.speaker == card.quote.speaker
            font = fonts.bold if chosen else fonts.normal
            end = words_at(painter, x, y, box.right() - x - 4, candidate.name, font, theme.text)
            ink = theme.chip_text if number == self.pointed else theme.muted
            words_at(painter, end + 8, y, box.right() - end - 12, candidate.reason, fonts.small, ink)
