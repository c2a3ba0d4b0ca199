"""Weights of a network and side of its input: a popover in the row of pickers."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.state.widget import showing
from pages.ui.text import _
from pages.ui.pickers.weights import RANDOM, entry_of, weights_picker

SIDES = (32, 64, 96, 128, 160, 224, 288, 320)


def network_options(network: str, weights: str, side: int, *, key: str, change: Callable[..., None]) -> None:
    """Ask for weights and size of the input, where there is a choice.

    Args:
        network: name of the network that is open.
        weights: which, or ``"random"``.
        side: of its input, px; 0: its own.
        key: prefix of the keys of the widgets.
        change: called with ``weights=`` or ``side=`` when the reader picks another one.
    """
    entry = entry_of(network)
    if entry is None or not entry.weights:
        return
    own = entry.input_shape[1]
    template = _("{side} px · random") if weights == RANDOM else _("{side} px")
    with st.popover(template.format(side=side or own), icon=":material/tune:", key=f"{key}_options",
                    on_change="rerun", help=_("Weights and size of the input")) as popover:
        if popover.open:
            weights_picker(network, weights, key=f"{key}_weights", on_change=lambda name: change(weights=name))
            _side_picker(own, side, key=f"{key}_side", change=change)


def _side_picker(own: int, chosen: int, *, key: str, change: Callable[..., None]) -> None:
    sides = sorted({own, chosen or own, *(side for side in SIDES if side >= own)})

    def picked(side: int) -> None:
        change(side=0 if side == own else side)

    st.select_slider(_("Side of the input"), sides, format_func=lambda side: f"{side} px",
                     **showing(key, chosen or own, picked), help=_(
                         "It was trained with {side} px. Larger inputs give larger maps, and less certain "
                         "guesses.").format(side=own))
