"""Menus made from the table of commands, with the recent projects and the windows in them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.session.commands import COMMANDS, Command, Keymap, speaking
from annotator.session.session import Session
from annotator.ui.keys.keys import shown
from annotator.ui.menuorder import MENUS, TICKED, groups, with_mnemonics

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

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


def fill_bar(window: "MainWindow") -> None:
    """Put every menu into a window's bar. What is enabled, ticked and on which keys is looked up when a menu opens."""
    bar = window.menuBar()
    bar.clear()
    keys = [key for command in COMMANDS.values() for key in window.keymap.keys(command)]
    taken = [key[-1] for key in keys if key[:-1] == "Alt+"]
    for name, title in zip(MENUS, with_mnemonics(map(translated, MENUS), taken), strict=True):
        menu = bar.addMenu(title)
        QTimer.singleShot(0, menu, partial(_fill_menu, menu, name, window))  # each in its turn: the text comes first


def _fill_menu(menu: QMenu, name: str, window: "MainWindow") -> None:
    actions: list[tuple[QAction, Command]] = []
    for group in groups(name):
        if not menu.isEmpty():
            menu.addSeparator()
        for command in group:
            if is_family(command):
                sub = menu.addMenu(_family_title(command))
                menu.aboutToShow.connect(partial(_fill_now, sub, command, window))
            elif command.name == "file.recent":
                sub = menu.addMenu(translated(command.title).removesuffix("…"))
                menu.aboutToShow.connect(partial(fill_recent, sub, window))
            else:
                action = menu.addAction(entry(command, window.keymap))
                action.setStatusTip(translated(command.help))
                action.setCheckable(command.name in TICKED)
                action.triggered.connect(lambda _=False, name=command.name: window.run(name))
                actions.append((action, command))
    menu.aboutToShow.connect(partial(_refresh, actions, window))
    if name == "Window":
        menu.aboutToShow.connect(partial(_fill_windows, menu, menu.addSeparator(), window))


def _fill_now(menu: QMenu, command: Command, window: "MainWindow") -> None:
    _fill_family(menu, command, window.keymap, window.session, window.run)


def numbered(number: int, words: str) -> str:
    """An entry of a list in a menu, whose digit is the key for it as far as there are digits."""
    mark = f"&{number}" if number < 10 else str(number)
    return f"{mark}  {words.replace('&', '&&')}"


def fill_recent(menu: QMenu, window: "MainWindow") -> None:
    """Have the projects that were opened last in a menu, but for the one that is open; missing ones are greyed."""
    menu.clear()
    here = window.session.project.path.absolute()
    paths = [path for path in map(Path, window.settings.recent) if path != here]
    for number, path in enumerate(paths, 1):
        action = menu.addAction(numbered(number, f"{path.stem} — {path.parent}"))
        action.setEnabled(path.is_file())
        action.triggered.connect(lambda _=False, path=path: window.exchanging.projects.go_on_with(path))
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        menu.addSeparator()
        forget = menu.addAction(translated("Forget those that are missing"))
        forget.triggered.connect(lambda _=False: window.exchanging.projects.forget(missing))
    menu.menuAction().setEnabled(bool(paths))


def _fill_windows(menu: QMenu, after: QAction, window: "MainWindow") -> None:
    actions = menu.actions()
    for action in actions[actions.index(after) + 1 :]:
        menu.removeAction(action)
        action.deleteLater()
    for number, each in enumerate(window.windows.all, 1):
        action = menu.addAction(numbered(number, each.session.project.path.stem))
        action.setCheckable(True)
        action.setChecked(each is window)
        action.triggered.connect(lambda _=False, each=each: window.windows.come_forward(each))


def _refresh(actions: list[tuple[QAction, Command]], window: "MainWindow") -> None:
    for action, command in actions:
        action.setEnabled(command.when(window.session))
        action.setText(entry(command, window.keymap))
        if command.name in TICKED:
            action.setChecked(TICKED[command.name](window))


def context_menu(menu: QMenu, keymap: Keymap, session: Session, run: Callable[[str], None]) -> None:
    """Fill a menu with what can be done to what is selected."""
    offered = [
        [c for c in group if c.when(session) and c.name != "label.sets"] for name in _CONTEXT for group in groups(name)
    ]
    copying = [COMMANDS[name] for name in ("edit.copy", "edit.copy_json") if COMMANDS[name].when(session)]
    helping = [COMMANDS["help.guidelines"]] if session.annotation is not None else []
    for commands in (*offered, copying if session.selection.text or session.annotation else [], helping):
        if commands and not menu.isEmpty():
            menu.addSeparator()
        for command in commands:
            if is_family(command):
                _fill_family(menu.addMenu(_family_title(command)), command, keymap, session, run)
                continue
            action = menu.addAction(entry(command, keymap))
            action.triggered.connect(lambda _=False, name=command.name: run(name))
