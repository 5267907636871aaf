"""What `project` measures: each function is a part of it, done to a window on a project of 10,000 articles."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

Measure = Callable[[str, Callable[[], object], Callable[[], bool]], None]
"""Is given what is done, what does it, and what says whether it is done."""


def labels(window: "MainWindow", measure: Measure, _: int) -> None:
    """The label set changed, and that undone."""
    labelling, session = window.answering.labelling, window.session

    def dialog_with(change: Callable[[], None]) -> Callable[[], object]:
        def act() -> None:
            change()
            labelling._on_applied(labelling.dialog.draft)

        return act

    def rename() -> None:
        dialog = labelling.dialog
        dialog.list.setCurrentItem(dialog.list.topLevelItem(0))
        dialog.form.name.setText("PER")
        dialog.form.name.textEdited.emit("PER")

    measure("counting the labels", lambda: window.run("label.sets"), lambda: labelling.dialog.counted)
    measure("renaming a quarter", dialog_with(rename), lambda: session.apart.order is None)
    measure("counting again", lambda: window.run("label.sets"), lambda: labelling.dialog.counted)
    merge = dialog_with(lambda: labelling.dialog._merge(1, 2))
    measure("merging a quarter into another", merge, lambda: session.apart.order is None)
    measure("undoing the merging", lambda: window.run("edit.undo"), lambda: session.apart.order is None)
    measure("undoing the renaming", lambda: window.run("edit.undo"), lambda: session.apart.order is None)


def mentions(window: "MainWindow", measure: Measure, _: int) -> None:
    """Mentions compared and mended."""
    from annotator.session.finding.concordance import Sought

    part, preview = window.exchanging.concordance, window.answering.everywhere.preview
    dialog, session = part.dialog, window.session

    def look(words: str) -> Callable[[], object]:
        def act() -> None:
            dialog.table.show_mentions((), str)
            part.look(Sought(words, (words,)))

        return act

    def tick() -> None:
        dialog.table.tick(dialog.table.rows[:1_000], on=True)
        dialog.mending.emit("accept")

    session.open(session.entries[0].id)
    session.select(replace(session.selection, caret=0, anchor=0, annotation=None))
    measure("what is not the same everywhere", lambda: window.run("annotation.concordance"), lambda: part.looked)
    measure("mentions of words in one article", look("777 Mara Lind"), lambda: not dialog.busy)
    measure("the first of 1,000 mentions", look("Ana Ruiz7"), lambda: bool(dialog.table.rows))
    measure("all of them", lambda: None, lambda: not dialog.busy)
    measure("5,000 mentions of a million", look("Mara Lind"), lambda: not dialog.busy)
    measure("sorting them", lambda: dialog.table.sorted.emit(1), lambda: True)
    measure("what accepting 1,000 would change", tick, lambda: preview.ready)
    dialog.reject()
    measure("accepting them", preview._on_ordered, lambda: not session.works)
    measure("undoing that", lambda: window.run("edit.undo"), lambda: not session.works)


def again(window: "MainWindow", measure: Measure, many: int) -> None:
    """A pipeline run again over many articles, all of whose suggestions change; it takes next to no time."""
    from annotator.session.suggesting.runagain import Extent
    from annotator.ui.suggesting.runform import Wanted

    part, session = window.exchanging.running, window.session
    extent = Extent(tuple(entry.id for entry in session.entries[:many]))
    wanted = Wanted(extent, None, session.quote_kinds)
    part.dialog.show()
    measure(f"running again, {len(extent.articles):,} articles", lambda: part.dialog.wanted.emit(wanted),
            lambda: not part.dialog.busy)  # fmt: skip
    measure("doing what was shown", part.dialog._on_do, lambda: not session.works)
    measure("undoing that", lambda: window.run("edit.undo"), lambda: not session.works)


def text(window: "MainWindow", measure: Measure, _: int) -> None:
    """The text of an article of 100,000 words corrected."""
    session = window.session
    long = session.entries[-1].id
    measure("opening 100,000 words", lambda: window.queue.chosen.emit(long), lambda: session.current == long)
    ends = _later(2)
    measure("looking whether its lines are cut", lambda: None, ends)
    part = window.exchanging.correcting
    measure("its text in a field, to be corrected", part.open, lambda: not part.busy)

    def type_words() -> None:
        cursor = part.dialog.field.textCursor()
        cursor.beginEditBlock()
        for word in range(200):
            cursor.setPosition(3_000 * word)
            cursor.insertText("Mara ")
        cursor.endEditBlock()

    measure("200 words put into it", type_words, lambda: not part.busy)
    before = session.document
    measure("correcting the text", part.dialog._on_accepted, lambda: session.document is not before and _calm(window))
    after = session.document
    undone = "undoing that"
    measure(undone, lambda: window.run("edit.undo"), lambda: session.document is not after and _calm(window))
    again = session.document
    measure("redoing it", lambda: window.run("edit.redo"), lambda: session.document is not again and _calm(window))
    session.open(session.entries[0].id)


def lines(window: "MainWindow", measure: Measure, _: int) -> None:
    """A line set aside in every article."""
    session, everywhere = window.session, window.answering.everywhere
    session.open(session.entries[1].id)
    document = session.document
    assert document is not None
    session.select(replace(session.selection, caret=len(document.text) - 2, anchor=len(document.text) - 2))
    texts = window.exchanging.texts
    measure("looking for a line elsewhere", lambda: window.run("article.boilerplate"), lambda: not texts.looking)
    show = window.columns.ask_bar.buttons[0].click
    measure("what setting it aside would change", show, lambda: everywhere.preview.ready)
    measure("setting it aside", everywhere.preview._on_ordered, lambda: not session.works)
    measure("undoing that", lambda: window.run("edit.undo"), lambda: not session.works)


def articles(window: "MainWindow", measure: Measure, many: int) -> None:
    """Many articles of the queue taken out, deleted and marked done."""
    from annotator.model.document import Status
    from annotator.session.texts import care

    session, part = window.session, window.exchanging.care
    few = [entry.id for entry in session.entries[2:102]]
    session.open(session.entries[1].id)
    heard: list[object] = []
    session.subscribe(heard.append)
    measure("what comes with a change of the queue", lambda: window.queue.set_entries(session.entries[1:]),
            lambda: True)  # fmt: skip
    window.queue.set_entries(session.entries)
    measure("copying 80 articles as JSONL", lambda: part.carrying.copy(few[:80]), lambda: part.carrying._number == -1)
    ids = [entry.id for entry in session.entries[-1 - many : -1]]
    measure(f"dragging out {many:,} articles", lambda: part.carrying.drag(ids), lambda: part.carrying._number == -1)
    measure(f"asking whether {many:,} are to be deleted", lambda: part.delete(ids), lambda: True)
    measure(f"deleting {many:,} articles", lambda: care.delete(session, ids), lambda: not session.works)
    measure("undoing that", lambda: window.run("edit.undo"), lambda: not session.works)
    measure("redoing it", lambda: window.run("edit.redo"), lambda: not session.works)
    measure("undoing it again", lambda: window.run("edit.undo"), lambda: not session.works)
    measure(f"marking {many:,} done", lambda: care.set_status(session, ids, Status.DONE), lambda: not session.works)
    measure("undoing that", lambda: window.run("edit.undo"), lambda: not session.works)
    session.open(few[0])
    for number in range(3):
        at = session.current
        measure(f"done, next ({number + 1})", lambda: window.run("article.done"),
                lambda at=at: session.current != at)  # fmt: skip
    measure("undoing one of these", lambda: window.run("edit.undo"), lambda: not session.works)
    session.coverage.on = True
    measure("noting what was read", _read(window), _later(1))
    session.coverage.on = False


def panels(window: "MainWindow", measure: Measure, _: int) -> None:
    """Lists of places: notes, mistakes, and an export's preview."""
    search, exports = window.exchanging.search, window.exchanging.exports
    for query in ("is:noted", "harbour", "label:PERSON"):
        measure(f"{query} in the search", lambda query=query: search.open(query), lambda: not search.panel.busy)
    search.panel.hide()
    findings = window.exchanging.findings
    measure("mistakes in all articles", findings.open, lambda: not findings.panel.busy)
    findings.panel.hide()
    measure("an export's preview", exports.open, lambda: not exports.dialog.busy)
    exports.dialog.reject()


