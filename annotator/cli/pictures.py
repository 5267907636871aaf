"""The projects of which `annotator screenshot` makes pictures."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from annotator import paths
from annotator.model.document import Document, Span
from annotator.model.faults import Fault
from annotator.session.commands import run
from annotator.session.importing import bring_in, read_paths
from annotator.session.prelabelling import prelabel_all
from annotator.session.projects import SUFFIX, create_session, sample_session
from annotator.session.selection import Selection
from annotator.session.session import Session
from annotator.session.settings import Settings
from annotator.store.project import Project
from annotator.ui.screenshot import take, take_state
from annotator.ui.states import STATES

DOUBLE = "quote-2x.png"
"""The picture at twice the pixels, which only a process of its own can draw."""

_LENGTH = 20
"""How often the sample's text stands in the long article."""

_RTL = """\
# הגשר נסגר לשבועיים

ראש העיר דנה לוי אמרה ביום שני כי הגשר של Merrowport ייסגר.
"לא נפתח אותו לפני שהמהנדסים יסיימו", אמרה לוי לכתבים ב-14:30.

قالت رئيسة البلدية ليلى حداد إن الجسر سيبقى مغلقًا. «لن نفتحه قبل أن ينتهي المهندسون»، قالت حداد للصحفيين.
"""
_RTL_PEOPLE = ("דנה לוי", "לוי", "ليلى حداد", "حداد")
_RTL_QUOTES = ('"לא נפתח אותו לפני שהמהנדסים יסיימו"', "«لن نفتحه قبل أن ينتهي المهندسون»")


def one(named: Path | None, folder: Path, output: Path, size: tuple[int, int], theme: str) -> None:
    """Draws the window on a project or article, else on the sample, with suggestions; `folder` is for what it needs."""
    settings = Settings(theme=theme, welcomed=True)
    project = named if named is not None and named.suffix == SUFFIX else _prelabelled(named, folder, settings)
    take(_read_only(project, settings), settings, output, size)


def _prelabelled(named: Path | None, folder: Path, settings: Settings) -> Path:
    session = create_session(folder / f"{named.stem}{SUFFIX}", settings) if named else sample_session(settings)
    try:
        report = bring_in(session, read_paths([named] if named else []))
        if report.faults and not report.added:
            raise report.faults[0]
        prelabel_all(session)
    finally:
        session.close()
    return session.project.path


def _read_only(project: Path, settings: Settings) -> Session:
    return Session(Project.open(project, by=settings.person, read_only=True), settings.person)


def every_state(folder: Path, output: Path, size: tuple[int, int]) -> list[Path]:
    """Draws every state in light and dark into the folder `output`; returns the pictures. Raises Fault where it cannot.

    folder  a place for the projects that are shown
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(f"The folder {output} cannot be made: {error.strerror}.", "Name another one.") from error
    settings = Settings(welcomed=True)
    made = {name: _project(folder / f"{name}{SUFFIX}", settings) for name in {each.article for each in STATES.values()}}
    drawn = []
    for name, state in STATES.items():
        for theme in ("light", "dark"):
            drawn.append(output / f"{name}-{theme}.png")
            take_state(
                state, _read_only(made[state.article], settings), replace(settings, theme=theme), drawn[-1], size
            )
    drawn.append(output / DOUBLE)
    _double(drawn[-1], next(iter(made.values())), size)
    return drawn


def _double(output: Path, project: Path, size: tuple[int, int]) -> None:
    command = [sys.executable, "-m", "annotator", "screenshot", str(project), "--output", str(output)]
    drawn = subprocess.run(
        [*command, "--size", f"{size[0]}x{size[1]}"],
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    if drawn.returncode:
        raise Fault(f"The picture {output} could not be drawn: {drawn.stderr.strip()}")


def _project(path: Path, settings: Settings) -> Path:
    session = create_session(path, settings)
    try:
        _FILLED[path.stem](session)
    finally:
        session.close()
    return path


def _worked_on(session: Session) -> None:
    """The sample after some work, so that there is something of every decision."""
    bring_in(session, read_paths([paths.resources() / "sample"]))
    prelabel_all(session)
    session.open(session.entries[-1].id)
    run(session, "article.done")
    session.open(session.entries[0].id)
    for command in ("annotation.accept", "annotation.accept", "label.7", "annotation.reject", "annotation.accept"):
        run(session, "go.next_pending")
        run(session, command)
    document = _desk(session)
    _mark(session, document.text.index("snow"), "snow", "label.6")
    for quote, command in zip(document.quotes[:2], ("speaker.1", "speaker.2"), strict=False):
        session.select(Selection(annotation=quote.id))
        run(session, command)
    session.select(Selection())


def _long(session: Session) -> None:
    sample = next((paths.resources() / "sample").glob("*.md")).read_text(encoding="utf-8")
    body = sample.partition("\n")[2]
    _bring_in(session, f"{sample}{body * _LENGTH}")
    prelabel_all(session)
    session.open(session.entries[0].id)


def _rtl(session: Session) -> None:
    _bring_in(session, _RTL)
    session.open(session.entries[0].id)
    for words in _RTL_PEOPLE:
        _mark(session, _desk(session).text.rindex(words), words, "label.1")
    for words in _RTL_QUOTES:
        _mark(session, _desk(session).text.index(words), words, "quote.make")
        run(session, "speaker.1")


def _empty(_: Session) -> None:
    """Leaves the project without an article."""


_FILLED: dict[str, Callable[[Session], None]] = {"sample": _worked_on, "long": _long, "rtl": _rtl, "nothing": _empty}
"""What the projects are filled with whose articles the states name."""


def _bring_in(session: Session, markdown: str) -> None:
    path = session.project.path.with_suffix(".md")
    path.write_text(markdown, encoding="utf-8")
    bring_in(session, read_paths([path]))


def _mark(session: Session, start: int, words: str, command: str) -> None:
    span = Span(start, start + len(words))
    session.select(Selection(caret=span.end, anchor=span.start))
    run(session, command)


def _desk(session: Session) -> Document:
    document = session.document
    assert document is not None
    return document
