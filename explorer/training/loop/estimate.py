"""How long a plan will take and how much memory it needs, from one measured step of each phase."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import Generator, Tensor, nn

from explorer.networks import choose_device
from explorer.training.data.dataset import DataSet
from explorer.training.data.opening import open_set
from explorer.training.loop.baseline import Largest, is_uneven, largest
from explorer.training.loop.batches import Source, batch_sizes
from explorer.training.loop.fit import Learner, step
from explorer.training.loop.optimisation import optimiser_of
from explorer.training.loop.run import Progress, Run, ignore
from explorer.training.network.freezing import Phase, Split, split
from explorer.training.network.start import Start, start
from explorer.training.plan import Plan

STATES = {"sgd": 1, "adam": 2, "adamw": 2}
"""Values that an optimiser remembers for each weight."""
FLOAT = 4
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will cost on this machine, as busy as it is now."""

    seconds: float
    """All epochs, from the first batch to the last; opening network and data set not counted."""
    epoch_seconds: float
    """Of one epoch of the last phase."""
    bytes: int
    """Of the pictures, the weights, and what a step keeps in memory, in the phase that needs most."""
    learned: int
    """Weights that learn in the last phase."""
    batches: tuple[int, ...]
    """Pictures in each step of an epoch: all that are learned from, in parts as equal as they can be."""
    largest: Largest
    """Of the classes that are learned from."""
    uneven: bool
    """The classes differ so much in size that accuracy alone misleads."""


@dataclass(frozen=True, slots=True)
class _Cost:
    seconds: float
    epoch_seconds: float
    bytes: int
    learned: int


def estimate(plan: Plan, *, data: DataSet | None = None, begun: Start | None = None) -> Estimate:
    """Return what ``plan`` will cost; takes about three steps of each phase.

    Args:
        data: instead of the plan's data set.
        begun: instead of the plan's network; its weights are moved.

    Raises:
        ExplorerError: as ``train``.
    """
    data = data or open_set(plan.data, plan.side, seed=plan.seed, fit=plan.fit, twins=plan.twins, scenes=plan.scenes)
    with TemporaryDirectory() as folder:
        run = Run(plan=plan, folder=Path(folder), data=data, begun=begun or start(plan, data), device=choose_device(),
                  progress=Progress(Path(folder), plan.epochs), report=ignore, between_batches=ignore)
        run.begun.module.to(run.device)
        costs = [_cost(run, phase) for phase in run.phases]
    counts = torch.bincount(data.train.labels, minlength=len(data.categories)).tolist()
    return Estimate(sum(cost.seconds for cost in costs), costs[-1].epoch_seconds, max(cost.bytes for cost in costs),
                    costs[-1].learned, tuple(batch_sizes(len(data.train), plan.batch_size)),
                    largest(data.categories, counts), is_uneven(counts))


def _cost(run: Run, phase: Phase) -> _Cost:
    parts = split(run.begun, phase.frozen)
    precision = run.precision(phase, parts)
    run.begun.module.to(memory_format=precision.order)
    learn = run.fresh(run.data.train, parts, precision, Generator().manual_seed(0), learn=True)
    weights = {name: value for name, value in run.begun.module.named_parameters() if value.requires_grad}
    optimiser = optimiser_of(run.plan, weights)
    rows = torch.arange(min(precision.batch_size, len(run.data.train)))
    one_batch = _OneBatch(learn.batch(rows), learn.labels[rows])
    learner = Learner(phase, parts, precision, optimiser, weights, one_batch, learn)
    parts.set_to_learn()
    saved = _saved_bytes(lambda: step(run, learner, rows), run.begun.module)
    reading, stepping, scoring = (_seconds(work) for work in (
        lambda: learn.batch(rows), lambda: step(run, learner, rows), lambda: _score(parts, learner.learn, rows)))
    batches, watched = len(run.data.train) / len(rows), len(run.watched) / len(rows)
    stores = run.stores(parts, learn)
    # What is stored is read once; what is changed anew is read in every epoch.
    once = reading * ((batches if learn.change is None else 0) + watched) if stores else 0
    again = reading * ((0 if stores and learn.change is None else batches) + (0 if stores else watched))
    epoch = stepping * batches + scoring * watched + again
    learned = sum(value.numel() for value in weights.values())
    return _Cost(once + epoch * (phase.end - phase.first), epoch, _bytes(run, learned, saved), learned)


@dataclass(frozen=True, slots=True, eq=False)
class _OneBatch:
    """One batch, read already."""

    values: Tensor
    labels: Tensor

    def batch(self, rows: Tensor) -> Tensor:
        """Return it."""
        return self.values[:len(rows)]


def _score(parts: Split, source: Source, rows: Tensor) -> None:
    with torch.no_grad():
        parts.tail(source.batch(rows))


def _bytes(run: Run, learned: int, saved: int) -> int:
    whole = sum(value.numel() for value in run.begun.module.parameters())
    pictures = sum(part.images.nbytes for part in (run.data.train, run.data.val, run.data.test))
    return pictures + FLOAT * (whole + learned * (1 + STATES[run.plan.optimiser])) + saved


def _saved_bytes(work: Callable[[], object], module: nn.Module) -> int:
    """Return what a forward pass keeps for the backward pass, weights not counted, bytes."""
    weights = {value.untyped_storage().data_ptr() for value in module.parameters()}
    saved: dict[int, int] = {}

    def note(value: Tensor) -> Tensor:
        storage = value.untyped_storage()
        if storage.data_ptr() not in weights:
            saved[storage.data_ptr()] = storage.nbytes()
        return value

    with torch.autograd.graph.saved_tensors_hooks(note, lambda value: value):
        work()
    return sum(saved.values())


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter() - began
