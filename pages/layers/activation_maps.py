"""A map of a trained network before its activation, and what each activation function makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import figures, networks
from explorer.experiments import ACTIVATIONS, Passed, passed
from explorer.graph import shape_text
from explorer.numbers import number
from pages.layers.state import MAP_LAYERS, MOST_MAP, NETWORK, state
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.device import on_chosen_device
from pages.ui.errors import told_to_reader
from pages.ui.pickers.photo import photo
from pages.ui.state.widget import controlled
from pages.ui.text import _, share_text

SIDE = 190
"""Of a tile, px."""
COLUMNS = 4


def maps_view() -> None:
    """Show one map of the bundled ResNet-20 on a photo before an activation and after each."""
    with told_to_reader(), on_chosen_device():
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            picture = photo("la_photo")
            with st.spinner(_("Starting PyTorch"), show_time=True):
                maps = networks.load(NETWORK).maps(picture, state.now.map_layer)
            channel = _pickers(maps)
        _tiles(maps[channel])


def _pickers(maps: NDArray[np.float32]) -> int:
    """Ask for a layer and one of its maps, and return the map's number from 0."""
    st.selectbox(_("Layer of ResNet-20"), MAP_LAYERS, width=200, help=_("The output of a batch norm: what a ReLU gets"),
                 **state.bind("map_layer"))
    last = len(maps)
    st.number_input(_("Map"), 1, last, width=110, help=_("1 to {last} in this layer").format(last=last),
                    **controlled("la_map", min(state.now.map, last),
                                 lambda value: state.change(map=min(max(value, 1), MOST_MAP))))
    st.toggle(_("One scale for all"), **state.bind("map_scale"))
    return min(state.now.map, last) - 1


def _tiles(before: NDArray[np.float32]) -> None:
    after = {name: passed(one, before) for name, one in ACTIVATIONS.items()}
    stack = np.stack([before, *(one.values.astype(np.float32) for one in after.values())])
    left, right = st.columns([0.72, 0.28], gap="medium")
    with left:
        tiles(coloured(stack, shared=state.now.map_scale), [_first(before), *tile_words(after)], key="la_tiles",
              side=SIDE, columns=COLUMNS, name=_("One map before and after each activation"))
        st.caption(_("The map has {shape} cells. Slope: the mean over them, what is left of a gradient on its way back "
                     "on average.").format(shape=shape_text(before.shape)))
    with right:
        st.info("\n\n".join(lessons(after)), icon=":material/lightbulb:")


def lessons(after: Mapping[str, Passed]) -> list[str]:
    """Return what is seen in the maps."""
    relu, leaky, sigmoid = after["relu"], after["leaky"], after["sigmoid"]
    return [
        _("**A ReLU draws a line at 0:** {zeros} of the cells become exactly 0, and the others stay as they are. What "
          "was found stands on an empty ground.").format(zeros=share_text(relu.zeros)),
        _("**A leaky ReLU** keeps a trace of the rest, down to {low}.").format(
            low=number(float(leaky.values.min()), 2)),
        _("**A sigmoid flattens:** all cells lie between {low} and {high}, and of a gradient {slope} gets back on "
          "average; a ReLU lets {passed} back.").format(
              low=number(float(sigmoid.values.min()), 2), high=number(float(sigmoid.values.max()), 2),
              slope=share_text(sigmoid.slope), passed=share_text(relu.slope))]


def coloured(stack: NDArray[np.float32], *, shared: bool) -> NDArray[np.uint8]:
    """Return maps (N, H, W) in colours, (N, H', W', 3); ``shared``: on one scale, else each on its own.

    Maps with a negative value are drawn on the scale with 0 in its middle: all of them where they share it.
    """
    if shared:
        return figures.tiles_of(figures.sheet(stack, shared_scale=True), least=SIDE)
    return np.concatenate([figures.tiles_of(figures.sheet(one[None]), least=SIDE) for one in stack])


def _first(before: NDArray[np.float32]) -> Tile:
    return Tile(_("Before"), _range(before))


def tile_words(after: Mapping[str, Passed]) -> list[Tile]:
    """Return what stands below each map."""
    return [Tile(ACTIVATIONS[name].title, _("{range} · {zeros} are 0 · slope {slope}").format(
        range=_range(one.values), zeros=share_text(one.zeros), slope=number(one.slope, 2)))
        for name, one in after.items()]


def _range(values: NDArray[Any]) -> str:
    return _("{low} to {high}").format(low=number(float(values.min()), 3), high=number(float(values.max()), 3))
