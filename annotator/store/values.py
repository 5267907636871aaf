"""Values of the model as they are kept in columns: JSON text, and packed JSON where it can be long."""

import json
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from itertools import accumulate
from operator import add, sub
from typing import TYPE_CHECKING, Any, Final, TypeVar

from annotator.model.depth import DEEPEST, is_too_deep
from annotator.model.document import (
    AcceptedBy,
    AnyAnnotation,
    Attribution,
    Decision,
    Entity,
    Kind,
    Quote,
    Span,
    Tokens,
)
from annotator.model.plain import to_plain
from annotator.store.sqlite.distrust import MOST_BYTES

if TYPE_CHECKING:
    from msgspec.json import Decoder

_DEEPEST: Final = DEEPEST + 20
"""How deep what is saved may lie in itself: a line's unknown keys, as deep as they may come in, lie in more here."""
_MANY: Final = 1_000
"""From how many annotations on reading them takes longer than loading what reads them at once: some 7 ms."""
_BYTES: Final = array("i").itemsize
_A = TypeVar("_A", bound=AnyAnnotation)


class Undecodable(Exception):
    """A saved value is not one that this module wrote: the file is damaged, or was changed by another program."""


@contextmanager
def decoding(what: str) -> Iterator[None]:
    """Raises Undecodable where reading saved values fails; `what` they are is said in its message."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, zlib.error) as error:
        raise Undecodable(f"{what} cannot be read ({type(error).__name__})") from error


def text(value: Any) -> str:
    """A plain value as compact JSON, in ASCII: a lone surrogate in an imported line's extra keys survives it."""
    return json.dumps(value, separators=(",", ":"))


def parsed(data: str | bytes) -> Any:
    """A plain value from JSON that may be a stranger's: what goes through it step by step has to come to an end.

    Raises ValueError or RecursionError where it is none, or lies too deep in itself.
    """
    value = json.loads(data)
    if _may_be_deep(data) and is_too_deep(value, _DEEPEST):
        raise ValueError("nested too deeply")
    return value


def _may_be_deep(data: str | bytes) -> bool:
    # Far quicker than to look; most values are short.
    begins = data.count("[") + data.count("{") if isinstance(data, str) else data.count(b"[") + data.count(b"{")
    return begins > _DEEPEST


def packed(value: Any) -> bytes:
    """A plain value as compressed JSON."""
    return zlib.compress(text(value).encode(), level=1)


def unpacked(data: bytes) -> Any:
    """What `packed` was given."""
    return parsed(_inflated(data))


def _inflated(data: bytes) -> bytes:
    """What was compressed. Raises ValueError where it is no whole, or more than is ever saved: made to fill memory."""
    stream = zlib.decompressobj()
    found = stream.decompress(data, MOST_BYTES)
    if not stream.eof:
        raise ValueError("cut short, or too much")
    return found


def pack_tokens(tokens: Tokens) -> bytes:
    """The columns of tokens, compressed: gaps before and lengths in 32 bits, little-endian, then a byte a space.

    Gaps and lengths are small where offsets are not, and compress well.
    """
    numbers = array("i", map(sub, tokens.starts, (0, *tokens.ends)))
    numbers.extend(map(sub, tokens.ends, tokens.starts))
    return zlib.compress(_little_endian(numbers).tobytes() + bytes(tokens.spaces), level=1)


def unpack_tokens(tokenizer: str, data: bytes) -> Tokens:
    """The tokens whose columns `pack_tokens` packed."""
    unpacked = _inflated(data)
    count = len(unpacked) // (2 * _BYTES + 1)
    numbers = array("i", unpacked[: 2 * _BYTES * count])
    lengths = _little_endian(numbers)[count:]
    ends = tuple(accumulate(map(add, numbers, lengths)))
    return Tokens(tokenizer, tuple(map(sub, ends, lengths)), ends, tuple(map(bool, unpacked[2 * _BYTES * count :])))


def _little_endian(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _span(data: list[int] | None) -> Span | None:
    return None if data is None else Span(*data)


def _spans(data: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(*item) for item in data)


# `from_plain` asks the type annotations about every field: 20 times as long, which is felt with thousands of entities.
_FIELDS: Final[dict[str, Callable[[Any], Any]]] = {
    "decision": {d.value: d for d in Decision}.__getitem__,
    "accepted_by": {a.value: a for a in AcceptedBy}.get,
    "kind": {k.value: k for k in Kind}.__getitem__,
    "attribution": {a.value: a for a in Attribution}.get,
    "span": _span,
    "cue": _span,
    "source": _span,
    "contents": _spans,
    "marked": _spans,
}


def annotation_text(annotation: AnyAnnotation) -> str:
    """An entity or quote as JSON."""
    return text(to_plain(annotation))


def relabelled(value: str, label: str) -> str:
    """The JSON of an entity, with another label."""
    return text({**parsed(value), "label": label})


def entities_of(values: Iterable[str]) -> list[Entity]:
    """The entities that `annotation_text` wrote."""
    return _annotations_of(Entity, values)


def quotes_of(values: Iterable[str]) -> list[Quote]:
    """The quotes that `annotation_text` wrote."""
    return _annotations_of(Quote, values)


def _annotations_of(cls: type[_A], values: Iterable[str]) -> list[_A]:
    # One call of the parser for all of them: it costs more to start than to go on.
    listed = list(values)
    joined = f"[{','.join(listed)}]"
    if _may_lie_deep(listed):
        if is_too_deep(json.loads(joined), _DEEPEST):
            raise ValueError("nested too deeply")
    elif "msgspec" in sys.modules or len(listed) >= _MANY:
        found = _read_at_once(cls, joined)
        if found is not None:
            return found
    plain = json.loads(joined)
    return [cls(**{k: _FIELDS[k](v) if k in _FIELDS else v for k, v in item.items()}) for item in plain]


def _may_lie_deep(listed: Sequence[str]) -> bool:
    # What is shorter has no room for so many brackets and their ends; nearly all are.
    longest = max(map(len, listed), default=0)
    return longest > 2 * _DEEPEST and any(map(_may_be_deep, listed))


def _read_at_once(cls: Any, joined: str) -> list[Any] | None:
    """The annotations of a JSON list; None where one is not as it should be, which the slow way tells better.

    It takes a fifth of the time. What the reader passes over, or cannot read (half a surrogate, no number, keys that
    annotations do not have), is left to the slow way.
    """
    import msgspec  # a start with a short article does without

    annotations, keys = _readers(cls)
    try:
        keys.decode(joined)
        found: list[Any] = annotations.decode(joined)
    except (msgspec.MsgspecError, RecursionError):
        return None
    return found


@cache
def _readers(cls: Any) -> "tuple[Decoder[Any], Decoder[Any]]":
    """What reads lists of annotations, and what reads no more of them than whether all keys are known."""
    from msgspec import Raw, defstruct
    from msgspec.json import Decoder

    known = [(each.name, Raw, Raw()) for each in fields(cls)]
    keys = defstruct(f"{cls.__name__}Keys", known, forbid_unknown_fields=True, gc=False)
    return Decoder(list[cls]), Decoder(list[keys])  # type: ignore[valid-type]  # it is one, made here
