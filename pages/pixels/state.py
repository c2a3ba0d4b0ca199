"""What a reader has set on *Pixels*. Each tab adds its own fields, and how they stand in a link."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

import streamlit as st

from explorer.convolution import equivariance
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
    two_networks,
)
from explorer.images import BIT_DEPTHS, GREY_WEIGHTS, TENSOR_LAYOUTS, VALUE_RANGES
from pages.ui import cat_experiment
from pages.ui.state.fields import Choice, Field, FieldsCodec, Numbers, Switch, Whole
from pages.ui.state.page_state import PageState

VIEWS = ("numbers", "flatten", "shuffled", "counting", "connections", "shift", "cells")
SIDES = (224, 64, 32, 8)
SUBJECTS = ("photo", "digit")
SHIFT = Whole(-equivariance.REACH, equivariance.REACH)
MOVED = Whole(0, two_networks.FARTHEST)
FLAT_SIDES, FLAT_CHANNELS = (32, 16, 8), (3, 1)
PLACES = 10_000
"""Places in a picture are told in shares of its sides, so that they stay where they are at another size."""
MOST_CHARS = 400
BOUNDS = {"size": (LEAST_SIDE, MOST_SIDE), "channels": (1, MOST_CHANNELS), "units": (1, MOST_UNITS),
          "maps": (1, MOST_MAPS), "below": (6, MOST_ROW), "window": (2, 5)}
"""Of what is set with sliders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelSetup:
    """One state of the page.

    Attributes:
        view: the open tab.
        side: *Numbers*: of the square that the photo is resampled to, px.
        bits: of each channel.
        show: all channels as one picture, apart, or as grey.
        tint: channels that stand apart are drawn as grey or in their colour.
        grey: which weights make grey.
        values: the range of the numbers.
        layout: in which order a tensor has them.
        zoom: percent of the size at which all of one picture is seen.
        centre: of what is seen, down and across, in 1 / `PLACES` of the sides.
        at: the chosen pixel, likewise.
        flat_side, flat_channels: *Flatten*: of the picture that becomes a row.
        flat_order: its pixels are shuffled.
        flat_at: the chosen value: channel, row and column.
        size, channels, units, maps, kernel: *Counting*: the picture's side and channels, and the layers that read it.
        counts: *Counting*: what is counted.
        wiring: *Connections*: how the units are connected.
        below, window: *Connections*: units of the lower row, and those that a window holds.
        learned: *Shuffled*: how many digits the networks learn from.
        layer, stride: *Shift*: what the image goes through, stride in px.
        right, down: *Shift*: how far it is shifted, px.
        subject: *Shift*: a photo or a drawn digit.
        digit, moved: *Shift*: the digit under the trained networks, and its distance from the left edge, px.
        turn, off, thick, dark: *Cells*: the bar: degrees, px across, px wide, dark on light.
        likes: *Cells*: the direction that both cells answer to, degrees.
    """

    view: str = "numbers"
    side: int = 224
    bits: int = 8
    show: str = "colour"
    tint: str = "colour"
    grey: str = "luma"
    values: str = "bytes"
    layout: str = "hwc"
    zoom: int = 2200
    centre: tuple[int, ...] = (4200, 3600)
    at: tuple[int, ...] = (4310, 3720)
    flat_side: int = 32
    flat_channels: int = 3
    flat_order: bool = False
    flat_at: tuple[int, ...] = (1, 5, 6)
    size: int = 150
    channels: int = 3
    units: int = 128
    maps: int = 32
    kernel: int = 5
    counts: Quantity = "params"
    wiring: Wiring = "dense"
    below: int = 10
    window: int = 3
    learned: int = 1259
    layer: str = "circular"
    stride: int = 2
    right: int = 3
    down: int = 2
    subject: str = "photo"
    digit: int = 3
    moved: int = 3
    turn: int = 10
    off: int = 0
    thick: int = 3
    dark: bool = False
    likes: int = 0


FIELDS: dict[str, Field] = {
    "view": Choice(VIEWS),
    "side": Choice(SIDES),
    "bits": Choice(BIT_DEPTHS),
    "show": Choice(("colour", "channels", "grey")),
    "tint": Choice(("grey", "colour")),
    "grey": Choice(tuple(GREY_WEIGHTS)),
    "values": Choice(VALUE_RANGES),
    "layout": Choice(TENSOR_LAYOUTS),
    "zoom": Whole(10, 100_000),
    "centre": Numbers(2, 0, PLACES),
    "at": Numbers(2, 0, PLACES),
    "flat_side": Choice(FLAT_SIDES),
    "flat_channels": Choice(FLAT_CHANNELS),
    "flat_order": Switch(),
    "flat_at": Numbers(3, 0, FLAT_SIDES[0] - 1),
    "counts": Choice(QUANTITIES),
    "kernel": Choice(KERNELS),
    "wiring": Choice(WIRINGS),
    **cat_experiment.FIELDS,
    "learned": Choice(tuple(two_networks.PICTURES)),
    "layer": Choice(equivariance.LAYERS),
    "stride": Choice(equivariance.STRIDES),
    "right": SHIFT,
    "down": SHIFT,
    "subject": Choice(SUBJECTS),
    "digit": Whole(0, 9),
    "moved": MOVED,
    **{name: Whole(*bounds) for name, bounds in BOUNDS.items()},
}
state = PageState("px", FieldsCodec(PixelSetup(), FIELDS))


def told_to(names: tuple[str, ...]) -> dict[str, str]:
    """Return fields as a component takes them, and hands them back to `take`."""
    return {name: FIELDS[name].write(getattr(state.now, name)) for name in names}


def take(key: str, names: tuple[str, ...]) -> None:
    """Take over the fields that the component ``key`` set to cause this run.

    What a browser sends is anybody's guess: what cannot be read stays as it was.
    """
    told = st.session_state.get(key)
    text = told.get("selected") if isinstance(told, dict) else None
    if not isinstance(text, str) or len(text) > MOST_CHARS:
        return
    for name, value in parse_qsl(text):
        if name in names:
            used, _problem = FIELDS[name].read(name, value, getattr(state.now, name))
            if used != getattr(state.now, name):
                state.change(**{name: used})
