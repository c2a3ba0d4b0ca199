"""Who asks too often is told when to come back: one reader, and all who come from the same address."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from threading import Lock
from typing import Literal, get_args

from explorer.errors import LimitError, Message, message
from explorer.runtime.counts import REFUSED
from explorer.settings import settings

MOST_KNOWN = 20_000
"""Those whose last visit is remembered; whoever came longest ago is forgotten first."""
MINUTE_S, HOUR_S = 60.0, 3600.0
Deed = Literal["upload", "attribution", "job", "room", "short_link"]
"""What is limited for each reader."""
SAID: Mapping[Deed, Message] = {
    "upload": message("These were many files in a short time."),
    "attribution": message("These were many long computations in a short time."),
    "job": message("These were many jobs in a short time."),
    "room": message("These were many rooms in a short time."),
    "short_link": message("These were many short links in a short time.")}


class Flood:
    """A bucket for each name: so many at once, and then so many per second.

    Args:
        clock: monotonic, s.
    """

    def __init__(self, at_once: float, per_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.at_once, self.per_s, self._clock = max(1.0, at_once), per_s, clock
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, name: Hashable) -> float:
        """Return how long ``name`` has to wait, s, and take one from its bucket where that is 0."""
        with self._lock:
            now = self._clock()
            left, last = self._left.pop(name, (self.at_once, now))
            left = min(self.at_once, left + (now - last) * self.per_s)
            wait = 0.0 if left >= 1 else (1 - left) / self.per_s
            self._left[name] = (left if wait else left - 1, now)
            if len(self._left) > MOST_KNOWN:
                self._left.popitem(last=False)
            return wait


class Allowances:
    """What one reader may do, and all of one address together, who may be a class behind one router.

    Args:
        per: how many of each deed one reader may do, and in how many seconds.
        readers: so many times that may be done from one address.
        clock: monotonic, s.
    """

    def __init__(self, per: Mapping[Deed, tuple[float, float]], readers: float,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self._per, self._readers, self._clock = per, readers, clock
        self._floods: dict[tuple[Deed, float], Flood] = {}
        self._lock = Lock()

    def wait_s(self, deed: Deed, reader: str, address: str, factor: float = 1.0) -> tuple[float, str]:
        """Return how long to wait, s, 0: not at all, and for whose sake: ``reader`` or ``address``.

        Args:
            reader: who does it; empty: not known, so that only the address counts.
            address: where it comes from; empty: not known.
            factor: so many times what others may do is allowed to this reader.
        """
        own = self._flood(deed, factor).wait_s(reader) if reader else 0.0
        if own:
            return own, "reader"
        return (self._flood(deed, self._readers).wait_s(("address", address)) if address else 0.0), "address"

    def spend(self, deed: Deed, reader: str, address: str, factor: float = 1.0) -> None:
        """Let a reader do something once, or not yet; arguments as of `wait_s`.

        Raises:
            LimitError: when to try again.
        """
        wait, by = self.wait_s(deed, reader, address, factor)
        if wait:
            REFUSED.add(deed, by)
            raise refusal(deed, wait, by)

    def _flood(self, deed: Deed, factor: float) -> Flood:
        with self._lock:
            count, seconds = self._per[deed]
            return self._floods.setdefault((deed, factor), Flood(count * factor, count * factor / seconds, self._clock))


def refusal(deed: Deed, wait_s: float, by: str) -> LimitError:
    """Return what to tell who has to wait, s."""
    when = (message("{count} s", count=math.ceil(wait_s)) if wait_s <= 2 * MINUTE_S else
            message("{count} min", count=math.ceil(wait_s / MINUTE_S)))
    if by == "address":
        return LimitError("{what} Others who use this app from where you are did the same. Try again in {when}; what "
                          "you have stays.", what=SAID[deed], when=when)
    return LimitError("{what} Try again in {when}; what you have stays.", what=SAID[deed], when=when)


@cache
def allowances() -> Allowances:
    """Return those of this process, as the settings say."""
    limits = settings()
    return Allowances({"upload": (limits.uploads_per_minute, MINUTE_S), "job": (limits.jobs_per_hour, HOUR_S),
                       "attribution": (limits.attributions_per_minute, MINUTE_S),
                       "room": (limits.rooms_per_hour, HOUR_S), "short_link": (limits.short_links_per_hour, HOUR_S)},
                      limits.readers_per_address)


DEEDS: tuple[Deed, ...] = get_args(Deed)
