"""What the tab *Every pixel* knows of its scene: the pixels, the true classes, the network, and names of classes."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from explorer import networks
from explorer.arrays import Floats, Pixels
from explorer.errors import N_
from explorer.figures import CLASS_COLOURS
from explorer.scenes import KIND_NAMES, class_map
from pages.ui.text import _, share_text
from pages.where_is_it import scene
from pages.where_is_it.pixel_settings import CLASSES, PIXEL_NETWORKS
from pages.where_is_it.state import state

SIDE = 64
"""px that the networks look at."""
SEGMENTERS = {"segment": N_("U-Net"), "segment_nearest": N_("U-Net, nearest"), "segment_plain": N_("without skips")}
GROUND = N_("ground")

_LEGEND = """<style>
.classes { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 0.875rem; }
.classes span { display: inline-flex; align-items: center; gap: 6px; }
.classes i { flex: none; width: 14px; height: 14px; border-radius: 3px; border: 1px solid currentColor; }
</style>"""


def class_names() -> list[str]:
    """Return the names of all classes of a pixel, the ground first."""
    return [_(GROUND), *(_(KIND_NAMES[kind]) for kind in CLASSES[1:])]


def shipped() -> list[str]:
    """Return the networks of `PIXEL_NETWORKS` that come with the app."""
    known = {entry.name for entry in networks.catalogue()}
    return [name for name in PIXEL_NETWORKS if f"bundled/{name}" in known]


def segmenter(name: object) -> networks.Network:
    """Return the network of this name, whoever asks; an unknown one is the first."""
    return networks.load(f"bundled/{name if name in shipped() else PIXEL_NETWORKS[0]}")


def segmenter_picker(label: str = "") -> None:
    """Ask for the network in the current row."""
    st.selectbox(label or _("Network"), shipped(), width=140,
                 format_func=lambda name: _(SEGMENTERS[name]), **state.bind("segmenter"))


def scores_of(network: networks.Network, pixels: Pixels) -> Floats:
    """Return the scores of each class at each pixel of a picture (64, 64, 3), (K, 64, 64)."""
    return networks.feature_maps(network, np.ascontiguousarray(pixels), network.graph.output)


def pictured() -> tuple[Pixels, Pixels]:
    """Return the scene of the page as the networks get it, (64, 64, 3), and its true classes, (64, 64)."""
    return scene.pixels(), class_map(state.now.scene, SIDE)


def legend() -> None:
    """Show which colour is which class."""
    chips = [f'<span><i aria-hidden="true" style="background: {colour}"></i>{escape(name)}</span>'
             for colour, name in zip(CLASS_COLOURS, class_names(), strict=False)]
    st.html(_LEGEND + f'<div class="classes">{"".join(chips)}</div>')


def percent(share: float) -> str:
    """Return a share, 0 to 1, in percent; a dash where it is not a number, as there was nothing to count."""
    return "–" if share != share else share_text(share)
