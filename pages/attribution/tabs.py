"""Below the first screen of *Why this class?*: whether to believe a map, and what a channel looks for."""

from __future__ import annotations

import streamlit as st

from explorer.graph import shape_text
from pages.attribution.channel import channel
from pages.attribution.sanity_check import check
from pages.attribution.scene import Scene
from pages.ui.pickers.network import Opened
from pages.ui.state.widget import tabs
from pages.ui.text import _


def more(scene: Scene) -> None:
    """Show tabs; only the open one is computed."""
    checks, looks = tabs((_("Sanity check"), _("What a channel looks for")), key="why_more")
    if checks.open:
        with checks:
            check(scene)
    if looks.open:
        with looks:
            channel(scene.opened, scene.given)


def no_classifier(opened: Opened) -> None:
    """Say why there is no class to explain, and what to do; channels can be looked at all the same."""
    if opened.network.task == "classify":
        st.info(_("This network puts out {shape}, not one score for each class, so there is no class to explain. "
                  "Choose a classifier above, or end your stack with a flatten and a linear layer.").format(
                      shape=shape_text(opened.report.output_shape or ())), icon=":material/info:")
    else:
        st.info(_("The convolutions of this network say where something is, not what: its classes are told by a second "
                  "look into each box, which is no layer here. Choose SSDLite, a network for pixels, or a classifier."),
                icon=":material/info:")
    if opened.network.name.startswith("stack/"):
        st.page_link("build_stack/page.py", label=_("Build a stack"), icon=":material/layers:")
    st.header(_("What a channel looks for"))
    channel(opened)
