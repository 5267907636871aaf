"""Where one character, as a reader sees it, ends: grapheme clusters (Unicode Standard Annex 29)."""

from functools import cache
from typing import Any


@cache
def _cluster() -> Any:
    import regex  # 20 ms that the start of the window has no need to spend

    return regex.compile(r"\X")


def step(text: str, offset: int, direction: int) -> int:
    """The border of the cluster after (`direction` 1) or before (-1) `offset`, within its line."""
    if direction > 0:
        match = _cluster().match(text, offset)
        return match.end() if match else offset
    start = max(text.rfind("\n", 0, offset) + 1, 0)
    start = min(start, max(offset - 1, 0))
    last = start
    for match in _cluster().finditer(text, max(start, offset - 64), offset):
        last = match.start()
    return last
