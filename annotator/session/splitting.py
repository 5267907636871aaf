"""Which part of the data each of a project's articles belongs to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.duplicates import sketch
from annotator.model.faults import Fault
from annotator.model.splits import Sketched, Split, best_seed, divided
from annotator.store.project import Project
from annotator.store.queue import Entry


@dataclass(frozen=True)
class Division:
    """A project's articles divided.

    parts  the part's name by the article's id; "" for one that goes to none, because it repeats articles of two parts
    split  how they were divided, with the seed that was chosen
    """

    parts: Mapping[str, str]
    split: Split


def sketches(
    project: Project,
    entries: Sequence[Entry],
    *,
    outlets: bool = False,
    progress: Callable[[int], None] = lambda done: None,
    wanted: Callable[[], bool] = lambda: True,
) -> list[Sketched]:
    """What decides where articles go, of each in order. Raises Fault once `wanted` is False."""
    published = project.outlets() if outlets else {}
    found = []
    for entry in entries:
        if not wanted():
            raise Fault("Looking for articles that repeat others was cancelled; nothing was written.")
        found.append(Sketched(entry.text_sha256, sketch(project.text(entry.id)), published.get(entry.id)))
        progress(len(found))
    return found


def divide(project: Project, entries: Sequence[Entry], split: Split, found: Sequence[Sketched]) -> Division:
    """Where the articles go, in the order of the queue, done or not: what is done later must move none.

    Without a seed the best one is looked for.
    """
    if split.seed is None:
        counts = project.label_counts()
        labels = [counts.get(entry.id, {}) for entry in entries]
        seed = best_seed(found, labels, split.shares, outlets_together=split.outlets_together)
        split = Split(split.shares, seed, split.outlets_together)
    parts = divided(found, split)
    return Division({entry.id: part for entry, part in zip(entries, parts, strict=True)}, split)
