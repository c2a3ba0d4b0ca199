"""The training loop: pictures in, weights and a curve out. It reports; it does not print, plot or poll."""

from __future__ import annotations

import time
from math import isfinite, nan
from typing import NamedTuple

import torch
from torch import Generator, Tensor
from torch.nn import functional
from torch.optim import Optimizer

from explorer.errors import Message
from explorer.networks import is_short_of_memory
from explorer.runtime import run_files
from explorer.training.loop.batches import Source, row_batches
from explorer.training.loop.checkpoint import Living, restore, save
from explorer.training.loop.metrics import balanced_accuracy
from explorer.training.loop.optimisation import Named, optimiser_of, put_state, share
from explorer.training.loop.precision import StepPrecision
from explorer.training.loop.run import Run
from explorer.training.loop.troubles import DivergedError, diagnose, diverged, free_memory, halve_batch
from explorer.training.loop.validation import (
    answers_of,
    measured_answers,
    sample_rows,
    sampled,
    scores_of,
    write_samples,
)
from explorer.training.network.freezing import Phase, Split, phase_at, split
from explorer.training.run_folder.checksums import note_order
from explorer.training.run_folder.files import Point, lowest_of, write_curve, write_tensors
from explorer.training.tasks.vision_task import Parts


class Learner(NamedTuple):
    """What one phase of training needs at every step."""

    phase: Phase
    parts: Split
    precision: StepPrecision
    optimiser: Optimizer
    weights: Named
    learn: Source
    watch: Source


def fit(run: Run) -> tuple[Living, list[Message]]:
    """Train the network of ``run`` in place; return its curve and whatever else there is to say.

    After each epoch everything needed to go on is written into the run's folder; where it is there, training goes on
    from it, and ends with the same weights bit for bit (CPU, same number of threads).

    Raises:
        ExplorerError: the first epoch ended in numbers that are none; the disk is full; no memory for two pictures.
    """
    living = _living(run)
    if not (run.folder / run_files.CHECKPOINT).exists():
        torch.manual_seed(run.plan.seed)
        save(run.folder / run_files.CHECKPOINT, run.plan, living, None, {})
    while True:
        remembered = restore(run.folder / run_files.CHECKPOINT, run.plan, living)
        if living.curve:
            _publish(run, living)
        if is_over(run, living.curve):
            return living, run.notes()
        try:
            _one_phase(run, living, remembered)
        except DivergedError as error:
            restore(run.folder / run_files.CHECKPOINT, run.plan, living)
            return living, [*run.notes(), diverged(run, living.curve, error)]
        except (RuntimeError, MemoryError) as error:
            if not is_short_of_memory(error):
                raise
            halve_batch(run, living.curve, error)
        free_memory()


def is_over(run: Run, curve: list[Point]) -> bool:
    """Say whether no epoch is left, or the plan stops early: the validation loss has not fallen for too long."""
    if len(curve) >= run.plan.epochs:
        return True
    first = run.phases[-1].first
    patience = run.plan.early_stopping
    return bool(patience) and len(curve) > first and len(curve) - lowest_of(curve[first:]).number >= patience


def _one_phase(run: Run, living: Living, remembered: dict[str, Tensor]) -> None:
    learner = _learner(run, living, remembered)
    for number in range(len(living.curve), learner.phase.end):
        began = time.perf_counter()
        learned = _one_epoch(run, learner, number, living.generator)
        _watch(run, learner, living, learned, began)
        if run.best(living.curve).number == number + 1:
            write_tensors(run.folder / run_files.BEST, run.begun.module.state_dict())
        save(run.folder / run_files.CHECKPOINT, run.plan, living, learner.optimiser, learner.weights)
        _publish(run, living)
        run.report(living.curve[-1])
        if is_over(run, living.curve):
            return


class StepOutcome(NamedTuple):
    """How a step or an epoch went, on the pictures as they were learned."""

    loss: float
    """The mean."""
    right: float
    """How many were right, or their share; 0 where outputs are more than classes."""
    parts: dict[str, float]
    """Means of the parts of the loss, where it has any."""


