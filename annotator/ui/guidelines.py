"""The guidelines in a window of their own, at the passage that was asked for."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from annotator.session import guidance
from annotator.ui.theme import LIGHT, Theme

_MARGIN = 28
_LEADING = 125  # percent
_SIZES = {1: 1.5, 2: 1.25, 3: 1.05}
_ABOVE = {1: 0, 2: 24, 3: 14}
_BELOW = 9


class _Page(QTextBrowser):
    """Markdown that fetches nothing: whatever it links to outside stays where it is."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None


class Guidelines(QDialog):
    """The guidelines; a link in them leads to another passage."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guidelines"))
        self.setModal(False)
        self.resize(680, 720)
        self._theme = LIGHT
        self._current = ""
        self._page = _Page(self)
        self._page.setAccessibleName(self.tr("Guidelines"))
        self._page.setOpenLinks(False)
        self._page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._page.anchorClicked.connect(lambda link: self.show_passage(link.fragment()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self.set_theme(LIGHT)

    @property
    def current(self) -> str:
        """The name of the passage it was opened at, empty for the top."""
        return self._current

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme, where it was."""
        self._theme = theme
        at = self._page.verticalScrollBar().value()
        self._page.setDocument(self._typeset())
        self._page.verticalScrollBar().setValue(at)
        self._mark()

    def show_passage(self, name: str) -> None:
        """Scroll to the passage of that name (see `guidance.anchor`); to the top where there is none."""
        block = self._heading(name)
        self._current = name if block is not None else ""
        top = 0.0 if block is None else self._layout_top(block)
        self._page.verticalScrollBar().setValue(round(top))
        if block is not None:
            self._page.setTextCursor(QTextCursor(block))  # a screen reader reads on from there
            self._page.verticalScrollBar().setValue(round(top))
        self._mark()

    def _layout_top(self, block: QTextBlock) -> float:
        return max(0.0, self._page.document().documentLayout().blockBoundingRect(block).top() - 8)

    def _heading(self, name: str) -> QTextBlock | None:
        return next((b for b in self._headings() if guidance.anchor(b.text()) == name), None)

    def _headings(self) -> list[QTextBlock]:
        found, block = [], self._page.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                found.append(block)
            block = block.next()
        return found

    def _typeset(self) -> QTextDocument:
        """The text with its margins, its leading and the sizes of its headings."""
        document = QTextDocument(self._page)
        document.setMarkdown(guidance.text())
        document.setDefaultFont(self.font())
        document.setDocumentMargin(_MARGIN)
        size = self.font().pointSizeF()
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
                shape.setBackground(QColor(self._theme.quote))
            cursor.mergeBlockFormat(shape)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format().toTableFormat()
                table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                table.setBorderBrush(QColor(self._theme.line))
                table.setBorderCollapse(True)
                table.setCellPadding(5)
                table.setBottomMargin(_BELOW)
                frame.setFormat(table)
        return document

    def _mark(self) -> None:
        """Tints the heading of the passage that was asked for."""
        block, marks = self._heading(self._current), []
        if block is not None:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(block)
            mark.format.setBackground(QColor(self._theme.hit))
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marks.append(mark)
        self._page.setExtraSelections(marks)

    def open_at(self, name: str) -> None:
        """Come to the front at a passage."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_passage(name)
