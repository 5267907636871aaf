"""Acts on the whole project: what they would change is looked for, shown, and done when a person says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.document import Span
from annotator.model.finding.everywhere import (
    Attribute,
    Flag,
    GiveLabel,
    Merge,
    NameSpeaker,
    Note,
    Order,
    Refuse,
    SetAside,
    Settle,
)
from annotator.session.commands.registry import attempt
from annotator.session.finding.everywhere import Places, carry_out
from annotator.session.finding.searching import Finding, InProject, Looked, Refused, Search, Surveyed
from annotator.session.finding.seeking import Sought
from annotator.ui.describing import shortened
from annotator.ui.finding.preview import Preview
from annotator.ui.menus import translated

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Everywhere(QObject):
    """The preview of a window, and what is done from it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._order: Order | None = None
        self._number = -1
        self._asked_from: QWidget = window
        self.preview = Preview(window)
        self.preview.ordered.connect(self._on_ordered)
        self.preview.finished.connect(self._on_finished)

    def do(self, order: Order, places: Mapping[str, tuple[Span, ...]]) -> None:
        """Do what was ordered at places, without showing it before."""
        session = self._window.session
        attempt(session, lambda: carry_out(session, order, list(places.items())))

    def look(
        self,
        order: Order,
        search: Search | None = None,
        places: Mapping[str, tuple[Span, ...]] | None = None,
        aside: tuple[int, int] = (0, 0),
    ) -> None:
        """Show what an order would change: at every mention of its words, at the hits of a search, or at places.

        aside  how many places more there were in how many articles that are set aside, where nothing is done
        """
        self._order = order
        active = QApplication.activeWindow()
        self._asked_from = active if active is not None and active is not self.preview else self._window
        self.preview.set_theme(self._window.theme)
        what = self._sentence(order, search) if places is None else self._of_places(order, places)
        self.preview.ask(" ".join(filter(None, (what, _left_out(*aside)))))
        self.preview.show()
        self.preview.raise_()
        self.preview.activateWindow()
        sought = "" if isinstance(order.act, SetAside | Merge) else search or order.words
        task = InProject(self._window.session.project.path, sought, order.act, places, order.among)
        self._number = self._window.background.seek(task)

    def take(self, sought: Sought) -> None:
        """Show an answer, if it is one to what was asked last."""
        if sought.number != self._number:
            return
        answer = sought.answer
        if isinstance(answer, Looked):
            self.preview.set_progress(answer.done, answer.total)
        elif isinstance(answer, Surveyed):
            self.preview.show_findings(answer.findings, more=answer.more)
        elif isinstance(answer, Refused):
            self.preview.show_fault(str(answer.fault))

    def close(self) -> None:
        """Let go of what was asked: the project is another one."""
        self.preview.reject()

    def _sentence(self, order: Order, search: Search | None) -> str:
        speakers = dict(self._window.session.state.speakers)
        if order.enter is not None:
            speakers[order.enter.id] = order.enter
        act = order.act
        if isinstance(act, Attribute):
            words = translated("Attribute to {name} what {former} said")
            return words.format(name=speakers[act.speaker].name, former=speakers[act.former].name)
        if isinstance(act, Merge):
            words = translated("Merge the speaker {former} into {name}: who is named, and who said what")
            return words.format(name=speakers[act.speaker].name, former=speakers[act.former].name)
        if isinstance(act, SetAside):
            words = translated("Set aside as boilerplate every paragraph “{words}”")
            return words.format(words="”, “".join(map(shortened, act.lines)))
        what = shortened(search.wanted if search is not None else order.words)
        if isinstance(act, GiveLabel):
            return translated("Label every “{words}” as {label}").format(words=what, label=act.label)
        if isinstance(act, NameSpeaker):
            return translated("Link every “{words}” to {name}").format(words=what, name=speakers[act.speaker].name)
        assert isinstance(act, Settle)  # the others are about places
        return self._settling(act).format(words=what, label=act.label)

    def _of_places(self, order: Order, places: Mapping[str, tuple[Span, ...]]) -> str:
        act, number = order.act, QLocale().toString(sum(map(len, places.values())))
        if isinstance(act, GiveLabel):
            return translated("Label the places that are ticked as {label}: {n}").format(label=act.label, n=number)
        if isinstance(act, Refuse):
            return translated("Reject what is ticked, or say that it is none: {n}").format(n=number)
        if isinstance(act, Settle):
            words = translated("Accept what is ticked: {n}") if act.accept else translated("Reject what is ticked: {n}")
            return words.format(n=number)
        if isinstance(act, Flag):
            words = translated("Flag what is ticked: {n}")
            return (words if act.flagged else translated("Take the flags from what is ticked: {n}")).format(n=number)
        if isinstance(act, Note):
            return translated("Write “{words}” on what is ticked: {n}").format(words=shortened(act.words), n=number)
        assert isinstance(act, NameSpeaker)  # the others find their places themselves
        name = order.enter.name if order.enter is not None else self._window.session.state.speaker(act.speaker).name
        return translated("Link what is ticked to {name}: {n}").format(name=name, n=number)

    @staticmethod
    def _settling(act: Settle) -> str:
        if act.accept:
            return translated("Accept every “{words}” that is {label}")
        return translated("Reject every “{words}” that is {label}")

    def _on_ordered(self, findings: list[Finding], also: bool) -> None:
        order = self._order
        if order is None:
            return
        found_anew = isinstance(order.act, Attribute | SetAside)
        places: list[Places] = [(each.document_id, () if found_anew else tuple(_spans(each))) for each in findings]
        session = self._window.session
        attempt(session, lambda: carry_out(session, replace(order, decided=also), places))

    def _on_finished(self) -> None:
        if self._number >= 0 and not self.preview.ready:
            self._window.background.stop_seeking()
        self._number = -1
        back = self._asked_from if self._asked_from.isVisible() else self._window
        back.activateWindow()


def _left_out(places: int, articles: int) -> str:
    """Why fewer places are listed than were ticked."""
    if not places:
        return ""
    if articles == 1:
        words = translated("· {n} more in an article that is set aside, where nothing is done")
    else:
        words = translated("· {n} more in {articles} articles that are set aside, where nothing is done")
    return words.format(n=QLocale().toString(places), articles=QLocale().toString(articles))


def _spans(finding: Finding) -> list[Span]:
    return [place.span for place in finding.affected]
