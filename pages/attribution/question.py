"""What a reader asks with on *Why this class?*: the class on the left; downloads and link in the row above."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import numpy as np
import streamlit as st

from explorer import networks
from explorer.figures import MASK_SHARE, Card, panel_png
from explorer.networks import attribution
from pages.attribution.components import map_view
from pages.attribution.scene import Scene
from pages.attribution.state import state
from pages.ui.components import component
from pages.ui.components.class_scores import scores_view
from pages.ui.device import device_picker
from pages.ui.state.address import share_button
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

CLASSES, NAMED = "why_classes", "why_class"
MOST_CLASSES = 5


def take_click(scene: Scene) -> bool:
    """Take over a click on a class; say whether there was one."""
    listed = _listed(scene)
    clicked = component.clicked(CLASSES, range(len(listed)))
    if clicked is None:
        return False
    state.change(target=listed[clicked])
    return True


def question(scene: Scene) -> None:
    """Show the photo and ask for a class: one of the likeliest, or any by its name."""
    map_view(scene.given.pixels, None, title=_("The photo as the network gets it."), signed=False, key="why_seen",
             plain=True)
    listed = _listed(scene)
    rows: list[tuple[str, float, float | None]] = [(scene.names[place], float(scene.shares[place]), None)
                                                   for place in listed]
    note = _("Random weights: these guesses mean nothing.") if not scene.opened.network.trained else ""
    scores_view(rows, title=_("Choose the class to explain"), note=note, key=CLASSES,
                chosen=listed.index(scene.target), choose=True)
    st.selectbox(_("Any class by name"), range(len(scene.names)), format_func=scene.names.__getitem__,
                 **controlled(NAMED, scene.target, lambda target: state.change(target=target)))
    st.caption(_("Computed on: {device}").format(device=say(networks.device_name())))
    device_picker(key="why_device")


def actions(scene: Scene, found: Mapping[str, attribution.Attribution]) -> None:
    """Offer the panel and the maps as files, and the link; a file is made when it is asked for."""
    name = f"{scene.asking.network.split('/')[1][:20]}_{scene.target}"
    with st.popover("", icon=":material/download:", help=_("Download"), key="why_download",
                    on_change="rerun") as files:
        if files.open:
            for key, label, share in (("why_png", _("The panel (PNG)"), None),
                                     ("why_masked", _("The panel, masked (PNG)"), MASK_SHARE)):
                st.download_button(label, _png(scene, found, share), file_name=f"{name}.png", mime="image/png",
                                   on_click="ignore", key=key, width="stretch")
            for method, made in found.items():
                st.download_button(_("{method} (.npy)").format(method=_title(method)), _npy(made),
                                   file_name=f"{name}_{method}.npy", mime="application/octet-stream",
                                   on_click="ignore", key=f"why_npy_{method}", width="stretch")
    share_button(key="why_share", title=_("Share these maps"), says=_(
        "The address bar holds network, class, methods, options and sample photo. Copy it from here, or from there:"))


def _listed(scene: Scene) -> list[int]:
    """Return the numbers of the likeliest classes, and of the chosen one where it is not among them."""
    found = np.argsort(-scene.shares, kind="stable")[:MOST_CLASSES].tolist()
    return found if scene.target in found else [*found, scene.target]


def _title(method: str) -> str:

    return _(attribution.METHODS[method].title)


def _png(scene: Scene, found: Mapping[str, attribution.Attribution], share: float | None) -> Callable[[], bytes]:

    named = scene.name + (f" ({scene.mark})" if scene.mark else "")
    cards = [Card(named)] + [Card(attribution.METHODS[name].title, made.values, attribution.METHODS[name].signed)
                                  for name, made in found.items()]
    return lambda: panel_png(scene.given.pixels, cards, title=f"{scene.asking.network}: {named}", share=share)


def _npy(made: attribution.Attribution) -> Callable[[], bytes]:
    def content() -> bytes:
        file = io.BytesIO()
        np.save(file, made.values)
        return file.getvalue()
    return content
