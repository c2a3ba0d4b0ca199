"""What a curve tells that is not going well, in words, and what to try."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import torch

from explorer.errors import ExplorerError, Message, message
from explorer.training.loop.run import Run
from explorer.training.network.freezing import phase_at, split
from explorer.training.run_folder.files import Point, lowest_of

PATIENCE = 3
"""Epochs that a run is given before anything is said."""
FALLS = 0.02
"""A loss that is lower by less than this share does not fall."""
LEARNED = 0.9
"""Accuracy from which there is little left for the loss to fall."""
SAME = 0.98
"""Share of the pictures in one class from which all count as in one class."""
RISES = 1.1
"""The validation loss has risen if it is this many times its lowest."""
GAP = 0.15
"""Accuracy that the training pictures may be ahead of the validation pictures."""


def diagnose(curve: Sequence[Point], classes: int) -> list[Message]:
    """Return what is to be said about ``curve`` so far; nothing in the first epochs."""
    if len(curve) < PATIENCE:
        return []
    if curve[-1].more:
        found: tuple[Message | None, ...] = (_flat(curve), _overfit_by_loss(curve))
    else:
        found = (_one_class(curve, classes), _flat(curve), _overfit(curve))
    return [told for told in found if told is not None]


def _one_class(curve: Sequence[Point], classes: int) -> Message | None:
    last = curve[-1]
    if last.one_class < SAME or last.val_accuracy > LEARNED:
        return None
    return message("The network gives {share:.0f} % of the validation pictures the same class, though there are "
                   "{classes}. Try a learning rate of {rate:g}, or weight the classes if one of them is much "
                   "larger than the others.", share=100 * last.one_class, classes=classes,
                   rate=_short(_highest(curve) / 10))


def _flat(curve: Sequence[Point]) -> Message | None:
    first, last = curve[0], min(curve[1:], key=lambda point: point.train_loss)
    if last.train_loss < (1 - FALLS) * first.train_loss or first.train_accuracy > LEARNED:
        return None
    return message("The loss does not fall: {first:.3f} after the first epoch, {last:.3f} at best since. The learning "
                   "rate of {rate:g} is too high or much too low; try {lower:g} or {higher:g}, or let more blocks "
                   "learn.", first=first.train_loss, last=last.train_loss, rate=_short(_highest(curve)),
                   lower=_short(_highest(curve) / 10), higher=_short(_highest(curve) * 10))


def _overfit(curve: Sequence[Point]) -> Message | None:
    last, best = curve[-1], lowest_of(curve)
    gap = last.train_accuracy - last.val_accuracy
    rose = last.number - best.number >= PATIENCE and last.val_loss > RISES * best.val_loss
    if not rose and gap < GAP:
        return None
    if last.train_loss >= best.train_loss and rose:
        return None
    return message("The network learns its pictures by heart: {train:.0f} % of the training pictures are right, but "
                   "{val:.0f} % of the validation pictures, whose loss was lowest in epoch {epoch}. Use more pictures, "
                   "stronger augmentation or more weight decay, freeze more blocks, or stop early. The best epoch "
                   "is kept.", train=100 * last.train_accuracy, val=100 * last.val_accuracy, epoch=best.number)


def _overfit_by_loss(curve: Sequence[Point]) -> Message | None:
    """Say so where the loss has risen on pictures that are not learned from, and fallen on those that are."""
    last, best = curve[-1], lowest_of(curve)
    rose = last.number - best.number >= PATIENCE and last.val_loss > RISES * best.val_loss
    if not rose or last.train_loss >= best.train_loss:
        return None
    return message("The network learns its scenes by heart: the loss still falls on those it learns from, but has "
                   "risen from {best:.3f} in epoch {epoch} to {last:.3f} on the validation scenes. Draw more scenes, "
                   "use more weight decay, or stop early. The best epoch is kept.", best=best.val_loss,
                   epoch=best.number, last=last.val_loss)


def _short(rate: float) -> float:
    """Return a learning rate of two digits: what was reached at the middle of a batch is hardly ever a round number."""
    return float(f"{rate:.2g}")


def _highest(curve: Sequence[Point]) -> float:
    return max(point.learning_rate for point in curve)


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
    precision = run.precision(phase, split(run.begun, phase.frozen))
    if precision.batch_size < 2 * LEAST:
        raise ExplorerError("There is not enough memory to train this network on {count} pictures at once. Use smaller "
                            "pictures, freeze more blocks, or choose a smaller network.",
                            count=precision.batch_size) from error
    run.halve(phase, precision, message(
        "There was not enough memory for {before} pictures at once, so from epoch {epoch} on the batch is halved to "
        "{after}.", before=precision.batch_size, after=precision.batch_size // 2, epoch=len(curve) + 1))


def free_memory() -> None:
    """Give back what a failed step held."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
