"""What happened in this process since it began: numbers that only grow, and times sorted into classes.

Counting must cost next to nothing, as it is done in every run of a page; whoever asks (`explorer.monitoring`) makes
Prometheus' text of it. No name of a label's value is a reader's: values come from our own contents and classes, and
beyond `MOST` of them all are one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from threading import Lock

MOST = 64
"""Values that a label has at most."""
OTHER = "other"
Labels = tuple[str, ...]
CLASSES_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper ends of the classes of times, s."""


class Count:
    """A number that only grows, for each value of its labels.

    Attributes:
        name: as Prometheus calls it, without ``_total``.
        says: what is counted.
        labels: names of what tells the numbers apart.
    """

    def __init__(self, name: str, says: str, labels: Sequence[str] = ()) -> None:
        self.name, self.says, self.labels = name, says, tuple(labels)
        self._lock = Lock()
        self._numbers: dict[Labels, float] = {} if labels else {(): 0.0}
        COUNTS.append(self)

    def add(self, *values: str, amount: float = 1.0) -> None:
        """Count ``amount`` more for these values of the labels, in their order."""
        with self._lock:
            key = _bounded(values, self._numbers)
            self._numbers[key] = self._numbers.get(key, 0.0) + amount

    def numbers(self) -> dict[Labels, float]:
        """Return the numbers by the values of the labels."""
        with self._lock:
            return dict(self._numbers)


class Times:
    """How long something took, in classes, for each value of its labels; attributes as of `Count`."""

    def __init__(self, name: str, says: str, labels: Sequence[str] = ()) -> None:
        self.name, self.says, self.labels = name, says, tuple(labels)
        self._lock = Lock()
        self._found: dict[Labels, list[float]] = {}
        TIMES.append(self)

    def took(self, seconds: float, *values: str) -> None:
        """Take down a time, s."""
        with self._lock:
            key = _bounded(values, self._found)
            row = self._found.setdefault(key, [0.0] * (len(CLASSES_S) + 2))
            row[bisect_left(CLASSES_S, seconds)] += 1
            row[-1] += seconds

    def classes(self) -> dict[Labels, tuple[list[float], float]]:
        """Return how many fell into each class (the last has no end) and their sum, s, by the values of the labels."""
        with self._lock:
            return {key: (row[:-1], row[-1]) for key, row in self._found.items()}


def _bounded(values: Labels, known: dict[Labels, float] | dict[Labels, list[float]]) -> Labels:
    return values if values in known or len(known) < MOST else (OTHER,) * len(values)


COUNTS: list[Count] = []
TIMES: list[Times] = []
REFUSED = Count("explorer_refused", "What readers were refused, by limit, and whether it was their own or that of "
                "their address.", ("limit", "by"))
DEVICE_TIMES = Times("explorer_device_seconds", "How long work took on a device, without its wait.", ("device",))
DEVICE_REFUSED = Count("explorer_device_refused", "Work that a device did not begin or end in time.", ("device",))
