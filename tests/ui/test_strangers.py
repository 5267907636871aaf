"""Labels, names, titles and texts that look like markup, format strings or what Qt takes for a sign are only shown."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLabel, QTextBrowser
from pytestqt.qtbot import QtBot

from annotator.model.document import Article, Document, Entity, Kind, Quote, Span, Speaker
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.session.projects.keeping import backups_of
from annotator.session.relabelling import know_label
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.ui.widgets.plain import as_tip, as_window_title
from tests.store.fresh import fresh
from tests.ui.hands import Hands

LABEL = "<B>{0}%S%1</B>"
NAME = "<img src='file:///far.png'>{name} %s %1 %n &x"
TEXT = "<b>{} %s</b> met <i>{x}</i>.\n“<u>{0}</u> <img src='http://192.0.2.1/a.png'>,” <b>{} %s</b> said.\n"
TITLE = "<h1>{title} %s %1 [*]</h1>"
STRANGE = re.compile(r"<(b|B|img|i|u|h1)[ >]")


@pytest.fixture(scope="module")
def hands(request, qapp, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    patch = pytest.MonkeyPatch()
    patch.setenv("ANNOTATOR_HOME", str(home))
    path = home / "<b>{} %s.anno"
    session = Session(fresh(path, by=NAME), NAME)
    first, second = Span(0, 12), Span(TEXT.rindex("<b>"), TEXT.rindex("<b>") + 12)
    quote = Span(TEXT.index("“"), TEXT.index("”") + 1)
    reason = {"origin": LABEL, "score": 0.4, "reason": NAME}
    document = Document(
        article=Article(id="near", text=TEXT, title=TITLE, outlet=NAME, file=NAME),
        entities=(
            Entity(id="e1", span=first, label=LABEL, speaker="s", **reason),
            Entity(id="e2", span=second, label=LABEL, **reason),
        ),
        quotes=(Quote(id="q1", kind=Kind.DIRECT, contents=(quote,), source=second, speaker="s", **reason),),
    )
    far = replace(document, article=replace(document.article, id="far", text=TEXT + "More."))
    speaker = Speaker(id="s", name=NAME, aliases=("<i>{x}</i>",), role=NAME, wikidata=NAME)
    know_label(session, LABEL)
    session.dispatch("import.x", [AddSpeaker(speaker), AddDocument(document), AddDocument(far)])
    session.close()
    backups_of(path).take("asked")
    made = Hands(QtBot(request), [path], "tests.session.readers:Plain")
    yield made
    made.close()
    patch.undo()


def shown() -> tuple[list[str], list[str]]:
    """The words from above that are shown as they are, and those that some widget would interpret."""
    plain: list[str] = []
    wrong: list[str] = []
    for widget in QApplication.allWidgets():
        if isinstance(widget, QLabel) and STRANGE.search(widget.text()):
            (plain if widget.textFormat() == Qt.TextFormat.PlainText else wrong).append(widget.text())
        tips = [widget.toolTip(), widget.whatsThis(), widget.statusTip()]
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            cells = [widget.model().index(row, 0) for row in range(min(20, widget.model().rowCount()))]
            tips += [str(cell.data(Qt.ItemDataRole.ToolTipRole) or "") for cell in cells]
        for tip in tips:
            if STRANGE.search(tip):
                (wrong if GuiQt.mightBeRichText(tip) else plain).append(tip)
            elif "&lt;" in tip:
                plain.append(tip)
        if isinstance(widget, QTextBrowser) and "far.png" in widget.toHtml():
            wrong.append(widget.toPlainText())
    return plain, wrong


def test_nothing_of_them_is_interpreted_whatever_is_open(hands):
    window, session = hands.window, hands.session
    session.open("near")
    for name, chosen in {
        "label.choose": "e1",
        "speaker.choose": "q1",
        "file.findings": "e1",
        "file.export": "e1",
        "label.1": "e2",
        "annotation.everywhere": "e2",
        "file.restore": "e1",
        "quote.kind": "q1",
        "speaker.1": "q1",
        "help.report": "q1",
        "article.again": "e1",
        "annotation.concordance": "q1",
    }.items():
        place = session.document.by_id[chosen].extent.start
        session.select(Selection(place, place, chosen))
        window.run(name)
        QApplication.processEvents()
        plain, wrong = shown()
        assert wrong == [], name
        assert plain, "nothing of it is shown at all"
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()
        window.choices.close_list()
    assert window.windowTitle().startswith(as_window_title(TITLE))


def test_words_are_as_they_were_unless_they_look_like_markup():
    assert as_tip("R&D <3") == "R&D <3"
    assert "&lt;b&gt;" in as_tip("a <b>")
    assert as_window_title("a [*]") == "a [*][*]"
