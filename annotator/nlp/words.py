"""The word lists under `resources/quotes`, each file read once."""

import tomllib
from functools import cache
from typing import Any

from annotator import paths
from annotator.model.marks.marks import ENGLISH, Marks


@cache
def has_lists(language: str) -> bool:
    """Whether there are word lists for a language (ISO 639-1)."""
    return language.isalpha() and (paths.resources() / "quotes" / language).is_dir()


@cache
def table(language: str, name: str) -> dict[str, Any]:
    """All of file `name`, as it is written there."""
    path = paths.resources() / "quotes" / language / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def words(name: str, key: str, language: str = "en") -> frozenset[str]:
    """The words of list `key` in file `name`, as they are written there."""
    return frozenset(table(language, name)[key].split())


@cache
def phrases(name: str, key: str, language: str = "en") -> tuple[tuple[str, ...], ...]:
    """The phrases of list `key` in file `name`, each as its words, longest first."""
    lines = (tuple(line.split()) for line in table(language, name)[key].splitlines())
    return tuple(sorted((line for line in lines if line), key=len, reverse=True))


@cache
def marks(language: str) -> Marks:
    """Which signs set off what is said in a language; the usual ones where nothing else is known of it."""
    if not has_lists(language) or language == "en":
        return ENGLISH
    told = table(language, "marks")
    return Marks(tuple(told["pairs"]), told["dashes"], told["singles"])
