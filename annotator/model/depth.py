"""How deep plain values may lie in one another, wherever they come from."""

from typing import Any, Final

DEEPEST: Final = 100
"""How deep lists and objects may lie in one another: deeper than tools write them, and not too deep for what goes
through them step by step. From Python 3.12 on its own reader goes much deeper than its functions can.
"""
_HOLDS: Final = frozenset((dict, list))


def is_too_deep(value: Any, most: int = DEEPEST) -> bool:
    """Whether lists and objects lie in one another deeper than `most`."""
    level = [value] if type(value) in _HOLDS else []
    for _ in range(most):
        inner = []
        for each in level:
            for item in each.values() if type(each) is dict else each:
                if type(item) in _HOLDS:
                    inner.append(item)  # noqa: PERF401  # this is done for every value that is read
        if not inner:
            return False
        level = inner
    return bool(level)
