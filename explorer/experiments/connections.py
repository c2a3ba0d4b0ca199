"""Two rows of units, connected in three layers: all to all, to neighbours only, and to neighbours with shared weights.

The step from a linear layer to a convolution is two steps: *local* leaves out all that is far away, *shared* lets all
places use the same weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Wiring = Literal["dense", "local", "shared"]
WIRINGS: tuple[Wiring, ...] = ("dense", "local", "shared")
MOST_ROW = 16


@dataclass(frozen=True, slots=True)
class WeightedLine:
    """A line between two units, counted from 0, and the place of its weight among all learned weights."""

    source: int
    target: int
    weight: int


def outputs(inputs: int, kernel: int) -> int:
    """Return how many windows of ``kernel`` units fit into a row of ``inputs``, one step apart.

    Raises:
        ValueError: the kernel is longer than the row, or empty.
    """
    if not 1 <= kernel <= inputs:
        raise ValueError(f"a kernel of {kernel} does not fit into {inputs}")
    return inputs - kernel + 1


def connections(wiring: Wiring, inputs: int, kernel: int) -> tuple[WeightedLine, ...]:
    """Return all lines between ``inputs`` units and the outputs above them, output by output."""
    found: list[WeightedLine] = []
    for target in range(outputs(inputs, kernel)):
        for source in range(inputs) if wiring == "dense" else range(target, target + kernel):
            weight = source - target if wiring == "shared" else len(found)
            found.append(WeightedLine(source, target, weight))
    return tuple(found)


def weights(wiring: Wiring, side: int, kernel: int, dimensions: int = 2) -> int:
    """Return how many weights one map is learned with, without biases.

    Args:
        wiring: how the units are connected.
        side: of the input, units.
        kernel: side of the window, units.
        dimensions: 1 for a row, 2 for a square.
    """
    windows, window, units = (int(count ** dimensions) for count in (outputs(side, kernel), kernel, side))
    return {"dense": units * windows, "local": windows * window, "shared": window}[wiring]
