"""A list that shows the rows it was last given: what each of them says is said by the list itself."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QWidget

Row = TypeVar("Row")
_ROOT = QModelIndex()


class RowModel(QAbstractListModel, Generic[Row]):
    """Rows of one kind, all of them replaced at once; a subclass says in `data` what they are in words."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def take(self, rows: Sequence[Row]) -> None:
        """Show these rows in place of those that are shown; nothing is chosen any more."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)
