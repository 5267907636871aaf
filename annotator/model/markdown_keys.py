"""What the keys of an editor do to Markdown: marks around words, headings, lists that go on by themselves."""

import re
from dataclasses import dataclass

_HEADING = re.compile(r"#{1,6}[ \t]+")
_ITEM = re.compile(r"([ \t]*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_STEP = "  "
"""How far an item within another is indented: to where the words of that begin."""


@dataclass(frozen=True)
class Typed:
    """Words in place of a stretch of the text, and what is selected in it then; offsets are code points."""

    start: int
    end: int
    words: str
    selected: tuple[int, int]


def marked(text: str, start: int, end: int, mark: str) -> Typed:
    """Puts a mark such as `**` around a stretch, or around the word at its place; takes it away where it is there."""
    if start == end:
        start, end = _word_at(text, start)
    size = len(mark)
    inner = text[start:end]
    if text[max(0, start - size) : start] == mark and text[end : end + size] == mark and not _longer(text, start, mark):
        return Typed(start - size, end + size, inner, (start - size, end - size))
    if len(inner) >= 2 * size and inner.startswith(mark) and inner.endswith(mark):
        return Typed(start, end, inner[size:-size], (start, end - 2 * size))
    lead = len(inner) - len(inner.lstrip())
    words = inner.strip()
    start += lead  # Markdown sees no mark beside white space
    at = start + size
    return Typed(start, start + len(words), f"{mark}{words}{mark}", (at, at + len(words)))


def _longer(text: str, start: int, mark: str) -> bool:
    """Whether what stands before is a longer mark: `*` in `**`."""
    return mark == "*" and text[max(0, start - 2) : start] == "**" and text[max(0, start - 3) : start] != "***"


def _word_at(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and _in_word(text[start - 1]):
        start -= 1
    while end < len(text) and _in_word(text[end]):
        end += 1
    return start, end


def _in_word(character: str) -> bool:
    return character.isalnum() or character in "'’-_"


def headed(text: str, start: int, end: int, level: int) -> Typed:
    """Makes the lines of a stretch headings of a level, or plain lines where they are that, or the level is 0."""
    first, last, lines = _lines(text, start, end)
    mark = f"{'#' * level} " if level else ""
    are = all(line.startswith(mark) and _HEADING.match(line) for line in lines if line.strip()) if level else False
    changed = [f"{'' if are else mark}{_HEADING.sub('', line, count=1)}" for line in lines]
    return _replaced(first, last, lines, changed, (start, end))


def listed(text: str, start: int, end: int, *, numbered: bool = False) -> Typed:
    """Makes the lines of a stretch items of a list, or plain lines where they are items of such a list."""
    first, last, lines = _lines(text, start, end)
    items = [_ITEM.match(line) for line in lines]
    of_sort = [item is not None and bool(item[3]) == numbered for item in items]
    are = all(is_one for is_one, line in zip(of_sort, lines, strict=True) if line.strip() or len(lines) == 1)
    changed = []
    for number, (line, item) in enumerate(zip(lines, items, strict=True), 1):
        indent = item[1] if item is not None else ""
        words = line[item.end() :] if item is not None else line
        mark = "" if are else f"{number}. " if numbered else "- "
        changed.append(f"{indent}{mark}{words}" if words or len(lines) == 1 else line)
    return _replaced(first, last, lines, changed, (start, end))


def indented(text: str, start: int, end: int, *, back: bool) -> Typed | None:
    """Moves the items in the lines of a stretch a step in, or back; None where none of them is one."""
    first, last, lines = _lines(text, start, end)
    if not any(_ITEM.match(line) for line in lines):
        return None
    if back:
        changed = [line.removeprefix(_STEP) if line.startswith(_STEP) else line.lstrip(" \t") for line in lines]
    else:
        changed = [f"{_STEP}{line}" if line.strip() else line for line in lines]
    return _replaced(first, last, lines, changed, (start, end))


def broken(text: str, at: int) -> Typed | None:
    """What Enter does in an item or a quotation: the next one begins, or an empty one ends; None elsewhere."""
    first, last, (line,) = _lines(text, at, at)
    item, quote = _ITEM.match(line), _QUOTE.match(line)
    begins = item or quote
    if begins is None or at < first + begins.end():
        return None
    if not line[begins.end() :].strip():
        return Typed(first, last, "", (first, first))
    again = f"{item[1]}{int(item[3]) + 1}{item[4]}{item[5]}" if item is not None and item[3] else begins[0]
    there = at + 1 + len(again)
    return Typed(at, at, f"\n{again}", (there, there))


def _lines(text: str, start: int, end: int) -> tuple[int, int, list[str]]:
    """The lines that a stretch stands in: where they begin and end, and each."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(start, end - 1) if end > start else end)
    last = len(text) if last < 0 else last
    return first, last, text[first:last].split("\n")


def _replaced(first: int, last: int, before: list[str], after: list[str], selected: tuple[int, int]) -> Typed:
    """The lines with what is selected in them: all of them, or the caret at the same words."""
    words = "\n".join(after)
    start, end = selected
    if start != end:
        return Typed(first, last, words, (first, first + len(words)))
    caret = max(first, start + len(after[0]) - len(before[0]))
    return Typed(first, last, words, (caret, caret))
