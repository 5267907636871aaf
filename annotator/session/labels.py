"""The label sets that come with the program, the one that a project begins with, and taking up another one."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import paths
from annotator.formats import labelsets
from annotator.formats.files import bytes_beside
from annotator.model.edits import State
from annotator.model.faults import Fault
from annotator.model.labels.labels import LabelSet, usual
from annotator.session.events import LabelsChanged, Reread
from annotator.store import allowed
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.session.session import Session

_FIRST = "ontonotes"


@cache
def default_set() -> LabelSet:
    """The set of a new project: OntoNotes 5 (Weischedel et al. 2013), as spaCy's English pipelines have it.

    Those frequent in news come first.
    """
    return read_set(paths.resources() / "labels" / f"{_FIRST}{labelsets.SUFFIX}")[1]


def ready_made() -> list[tuple[str, LabelSet]]:
    """The sets that come with the program, with their titles, in the order of these."""
    folder = paths.resources() / "labels"
    return sorted((read_set(path) for path in folder.glob(f"*{labelsets.SUFFIX}")), key=lambda each: each[0])


def read_set(path: Path) -> tuple[str, LabelSet]:
    """The title of a set in a file, and the set. Raises Fault where it cannot be read or is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Fault(f"{path} cannot be read: {error.strerror}.", "Choose a file that you may read.") from error
    return labelsets.read(data, path.name)


def write_set(path: Path, labels: LabelSet, title: str = "") -> None:
    """Writes a set to a file, whole or not at all. Raises Fault where that cannot be."""
    with bytes_beside(path) as file:
        file.write(labelsets.write(labels, title))


def state_of(project: Project) -> State:
    """What edits apply to, with no articles at hand yet."""
    return State({}, project.speakers(), labels_of(project), project.ask(allowed.read))


def labels_of(project: Project) -> LabelSet:
    """A project's labels; those of one made before there were sets keep their names and letters."""
    kept = project.label_set()
    if kept is not None:
        return kept
    names = project.get("labels")
    if names is None:
        return default_set()
    known, letters = default_set(), project.get("letters", {})
    labels = (known.by_name.get(name) or usual(name) for name in names)
    return LabelSet(tuple(replace(label, key=letters.get(label.name)) for label in labels))


def adopt(session: "Session", labels: LabelSet, *, articles: bool) -> None:
    """Take up the labels that the project has on disk, and, where `articles`, what its articles are there.

    Raises Fault where the one on the desk cannot be read again, and clears the desk.
    """
    there = session.document is not None  # not where it was removed while it lay on the desk
    session.state = replace(session.state, labels=labels, documents={} if articles else session.state.documents)
    session.last_act = None
    if session.sticky_label is not None and session.sticky_label not in labels.by_name:
        session.sticky_label = None
    session.publish(LabelsChanged())
    if articles and there and session.current is not None:
        try:
            session.load(session.current)
        except Fault as fault:  # the labels are changed all the same, and what was on the desk is so no more
            session.open(None)
            raise Fault(
                f"The labels are changed, but the article cannot be read again. {fault.message}", fault.remedy
            ) from fault
        session.publish(Reread())
