"""Every command of the program; importing this fills the registry, in the order in which tables show it."""

from annotator.session.commands import (  # noqa: I001  # the order is the one in which keys are looked up and shown
    borders,
    moving,
    reading,
    deciding,
    labelling,
    speaking,
    identical,
    quoting,
    articles,
    noting,
    texts,
    general,
    projects,
    searching,
    viewing,
)
from annotator.session.commands.registry import COMMANDS, Command, Keymap, attempt, run

__all__ = [
    "COMMANDS",
    "Command",
    "Keymap",
    "articles",
    "attempt",
    "borders",
    "deciding",
    "general",
    "identical",
    "labelling",
    "moving",
    "noting",
    "projects",
    "quoting",
    "reading",
    "run",
    "searching",
    "speaking",
    "texts",
    "viewing",
]
