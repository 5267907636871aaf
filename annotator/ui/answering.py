"""What the window does when a command asks for something that only a window has."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMenu

from annotator.model.document import Span, Speaker
from annotator.model.finding.everywhere import Order
from annotator.model.finding.identical import identical_mentions
from annotator.model.ranking import Candidate
from annotator.session.commands import COMMANDS, labelling, run, speaking
from annotator.session.commands.registry import attempt
from annotator.session.events import Asked
from annotator.session.exchange.importing import read_pasted
from annotator.session.finding.seeking import Sought
from annotator.session.projects.keeping import Compared, KeeperEvent, Restored, Unkept
from annotator.session.session import Session
from annotator.session.settings.settings import THEMES
from annotator.ui.articles.articlehead import AboutArticle
from annotator.ui.awaiting import Awaiting
from annotator.ui.keys.keys import names, shown
from annotator.ui.labels.labelling import Labelling
from annotator.ui.menus import is_family, translated
from annotator.ui.panels import Place
from annotator.ui.theme import Theme
from annotator.ui.widgets.askbar import Question
from annotator.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from annotator.ui.finding.everywhere import Everywhere
    from annotator.ui.keys.sheet import KeySheet
    from annotator.ui.mistakes import ReportDialog
    from annotator.ui.projects.restoring import Restoring
    from annotator.ui.window import MainWindow

ZOOM_STEP = 10
_NAMESAKE = "namesake"


class Answering:
    """Answers what commands ask of a window: lists to choose from, dialogs, the clipboard, zoom and theme."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._on_choice: Callable[[object], object] = lambda _: None
        self._on_made: Callable[[str], object] = lambda _: None
        window.choices.picked.connect(self._picked)
        window.choices.made.connect(self._made)
        self.labelling = Labelling(window)
        self.about_article = AboutArticle(window)
        self._awaiting = Awaiting(window)
        self._sheet: KeySheet | None = None
        self.report_dialog: ReportDialog | None = None
        self._everywhere: Everywhere | None = None
        self._restoring: Restoring | None = None

    @property
    def everywhere(self) -> "Everywhere":
        """What shows and does acts on the whole project."""
        if self._everywhere is None:
            from annotator.ui.finding.everywhere import Everywhere  # not needed at the start

            self._everywhere = Everywhere(self._window)
        return self._everywhere

    @property
    def restoring(self) -> "Restoring":
        """What shows the project's backups and puts one back."""
        if self._restoring is None:
            from annotator.ui.projects.restoring import Restoring  # not needed at the start

            self._restoring = Restoring(self._window)
        return self._restoring

    def take_kept(self, event: KeeperEvent) -> None:
        """Show what came of keeping the project safe."""
        if isinstance(event, Unkept) and not event.asked:
            self._window.exchanging.cannot_open(event.fault)
        elif isinstance(event, Compared | Restored) or self.restoring.dialog.isVisible():
            self.restoring.take(event)

    def take(self, sought: Sought) -> None:
        """Show what was found in the project, if it was asked for here."""
        if self._everywhere is not None:
            self._everywhere.take(sought)

    def attach(self, session: Session) -> None:
        """Let go of what belongs to the project that was open, and follow another session."""
        self._window.columns.ask_bar.take_back(_NAMESAKE)
        self.about_article.attach(session)
        self._awaiting.attach(session)
        self.labelling.project_changed()
        if self._everywhere is not None:
            self._everywhere.close()

    def set_theme(self, theme: Theme) -> None:
        """Show every dialog that is there in a theme."""
        self.labelling.set_theme(theme)
        preview = self._everywhere.preview if self._everywhere is not None else None
        for dialog in (self._sheet, preview):
            if dialog is not None:
                dialog.set_theme(theme)

    def settings_changed(self) -> None:
        """Show what is set now."""
        if self._sheet is not None:
            self._sheet.set_keymap(self._window.keymap)

    def answer(self, asked: Asked) -> None:
        """Do what was asked; what the window has nothing for is somebody else's."""
        act = getattr(self, f"_ask_{asked.what}", None)
        if act is not None:
            act() if asked.detail is None else act(asked.detail)

    def _ask_saved_searches(self) -> None:
        self._window.exchanging.queues.renew()

    # Choosing

    def offer(
        self,
        choices: list[Choice],
        prompt: str,
        picked: Callable[[object], object],
        made: Callable[[str], object] | None = None,
        at: QPoint | None = None,
        **how: Any,
    ) -> None:
        """Let a person choose, at a place of the screen, else at what is selected; see `Choices.offer`."""
        self._on_choice = picked
        self._on_made = made or (lambda _: None)
        place = at or self._window.place_of_selection()
        self._window.choices.offer(choices, at=place, prompt=prompt, may_make=made is not None, **how)

    def _picked(self, value: object) -> None:
        attempt(self._window.session, lambda: self._on_choice(value))

    def _made(self, words: str) -> None:
        attempt(self._window.session, lambda: self._on_made(words))

    def _ask_labels(self) -> None:
        self.labelling.offer(lambda label: labelling.give_label(self._window.session, str(label)))

    def _ask_label_sets(self) -> None:
        self.labelling.open()

    def _ask_about_article(self) -> None:
        self.about_article.ask()

    def offer_speakers(self, picked: Callable[[object], object], made: Callable[[str], object]) -> None:
        """Let a person choose a speaker of the project, or enter one."""
        self.offer(self._registry(frozenset()), translated("Speaker"), picked, made)

    def _registry(self, listed: frozenset[str | None]) -> list[Choice]:
        """The project's speakers but for those listed already, those of this article first."""
        session = self._window.session
        here = session.document.speakers_used if session.document is not None else frozenset()
        others = [s for s in session.state.speakers.values() if s.id not in listed]
        others.sort(key=lambda s: (s.id not in here, s.name))
        return [Choice(s.id, s.name, ", ".join(s.aliases) or (s.role or ""), "", None) for s in others]

    def _ask_everywhere(self, order: Order) -> None:
        self.everywhere.look(order)

    def _ask_other_speaker(self, former: Speaker) -> None:
        session = self._window.session
        prompt = translated("Merge {name} into").format(name=former.name)
        others = self._registry(frozenset({former.id}))
        self.offer(others, prompt, lambda other: speaking.merge(session, former.id, str(other)))

    def _ask_namesake(self, both: tuple[Speaker, Speaker]) -> None:
        session, (speaker, other) = self._window.session, both
        words = translated("There is a speaker called {name} already. Are they the same?").format(name=other.name)
        answers = (
            (translated("Merge them…"), lambda: speaking.merge(session, speaker.id, other.id)),
            (
                translated("Two of that name"),
                lambda: attempt(session, lambda: speaking.rename(session, speaker, another=True)),
            ),
            (translated("Cancel"), lambda: None),
        )
        self._window.columns.ask_bar.ask(Question(_NAMESAKE, words, answers), first=True)

    def _ask_speakers(self) -> None:
        session = self._window.session
        if session.document is None:
            return
        choices = []
        if session.quote is not None:
            choices = [
                Choice(c, c.name, c.reason, str(n) if n < 10 else "", None)
                for n, c in enumerate(speaking.ranked(session), 1)
            ]
        choices += self._registry(frozenset(c.value.speaker for c in choices if isinstance(c.value, Candidate)))
        self.offer(
            choices, translated("Speaker"), self._choose_speaker, lambda name: speaking.choose_new(session, name)
        )

    def _choose_speaker(self, value: object) -> None:
        if isinstance(value, str):
            speaking.choose(self._window.session, value)
        elif isinstance(value, Candidate):
            speaking.give_speaker(self._window.session, value)

    def _ask_palette(self) -> None:
        session, keymap = self._window.session, self._window.keymap
        choices = [
            Choice(
                c.name,
                translated(c.title),
                translated(c.help),
                shown(keys[0]) if (keys := keymap.keys(c)) else "",
                None,
            )
            for c in COMMANDS.values()
            if c.listed and c.when(session) and c.name != "view.palette" and not is_family(c)
        ]
        middle = self._window.mapToGlobal(QPoint(self._window.width() // 2 - 220, 60))
        self.offer(choices, translated("Command"), lambda name: run(session, str(name)), at=middle)

    # Files

    def _ask_paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._window.session.tell(translated("There is no text in the clipboard."))
            return
        self._window.background.import_found(read_pasted(text, datetime.now().astimezone()))

    def _ask_import(self) -> None:
        self._window.exchanging.imports.choose_files()

    def _ask_import_folder(self) -> None:
        self._window.exchanging.imports.choose_folder()

    def _ask_restore(self) -> None:
        self.restoring.ask()

    def _ask_copy(self, words: str) -> None:
        if words:
            QGuiApplication.clipboard().setText(words)

    # View

    def _ask_queue(self) -> None:
        columns = self._window.columns
        columns.show_queue(not columns.queue_is_shown())
        self._keep_focus()

    def _ask_quotes(self) -> None:
        columns = self._window.columns
        columns.show_quotes(not columns.quotes_are_shown())
        self._keep_focus()

    def _ask_move_panel(self, name: str) -> None:
        place = self._window.columns.move_on(name)
        titles = {"queue": translated("Queue"), "quotes": translated("Quotes"), "speakers": translated("Speakers")}
        panel = titles.get(name) or translated("Guideline")
        said = {
            Place.LEFT: translated("{panel}: on the left"),
            Place.RIGHT: translated("{panel}: on the right"),
            Place.BELOW: translated("{panel}: below the text"),
            Place.WINDOW: translated("{panel}: in a window of its own"),
        }
        self._window.activateWindow()
        self._window.session.tell(said[place].format(panel=panel))
        self._keep_focus()

    def _ask_move_guideline(self) -> None:
        self._window.exchanging.guiding.show()
        self._ask_move_panel("guideline")

    def _keep_focus(self) -> None:
        focus = self._window.focusWidget()
        if focus is None or not focus.isVisible():  # it was in what is hidden now
            self._window.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_report(self) -> None:
        from annotator.ui.mistakes import ReportDialog  # not needed at the start

        if self.report_dialog is None:
            self.report_dialog = ReportDialog(self._window.mistakes, self._window)
            self.report_dialog.finished.connect(self._window.activateWindow)
        self.report_dialog.open_report()

    def _ask_welcome(self) -> None:
        self._window.welcoming.start()

    def _ask_details(self) -> None:
        self._window.text.hover.show_selected()

    def _ask_larger(self) -> None:
        self._zoom(self._window.text.zoom + ZOOM_STEP)

    def _ask_smaller(self) -> None:
        self._zoom(self._window.text.zoom - ZOOM_STEP)

    def _ask_usual(self) -> None:
        self._zoom(100)

    def _zoom(self, percent: int) -> None:
        self._window.set_zoom(percent)
        words = translated("Text size {percent} %").format(percent=self._window.text.zoom)
        self._window.session.tell(words)

    def _ask_theme(self) -> None:
        theme = THEMES[(THEMES.index(self._window.settings.theme) + 1) % len(THEMES)]
        self._window.windows.change(theme=theme)
        said = {
            "system": translated("Theme: the system's"),
            "light": translated("Theme: light"),
            "dark": translated("Theme: dark"),
        }
        self._window.session.tell(said[theme])

    def _ask_coverage(self) -> None:
        settings = self._window.settings
        self._window.windows.change(coverage=not settings.coverage)
        on = translated("Which paragraphs are read is noted in the project from now on.")
        off = translated("Which paragraphs are read is not noted any more.")
        self._window.session.tell(off if settings.coverage else on)

    def _ask_asking_unread(self) -> None:
        settings = self._window.settings
        self._window.windows.change(ask_unread=not settings.ask_unread)
        on = translated("Before an article is done you are asked where something in it was not read.")
        off = translated("An article is done without a question, whatever was read of it.")
        self._window.session.tell(off if settings.ask_unread else on)

    def _ask_unread(self, count: int) -> None:
        self._window.exchanging.reading.ask_done(count)

    def _ask_reveal(self, span: Span) -> None:
        self._window.text.reveal(span)

    def _ask_find(self) -> None:
        self._window.finding.open()

    def _ask_let_go(self) -> None:
        self._window.finding.close()
        self._window.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_keys(self) -> None:
        from annotator.ui.keys.sheet import KeySheet  # not needed at the start

        if self._sheet is None:
            self._sheet = KeySheet(self._window)
            self._sheet.remapped.connect(self.remap)
            self._sheet.finished.connect(self._window.activateWindow)
        self._sheet.set_theme(self._window.theme)
        self._sheet.set_keymap(self._window.keymap)
        self._sheet.show()
        self._sheet.raise_()

    def remap(self, name: str, keys: object) -> None:
        """Give a command other keys, as a tuple; None for its own."""
        changes = {k: v for k, v in self._window.settings.keys.items() if k != name}
        if isinstance(keys, tuple):
            changes[name] = list(keys)
        self._window.windows.change(keys=changes)

    def explain(self, event: QKeyEvent) -> None:
        """Say why a key did nothing, where it calls a command that cannot be done now."""
        from annotator.session.commands.needs import why_not_now  # not needed at the start

        words = why_not_now(self._window.session, self._window.keymap, names(event))
        if words:
            self._window.session.tell(words)

    def context_menu(self, menu: QMenu, at: QPoint) -> None:
        """Show a menu that was filled for what is selected."""
        if not menu.isEmpty():
            menu.popup(at)

    def identical_to_selected(self) -> list[Span]:
        """The other mentions of the selected entity's or text's words: what Shift with a digit would label too."""
        session = self._window.session
        span = labelling.target(session) if session.document is not None else None
        if span is None or session.document is None or span.end - span.start < 2:
            return []
        return identical_mentions(session.document, span)
