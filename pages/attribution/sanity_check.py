"""Is the map about the network at all?: the same one with the last layers' weights shuffled, beside the original."""

from __future__ import annotations

import streamlit as st

from explorer import networks
from explorer.networks import attribution
from pages.attribution.cards import answer, shown
from pages.attribution.scene import Scene, attribution_task, request
from pages.ui import long_task
from pages.ui.device import on_chosen_device
from pages.ui.errors import told_to_reader
from pages.ui.text import _

METHOD, LAYERS = "why_check_method", "why_check_layers"
ALIKE, UNLIKE = 0.7, 0.3
"""Rank correlations from which on two maps look alike, and below which they do not."""


@st.fragment
def check(scene: Scene) -> None:
    """Show a map beside that of the network with shuffled layers, and how to read the two.

    Only this part runs again when its slider moves, so that a class can move it together.
    """
    with told_to_reader(), on_chosen_device():
        _check(scene)


def _check(scene: Scene) -> None:
    asks, one, two = st.columns([0.3, 0.35, 0.35], gap="medium")
    with asks:
        name, shuffled = _choices(scene)
    method = attribution.METHODS[name]
    before, after = answer(scene, method), answer(scene, method, shuffled=shuffled)
    with one:
        st.markdown(_("**Weights as they are**"))
        shown(scene, before, title=_("Weights as they are"), signed=method.signed, key="why_check_before",
              note=scene.mark)
        if before is None:
            st.caption(_("Start this method in its card above."))
    with two:
        st.markdown(_("**Layers shuffled: the last {count}**").format(count=shuffled))
        shown(scene, after, title=_("Shuffled weights"), signed=method.signed, key="why_check_after")
        if after is None:
            long_task.offer(attribution_task(scene, request(scene, method, shuffled=shuffled)),
                            key="why_check_run_after", label=_("Start"))
    with asks:
        if before and after and (before.rounding or after.rounding):
            st.info(_("One of the maps is no more than rounding, so there is nothing to compare."),
                    icon=":material/info:")
        elif before and after:
            _verdict(attribution.likeness(before, after))


def _choices(scene: Scene) -> tuple[str, int]:

    st.markdown(_("A map that explains the network must change when the network forgets what it learned. Here the "
                  "weights of its last layers are shuffled. If the map stays the same, it shows the photo, not the "
                  "decision."))
    methods = scene.asking.methods
    if st.session_state.get(METHOD) not in methods:
        st.session_state[METHOD] = min(methods, key=lambda method: attribution.METHODS[method].slow)
    name = st.selectbox(_("Method"), methods, key=METHOD,
                        format_func=lambda method: _(attribution.METHODS[method].title))
    most = networks.shuffled_layers(scene.opened.network)
    if most < 2:
        return name, most
    if not 1 <= st.session_state.get(LAYERS, 0) <= most:
        st.session_state[LAYERS] = min(3, most)
    return name, int(st.slider(_("Layers shuffled, from the last one"), 1, most, key=LAYERS))


def _verdict(alike: float | None) -> None:
    """Say what the rank correlation of the two maps means."""
    if alike is None:
        st.info(_("One of the maps is blank, so there is nothing to compare."), icon=":material/info:")
        return
    st.metric(_("Rank correlation"), f"{alike:.2f}", help=_(
        "Spearman's, of the sizes of all pixels: 1 means that both maps pick out the same pixels, 0 that they have "
        "nothing in common (Adebayo et al. 2018). Each map has a scale of its own."))
    if alike >= ALIKE:
        st.caption(_("The maps are alike: this method hardly looks at what these layers learned. Do not take its map "
                     "for the reason of the decision."))
    elif alike < UNLIKE:
        st.caption(_("The maps differ: this method depends on what these layers learned, as it should."))
    else:
        st.caption(_("The maps are partly alike: something of the map comes from the photo and the earlier layers "
                     "alone. Shuffle more layers."))
