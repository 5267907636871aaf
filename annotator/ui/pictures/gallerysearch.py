"""What a person does to get to the states of the gallery that are about the search, and the queue."""

from PySide6.QtCore import Qt

from annotator.session.commands.searching import NOTED
from annotator.session.finding.inquiry import Sorting
from annotator.session.finding.ticked import key_of
from annotator.session.selection import Selection
from annotator.ui.finding.unlikelist import Sort
from annotator.ui.pictures.picturing import wait
from annotator.ui.window import MainWindow


def search(window: MainWindow, query: str) -> None:
    """Look for a query, and wait until everything was looked at."""
    panel = window.exchanging.search.panel
    window.exchanging.search.open(query)
    wait(lambda: not panel.busy, "search")


def ask_nothing(window: MainWindow) -> None:
    """Open the search before anything is asked, in a project with saved searches."""
    window.session.queues.saved = {"Water": "water", "Doubtful quotes": "is:quote score:<0.6"}
    search(window, "")


def newest_first(window: MainWindow) -> None:
    """List notes and flags, those that were written last first."""
    panel = window.exchanging.search.panel
    panel.order.setCurrentIndex(panel.order.findData(Sorting.NEWEST))
    search(window, NOTED)


def tick_some(window: MainWindow) -> None:
    """Take two results out, by keys."""
    search(window, "water")
    view = window.exchanging.search.panel.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.go_to(3)
    for place in view.places[1:3]:
        view.turned.emit([key_of(place)])


def follow_saved(window: MainWindow) -> None:
    """Have the queue follow a search; the project may only be read, and keeps none."""
    session, queues = window.session, window.exchanging.queues
    session.queues.saved = {"Water": "water", "Doubtful quotes": "is:quote score:<0.6"}
    queues.follow("Water")
    wait(lambda: session.queues.current is not None and not queues.busy, "saved-search")


def select_several(window: MainWindow) -> None:
    """Select all articles of the queue, and ask what can be done with them."""
    view = window.queue.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.selectAll()
    window.exchanging.care.show_menu(view.viewport().mapToGlobal(view.visualRect(view.model().index(1, 0)).center()))


def unmarked_names(window: MainWindow) -> None:
    """List the names that are marked in some places and not in others, and look at the first."""
    _list_unlike(window, Sort.UNMARKED)


def names_allowed(window: MainWindow) -> None:
    """List what somebody said is all right as it is, though it is not the same everywhere."""
    _list_unlike(window, Sort.ALLOWED)


def _list_unlike(window: MainWindow, sort: Sort) -> None:
    window.session.select(Selection(0, 0))
    window.run("annotation.concordance")
    concordance = window.exchanging.concordance
    wait(lambda: concordance.looked, "unlike")
    concordance.dialog.unlike.choose(sort)
    concordance.dialog.unlike.step(0, None)


def unlike_shown(window: MainWindow) -> bool:
    """Whether the first of what is not the same everywhere is shown with its mentions."""
    dialog = window.exchanging.concordance.dialog
    return not dialog.busy and bool(dialog.unlike.rows)
