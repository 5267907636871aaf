from PySide6.QtCore import Qt

from annotator.ui.widgets.rowmodel import RowModel


class Words(RowModel[str]):
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return self.rows[index.row()] if role == Qt.ItemDataRole.DisplayRole else None


def test_the_rows_that_were_given_last_are_shown_and_none_below_them(qtbot, qtmodeltester):
    model = Words(None)
    model.take(["Mara", "Tom"])
    qtmodeltester.check(model)
    with qtbot.waitSignal(model.modelReset):
        model.take(("Brenna",))
    assert [model.data(model.index(row)) for row in range(model.rowCount())] == ["Brenna"]
    assert model.rowCount(model.index(0)) == 0
