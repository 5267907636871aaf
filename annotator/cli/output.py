"""Where a command's lines go: a file that is whole or not there, or standard output."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer

from annotator import paths
from annotator.model.faults import Fault

STANDARD_OUTPUT = Path("-")
INPUTS = "Articles, JSONL, or folders of them."
"""What the inputs of a command are; whether each can be read is found one by one, so that the others are done."""

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        readable=False,
        help="The file to write, - for standard output; else one in the exports folder.",
    ),
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
        with standard_output() as out:
            yield lambda line: print(line, file=out)
        return
    from annotator.formats.files import written_beside

    with written_beside(output) as file:
        yield lambda line: print(line, file=file)


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output as JSONL needs it, whatever the terminal's encoding and the system's newline.

    Raises Fault where it is closed or what it leads to cannot be written. Where its reader has ended, as `head` does
    when it has enough, the command ends with exit code 1 and without a word.
    """
    if sys.stdout is None:
        raise Fault("Standard output is closed.", "Open it, or name a file to write.")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
        raise typer.Exit(1) from None
    except OSError as error:
        if error.filename is not None:  # of a file that the command read or wrote besides
            raise
        _let_go()
        raise Fault(
            f"Standard output cannot be written: {error.strerror}.", "Make room there, or name another place."
        ) from error


def _let_go() -> None:
    """Leads what is still to be written nowhere: Python would try again at its end, and complain."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
