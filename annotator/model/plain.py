"""Values of the model as plain JSON values and back, by their type annotations."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_PLAIN = frozenset((str, int, float, bool, NoneType))


def to_plain(value: Any) -> Any:
    """A value of the model as dicts, lists, strings and numbers; fields that hold their default are left out."""
    kind = type(value)
    if kind in _PLAIN:  # first, because nearly all are: a long article has 400,000 numbers
        return value
    if is_dataclass(kind):
        plain = {}
        for name, default, factory in _specs(kind):
            item = getattr(value, name)
            if item != (default if factory is None else factory()):
                plain[name] = item if type(item) in _PLAIN else to_plain(item)
        return plain
    if isinstance(value, tuple | list):
        return [item if type(item) in _PLAIN else to_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    return value


@cache
def _specs(cls: type) -> tuple[tuple[str, Any, Callable[[], Any] | None], ...]:
    """The fields of a dataclass: each one's name, its default, and what makes its default instead."""
    return tuple((f.name, f.default, None if f.default_factory is MISSING else f.default_factory) for f in fields(cls))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def from_plain(cls: Any, data: Any) -> Any:
    """What `to_plain` made of a value of type `cls`, as that value again.

    Raises ValueError where `data` is not of that shape.
    """
    origin = get_origin(cls)
    if cls is Any or origin is Mapping:
        return data
    if origin in (Union, UnionType):
        return _from_union(cls, data)
    if origin is tuple:
        return tuple(from_plain(get_args(cls)[0], item) for item in data)
    if isinstance(cls, type) and is_dataclass(cls):
        hints = _hints(cls)
        unknown = set(data) - set(hints)
        if unknown:
            raise ValueError(f"{cls.__name__} has no {', '.join(sorted(unknown))}")
        try:
            return cls(**{name: from_plain(hints[name], item) for name, item in data.items()})
        except TypeError as error:
            raise ValueError(str(error)) from error
    if isinstance(cls, type) and issubclass(cls, tuple):
        hints = _hints(cls)
        return cls(*(from_plain(hint, item) for hint, item in zip(hints.values(), data, strict=True)))
    if isinstance(cls, type) and issubclass(cls, Enum):
        return cls(data)
    if not isinstance(data, (int, float) if cls is float else cls):
        raise ValueError(f"{data!r} is not of type {cls.__name__}")
    return data


def _from_union(cls: Any, data: Any) -> Any:
    options = get_args(cls)
    if data is None and NoneType in options:
        return None
    for option in options:
        if option is not NoneType:
            try:
                return from_plain(option, data)
            except (ValueError, TypeError):
                continue
    raise ValueError(f"{data!r} is not of type {cls}")
