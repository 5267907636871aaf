"""Where one character, as a reader sees it, ends: grapheme clusters (Unicode Standard Annex 29)."""

import regex

_CLUSTER = regex.compile(r"\X")


def step(text: str, offset: int, direction: int) -> int:
    """The border of the cluster after (`direction` 1) or before (-1) `offset`, within its line."""
    if direction > 0:
        match = _CLUSTER.match(text, offset)
        return match.end() if match else offset
    start = max(text.rfind("\n", 0, offset) + 1, 0)
    start = min(start, max(offset - 1, 0))
    last = start
    for match in _CLUSTER.finditer(text, max(start, offset - 64), offset):
        last = match.start()
    return last
