"""*Numbers*: a photo, zoomed down to its single pixels, and the numbers that a network gets."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import images
from explorer.figures import packed
from pages.pixels.state import SIDES, state, take, told_to
from pages.ui.components import component
from pages.ui.pickers.photo import photo
from pages.ui.text import _

KEY = "px_zoom"
SET = ("show", "tint", "grey", "values", "layout", "zoom", "centre", "at")
"""What the component sets, in the order of `SETTINGS` of its data.js."""
CHANNELS = {"1": 1, "3": 3}

_mount = component.register("pixel_zoom")


def numbers_view() -> None:
    """Show the photo at the chosen size, and let the reader zoom into it."""
    take(KEY, SET)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="px_toolbar"):
        picture = photo("px_photo")
        _choice("side", _("Size"), SIDES, {side: _("{side} × {side} px").format(side=side) for side in SIDES})
        bits = {bits: _("{bits} bits").format(bits=bits) for bits in images.BIT_DEPTHS}
        _choice("bits", _("Bit depth"), images.BIT_DEPTHS, bits | {1: _("1 bit")})
    now = state.now
    pixels = images.with_bits(images.to_size(picture, now.side, now.side), now.bits)
    _mount(key=KEY, data=packed_pixels(pixels), on_selected_change=component.noted)


def _choice(name: str, label: str, options: tuple[int, ...], titles: dict[int, str]) -> None:
    st.selectbox(label, options, format_func=titles.__getitem__, label_visibility="collapsed", width=205,
                 **state.bind(name))


def packed_pixels(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels (H, W, 3) and all that is told of them, as data.js of the component unpacks it."""
    height, width = pixels.shape[:2]
    header = {
        "size": (height, width), "bits": state.now.bits, "setup": told_to(SET), "weights": images.GREY_WEIGHTS,
        "steps": {values: {name: images.range_steps(values, count) for name, count in CHANNELS.items()}
                  for values in images.VALUE_RANGES},
        "normal": {name: images.normal_of(count) for name, count in CHANNELS.items()},
        "code": {layout: {values: {name: _code(height, width, count, layout, values)
                                   for name, count in CHANNELS.items()} for values in images.VALUE_RANGES}
                 for layout in images.TENSOR_LAYOUTS},
        "room": {name: _room(images.picture_bytes(height, width, count, state.now.bits))
                 for name, count in CHANNELS.items()},
        "words": _words(),
    }
    return packed(header, [pixels])


def _code(height: int, width: int, count: int, layout: images.TensorLayout,
          values: images.ValueRange) -> dict[str, Any]:
    return {"shape": images.tensor_shape(height, width, count, layout), "index": images.pixel_index(layout),
            "numpy": images.numpy_code(layout, values, count), "torch": images.torch_code(layout, values, count)}


def _room(count: int) -> str:
    return _("{count} bytes").format(count=f"{count:,}")


def _words() -> dict[str, str]:
    return {
        "label": _("The photo, as large as you zoom it"),
        "show": _("What is shown"), "colour": _("Colour"), "channels": _("R, G, B apart"), "grey": _("Grey"),
        "tint": _("How channels are drawn"), "tintGrey": _("as grey"), "tintColour": _("in their colour"),
        "weights": _("How grey is made"), "mean": _("Mean"), "luma": _("Luma: as bright as it looks"),
        "values": _("Range of the numbers"), "bytes": _("0–255"), "unit": _("0–1"), "normalised": _("Normalised"),
        "layout": _("Order in the tensor"), "hwc": "H, W, C", "chw": "C, H, W", "nchw": "N, C, H, W",
        "red": _("Red"), "green": _("Green"), "blue": _("Blue"),
        "whole": _("Whole photo"), "near": _("Single pixels"), "zoom": _("Zoom"), "larger": _("Larger"),
        "smaller": _("Smaller"), "scale": _("1 pixel is {side} px on the screen"),
        "pixel": _("Row {row}, column {column}, from 0"),
        "part": _("Rows {top} to {bottom} and columns {left} to {right} are seen"),
        "keys": _("Arrow keys choose a pixel, plus and minus zoom, Home shows all."),
        "count": _("{product} = {numbers} numbers, {room}."),
        "order_hwc": _("Pixel after pixel, as files and screens have it."),
        "order_chw": _("Channel after channel, as PyTorch's layers want it."),
        "order_nchw": _("A batch of N such pictures; here there is one."),
    }
