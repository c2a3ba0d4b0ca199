"""The scores of a network for all pictures of a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from explorer.runtime import run_files, write_arrays
from explorer.training.loop.batches import Source
from explorer.training.loop.precision import StepPrecision
from explorer.training.loop.run import Run
from explorer.training.network.freezing import Split

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


COUNT = 12


def sample_rows(count: int) -> Tensor:
    """Return the numbers of up to 12 of ``count`` pictures, evenly picked."""
    return torch.linspace(0, count - 1, min(COUNT, count)).round().long()


def sampled(scores: Tensor) -> Tensor:
    """Return the probabilities (12, classes) of the samples, of the scores (N, classes) of all."""
    return scores[sample_rows(len(scores))].softmax(1)


def write_samples(run: Run, samples: Sequence[Tensor]) -> None:
    """Write ``samples.npz``: images (12, 3, H, W) uint8, labels (12,), probabilities (epochs, 12, classes) float32."""
    chosen = run.watched.at(sample_rows(len(run.watched)))
    write_arrays(run.folder / run_files.SAMPLES, {
        "images": chosen.images.numpy(), "labels": chosen.labels.numpy(),
        "probabilities": torch.stack(list(samples)).numpy()})
