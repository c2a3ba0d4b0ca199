"""Who asks too often is told when to come back."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from explorer.errors import RoomError

MOST_KNOWN = 20_000
"""Those whose last visit is remembered; whoever came longest ago is forgotten first."""


class Flood:
    """A bucket for each name: so many at once, and then so many per second.

    Args:
        clock: monotonic, s.
    """

    def __init__(self, at_once: int, per_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.at_once, self.per_s, self._clock = at_once, per_s, clock
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, name: Hashable) -> float:
        """Return how long ``name`` has to wait, s, and take one from its bucket where that is 0."""
        with self._lock:
            now = self._clock()
            left, last = self._left.pop(name, (float(self.at_once), now))
            left = min(float(self.at_once), left + (now - last) * self.per_s)
            wait = 0.0 if left >= 1 else (1 - left) / self.per_s
            self._left[name] = (left if wait else left - 1, now)
            if len(self._left) > MOST_KNOWN:
                self._left.popitem(last=False)
            return wait

    def refuse(self, name: Hashable) -> None:
        """Let ``name`` pass, or not yet.

        Raises:
            RoomError: it has to wait, and how long.
        """
        if wait := self.wait_s(name):
            raise RoomError("That was a little too often. Try again in {seconds} s; nothing that counted before is "
                            "lost.", why="flood", seconds=math.ceil(wait))
