"""Which project a window has: opening another here or in a window of its own, making one, the recent ones."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QPoint, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from annotator import paths
from annotator.model.history import Update
from annotator.session.beside.looks import Seen
from annotator.session.commands import COMMANDS
from annotator.session.news import Working
from annotator.session.projects.projects import SUFFIX, create_session, open_session
from annotator.session.projects.recent import Glance, look_at_recent
from annotator.session.session import Session
from annotator.session.settings.settings import Settings
from annotator.ui.keys.keys import shown
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.projects.startpage import Row, StartPage
from annotator.ui.theme import Theme
from annotator.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


LARGE = 20_000_000
"""From how many bytes on a project is opened in a thread: some 50 ms."""
_SORT = "recent"
"""The looks that the page asks for."""
_FIRST = ("file.import", "file.paste", "file.new", "file.open")
"""What the page offers to do."""


def _making(path: Path) -> Callable[[Settings], Session]:
    return lambda settings: open_session(path, settings)


def _creating(path: Path) -> Callable[[Settings], Session]:
    return lambda settings: create_session(path, settings)


def _made(make: Callable[[Settings], Session], settings: Settings) -> Session | Exception:
    try:
        return make(settings)
    except Exception as error:  # it is raised in the window's thread
        return error


class Projects(Part):
    """Answers what commands ask of a window about the project as a whole."""

    _opened = Signal(object, object, object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._glances: dict[Path, Glance] = {}
        self._number = -1
        self._opening: set[Path] = set()
        self._opened.connect(self._on_opened)
        self._has_articles = False
        self.page = StartPage(window.text)
        self.page.set_theme(window.theme)
        self.page.list.picked.connect(self._on_picked)
        self.page.list.forgotten.connect(lambda path: self.forget([str(path)]))

    def answer(self, what: str) -> None:
        """Do what a command asks for."""
        getattr(self, f"_ask_{what}")()

    # Opening

    def go_on_with(self, path: Path) -> None:
        """Have a project in this window, in place of the one that is there; in front, where another window has it."""
        window = self._window
        held = window.windows.holding(path)
        if held is not None:
            window.windows.come_forward(held)
        else:
            self._open(path, _making(path), lambda make: window.change_session(make, path))

    def open_beside(self, path: Path, articles: Sequence[Path] = (), *, behind: bool = False) -> None:
        """Have a project in a window of its own, and bring articles into it; `behind`: this one stays in front."""
        windows = self._window.windows

        def go_on(make: Callable[[Settings], Session]) -> None:
            windows.open(path, make, self._window, there)

        def there(window: "MainWindow") -> None:
            if articles:
                window.exchanging.imports.bring(articles, open_first=True)
            if behind and self._window in windows.all:
                windows.come_forward(self._window)

        if windows.holding(path) is not None:
            go_on(_making(path))
        else:
            self._open(path, _making(path), go_on)

    def _open(
        self,
        path: Path,
        make: Callable[[Settings], Session],
        go_on: Callable[[Callable[[Settings], Session]], object],
    ) -> None:
        """Go on with what makes a session of a project: at once, or when a large or new one was opened in a thread."""
        try:
            small = path.stat().st_size < LARGE
        except OSError:  # a new one, or what makes it says so
            small = False
        if small:
            go_on(make)
        elif path not in self._opening:
            self._opening.add(path)
            self._window.session.publish(Working(translated("Opening the project")))
            settings = self._window.settings
            QThreadPool.globalInstance().start(lambda: self._opened.emit(path, go_on, _made(make, settings)))

    def _on_opened(
        self, path: Path, go_on: Callable[[Callable[[Settings], Session]], object], made: Session | Exception
    ) -> None:
        self._opening.discard(path)
        window, windows = self._window, self._window.windows
        window.session.publish(Working())

        def make(_: Settings) -> Session:
            if isinstance(made, Exception):
                raise made
            return made

        if window in windows.all:
            go_on(make)
        if isinstance(made, Session) and not windows.shows(made):
            made.close()  # the window that wanted it is gone, or another one has the project by now

    def forget(self, recent: list[str]) -> None:
        """Remember some of the projects that were opened last no longer."""
        kept = tuple(path for path in self._window.settings.recent if path not in recent)
        self._window.windows.change(recent=kept)

    def _chosen(self, title: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, title, str(self._window.session.project.path.parent), translated("Projects (*.anno)")
        )
        return Path(name) if name else None

    def _ask_open(self) -> None:
        path = self._chosen(translated("Open a project"))
        if path is not None:
            self.go_on_with(path)

    def _ask_open_in_window(self) -> None:
        path = self._chosen(translated("Open a project in a new window"))
        if path is not None:
            self.open_beside(path)

    def _new(self) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, translated("New project"), str(paths.data_folder() / f"Untitled{SUFFIX}"),
            translated("Projects (*.anno)"),
        )  # fmt: skip
        return Path(name if name.endswith(SUFFIX) else name + SUFFIX) if name else None

    def _ask_new(self) -> None:
        path = self._new()
        if path is not None:
            self._open(path, _creating(path), lambda make: self._window.change_session(make, path))

    def _ask_take_over(self) -> None:
        path = self._window.session.project.path
        self._window.change_session(lambda settings: open_session(path, settings, take_over=True))

    # While no article is open

    def show_start(self) -> None:
        """Show what can be done and the recent projects while no article is open, and the article once one is."""
        if self._window.session.document is not None:
            self.page.leave()
            return
        self._show_page()
        QTimer.singleShot(0, self, self._look)  # once the window is there

    def _look(self) -> None:
        look = partial(look_at_recent, self._paths())
        self._number = self._window.background.look(_SORT, look, apart=False)

    def take(self, seen: Seen) -> None:
        if seen.number == self._number and isinstance(seen.what, Glance):
            self._glances[seen.what.path] = seen.what
            self._show_page()

    def set_theme(self, theme: Theme) -> None:
        self.page.set_theme(theme)

    def settings_changed(self) -> None:
        if self.page.isVisible():
            self._show_page()

    def updated(self, update: Update) -> None:
        if self.page.isVisible() and not self._has_articles and self._window.session.entries:
            self._show_page()  # the first article has come in, and others may follow

    def _paths(self) -> list[Path]:
        """The projects opened last but for this window's, there or not."""
        here = self._window.session.project.path.absolute()
        return [path for path in map(Path, self._window.settings.recent) if path != here]

    def _show_page(self) -> None:
        session, keymap = self._window.session, self._window.keymap
        if session.document is not None:
            return
        commands = [COMMANDS[name] for name in _FIRST if COMMANDS[name].when(session)]
        keys = [keymap.keys(each) for each in commands]
        rows = [
            Row(translated(each.title), each.name, key=shown(key[0]) if key else "")
            for each, key in zip(commands, keys, strict=True)
        ]
        recent = self._paths()
        if recent:
            rows += [Row(translated("Recent projects")), *(self._row(n, path) for n, path in enumerate(recent, 1))]
        self._has_articles = bool(session.entries)
        words = (
            translated("No article is open.") if self._has_articles else translated("This project has no article yet.")
        )
        if not session.project.read_only:
            words += " " + translated("Drop files or folders here, or take one of these ways.")
        self.page.show_page(session.project.path.stem, words, rows)

    def _row(self, number: int, path: Path) -> Row:
        seen = self._glances.get(path)
        key = str(number) if number < 10 else ""
        if seen is not None and not seen.there:
            return Row(path.stem, path, str(path.parent), translated("not there any more"), gone=True)
        return Row(path.stem, path, str(path.parent), _so_far(seen) if seen is not None else "", key)

    def _on_picked(self, does: object) -> None:
        if isinstance(does, str):
            self._window.run(does)
        elif isinstance(does, Path) and does.exists():
            self.go_on_with(does)
        elif isinstance(does, Path):
            words = translated("{path} is not there any more. Del takes it off the list.")
            self._window.session.tell(words.format(path=does))

    # The recent ones

    def _recent(self, *, closed: bool = False) -> list[Choice]:
        """The projects opened last that are there, but for this window's; `closed`: and for the other windows'."""
        windows = self._window.windows
        open_here = windows.all if closed else [self._window]
        taken = {each.session.project.path.resolve() for each in open_here}
        found = [p for p in map(Path, self._window.settings.recent) if p.is_file() and p.resolve() not in taken]
        return [Choice(p, p.stem, str(p.parent), str(n) if n < 10 else "", None) for n, p in enumerate(found, 1)]

    def _offer(self, choices: list[Choice], prompt: str, picked: Callable[[object], object]) -> None:
        middle = self._window.mapToGlobal(QPoint(self._window.width() // 2 - 220, 60))
        self._window.answering.offer(choices, prompt, picked, at=middle)

    def _ask_recent(self) -> None:
        choices = self._recent()
        if not choices:
            self._window.session.tell(translated("No other project was opened yet."))
            return
        self._offer(choices, translated("Recent project"), lambda path: self.go_on_with(Path(str(path))))

    def _ask_new_window(self) -> None:
        another = Choice("open", translated("Open another project…"), "", "", None)
        new = Choice("new", translated("Make a new project…"), "", "", None)
        prompt = translated("Project for the new window")
        self._offer([*self._recent(closed=True), another, new], prompt, self._open_new_window)

    def _open_new_window(self, picked: object) -> None:
        if isinstance(picked, Path):
            self.open_beside(picked)
        elif picked == "open":
            self._ask_open_in_window()
        elif (path := self._new()) is not None:
            windows = self._window.windows
            self._open(path, _creating(path), lambda make: windows.open(path, make, self._window))

    # Windows

    def _ask_next(self) -> None:
        every = self._window.windows.all
        following = every[(every.index(self._window) + 1) % len(every)]
        self._window.windows.come_forward(following)

    def _ask_close_window(self) -> None:
        self._window.close()

    def _ask_quit(self) -> None:
        self._window.windows.close_all()


def _so_far(seen: Glance) -> str:
    """How far a project is, and when it was changed last."""
    if seen.articles is None or seen.done is None or seen.changed is None:
        return translated("cannot be read")
    at = QDateTime.fromSecsSinceEpoch(round(seen.changed))
    when = QLocale().toString(at.date(), QLocale.FormatType.ShortFormat)
    number = QLocale().toString
    if not seen.articles:
        return translated("no articles · {when}").format(when=when)
    words = translated("{done} of {all} done · {when}")
    return words.format(done=number(seen.done), all=number(seen.articles), when=when)