def _one_epoch(run: Run, learner: Learner, number: int, generator: Generator) -> StepOutcome:
    """Take one step per batch; return the mean loss and the accuracy on the pictures as they were learned."""
    phase, schedule, count = learner.phase, run.plan.schedule, len(learner.learn.labels)
    batches = row_batches(count, learner.precision.batch_size, generator)
    note_order(run.folder, number, batches)
    loss_sum = right = 0.0
    parts = dict.fromkeys(run.task.parts if run.task else (), 0.0)
    learner.parts.set_to_learn()
    for place, rows in enumerate(batches):
        run.between_batches()
        done = (number - phase.first + (place + 0.5) / len(batches)) / (phase.end - phase.first)
        rate = phase.learning_rate * share(schedule, done)
        learner.optimiser.param_groups[0]["lr"] = rate
        found = step(run, learner, rows)
        loss_sum, right = loss_sum + found.loss * len(rows), right + found.right
        for name, value in found.parts.items():
            parts[name] += value * len(rows)
        run.progress.batch(number, place + 1, len(batches), learning_rate=rate, loss=found.loss)
    return StepOutcome(loss_sum / count, right / count, {name: total / count for name, total in parts.items()})


def step(run: Run, learner: Learner, rows: Tensor) -> StepOutcome:
    """Move the weights once; return the loss before and its parts, and how many were right.

    Raises:
        DivergedError: the loss is infinite or no number.
    """
    labels = learner.learn.labels[rows.to(run.device)]
    values = learner.learn.batch(rows)
    with learner.precision.autocast(run.device):
        scores = learner.parts.tail(values).float()
    if run.task is None:
        loss = functional.cross_entropy(scores, labels, weight=run.class_weights,
                                        label_smoothing=run.plan.label_smoothing)
        parts: Parts = {}
    else:
        loss, parts = run.task.loss(scores, labels)
    learner.optimiser.zero_grad()
    loss.backward()
    if not isfinite(value := loss.item()):
        raise DivergedError
    learner.optimiser.step()
    right = int((scores.argmax(1) == labels).sum()) if run.task is None else 0
    return StepOutcome(value, right, {name: part.item() for name, part in parts.items()})


def _living(run: Run) -> Living:
    frozen = frozenset.intersection(*(phase.frozen for phase in run.phases))
    changing = tuple(row.name for row in run.begun.report if row.name not in frozen)
    run.begun.module.to(run.device)
    return Living(run.begun.module, changing, Generator().manual_seed(run.plan.seed), [], [])


def _learner(run: Run, living: Living, remembered: dict[str, Tensor]) -> Learner:
    phase = phase_at(run.phases, len(living.curve))
    parts = split(run.begun, phase.frozen)
    precision = run.precision(phase, parts)
    run.begun.module.to(memory_format=precision.order)
    weights = {name: weight for name, weight in run.begun.module.named_parameters() if weight.requires_grad}
    optimiser = optimiser_of(run.plan, weights)
    if len(living.curve) > phase.first:
        put_state(optimiser, weights, remembered)
    learn, watch = run.sources(parts, precision, living.generator)
    return Learner(phase, parts, precision, optimiser, weights, learn, watch)


def _watch(run: Run, learner: Learner, living: Living, learned: StepOutcome, began: float) -> None:
    """Put the epoch that was ``learned`` to the curve, measured on the watched pictures, and a few answers to the
    samples."""
    number, rate = len(living.curve) + 1, learner.optimiser.param_groups[0]["lr"]
    if run.task is None:
        scores = scores_of(learner.parts, learner.watch, learner.precision, run.device, run.between_batches)
        living.curve.append(_point(number, learned, scores, run.watched.labels, rate, began))
        living.samples.append(sampled(scores))
        return
    found = answers_of(run, learner.parts, learner.watch, learner.precision)
    if not isfinite(found.loss):
        raise DivergedError
    measured = measured_answers(run, run.watched, found.answers)
    more = {f"train_{name}": value for name, value in learned.parts.items()} | {
        f"val_{name}": value for name, value in found.parts.items()} | measured
    living.curve.append(Point(number, learned.loss, nan, found.loss, nan, nan, rate, time.perf_counter() - began,
                              more=more))
    living.samples.append(found.answers[sample_rows(len(found.answers))])


def _point(number: int, learned: StepOutcome, scores: Tensor, labels: Tensor, rate: float, began: float) -> Point:
    given = scores.argmax(1)
    val_loss = functional.cross_entropy(scores, labels).item()
    if not isfinite(val_loss):
        raise DivergedError
    return Point(number, learned.loss, learned.right, val_loss, (given == labels).double().mean().item(),
                 given.bincount().max().item() / len(labels), rate, time.perf_counter() - began,
                 balanced_accuracy(given, labels))


def _publish(run: Run, living: Living) -> None:
    """Bring the files that pages read up to the checkpoint."""
    write_curve(run.folder / run_files.CURVE, living.curve)
    write_samples(run, living.samples)
    run.progress.warn([*run.notes(), *diagnose(living.curve, len(run.data.categories))])
