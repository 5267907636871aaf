"""What can be asked of a project, to be clicked: a few queries that fit it, its saved ones, all filters."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from annotator.model.finding.query import VALUES
from annotator.ui.menus import translated
from annotator.ui.widgets.plain import as_tip
from annotator.ui.widgets.rows import PAD


@dataclass(frozen=True)
class Example:
    """A query with what it finds; `name` is that of a saved one, which is shown in its place."""

    query: str
    finds: str
    name: str = ""


class Examples(QWidget):
    """A line of queries, as many as there is room for, and a menu of all filters.

    chosen  a query is to be looked for
    begun   a filter of this name is to be typed
    """

    chosen = Signal(str)
    begun = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._head = QLabel(self.tr("For example"), self)
        self._head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.buttons: list[QToolButton] = []
        self.filters = QToolButton(self)
        self.filters.setText(self.tr("All filters"))
        self.filters.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.filters)
        self.filters.setMenu(menu)
        for name in VALUES:
            action = menu.addAction(f"{name}:\t{_finds(name)}")
            action.triggered.connect(lambda _=False, name=name: self.begun.emit(name))
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(PAD, 0, PAD, 6)
        self._line.setSpacing(6)
        self._line.addWidget(self._head)
        self._line.addWidget(self.filters)
        self._line.addStretch(1)

    def show_examples(self, examples: Sequence[Example]) -> None:
        """Show other queries, the most useful first."""
        for button in self.buttons:
            self._line.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(example) for example in examples]
        for place, button in enumerate(self.buttons, 1):
            self._line.insertWidget(place, button)
        self._fit()

    def _button(self, example: Example) -> QToolButton:
        button = QToolButton(self)
        button.setText((example.name or example.query).replace("&", "&&"))
        button.setToolTip(as_tip(example.finds))
        button.setAccessibleName(f"{example.name or example.query}: {example.finds}")
        button.clicked.connect(lambda: self.chosen.emit(example.query))
        return button

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hides what there is no room for."""
        gap = self._line.spacing()
        room = self.width() - 2 * PAD - self._head.sizeHint().width() - self.filters.sizeHint().width() - gap
        for button in self.buttons:
            room -= button.sizeHint().width() + gap
            button.setVisible(room >= 0)


def _finds(name: str) -> str:
    """What a filter asks for."""
    return {
        "label": translated("entities with a label"),
        "speaker": translated("what somebody said, and where they are named"),
        "kind": translated("direct, mixed or indirect quotes"),
        "decision": translated("what is pending, accepted, corrected, added or rejected"),
        "score": translated("how sure the pipeline was: <0.6"),
        "origin": translated("what a pipeline or a person made"),
        "status": translated("articles that are new, open, done or aside"),
        "outlet": translated("where the article was published"),
        "date": translated("when: 2026-01..2026-03"),
        "title": translated("words of the article’s title"),
        "note": translated("words of a note"),
        "has": translated("what has a note"),
        "why": translated("words of the reason of a hard case"),
        "is": translated("entities, quotes, what is flagged, examples, hard cases"),
    }[name]
