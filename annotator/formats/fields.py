"""Reading JSON objects that others wrote: each value of the type it must have, or a Fault that says where it is not."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, TypeVar

from annotator.model.document import Span
from annotator.model.faults import Fault

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

REMEDY = "Mend that line or take it out, and import again. The README describes the format."


class Fields:
    """A JSON object's values; `where` names the object in messages ("a.jsonl, line 3, quote q1").

    Every method takes a key. A key that is absent counts as null. Raises Fault where a value has the wrong type.
    """

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise Fault(f"{where}: this is {_called(data)}, not a JSON object.", REMEDY)
        self.data: dict[str, Any] = data
        self.where = where

    def fault(self, message: str) -> Fault:
        """A Fault about this object."""
        return Fault(f"{self.where}: {message}", REMEDY)

    def _of(self, key: str, kinds: type | tuple[type, ...], wanted: str) -> Any:
        value = self.data.get(key)
        if value is None or (isinstance(value, kinds) and (not isinstance(value, bool) or kinds is bool)):
            return value
        raise self.fault(f'"{key}" is {_called(value)} where {wanted} belongs.')

    def _needed(self, key: str, value: T | None) -> T:
        if value is None:
            raise self.fault(f'it has no "{key}".')
        return value

    def text_or_none(self, key: str) -> str | None:
        """A string, or None."""
        value: str | None = self._of(key, str, "text")
        return value

    def text(self, key: str) -> str:
        """A string that must be there."""
        return self._needed(key, self.text_or_none(key))

    def integer(self, key: str) -> int:
        """A whole number that must be there."""
        value: int | None = self._of(key, int, "a whole number")
        return self._needed(key, value)

    def number_or_none(self, key: str) -> float | None:
        """A number, or None."""
        value: float | None = self._of(key, (int, float), "a number")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false; `default` where the key is absent or null."""
        value: bool | None = self._of(key, bool, "true or false")
        return default if value is None else value

    def items(self, key: str) -> list[Any]:
        """A list; an empty one where the key is absent or null."""
        return self._of(key, list, "a list") or []

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            raise self.fault(f'"{key}" must hold nothing but texts.')
        return tuple(values)

    def section(self, key: str) -> "Fields":
        """An object; an empty one where the key is absent or null."""
        return Fields(self._of(key, dict, "an object") or {}, f"{self.where}, {key}")

    def objects(self, key: str, what: str) -> Iterator["Fields"]:
        """The objects of a list; `what` is one of them ("span"), for messages that name it by its id or place."""
        for number, item in enumerate(self.items(key), 1):
            name = item.get("id") if isinstance(item, dict) else None
            yield Fields(item, f"{self.where}, {what} {name if isinstance(name, str) else number}")

    def choice(self, key: str, choices: type[E]) -> E | None:
        """A member of an enumeration by its value, or None."""
        value = self.text_or_none(key)
        if value is None:
            return None
        try:
            return choices(value)
        except ValueError:
            known = ", ".join(str(choice.value) for choice in choices)
            raise self.fault(f'"{key}" is "{value}", which is none of {known}.') from None

    def span_or_none(self, key: str) -> Span | None:
        """`[start, end]` as a span, or None."""
        value = self._of(key, list, "[start, end]")
        return None if value is None else self._span(key, value)

    def spans(self, key: str) -> tuple[Span, ...]:
        """A list of `[start, end]`."""
        return tuple(self._span(key, value) for value in self.items(key))

    def rows(self, key: str, length: int) -> list[list[int]] | None:
        """A list of lists of so many whole numbers, empty where the key is absent or null; None where it is not so."""
        rows = self.items(key)
        fits = all(isinstance(row, list) and len(row) == length and all(type(n) is int for n in row) for row in rows)
        return rows if fits else None

    def _span(self, key: str, value: object) -> Span:
        if isinstance(value, list) and len(value) == 2 and all(type(offset) is int for offset in value):
            return Span(*value)
        raise self.fault(f'"{key}" holds something that is not [start, end].')

    def rest(self, known: Callable[[str], bool] | tuple[str, ...]) -> Mapping[str, Any]:
        """What stands under keys that are not known."""
        is_known = known if callable(known) else known.__contains__
        return {key: value for key, value in self.data.items() if not is_known(key)}


def _called(value: object) -> str:
    """A JSON value's type in a person's words."""
    if isinstance(value, bool):
        return "true or false"
    for kind, name in ((str, "text"), ((int, float), "a number"), (list, "a list"), (dict, "an object")):
        if isinstance(value, kind):
            return name
    return "null"
