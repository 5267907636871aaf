"""What a person does to get to the states of the gallery that are about the program and the project as a whole."""

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from annotator.session import guideline
from annotator.session.commands import speaking
from annotator.ui.guideline.guiding import NAME
from annotator.ui.panels import Place
from annotator.ui.quotes.speakers import used
from annotator.ui.window import MainWindow


def preferences(window: MainWindow, group: str) -> None:
    """Open a page of the preferences, with a line height that no text can have."""
    window.run("edit.preferences")
    dialog = window.exchanging.preferring.dialog
    dialog.go_to(group)
    dialog.move(window.geometry().center() - dialog.rect().center())
    field = dialog.rows["line"].field
    assert isinstance(field, QLineEdit)
    field.setText("900")
    field.textEdited.emit("900")


def properties(window: MainWindow) -> None:
    """Open the properties of the project."""
    window.run("file.properties")


def properties_shown(window: MainWindow) -> bool:
    """Whether they are there."""
    dialog = window.exchanging.project_file.dialog
    dialog.adjustSize()
    dialog.move(window.geometry().center() - dialog.rect().center())
    return "schema" in dialog.words


def same_speaker(window: MainWindow) -> None:
    """Merge two speakers of the article: one has been given the other's name, and where both are named is shown."""
    session = window.session
    document = session.document
    assert document is not None
    first, second = (each.speaker for each in used(document, session.state.speakers)[:2])
    speaking.rename(session, replace(second, name=first.name))
    speaking.merge(session, second.id, first.id)
    preview = window.answering.everywhere.preview
    preview.move(window.geometry().center() - preview.rect().center())


def recent(window: MainWindow) -> None:
    """Have the other projects of the gallery been opened before, and one that has gone."""
    folder = window.session.project.path.parent
    names = ("News", "Writings", "Elections 2024", "Long", "Wire")
    window.windows.change(recent=tuple(str(folder / f"{name}.anno") for name in names))
    window.exchanging.projects.show_start()


def recent_shown(window: MainWindow) -> bool:
    """Whether all of them were looked at."""
    rows = window.exchanging.projects.page.list.rows
    return all(row.beside for row in rows if row.detail)


def write_guideline(window: MainWindow, place: Place) -> None:
    """Write in the guideline, at the passage for what is selected, with the panel at a place."""
    window.run("help.guidelines")
    window.columns.move_panel(NAME, place)
    guiding, project = window.exchanging.guiding, window.session.project
    guiding.panel.show_guideline(guideline.text_of(project), project.guideline.cases(), may_write=True)
    guiding.write()


def find_in_guideline(window: MainWindow) -> None:
    """The same beside the text, where there is room for one of the two only; words are looked for in it."""
    write_guideline(window, Place.RIGHT)
    panel = window.exchanging.guiding.panel
    panel.look_for.ask()
    panel.look_for.field.setText("person")
    panel.look_for.go_on()
