"""Bounded memory: the newest entries are kept, the oldest are forgotten."""

from collections import OrderedDict
from typing import Generic, TypeVar

from typing_extensions import override

K = TypeVar("K")
V = TypeVar("V")


class BoundedDict(OrderedDict[K, V]):
    """Holds `capacity` entries at most. Setting an entry, also anew, makes it the newest."""

    def __init__(self, capacity: int) -> None:
        super().__init__()
        self.capacity = capacity

    @override
    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self.capacity:
            self.popitem(last=False)


class RecentKeys(Generic[K]):
    """A set of `capacity` keys at most. Adding a key, also anew, makes it the newest."""

    def __init__(self, capacity: int) -> None:
        self._keys: BoundedDict[K, None] = BoundedDict(capacity)

    def __contains__(self, key: K) -> bool:
        return key in self._keys

    def add(self, key: K) -> None:
        self._keys[key] = None

    def discard(self, key: K) -> None:
        """Does nothing where the key is not there."""
        self._keys.pop(key, None)
