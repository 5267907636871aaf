"""spaCy without its command line, which takes a third of the time that importing it does and reads no article."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_COMMANDS = ("spacy.cli", "spacy.cli.info")
"""What `spacy/__init__.py` imports for `spacy.info` alone; HTTP clients and template engines come with it."""


def spacy() -> Any:
    """The package `spacy`, imported quickly where nobody imported it before; `spacy.cli` is there for who asks for it.

    It is Any because mypy would otherwise want every module that calls this to name spaCy's types.
    """
    if "spacy" not in sys.modules:
        stand_ins = {name: ModuleType(name) for name in _COMMANDS}
        stand_ins["spacy.cli"].__path__ = []
        stand_ins["spacy.cli.info"].info = _info  # type: ignore[attr-defined]
        sys.modules.update(stand_ins)
        try:
            import_module("spacy")
        finally:
            for name, stand_in in stand_ins.items():
                if sys.modules.get(name) is stand_in:
                    del sys.modules[name]
    return import_module("spacy")


def _info(*arguments: Any, **options: Any) -> Any:
    """`spacy.info`, with the command line's own function behind it."""
    from spacy.cli.info import info

    return info(*arguments, **options)
