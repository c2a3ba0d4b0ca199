"""*Flatten*: the same picture as one long row, in its own order and in one that was drawn once for all pictures."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import images
from explorer.figures import packed
from pages.pixels.state import FLAT_CHANNELS, FLAT_SIDES, PixelSetup, state
from pages.ui.components import component
from pages.ui.pickers.photo import photo
from pages.ui.text import _

KEY = "px_row"
UNITS = 10
"""Of the linear layer that is tried on both orders."""

_mount = component.register("pixel_row")


def flatten_view() -> None:
    """Show a small picture, its row, and what becomes of its neighbours."""
    _take_click()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="px_flat"):
        picture = photo("px_photo")
        _choice("flat_side", _("Size"), {side: f"{side} × {side}" for side in FLAT_SIDES})
        _choice("flat_channels", _("Channels"), dict(zip(FLAT_CHANNELS, (_("R, G, B"), _("Grey")), strict=True)))
        _choice("flat_order", _("Order of the pixels"), {False: _("As it is"), True: _("Shuffled")})
    now = state.now
    pixels = images.to_size(picture, now.flat_side, now.flat_side)
    if now.flat_channels == 1:
        grey = images.grey_of(pixels, images.GREY_WEIGHTS["luma"])
        pixels = np.rint(grey).astype(np.uint8)[:, :, None]
    order = order_of(now)
    _mount(key=KEY, data=packed_row(pixels, order, now), on_selected_change=component.noted)
    st.info(_told(pixels, order, now), icon=":material/lightbulb:")


def order_of(now: PixelSetup) -> NDArray[np.int64]:
    """Return which pixel stands at each place."""
    count = now.flat_side**2
    return images.fixed_permutation(count) if now.flat_order else np.arange(count)


def packed_row(pixels: NDArray[np.uint8], order: NDArray[np.int64], now: PixelSetup) -> bytes:
    """Return pixels (H, W, C) and their order, as data.js of the component unpacks them."""
    height, width, channels = pixels.shape
    header = {"shape": (channels, height, width), "shuffled": now.flat_order, "words": _words(),
              "at": "_".join(map(str, _chosen(now)))}
    return packed(header, [order, images.in_layout(pixels, "chw")])


def _chosen(now: PixelSetup) -> tuple[int, ...]:
    """Return the chosen value, within a picture that may have got smaller."""
    sides = (now.flat_channels, now.flat_side, now.flat_side)
    return tuple(min(place, side - 1) for place, side in zip(now.flat_at, sides, strict=True))


def _take_click() -> None:
    """Take over the value that was chosen to cause this run."""
    now = state.now
    places = {f"{channel}_{row}_{column}" for channel in range(now.flat_channels) for row in range(now.flat_side)
              for column in range(now.flat_side)}
    chosen = component.clicked(KEY, places)
    if chosen:
        state.change(flat_at=tuple(map(int, chosen.split("_"))))


def _choice(name: str, label: str, titles: dict[int, str] | dict[bool, str]) -> None:
    st.segmented_control(label, list(titles), format_func=dict(titles).__getitem__, required=True,
                         label_visibility="collapsed", **state.bind(name))


def _told(pixels: NDArray[np.uint8], order: NDArray[np.int64], now: PixelSetup) -> str:
    height, width = pixels.shape[:2]
    if not now.flat_order:
        return _("**What the row loses:** pixels side by side stay side by side, but those above one another are "
                 "{width} places apart, and the channels of one pixel {area}. A linear layer has a weight of its own "
                 "for each place and is never told which places were neighbours.").format(
            width=width, area=f"{height * width:,}")
    beside, below = images.mean_distances(order, height, width)
    return _("**Noise to you, the same task to a linear layer:** each picture is shuffled in the same way, so a pixel "
             "always lands at the same place. A layer of {units} units whose weights are shuffled along gives the "
             "same outputs (the largest difference here is {difference:.0e}). Pixels side by side are now {beside:.0f} "
             "places apart on average, those above one another {below:.0f}: a convolution, which looks at neighbours, "
             "finds nothing that belongs together.").format(
        units=UNITS, difference=images.difference_of_layers(pixels, order, UNITS), beside=beside, below=below)


def _words() -> dict[str, str]:
    return {
        "label": _("The picture, channel by channel"), "strip": _("The same as one long row"),
        "red": _("Red"), "green": _("Green"), "blue": _("Blue"), "grey": _("Grey"),
        "value": _("{channel}, row {row}, column {column}: {value}"), "neighbour": _("Its neighbour"),
        "beside": _("beside it"), "below": _("below it"), "channel": _("in the next channel"),
        "index": _("stands at"), "apart": _("apart"), "between": _("{count} between"), "read": _("Read with PyTorch"),
        "keys": _("Arrow keys choose a value, page keys a channel."),
        "taken": _("{taken} of {all} rows laid out"), "back": _("One row back"), "next": _("One row on"),
        "play": _("Lay the rows out"), "pause": _("Pause"), "line": _("Rows that are laid out"),
        "speed": _("Speed"), "rate": _("{rate} rows / s"),
    }
