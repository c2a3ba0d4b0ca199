"""The dream picture beside the maps of *Why this class?*: grown from noise, live, until the class scores highest."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import networks
from explorer.numbers import number
from pages.attribution.channel import FORMS, Wanted, before, making, png
from pages.attribution.scene import Scene
from pages.attribution.state import MOST, state
from pages.ui import long_task
from pages.ui.components.taking import download
from pages.ui.errors import plain, told_to_reader
from pages.ui.text import _

STEPS = 128
STILL = 28
"""Which part of its side a picture is shifted by at most: textures survive that, dots do not."""
SOURCES = "Simonyan et al. (2013), arXiv:1312.6034; Olah et al. (2017), https://doi.org/10.23915/distill.00007"
FORM, TRY = "why_dream_form", "why_dream_try"


def has_dream(scene: Scene) -> bool:
    """Say whether the class that is asked about has a score of its own to climb."""
    return not networks.says_yes_or_no(scene.opened.network)


def dream_button(scene: Scene) -> None:
    """Where the dream picture is not shown, offer it: one click, and it grows beside the maps."""
    if scene.asking.dream or not has_dream(scene):
        return
    full = len(scene.asking.methods) == MOST
    if st.button(_("Dream picture"), icon=":material/blur_on:", key="why_dream", disabled=full,
                 help=_("Four at most") if full else _("What does this class look like at its strongest? It grows "
                                                       "from noise before your eyes.")):
        state.change(dream=True)
        _start(scene)


def wanted(scene: Scene) -> Wanted:
    """Return what the picture is made for: the score of the class, before any softmax."""
    network = scene.opened.network
    chosen = st.session_state
    return Wanted(networks.score_node(network), scene.target, STEPS, chosen.get(FORM, FORMS[0]),
                  max(1, min(network.input_shape[1:]) // STILL), chosen.get(TRY, 0))


def dream_card(scene: Scene) -> None:
    """Show the picture that the class scores highest for: as noise, growing, or done, with what became of the score."""
    names = {"fourier": _("Dream picture, of waves"), "pyramid": _("Dream picture, coarse to fine")}
    st.selectbox(_("The picture is made of"), FORMS, format_func=names.__getitem__, key=FORM,
                 label_visibility="collapsed")
    asked = wanted(scene)
    slow = making(scene.opened, asked)
    if (made := slow.result) is not None:
        _picture(made.picture, scene)
    elif slow.task is None or slow.task.state != "running":
        _picture(networks.noise_picture(scene.opened.network, asked.form, asked.seed), scene)
    if made is None:
        long_task.offer(slow, key="why_dream_run", label=_("Let it grow"), primary=True)
    _controls(scene, made)
    if made is not None:
        _outcome(scene, asked, made)
    st.caption(_("Starts from noise and changes it step by step so that the score of this class rises. Look for parts "
                 "of things, many times over: this is what the network wants to see, not a photo it has seen."))


def _picture(pixels: NDArray[np.uint8], scene: Scene) -> None:
    long_task.picture(pixels, _("Dream picture for {name}").format(name=scene.name))


def _outcome(scene: Scene, asked: Wanted, made: networks.Visualised) -> None:
    """Say what the network says of its dream, beside what it says of the photo."""
    network = scene.opened.network
    share = networks.shares(network, networks.scores(network, network.preprocess(made.picture)))[scene.target]
    photo = before(scene.opened, asked, scene.given)
    st.markdown(_("**{name}: {share:.1f} %** :gray[score {dream}; your photo has {photo}]").format(
        name=plain(scene.name), share=100 * float(share), dream=number(made.activation, 3),
        photo=number(photo or 0.0, 3)))
    if scene.mark:
        st.caption(plain(scene.mark))


def _controls(scene: Scene, made: networks.Visualised | None) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        key = "why_misleads_dream" if made is None else "why_misleads_icon_dream"
        with st.popover(_("Where it misleads"), icon=":material/report:", key=key,
                        help=_("Where it misleads"), type="tertiary"):
            st.markdown(_("There are countless pictures with such a score; another start leads to another one. What it "
                          "shows is enough for the network, and not all that it knows of the class."))
            st.caption(SOURCES)
        st.space("stretch")
        if made is not None:
            again = _("Another start")
            if st.button(again, icon=":material/casino:", key="why_close_again", type="tertiary", help=again):
                st.session_state[TRY] = st.session_state.get(TRY, 0) + 1
                _start(scene)
            name = f"{scene.asking.network.split('/')[1][:20]}_dream_{scene.target}"
            download(save := _("Download (PNG)"), png(made), f"{name}.png", "image/png", key="why_close_png",
                     icon=":material/download:", help=save, type="tertiary")
        away = _("Take the dream picture away")
        st.button(away, icon=":material/close:", key="why_close_dream", type="tertiary", help=away,
                  on_click=state.change, kwargs={"dream": False})


def _start(scene: Scene) -> None:
    with told_to_reader():
        long_task.start(making(scene.opened, wanted(scene)))
