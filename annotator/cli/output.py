"""Where a command's lines go: a file that is whole or not there, or standard output."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer

from annotator import paths

STANDARD_OUTPUT = Path("-")
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="The file to write, - for standard output; else one in the exports folder."),
]


def chosen(output: Path | None, name: str) -> Path:
    """The file to write: the one named, or one in the exports folder called `name`, numbered where that is taken."""
    if output is not None:
        return output
    first = paths.exports() / name
    numbered = (first.with_stem(f"{first.stem}-{number}") for number in range(2, 1_000_000))
    return first if not first.exists() else next(path for path in numbered if not path.exists())


@contextmanager
def lines_to(output: Path) -> Iterator[Callable[[str], None]]:
    """What writes a line, without its newline, to `output` (as `chosen` gives it), in UTF-8.

    A file is put in its place when all has gone well; until then the one that was there stays. Raises Fault where it
    cannot be written.
    """
    if output == STANDARD_OUTPUT:
        yield lambda line: print(line, file=standard_output())
        return
    from annotator.formats.files import written_beside

    with written_beside(output) as file:
        yield lambda line: print(line, file=file)


def standard_output() -> TextIO:
    """Standard output as JSONL needs it, whatever the terminal's encoding and the system's newline."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout
