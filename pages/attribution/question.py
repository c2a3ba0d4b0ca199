"""What a reader asks with on *Why this class?*: the class on the left; downloads and link in the row above."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import numpy as np
import streamlit as st

from explorer import networks
from explorer.errors import N_, Message, message
from explorer.figures import MASK_SHARE, Card, panel_png
from explorer.networks import attribution
from pages.attribution.components import read_view
from pages.attribution.scene import Scene
from pages.attribution.state import state
from pages.ui.components import component
from pages.ui.components.class_scores import scores_view
from pages.ui.components.taking import download, picture_text
from pages.ui.device import device_picker
from pages.ui.pickers.weights import unusual
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

CLASSES, NAMED, SCORE_OR_SHARE = "why_classes", "why_class", "why_of"
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
    _read(scene)
    listed = _listed(scene)
    rows: list[tuple[str, float, float | None]] = [(scene.names[place], float(scene.shares[place]), None)
                                                   for place in listed]
    note = _("Random weights: these guesses mean nothing.") if not scene.opened.network.trained else ""
    scores_view(rows, title=_("Choose the class to explain"), note=note, key=CLASSES,
                chosen=listed.index(scene.target), choose=True)
    st.selectbox(_("Any class by name"), range(len(scene.names)), format_func=scene.names.__getitem__,
                 **controlled(NAMED, scene.target, lambda target: state.change(target=target)))
    _explained(scene)
    st.caption(_("Computed on: {device}").format(device=say(networks.device_name())))
    device_picker(key="why_device")


def _read(scene: Scene) -> None:
    """Show the photo with a frame around what the network reads, and say what lies outside."""
    part = networks.part_read(scene.opened.network, scene.picture)
    read_view(part, title=_("The photo; the network reads what is framed."), key="why_seen")
    if part.share > ALL:
        return
    st.caption(_("The network reads what is framed: {share:.0f} % of the photo. It has not seen the rest.").format(
        share=100 * part.share))
    if part.outside:
        st.warning(_(_OUTSIDE[part.outside]), icon=":material/crop_free:")


ALL = 0.995
_OUTSIDE = {
    "left": N_("Most of what stands out in this photo lies left of the frame: the network has not seen it. "
               "Cut the photo around it."),
    "right": N_("Most of what stands out in this photo lies right of the frame: the network has not seen it. "
                "Cut the photo around it."),
    "above": N_("Most of what stands out in this photo lies above the frame: the network has not seen it. "
                "Cut the photo around it."),
    "below": N_("Most of what stands out in this photo lies below the frame: the network has not seen it. "
                "Cut the photo around it."),
}


def _explained(scene: Scene) -> None:
    """Ask what is explained, where the network makes shares of its scores itself."""
    if networks.ending(scene.opened.network) == "scores":
        return
    names = {False: _("The score"), True: _("The probability")}
    st.segmented_control(_("Explain"), list(names), format_func=names.__getitem__, required=True, help=_(
        "This network ends with a softmax or a sigmoid, which turns scores into probabilities. Where it is sure, the "
        "probability hardly moves any more, whatever happens to the photo: then its map is rounding noise. The score "
        "before it does move."),
        **controlled(SCORE_OR_SHARE, scene.asking.share, lambda share: state.change(share=share)))


def actions(scene: Scene, found: Mapping[str, attribution.Attribution]) -> None:
    """Offer the panel and the maps as files; a file is made when it is asked for."""
    name = f"{scene.asking.network.split('/')[1][:20]}_{scene.target}"
    with st.popover(_("Download"), icon=":material/download:", help=_("Download"), key="why_download",
                    on_change="rerun") as files:
        if files.open:
            for key, label, share in (("why_png", _("The panel (PNG)"), None),
                                     ("why_masked", _("The panel, masked (PNG)"), MASK_SHARE)):
                download(label, _png(scene, found, share), f"{name}.png", "image/png", key=key, width="stretch")
            for method, made in found.items():
                download(_("{method} (.npy)").format(method=_title(method)), _npy(made), f"{name}_{method}.npy",
                         "application/octet-stream", key=f"why_npy_{method}", width="stretch")


def _listed(scene: Scene) -> list[int]:
    """Return the numbers of the likeliest classes, and of the chosen one where it is not among them."""
    found = np.argsort(-scene.shares, kind="stable")[:MOST_CLASSES].tolist()
    return found if scene.target in found else [*found, scene.target]


def _title(method: str) -> str:
    return _(attribution.METHODS[method].title)


def _png(scene: Scene, found: Mapping[str, attribution.Attribution], share: float | None) -> Callable[[], bytes]:
    network = scene.opened.network
    said, named = unusual(network), picture_text(scene.name, networks.answer_names(network)[scene.target])
    named += f" ({picture_text(said)})" if said else ""
    cards = [Card(named)] + [_panel_card(attribution.METHODS[name], made) for name, made in found.items()]
    return lambda: panel_png(scene.given.pixels, cards, title=f"{scene.asking.network}: {named}", share=share)


def _panel_card(method: attribution.Method, made: attribution.Attribution) -> Card:
    title = message("{method}: rounding noise", method=Message(method.title)) if made.rounding else (
        Message(method.title))
    return Card(picture_text(title), made.values, method.signed, made.least)


def _npy(made: attribution.Attribution) -> Callable[[], bytes]:
    def content() -> bytes:
        file = io.BytesIO()
        np.save(file, made.values)
        return file.getvalue()
    return content
