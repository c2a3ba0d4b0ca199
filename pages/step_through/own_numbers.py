"""Numbers of the reader's own: a grid from a spreadsheet, or a crop of a photo."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st
from PIL import Image, ImageDraw

from explorer.arrays import Array
from explorer.convolution import Convolution, Crop, cells_of, read_grid
from explorer.convolution.stepwise import EXAMPLES, MOST_SIDE, Setup, with_input
from explorer.errors import ShapeError
from explorer.graph import shape_text
from explorer.images import Picture
from pages.step_through.state import FIRST, change, open_example, state
from pages.ui.components.pasted_grid import first_of, paste_form
from pages.ui.pickers.photo import photo
from pages.ui.text import _

SHOWN = 5
PREVIEW = 300  # px
SMALLEST = 8  # px


def own_numbers(conv: Convolution) -> None:
    """Show two folded parts: paste a grid, cut a piece from a photo."""
    left, right = st.columns(2, gap="small")
    pasted = left.expander(_("Paste a grid"), icon=":material/content_paste:", key="ss_paste", on_change="rerun")
    cut = right.expander(_("From a photo"), icon=":material/photo_camera:", key="ss_photo_part", on_change="rerun")
    with pasted:
        if pasted.open:
            _paste(conv)
    with cut:
        if cut.open:
            _photo()


def _paste(conv: Convolution) -> None:
    into = st.segmented_control(_("Use them as"), ["kernel", "input"], default="kernel", required=True,
                                format_func=lambda name: {"kernel": _("Kernel"), "input": _("Input")}[name],
                                key="ss_into")
    paste_form(_("Numbers, as a spreadsheet copies them"), partial(_use, into=into), key="ss", height=140,
               placeholder="1\t0\t-1\n2\t0\t-2\n1\t0\t-1")
    for line in first_of(st.session_state.get("ss_said", ()), SHOWN):
        st.caption(line)
    if conv.dims == 3:
        st.caption(_("In 3D the grid becomes one slice, the same for all."))


def _use(text: str, into: str) -> None:
    st.session_state["ss_said"] = ()
    grid, found = read_grid(text)
    st.session_state["ss_said"] = tuple(problem.message for problem in found)
    change(lambda setup: _with_grid(setup, grid, into))
    if not found and not state.problems:
        st.session_state["ss_paste"] = False  # the picture is what the reader wants to see now


def _with_grid(setup: Setup, grid: Array, into: str) -> Setup:
    """Return ``setup`` with ``grid`` in every channel of its input or kernel.

    Raises:
        ShapeError: a signal is given several rows and several columns.
    """
    if setup.dims == 1:
        if 1 not in grid.shape:
            raise ShapeError("A signal is one row or one column, but the grid is {shape}. Choose 2D, or paste one row.",
                             shape=shape_text(grid.shape))
        grid = grid.ravel()
    whole = setup.weight if into == "kernel" else setup.input
    lead = whole.shape[:whole.ndim - min(setup.dims, 2)]
    values = np.broadcast_to(grid, (*lead, *grid.shape))
    return replace(setup, weight=values) if into == "kernel" else replace(setup, input=values)


def _photo() -> None:
    picture = photo("ss_photo")
    left, right = st.columns([0.5, 0.5], gap="medium")
    height, width = picture.pixels.shape[:2]
    with right:
        largest = max(SMALLEST + 1, min(height, width))
        wanted = st.session_state.get("ss_crop_side", max(SMALLEST, largest // 4))
        st.session_state["ss_crop_side"] = min(wanted, largest)
        side = st.slider(_("Side of the crop, px"), SMALLEST, largest, key="ss_crop_side")
        x = st.slider(_("From the left, %"), 0, 100, 50, key="ss_crop_x")
        y = st.slider(_("From the top, %"), 0, 100, 40, key="ss_crop_y")
        cells = st.slider(_("Cells along a side"), 4, MOST_SIDE[2], 12, key="ss_crop_cells",
                          help=_("Each cell is the mean of its pixels"))
        colour = st.toggle(_("Three channels: red, green, blue"), key="ss_crop_colour")
        crop = Crop(left=round(x / 100 * (width - side)), top=round(y / 100 * (height - side)), side=side, cells=cells)
        st.button(_("Use this crop"), key="ss_crop_use", icon=":material/check:", on_click=_use_crop,
                  args=(picture, crop, colour))
    with left:
        st.image(_preview(picture, crop), output_format="PNG", alt=_("The photo, with a frame around the crop"))


def _use_crop(picture: Picture, crop: Crop, colour: bool) -> None:
    values = cells_of(picture.pixels, crop, colour=colour)
    st.session_state["ss_photo_part"] = False
    if state.now.setup.dims == 2:
        change(lambda setup: with_input(setup, values))
    else:
        open_example(FIRST)
        change(lambda _setup: with_input(EXAMPLES[FIRST].setup, values))


def _preview(picture: Picture, crop: Crop) -> Image.Image:
    height, width = picture.pixels.shape[:2]
    scale = PREVIEW / max(height, width)
    small = Image.fromarray(picture.pixels).resize((round(width * scale), round(height * scale)))
    corners = [scale * at for at in (crop.left, crop.top, crop.left + crop.side, crop.top + crop.side)]
    ImageDraw.Draw(small).rectangle(corners, outline="#2457c5", width=3)
    return small
