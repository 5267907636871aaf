"""The main states of the window, and what a person does to bring them about: those of which pictures are made."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog

from annotator.model.document import Document, Entity, Kind, Quote
from annotator.model.finding.everywhere import GiveLabel, Order
from annotator.session.commands.searching import NOTED
from annotator.session.projects.pictured import NESTED, span_of
from annotator.session.selection import Selection
from annotator.session.settings.settings import Settings
from annotator.ui.articles.queue import Order as QueueOrder
from annotator.ui.panels import Place
from annotator.ui.pictures import galleryacts, gallerysearch
from annotator.ui.pictures.gallerytexts import asks, correct_words, look_at_lines, offer_elsewhere
from annotator.ui.pictures.picturing import State, wait
from annotator.ui.pictures.screenshot import typical
from annotator.ui.suggesting.weights import Comparison
from annotator.ui.window import MainWindow

_NARROW = (920, 620)
NAME = "Benedikt Strahl"


# What a person does


def _select(window: MainWindow, annotation: Entity | Quote, **how: object) -> None:
    start = annotation.extent.start
    window.session.select(replace(Selection(start, start, annotation.id), **how))  # type: ignore[arg-type]


def _document(window: MainWindow) -> Document:
    document = window.session.document
    if document is None:
        raise LookupError("no article is on the desk")
    return document


def _quote(window: MainWindow) -> None:
    quote = typical(_document(window))
    if quote is not None:
        _select(window, quote)


def _last_quote(window: MainWindow) -> None:
    _select(window, _document(window).quotes[-1])


def _split_quote(window: MainWindow) -> None:
    _select(window, next(q for q in _document(window).quotes if len(q.contents) > 1 and q.kind is Kind.DIRECT))


def _entity(window: MainWindow, words: str = NAME) -> None:
    document = _document(window)
    _select(window, next(e for e in document.entities if document.words(e.span) == words and not e.rejected))


def _text(window: MainWindow, words: str) -> None:
    start, end = span_of(_document(window).text, words)
    window.session.select(Selection(end, start))


def _border(window: MainWindow) -> None:
    _entity(window)
    window.run("border.start")


def _choose(window: MainWindow, command: str, typed: str) -> None:
    window.run(command)
    window.choices.field.setText(typed)


def _unread(window: MainWindow) -> None:
    window.run("go.unread")
    window.queue.sort_by(QueueOrder.UNREAD)


def _find(window: MainWindow, wanted: str, *, expression: bool = False) -> None:
    window.run("edit.find")
    bar = window.columns.find_bar
    bar.choose(expression=expression)
    bar.field.setText(wanted)


def _context_menu(window: MainWindow) -> None:
    _entity(window)
    viewport, entity = window.text.viewport(), window.session.annotation
    if entity is not None:
        at = window.text.scene().rects(entity.extent)[0].center().toPoint()
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(viewport, QContextMenuEvent(reason, at, viewport.mapToGlobal(at)))


def _list(window: MainWindow, select: Callable[[MainWindow], None], command: str) -> None:
    select(window)
    window.run(command)


def _dialog(window: MainWindow, command: str) -> None:
    window.run(command)
    _centre(window)


def _centre(window: MainWindow) -> None:
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog) and each.isVisible():
            each.move(window.geometry().center() - each.rect().center())


def _guidelines(window: MainWindow) -> None:
    _quote(window)
    window.run("help.guidelines")


def _own_guideline(window: MainWindow) -> None:
    _entity(window)
    window.run("help.guidelines")


def _hard_cases(window: MainWindow) -> None:
    _own_guideline(window)
    window.exchanging.guiding.panel.show_cases()


def _write_guideline(window: MainWindow) -> None:
    _entity(window)
    galleryacts.write_guideline(window, Place.BELOW)


def _find_in_guideline(window: MainWindow) -> None:
    _entity(window)
    galleryacts.find_in_guideline(window)


def _figures(window: MainWindow, name: str) -> None:
    figures = window.exchanging.figures
    window.run("view.figures")
    wait(lambda: not figures.busy, "figures")
    figures.dialog.choose(name)


def _run_again(window: MainWindow) -> None:
    window.run("article.again")
    dialog = window.exchanging.running.dialog
    wait(lambda: not dialog.busy, "run-again")
    dialog.kinds.setCurrentIndex(dialog.kinds.count() - 1)
    dialog.look()
    _centre(window)


def _concordance(window: MainWindow) -> None:
    _text(window, "a third")
    window.run("annotation.concordance")
    _centre(window)


def _weights(window: MainWindow) -> None:
    _dialog(window, "article.weights")
    before, after = ({"exact": 92.1, "joint": 88.4, "joint_all": each} for each in (56.3, 61.9))
    window.exchanging.weighing.dialog.show_learned(Comparison(312, 2140, before, after))
    _centre(window)


def _label_sets(window: MainWindow, *, wrong: bool = False) -> None:
    _dialog(window, "label.sets")
    dialog = window.answering.labelling.dialog
    dialog.form.name.setText("ORG" if wrong else "PER")
    dialog.form.name.textEdited.emit(dialog.form.name.text())
    if not wrong:
        dialog.list.acted.emit("down")


def _about_article(window: MainWindow) -> None:
    window.answering.about_article.ask()
    _centre(window)


def _move_panels(window: MainWindow) -> None:
    _quote(window)
    window.columns.move_panel("speakers", Place.LEFT)
    window.columns.move_panel("quotes", Place.WINDOW)
    window.quotes.window().move(window.mapToGlobal(window.rect().topRight()) - QPoint(420, -120))


def _panels_below(window: MainWindow) -> None:
    _quote(window)
    for name in ("quotes", "speakers"):
        window.columns.move_panel(name, Place.BELOW)


def _details(window: MainWindow) -> None:
    _split_quote(window)
    window.run("view.details")


def _notes(window: MainWindow) -> None:
    """A note that is being written; what else somebody keeps in mind is marked."""
    entity = _document(window).entities[2]
    _select(window, entity)
    window.exchanging.notes.ask(entity.id)
    window.exchanging.notes.field.words.setPlainText("The agency has the 15th: which one is right?")


def _link(window: MainWindow) -> None:
    _quote(window)
    window.text.set_link_to(window.text.scene().rects(span_of(_document(window).text, NAME))[0].center())


def _everywhere(window: MainWindow) -> None:
    window.answering.everywhere.look(Order(GiveLabel("GPE"), "water"))
    _centre(window)


def _middle(window: MainWindow) -> None:
    document = _document(window)
    half = len(document.text) // 2
    _select(window, next(q for q in document.quotes if q.extent.start > half and q.source is not None))


def _end(window: MainWindow) -> None:
    bar = window.text.verticalScrollBar()
    bar.setValue(bar.maximum())


def _sticky(window: MainWindow) -> None:
    window.session.set_mode(sticky_label="ORG")


def _nested(window: MainWindow) -> None:
    document = _document(window)
    _select(window, next(q for q in document.quotes if document.words(q.extent) == NESTED))


def _zoomed(percent: int) -> Callable[[Settings], Settings]:
    return lambda settings: replace(settings, zoom=percent)


def _first_time(settings: Settings) -> Settings:
    return replace(settings, welcomed=False)


STATES = (
    State("article", closer=True),
    State("quote", _quote, closer=True),
    State("split-quote", _split_quote),
    State("nested-quote", _nested, closer=True),
    State("entity", _entity),
    State("text-selected", lambda window: _text(window, "trees do not wait a year")),
    State("label-first", _sticky),
    State("border", _border, closer=True),
    State("link", _link),
    State("details", _details),
    State("notes", _notes, closer=True),
    State("doubtful", lambda window: window.run("go.doubtful")),
    State("find", lambda window: _find(window, "water"), ready=lambda window: bool(window.text.overlay.hits)),
    State(
        "find-expression",
        lambda window: _find(window, r"\d[\d,.]*", expression=True),
        ready=lambda window: bool(window.text.overlay.hits),
    ),
    State("commands", lambda window: _choose(window, "view.palette", "quo")),
    State("labels", lambda window: _list(window, _entity, "label.choose")),
    State("about-article", _about_article),
    State("label-sets", _label_sets, ready=lambda window: window.answering.labelling.dialog.counted, closer=True),
    State(
        "label-sets-wrong",
        lambda window: _label_sets(window, wrong=True),
        ready=lambda window: window.answering.labelling.dialog.counted,
    ),
    State("speakers", lambda window: _list(window, _quote, "speaker.choose")),
    State("context-menu", _context_menu),
    State("preferences", lambda window: galleryacts.preferences(window, "Appearance"), settings=_zoomed(120)),
    State("preferences-keys", lambda window: galleryacts.preferences(window, "Keys")),
    State("preferences-places", lambda window: galleryacts.preferences(window, "Starting")),
    State("properties", galleryacts.properties, ready=galleryacts.properties_shown),
    State("keys", lambda window: _dialog(window, "view.keys"), closer=True),
    State("guidelines", _guidelines, project="writings", article=3),
    State("guideline-own", _own_guideline, closer=True),
    State("guideline-cases", _hard_cases),
    State("guideline-writing", _write_guideline),
    State("guideline-narrow", _find_in_guideline),
    State(
        "mistakes",
        lambda window: window.run("file.findings"),
        ready=lambda window: window.exchanging.findings.found,
    ),
    State(
        "no-mistakes",
        lambda window: window.run("file.findings"),
        project="empty",
        ready=lambda window: window.exchanging.findings.found,
    ),
    State(
        "concordance",
        _concordance,
        ready=lambda window: not window.exchanging.concordance.dialog.busy and window.exchanging.concordance.looked,
        closer=True,
    ),
    State("unmarked-names", gallerysearch.unmarked_names, "writings", ready=gallerysearch.unlike_shown),
    State("names-allowed", gallerysearch.names_allowed, "writings", ready=gallerysearch.unlike_shown),
    State("search", lambda window: gallerysearch.search(window, "water"), closer=True),
    State("search-ticked", gallerysearch.tick_some, closer=True),
    State("search-empty", gallerysearch.ask_nothing, closer=True),
    State("search-empty-narrow", gallerysearch.ask_nothing, size=_NARROW),
    State("notes-and-flags", lambda window: gallerysearch.search(window, NOTED)),
    State("notes-newest-first", gallerysearch.newest_first, size=_NARROW),
    State("search-wrong", lambda window: gallerysearch.search(window, "water lable:PERSON"), closer=True),
    State("saved-search", gallerysearch.follow_saved),
    State("articles-selected", gallerysearch.select_several, project="writings"),
    State("weights", _weights),
    State(
        "run-again",
        _run_again,
        ready=lambda window: not window.exchanging.running.dialog.busy,
        closer=True,
    ),
    State(
        "figures",
        lambda window: _figures(window, "decisions"),
        ready=lambda window: not window.exchanging.figures.busy,
        closer=True,
    ),
    State(
        "export",
        lambda window: _dialog(window, "file.export"),
        ready=lambda window: not window.exchanging.exports.dialog.busy,
        closer=True,
    ),
    State("project-preview", _everywhere, ready=lambda window: window.answering.everywhere.preview.ready),
    State(
        "same-speaker",
        galleryacts.same_speaker,
        ready=lambda window: window.answering.everywhere.preview.ready,
    ),
    State("boilerplate", offer_elsewhere, project="wire", closer=True),
    State("cut-lines", look_at_lines, project="wire", ready=asks),
    State("correct-text", correct_words, project="wire", ready=lambda window: not window.exchanging.correcting.busy),
    State("welcome", lambda window: window.run("help.welcome"), settings=_first_time),
    State("told", lambda window: window.key_line.tell("Labelled 3 × “Strahl” as PERSON.", False)),
    State(
        "fault",
        lambda window: window.key_line.tell(
            "Export.jsonl cannot be written: the disk is full. Free some space, or choose another folder.", True
        ),
    ),
    State(
        "working",
        lambda window: window.key_line.set_progress("Importing", 34, 120),
        ready=lambda window: window.key_line.shows_progress,
    ),
    State("unread", _unread, ready=lambda window: bool(window.text.strip.unread), closer=True),
    State("doubtful-first", lambda window: window.queue.sort_by(QueueOrder.DOUBT)),
    State("small-text", _quote, settings=_zoomed(50)),
    State("large-text", _quote, settings=_zoomed(300)),
    State("panels-moved", _move_panels),
    State("panels-below", _panels_below),
    State("narrow", _quote, size=_NARROW),
    State("nothing-open", galleryacts.recent, project="empty", ready=galleryacts.recent_shown),
    State("nothing-open-narrow", galleryacts.recent, project="empty", ready=galleryacts.recent_shown, size=_NARROW),
    State("hebrew", _quote, "writings", 0, closer=True),
    State("arabic", _quote, "writings", 1),
    State("chinese", _quote, "writings", 2, closer=True),
    State("mixed", _last_quote, "writings", 3, closer=True),
    State("long", _middle, "long", 0),
    State("long-end", _end, "long", 0),
    State("one-line", _end, "long", 1),
)  # fmt: skip
