"""The scores of a network for all pictures of a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from explorer.runtime import run_files, write_arrays
from explorer.training.data.dataset import Pictures
from explorer.training.loop.batches import Source
from explorer.training.loop.precision import StepPrecision
from explorer.training.loop.run import Run
from explorer.training.network.freezing import Split
from explorer.training.run_folder.kept_pictures import truth_arrays, write_shown_scenes

CHUNK = 128
"""Pictures that are scored at once."""


def scores_of(parts: Split, source: Source, precision: StepPrecision, device: torch.device,
              between_batches: Callable[[], None]) -> Tensor:
    """Return the scores (N, classes) of all pictures, float32, on the CPU; the network is in eval mode afterwards."""
    parts.set_to_use()
    found = []
    with torch.no_grad():
        for rows in torch.arange(len(source.labels)).split(CHUNK):
            between_batches()
            with precision.autocast(device):
                found.append(parts.tail(source.batch(rows)).float().cpu())
    return torch.cat(found)


class Answered(NamedTuple):
    """What a network made of pictures of a task."""

    answers: Tensor
    """As ``VisionTask.answers`` has them."""
    loss: float
    parts: dict[str, float]
    """Of the loss."""


def answers_of(run: Run, parts: Split, source: Source, precision: StepPrecision) -> Answered:
    """Return the answers to all pictures of a source of the run's task, and the mean loss; eval mode afterwards."""
    task = run.task
    assert task is not None
    parts.set_to_use()
    found, loss, totals = [], 0.0, dict.fromkeys(task.parts, 0.0)
    with torch.no_grad():
        for rows in torch.arange(len(source.labels)).split(CHUNK):
            run.between_batches()
            with precision.autocast(run.device):
                outputs = parts.tail(source.batch(rows)).float()
            mean, shares = task.loss(outputs, source.labels[rows.to(run.device)])
            loss += mean.item() * len(rows)
            for name, value in shares.items():
                totals[name] += value.item() * len(rows)
            found.append(task.answers(outputs, run.data.side).cpu())
    count = len(source.labels)
    return Answered(torch.cat(found), loss / count, {name: total / count for name, total in totals.items()})


def measured_answers(run: Run, pictures: Pictures, answers: Tensor) -> dict[str, float]:
    """Return the measures of the run's task for the answers to ``pictures``."""
    assert run.task is not None
    assert pictures.truth is not None
    return run.task.measure(answers, pictures.truth, len(run.data.categories))


def scene_result(run: Run, found: Answered, pictures: Pictures) -> dict[str, Any]:
    """Return all measures of what was answered, as what JSON can hold, and keep some pictures for the reader."""
    assert run.task is not None
    assert pictures.truth is not None
    categories = run.data.categories
    rows = run.task.by_class(found.answers, pictures.truth, len(categories))
    write_shown_scenes(run.folder / run_files.SHOWN, pictures, found.answers,
                       run.task.each(found.answers, pictures.truth))
    return {"task": run.task.name, "watched": run.task.watched, "measured": len(pictures), "loss": found.loss,
            "parts": found.parts, "measures": measured_answers(run, pictures, found.answers),
            "classes": [{"name": name, **row} for name, row in zip(categories, rows, strict=True)]}


COUNT = 12


def sample_rows(count: int) -> Tensor:
    """Return the numbers of up to 12 of ``count`` pictures, evenly picked."""
    return torch.linspace(0, count - 1, min(COUNT, count)).round().long()


def sampled(scores: Tensor) -> Tensor:
    """Return the probabilities (12, classes) of the samples, of the scores (N, classes) of all."""
    return scores[sample_rows(len(scores))].softmax(1)


def write_samples(run: Run, samples: Sequence[Tensor]) -> None:
    """Write ``samples.npz``: images (12, 3, H, W) uint8, labels (12,), probabilities (epochs, 12, classes) float32.

    Of scenes: images, the truth as ``true_boxes``, ``true_kinds`` and ``true_maps``, and answers (epochs, 12, ...).
    """
    chosen = run.watched.at(sample_rows(len(run.watched)))
    if chosen.truth is not None:
        write_arrays(run.folder / run_files.SAMPLES, {
            "images": chosen.images.numpy(), **truth_arrays(chosen.truth),
            "answers": torch.stack(list(samples)).numpy()})
        return
    write_arrays(run.folder / run_files.SAMPLES, {
        "images": chosen.images.numpy(), "labels": chosen.labels.numpy(),
        "probabilities": torch.stack(list(samples)).numpy()})
