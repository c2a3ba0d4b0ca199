"""The row above the network on *Feature maps*: network, photo, downloads, link."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from explorer.figures.sheet_png import sheet_png
from explorer.images import Picture
from pages.ui import maps_state
from pages.ui.network_options import network_options
from pages.ui.networks import network_picker
from pages.ui.photos import photo
from pages.ui.share import share_button
from pages.ui.text import _
from pages.ui.weights import RANDOM

if TYPE_CHECKING:
    from pages.ui.maps_view import Scene

NETWORK, PHOTO = "fm_network", "fm_photo"


def pickers() -> Picture:
    """Ask for a network and a photo in the current row; return the photo."""
    looking = maps_state.now()
    network_picker(looking.network, key=NETWORK, on_change=_opened)
    network_options(looking.network, looking.weights, looking.side, key="fm", change=maps_state.change)
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
    share_button(key="fm_share", title=_("Share these maps"), says=_(
        "The address bar holds network, layer, map and sample photo. Copy it from here, or from there:"))


def random_weights() -> None:
    """Open the network with random weights."""
    maps_state.change(weights=RANDOM)


def _opened() -> None:
    maps_state.change(network=st.session_state[NETWORK])


def _png(scene: Scene) -> Callable[[], bytes]:
    title = f"{scene.looking.network} {scene.looking.layer}" + (f" ({scene.mark})" if scene.mark else "")
    return lambda: sheet_png(scene.sheet, title=title)


def _npy(scene: Scene) -> Callable[[], bytes]:
    def made() -> bytes:
        file = io.BytesIO()
        np.save(file, scene.maps.values)
        return file.getvalue()
    return made
