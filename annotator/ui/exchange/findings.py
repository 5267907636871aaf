"""What may be wrong in the project, as a list below the text that stays open while it is mended."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from annotator.model.document import Status
from annotator.model.history import Update
from annotator.model.lint import Rule
from annotator.session.beside.looks import Ended, HowFar, Seen
from annotator.session.exchange.linting import MOST_LISTED, LintOptions, LintReport, look_for_mistakes, mended
from annotator.session.finding.places import of_finding
from annotator.ui.menus import translated
from annotator.ui.part import Part
from annotator.ui.theme import Theme
from annotator.ui.widgets.fields import ChoiceField
from annotator.ui.widgets.listpanel import ListPanel
from annotator.ui.widgets.placerows import rule_words

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SORT = "findings"
_HEIGHT = 240
_PAUSE = 300
"""Milliseconds after an edit until what it mended is looked at."""


class FindingsPanel(ListPanel):
    """The findings, all of them or those of one rule.

    again    they are to be looked for anew
    stopped  they are not to be looked for any more
    """

    again = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("findings", translated("Mistakes"), translated("Close the list of mistakes"), parent)
        self._report = LintReport()
        self._rules = ChoiceField(self.body)
        self._rules.setAccessibleName(self.tr("Which mistakes"))
        self._all = QCheckBox(self.tr("Also articles that are not done"), self.body)
        self._again = QPushButton(self.tr("Look again"), self.body)
        self._stop = QPushButton(self.tr("Stop"), self.body)
        self.add(self._all, self._rules, self._again, self._stop)
        self._rules.activated.connect(lambda _: self._fill())
        self._again.clicked.connect(self.again)
        self._all.clicked.connect(self.again)
        self._stop.clicked.connect(self.stopped)
        self.set_busy(False)

    @property
    def all_articles(self) -> bool:
        """Whether articles are looked into that are not marked done."""
        return self._all.isChecked()

    def set_all_articles(self, on: bool) -> None:
        """Have those looked into too, or not."""
        self._all.setChecked(on)

    def set_busy(self, busy: bool) -> None:
        """Whether they are being looked for."""
        self._bar.setRange(0, 1)
        self._bar.setValue(0)
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        self._again.setVisible(not busy)
        if busy:
            self.say(self.tr("Looking through the articles…"))

    def set_progress(self, far: HowFar) -> None:
        """How much has been looked through."""
        self._bar.setRange(0, max(1, far.total or 0))
        self._bar.setValue(far.done)

    def show_report(self, report: LintReport) -> None:
        """List what was found."""
        self._report = report
        counts, chosen = report.counts, self._rules.currentData()
        found = counts.total() - counts[Rule.NOT_DONE]
        self._rules.clear()
        self._rules.addItem(self.tr("All ({n})").format(n=QLocale().toString(found)), "")
        for rule, count in counts.most_common():
            words = self.tr("{rule} ({n})").format(rule=rule_words(rule.value), n=QLocale().toString(count))
            self._rules.addItem(words, rule.value)
        self._rules.setCurrentIndex(max(0, self._rules.findData(chosen)))
        self._fill()
        number, warnings = QLocale().toString, found - report.errors
        words = self.tr("Articles looked at: {articles} · errors: {errors} · warnings: {warnings}")
        if not found:
            words = self.tr("Articles looked at: {articles} · nothing found")
        said = words.format(articles=number(report.articles), errors=number(report.errors), warnings=number(warnings))
        if any(rule is not Rule.NOT_DONE for rule in report.left):
            said += " · " + self.tr("the first {n} of each kind are listed").format(n=number(MOST_LISTED))
        self.say(said)

    def _fill(self) -> None:
        rule = self._rules.currentData()
        # That an article is not done is no mistake in what is: it is listed where it is asked for.
        findings = [
            each
            for each in self._report.findings
            if each.rule.value == rule or (not rule and each.rule is not Rule.NOT_DONE)
        ]
        self.view.show_places([of_finding(each) for each in findings], self._report.titles)
        if not findings and self.view.hasFocus():
            self._again.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()


class Findings(Part):
    """The list of a window: what is found is looked for when it is asked for, and anew where something was changed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._options = LintOptions()
        self._report: LintReport | None = None
        self._number = -1
        self._touched: dict[str, set[str]] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._mend)
        self.panel = FindingsPanel(window)
        self.panel.again.connect(self.look)
        self.panel.stopped.connect(self._on_stopped)
        self.panel.left.connect(self._stop)
        self.panel.stand_below(window, _HEIGHT)

    def open(self) -> None:
        """Show the list and look through the project: what is done, or all of it where nothing is done yet."""
        if self.panel.isHidden():
            done = any(entry.status is Status.DONE for entry in self._window.session.entries)
            self.panel.set_all_articles(not done)
        self.panel.show()
        self.look()
        self.panel.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def found(self) -> bool:
        """Whether the project has been looked through to its end."""
        return self._report is not None and not self.panel.busy

    def look(self) -> None:
        """Look through the project."""
        self._touched.clear()
        self._options = LintOptions(status="all" if self.panel.all_articles else "done")
        self.panel.set_busy(True)
        path = self._window.session.project.path
        self._number = self._window.background.look(SORT, partial(look_for_mistakes, path, self._options))

    def step(self, step: int) -> None:
        """Go to the next finding (1) or the previous one (-1); where none has been looked for, look."""
        if self._report is None or not self.panel.isVisible():
            self.open()
            return
        place = self.panel.view.step(step)
        if place is None:
            self._window.session.tell(translated("Nothing is left in the list of mistakes."))
        else:
            self._window.exchanging.go_to(place)

    def take(self, seen: Seen) -> None:
        if seen.number != self._number:
            return
        if isinstance(seen.what, HowFar):
            self.panel.set_progress(seen.what)
        elif isinstance(seen.what, LintReport):
            self._report = seen.what
        elif isinstance(seen.what, Ended):
            self.panel.set_busy(False)
            if seen.what.fault is not None:
                self.panel.show_fault(str(seen.what.fault))
            elif self._report is not None:
                self.panel.show_report(self._report)

    def updated(self, update: Update) -> None:
        """Note what was changed, to be looked at when the hands rest."""
        if self._report is None or self.panel.isHidden():
            return
        for edit in update.transaction.edits:
            if edit.document_id is not None:
                self._touched.setdefault(edit.document_id, set()).update(edit.annotation_ids)
        if self._touched:
            self._pause.start()

    def set_theme(self, theme: Theme) -> None:
        self.panel.set_theme(theme)

    def project_changed(self) -> None:
        self._report, self._number = None, -1
        self._touched.clear()
        self.panel.hide()

    def _mend(self) -> None:
        session, report = self._window.session, self._report
        touched, self._touched = self._touched, {}
        if report is None or self.panel.isHidden():
            return
        documents = [session.state.documents[each] for each in touched if each in session.state.documents]
        known = [document for document in documents if document.id in report.titles]
        labels = session.label_set
        self.panel.set_busy(True)

        def look(*_: object) -> LintReport:
            found = report
            for document in known:
                found = mended(found, self._options, document, touched[document.id], labels)
            return found

        self._number = self._window.background.look(SORT, look, apart=False)

    def _on_stopped(self) -> None:
        self._stop()
        self.panel.set_busy(False)
        if self._report is not None:
            self.panel.show_report(self._report)
        else:
            self.panel.show_fault(translated("Stopped before the end."))

    def _stop(self) -> None:
        self._window.background.stop_looking(SORT)
        self._number = -1
