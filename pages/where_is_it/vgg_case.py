"""The lecture's case: VGG's classifier on a larger picture, its linear layers as convolutions."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import figures
from explorer.detection import VggWindows, vgg_windows
from explorer.graph import ConvNd, shape_text
from explorer.numbers import number
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.text import _, formula
from pages.where_is_it.sliding_settings import VGG_SIDES
from pages.where_is_it.state import state

CLICKED = "wi_vgg_scores"
SHOWN = ("pool5", "fc6", "fc7", "fc8")


def vgg_view() -> None:
    """Show shapes, counts and costs for a side of the picture, and one output at a place, computed both ways."""
    st.select_slider(_("Side of VGG's picture, px"), list(VGG_SIDES), width=360, **state.bind("vgg_side"))
    case = vgg_windows(state.now.vgg_side)
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        _shapes(case)
    with right:
        _cost(case)
    _both_ways(case)


def _take() -> None:
    """Take over which place of the map of scores was clicked."""
    case = vgg_windows(state.now.vgg_side)
    chosen: Any = st.session_state.get(CLICKED)
    points = (chosen or {}).get("selection", {}).get("point_indices") or []
    if points and 0 <= int(points[0]) < case.scores**2:
        state.change(vgg_cell=divmod(int(points[0]), case.scores))


def _shapes(case: VggWindows) -> None:
    st.markdown(_("**The same numbers, written as a kernel**"))
    linear, kernel, side = case.working
    st.markdown(f"{formula(linear)}  \n:gray[{_('linear layer on {maps}').format(maps='512 × 7 × 7')}]")
    st.markdown(f"{formula(kernel)}  \n:gray[{_('convolution with 4,096 kernels of 7 × 7')}]")
    st.markdown(f"{formula(side)}  \n:gray[{_('side of its output: one place for each window')}]")
    rows = [case.report[name] for name in SHOWN]
    table([{_("Layer"): row.name, _("is now"): _kernel(row.layer), _("puts out"): shape_text(row.output_shape or ()),
            _("parameters"): f"{row.counts.params:,}"} for row in rows], name=_("VGG's last layers as convolutions"))


def _kernel(layer: Any) -> str:
    if not isinstance(layer, ConvNd):
        return _("max pooling")
    return _("convolution {kernel} × {kernel}").format(kernel=layer.kernel_size)


def _cost(case: VggWindows) -> None:
    cost = case.cost
    st.markdown(_("**What {passes} windows cost, and one pass**").format(passes=cost.passes))
    table([{_("Way"): _("{passes} windows of 224 px, 32 px apart").format(passes=cost.passes),
            _("multiplications"): f"{cost.windows:,}"},
           {_("Way"): _("one pass over {side} × {side} px").format(side=case.side),
            _("multiplications"): f"{cost.once:,}"}], name=_("Cost of both ways"))
    st.markdown(_("**{times} times fewer**: neighbouring windows share most of their maps, which one pass computes "
                  "once.").format(times=number(cost.times, 3)))
    st.info(_("**Nothing is learned anew.** The 102,764,544 numbers of VGG's first linear layer are only laid out as "
              "4,096 kernels of 7 × 7 × 512. On 7 × 7 maps the kernel has one place and the layer is what it was; on "
              "14 × 14 it has 8 × 8. VGG pads its convolutions, so the maps of a large picture differ from those of "
              "windows cut out of it; on its own maps every place is exactly the classifier on its 7 × 7 window."),
            icon=":material/lightbulb:")


def _both_ways(case: VggWindows) -> None:
    row, column = (min(at, case.scores - 1) for at in state.now.vgg_cell)
    st.markdown(_("**Click a place of the {side} × {side} scores: which window of the maps is it?** :gray[one of the "
                  "4,096 outputs, on maps and weights drawn at random]").format(side=case.scores))
    left, right, told = st.columns([0.34, 0.34, 0.32], gap="medium")
    hover = _("row %{y}, column %{x}") + "<extra></extra>"
    with left:
        st.caption(_("The last maps, {side} × {side}: the mean of all 512").format(side=case.maps))
        plot(figures.window_squares(case.drawn_maps.mean(axis=0), (row, column), 7, hover=hover), key="wi_vgg_maps",
             width="content", alt=_("Maps of {side} × {side}; the window begins at row {row}, column {column}").format(
                 side=case.maps, row=row, column=column))
    with right:
        st.caption(_("Scores of the convolution, {side} × {side}").format(side=case.scores))
        plot(figures.window_squares(case.by_convolution, (row, column), 1, hover=hover), key=CLICKED, width="content",
             on_select=_take, selection_mode="points",
             alt=_("Scores of {side} × {side}; chosen: row {row}, column {column}").format(
                 side=case.scores, row=row, column=column))
    with told:
        table([{_("Computed by"): _("linear layer on this window"), _("value"): f"{case.by_windows[row, column]:.6f}"},
               {_("Computed by"): _("convolution at this place"),
                _("value"): f"{case.by_convolution[row, column]:.6f}"}], name=_("One place, computed both ways"))
        st.markdown(_("Largest difference of all {count} places: **{difference}**").format(
            count=case.scores**2, difference=number(case.difference, 2)))
        st.caption(_("25,088 products each, added in another order: what is left is rounding in single precision."))
