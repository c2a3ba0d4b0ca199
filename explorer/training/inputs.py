"""From pictures to what a network takes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """How pictures (N, 3, H, W), uint8, become what the network takes."""

    mean: tuple[float, ...]
    std: tuple[float, ...]

    def normalised(self, pictures: Tensor) -> Tensor:
        """Take pictures of 0 to 1, return them with mean 0 and deviation 1, in channels-last order."""
        mean, std = (torch.tensor(values).view(-1, 1, 1) for values in (self.mean, self.std))
        return ((pictures - mean) / std).contiguous(memory_format=torch.channels_last)
