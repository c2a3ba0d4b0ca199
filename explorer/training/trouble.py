"""What is done when a step cannot be taken: not enough memory, or numbers that are none."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import torch

from explorer.errors import ExplorerError, Message, message
from explorer.training.network.freezing import phase_at
from explorer.training.run_folder.files import Point
from explorer.training.loop.run import Run
from explorer.training.network.freezing import split

LEAST = 2
"""Batch norm needs two pictures."""


class DivergedError(Exception):
    """The loss is no number any more."""


def diverged(run: Run, curve: Sequence[Point], error: DivergedError) -> Message:
    """Return what to say of a run that ends after the epochs of ``curve`` because its loss is no number.

    Raises:
        ExplorerError: no epoch is there to be kept.
    """
    rate = run.plan.learning_rate / 10
    if not curve:
        raise ExplorerError("The loss became infinite or no number in the first epoch: the steps were too large. Use "
                            "a learning rate of {rate:g} or less.", rate=rate) from error
    return message("The loss became infinite or no number in epoch {epoch}: the steps were too large. Training ended "
                   "there; the weights are those of the epochs before. Use a learning rate of {rate:g} or less.",
                   epoch=len(curve) + 1, rate=rate)


def halve_batch(run: Run, curve: Sequence[Point], error: BaseException) -> None:
    """Let the epoch after those of ``curve``, and all later ones of its phase, take half as many pictures at once.

    Raises:
        ExplorerError: a batch is as small as it can be.
    """
    phase = phase_at(run.phases, len(curve))
    way = run.way(phase, split(run.begun, phase.frozen))
    if way.batch_size < 2 * LEAST:
        raise ExplorerError("There is not enough memory to train this network on {count} pictures at once. Use smaller "
                            "pictures, freeze more blocks, or choose a smaller network.",
                            count=way.batch_size) from error
    run.halve(phase, way, message(
        "There was not enough memory for {before} pictures at once, so from epoch {epoch} on the batch is halved to "
        "{after}.", before=way.batch_size, after=way.batch_size // 2, epoch=len(curve) + 1))


def free_memory() -> None:
    """Give back what a failed step held."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
