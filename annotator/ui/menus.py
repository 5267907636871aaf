"""Menus made from the table of commands."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from annotator.session.commands import COMMANDS, Command, Keymap, speaking
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


def is_family(command: Command) -> bool:
    """Whether it stands for a row of commands that differ in their number ("1 … 9")."""
    return " … " in command.shown


def members(command: Command, session: Session) -> list[tuple[str, Command]]:
    """What each command of a family does now ("PERSON" for the first label), as far as there is something for it."""
    prefix = command.name.rpartition(".")[0]
    if prefix.startswith("speaker"):
        ranked = speaking.ranked(session) if session.quote is not None else ()
        names: list[str | None] = [candidate.name for candidate in ranked]
    else:
        names = list(session.label_set.by_digit)
    numbered = ((name, COMMANDS.get(f"{prefix}.{number}")) for number, name in enumerate(names, 1) if name is not None)
    return [(name, each) for name, each in numbered if each is not None and each.when(session)]


def _fill_family(menu: QMenu, command: Command, keymap: Keymap, session: Session, run: Callable[[str], None]) -> None:
    menu.clear()
    for name, each in members(command, session):
        keys = keymap.keys(each)
        words = name.replace("&", "&&")
        action = menu.addAction(f"{words}\t{shown(keys[0])}" if keys else words)
        action.triggered.connect(lambda _=False, name=each.name: run(name))
    menu.menuAction().setEnabled(not menu.isEmpty())


def _family_title(command: Command) -> str:
    return translated(command.title.rstrip("0123456789 "))


def fill_bar(
    bar: QMenuBar, keymap: Callable[[], Keymap], session: Callable[[], Session], run: Callable[[str], None]
) -> None:
    """Put every menu into the bar. What is enabled and which keys are shown is looked up when a menu opens."""
    bar.clear()
    for name in MENUS:
        menu = bar.addMenu(translated(name))
        actions: list[tuple[QAction, Command]] = []
        families: list[tuple[QMenu, Command]] = []
        for command in COMMANDS.values():
            if command.menu == name and command.listed and is_family(command):
                families.append((menu.addMenu(_family_title(command)), command))
            elif command.menu == name and command.listed:
                action = menu.addAction(entry(command, keymap()))
                action.setStatusTip(translated(command.help))
                action.triggered.connect(lambda _=False, name=command.name: run(name))
                actions.append((action, command))
        menu.aboutToShow.connect(lambda actions=actions: _refresh(actions, keymap(), session()))
        for sub, command in families:
            menu.aboutToShow.connect(
                lambda sub=sub, command=command: _fill_family(sub, command, keymap(), session(), run)
            )


def _refresh(actions: list[tuple[QAction, Command]], keymap: Keymap, session: Session) -> None:
    for action, command in actions:
        action.setEnabled(command.when(session))
        action.setText(entry(command, keymap))


def context_menu(menu: QMenu, keymap: Keymap, session: Session, run: Callable[[str], None]) -> None:
    """Fill a menu with what can be done to what is selected."""
    sections = [[c for c in COMMANDS.values() if c.menu == name and c.listed and c.when(session)] for name in _CONTEXT]
    copying = [COMMANDS[name] for name in ("edit.copy", "edit.copy_json") if COMMANDS[name].when(session)]
    helping = [COMMANDS["help.guidelines"]] if session.quote is not None else []
    for commands in (*sections, copying if session.selection.text or session.annotation else [], helping):
        if commands and not menu.isEmpty():
            menu.addSeparator()
        for command in commands:
            if is_family(command):
                _fill_family(menu.addMenu(_family_title(command)), command, keymap, session, run)
                continue
            action = menu.addAction(entry(command, keymap))
            action.triggered.connect(lambda _=False, name=command.name: run(name))
