"""Every command with its keys, and a way to give it others: by pressing them."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.session.commands import COMMANDS, Command, Keymap
from annotator.ui.keys.commandlist import CommandDelegate, CommandList, Row, also_called
from annotator.ui.keys.keys import names, shown
from annotator.ui.menus import translated
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.fields import make_clearable
from annotator.ui.widgets.matching import folded
from annotator.ui.widgets.rows import PAD, RowView, colour_words

_BARE = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_unknown,
    }
)


_OPEN = frozenset({Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter})


@dataclass(frozen=True)
class _Conflict:
    """A key that was pressed for a command, and the others that it calls where both may be meant at once."""

    command: Command
    key: str
    others: tuple[Command, ...]


class _List(RowView):
    """The commands; a double click, Enter and F2 ask for another key."""

    edit_asked = Signal(QModelIndex)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.edit_asked.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPEN and self.currentIndex().isValid():
            self.edit_asked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class KeyEditor(QWidget):
    """All commands by menu with their keys; Enter, F2 or a double click gives one another key.

    A key that another command has is not given before a person has said what becomes of that one.

    remapped  a command's name, and its new keys as a tuple, or None for its own
    """

    remapped = Signal(str, object)

    def __init__(self, parent: QWidget | None = None, keymap: Keymap | None = None, *, searched: bool = False) -> None:
        """`searched` where what it is part of has the search."""
        super().__init__(parent)
        self._theme = LIGHT
        self._conflict: _Conflict | None = None
        self._model = CommandList(self)
        self._filter = QLineEdit(self)
        self._filter.setPlaceholderText(self.tr("Search commands and keys"))
        self._filter.setAccessibleName(self.tr("Search commands and keys"))
        make_clearable(self._filter)
        self._filter.setHidden(searched)
        self._view = _List(self.tr("Commands and their keys"), self)
        self._view.setItemDelegate(CommandDelegate(self._view))
        self._view.setModel(self._model)
        self._note = QLabel(self)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._note.setMinimumHeight(2 * self._note.fontMetrics().lineSpacing())  # a longer note moves nothing
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._change = self._button(self.tr("Change key"))
        self._none = self._button(self.tr("No key"))
        self._own = self._button(self.tr("Usual keys"))
        self._take = self._button(self.tr("&Take it"))
        self._swap = self._button(self.tr("S&wap"))
        self._share = self._button(self.tr("&Share it"))
        self._leave = self._button(self.tr("Leave it"))
        self._lay_out()
        self._filter.textChanged.connect(self._on_sought)
        self._view.edit_asked.connect(self._on_edit)
        self._view.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self._change.clicked.connect(lambda: self._on_edit(self._view.currentIndex()))
        self._none.clicked.connect(lambda: self._remap(()))
        self._own.clicked.connect(lambda: self._remap(None))
        self._take.clicked.connect(lambda: self._resolve(take=True))
        self._swap.clicked.connect(lambda: self._resolve(take=True, swap=True))
        self._share.clicked.connect(lambda: self._resolve(take=False))
        self._leave.clicked.connect(self._drop_conflict)
        self._view.installEventFilter(self)
        self.set_keymap(keymap or Keymap())
        self.set_theme(LIGHT)

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(PAD, PAD, PAD, 6)
        top.addWidget(self._filter)
        bottom.setContentsMargins(PAD, 8, PAD, PAD)
        bottom.setSpacing(6)
        bottom.addWidget(self._note, 1)
        for button in (self._change, self._none, self._own, *self._answers()):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._view, 1)
        layout.addLayout(bottom)

    def _answers(self) -> tuple[QPushButton, ...]:
        return self._take, self._swap, self._share, self._leave

    def set_keymap(self, keymap: Keymap) -> None:
        """Show the keys as they are now."""
        at = self._command()
        self._model.keymap = keymap
        self._model.arrange()
        self._select(at)
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme
        self._view.set_theme(theme)
        self._tell()

    def _command(self) -> Command | None:
        index = self._view.currentIndex()
        return self._model.rows[index.row()].command if index.isValid() else None

    def _row(self) -> Row | None:
        index = self._view.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def _select(self, command: Command | None) -> None:
        rows = self._model.rows
        inner = [n for n, row in enumerate(rows) if row.command is command and row.inner]
        every = [n for n, row in enumerate(rows) if row.command is not None and row.command is command]
        if every:
            self._view.go_to((inner or every)[0])

    def _tell(self) -> None:
        row = self._row()
        command = row.command if row is not None else None
        family = row is not None and bool(row.members)
        for button in (self._change, self._none):
            button.setEnabled(command is not None and not family and self._model.pressing is None)
        self._own.setEnabled(command is not None and command.name in self._model.keymap.changes)
        wrong = False
        conflict = self._conflict
        for button in (self._change, self._none, self._own):
            button.setVisible(conflict is None)
        for button in self._answers():
            button.setVisible(conflict is not None)
        if conflict is not None:
            words, wrong = "⚠ " + " ".join(self._sentence(conflict.key, each) for each in conflict.others[:3]), True
            self._swap.setEnabled(bool(self._model.keymap.keys(conflict.command)))
        elif self._model.pressing is not None:
            words = self.tr("Press the new key. Esc leaves it as it is.")
        elif command is None:
            words = self.tr("Double click a command, or press Enter on it, to give it another key.")
        elif family:
            words = self.tr("Enter or a double click shows each of them.")
        else:
            words, wrong = self._conflicts(command)
        self._note.setText(words)
        colour_words(self._note, self._theme.chip_open if wrong else None)

    def _conflicts(self, command: Command) -> tuple[str, bool]:
        """What else its keys call, and whether both can be meant at once."""
        others = also_called(self._model.keymap, command, self._model.keymap.keys(command))
        if not others:
            return translated(command.help), False
        sentences = [self._sentence(key, other) for key, other in others[:3]]
        clash = any(_clash(command, other) for _, other in others)
        if clash:
            sentences.append(self.tr("Where both can be done, it does the one that comes first."))
        return ("⚠ " if clash else "") + " ".join(sentences), clash

    def _sentence(self, key: str, other: Command) -> str:
        when = (other.when.__doc__ or "").strip().splitlines()
        title = translated(other.title)
        if not when:
            return self.tr("{key} is also “{title}”.").format(key=shown(key), title=title)
        condition = translated(when[0]).rstrip(".")
        return self.tr("{key} is also “{title}” ({when}).").format(
            key=shown(key), title=title, when=condition[:1].lower() + condition[1:]
        )

    def _on_sought(self, text: str) -> None:
        at = self._command()
        self._model.sought = folded(text)
        self._model.arrange()
        self._select(at)
        self._tell()

    def _unfold(self, row: Row) -> None:
        assert row.command is not None
        self._model.unfolded ^= {row.command.name}
        self._model.arrange()
        self._view.go_to(next(n for n, each in enumerate(self._model.rows) if each.command is row.command))

    def _on_edit(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self._model.rows[index.row()]
        if row.members:
            self._unfold(row)
        if row.command is None or row.members:
            return
        self._view.go_to(index.row())
        self._model.pressing = row.command.name
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.viewport().update()
        self._tell()

    def _stop(self) -> None:
        self._model.pressing = None
        self._view.viewport().update()
        self._tell()

    def _remap(self, keys: tuple[str, ...] | None) -> None:
        command = self._command()
        if command is not None:
            self.remapped.emit(command.name, keys)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """The key that is pressed for a command."""
        if watched is not self._view or self._model.pressing is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusOut:
            self._stop()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in _BARE:
            return True
        name = self._model.pressing
        self._stop()
        found = names(event)
        if event.key() != Qt.Key.Key_Escape and found and found[0]:
            self._give(COMMANDS[name], found[0])
        return True

    def _give(self, command: Command, key: str) -> None:
        others = [other for _, other in also_called(self._model.keymap, command, (key,)) if _clash(command, other)]
        if not others:
            self.remapped.emit(command.name, (key,))
            return
        self._conflict = _Conflict(command, key, tuple(others))
        self._tell()
        self._take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _resolve(self, *, take: bool, swap: bool = False) -> None:
        """Give the key to the command; the others keep it, lose it, or the first gets the command's own for it."""
        conflict, self._conflict = self._conflict, None
        if conflict is None:
            return
        former = self._model.keymap.keys(conflict.command)
        for number, other in enumerate(conflict.others if take else ()):
            kept = tuple(key for key in self._model.keymap.keys(other) if key != conflict.key)
            self.remapped.emit(other.name, (*former[:1], *kept) if swap and number == 0 else kept)
        self.remapped.emit(conflict.command.name, (conflict.key,))
        self._settle()

    def _drop_conflict(self) -> None:
        self._conflict = None
        self._settle()

    def _settle(self) -> None:
        self._tell()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_go(self) -> bool:
        """Leave a key that was asked about as it is; returns whether one was."""
        asked = self._conflict is not None
        if asked:
            self._drop_conflict()
        return asked

    @property
    def found(self) -> bool:
        """Whether there is a command like what is sought."""
        return bool(self._model.rows)

    def seek(self, words: str) -> None:
        """Show the commands and keys with these words."""
        self._filter.setText(words)


def _clash(command: Command, other: Command) -> bool:
    """Whether both may be meant at once: commands that share a key from the start never are."""
    return not set(command.keys) & set(other.keys)
