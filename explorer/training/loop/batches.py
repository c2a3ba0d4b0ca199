"""Where batches come from: pictures, changed anew each time, or features computed once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

import torch
from torch import Generator, Tensor, nn

from explorer.training.data.dataset import Pictures
from explorer.training.loop.precision import StepPrecision
from explorer.training.network.normalisation import Inputs

CHUNK = 64
"""Pictures whose features are computed at once."""
MOST_BYTES = 2**30
"""Features are kept in memory up to this size, all together."""
Change = Callable[[Tensor, Generator], Tensor]


def batch_sizes(count: int, batch_size: int) -> list[int]:
    """Return how many of ``count`` pictures each step of an epoch takes: all of them, none of them twice.

    They differ by one picture at most, and none is larger than ``batch_size``, so that memory lasts; but a single
    picture, of which batch norm knows no deviation, joins a pair.
    """
    steps = max(1, min(ceil(count / batch_size), count // 2))
    return [count // steps + (place < count % steps) for place in range(steps)]


def row_batches(count: int, batch_size: int, generator: Generator) -> tuple[Tensor, ...]:
    """Return the numbers 0 to ``count`` in random order, as the batches of one epoch."""
    order: Tensor = torch.randperm(count, generator=generator)
    return torch.split(order, batch_sizes(count, batch_size))  # type: ignore[no-any-return]


class Source(Protocol):
    """Gives what the learning part of a network reads."""

    @property
    def labels(self) -> Tensor:
        """What the output for each picture is held against: the number of its class, or targets of a task."""
        ...

    def batch(self, rows: Tensor) -> Tensor:
        """Return what belongs to the pictures with these numbers."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class FreshFeatures:
    """Pictures, augmented if ``change`` is given, through the frozen part of the network each time."""

    pictures: Pictures
    labels: Tensor
    inputs: Inputs
    stem: nn.Module | None
    precision: StepPrecision
    device: torch.device
    change: Change | None
    generator: Generator
    """Draws the changes."""

    def batch(self, rows: Tensor) -> Tensor:
        """Return (N, ...), what the stem puts out."""
        pictures = self.pictures.images[rows].float() / 255
        if self.change is not None:
            pictures = self.change(pictures, self.generator)
        values = self.inputs.normalised(pictures.to(self.device)).contiguous(memory_format=self.precision.order)
        if self.stem is None:
            return values
        with torch.no_grad(), self.precision.autocast(self.device):
            features: Tensor = self.stem(values)
        return features.float()


@dataclass(frozen=True, slots=True, eq=False)
class StoredFeatures:
    """Features (N, ...) in memory."""

    features: Tensor
    labels: Tensor

    def batch(self, rows: Tensor) -> Tensor:
        """Return those of the pictures with these numbers."""
        return self.features[rows.to(self.features.device)]


def stored_features(source: FreshFeatures, between_batches: Callable[[], None]) -> StoredFeatures:
    """Return the features of all pictures of ``source``, computed now, in chunks of the same pictures every time."""
    chunks = []
    for rows in torch.arange(len(source.labels)).split(CHUNK):
        between_batches()
        chunks.append(source.batch(rows))
    return StoredFeatures(torch.cat(chunks), source.labels)


def fits(shape: Sequence[int], count: int) -> bool:
    """Say whether features of ``shape`` of ``count`` pictures may be kept."""
    return 4 * count * int(torch.Size(shape).numel()) <= MOST_BYTES
