"""What a reader has set in the tab *Every pixel*: the fields that `pages.where_is_it.state` takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.detection import CHECKERBOARD, KERNEL_SIZES, KERNELS, PADDINGS, STRIDES
from explorer.scenes import KINDS
from pages.ui.state.fields import Choice, Field, Numbers, Several, Whole

PIXEL_PARTS = ("classes", "unet", "skips", "enlarge")
"""What of the tab is looked at."""
PIXEL_NETWORKS = ("segment", "segment_nearest", "segment_plain")
LOOKS = ("classes", "borders", "share", "wrong", "truth", "things")
CLASSES = ("ground", *KINDS)
"""Names of the classes of a pixel in links, in their order."""
SKIP_SIDES = ("64", "32", "16")
"""Of the maps that a skip brings, px; by these they go in links."""
GRIDS = ("ramp", "ones", "dot", "edge")
MOST_STEPS, MOST_MAP, MOST_SEED = 40, 256, 99
MOST_CELL = 999


@dataclass(frozen=True, kw_only=True)
class PixelSettings:
    """The settings of the tab.

    Attributes:
        pixels: which part is looked at.
        segmenter: the network, of `PIXEL_NETWORKS`.
        pixel_look: *Class of each pixel*: what lies over the picture.
        pixel_kind: the class whose share is shown, and whose IoU is worked out.
        opacity: of what lies over the picture, percent.
        confused: cell of the confusion matrix whose pixels are marked, row by row; -1: none.
        unet_step: *Down and up*: which volume of the network is open.
        unet_map: *Down and up*: map from 1.
        skips_off: *What skips are worth*: skips that are off, by the side of their maps.
        up_grid: *Make it larger*: the small grid.
        up_kernel, up_stride, up_padding: of the transposed convolution, cells.
        up_weights: what its kernel holds; ``up_seed``: of random numbers.
        up_pick: grid and cell that are chosen.
        up_map: map of the network's bottom that is made larger, from 1.
    """

    pixels: str = PIXEL_PARTS[0]
    segmenter: str = PIXEL_NETWORKS[0]
    pixel_look: str = LOOKS[0]
    pixel_kind: str = "star"
    opacity: int = 60
    confused: int = -1
    unet_step: int = 14
    unet_map: int = 1
    skips_off: tuple[str, ...] = ("32",)
    up_grid: str = "ones"
    up_kernel: int = CHECKERBOARD[0]
    up_stride: int = CHECKERBOARD[1]
    up_padding: int = CHECKERBOARD[2]
    up_weights: str = "ones"
    up_seed: int = 0
    up_pick: tuple[int, ...] = (4, 20)
    up_map: int = 1


FIELDS: Mapping[str, Field] = {
    "pixels": Choice(PIXEL_PARTS),
    "segmenter": Choice(PIXEL_NETWORKS),
    "pixel_look": Choice(LOOKS),
    "pixel_kind": Choice(CLASSES),
    "opacity": Whole(0, 100),
    "confused": Whole(-1, len(CLASSES)**2 - 1),
    "unet_step": Whole(0, MOST_STEPS),
    "unet_map": Whole(1, MOST_MAP),
    "skips_off": Several(SKIP_SIDES),
    "up_grid": Choice(GRIDS),
    "up_kernel": Whole(*KERNEL_SIZES),
    "up_stride": Whole(*STRIDES),
    "up_padding": Whole(*PADDINGS),
    "up_weights": Choice(tuple(KERNELS)),
    "up_seed": Whole(0, MOST_SEED),
    "up_pick": Numbers(2, 0, MOST_CELL),
    "up_map": Whole(1, MOST_MAP),
}
