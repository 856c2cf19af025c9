"""Data classes as the standard library has them, whose constructors are written when they are first called.

The library writes and compiles five methods for every class while its module is imported: half a
millisecond each, for six hundred classes, of which a command makes objects of a few dozen.
"""

import dataclasses
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    # Checkers know what the library's decorator makes of a class, and need not know of this one.
    from dataclasses import dataclass
else:

    def dataclass(
        cls: type[Any] | None = None, /, *, frozen: bool = False, kw_only: bool = False
    ) -> Any:
        """Makes a class with a constructor, equality and a representation of its fields; a frozen one
        does not change and can be a key. What the class defines itself stays.
        """
        if cls is None:
            return partial(_with_methods, frozen=frozen, kw_only=kw_only)
        return _with_methods(cls, frozen=frozen, kw_only=kw_only)


__all__ = ["dataclass", "hashed_once"]

Value = TypeVar("Value")
_HASH = "_hash"  # the attribute in which a value keeps it


def hashed_once(cls: type[Value]) -> type[Value]:
    """Lets the values of a frozen class keep their hash: of those that hold hundreds of others and
    are asked for it at every step. No such value is pickled: the hash of a text is another process's.
    """
    anew = cls.__hash__

    def key(self: Value) -> int:
        kept: int | None = vars(self).get(_HASH)
        if kept is None:
            kept = vars(self)[_HASH] = anew(self)
        return kept

    cls.__hash__ = key  # type: ignore[method-assign, assignment]  # of a class it is an attribute like others
    return cls


def _with_methods(cls: type[Any], *, frozen: bool, kw_only: bool) -> type[Any]:
    # Else the library writes one, from a signature that nobody reads.
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__
    dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
    methods = {
        "__init__": _constructor(cls, frozen=frozen),
        "__repr__": _representation(cls),
        **_comparison(cls, hashable=frozen),
    }
    if frozen:
        methods |= {"__setattr__": _refuse_change, "__delattr__": _refuse_change}
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(cls, name, method)
    return cls


def _constructor(cls: type[Any], *, frozen: bool) -> Callable[..., None]:
    """Returns one that, when it is called, lets the library write the constructor of a class with
    the same fields, and puts that in its own place.
    """

    def construct(self: Any, *values: Any, **named: Any) -> None:
        after = {}
        if hasattr(cls, "__post_init__"):
            after = {"__post_init__": cls.__post_init__}
        alike = dataclasses.make_dataclass(
            cls.__name__,
            [(field.name, field.type, field) for field in dataclasses.fields(cls)],
            namespace=after,
            frozen=frozen,
            repr=False,
            eq=False,
        )
        # Two threads may both write it: they write the same.
        written: Callable[..., None] = vars(alike)["__init__"]
        cls.__init__ = written
        written(self, *values, **named)

    return construct


def _representation(cls: type[Any]) -> Callable[[Any], str]:
    shown = [field.name for field in dataclasses.fields(cls) if field.repr]

    def representation(self: Any) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({fields})"

    return representation


def _comparison(cls: type[Any], *, hashable: bool) -> dict[str, Any]:
    compared = [field.name for field in dataclasses.fields(cls) if field.compare]
    content: Callable[[Any], Any] = attrgetter(*compared) if compared else type

    def equals(self: Any, other: object) -> Any:
        if type(other) is not type(self):
            return NotImplemented
        return content(self) == content(other)

    def key(self: Any) -> int:
        return hash(content(self))

    # What compares by its content and changes can be no key.
    return {"__eq__": equals, "__hash__": key if hashable else None}


def _refuse_change(self: Any, name: str, *_value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name}")
