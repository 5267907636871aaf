"""Readers for the child process that need no spaCy: they do what the article's text says."""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event

from annotator.model.document import Entity, Tokens
from annotator.model.faults import Fault
from annotator.model.suggestions import Suggestions, Wish
from annotator.session.suggesting.preparing import SpacyReader


def hang(_: str) -> None:
    """Never come back."""
    Event().wait()


def wait(pipe: str) -> None:
    """Come back when somebody writes to the named pipe; the next time, at once."""
    if Path(pipe).exists():
        Path(pipe).read_bytes()
        Path(pipe).unlink()


def die(_: str) -> None:
    """As when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(path: str) -> None:
    """Die unless the file is there."""
    if not Path(path).exists():
        Path(path).touch()
        die("")


def crash(_: str) -> None:
    """As a fault in a compiled extension does."""
    os.kill(os.getpid(), signal.SIGSEGV)


def stumble(_: str) -> None:
    """Meet a bug."""
    raise LookupError("a bug in the pipeline")


def hungry(_: str) -> None:
    """Want more memory than the process may have."""
    import resource

    had = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, had[1]))
    try:
        bytearray(4_000_000_000)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, had)


def fault(_: str) -> None:
    """Meet what a person can mend."""
    raise Fault("The article is of no use.", "Take another.")


def prints(_: str) -> None:
    """Write where the answers go."""
    print("a pipeline prints", flush=True)
    os.write(1, b"and writes")


def modules(names: str) -> str:
    """Those of the names that are imported here, capitalised."""
    return " ".join(["Imported", *(name.capitalize() for name in names.split() if name in sys.modules)])


ORDERS = {
    "hang": hang,
    "wait": wait,
    "die": die,
    "die-once": die_once,
    "crash": crash,
    "stumble": stumble,
    "hungry": hungry,
    "fault": fault,
    "print": prints,
    "modules": modules,
}


class Plain:
    """Words are tokens, and each capitalised one is an entity. The first line may be one of `ORDERS`."""

    def __init__(self) -> None:
        self.pipelines: set[tuple[str | None, str | None]] = set()

    def detect(self, text: str) -> str | None:
        return "de" if " und " in text else "en"

    def tokenize(self, text: str, language: str | None) -> Tokens:
        starts, ends, at = [], [], 0
        for word in text.split():
            starts.append(text.index(word, at))
            at = starts[-1] + len(word)
            ends.append(at)
        return Tokens(
            f"plain:{language}", tuple(starts), tuple(ends), tuple(text[end : end + 1] == " " for end in ends)
        )

    def loaded(self, language: str | None, pipeline: str | None) -> bool:
        return (language, pipeline) in self.pipelines

    def load(self, language: str | None, pipeline: str | None) -> None:
        if pipeline == "missing":
            raise Fault("The pipeline missing is not installed.", "Install it.")
        self.pipelines.add((language, pipeline))

    def read(self, text: str, language: str | None, wish: Wish) -> Suggestions:
        order, _, argument = text.partition("\n")[0].partition(" ")
        if order in ORDERS:
            text = ORDERS[order](argument) or text
        if order == "unpicklable":
            return lambda: None  # type: ignore[return-value]
        tokens = self.tokenize(text, language)
        entities = tuple(
            Entity(id=f"e{i}", span=span, label=text[span.start : span.end], origin=f"{wish.pipeline} {wish.quotes}")
            for i, span in enumerate(tokens, 1)
            if text[span.start].isupper()
        )
        return Suggestions(pipeline=str(wish.pipeline), language=language, tokens=tokens, entities=entities)


class Spied(SpacyReader):
    """The program's reader, which also tells what it has made the child import, as a pipeline's name."""

    def read(self, text: str, language: str | None, wish: Wish) -> Suggestions:
        found = super().read(text, language, wish)
        return replace(found, pipeline=modules("PySide6 shiboken6 annotator.ui annotator.cli annotator.__main__ spacy"))


def unusable() -> Plain:
    """A reader that cannot be made, by somebody's fault."""
    raise Fault("spaCy is not installed.", "Install it.")


def broken() -> Plain:
    """A reader that cannot be made, by a bug."""
    raise LookupError("a bug at the start")


def dying() -> Plain:
    """A reader over which the process dies at its start."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError
