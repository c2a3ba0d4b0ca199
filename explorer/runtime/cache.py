"""A bounded store of what was costly to make."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """Keeps the most recently used values, as long as their sizes together stay within ``most_bytes``.

    Safe to use from many threads. A value larger than ``most_bytes`` is handed out and not kept.
    """

    def __init__(self, most_bytes: int, size: Callable[[Value], int]) -> None:
        self.most_bytes = most_bytes
        self.used = 0
        self.hits = self.misses = 0
        """How often what was asked for was there, and was not, since this process began."""
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._makers: dict[Key, Lock] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def find(self, key: Key) -> Value | None:
        """Return the value kept under ``key``, or None."""
        with self._lock:
            if key not in self._values:
                self.misses += 1
                return None
            self.hits += 1
            self._values.move_to_end(key)
            return self._values[key]

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value under ``key``; several threads that miss it together wait for one to ``make`` it."""
        found = self.find(key)
        if found is not None:
            return found
        with self._lock:
            maker = self._makers.setdefault(key, Lock())
        with maker:
            with self._lock:
                found = self._values.get(key)  # Another thread may have made it meanwhile.
            if found is not None:
                return found
            try:
                value = make()
                self._keep(key, value)
            finally:
                with self._lock:
                    self._makers.pop(key, None)
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self.used = 0

    def _keep(self, key: Key, value: Value) -> None:
        size = self._size(value)
        if size > self.most_bytes:
            return
        with self._lock:
            if key in self._values:
                self.used -= self._size(self._values.pop(key))
            self._values[key] = value
            self.used += size
            while self.used > self.most_bytes:
                self.used -= self._size(self._values.popitem(last=False)[1])
