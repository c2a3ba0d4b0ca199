"""The scene that is slid over, to be changed: what the one pass finds anywhere in it follows the finger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer import experiments, networks
from explorer.arrays import Pixels
from explorer.detection import PICTURE, SLIDERS, WINDOW_SIDES
from explorer.scenes import KINDS, Scene, drawn
from pages.ui.components import scene_canvas
from pages.ui.components.scene_canvas import Answer
from pages.ui.text import _
from pages.where_is_it import scene
from pages.where_is_it.state import state
from pages.where_is_it.window_view import class_words


def look_at_once(looked_at: Scene, pixels: Pixels, more: Mapping[str, Any]) -> Answer:
    """Return how sure the classifier of shapes is of each, in the window where it is surest.

    A scene on a reader's photo is looked at as the browser sends it, in fewer px.
    """
    window = more.get("window")
    setup = experiments.sliding(SLIDERS[0], pixels if more.get("photo") is True else drawn(looked_at, PICTURE),
                                int(window) if window in WINDOW_SIDES else WINDOW_SIDES[0])
    shares = experiments.class_shares(networks.one_pass_scores(setup.network, setup.values).values)
    names = class_words(setup.network.categories)
    return Answer(facts=[(names[at], f"{shares[at].max():.0%}") for at in range(len(KINDS))])


def scene_section() -> None:
    """Show the scene in a section that opens."""
    section = st.expander(_("Change the scene"), icon=":material/edit:", key="wi_slide_scene", on_change="rerun")
    if section.open:
        with section:
            scene.scene_view(LOOK, side=400, more={"window": state.now.window, "photo": state.now.own},
                             hint=_("Surest window for each shape, from one pass."))


LOOK = scene_canvas.offer("wi_slide", look_at_once)
