"""The row above the network on *Feature maps*: network, photo, downloads, link."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from explorer.figures.sheet_png import sheet_png
from explorer.images import Picture
from pages.ui import maps_state
from pages.ui.networks import network_picker
from pages.ui.photos import photo
from pages.ui.text import _
from pages.ui.weights import RANDOM, entry_of, weights_picker

if TYPE_CHECKING:
    from pages.ui.maps_view import Scene

NETWORK, PHOTO, WEIGHTS, SIDE = "fm_network", "fm_photo", "fm_weights", "fm_side"
SIDES = (32, 64, 96, 128, 160, 224, 288, 320)


def pickers() -> Picture:
    """Ask for a network and a photo in the current row; return the photo."""
    network_picker(maps_state.now().network, key=NETWORK, on_change=_opened)
    _options()
    return photo(PHOTO)


def actions(scene: Scene) -> None:
    """Offer the sheet and the maps as files, and the link; a file is made when it is asked for."""
    name = f"{scene.looking.network.split('/')[1][:20]}_{scene.looking.layer}"
    with st.popover("", icon=":material/download:", help=_("Download"), key="fm_download", on_change="rerun") as files:
        if files.open:
            st.download_button(_("The sheet (PNG)"), _png(scene), file_name=f"{name}.png", mime="image/png",
                               on_click="ignore", key="fm_png", width="stretch")
            st.download_button(_("The maps (.npy)"), _npy(scene), file_name=f"{name}.npy",
                               mime="application/octet-stream", on_click="ignore", key="fm_npy", width="stretch")
    if st.button("", icon=":material/link:", help=_("Share"), key="fm_share"):
        _share()


def random_weights() -> None:
    """Open the network with random weights."""
    maps_state.change(weights=RANDOM)


def _options() -> None:
    """Ask for weights and size of the input, where there is a choice."""
    looking = maps_state.now()
    entry = entry_of(looking.network)
    if entry is None or not entry.weights:
        return
    own = entry.input_shape[1]
    template = _("{side} px · random") if looking.weights == RANDOM else _("{side} px")
    label = template.format(side=looking.side or own)
    with st.popover(label, icon=":material/tune:", key="fm_options", on_change="rerun",
                    help=_("Weights and size of the input")) as popover:
        if popover.open:
            weights_picker(looking.network, looking.weights, key=WEIGHTS, on_change=_weighted)
            _side_picker(own, looking.side)


def _side_picker(own: int, chosen: int) -> None:
    sides = sorted({own, chosen or own, *(side for side in SIDES if side >= own)})
    if st.session_state.get(SIDE) != (chosen or own):
        st.session_state[SIDE] = chosen or own
    st.select_slider(_("Side of the input"), sides, format_func=lambda side: f"{side} px", key=SIDE, on_change=_sized,
                     help=_("It was trained with {side} px. Larger inputs give larger maps, and less certain "
                            "guesses.").format(side=own))


def _opened() -> None:
    maps_state.change(network=st.session_state[NETWORK])


def _weighted() -> None:
    maps_state.change(weights=st.session_state[WEIGHTS])


def _sized() -> None:
    entry = entry_of(maps_state.now().network)
    side = int(st.session_state[SIDE])
    maps_state.change(side=0 if entry and side == entry.input_shape[1] else side)


def _png(scene: Scene) -> Callable[[], bytes]:
    title = f"{scene.looking.network} {scene.looking.layer}" + (f" ({scene.mark})" if scene.mark else "")
    return lambda: sheet_png(scene.sheet, title=title)


def _npy(scene: Scene) -> Callable[[], bytes]:
    def made() -> bytes:
        file = io.BytesIO()
        np.save(file, scene.maps.values)
        return file.getvalue()
    return made


@st.dialog(_("Share these maps"))
def _share() -> None:
    st.markdown(_("The address bar holds network, layer, map and sample photo. Copy it from here, or from there:"))
    base = (st.context.url or "").partition("?")[0]
    st.code(f"{base}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True)
