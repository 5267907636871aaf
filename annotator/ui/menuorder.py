"""In which groups the menus show the commands, what Alt opens a menu with, and which commands have a tick."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from annotator.session.commands import COMMANDS, Command

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

MENUS = ("File", "Edit", "Article", "Annotation", "Quote", "Go", "View", "Window", "Help")
"""The menus of the bar, from the left."""

_GROUPS = {
    "File": (
        ("file.new", "file.open", "file.recent", "file.new_window", "file.open_in_window"),
        ("file.import", "file.import_folder", "file.paste"),
        ("file.findings", "file.export"),
        ("file.save_guideline", "file.print_guideline"),
        ("file.save_copy", "file.restore", "file.compact", "file.take_over", "file.properties"),
        ("file.close_window", "file.quit"),
    ),
    "Edit": (
        ("edit.undo", "edit.redo"),
        ("edit.copy", "edit.copy_json", "edit.copy_jsonl"),
        ("edit.find", "edit.search"),
        ("guideline.edit",),
        ("edit.preferences",),
    ),
    "Article": (
        ("article.done", "article.aside", "article.reopen", "article.ask_unread"),
        ("article.next", "article.previous"),
        ("article.flag", "article.note"),
        ("article.about", "article.rename", "article.text", "article.lines"),
        ("article.boilerplate", "article.boilerplate.everywhere"),
        ("article.prepare", "article.again", "article.kinds", "article.labels", "article.weights"),
        ("article.delete",),
    ),
    "Annotation": (
        ("annotation.accept", "annotation.reject", "go.choices"),
        ("label.1", "label.choose", "label.all.1", "label.project.1"),
        ("annotation.accept_all", "annotation.reject_all", "annotation.again", "annotation.everywhere"),
        ("border.start", "border.end", "border.text"),
        ("annotation.flag", "annotation.note"),
        ("guideline.example", "guideline.case", "guideline.forget"),
        ("annotation.concordance",),
        ("label.sets",),
    ),
    "Quote": (
        ("quote.make", "quote.part", "quote.cue", "quote.source", "speaker.text"),
        ("speaker.1", "speaker.choose", "speaker.nobody", "speaker.all.1", "speaker.project.1", "speaker.merge"),
        ("quote.kind", "quote.merge", "quote.split", "quote.remove_part", "quote.no_cue"),
    ),
    "Go": (
        ("go.next", "go.previous"),
        ("go.next_pending", "go.previous_pending", "go.doubtful", "go.unread"),
        ("go.next_flagged", "go.previous_flagged", "go.noted"),
        ("go.finding", "go.finding_before"),
        ("go.result", "go.result_before"),
        ("go.let_go",),
    ),
    "View": (
        ("view.queue", "view.quotes", "view.guideline"),
        ("view.move_queue", "view.move_quotes", "view.move_speakers", "view.move_guideline"),
        ("view.details", "view.figures"),
        ("view.larger", "view.smaller", "view.usual", "view.theme"),
        ("view.coverage",),
    ),
    "Window": (("window.next",),),
    "Help": (("view.keys", "view.palette", "help.welcome", "help.guidelines"), ("help.report",)),
}  # fmt: skip

TICKED: dict[str, Callable[["MainWindow"], bool]] = {
    "article.ask_unread": lambda window: window.settings.ask_unread,
    "view.coverage": lambda window: window.settings.coverage,
    "view.guideline": lambda window: window.columns.is_shown("guideline"),
    "view.queue": lambda window: window.columns.queue_is_shown(),
    "view.quotes": lambda window: window.columns.quotes_are_shown(),
}
"""The commands that turn something on and off, and whether it is on in a window."""


def groups(menu: str) -> list[list[Command]]:
    """The listed commands of a menu in its groups; those that no group names are the last one."""
    named = [[COMMANDS[name] for name in group if name in COMMANDS] for group in _GROUPS.get(menu, ())]
    placed = {name for groups_ in _GROUPS.values() for group in groups_ for name in group}
    rest = [each for each in COMMANDS.values() if each.menu == menu and each.listed and each.name not in placed]
    return [group for group in (*named, rest) if group]


def with_mnemonics(titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Titles with "&" before the letter that Alt opens each with: the first letter of each that is free.

    taken  letters that Alt does something else with
    """
    used = {letter.casefold() for letter in taken}
    found = []
    for title in titles:
        at = next((n for n, letter in enumerate(title) if letter.isalnum() and letter.casefold() not in used), None)
        if at is None:
            found.append(title)
            continue
        used.add(title[at].casefold())
        found.append(f"{title[:at]}&{title[at:]}")
    return found
