"""One residual block of a trained network with F(x) turned up and down; and gradients with and without skips."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import experiments, figures, networks
from explorer.experiments import (
    MOST_SCALE,
    RESNET_BLOCKS,
)
from explorer.numbers import number
from pages.layers.state import state
from pages.ui.components.chart import plot
from pages.ui.components.class_scores import scores_view
from pages.ui.errors import told_to_reader
from pages.ui.pickers.photo import photo
from pages.ui.text import _, formula

NETWORK = "bundled/resnet20"
SIDE = 264
"""Width of a sheet of maps, px."""
SPAN = (-8.0, 1.5)
"""Of gradients, powers of ten."""
SHOWN_CLASSES = 3


def block_view() -> None:
    """Show what a block is given, what it adds, and what it puts out."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        pixels = photo("la_photo").pixels
        st.selectbox(_("Block of ResNet-20"), RESNET_BLOCKS, width=170, **state.bind("block"))
        _scale(_("F(x) is multiplied by"))
    scale = state.now.scale
    with told_to_reader():
        network = networks.load(NETWORK)
        values = network.preprocess(pixels)
        maps = experiments.block_maps(network, values, state.now.block)
        _sheets(maps, scale)
        left, right = st.columns(2, gap="medium")
        with left:
            _told(maps, scale)
        with right:
            _answers(network, values, scale)


def gradient_view() -> None:
    """Show how large the gradient is behind each block of the trained network, with and without its skips."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        pixels = photo("la_photo").pixels
        _scale(_("F(x) of every block is multiplied by"))
    scale = state.now.scale
    with told_to_reader():
        network = networks.load(NETWORK)
        values = network.preprocess(pixels)
        lines = {"with": experiments.block_gradients(network, values, scale).tolist(),
                 "without": experiments.block_gradients(network, values, scale, skips=False).tolist()}
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        st.markdown(_("**Length of the gradient behind each block** :gray[of the likeliest class's score]"))
        plot(figures.along_blocks(RESNET_BLOCKS, lines, {"with": _("with skips"), "without": _("the same without")},
                                  title=_("Gradient"), span=SPAN), key="la_gradient",
             alt=_("Behind the first block: {kept} with skips, {cut} without").format(
                 kept=number(lines["with"][0], 3), cut=number(lines["without"][0], 3)))
    with right:
        with st.container(border=True):
            st.markdown(_("**Back through one block**"))
            st.markdown(formula(r"y = F(x) + x"))
            st.markdown(formula(r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}"
                                r"\Big(\frac{\partial F}{\partial x} + 1\Big)"))
            kept, cut = lines["with"][0], lines["without"][0]
            st.markdown(_("Behind the first block: **{kept}** with skips, **{cut}** without.").format(
                kept=number(kept, 3), cut=number(cut, 3)))
        st.info(_("**Turn F(x) down:** without skips the gradient is multiplied by the small F at every block and is "
                  "gone after a few. With skips the 1 stays: at 0 all blocks but the last get exactly the same. A "
                  "point that is missing is exactly 0."), icon=":material/lightbulb:")
    st.caption(_("The weights are those of the trained ResNet-20, also where its skips are cut; it was not trained "
                 "so. Behind the last block stands no further ReLU, which lets nothing through where a value is 0."))


def _scale(label: str) -> None:
    st.slider(label, 0.0, MOST_SCALE, step=0.05, width=300,
              **state.bind("scale", take=lambda value: min(max(value, 0.0), MOST_SCALE)))


def _sheets(maps: experiments.BlockMaps, scale: float) -> None:
    """Show four sheets with one scale, so that brightness can be compared."""
    branch = (np.float32(scale) * maps.branch).astype(np.float32)
    high = float(max(np.abs(maps.skip).max(), np.abs(maps.branch).max()))
    shown = ((_("**x** :gray[what the skip brings]"), maps.skip, False),
             (_("**{scale} · F(x)** :gray[what is learned]").format(scale=f"{scale:g}"), branch, True),
             (_("**ReLU({scale} · F(x) + x)** :gray[the block]").format(scale=f"{scale:g}"), maps.output(scale), False),
             (_("**ReLU({scale} · F(x))** :gray[without skip]").format(scale=f"{scale:g}"),
              maps.output(scale, skip=False), False))
    for column, (title, values, signed) in zip(st.columns(4, gap="small"), shown, strict=True):
        with column:
            st.markdown(title)
            st.image(figures.tiled_maps(values, high=high, signed=signed, side=SIDE), output_format="PNG",
                     width="stretch", alt=_("{count} maps of {height} × {width}, {least} to {most}").format(
                         count=len(values), height=values.shape[1], width=values.shape[2],
                         least=number(float(values.min()), 3), most=number(float(values.max()), 3)))


def _told(maps: experiments.BlockMaps, scale: float) -> None:
    change = maps.change(scale)
    with st.container(border=True):
        st.markdown(_("Largest difference between the block's output and x: **{change}**").format(
            change=number(change, 4)))
        st.markdown(_("Largest value that is left without the skip: **{left}**").format(
            left=number(float(maps.output(scale, skip=False).max()), 4)))
    st.info(_("**At 0 the block is the identity,** exactly: x comes from the ReLU of the block before, so it has no "
              "negative value, and the ReLU behind the addition changes nothing. To do no harm a residual block only "
              "has to learn F(x) = 0; a block without skip has to learn to copy x through its convolutions."),
            icon=":material/lightbulb:")


def _answers(network: networks.Network, values: NDArray[np.float32], scale: float) -> None:
    before = experiments.scaled_answers(network, values, {})
    after = experiments.scaled_answers(network, values, {state.now.block: scale})
    rows = [(_(network.categories[place]), float(after[place]), float(before[place]))
            for place in np.argsort(-before)[:SHOWN_CLASSES].tolist()]
    scores_view(rows, title=_("What the network then says"), key="la_block_answer",
                note=_("The line marks what it says with the block as it is."))
