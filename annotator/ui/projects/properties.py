"""The properties of a project, as rows of words, with what can be done with its file."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from annotator.model.document import Status
from annotator.session.projects.projectfile import Properties
from annotator.ui.menus import translated
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.widgets.rows import colour_words

_MOST = 8
"""How many labels are named."""


class PropertiesDialog(QDialog):
    """Says what is known of a project.

    check_asked, copy_asked, compact_asked   its file is to be looked through for damage, copied, compacted
    """

    check_asked = Signal()
    copy_asked = Signal()
    compact_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Properties of the project"))
        self.setModal(False)
        self.setMinimumWidth(640)
        self._theme = LIGHT
        self._rows: list[tuple[str, str]] = []
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(7)
        self._form.setHorizontalSpacing(18)
        self._state = QLabel(self)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.check = self._box.addButton(self.tr("&Look for damage"), action)
        self.copy = self._box.addButton(self.tr("Save a &copy…"), action)
        self.compact = self._box.addButton(self.tr("Com&pact…"), action)
        self._box.rejected.connect(self.reject)
        for button, signal in (
            (self.check, self.check_asked),
            (self.copy, self.copy_asked),
            (self.compact, self.compact_asked),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(signal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(self._form)
        layout.addWidget(self._state)
        layout.addStretch(1)
        layout.addWidget(self._box)

    @property
    def words(self) -> str:
        """All it says."""
        return "\n".join(f"{title}: {words}" for title, words in (*self._rows, ("", self._state.text())))

    def wait(self, *, can_compact: bool) -> None:
        """Say that the properties are being found out."""
        self._take([])
        self._say(self.tr("Looking at the project…"))
        self.compact.setEnabled(can_compact)

    def show_properties(self, found: Properties) -> None:
        """Show what was found out."""
        self._say("")
        self._take(_rows(found))

    def show_check(self, lines: tuple[str, ...] | None) -> None:
        """Say what is damaged: nothing where there are no lines; None while it is being looked for."""
        self.check.setEnabled(lines is not None)
        if lines is None:
            self._say(self.tr("Looking for damage…"))
        elif lines:
            self._say("\n".join(("⚠ " + self.tr("The file is damaged:"), *lines[:10])), wrong=True)
        else:
            self._say(self.tr("The file is sound: every page and reference was looked at."))

    def show_fault(self, words: str) -> None:
        """Say what went wrong."""
        self.check.setEnabled(True)
        self._say(f"⚠ {words}", wrong=True)

    def set_theme(self, theme: Theme) -> None:
        """Show it in a theme."""
        self._theme = theme

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self._state.setText(words)
        colour_words(self._state, self._theme.error if wrong else None)

    def _take(self, rows: list[tuple[str, str]]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._rows = rows
        for title, words in rows:
            name, value = QLabel(title, self), QLabel(words, self)
            name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            for label in (name, value):
                label.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{title}: {words}")
            self._form.addRow(name, value)


def _rows(found: Properties) -> list[tuple[str, str]]:
    facts, size, number = found.facts, QLocale().formattedDataSize, QLocale().toString
    free = translated("{size}, of which {free} can be given back").format(
        size=size(facts.size), free=size(facts.free)
    )  # fmt: skip
    named = {
        Status.NEW: translated("new"),
        Status.OPEN: translated("open"),
        Status.DONE: translated("done"),
        Status.ASIDE: translated("set aside"),
    }
    articles = ", ".join(f"{number(facts.articles[s])} {words}" for s, words in named.items() if facts.articles.get(s))
    made = translated("{time} by {person}") if facts.by else "{time}"
    counts = translated("{entities} entities, {quotes} quotes, {speakers} speakers")
    backups = translated("{n} in {folder}, {size}").format(
        n=number(len(found.backups)), folder=found.folder, size=size(sum(found.backups))
    )
    return [
        (translated("File"), str(found.path)),
        (translated("Size"), free if facts.free else size(facts.size)),
        (translated("Made"), made.format(time=_when(facts.made), person=facts.by)),
        (translated("Articles"), articles or translated("none")),
        (
            translated("Annotations"),
            counts.format(
                entities=number(facts.entities), quotes=number(facts.quotes), speakers=number(facts.speakers)
            ),
        ),
        (translated("Steps in its log"), number(facts.steps)),
        (translated("Version of the schema"), str(facts.version)),
        (translated("Pipeline"), found.pipeline or translated("the best installed")),
        (translated("Labels"), _labels(found.labels)),
        (translated("Backups"), backups if found.backups else translated("none yet")),
        (translated("Last exports"), "\n".join(map(_export, found.exports)) or translated("none")),
    ]


def _labels(names: tuple[str, ...]) -> str:
    first = ", ".join(names[:_MOST]) or translated("none")
    more = len(names) - _MOST
    return translated("{names} and {n} more").format(names=first, n=more) if more > 0 else first


def _export(each: tuple[str, str, int]) -> str:
    path, at, articles = each
    gone = "" if Path(path).exists() else translated(" (not there any more)")
    return translated("{path}, {time}, articles: {n}").format(path=path, time=_when(at), n=articles) + gone


def _when(at: str) -> str:
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    return f"{moment:%Y-%m-%d %H:%M}"
