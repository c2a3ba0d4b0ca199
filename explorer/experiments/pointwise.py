"""A 1 x 1 convolution and a linear layer on every pixel: computed both ways with the same weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor
from torch.nn import functional

from explorer.arrays import Floats
from explorer.errors import LimitError
from explorer.experiments.two_ends import MOST_OUTPUTS
from explorer.networks import run

MOST_VALUES = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Pointwise:
    """One input (C, H, W), weights (K, C) and biases (K,), and what both layers make of it, (K, H, W)."""

    maps: Floats
    weight: Floats
    bias: Floats
    convolved: Floats
    """By a convolution with kernels of (C, 1, 1)."""
    linear: Floats
    """By a linear layer that reads the C values of one pixel after the other."""

    @property
    def difference(self) -> float:
        """Return the largest difference between the two."""
        return float(np.abs(self.convolved - self.linear).max())

    @property
    def params(self) -> int:
        """Return the number of weights and biases, of either."""
        return self.weight.size + self.bias.size


def pixelwise(maps: NDArray[np.float32], outputs: int, *, seed: int = 0) -> Pointwise:
    """Return what both make of ``maps``, with weights drawn from ``seed`` as torch draws those of a layer.

    Args:
        maps: (C, H, W).
        outputs: K, how many maps come out.
        seed: of the weights.

    Raises:
        LimitError: more values than are computed here, or more outputs.
    """
    if maps.size > MOST_VALUES or not 1 <= outputs <= MOST_OUTPUTS:
        raise LimitError("These are {values:,} values and {outputs} outputs; up to {most:,} and {most_outputs} are "
                         "computed here. Take a smaller picture or fewer outputs.", values=maps.size, outputs=outputs,
                         most=MOST_VALUES, most_outputs=MOST_OUTPUTS)
    reach = float(len(maps)) ** -0.5
    draw = Generator().manual_seed(seed)
    weight = (torch.rand(outputs, len(maps), generator=draw) * 2 - 1) * reach
    bias = (torch.rand(outputs, generator=draw) * 2 - 1) * reach
    convolved, linear = run(lambda device: _both(torch.tensor(maps), weight, bias, device))
    return Pointwise(maps, weight.numpy(), bias.numpy(), convolved, linear)


def _both(maps: Tensor, weight: Tensor, bias: Tensor, device: torch.device) -> tuple[Floats, Floats]:
    maps, weight, bias = maps.to(device), weight.to(device), bias.to(device)
    with torch.inference_mode():
        convolved = functional.conv2d(maps[None], weight[:, :, None, None], bias)[0]
        pixels = maps.flatten(1).T.contiguous()                                  # (H W, C): one row for each pixel
        linear = functional.linear(pixels, weight, bias).T.reshape(convolved.shape)
    return convolved.cpu().numpy(), linear.cpu().numpy()
