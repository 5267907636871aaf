"""Projects and the windows they are in: making, opening, copying, compacting, what is known of them, preferences."""

from annotator.session.commands.registry import Condition, always, command
from annotator.session.events import Asked
from annotator.session.session import Session


def held_elsewhere(session: Session) -> bool:
    """Whether somebody else had the project open when it was opened here."""
    return session.project.held_by is not None


def can_be_written(session: Session) -> bool:
    """The project may be written."""
    return not session.project.read_only


def _asks(name: str, title: str, words: str, *keys: str, menu: str = "File", when: Condition = always) -> None:
    """A command for which the window has everything."""

    def ask(session: Session) -> None:
        session.publish(Asked(name.partition(".")[2]))

    ask.__doc__ = words
    command(name, title, *keys, menu=menu, when=when)(ask)


_asks("file.new", "New project…", "Makes an empty project.", "Ctrl+Shift+N")
_asks("file.open", "Open project…", "Opens another project; one that a window has open comes to the front.", "Ctrl+O")
_asks("file.recent", "Recent projects…", "Opens one of the projects that were opened last.", "Ctrl+Alt+O")
_asks("file.new_window", "New window…", "Opens a recent, another or a new project in its own window.", "Ctrl+Alt+N")
_asks(
    "file.open_in_window",
    "Open in a new window…",
    "Opens another project in a window of its own, beside this one.",
    "Ctrl+Shift+O",
)
_asks(
    "file.take_over",
    "Edit the project here",
    "Takes over a project that was open elsewhere when it was opened, once it is closed there.",
    when=held_elsewhere,
)
_asks("file.save_copy", "Save a copy…", "Writes the whole project, undo included, into another file.", "Ctrl+Shift+S")
_asks(
    "file.compact",
    "Compact the project…",
    "Gives room in the project's file that nothing needs any more back to the disk, after a backup.",
    when=can_be_written,
)
_asks(
    "file.restore",
    "Restore from a backup…",
    "Shows the project's backups and what would change, and puts one back.",
    when=can_be_written,
)
_asks(
    "file.properties",
    "Properties…",
    "Says where the project is, what it holds, its backups and exports, and looks for damage.",
    "Alt+Return",
)
_asks("file.close_window", "Close the window", "Closes this window; everything is on disk already.", "Ctrl+W")
_asks("file.quit", "Quit", "Closes all windows; everything is on disk already.", "Ctrl+Q")
_asks("window.next", "Next window", "Goes to the next window of the program.", "Ctrl+F6", menu="Window")
_asks(
    "edit.preferences",
    "Preferences…",
    "Shows all settings, to be searched, changed and reset: colours, type, keys, backups and more.",
    "Ctrl+,",
    menu="Edit",
)
