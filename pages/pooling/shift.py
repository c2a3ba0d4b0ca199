"""Move an image by single pixels and see which pooled cells stay the same; it all happens in the browser."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import figures
from explorer.convolution.pooling import FARTHEST, PoolingPlan, digit, edge_kernel, shift_text, unchanged_by_shift
from explorer.images import Picture, to_size
from pages.pooling.controls import window_controls
from pages.pooling.state import state
from pages.ui.components import component
from pages.ui.components.chart import plot
from pages.ui.pickers.photo import photo
from pages.ui.text import _

DIGIT_SIDE, PHOTO_SIDE = 28, 48
KEY = "po_shift"
_STEPS = range(-FARTHEST, FARTHEST + 1)
_SHIFTS = {shift_text((down, right)): (down, right) for down in _STEPS for right in _STEPS}

_mount = component.register("pooling_shift")


def take_shift() -> None:
    """Take over where the reader moved the image to."""
    moved = component.clicked(KEY, _SHIFTS)
    if moved:
        state.change(shift=_SHIFTS[moved])


def shift_view() -> None:
    """Show the part of the page about shifts."""
    _toolbar()
    plan = state.now
    source = _source(plan)
    _mount(key=KEY, data=_data(source, plan), on_selected_change=component.noted)
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left:
        st.markdown(_("**Cells that stay the same, for every shift to the right**"))
        plot(_chart(source, plan), key="po_kept",
             alt=_("Share of equal cells against the shift, for three ways to make a map smaller"))
    with right:
        _explanation(plan)


def _toolbar() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        subjects = {"digit": _("Drawn digit"), "photo": _("Photo")}
        _choice("subject", _("Image"), subjects)
        window_controls()
        _choice("follow", _("Compare each cell with"), {False: _("the same place"), True: _("where it moved to")})
        if state.now.subject == "photo":
            st.session_state["po_picture"] = photo("po_photo")


def _choice(name: str, label: str, options: dict[Any, str]) -> None:
    st.segmented_control(label, list(options), format_func=lambda one: str(options[one]), required=True,
                         **state.bind(name))


def _source(plan: PoolingPlan) -> NDArray[np.uint8]:
    picture: Picture | None = st.session_state.get("po_picture")
    if plan.subject == "photo" and picture is not None:
        side = PHOTO_SIDE + 2 * FARTHEST
        grey: NDArray[np.uint8] = np.rint(to_size(picture, side, side).mean(axis=2)).astype(np.uint8)
        return grey
    return _digit()


@cache
def _digit() -> NDArray[np.uint8]:
    return digit(DIGIT_SIDE, FARTHEST)


def _data(source: NDArray[np.uint8], plan: PoolingPlan) -> dict[str, object]:
    return {"source": base64.b64encode(source.tobytes()).decode(), "side": len(source), "margin": FARTHEST,
            "kernel": plan.kernel, "stride": plan.stride, "weights": edge_kernel(plan.kernel).tolist(),
            "shift": shift_text(plan.shift), "follow": plan.follow, "words": _words()}


def _chart(source: NDArray[np.uint8], plan: PoolingPlan) -> object:
    found = unchanged_by_shift(source, FARTHEST, kernel_size=plan.kernel, stride=plan.stride, down=plan.shift[0],
                          follow=plan.follow)
    names = {"max": _("Maximum"), "average": _("Average"), "convolution": _("Strided convolution")}
    shares = {name: [kept[name].share for kept in found.values()] for name in names}
    return figures.unchanged_chart(list(found), shares, names, here=plan.shift[1], axes=(_("Shift to the right, px"),
                                                                          _("Equal cells")))


def _explanation(plan: PoolingPlan) -> None:
    st.info(_("**Aliasing.** A shift by the stride ({stride} px) moves every map by exactly one cell: compare with "
              "*where it moved to*, and all cells are equal again. In between, the windows cut the image differently, "
              "and no move undoes that. The maximum stays the same most often: it asks whether something is in the "
              "window, not where. Yet its mean change is about as large as the average's: fewer cells change, but by "
              "more.").format(
                  stride=plan.stride), icon=":material/lightbulb:")
    st.caption(_("Equal: exactly equal. Blank cells (0 before and after) are not counted, or the black background "
                 "would win for all. Change: mean difference of the counted cells, as a share of the map's range. The "
                 "convolution has an edge kernel of the same size and stride; its 0 is mid grey."))


def _words() -> dict[str, str]:
    return {
        "name": _("Image to move: drag it, or use the arrow keys"), "hint": _("Drag the image, or use the arrow keys"),
        "max": _("Maximum {side}"), "average": _("Average {side}"), "convolution": _("Strided convolution {side}"),
        "kept": _("{share} stay the same"), "count": _("{equal} of {cells} cells · change {change}"),
        "shift": _("{right} right, {down} down"), "left": _("Left"), "right": _("Right"), "up": _("Up"),
        "down": _("Down"), "home": _("Reset"),
        "whole": _("A whole number of strides: the maps moved by exactly {right} right, {down} down."),
        "between": _("Not a whole number of strides: no move of the maps undoes this shift."),
        "none": _("Not moved yet: every cell is equal."),
        "misfit": _("A window of {kernel} px does not fit into an image of {side} px. Use a smaller window."),
    }
