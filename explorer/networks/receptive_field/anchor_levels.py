"""The sizes of boxes that a detector begins with, against what its cells see: why small ones live on early maps.

An anchor, or default box, is a box of a usual size that a cell puts out when its numbers are 0; training makes each
cell answer for things of about the size of its anchors.

Sources:
    Liu et al. (2015), SSD: Single shot multibox detector, arXiv:1512.02325, section 2.2: scales of default boxes.
    Ren et al. (2015), Faster R-CNN, arXiv:1506.01497, section 3.1: anchors.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

from explorer.detection import DETECT_GRID
from explorer.networks.network import Network, report_of
from explorer.networks.torch_graph.trace import taps

BoxSize = tuple[float, float]
"""Width and height, px of the network's input."""


@dataclass(frozen=True, slots=True)
class AnchorLevel:
    """A map whose cells put out boxes."""

    layer: str
    cells: tuple[int, int]
    """Height and width of the map."""
    stride: float
    """From one cell to the next, px of the input."""
    field: int
    """What one cell sees through windows, px of the input; a branch over the whole map may tell it more."""
    anchors: tuple[BoxSize, ...]

    @property
    def sides(self) -> tuple[float, float]:
        """Side of a square as large as the smallest and the largest anchor, px."""
        found = [sqrt(width * height) for width, height in self.anchors]
        return min(found), max(found)

    @property
    def covered(self) -> float:
        """How often the largest anchor goes into the field, side by side: below 1 its cell must guess the borders."""
        return self.field / self.sides[1]

    @property
    def apart(self) -> float:
        """How many cells lie along the side of the smallest anchor; below 1 two such things may share a cell."""
        return self.sides[0] / self.stride


def anchor_levels(network: Network) -> tuple[AnchorLevel, ...]:
    """Return the maps of a detector that put out boxes, the finest first; empty: it is none, or has no anchors.

    Of Faster R-CNN, whose first head reads several maps, the finest one is read here.
    """
    if network.task != "detect":
        return ()
    side = min(network.input_shape[1:])
    if network.whole is None:
        return (_level(network, network.graph.output, tuple((side * w, side * h) for w, h in DETECT_GRID.anchors)),)
    whole: Any = network.whole.module
    if hasattr(whole, "rpn"):
        generator = whole.rpn.anchor_generator
        sizes = tuple((size / sqrt(ratio), size * sqrt(ratio)) for ratio in generator.aspect_ratios[0]
                      for size in generator.sizes[0])
        return (_level(network, "steps.cls_logits", sizes),)
    return tuple(_level(network, list(taps(network.graph, f"steps.class_scores.{place}"))[-1], sizes)
                 for place, sizes in enumerate(_default_boxes(whole.anchor_generator, side)))


def _default_boxes(generator: Any, side: int) -> list[tuple[BoxSize, ...]]:
    """Return the default boxes of each level of an SSD, px: two squares, and two boxes for each ratio of sides."""
    found = []
    for place, ratios in enumerate(generator.aspect_ratios):
        scale, following = generator.scales[place:place + 2]
        squares = [(scale, scale), (sqrt(scale * following),) * 2]
        others = [box for ratio in ratios for box in ((scale * sqrt(ratio), scale / sqrt(ratio)),
                                                      (scale / sqrt(ratio), scale * sqrt(ratio)))]
        found.append(tuple((side * min(1.0, w), side * min(1.0, h)) for w, h in (*squares, *others)))
    return found


def _level(network: Network, layer: str, anchors: tuple[BoxSize, ...]) -> AnchorLevel:
    row = report_of(network)[layer]
    shape, field = row.output_shape or (0, 1, 1), row.local_field
    assert field is not None  # the layers of these networks are known
    return AnchorLevel(layer, (shape[1], shape[2]), float(field.jump), field.size, anchors)
