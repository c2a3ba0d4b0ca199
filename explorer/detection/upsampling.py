"""Small maps made large: by the nearest value, by bilinear interpolation, and by transposed convolution.

All three put numbers of a grid (H, W) into a larger one, and each cell of that is a sum of cells of the small one with
weights: `Upsampling.terms` tells them, and they are what a page shows as the working.

Sources:
    torch.nn.functional.interpolate with ``align_corners=False``, and torch.nn.ConvTranspose2d.
    Odena, Dumoulin & Olah (2016), Deconvolution and checkerboard artifacts, Distill, 10.23915/distill.00003.
    Long, Shelhamer & Darrell (2014), arXiv:1411.4038, section 3.3: up-sampling by a transposed convolution that starts
    as bilinear interpolation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Array
from explorer.convolution import Convolution
from explorer.errors import N_, SpecError

UPSAMPLERS = {"nearest": N_("nearest"), "bilinear": N_("bilinear"), "transposed": N_("transposed")}
KERNELS = {"ones": N_("all 1"), "bilinear": N_("bilinear"), "random": N_("drawn at random")}
"""What the kernel of a transposed convolution may hold."""
FACTOR = 2
"""By which nearest and bilinear make a grid larger."""
KERNEL_SIZES, STRIDES, PADDINGS = (2, 6), (1, 3), (0, 2)
"""Least and most of a transposed convolution, cells."""
CHECKERBOARD, SMOOTH = (3, 2, 0), (4, 2, 1)
"""Kernel, stride and padding of the well-known pair: 2 does not divide 3, so stamps cover cells unevenly; 2 divides 4.
"""


@dataclass(frozen=True, eq=False)
class Upsampling:
    """A grid and what one method makes of it.

    Attributes:
        grid: (H, W).
        weights: of each output cell the weights of all input cells, (H' · W', H · W).
        size: H', W'.
    """

    grid: Array
    weights: Array
    size: tuple[int, int]

    @cached_property
    def output(self) -> Array:
        """Return the larger grid, (H', W')."""
        found: Array = (self.weights @ self.grid.ravel()).reshape(self.size)
        return found

    def reads(self) -> list[list[int]]:
        """Return of each output cell, row by row, the input cells that it reads, counted row by row."""
        return [np.flatnonzero(row).tolist() for row in self.weights]

    def terms(self, row: int, column: int) -> list[tuple[float, float]]:
        """Return weight and value of each cell that an output cell is a sum of."""
        own = self.weights[row * self.size[1] + column]
        return [(float(own[cell]), float(self.grid.flat[cell])) for cell in np.flatnonzero(own)]


def nearest(grid: Array, factor: int = FACTOR) -> Upsampling:
    """Return a grid (H, W) whose cells are each repeated ``factor`` times along both axes."""
    return _separable(grid, [np.repeat(np.eye(side), factor, axis=0) for side in grid.shape])


def bilinear(grid: Array, factor: int = FACTOR) -> Upsampling:
    """Return a grid (H, W) made larger by straight lines between the centres of its cells.

    At the edge, outside the outermost centres, the outermost value stays.
    """
    return _separable(grid, [_lines(side, factor) for side in grid.shape])


def transposed(grid: Array, kernel: Array, *, stride: int = 2, padding: int = 0) -> Upsampling:
    """Return what a transposed convolution makes of a grid: each cell stamps the kernel, times its value.

    Args:
        grid: (H, W).
        kernel: (k, k).
        stride: cells between two stamps.
        padding: cells that are cut off at each end of what was stamped.

    Raises:
        SpecError, ShapeError: an argument that torch refuses.
    """
    ones = _convolution(np.ones(grid.shape), kernel, stride, padding)
    height, width = ones.output_shape[1:]
    weights = np.zeros((height * width, grid.size))
    for cell in range(grid.size):
        for stamp in ones.stamps((0, *divmod(cell, grid.shape[1]))):
            weights[stamp.cell[1] * width + stamp.cell[2], cell] += stamp.product
    return Upsampling(grid, weights, (height, width))


def stamped(grid: Array, kernel: Array, *, stride: int = 2, padding: int = 0) -> Array:
    """Return the output of `transposed` alone, (H', W'), for grids so large that the weights of all cells are many."""
    found: Array = _convolution(grid, kernel, stride, padding).output[0]
    return found


def coverage(side: int, *, kernel_size: int, stride: int, padding: int) -> Array:
    """Return how many stamps reach each cell of the output of a transposed convolution, (H', W').

    Uneven inside: a checkerboard, whatever the kernel's numbers are unless they make up for it.

    Raises:
        SpecError, ShapeError: an argument that torch refuses.
    """
    return _convolution(np.ones((side, side)), np.ones((kernel_size, kernel_size)), stride, padding).overlaps


def is_even(kernel_size: int, stride: int) -> bool:
    """Return whether every output cell away from the edges gets equally many stamps."""
    return kernel_size % stride == 0


def kernel_of(name: str, size: int, *, stride: int = 2, seed: int = 0) -> Array:
    """Return a kernel (size, size) of `KERNELS`.

    Args:
        name: ``ones``; ``bilinear``: a tent as wide as ``size`` allows; ``random``: normal numbers around 0 as a layer
            starts with, so scaled that stamps of ones add up to a variance of about 1.
        size: cells.
        stride: of the layer, cells.
        seed: of ``random``.

    Raises:
        SpecError: no such kernel.
    """
    if name == "ones":
        return np.ones((size, size))
    if name == "bilinear":
        places = np.arange(size)
        centre, reach = (size - 1) / 2, (size + 1) // 2
        tent = 1 - np.abs(places - centre) / reach
        return np.outer(tent, tent)
    if name == "random":
        return np.random.default_rng(seed).normal(0, stride / size, (size, size))
    raise SpecError("There is no kernel {name!r}. Choose one of: {known}.", name=name[:80], known=", ".join(KERNELS))


def side_working(side: int, *, kernel_size: int, stride: int, padding: int) -> str:
    """Return the side of a transposed convolution's output with its numbers, LaTeX."""
    cut = rf" - 2 \cdot {padding}" if padding else ""
    return rf"({side} - 1) \cdot {stride}{cut} + {kernel_size} = {(side - 1) * stride - 2 * padding + kernel_size}"


