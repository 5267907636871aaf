"""Learning to tell reported speech from the project that is open, in a process of its own (see `looks`)."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from annotator.model.scores.quotes import QuoteScores
from annotator.session.learning.training import Learned, learn_from_project, told_of, write_weights
from annotator.session.session import Session

FIGURES = ("exact", "joint", "joint_all")
"""The figures that tell whether weights are better, by the names that `QuoteScores.figures` has for them."""
_OFTEN = 0.2


@dataclass(frozen=True)
class Stage:
    """What is done now: "articles", "articles read" or "turns with articles held out"."""

    name: str


@dataclass(frozen=True)
class Offer:
    """Weights that were learned and may be used: the text of their file, and what they are worth."""

    text: str
    learned: Learned


def learn(
    project: Path,
    progress: Callable[[int, int | None], None],
    wanted: Callable[[], bool],
    hand: Callable[[Any], None],
) -> Offer:
    """Learns from the done articles of a project; nothing is written.

    Where it is not wanted any more, this process ends at once: what is computed here may not look up for a minute.
    """
    ended, stage = Event(), [""]

    def watch() -> None:
        while not ended.wait(_OFTEN):
            if not wanted():
                os._exit(0)

    def report(what: str, done: int, of: int) -> None:
        if what != stage[0]:
            stage[0] = what
            hand(Stage(what))
        progress(done, of)

    Thread(target=watch, daemon=True).start()
    try:
        return Offer(*learn_from_project(project, report))
    finally:
        ended.set()


def usual_folder(project: Path) -> Path:
    """Where a project's own weights are: beside it."""
    return project.with_name(f"{project.stem} weights")


def use(session: Session, offer: Offer) -> Path:
    """Writes weights beside the project and has its suggestions made with them; returns the folder. Raises Fault."""
    folder = usual_folder(session.project.path.absolute())
    write_weights(folder, offer.text)
    choose(session, folder)
    return folder


def choose(session: Session, folder: Path | None) -> None:
    """Has suggestions made with the weights in a folder, None for the program's. Raises Fault where it holds none."""
    told_of(folder)
    session.set_mode(weights=folder.absolute() if folder is not None else Path())


def about(folder: Path | None) -> int | None:
    """From how many articles a folder's weights were learned, None where they do not tell. Raises Fault likewise."""
    articles = told_of(folder).get("articles")
    return articles if isinstance(articles, int) else None


def shown(scores: QuoteScores | None) -> dict[str, float | None]:
    """The figures to be shown, in percent."""
    figures = scores.figures() if scores is not None else {}
    return {name: figures.get(name) for name in FIGURES}
