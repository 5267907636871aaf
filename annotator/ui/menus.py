"""Menus made from the table of commands."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from annotator.session.commands import COMMANDS, Command, Keymap
from annotator.session.session import Session
from annotator.ui.keys import shown

MENUS = ("File", "Edit", "Article", "Annotation", "Quote", "Go", "View", "Help")
_CONTEXT = ("Annotation", "Quote")


def translated(words: str) -> str:
    """A command's words in the language of the window."""
    return QCoreApplication.translate("commands", words)


def entry(command: Command, keymap: Keymap) -> str:
    """A command as a menu has it: its title and, behind a tab, its first key, which Qt puts in a column of its own."""
    keys = keymap.keys(command)
    title = translated(command.title).replace("&", "&&")
    return f"{title}\t{shown(keys[0])}" if keys else title


def fill_bar(
    bar: QMenuBar, keymap: Callable[[], Keymap], session: Callable[[], Session], run: Callable[[str], None]
) -> None:
    """Put every menu into the bar. What is enabled and which keys are shown is looked up when a menu opens."""
    bar.clear()
    for name in MENUS:
        menu = bar.addMenu(translated(name))
        actions = []
        for command in COMMANDS.values():
            if command.menu == name and command.listed:
                action = menu.addAction(entry(command, keymap()))
                action.setStatusTip(translated(command.help))
                action.triggered.connect(lambda _=False, name=command.name: run(name))
                actions.append((action, command))
        menu.aboutToShow.connect(lambda actions=actions: _refresh(actions, keymap(), session()))


def _refresh(actions: list[tuple[QAction, Command]], keymap: Keymap, session: Session) -> None:
    for action, command in actions:
        action.setEnabled(command.when(session))
        action.setText(entry(command, keymap))


def context_menu(menu: QMenu, keymap: Keymap, session: Session, run: Callable[[str], None]) -> None:
    """Fill a menu with what can be done to what is selected."""
    for name in _CONTEXT:
        commands = [c for c in COMMANDS.values() if c.menu == name and c.listed and c.when(session)]
        if commands and not menu.isEmpty():
            menu.addSeparator()
        for command in commands:
            action = menu.addAction(entry(command, keymap))
            action.triggered.connect(lambda _=False, name=command.name: run(name))
