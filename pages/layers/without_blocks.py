"""Blocks left out of trained networks: what they then say of a photo, and how many digits they still read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import experiments, figures, networks
from explorer.experiments import (
    BLOCKS,
    RESNET_BLOCKS,
    VGG_LAYERS,
    skip_studies,
)
from explorer.numbers import number
from pages.layers.state import state
from pages.ui.components.chart import plot
from pages.ui.components.class_scores import scores_view
from pages.ui.errors import told_to_reader
from pages.ui.pickers.photo import photo
from pages.ui.text import _, share_text

SHOWN_CLASSES = 3


def without_view() -> None:
    """Show two networks on a photo, one with skips and one without, and two on digits, without chosen blocks."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        pixels = photo("la_photo").pixels
    left, right = st.columns(2, gap="medium")
    with left:
        st.pills(_("Leave blocks out of ResNet-20 (with skips): stage and place"), RESNET_BLOCKS,
                 selection_mode="multi", format_func=lambda name: name.removeprefix("layer"),
                 **state.bind("out", take=lambda chosen: _known(RESNET_BLOCKS, chosen)))
        _one("bundled/resnet20", pixels, state.now.out, key="la_out_resnet")
    with right:
        st.pills(_("Leave layers out of VGG (no skips)"), VGG_LAYERS, selection_mode="multi",
                 **state.bind("cut", take=lambda chosen: _known(VGG_LAYERS, chosen)))
        _one("bundled/vgg", pixels, state.now.cut, key="la_out_vgg")
    _digits()


def _known(names: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in chosen)


def _one(name: str, pixels: NDArray[np.uint8], out: Sequence[str], *, key: str) -> None:
    with told_to_reader():
        network = networks.load(name)
        values = network.preprocess(pixels)
        before = experiments.scaled_answers(network, values, {})
        after = experiments.scaled_answers(network, values, dict.fromkeys(out, 0.0))
        alone = experiments.each_left_out(network, values)
        order = dict.fromkeys([*np.argsort(-after)[:SHOWN_CLASSES].tolist(), int(before.argmax())])
        rows = [(_(network.categories[place]), float(after[place]), float(before[place])) for place in order]
        scores_view(rows[:SHOWN_CLASSES + 1], title=_("What it says without them"), key=key,
                    note=_("The line marks what the whole network says."))
        best = int(before.argmax())
        same = sum(int(shares.argmax()) == best for shares in alone.values())
        st.markdown(_("**Each left out alone:** “{name}” stays the answer {same} of {all} times").format(
            name=_(network.categories[best]), same=same, all=len(alone)))
        shares = [float(one[best]) for one in alone.values()]
        plot(figures.answer_bars(list(alone), shares, span=(0.0, 1.0), kind="convolution", form=".2f", row=24,
                                 truth=[float(before[best])] * len(alone)), key=f"{key}_alone",
             alt=", ".join(f"{part}: {number(share, 2)}" for part, share in zip(alone, shares, strict=True)))


def _digits() -> None:
    """Show how many digits two networks of 20 layers read without blocks."""
    study = {"with": skip_studies()["residual20"], "without": skip_studies()["plain20"]}
    chosen = [RESNET_BLOCKS.index(name) for name in state.now.out]
    here = {skip: one.without(chosen) for skip, one in study.items()}
    left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        st.markdown(_("**Digits that are still read right** :gray[two networks of 20 layers, trained alike]"))
        curves = {skip: [one.without_any(count) for count in range(BLOCKS + 1)] for skip, one in study.items()}
        plot(figures.left_out_chart(curves, {"with": _("with skips"), "without": _("without")}, here=here,
                                    count=len(chosen), axes=(_("Blocks left out"), _("Right"))), key="la_out_digits",
             alt=_("With the chosen blocks left out {kept} are right with skips, {cut} without").format(
                 kept=share_text(here["with"]), cut=share_text(here["without"])))
    with right:
        st.markdown(_("Without the blocks chosen above: **{kept}** right with skips, **{cut}** without.").format(
            kept=share_text(here["with"]), cut=share_text(here["without"])))
        st.info(_("**With skips, blocks are many small corrections** to what is handed on, and a trained network gets "
                  "on without most of them; on the digits the first block is missed most. Without skips each layer "
                  "reads what the one before it writes: with one block missing the network only guesses, 1 of 10."),
                icon=":material/lightbulb:")
        st.caption(_("Lines: mean over all sets of so many blocks; bands: worst and best set. 268 digits of the test. "
                     "After Veit, Wilber & Belongie (2016), arXiv:1605.06431."))
