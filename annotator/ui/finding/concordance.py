"""The concordance of a window: whose mentions are looked up, and what is done to those that are ticked."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from annotator.model.document import Span, Speaker, Status
from annotator.model.edits import SetAllowed
from annotator.model.finding.allowed import NAMES, Allowed
from annotator.model.finding.concordance import Mention
from annotator.model.finding.everywhere import GiveLabel, NameSpeaker, Order, Refuse, Settle
from annotator.model.finding.unlike import Unlike
from annotator.model.history import Update
from annotator.session.beside.looks import Ended, HowFar, Look, Seen
from annotator.session.commands.registry import COMMANDS, attempt
from annotator.session.finding.allowing import allow, disallow
from annotator.session.finding.concordance import (
    Begun,
    Listed,
    Sought,
    begin_to_look_up,
    look_up,
    of_speakers,
)
from annotator.session.finding.places import Place
from annotator.session.finding.unlike import FEW, Again, look_again, look_for_unlike, touched, within
from annotator.ui.finding.concordancedialog import ConcordanceDialog
from annotator.ui.finding.unlikelist import Row
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT, UNLIKE = "concordance", "inconsistencies"
_PAUSE = 700
"""Milliseconds after an edit until the mentions are looked up again."""
_LITTLE = 300_000
"""Up to so many characters in the project are looked through in this process: some 50 ms, in slices of a thread."""
_OFFERED = 9
"""How many speakers of the mentions are offered first."""


class Concordance(Part):
    """The dialog of a window, and what is done from it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._number = self._asking = -1
        self._sought: Sought | None = None
        self._found: list[Mention] = []
        self._more = False
        self._unlike: tuple[Unlike, ...] | None = None
        self._touched: set[str] | None = set()  # None where it has to be looked for anew
        self._underway: set[str] | None = None
        self._looked_at: frozenset[str] = frozenset()  # the articles where unmarked names were looked for
        self._shown: Row | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._again)
        self.dialog = ConcordanceDialog(window)
        self.dialog.sought.connect(lambda words: self.look(Sought(words, (words,))))
        self.dialog.unlike.moved.connect(self._look_at)
        self.dialog.unlike.chosen.connect(self._on_chosen)
        self.dialog.unlike.turning.connect(self._on_turning)
        self.dialog.unlike.looking.connect(self._look_anew)
        self.dialog.stepping.connect(lambda step: self.dialog.unlike.step(step, self._shown))
        self.dialog.going.connect(self._on_going)
        self.dialog.stopped.connect(self._on_stopped)
        self.dialog.mending.connect(self._on_mending)
        self.dialog.finished.connect(self._on_finished)

    def open(self) -> None:
        """Show every mention of the selected text or entity, all of the selected quote's speaker, or what is unlike."""
        self.dialog.set_theme(self._window.theme)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._set_keys()
        self.dialog.unlike.set_hindrance(self._hindrance())
        self._show_unlike()
        self.look_for_unlike()
        sought = self._selected()
        if sought is not None:
            self.look(sought)
            self.dialog.table.setFocus()
        elif self.dialog.unlike.rows:
            self.dialog.unlike.view.setFocus()
        else:
            self.dialog.field.setFocus()
            self.dialog.field.selectAll()

    def _set_keys(self) -> None:
        """Have what is mended here taken back here."""
        for shortcut in self.dialog.findChildren(QShortcut):
            shortcut.deleteLater()
        for name in ("edit.undo", "edit.redo"):
            for key in self._window.keymap.keys(COMMANDS[name]):
                shortcut = QShortcut(QKeySequence(key), self.dialog)
                shortcut.activated.connect(partial(self._window.run, name))

    @property
    def looked(self) -> bool:
        """Whether the project has been looked through for what is not the same everywhere."""
        return self._unlike is not None

    def _selected(self) -> Sought | None:
        session = self._window.session
        document, quote = session.document, session.quote
        span = session.selection.text or (session.entity.span if session.entity is not None else None)
        if document is not None and span is not None:
            return Sought(document.words(span), (document.words(span),))
        if quote is not None and quote.speaker is not None:
            return of_speakers([session.state.speaker(quote.speaker)])
        return None

    def look(self, sought: Sought) -> None:
        """Look mentions up."""
        self._shown = None
        if sought != self._sought:
            self.dialog.table.begin()
        self._sought, self._found, self._more = sought, [], False
        self.dialog.begin(sought.title, self._hindrance())
        path = self._window.session.project.path
        self._number = self._window.background.look(SORT, partial(begin_to_look_up, path, sought), apart=False)

    def look_for_unlike(self) -> None:
        """Look for what is not the same everywhere: where it was looked for before, of what was changed since."""
        self._give_back()
        path, words = self._window.session.project.path, self._touched
        look: Look = partial(look_for_unlike, path)
        if self._unlike is None:
            self.dialog.unlike.say(translated("Looking for what is not the same everywhere…"))
        elif words is not None and self._much:
            self._say_outdated()
            if not words:
                return
            look = partial(look_again, path, words=within(words, self._unlike))
        if self._unlike is None or words is None or not self._much:
            self._looked_at = self._prepared()
        self._asking = self._window.background.look(UNLIKE, look, apart=self._much)
        self._underway, self._touched = words, set()

    def _look_anew(self) -> None:
        self._touched = None
        self.look_for_unlike()
        self.dialog.unlike.say(translated("Looking for what is not the same everywhere…"))

    def _prepared(self) -> frozenset[str]:
        """The articles in which somebody or something has looked for entities: what is unmarked there was left so."""
        entries = self._window.session.entries
        return frozenset(entry.id for entry in entries if entry.prepared or entry.status is Status.DONE)

    def _say_outdated(self) -> None:
        """Say how many articles there are of which the list does not know: it is looked for again by words."""
        more = len(self._prepared() - self._looked_at)
        if more:
            self.dialog.unlike.say_outdated(more)

    def _give_back(self) -> None:
        """What is being looked for is to be looked for again the next time: it is stopped."""
        if self._asking != -1:
            both = None if self._touched is None or self._underway is None else self._touched | self._underway
            self._touched, self._asking = both, -1

    @property
    def _much(self) -> bool:
        """Whether looking through the project takes longer than starting a process that does."""
        return sum(entry.characters for entry in self._window.session.entries) > _LITTLE

    def _hindrance(self) -> str:
        read_only = self._window.session.project.read_only
        return translated("The project is open for reading only.") if read_only else ""

    def _name_of(self, speaker: str | None) -> str:
        known = self._window.session.state.speakers.get(speaker or "")
        return known.name if known is not None else ""

    def take(self, seen: Seen) -> None:
        found = seen.what
        if seen.number == self._asking:
            self._take_unlike(found)
        if seen.number != self._number:
            return
        if isinstance(found, HowFar):
            self.dialog.set_progress(found.done, found.total)
        elif isinstance(found, Begun):
            self._begun(found)
        elif isinstance(found, Listed):
            self._found += found.mentions
            self._more = found.more
        elif isinstance(found, Ended):
            self._number = -1
            if found.fault is not None:
                self.dialog.show_fault(str(found.fault))
            else:
                self.dialog.show_mentions(self._found, self._name_of, more=self._more)

    def _take_unlike(self, found: object) -> None:
        if isinstance(found, HowFar) and self._unlike is None and found.total:
            words = translated("Looking for what is not the same everywhere: {n} %")
            self.dialog.unlike.say(words.format(n=100 * found.done // found.total))
        elif isinstance(found, Again):
            self._unlike = found.put_into(self._unlike or ())
            self._show_unlike()
        elif isinstance(found, tuple):
            self._unlike = found
            self._show_unlike()
            field = self.dialog.field
            if found and self._sought is None and field.hasFocus() and not field.text():
                self.dialog.unlike.view.setFocus()  # nobody has begun to type meanwhile
        elif isinstance(found, Ended):
            self._asking = -1
            if found.fault is not None:
                self.dialog.unlike.say(f"⚠ {found.fault}")

    def _show_unlike(self) -> None:
        self.dialog.unlike.show_rows(self._unlike or (), self._window.session.state.allowed, self._name_of)
        if self._unlike is not None:
            said = "" if self._unlike else translated("Everything is the same everywhere.")
            self.dialog.unlike.say(said)
            if self._much:
                self._say_outdated()

    def _begun(self, begun: Begun) -> None:
        self.dialog.show_mentions(begun.mentions, self._name_of, busy=True)
        if begun.much and self._sought is not None:
            path = self._window.session.project.path
            self._number = self._window.background.look(SORT, partial(look_up, path, self._sought))

    def updated(self, update: Update) -> None:
        """The mentions follow when the hands rest."""
        words = touched(update)
        if words is None or self._touched is None or len(self._touched | words) > FEW:
            self._touched = None
        else:
            self._touched |= words
        if any(isinstance(edit, SetAllowed) for edit in update.transaction.edits):
            self._show_unlike()
        elif self.dialog.isVisible():
            self._pause.start()

    def set_theme(self, theme: Theme) -> None:
        self.dialog.set_theme(theme)

    def project_changed(self) -> None:
        self._sought, self._unlike, self._touched = None, None, set()
        self.dialog.unlike.show_rows((), {}, self._name_of)
        self.dialog.show_mentions((), self._name_of)
        self.dialog.reject()

    def _again(self) -> None:
        if self._window.session.works:
            self._pause.start()
        elif self.dialog.isVisible():
            shown = self._shown
            if self._sought is not None:
                self.look(self._sought)
            self._shown = shown
            self.look_for_unlike()

    # What a person does

    def _on_chosen(self, row: Row) -> None:
        if row != self._shown:
            self._look_at(row)
        self.dialog.table.setFocus()

    def _look_at(self, row: Row) -> None:
        """Show the mentions of a row of what is not the same everywhere."""
        known = self._window.session.state.speakers
        two = row.what in (None, NAMES)
        ids = [name for name, _ in row.counts] if isinstance(row, Unlike) else row.values
        if two:
            self.look(of_speakers([known[name] for name in ids if name in known]))
        else:
            self.look(Sought(row.words[0], row.words))
        self._shown = row

    def _on_turning(self, row: Row) -> None:
        session = self._window.session
        if isinstance(row, Allowed):
            attempt(session, lambda: disallow(session, row))
        else:
            attempt(session, lambda: allow(session, row))

    def _on_going(self, mention: Mention) -> None:
        self._window.exchanging.go_to(Place(mention.document_id, "", mention.span, mention.annotation))

    def _on_stopped(self) -> None:
        self._window.background.stop_looking(SORT)
        self._number = -1
        self.dialog.end()

    def _on_mending(self, how: str) -> None:
        if how.isdigit():
            label = self._window.session.label_set.by_digit[int(how) - 1]
            if label is not None:
                self._order(Order(GiveLabel(label)))
        elif how == "label":
            self._offer_labels()
        elif how == "speaker":
            self._offer_speakers()
        elif how == "accept":
            self._order(Order(Settle("", accept=True)))
        else:
            self._order(Order(Refuse(self._usual_label())))

    def _offer_labels(self) -> None:
        menu = QMenu(self.dialog)
        for name in self._window.session.labels:
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, name=name: self._order(Order(GiveLabel(name))))
        self._pop_up(menu, "label")

    def _offer_speakers(self) -> None:
        menu = QMenu(self.dialog)
        linked = [each.speaker for each in self.dialog.table.rows if each.speaker is not None]
        for speaker in sorted(dict.fromkeys(linked), key=lambda each: -linked.count(each))[:_OFFERED]:
            action = menu.addAction(self._name_of(speaker).replace("&", "&&"))
            action.triggered.connect(lambda _=False, speaker=speaker: self._link(speaker))
        menu.addSeparator()
        menu.addAction(translated("Another speaker…")).triggered.connect(lambda _=False: self._offer_others())
        self._pop_up(menu, "speaker")

    def _offer_others(self) -> None:
        self._window.activateWindow()
        self._window.answering.offer_speakers(lambda speaker: self._link(str(speaker)), self._link_new)

    def _pop_up(self, menu: QMenu, name: str) -> None:
        button = self.dialog.button(name)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _link(self, speaker: str) -> None:
        self._order(Order(NameSpeaker(speaker, self._usual_label())))

    def _link_new(self, name: str) -> None:
        entered = Speaker(id=self._window.session.new_id("s"), name=" ".join(name.split()))
        self._order(Order(NameSpeaker(entered.id, self._usual_label()), enter=entered))

    def _usual_label(self) -> str:
        """The label that what is not marked gets when it is linked: the most frequent one of the mentions."""
        labels = [each.label for each in self.dialog.table.rows if each.live]
        return max(labels, key=labels.count) if labels else "PERSON"

    def _order(self, order: Order) -> None:
        if self._hindrance():
            return
        meant, places = self.dialog.table.meant, dict[str, tuple[Span, ...]]()
        for mention in meant:
            if mention.span not in places.get(mention.document_id, ()):
                places[mention.document_id] = (*places.get(mention.document_id, ()), mention.span)
        everywhere = self._window.answering.everywhere
        if len(meant) == 1:  # it is before the person: there is nothing that a preview could show
            everywhere.do(replace(order, decided=True), places)
        elif places:
            everywhere.look(order, places=places)

    def _on_finished(self) -> None:
        self._pause.stop()
        for sort in (SORT, UNLIKE):
            self._window.background.stop_looking(sort)
        self._give_back()
        self._number = -1
        self._window.activateWindow()
