"""The training loop: pictures in, weights and a curve out. It reports; it does not print, plot or poll."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional
from torch.optim import SGD

from explorer.training.augment import augment
from explorer.training.checkpoint import State, restore, save
from explorer.training.data import DataSet, Pictures
from explorer.training.epoch import Epoch
from explorer.training.evaluate import evaluate
from explorer.training.inputs import Inputs
from explorer.training.recipe import Recipe, learning_rate


def ignore(*_: object) -> None:
    """Do nothing."""


def fit(network: nn.Module, data: DataSet, recipe: Recipe, inputs: Inputs, *, checkpoint: Path,
        report: Callable[[Epoch], None] = ignore, between_batches: Callable[[], None] = ignore) -> list[Epoch]:
    """Train ``network`` in place and return its curve.

    After each epoch everything needed to go on is written to ``checkpoint``; where that file exists, training goes
    on from it, and ends with the same weights bit for bit (CPU, same number of threads). Torch's global generator is
    seeded too, for dropout.

    Args:
        report: is given each finished epoch, after its checkpoint is written; may raise to stop.
        between_batches: is called before each batch; may wait, or raise to stop.

    Raises:
        DataError: the checkpoint belongs to another network or recipe.
    """
    torch.manual_seed(recipe.seed)
    generator = Generator().manual_seed(recipe.seed)
    network.to(memory_format=torch.channels_last)
    optimiser = SGD(network.parameters(), momentum=recipe.momentum, nesterov=True, weight_decay=recipe.weight_decay)
    state = State(network, optimiser, generator, recipe)
    curve = restore(state, checkpoint)
    for number in range(len(curve), recipe.epochs):
        began = time.perf_counter()
        learned = _one_epoch(state, data.train, inputs, number, between_batches)
        measured = evaluate(network, data.test, inputs, bfloat16=recipe.bfloat16)
        curve.append(Epoch(number + 1, *learned, *measured, optimiser.param_groups[0]["lr"],
                           time.perf_counter() - began))
        save(state, curve, checkpoint)
        report(curve[-1])
    return curve


def _one_epoch(state: State, pictures: Pictures, inputs: Inputs, number: int,
               between_batches: Callable[[], None]) -> tuple[float, float]:
    """Take one step per batch; return the mean loss and the accuracy on the changed pictures, as they were learned."""
    batches = _batches(len(pictures), state.recipe.batch_size, state.generator)
    loss_sum = right = seen = 0.0
    state.network.train()
    for place, rows in enumerate(batches):
        between_batches()
        state.optimiser.param_groups[0]["lr"] = learning_rate(state.recipe, number + place / len(batches))
        changed = augment(pictures.images[rows].float() / 255, state.generator)
        loss, hits = _step(state, inputs.normalised(changed), pictures.labels[rows])
        loss_sum, right, seen = loss_sum + loss * len(rows), right + hits, seen + len(rows)
    return loss_sum / seen, right / seen


def _step(state: State, pictures: Tensor, labels: Tensor) -> tuple[float, int]:
    """Move the weights once; return the loss before, and how many were right."""
    with torch.autocast("cpu", torch.bfloat16, enabled=state.recipe.bfloat16):
        scores = state.network(pictures)
    loss = functional.cross_entropy(scores.float(), labels, label_smoothing=state.recipe.label_smoothing)
    state.optimiser.zero_grad()
    loss.backward()
    state.optimiser.step()
    return loss.item(), int((scores.argmax(1) == labels).sum())


def _batches(count: int, batch_size: int, generator: Generator) -> Tensor:
    """Return row numbers (batches, size) in random order; what does not fill a batch is left out."""
    size = min(batch_size, count)
    return torch.randperm(count, generator=generator)[:count - count % size].view(-1, size)