def openings(window: "MainWindow", measure: Measure, _: int) -> None:
    """The first of each dialog, once what they are made of was loaded, as it is some seconds after the start."""
    from annotator.ui.preloading import Preloading

    loading = Preloading(window)
    measure("loading what dialogs are made of", loading.begin, lambda: not loading.under_way)
    for name in (
        "edit.preferences", "view.guideline", "edit.search", "file.export", "article.again", "annotation.concordance",
        "label.sets", "file.properties",
    ):  # fmt: skip
        measure(f"the first time: {name}", lambda name=name: window.run(name), _later(1))
    other = window.session.project.path.with_name("new.anno")
    part, before = window.exchanging.projects, window.session.project.path
    part._new = lambda: other
    measure("a new project", lambda: window.run("file.new"),
            lambda: window.session.project.path == other and _calm(window))  # fmt: skip
    measure("back to the one of before", lambda: part.go_on_with(before),
            lambda: window.session.project.path == before and _calm(window))  # fmt: skip


def figures(window: "MainWindow", measure: Measure, _: int) -> None:
    """The page of figures, live while somebody edits."""
    session, part = window.session, window.exchanging.figures
    session.open(session.entries[5].id)
    measure("the figures", part.open, lambda: not part.busy)

    def accept() -> None:
        window.run("go.next_pending")
        window.run("annotation.accept")

    waiting = _later(3)
    measure("the figures after an edit", accept, lambda: waiting() and not part.busy)
    part.dialog.reject()


