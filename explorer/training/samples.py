"""A few validation pictures, and what the network makes of them after each epoch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from explorer.training.run_folder.files import SAMPLES, write_arrays

if TYPE_CHECKING:
    from explorer.training.loop.run import Run

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
    write_arrays(run.folder / SAMPLES, {"images": chosen.images.numpy(), "labels": chosen.labels.numpy(),
                                        "probabilities": torch.stack(list(samples)).numpy()})
