"""The lecture's case: VGG-16's first linear layer, 7 x 7 x 512 numbers to 4,096, as a convolution on larger pictures.

Shapes and counts are VGG-16's own. The numbers of one of its outputs are worked out on maps and weights drawn at
random: the two ways agree for any.

Sources:
    Simonyan & Zisserman (2014), arXiv:1409.1556, section 3.2: linear layers as convolutions, at test time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from explorer.arrays import Floats
from explorer.detection.sliding import Slide, SlideCost, slide_cost
from explorer.errors import SpecError
from explorer.graph import PRESETS, Report, analyse, convolved, latex_number

OWN_SIDE, JUMP, FIRST = 224, 32, "fc6"
"""px of VGG's own picture; px between two cells of its last maps; its first linear layer."""
CHANNELS, WINDOW = 512, 7


@dataclass(frozen=True)
class VggWindows:
    """VGG-16 on a square picture of ``side`` px, a multiple of 32 and at least 224."""

    side: int

    def __post_init__(self) -> None:
        if self.side < OWN_SIDE or self.side % JUMP:
            raise SpecError("VGG's picture here has a side of {least} px or more, a multiple of {jump}; not {side}.",
                            least=OWN_SIDE, jump=JUMP, side=self.side)

    @property
    def slide(self) -> Slide:
        """Return where a window of 224 px stands, 32 px apart: one cell of the last maps."""
        return Slide(self.side, self.side, OWN_SIDE, JUMP)

    @property
    def maps(self) -> int:
        """Return the side of the last maps."""
        return self.side // JUMP

    @property
    def scores(self) -> int:
        """Return the side of the map of scores."""
        return self.maps - WINDOW + 1

    @cached_property
    def report(self) -> Report:
        """Return the shapes and counts of the convolved network."""
        vgg = PRESETS["vgg16"]
        return analyse(convolved(vgg.graph, vgg.input_shape), (3, self.side, self.side))

    @cached_property
    def cost(self) -> SlideCost:
        """Return what both ways cost."""
        vgg = PRESETS["vgg16"]
        return slide_cost(vgg.graph, vgg.input_shape, self.slide)

    @property
    def working(self) -> tuple[str, str, str]:
        """Return as LaTeX the numbers of the first linear layer, of its convolution, and the side of its output."""
        outputs = self.report[FIRST].counts.params
        total = latex_number(outputs)
        return (rf"{CHANNELS} \cdot {WINDOW} \cdot {WINDOW} \cdot 4096 + 4096 = 25{{,}}088 \cdot 4096 + 4096 = {total}",
                rf"({WINDOW} \cdot {WINDOW} \cdot {CHANNELS} + 1) \cdot 4096 = {total}",
                rf"{self.side} / {JUMP} - {WINDOW} + 1 = {self.maps} - {WINDOW} + 1 = {self.scores}")

    @cached_property
    def drawn_maps(self) -> Floats:
        """Return last maps drawn at random, (512, n, n), none below 0, as behind a ReLU."""
        draw = np.random.default_rng(self.side)
        return np.maximum(draw.standard_normal((CHANNELS, self.maps, self.maps), dtype=np.float32), 0)

    @cached_property
    def by_windows(self) -> Floats:
        """Return one output of the linear layer for each window of the maps, cut out and flattened, (m, m)."""
        cut = np.lib.stride_tricks.sliding_window_view(self.drawn_maps, (WINDOW, WINDOW), axis=(1, 2))
        rows = cut.transpose(1, 2, 0, 3, 4).reshape(self.scores**2, -1)
        found: Floats = (rows @ _weights().ravel()).reshape(self.scores, self.scores)
        return found

    @cached_property
    def by_convolution(self) -> Floats:
        """Return the same from a 7 x 7 convolution of all maps: cell by cell of the kernel, all places at once."""
        count, kernel = self.scores, _weights()
        found = np.zeros((count, count), np.float32)
        for row, column in np.ndindex(WINDOW, WINDOW):
            part = self.drawn_maps[:, row:row + count, column:column + count]
            found += np.tensordot(kernel[:, row, column], part, axes=1)
        return found

    @property
    def difference(self) -> float:
        """Return the largest difference between both."""
        return float(np.abs(self.by_windows.astype(np.float64) - self.by_convolution).max())


@lru_cache(maxsize=8)
def vgg_windows(side: int) -> VggWindows:
    """Return the case of a side, kept with its numbers."""
    return VggWindows(side)


@lru_cache(maxsize=1)
def _weights() -> Floats:
    """Return the weights of one output, (512, 7, 7)."""
    draw = np.random.default_rng(7)
    return draw.standard_normal((CHANNELS, WINDOW, WINDOW), dtype=np.float32) / np.float32(100)
