"""What a window does with articles of the queue: several at once, named in place, deleted after a question."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QPoint
from PySide6.QtWidgets import QMenu

from annotator.model.document import Status
from annotator.model.history import Update
from annotator.session.beside.looks import Seen
from annotator.session.commands import COMMANDS
from annotator.session.commands.noting import check_may_write
from annotator.session.commands.registry import attempt
from annotator.session.texts import care
from annotator.store.queue import Entry
from annotator.ui.articles.carrying import Carrying
from annotator.ui.describing import shortened
from annotator.ui.keys.keys import shown
from annotator.ui.menus import entry, translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme
from annotator.ui.widgets.askbar import Question

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_ARTICLES = "articles"


class ArticleCare(Part):
    """Answers what the queue asks; asks back in the bar above the text."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._bar = window.columns.ask_bar
        self.menu = QMenu(window)
        self.carrying = Carrying(window)
        self.set_theme(window.theme)

    def set_theme(self, theme: Theme) -> None:
        self._bar.set_theme(theme)

    def project_changed(self) -> None:
        self._bar.take_back(_ARTICLES)
        self.carrying.forget()

    def take(self, seen: Seen) -> None:
        self.carrying.take(seen)

    def updated(self, update: Update) -> None:
        self.carrying.updated(update)

    def answer(self, what: str, detail: Any = None) -> None:
        """Do what the queue or a command wants: "delete", "title", "rename", "copy" or "menu"."""
        if what == "rename":
            self.rename(*detail)
        elif what == "menu":
            self.show_menu(detail)
        elif what == "copy":
            self.carrying.copy(self._chosen())
        elif what == "title":
            self.ask_for_title()
        else:
            self.delete()

    def rename(self, document_id: str, title: str) -> None:
        """Give an article another title."""
        attempt(self._window.session, lambda: care.rename(self._window.session, document_id, title))

    def ask_for_title(self) -> None:
        """Have the title of the article that is open changed in the queue."""
        self._window.columns.show_queue(True)
        self._window.queue.rename(self._window.session.current)

    def delete(self, ids: Sequence[str] | None = None) -> None:
        """Ask whether these articles are to go, saying what would go with them; those the queue has, where None."""
        session = self._window.session
        wanted = self._chosen() if ids is None else list(ids)
        if not wanted or not attempt(session, lambda: check_may_write(session)):
            return
        going = care.holding(session, wanted)
        parts = [self._counted(going.found, translated("{n} entity or quote"), translated("{n} entities and quotes"))]
        if going.decided:
            parts.append(translated("{n} of them decided").format(n=QLocale().toString(going.decided)))
        if going.noted:
            parts.append(self._counted(going.noted, translated("{n} note or flag"), translated("{n} notes and flags")))
        words = translated("Delete {articles}, with {what}? Undo brings all of it back.")
        self._ask(words, going.articles, ", ".join(parts), translated("Delete"), care.delete)

    def show_menu(self, at: QPoint) -> None:
        """Show what can be done with the articles that are selected in the queue."""
        window, ids = self._window, self._window.queue.selected
        entries = [entry for entry in map(window.session.entry, ids) if entry is not None]
        if not entries:
            return
        several, keymap = len(entries) > 1, window.keymap
        self.menu.clear()
        if not several:
            self._add(translated("Open"), shown("Return"), partial(window.session.open, entries[0].id))
            self._add(translated("Rename…"), shown("F2"), partial(window.queue.rename, entries[0].id))
            self.menu.addSeparator()
        flagged = all(each.flagged for each in entries)
        words = translated("Take the flag away") if flagged else translated("Flag the article")
        if several:
            words = translated("Take the flags away") if flagged else translated("Flag the articles")
        key = entry(COMMANDS["article.flag"], keymap).partition("\t")[2]
        self._add(words, key, partial(self.flag, [each.id for each in entries], flagged=not flagged))
        for status, words in (
            (Status.DONE, translated("Mark done")),
            (Status.ASIDE, translated("Set aside")),
            (Status.OPEN, translated("Reopen")),
        ):
            fitting = [each.id for each in entries if _may(each, status)]
            if fitting:
                self._add(words, "", partial(self.set_status, fitting, status))
        key = entry(COMMANDS["edit.copy_jsonl"], keymap).partition("\t")[2]
        self._add(translated("Copy as JSONL"), key, partial(self.carrying.copy, [each.id for each in entries]))
        self.menu.addSeparator()
        self._add(translated("Delete…"), shown("Del"), partial(self.delete, [each.id for each in entries]))
        self.menu.popup(at)

    def _add(self, words: str, key: str, act: Callable[[], object]) -> None:
        session = self._window.session
        self.menu.addAction(f"{words}\t{key}" if key else words).triggered.connect(lambda: attempt(session, act))

    def flag(self, ids: Sequence[str], *, flagged: bool) -> None:
        """Flag articles to come back to, or take their flags away; of several only after a question."""
        if len(ids) == 1:
            care.set_flag(self._window.session, ids, flagged=flagged)
            return
        words = (
            translated("Flag {articles} to come back to?") if flagged else translated("Take the flags of {articles}?")
        )
        yes = translated("Flag them") if flagged else translated("Take the flags away")
        self._ask(words, ids, "", yes, partial(care.set_flag, flagged=flagged))

    def set_status(self, ids: Sequence[str], status: Status) -> None:
        """Mark articles done, set them aside or reopen them; several only after a question."""
        session = self._window.session
        if len(ids) == 1:
            care.set_status(session, ids, status)
            return
        wanted = set(ids)
        pending = sum(each.pending for each in session.entries if each.id in wanted) if status is Status.DONE else 0
        words, yes = {
            Status.DONE: (translated("Mark {articles} done, which accepts {what}?"), translated("Mark them done")),
            Status.ASIDE: (
                translated("Set {articles} aside, to be left out?"),
                translated("Set them aside"),
            ),
        }.get(status, (translated("Reopen {articles}?"), translated("Reopen them")))
        what = self._counted(pending, translated("{n} suggestion"), translated("{n} suggestions"))
        self._ask(words, ids, what, yes, lambda session, ids: care.set_status(session, ids, status))

    def _ask(self, words: str, ids: Sequence[str], what: str, yes: str, act: Callable[..., object]) -> None:
        session = self._window.session
        titles = [shortened(entry.title) for entry in map(session.entry, ids) if entry is not None]
        articles = self._counted(len(ids), translated("{n} article"), translated("{n} articles"))
        if len(titles) == 1 and titles[0]:
            articles = f"“{titles[0]}”"
        said = words.replace("{articles}", articles, 1).replace("{what}", what, 1)
        yes_act = partial(attempt, session, partial(act, session, tuple(ids)))
        answers = (yes, yes_act), (translated("Leave"), lambda: None)
        self._bar.ask(Question(_ARTICLES, said, answers), first=True)
        self._bar.buttons[0].show()  # at once: what is not shown yet takes no focus
        self._bar.buttons[0].setFocus()

    def _counted(self, number: int, one: str, many: str) -> str:
        return (one if number == 1 else many).format(n=QLocale().toString(number))

    def _chosen(self) -> list[str]:
        """The articles that are selected in the queue where several are, else the one that is open."""
        selected, current = self._window.queue.selected, self._window.session.current
        focused = len(selected) > 1 or self._window.queue.view.hasFocus()
        return list(selected) if focused else [current] if current is not None else []


def _may(each: Entry, status: Status) -> bool:
    ended = (Status.DONE, Status.ASIDE)
    return each.status is not status and (status in ended or each.status in ended)
