"""Frozen dataclasses of the domain as JSON and back, checked against their own type hints.

Not pickle: the worker is not trusted.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Record = TypeVar("Record")

WRITTEN: dict[type, Callable[[Any], str]] = {
    Fraction: str,
    date: date.isoformat,
    time: time.isoformat,
}
READ: dict[type, Callable[[str], object]] = {
    Fraction: Fraction,
    date: date.fromisoformat,
    time: time.fromisoformat,
}
PLAIN = (str, int, float, bool, NoneType)


def to_json(value: object) -> Any:
    """Returns plain JSON; a record becomes the list of its fields' values in their order."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, tuple):
        return [to_json(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(map(to_json, value))
    if is_dataclass(value):
        return [to_json(getattr(value, field.name)) for field in fields(value)]
    return WRITTEN[type(value)](value)


def from_json(kind: type[Record], data: Any) -> Record:
    """Raises ValueError, KeyError or TypeError for anything but what `to_json` makes of this kind."""
    return cast("Record", _read(kind, data))


def _read(kind: Any, data: Any) -> object:
    origin = get_origin(kind)
    if origin is not None:
        return _read_generic(origin, get_args(kind), data)
    if is_dataclass(kind):
        pairs = zip(_hints(cast("Any", kind)), _list(data), strict=True)
        return cast("Any", kind)(*(_read(hint, each) for hint, each in pairs))
    if kind in READ:
        return READ[kind](data)
    if issubclass(kind, Enum):
        return kind(data)
    if type(data) is not kind:
        raise TypeError(kind)
    return data


def _read_generic(origin: Any, kinds: tuple[Any, ...], data: Any) -> object:
    """Reads a union, a tuple or a frozenset; of a union's kinds at most one is no plain value."""
    if origin in {Union, UnionType}:
        if type(data) in kinds:
            return data
        (kind,) = (kind for kind in kinds if kind not in PLAIN)
        return _read(kind, data)
    if origin is not tuple:
        return frozenset(_read(kinds[0], each) for each in _list(data))
    if kinds[1:] == (Ellipsis,):
        return tuple(_read(kinds[0], each) for each in _list(data))
    return tuple(_read(kind, each) for kind, each in zip(kinds, _list(data), strict=True))


def _list(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise TypeError
    return data


@lru_cache(maxsize=64)  # hints are slow to resolve, and a verdict has hundreds of findings
def _hints(kind: type) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in fields(cast("Any", kind)))
