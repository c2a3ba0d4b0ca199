"""A 1 x 1 convolution is a linear layer on every pixel: click a pixel and see both compute it."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import experiments, figures, networks
from explorer.experiments import MOST_OUTPUTS
from explorer.images import to_size
from explorer.numbers import number
from pages.layers.state import PIXEL_SIDE, READS, state
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.errors import told_to_reader
from pages.ui.pickers.photo import photo
from pages.ui.text import _, formula

CLICKED = "la_pixel"
SHEET = 300
"""Width of the pictures of the outputs, px."""
FEW = 3
"""Channels whose values are written out."""


def pointwise_view() -> None:
    """Show a small picture to click into, both layers' outputs, and the numbers of one pixel."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picture = photo("la_photo")
        names = {"photo": _("3 channels, RGB"), "maps": _("32 maps of ResNet-20")}
        st.segmented_control(_("It reads"), list(READS), format_func=names.__getitem__, required=True,
                             **state.bind("reads"))
        st.slider(_("Maps it puts out"), 1, MOST_OUTPUTS, width=180,
                  **state.bind("outputs", take=lambda count: min(max(count, 1), MOST_OUTPUTS)))
    small = to_size(picture, PIXEL_SIDE, PIXEL_SIDE)
    with told_to_reader():
        found = experiments.pixelwise(_maps(small, picture.pixels), state.now.outputs)
        left, right = st.columns([0.42, 0.58], gap="medium")
        with left:
            _grid(small)
        with right:
            _outputs(found)
        _pixel(found)


def _maps(small: NDArray[np.uint8], pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    if state.now.reads == "photo":
        maps: NDArray[np.float32] = (small.transpose(2, 0, 1) / 255).astype(np.float32)
        return maps
    network = networks.load("bundled/resnet20")
    return network.maps(network.preprocess(pixels), "layer2")


def _grid(small: NDArray[np.uint8]) -> None:
    st.markdown(_("**Click a pixel** :gray[{side} × {side} px, counted from 0]").format(side=PIXEL_SIDE))
    figure = figures.pixel_squares(small, (state.now.row, state.now.column),
                                   hover=_("row %{y}, column %{x}") + "<extra></extra>")
    plot(figure, key=CLICKED, on_select=_take, selection_mode="points", width="content",
         alt=_("The picture as squares; chosen: row {row}, column {column}").format(
             row=state.now.row, column=state.now.column))


def _take() -> None:
    """Take over which pixel was clicked."""
    chosen: Any = st.session_state.get(CLICKED)
    points = (chosen or {}).get("selection", {}).get("point_indices") or []
    if points and 0 <= int(points[0]) < PIXEL_SIDE**2:
        row, column = divmod(int(points[0]), PIXEL_SIDE)
        state.change(row=row, column=column)


def _outputs(found: experiments.Pointwise) -> None:
    high = float(np.abs(found.convolved).max())
    titles = (_("**1 × 1 convolution** :gray[all at once]"), _("**Linear layer** :gray[pixel by pixel]"))
    for column, title, values in zip(st.columns(2, gap="small"), titles, (found.convolved, found.linear), strict=True):
        with column:
            st.markdown(title)
            st.image(figures.tiled_maps(values, high=high, signed=True, side=SHEET), output_format="PNG",
                     width="stretch", alt=_("{count} maps of {side} × {side}").format(count=len(values),
                                                                                      side=PIXEL_SIDE))
    st.markdown(_("Largest difference: **{difference}** · {params} parameters each").format(
        difference=number(found.difference, 3), params=found.params))
    st.caption(_("The same weights and biases, drawn at random. What is left is rounding: both add the same products, "
                 "perhaps in another order; in single precision up to about 1e-7 of the values."))


def _pixel(found: experiments.Pointwise) -> None:
    """Show the numbers of the chosen pixel, as both layers compute them."""
    row, column = state.now.row, state.now.column
    values = found.maps[:, row, column]
    left, right = st.columns([0.58, 0.42], gap="medium")
    with left:
        st.markdown(_("**Row {row}, column {column}: {count} values in, {outputs} out**").format(
            row=row, column=column, count=len(values), outputs=len(found.bias)))
        table([{_("Output"): str(place + 1), _("working"): _sum(found, place, values),
                _("convolution"): f"{found.convolved[place, row, column]:.6f}",
                _("linear"): f"{found.linear[place, row, column]:.6f}"} for place in range(len(found.bias))],
              name=_("One pixel, computed by both"))
    with right:
        st.markdown(formula(rf"y_k(r, c) = \sum_{{i=1}}^{{{len(values)}}} w_{{k,i}}\, x_i(r, c) + b_k"))
        st.info(_("**No neighbour is read:** a 1 × 1 convolution mixes the channels of each pixel, everywhere with the "
                  "same weights. That is how networks narrow many maps to few before a costly layer: C inputs and K "
                  "outputs take C · K + K parameters, at any size."), icon=":material/lightbulb:")


def _sum(found: experiments.Pointwise, place: int, values: NDArray[np.float32]) -> str:
    """Return the sum of one output, with its first terms alone where there are many."""
    terms = [(float(weight), f" · {number(float(value), 3)}")
             for weight, value in zip(found.weight[place], values, strict=True)]
    shown = [*terms[:FEW], (float(found.bias[place]), "")]
    texts = [f"{'− ' if factor < 0 else '+ '}{number(abs(factor), 3)}{rest}" for factor, rest in shown]
    more = ["+ …"] if len(terms) > FEW else []
    return " ".join([*texts[:-1], *more, texts[-1]]).removeprefix("+ ")
