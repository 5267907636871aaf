"""What the window has done in another process (see `errands`): files read, and exports written."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from annotator.formats.inputs import ARCHIVE_SUFFIX
from annotator.model.faults import Fault
from annotator.session.beside.errands import Errand
from annotator.session.beside.jobs import Report
from annotator.session.exchange.exporting import ExportOptions, ExportReport, export
from annotator.session.exchange.importing import Found, ReadOptions, read_paths
from annotator.session.exchange.losses import ArticleLoss
from annotator.store.project import Project

LOSSES_AT_ONCE = 500
"""How many losses are handed over at a time: a millisecond of the window's interpreter."""

SMALL, FEW = 200_000, 3
"""So many bytes in so many files are read in this process: some milliseconds, for which no other is started."""

Hand = Callable[[Any], None]
Wanted = Callable[[], bool]


class Reading(Errand[None]):
    """Reads files and folders, and gives what is in them to `take` as it comes."""

    def __init__(
        self, paths: Sequence[Path], take: Callable[[Found | Fault], None], options: ReadOptions | None = None
    ) -> None:
        super().__init__(partial(_read, tuple(paths), options), self._put_together)
        self._give = take
        self._data = b""
        self._little = are_little(paths)

    def run(self, report: Report, cancelled: Callable[[], bool]) -> None:
        """Reads them."""
        if self._little:
            self.here(report, cancelled)
        else:
            super().run(report, cancelled)

    def _put_together(self, piece: bytes | Found | Fault) -> None:
        if isinstance(piece, bytes):
            self._data = piece
        elif isinstance(piece, Found):
            self._give(_with_data(piece, self._data))
        else:
            self._give(piece)


def are_little(paths: Sequence[Path]) -> bool:
    """Whether it takes less time to read these here than to start a process that does."""
    try:
        packed = any(path.suffix.lower() == ARCHIVE_SUFFIX for path in paths)  # what it unpacks to may be much
        few = len(paths) <= FEW and not packed and all(map(Path.is_file, paths))
        return few and sum(p.stat().st_size for p in paths) <= SMALL
    except OSError:
        return False


def _read(
    paths: Sequence[Path],
    options: ReadOptions | None,
    progress: Report,
    wanted: Wanted,
    hand: Hand,
) -> None:
    """Hands over what is in files; before the first article of each, its bytes, which all articles in it share."""
    data: bytes | None = None
    for number, found in enumerate(read_paths(paths, wanted, options), 1):
        if isinstance(found, Found):
            if found.source.data is not data:
                data = found.source.data
                hand(data)
            found = _with_data(found, b"")
        hand(found)
        progress(number, None)


def _with_data(found: Found, data: bytes) -> Found:
    return replace(found, source=replace(found.source, data=data))


class Exporting(Errand[ExportReport]):
    """Writes the articles of a project as `export` does, from what is on disk."""

    def __init__(self, project: Path, path: Path, options: ExportOptions) -> None:
        self._losses: list[ArticleLoss] = []
        super().__init__(partial(_export, project, path, options), self._losses.extend)

    def run(self, report: Report, cancelled: Callable[[], bool]) -> ExportReport:
        """What the export came to."""
        return replace(super().run(report, cancelled), losses=self._losses)


def _export(
    project: Path, path: Path, options: ExportOptions, progress: Report, wanted: Wanted, hand: Hand
) -> ExportReport:
    with Project.open(project, by="", read_only=True) as reader:
        report = export(reader, path, options, progress, wanted)
    for first in range(0, len(report.losses), LOSSES_AT_ONCE):
        hand(report.losses[first : first + LOSSES_AT_ONCE])
    return replace(report, losses=[])
