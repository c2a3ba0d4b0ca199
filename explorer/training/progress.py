"""What a run tells while it runs: where it is, what it does, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from explorer.errors import Message
from explorer.training.run_folder.files import PROGRESS, write_json

EVERY_S = 0.5
"""Least time between two writes."""


class Progress:
    """Writes ``progress.json``, at most twice a second but for what must be seen."""

    def __init__(self, folder: Path, epochs: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = folder / PROGRESS
        self._clock = clock
        self._written = -EVERY_S
        self._began: tuple[float, float] | None = None
        self._now: dict[str, Any] = {"epoch": 0, "epochs": epochs, "batch": 0, "batches": 0, "share": 0.0,
                                     "seconds_left": None, "learning_rate": None, "loss": None, "note": None,
                                     "warnings": []}

    def note(self, note: Message) -> None:
        """Say what is done now."""
        self._tell({"note": asdict(note)}, at_once=True)

    def warn(self, warnings: Sequence[Message]) -> None:
        """Say what is not going well."""
        self._tell({"warnings": [asdict(one) for one in warnings]}, at_once=True)

    def batch(self, number: int, batch: int, batches: int, *, learning_rate: float, loss: float) -> None:
        """Say that ``batch`` of ``batches`` of the epoch that follows ``number`` finished ones is done."""
        share = (number + batch / batches) / self._now["epochs"]
        self._tell({"epoch": number + 1, "batch": batch, "batches": batches, "share": share, "note": None,
                    "seconds_left": self._left(share), "learning_rate": learning_rate, "loss": loss})

    def end(self) -> None:
        """Say that all is done."""
        self._tell({"share": 1.0, "seconds_left": 0.0, "note": None}, at_once=True)

    def _left(self, share: float) -> float | None:
        """Return the time left, s, from the pace since this process began; None right at the start."""
        now = self._clock()
        if self._began is None:
            self._began = now, share
            return None
        began, share_then = self._began
        return round((now - began) * (1 - share) / (share - share_then), 1) if share > share_then else None

    def _tell(self, news: dict[str, Any], *, at_once: bool = False) -> None:
        self._now |= news
        now = self._clock()
        if at_once or now - self._written >= EVERY_S:
            self._written = now
            write_json(self._path, self._now)
