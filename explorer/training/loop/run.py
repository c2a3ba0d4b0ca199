"""A run: its plan, its network, its pictures, its folder, and whoever watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Generator, Tensor

from explorer.errors import Message, message
from explorer.runtime import run_files
from explorer.training.data.dataset import DataSet, Pictures
from explorer.training.loop.batches import FreshFeatures, Source, fits, stored_features
from explorer.training.loop.precision import StepPrecision, choose_precision, first_class
from explorer.training.network.freezing import Phase, Split, phases
from explorer.training.network.start import Start
from explorer.training.plan import Plan
from explorer.training.run_folder.files import Point, best_of
from explorer.training.tasks.known_tasks import task_of
from explorer.training.tasks.vision_task import VisionTask

EVERY_S = 0.5
"""Least time between two writes."""


class Progress:
    """Writes ``progress.json``, at most twice a second but for what must be seen."""

    def __init__(self, folder: Path, epochs: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = folder / run_files.PROGRESS
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
            run_files.write_json(self._path, self._now)


COMPUTING = message("The frozen part of the network is computed once for every picture.")
MEASURING = message("A few steps are measured to choose the fastest precision.")


def ignore(*_: object) -> None:
    """Do nothing."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """What stays the same while a network is trained."""

    plan: Plan
    folder: Path
    data: DataSet
    begun: Start
    device: torch.device
    progress: Progress
    report: Callable[[Point], None]
    between_batches: Callable[[], None]

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of the plan."""
        return phases(self.plan, self.begun.report, self.begun.stages, self.begun.head)

    @property
    def watched(self) -> Pictures:
        """The pictures that tell which epoch is best."""
        return self.data.val if len(self.data.val) else self.data.test

    @cached_property
    def task(self) -> VisionTask | None:
        """Return what is learned, if it is more than the classes of whole pictures."""
        return task_of(self.data.task)

    def best(self, curve: Sequence[Point]) -> Point:
        """Return the point of the best epoch so far."""
        return best_of(curve, balanced=self.plan.class_weights, watched=self.task.watched if self.task else "")

    @cached_property
    def _targets(self) -> dict[int, Tensor]:
        return {}

    def targets(self, pictures: Pictures) -> Tensor:
        """Return what outputs are held against (N, ...), on the device: the classes, or what the task makes of the
        truth, once for each part of the data set."""
        if self.task is None or pictures.truth is None:
            return pictures.labels.to(self.device)
        if (known := self._targets.get(id(pictures))) is None:
            known = self.task.targets(pictures.truth, len(self.data.categories)).to(self.device)
            self._targets[id(pictures)] = known
        return known

    def loss_on(self, pictures: Pictures) -> Callable[[Tensor], Tensor]:
        """Return a function from outputs for the first of ``pictures`` to the loss whose gradient is followed."""
        task = self.task
        if task is None:
            return first_class
        targets = self.targets(pictures)
        return lambda outputs: task.loss(outputs, targets[:len(outputs)])[0]

    @cached_property
    def class_weights(self) -> Tensor | None:
        """How much a picture of each class counts, 1 on average; None: all the same."""
        if not self.plan.class_weights:
            return None
        counts = torch.bincount(self.data.train.labels, minlength=len(self.data.categories)).clamp(min=1)
        return (len(self.data.train) / len(counts) / counts).to(self.device)

    def precision(self, phase: Phase, parts: Split) -> StepPrecision:
        """Return how to compute in ``phase``: as decided earlier, else measured now and written down."""
        record = self._record()
        if (known := record["ways"].get(str(phase.first))) is not None:
            return StepPrecision(**known)
        plan, generator = self.plan, Generator().manual_seed(0)
        if plan.precision == "auto":
            self.progress.note(MEASURING)
        probe = self.fresh(self.data.train, parts, StepPrecision(batch_size=plan.batch_size), generator)
        parts.set_to_learn()
        decided = choose_precision(plan.precision, parts.tail,
                                   probe.batch(torch.arange(len(self.data.train))[:plan.batch_size]), plan.batch_size,
                                   self.loss_on(self.data.train))
        self._set_precision(phase, decided, record)
        return decided

    def halve(self, phase: Phase, precision: StepPrecision, note: Message) -> None:
        """Let ``phase`` take half as many pictures at once from now on, and note it for the reader."""
        record = self._record()
        record["notes"].append(asdict(note))
        self._set_precision(phase, replace(precision, batch_size=precision.batch_size // 2), record)

    def notes(self) -> list[Message]:
        """Return what was noted about how the run was computed."""
        return [Message(**note) for note in self._record()["notes"]]

    def fresh(self, pictures: Pictures, parts: Split, precision: StepPrecision, generator: Generator, *,
              learn: bool = False) -> FreshFeatures:
        """Return ``pictures`` as a source, augmented if they are to ``learn`` from."""
        augmentation = self.plan.augmentation
        change = augmentation.batch if learn and not augmentation.is_off else None
        return FreshFeatures(pictures, self.targets(pictures), self.begun.inputs, parts.stem, precision,
                             self.device, change, generator)

    def sources(self, parts: Split, precision: StepPrecision, generator: Generator) -> tuple[Source, Source]:
        """Return what is learned from and what is watched; features are computed once where they never change."""
        learn = self.fresh(self.data.train, parts, precision, generator, learn=True)
        watch = self.fresh(self.watched, parts, precision, generator)
        if not self.stores(parts, watch):
            return learn, watch
        self.progress.note(COMPUTING)
        watched = stored_features(watch, self.between_batches)
        return (stored_features(learn, self.between_batches) if learn.change is None else learn), watched

    def stores(self, parts: Split, source: FreshFeatures) -> bool:
        """Say whether what the frozen part makes of pictures like those of ``source`` is kept in memory."""
        return parts.stem is not None and fits(source.batch(torch.arange(1)).shape[1:],
                                               len(self.data.train) + len(self.watched))

    def _record(self) -> dict[str, Any]:
        record: dict[str, Any] | None = run_files.read_json(self.folder / run_files.PRECISION)
        return record or {"ways": {}, "notes": []}

    def _set_precision(self, phase: Phase, precision: StepPrecision, record: dict[str, Any]) -> None:
        record["ways"][str(phase.first)] = asdict(precision)
        run_files.write_json(self.folder / run_files.PRECISION, record)
