"""The word lists under `resources/quotes`, read once."""

import tomllib
from functools import cache
from typing import Any

from annotator import paths


@cache
def _file(language: str, name: str) -> dict[str, Any]:
    path = paths.resources() / "quotes" / language / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def words(name: str, key: str, language: str = "en") -> frozenset[str]:
    """The words of list `key` in file `name`, as they are written there."""
    return frozenset(_file(language, name)[key].split())


@cache
def phrases(name: str, key: str, language: str = "en") -> tuple[tuple[str, ...], ...]:
    """The phrases of list `key` in file `name`, each as its words, longest first."""
    lines = (tuple(line.split()) for line in _file(language, name)[key].splitlines())
    return tuple(sorted((line for line in lines if line), key=len, reverse=True))
