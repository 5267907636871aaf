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


class Divider:
    """Divides a project's articles, and works out only once what of each text decides where it goes.

    It is for one task, in which a project is divided, looked at and written: what is worked out is kept with it.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._sketches: dict[str, Sequence[int]] = {}  # by the text's hash
        self._divisions: dict[tuple[Split, tuple[str, ...]], Division] = {}

    def sketches(
        self,
        entries: Sequence[Entry],
        *,
        outlets: bool = False,
        progress: Callable[[int], None] = lambda done: None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> list[Sketched]:
        """What decides where articles go, of each in order. Raises Fault once `wanted` is False."""
        published = self._project.outlets() if outlets else {}
        found = []
        for entry in entries:
            if not wanted():
                raise Fault("Looking for articles that repeat others was cancelled; nothing was written.")
            found.append(Sketched(entry.text_sha256, self._sketch(entry), published.get(entry.id)))
            progress(len(found))
        return found

    def _sketch(self, entry: Entry) -> Sequence[int]:
        if entry.text_sha256 not in self._sketches:
            self._sketches[entry.text_sha256] = sketch(self._project.text(entry.id))
        return self._sketches[entry.text_sha256]

    def divide(self, entries: Sequence[Entry], split: Split, found: Sequence[Sketched]) -> Division:
        """Where the articles go, in the order of the queue, done or not: what is done later must move none.

        found  their sketches

        Without a seed the best one is looked for.
        """
        key = split, tuple(entry.text_sha256 for entry in entries)
        if key not in self._divisions:
            self._divisions[key] = self._divided(entries, split, found)
        return self._divisions[key]

    def _divided(self, entries: Sequence[Entry], split: Split, found: Sequence[Sketched]) -> Division:
        if split.seed is None:
            counts = self._project.label_counts()
            labels = [counts.get(entry.id, {}) for entry in entries]
            seed = best_seed(found, labels, split.shares, outlets_together=split.outlets_together)
            split = Split(split.shares, seed, split.outlets_together)
        parts = divided(found, split)
        return Division({entry.id: part for entry, part in zip(entries, parts, strict=True)}, split)
