"""The end of the row above the network on *Feature maps*: downloads, link."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import streamlit as st

from explorer.figures import sheet_png
from pages.feature_maps.first_screen import Scene
from pages.ui.state.address import share_button
from pages.ui.text import _


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


def _png(scene: Scene) -> Callable[[], bytes]:
    title = f"{scene.looking.network} {scene.looking.layer}" + (f" ({scene.mark})" if scene.mark else "")
    return lambda: sheet_png(scene.sheet, title=title)


def _npy(scene: Scene) -> Callable[[], bytes]:
    def made() -> bytes:
        file = io.BytesIO()
        np.save(file, scene.maps.values)
        return file.getvalue()
    return made
