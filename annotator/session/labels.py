"""The label sets that come with the program, and the one that a project begins with."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from annotator import paths
from annotator.formats import labelsets
from annotator.formats.files import bytes_beside
from annotator.model.faults import Fault
from annotator.model.labels import LabelSet, usual
from annotator.store.project import Project

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
