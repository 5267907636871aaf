"""What an export would come to, before it is done: how its files begin, what would be lost, what may be wrong."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.formats.inputs import Given
from annotator.formats.parquet import is_parquet, rows
from annotator.model.faults import Fault
from annotator.session.exchange.exporting import ExportOptions, export, sample
from annotator.session.exchange.linting import MOST_LISTED, LintOptions, lint
from annotator.session.exchange.splitting import Divider
from annotator.store.project import Project

MOST_FILES = 20
"""How many files of a folder are shown."""
MOST_LINES = 200
LONGEST_LINE = 2000
MOST_LOSSES = 5000
"""How many losses are shown; a file beside the export lists them all."""
_CUT = "…"


@dataclass(frozen=True)
class Sheet:
    """How a file would begin: its name, "" for the only one; its first lines, cut where they are long; its length.

    text  None where it is no text, and nothing of it can be shown
    """

    name: str
    text: str | None
    size: int


@dataclass(frozen=True)
class Sample:
    """How the files would begin, made of the first articles alone."""

    sheets: tuple[Sheet, ...]


def look_at_export(
    path: Path,
    options: ExportOptions,
    progress: Callable[[int, int | None], None],
    wanted: Callable[[], bool],
    hand: Callable[[Any], None],
) -> None:
    """Hand over a `Sample`, an `ExportReport` and a `LintReport` of the project in a file; a `looks.Look`.

    Nothing is written. Raises Fault where the project cannot be read, there is no such format, or `wanted` is False.
    """
    with Project.open(path, by="", read_only=True) as project:
        divider = Divider(project)
        hand(Sample(sheets(sample(project, options, wanted=wanted, divider=divider))))
        report = export(project, Path("export"), replace(options, dry=True, strict=False), progress, wanted, divider)
        report.losses = report.losses[:MOST_LOSSES]
        hand(report)
        looked_for = LintOptions(options.status, split=options.split, boilerplate=options.boilerplate)
        hand(lint(project, looked_for, progress, wanted, divider).first(MOST_LISTED))


def sheets(files: Mapping[str, bytes]) -> tuple[Sheet, ...]:
    """How files begin, by their names; the first ones of many."""
    return tuple(Sheet(name, _text(name, data), len(data)) for name, data in [*files.items()][:MOST_FILES])


def _text(name: str, data: bytes) -> str | None:
    given = Given(name, data)
    if is_parquet(given):
        try:
            lines = [json.dumps(row, ensure_ascii=False) for row in rows(given)]
        except Fault:
            return None
    elif b"\0" in data:
        return None
    else:
        try:
            lines = data.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            return None
    cut = [line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + _CUT for line in lines[:MOST_LINES]]
    return "\n".join([*cut, _CUT] if len(lines) > MOST_LINES else cut)
