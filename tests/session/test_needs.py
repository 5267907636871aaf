"""What is said of a key that can do nothing just now."""

from annotator.session.commands import COMMANDS, Keymap
from annotator.session.commands.needs import why_not_now
from annotator.session.selection import Selection


def said(session, *keys: str) -> str:
    return why_not_now(session, Keymap(), keys)


def test_a_command_that_cannot_be_done_says_what_it_needs(session):
    session.select(Selection(3, 3))
    assert said(session, "C") == "Mark as the cue: select a quote first, then text."
    assert said(session, "A") == "Accept: select a suggestion first that nobody has decided about."
    assert said(session, "S") == "Choose a speaker: select a quote first, or an entity that can be a speaker."
    assert said(session, "Ctrl+Z") == "Undo: nothing was done that can be taken back."
    assert said(session, "J") == said(session, "N") == said(session, "Left") == ""
    session.select(Selection(annotation="e1"))
    assert said(session, "A") == ""
    session.open(None)
    assert said(session, "N") == "Next pending: open an article first."


def test_every_key_of_a_menu_that_needs_something_says_so(session):
    session.select(Selection(3, 3))
    silent = [
        command.name
        for command in COMMANDS.values()
        if command.menu and not command.when(session) and command.keys and not said(session, command.keys[-1])
    ]
    assert silent == []