def _convolution(grid: Array, kernel: Array, stride: int, padding: int) -> Convolution:
    return Convolution(input=grid[None].astype(float), weight=kernel[None, None].astype(float), stride=stride,
                       padding=padding, transposed=True)


def _separable(grid: Array, along: list[Array]) -> Upsampling:
    rows, columns = along
    weights: Array = np.kron(rows, columns).astype(np.float64)
    return Upsampling(grid, weights, (len(rows), len(columns)))


def _lines(side: int, factor: int) -> Array:
    """Return of each place of a longer row the weights of a short one's cells, (side · factor, side)."""
    centres = np.clip((np.arange(side * factor) + 0.5) / factor - 0.5, 0, side - 1)
    low = np.floor(centres).astype(int)
    high = np.minimum(low + 1, side - 1)
    weights = np.zeros((side * factor, side))
    np.add.at(weights, (np.arange(len(centres)), low), 1 - (centres - low))
    np.add.at(weights, (np.arange(len(centres)), high), centres - low)
    return weights


def neighbour_steps(maps: NDArray[np.floating]) -> tuple[float, float]:
    """Return how much cells beside each other differ on average: those of one block of 2 x 2, and those across blocks.

    Maps that were doubled by the nearest value have 0 within blocks. Where the two are far apart although the picture
    is smooth, a pattern of blocks is drawn over it.

    Args:
        maps: (C, H, W), sides even.
    """
    along = [np.abs(np.diff(maps, axis=axis)) for axis in (1, 2)]
    within = [along[0][:, ::2], along[1][:, :, ::2]]
    across = [along[0][:, 1::2], along[1][:, :, 1::2]]
    return _mean(within), _mean(across)


def _mean(parts: list[NDArray[np.floating]]) -> float:
    values = np.concatenate([part.ravel() for part in parts])
    return float(values.mean()) if values.size else 0.0
