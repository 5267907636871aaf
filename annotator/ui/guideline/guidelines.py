"""A guideline as a page to read, at the passage that was asked for."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QApplication, QTextBrowser, QTextEdit, QWidget

from annotator.session import guidance
from annotator.ui.theme import LIGHT, Theme

_MARGIN = 14
_LEADING = 125  # percent
_SIZES = {1: 1.5, 2: 1.25, 3: 1.05}
_ABOVE = {1: 0, 2: 24, 3: 14}
_BELOW = 9
_INDENT = 20
_ALTERNATIVE = QTextFormat.Property.ImageAltText.value


@dataclass(frozen=True)
class Reached:
    """How far a guideline is scrolled: past how many headings, and past which share of what stands below the last."""

    passage: int
    share: float


def reached(tops: Sequence[float], height: float) -> Reached:
    """How far it is where it is scrolled that high; `tops` are those of its passages in order, and its end."""
    at = max(0, min(bisect_right(tops, height), len(tops) - 1) - 1) if height > 0 else 0
    room = tops[at + 1] - tops[at] if at + 1 < len(tops) else 0.0
    return Reached(at, min(1.0, (height - tops[at]) / room) if room > 0 else 0.0)


def height_of(tops: Sequence[float], place: Reached) -> float:
    """How high it is to be scrolled to be as far as that."""
    at = min(place.passage, len(tops) - 2)
    return tops[at] + place.share * (tops[at + 1] - tops[at])


class GuidePage(QTextBrowser):
    """A guideline; a link in it leads to another passage. Nothing that it links to is fetched or opened.

    followed  a link that leads to no passage, as it stands
    scrolled  somebody has scrolled
    """

    followed = Signal(str)
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._current = self._text = ""
        self._held = False  # at the passage that was asked for, whatever its width becomes
        self._moving = False
        self.setAccessibleName(self.tr("Guideline"))
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.anchorClicked.connect(self._on_link)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None

    def set_text(self, text: str) -> None:
        """Show a guideline, in Markdown, where the one before it was."""
        if text != self._text:
            self._text = text
            self._show()

    @property
    def current(self) -> str:
        """The name of the passage it was opened at, empty for the top."""
        return self._current

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme, where it was."""
        self._theme = theme
        self._show()

    def _show(self) -> None:
        at, held = self.verticalScrollBar().value(), self._held
        self.setDocument(typeset(self._text, self._theme, self.font(), self))
        self._scroll(at)
        self._held = held
        self._mark()

    def _on_link(self, link: QUrl) -> None:
        if link.scheme() or not link.hasFragment():
            self.followed.emit(bytes(link.toEncoded().data()).decode())
        else:
            self.show_passage(link.fragment())

    def show_passage(self, name: str) -> None:
        """Scroll to the passage of that name (see `guidance.anchor`); to the top where there is none."""
        block = self._heading(name)
        self._current = name if block is not None else ""
        if block is not None:
            self.setTextCursor(QTextCursor(block))  # a screen reader reads on from there
        self._scroll(0 if block is None else self._layout_top(block))
        self._held = True
        self._mark()

    @property
    def reached(self) -> Reached:
        """How far it is scrolled."""
        return reached(self._tops(), self.verticalScrollBar().value())

    def go_to(self, place: Reached) -> None:
        """Scroll as far as that, without telling `scrolled`."""
        self._scroll(height_of(self._tops(), place))

    def _tops(self) -> list[float]:
        """Where its passages begin, from the top of the text, and where the last one ends."""
        return [0.0, *map(self._layout_top, self._headings()), self.document().size().height()]

    def _scroll(self, to: float) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(round(to))
        self._moving = False

    def _on_scrolled(self) -> None:
        if not self._moving:
            self._held = False
            self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps what stands at the top there: other lines are broken otherwise."""
        place, self._moving = self.reached, True
        super().resizeEvent(event)
        self._moving = False
        if self._held:
            self.show_passage(self._current)
        else:
            self.go_to(place)
            self._mark()

    def _layout_top(self, block: QTextBlock) -> float:
        return max(0.0, self.document().documentLayout().blockBoundingRect(block).top() - 8)

    def _heading(self, name: str) -> QTextBlock | None:
        return next((b for b in self._headings() if guidance.anchor(b.text()) == name), None)

    def _headings(self) -> list[QTextBlock]:
        found, block = [], self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                found.append(block)
            block = block.next()
        return found

    def _mark(self) -> None:
        """Tints the heading of the passage that was asked for."""
        block, marks = self._heading(self._current), []
        if block is not None:
            self._layout_top(block)  # has its lines broken
            layout = block.layout()
            for line in map(layout.lineAt, range(layout.lineCount())):  # each as wide as the page
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(block)
                mark.cursor.setPosition(block.position() + line.textStart())
                mark.format.setBackground(QColor(self._theme.hit))
                mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                marks.append(mark)
        self.setExtraSelections(marks)


def typeset(text: str, theme: Theme, font: QFont | None = None, parent: QObject | None = None) -> QTextDocument:
    """A guideline in Markdown with its margins, its leading and the sizes of its headings."""
    document = QTextDocument(parent)
    font = font or QApplication.font()
    features = QTextDocument.MarkdownFeature
    document.setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
    _without_images(document)
    document.setDefaultFont(font)
    document.setDocumentMargin(_MARGIN)
    document.setIndentWidth(_INDENT)
    size = font.pointSizeF()
    block = document.begin()
    while block.isValid():
        level, cursor = block.blockFormat().headingLevel(), QTextCursor(block)
        shape = QTextBlockFormat()
        shape.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(_ABOVE.get(level, 0))
        shape.setBottomMargin(0 if cursor.currentTable() is not None else _BELOW)
        if level:
            ink = QTextCharFormat()
            ink.setFontPointSize(size * _SIZES.get(level, 1.0))
            ink.setFontWeight(QFont.Weight.DemiBold)
            words = QTextCursor(block)
            words.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            words.mergeCharFormat(ink)
        elif block.blockFormat().intProperty(QTextFormat.Property.BlockQuoteLevel):
            shape.setBackground(QColor(theme.quote))
            shape.setLeftMargin(_INDENT / 2)
            shape.setRightMargin(_INDENT / 2)
            shape.setIndent(0)
        cursor.mergeBlockFormat(shape)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format().toTableFormat()
            table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            table.setBorderBrush(QColor(theme.line))
            table.setBorderCollapse(True)
            table.setCellPadding(5)
            table.setBottomMargin(_BELOW)
            frame.setFormat(table)
    return document


def _without_images(document: QTextDocument) -> None:
    """Has their words stand where pictures would: Qt looks for these among the files of the machine."""
    found, block = [], document.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            if piece.charFormat().isImageFormat():
                found.append((piece.position(), piece.length(), piece.charFormat().stringProperty(_ALTERNATIVE)))
            pieces += 1
        block = block.next()
    for at, length, words in reversed(found):
        cursor = QTextCursor(document)
        cursor.setPosition(at)
        cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(words * bool(length), QTextCharFormat())
