"""What a reader has set on *Pixels*. Each tab adds its own fields, and how they stand in a link."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.experiments import (
    KERNELS,
    LEAST_SIDE,
    MOST_CHANNELS,
    MOST_MAPS,
    MOST_ROW,
    MOST_SIDE,
    MOST_UNITS,
    QUANTITIES,
    WIRINGS,
    Quantity,
    Wiring,
)
from pages.ui.state.fields import Choice, FieldsCodec, Whole
from pages.ui.state.page_state import PageState

VIEWS = ("numbers", "counting", "connections")
SIDES = (224, 64, 32, 8)
BOUNDS = {"size": (LEAST_SIDE, MOST_SIDE), "channels": (1, MOST_CHANNELS), "units": (1, MOST_UNITS),
          "maps": (1, MOST_MAPS), "row": (6, MOST_ROW), "window": (2, 5)}
"""Of what is set with sliders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelSetup:
    """One state of the page.

    Attributes:
        view: the open tab.
        side: *Numbers*: of the square that the photo is resampled to, px.
        size, channels, units, maps, kernel: *Counting*: the picture's side and channels, and the layers that read it.
        counts: *Counting*: what is counted.
        wiring: *Connections*: how the units are connected.
        row, window: *Connections*: units of the lower row, and those that a window holds.
    """

    view: str = "numbers"
    side: int = 224
    size: int = 150
    channels: int = 3
    units: int = 128
    maps: int = 32
    kernel: int = 5
    counts: Quantity = "params"
    wiring: Wiring = "dense"
    row: int = 10
    window: int = 3


state = PageState("px", FieldsCodec(PixelSetup(), {
    "view": Choice(VIEWS),
    "side": Choice(SIDES),
    "counts": Choice(QUANTITIES),
    "kernel": Choice(KERNELS),
    "wiring": Choice(WIRINGS),
    **{name: Whole(*bounds) for name, bounds in BOUNDS.items()},
}))
