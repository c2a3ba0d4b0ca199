"""What a picture costs that is connected to all units at once, and what it costs in a convolution, as it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from explorer.errors import N_
from explorer.graph import Row, analyse

Quantity = Literal["params", "macs", "memory"]
QUANTITIES: tuple[Quantity, ...] = ("params", "macs", "memory")
LEAST_SIDE, MOST_SIDE = 8, 512
MOST_CHANNELS, MOST_UNITS, MOST_MAPS = 64, 4096, 512
KERNELS = (1, 3, 5, 7, 9, 11)
GROWN_SIDES = (8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512)
"""Of pictures in a chart, px; each is larger than the one before by the same factor."""
FLOAT_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLayers:
    """A picture, and the two layers that can read it.

    Attributes:
        size: side of the picture, px.
        channels: of the picture.
        units: of the linear layer.
        maps: of the convolution, which keeps the picture's size.
        kernel: side of its kernel, px; odd.
    """

    size: int = 150
    channels: int = 3
    units: int = 128
    maps: int = 32
    kernel: int = 5

    def linear(self, size: int | None = None) -> Row:
        """Return the linear layer, all pixels to all units; ``size``: of another picture, px."""
        return self._analysed(f"flatten~linear.o{self.units}", size)

    def convolution(self, size: int | None = None) -> Row:
        """Return the convolution; ``size``: of another picture, px."""
        return self._analysed(f"conv.o{self.maps}.k{self.kernel}.p{self.kernel // 2}", size)

    def _analysed(self, text: str, size: int | None) -> Row:
        side = size or self.size
        return analyse(text, (self.channels, side, side)).rows[-1]


@dataclass(frozen=True, slots=True)
class LecturePicture:
    """A picture that lectures count: its name, the layers that read it, and the linear one's weights without biases."""

    title: str
    layers: PictureLayers
    weights: int


LECTURE_PICTURES = {
    "cifar": LecturePicture(N_("32 × 32 × 3 to 10"), PictureLayers(size=32, units=10), 30_720),
    "thousand": LecturePicture(N_("100 × 100 to 1,000"), PictureLayers(size=100, channels=1, units=1000), 10_000_000),
    "photo": LecturePicture(N_("150 × 150 × 3 to 128"), PictureLayers(), 8_640_000),
}


def counted(row: Row, quantity: Quantity) -> int:
    """Return what a layer costs: learned values, multiply-adds, or bytes of its weights and outputs in float32."""
    if quantity == "memory":
        return FLOAT_BYTES * row.params + row.activation_bytes
    return row.params if quantity == "params" else row.macs


def growth(layers: PictureLayers, quantity: Quantity, sizes: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return what the linear layer and the convolution cost for pictures with sides of ``sizes`` px."""
    return ([counted(layers.linear(size), quantity) for size in sizes],
            [counted(layers.convolution(size), quantity) for size in sizes])
