"""A photo pooled again and again: by its largest value, its mean, or every n-th pixel alone."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.convolution.pooling import METHODS, PoolingPlan, Shrunk, most_times, shrunk
from explorer.errors import message
from explorer.images import fitted
from pages.pooling.controls import whole, window_controls
from pages.pooling.state import state
from pages.ui.components import component
from pages.ui.errors import show
from pages.ui.pickers.photo import photo
from pages.ui.text import _

SIDE = 256
"""Longer side of the photo before it is pooled, px."""

_mount = component.register("pooling_photo")


def photo_view() -> None:
    """Show the part of the page about photos."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        pixels = fitted(photo("po_photo"), SIDE)
        whole("times", _("Times"), _("How often the photo is pooled, one result after the other"))
        window_controls()
    plan = state.now
    height, width = pixels.shape[:2]
    times = most_times(min(height, width), kernel_size=plan.kernel, stride=plan.stride, limit=plan.times)
    made = {method: shrunk(pixels, method, kernel_size=plan.kernel, stride=plan.stride, times=times)
            for method in METHODS}
    _mount(key="po_photos", data=_data(pixels, made), on_selected_change=component.noted)
    if times < plan.times:
        out = made["max"].pixels.shape
        show(message("After {done} of {times} times the photo is {height} × {width} px, and a window of {window} px "
                     "does not fit any more; this is where it stops. Use fewer times or a smaller window.",
                     done=times, times=plan.times, height=out[0], width=out[1], window=plan.kernel))
    _explanation(plan, times)


def _explanation(plan: PoolingPlan, times: int) -> None:
    steps = range(times)
    sees = 1 + (plan.kernel - 1) * sum(plan.stride**step for step in steps)
    left, right = st.columns([0.44, 0.56], gap="medium")
    with left, st.container(border=True):
        powers = " + ".join(str(plan.stride**step) for step in steps) or "0"
        st.markdown(_("**What one pixel sees: {side} × {side} px**  \n:gray[Each pooling adds (window − 1) times the "
                      "distance between two pixels; then that distance is multiplied by the stride.]").format(side=sees)
                    + "\n\n" + rf"$\small r = 1 + ({plan.kernel} - 1) \cdot ({powers}) = {sees}$")
    with right:
        st.info(_("**Look at thin bright lines:** the maximum keeps and widens them, the average fades them into their "
                  "surroundings. **And at fine patterns:** every n-th pixel alone invents jagged edges and stripes "
                  "(aliasing), since what lies between is never read; the average is the calmest of the three."),
                icon=":material/lightbulb:")


def _data(pixels: NDArray[np.uint8], made: dict[str, Shrunk]) -> dict[str, object]:
    height, width = pixels.shape[:2]
    out = made["max"].pixels.shape[:2]
    titles = {"max": _("Maximum"), "average": _("Average"),
              "every": _("Every n-th pixel, n = {jump}").format(jump=made["every"].jump)}
    pictures = {"original": {"source": component.png_address(pixels), "title": _("The photo"),
                             "facts": _size(height, width)}}
    for method, one in made.items():
        facts = f"{_size(*out)} · " + _("a pixel sees {side} × {side} px").format(side=one.sees)
        pictures[method] = {"source": component.png_address(one.pixels), "title": titles[method], "facts": facts}
    words = {"hint": _("Point at a pixel, or tap it, to see which part of the photo its window holds."),
             "pixel": _("Pixel in row {row}, column {column}: rows {top} to {bottom}, columns {left} to {right} of the "
                        "photo."), "keys": _("Arrow keys choose a pixel.")}
    return {"pictures": pictures, "size": [height, width], "out": list(out), "sees": made["max"].sees,
            "jump": made["max"].jump, "words": words}


def _size(height: int, width: int) -> str:
    return _("{height} × {width} px").format(height=height, width=width)
