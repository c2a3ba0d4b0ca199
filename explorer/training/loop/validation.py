"""The scores of a network for all pictures of a source."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from explorer.training.loop.batches import Source
from explorer.training.network.freezing import Split
from explorer.training.loop.precision import Way

CHUNK = 128
"""Pictures that are scored at once."""


def scores_of(parts: Split, source: Source, way: Way, device: torch.device,
              between_batches: Callable[[], None]) -> Tensor:
    """Return the scores (N, classes) of all pictures, float32, on the CPU; the network is in eval mode afterwards."""
    parts.set_to_use()
    found = []
    with torch.no_grad():
        for rows in torch.arange(len(source.labels)).split(CHUNK):
            between_batches()
            with way.autocast(device):
                found.append(parts.tail(source.batch(rows)).float().cpu())
    return torch.cat(found)
