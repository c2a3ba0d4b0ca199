"""Make it larger: nearest, bilinear and transposed up-sampling of one small grid, number by number, and on maps."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from explorer import detection
from explorer.arrays import Array
from explorer.detection import (
    CHECKERBOARD,
    KERNEL_SIZES,
    KERNELS,
    PADDINGS,
    SMOOTH,
    STRIDES,
    UPSAMPLERS,
    Upsampling,
)
from explorer.numbers import number
from pages.ui.components.linked_grids import Grid, Linked, linked_grids, told
from pages.ui.components.table import table
from pages.ui.errors import told_to_reader
from pages.ui.text import _, formula
from pages.ui.words import help_of
from pages.where_is_it.enlarged_maps import maps_view
from pages.where_is_it.pixel_settings import GRIDS, MOST_SEED
from pages.where_is_it.state import state

KEY = "wi_enlarge"
SIDE = 4
"""Of the small grid, cells."""
SMALL_GRIDS: dict[str, Array] = {
    "ramp": np.arange(1.0, 17.0).reshape(SIDE, SIDE),
    "ones": np.ones((SIDE, SIDE)),
    "dot": np.pad([[4.0]], ((1, 2), (1, 2))),
    "edge": np.repeat([[0.0, 0.0, 4.0, 4.0]], SIDE, axis=0),
}
PANELS = {"nearest": 1, "bilinear": 2, "transposed": 4}
"""Places of the larger grids in the picture."""


def enlarging_view() -> None:
    """Show the grid, the three larger ones, how often each cell was stamped, and the sums of the chosen cell."""
    if picked := told(KEY).get("pick"):
        state.change(up_pick=picked)
    _controls()
    now, grid = state.now, SMALL_GRIDS[state.now.up_grid]
    with told_to_reader():
        kernel = detection.kernel_of(now.up_weights, now.up_kernel, stride=now.up_stride, seed=now.up_seed)
        found = {"nearest": detection.nearest(grid), "bilinear": detection.bilinear(grid),
                 "transposed": detection.transposed(grid, kernel, stride=now.up_stride, padding=now.up_padding)}
        stamps = detection.coverage(SIDE, kernel_size=now.up_kernel, stride=now.up_stride, padding=now.up_padding)
        _grids(grid, kernel, found, stamps)
        left, right = st.columns([0.62, 0.38], gap="medium")
        with left:
            _sums(found)
        with right:
            _evenness(stamps)
        maps_view(kernel, now.up_stride, now.up_padding)


def _controls() -> None:
    names = {"ramp": _("1 to 16"), "ones": _("all 1"), "dot": _("one dot"), "edge": _("an edge")}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="wi_enlarge_row"):
        st.segmented_control(_("Small grid"), list(GRIDS), format_func=names.__getitem__, required=True,
                             **state.bind("up_grid"))
        for name, label, bounds, says in (("up_kernel", _("Kernel"), KERNEL_SIZES, help_of("Kernel")),
                                          ("up_stride", _("Stride"), STRIDES, help_of("Stride")),
                                          ("up_padding", _("Padding"), PADDINGS, help_of("Padding"))):
            st.number_input(label, *bounds, width=110, help=says, **state.bind(name))
        st.selectbox(_("Numbers of the kernel"), list(KERNELS), width=170, format_func=lambda name: _(KERNELS[name]),
                     **state.bind("up_weights"))
        if state.now.up_weights == "random":
            st.button(_("Other numbers"), key="wi_up_seed", icon=":material/casino:", on_click=_draw_again)
        for (size, stride, padding), name in ((CHECKERBOARD, _("Checkerboard")), (SMOOTH, _("Even"))):
            st.button(f"{name}: {size}, {stride}, {padding}", key=f"wi_set_{size}", on_click=partial(
                state.change, up_kernel=size, up_stride=stride, up_padding=padding),
                help=_("Kernel {size}, stride {stride}, padding {padding}").format(size=size, stride=stride,
                                                                                   padding=padding))


def _draw_again() -> None:
    state.change(up_seed=(state.now.up_seed + 1) % (MOST_SEED + 1))


def _grids(grid: Array, kernel: Array, found: dict[str, Upsampling], stamps: Array) -> None:
    """Show all grids, linked by which cells each is made of."""
    def panel(name: str, **more: Any) -> Grid:
        values = found[name].output
        brief = _(UPSAMPLERS[name]).capitalize()
        return Grid(title=f"{brief} {_size(values)}", brief=brief, tone=_tone(values), values=values.round(4), **more)
    grids = [Grid(title=_("Small grid"), brief=_("Small grid"), values=grid, tone="viridis"), panel("nearest"),
             panel("bilinear", sign=""),
             Grid(title=_("Kernel"), brief=_("Kernel"), values=kernel.round(4), tone=_tone(kernel), group=1),
             panel("transposed", group=1),
             Grid(title=_("Stamps on each cell"), brief=_("Stamps"), values=stamps, tone="viridis", group=1, sign="")]
    links = [Linked(source=PANELS[name], reads=0, cells=one.reads()) for name, one in found.items()]
    place, cell = state.now.up_pick
    fits = place < len(grids) and cell < grids[place].values.size
    linked_grids(grids, links, pick=(place, cell) if fits else None, key=KEY, hint=_(
        "Click a cell: what it is made of lights up, and its sums stand below."))


def _sums(found: dict[str, Upsampling]) -> None:
    """Show how the chosen cell is computed by each method."""
    place, cell = state.now.up_pick
    chosen = next((found[name] for name, panel in PANELS.items() if panel == place), found["transposed"])
    row, column = divmod(min(cell, chosen.output.size - 1), chosen.size[1])
    st.markdown(_("**Row {row}, column {column}** :gray[of the large grids]").format(row=row + 1, column=column + 1))
    rows = []
    for name, one in found.items():
        inside = row < one.size[0] and column < one.size[1]
        terms = one.terms(row, column) if inside else []
        rows.append({
            _("Method"): _(UPSAMPLERS[name]),
            _("sum of weight · value"): _written(terms) or ("0" if inside else "–"),
            _("result"): number(float(one.output[row, column])) if inside else "–", "torch": _torch(name)})
    table(rows, name=_("One cell, computed by each method"))


def _written(terms: list[tuple[float, float]]) -> str:
    return " + ".join(f"{number(weight)} · {number(value)}" for weight, value in terms)


def _torch(name: str) -> str:
    now = state.now
    return {"nearest": 'F.interpolate(x, scale_factor=2, mode="nearest")',
            "bilinear": 'F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)',
            "transposed": f"F.conv_transpose2d(x, w, stride={now.up_stride}, padding={now.up_padding})"}[name]


def _evenness(stamps: Array) -> None:
    """Say whether the stamps of a transposed convolution cover all cells alike, and why."""
    now = state.now
    with st.container(border=True):
        st.markdown(_("**Side of the transposed one**"))
        st.markdown(formula(detection.side_working(SIDE, kernel_size=now.up_kernel, stride=now.up_stride,
                                                   padding=now.up_padding)))
    inside = stamps[now.up_kernel - 1:-(now.up_kernel - 1), now.up_kernel - 1:-(now.up_kernel - 1)]
    known = inside if inside.size else stamps
    values = {"kernel": now.up_kernel, "stride": now.up_stride, "least": int(known.min()), "most": int(known.max())}
    if detection.is_even(now.up_kernel, now.up_stride):
        st.success(_("**Even:** a kernel of {kernel} is a multiple of stride {stride}. Away from the edges every cell "
                     "gets {most} stamps, so equal inputs can give equal outputs.").format(**values),
                   icon=":material/grid_on:")
        return
    st.warning(_("**A checkerboard:** stride {stride} does not divide a kernel of {kernel}. Some cells get {least}, "
                 "others {most} stamps: with equal weights, equal inputs give unequal outputs. Training would have to "
                 "make up for it; the bilinear kernel of 3 does.").format(**values), icon=":material/grid_view:")


def _size(values: Array) -> str:
    return "{} × {}".format(*values.shape)


def _tone(values: Array) -> str:
    return "diverging" if values.min() < 0 else "viridis"