def file(window: "MainWindow", measure: Measure, _: int) -> None:
    """What is done with the project's file."""
    part, session = window.exchanging.project_file, window.session
    measure("its properties", part.open, lambda: "Size" in part.dialog.words)
    part.dialog.reject()
    target = session.project.path.with_name("saved.anno")
    heard: list[str] = []
    session.subscribe(lambda event: heard.append(type(event).__name__))
    keeper = window.background.keeper
    measure("a backup, and a copy saved", lambda: keeper.save_copy(target), lambda: "Copied" in heard)
    measure("compacting", part._compact, lambda: "Compacted" in heard)


def projects(window: "MainWindow", measure: Measure, _: int) -> None:
    """Several windows on projects of this size, and one in place of another."""
    project = window.session.project.path
    copies = [project.with_name(name) for name in ("copy.anno", "third.anno")]
    for path in copies:
        if not path.exists():
            _copy(project, path)
    part = window.exchanging.projects
    windows = window.windows.all
    measure("a second window", lambda: part.open_beside(copies[0]), lambda: len(windows) == 2 and _calm(windows[1]))
    measure("another project in its place", lambda: windows[1].exchanging.projects.go_on_with(copies[1]),
            lambda: windows[1].session.project.path == copies[1] and _calm(windows[1]))  # fmt: skip
    measure("closing it", lambda: windows[1].close(), lambda: len(windows) == 1)


def _copy(project: Path, path: Path) -> None:
    from annotator.store.sqlite.copying import Snapshot

    with Snapshot(project) as snapshot:
        snapshot.copy_to(path, lambda: False)


def _read(window: "MainWindow") -> Callable[[], object]:
    def act() -> None:
        window.session.coverage.attend(window.text.in_view(), 30.0)
        window.session.coverage.flush()

    return act


def _calm(window: "MainWindow") -> bool:
    """Whether the window shows what its session says, and nothing is under way."""
    return not window._stale.isActive() and not window._lists_stale.isActive() and not window.text._idle.isActive()


def _later(seconds: float) -> Callable[[], bool]:
    """Says whether so many seconds have gone by since it was asked first."""
    from time import perf_counter

    began: list[float] = []

    def passed() -> bool:
        began.append(perf_counter())
        return began[-1] - began[0] > seconds

    return passed
