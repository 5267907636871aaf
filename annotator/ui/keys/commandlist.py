"""The commands and their keys as rows of a list."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from annotator.session.commands import COMMANDS, Command, Keymap
from annotator.ui.keys.keycaps import cap_width, paint_cap
from annotator.ui.keys.keys import shown
from annotator.ui.menuorder import MENUS, groups
from annotator.ui.menus import translated
from annotator.ui.widgets.matching import folded
from annotator.ui.widgets.rows import PAD, RowDelegate, fonts_of, paint_ground, words_at

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Row:
    """A heading, where `command` is None, or a command; `members` are those of the family it stands for."""

    title: str
    command: Command | None = None
    members: tuple[Command, ...] = ()
    inner: bool = False


def families() -> dict[str, tuple[Command, ...]]:
    """The commands of each family by the name of the one that is listed for it."""
    found: dict[str, list[Command]] = {}
    leader = ""
    for command in COMMANDS.values():
        if command.listed:
            leader = command.name
            found[leader] = [command]
        elif leader:
            found[leader].append(command)
    return {name: tuple(members) for name, members in found.items() if len(members) > 1}


def also_called(keymap: Keymap, command: Command, keys: tuple[str, ...]) -> list[tuple[str, Command]]:
    """The other commands that `keys` call, each with the key."""
    return [
        (key, other)
        for key in keys
        for other in COMMANDS.values()
        if other.name != command.name and key in keymap.keys(other)
    ]


class CommandList(QAbstractListModel):
    """The commands that match what is sought, under a heading for each menu.

    pressing  the name of the command that waits for a new key
    unfolded  the names of the families whose members are shown
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.keymap = Keymap()
        self.rows: list[Row] = []
        self.sought = ""
        self.unfolded: set[str] = set()
        self.pressing: str | None = None
        self._families = families()

    def arrange(self) -> None:
        """Make the rows anew."""
        self.beginResetModel()
        self.rows = []
        menus = [*MENUS, *dict.fromkeys(c.menu for c in COMMANDS.values() if c.menu and c.menu not in MENUS), ""]
        for menu in menus:
            rows = [row for group in groups(menu) for command in group for row in self._of(command)]
            if rows:
                heading = translated(menu) if menu else self.tr("While a border is taken")
                self.rows += [Row(heading), *rows]
        self.endResetModel()

    def _of(self, command: Command) -> list[Row]:
        members = self._families.get(command.name, ())
        if not self._matches(command):
            return []
        rows = [Row(self._title(command, members), command, members)]
        if command.name in self.unfolded:
            rows = [Row(rows[0].title, command, members)]
            rows += [Row(translated(each.title), each, inner=True) for each in members]
        return rows

    @staticmethod
    def _title(command: Command, members: tuple[Command, ...]) -> str:
        title = translated(command.title)
        return title.rstrip("0123456789 ") if members and title[-1:].isdigit() else title

    def _matches(self, command: Command) -> bool:
        keys = " ".join(f"{key} {shown(key)}" for key in self.keymap.keys(command))
        where = folded(f"{translated(command.title)} {translated(command.help)} {translated(command.menu)} {keys}")
        return all(word in where for word in self.sought.split())

    def keys(self, row: Row) -> list[str]:
        """The keys of a row as they are shown."""
        command = row.command
        if command is None:
            return []
        if row.members and not any(each.name in self.keymap.changes for each in row.members):
            return [command.shown]
        commands = row.members or (command,)
        return list(dict.fromkeys(shown(key) for each in commands for key in self.keymap.keys(each)))

    def changed(self, row: Row) -> bool:
        """Whether the person has given it other keys."""
        every = row.members or ((row.command,) if row.command else ())
        return any(each.name in self.keymap.changes for each in every)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].command is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole and row.command is not None:
            changed = self.tr("changed") if self.changed(row) else ""
            words = (row.title, " / ".join(self.keys(row)), changed, translated(row.command.help))
            return ", ".join(filter(None, words))
        return None


class CommandDelegate(RowDelegate):
    """Paints headings and commands, the keys on caps at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts = fonts_of(option.font)
        model = index.model()
        heading = isinstance(model, CommandList) and model.rows[index.row()].command is None
        return QSize(80, round(fonts.line) + (18 if heading else 9))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fonts, theme, rect = fonts_of(option.font), self.theme, option.rect
        model = index.model()
        assert isinstance(model, CommandList)
        row = model.rows[index.row()]
        if row.command is None:
            y = rect.bottom() - 5 - fonts.small_metrics.descent()
            painter.fillRect(rect, QColor(theme.surface))
            words_at(painter, rect.x() + PAD, y, rect.width() - 2 * PAD, row.title, fonts.bold, theme.muted)
            painter.fillRect(rect.x() + PAD, rect.bottom(), rect.width() - 2 * PAD, 1, QColor(theme.line))
            return
        pressing = row.command.name == model.pressing
        paint_ground(painter, option, theme, current=pressing)
        y = rect.y() + 5 + fonts.normal_metrics.ascent()
        x, right = float(rect.x() + PAD + (18 if row.inner else 0)), float(rect.right() - PAD)
        if pressing:
            words = model.tr("Press the new key")
            right -= fonts.normal_metrics.horizontalAdvance(words)
            words_at(painter, right, y, rect.width(), words, fonts.normal, theme.accent)
        else:
            for key in reversed(model.keys(row)[:6]):
                right -= cap_width(key, fonts.small)
                paint_cap(painter, right, rect.center().y() + 0.5, key, fonts.small, theme)
                right -= 5
            if model.changed(row):
                words = model.tr("changed")
                right -= fonts.small_metrics.horizontalAdvance(words) + 4
                words_at(painter, right, y, rect.width(), words, fonts.small, theme.chip_open)
        title = row.title + (" ▾" if row.command.name in model.unfolded else " ▸" if row.members else "")
        end = words_at(painter, x, y, right - x - 10, title, fonts.normal, theme.text)
        column = max(end + 12, rect.x() + PAD + fonts.normal_metrics.averageCharWidth() * 30)
        if not row.inner:
            help_ = translated(row.command.help)
            words_at(painter, column, y, right - column - 10, help_, fonts.small, theme.muted)
