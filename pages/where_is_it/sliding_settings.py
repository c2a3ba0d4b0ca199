"""What a reader has set in the tab *Sliding window*: the fields that `pages.where_is_it.state` takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.detection import SLIDERS, WINDOW_SIDES, WINDOW_STRIDES
from pages.ui.state.fields import Choice, Field, Numbers, Whole

PARTS = ("windows", "once", "vgg")
LOOKED_AT = ("scene", "photo")
AGAINST = ("picture", "maps")
VGG_SIDES = tuple(range(224, 705, 32))
"""px; VGG's maps have a 32nd of it."""
MOST_PLACE, MOST_CLASS = 255, 9


@dataclass(frozen=True, kw_only=True)
class SlidingSettings:
    """The settings of the tab.

    Attributes:
        slide_part: what is looked at: windows, one pass, or the lecture's VGG.
        slider: the classifier that is slid, one of ``SLIDERS``.
        slide_on: whether it looks at the scene or at a photo.
        window: side of the window, px of a picture whose longer side is 256 px.
        stride: px of what the network is given.
        slide_place: row and column of the window, from 0.
        slide_class: the class whose map is shown.
        against: what one pass is compared with: windows of the picture, or of the last maps.
        vgg_side: of VGG's picture, px.
        vgg_cell: row and column of the chosen place of its map of scores, from 0.
    """

    slide_part: str = PARTS[0]
    slider: str = SLIDERS[0]
    slide_on: str = LOOKED_AT[0]
    window: int = 96
    stride: int = 4
    slide_place: tuple[int, ...] = (1, 10)
    slide_class: int = 3
    against: str = AGAINST[0]
    vgg_side: int = 448
    vgg_cell: tuple[int, ...] = (2, 5)


FIELDS: Mapping[str, Field] = {
    "slide_part": Choice(PARTS),
    "slider": Choice(SLIDERS),
    "slide_on": Choice(LOOKED_AT),
    "window": Choice(WINDOW_SIDES),
    "stride": Choice(WINDOW_STRIDES),
    "slide_place": Numbers(2, 0, MOST_PLACE),
    "slide_class": Whole(0, MOST_CLASS),
    "against": Choice(AGAINST),
    "vgg_side": Choice(VGG_SIDES),
    "vgg_cell": Numbers(2, 0, MOST_PLACE),
}
