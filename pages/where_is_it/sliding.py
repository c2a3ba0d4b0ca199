"""A classifier slid over a picture window by window; and, in parts of their own, one pass that says the same."""

from __future__ import annotations

import streamlit as st

from explorer import experiments, networks
from explorer.arrays import Pixels
from explorer.detection import PICTURE, SLIDERS, WINDOW_SIDES, WINDOW_STRIDES
from explorer.errors import N_
from explorer.images import fitted
from explorer.numbers import number
from pages.ui.errors import told_to_reader
from pages.ui.pickers.photo import photo
from pages.ui.state.widget import controlled
from pages.ui.tab import Tab
from pages.ui.text import _, formula
from pages.where_is_it import scene
from pages.where_is_it.one_pass import one_pass_view
from pages.where_is_it.slide_scene import scene_section
from pages.where_is_it.sliding_settings import LOOKED_AT, PARTS
from pages.where_is_it.state import state
from pages.where_is_it.vgg_case import vgg_view
from pages.where_is_it.window_view import take_window, window_scores_of, window_view

SHOWN = 384
"""Longer side of the picture as it is shown, px."""


def sliding_view() -> None:
    """Ask which part is looked at, and show it."""
    take_window()
    titles = dict(zip(PARTS, (_("Window by window"), _("In one pass"), _("VGG: 7 × 7 becomes 8 × 8")), strict=True))
    st.segmented_control(_("What is looked at"), list(PARTS), format_func=titles.__getitem__, required=True,
                         label_visibility="collapsed", **state.bind("slide_part"))
    if state.now.slide_part == "vgg":
        vgg_view()
        return
    chosen = _controls()
    if chosen is None:
        scene_section()
    picture = scene.pixels(SHOWN) if chosen is None else chosen
    with told_to_reader():
        if state.now.slide_part == "once":
            one_pass_view(experiments.sliding(state.now.slider, picture, state.now.window))
        else:
            _windows(experiments.sliding(state.now.slider, picture, state.now.window, state.now.stride), picture)


def _controls() -> Pixels | None:
    """Ask for classifier, picture and window; return the photo, (H, W, 3), or None where the scene is looked at."""
    names = dict(zip(SLIDERS, (_("Shapes, without padding"), _("ResNet-20 (CIFAR-10)"), _("Small VGG (CIFAR-10)")),
                     strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(_("Classifier"), list(SLIDERS), format_func=names.__getitem__, width=240,
                     **controlled("wi_slider", state.now.slider, _take_slider))
        on = dict(zip(LOOKED_AT, (_("Scene"), _("Photo")), strict=True))
        st.segmented_control(_("It looks at"), list(LOOKED_AT), format_func=on.__getitem__, required=True,
                             **state.bind("slide_on"))
        chosen = None if state.now.slide_on == "scene" else fitted(photo("wi_photo"), SHOWN)
        st.select_slider(_("Window, px of {side}").format(side=PICTURE), list(WINDOW_SIDES), width=220,
                         **state.bind("window"))
        if state.now.slide_part == "windows":
            st.select_slider(_("Stride, px of the scaled picture"), list(WINDOW_STRIDES), width=220,
                             **state.bind("stride"))
    return chosen


def _take_slider(name: str) -> None:
    """Take over the classifier, with what it has learned to look at."""
    state.change(slider=name, slide_on=LOOKED_AT[name != SLIDERS[0]], slide_class=3)


def _windows(setup: experiments.Sliding, picture: Pixels) -> None:
    scores = window_scores_of(setup, key="wi_windows_task")
    if scores is None:
        return
    window_view(setup, scores.values, picture)
    left, right = st.columns([0.55, 0.45], gap="medium")
    with left:
        _passes(setup, scores)
    with right:
        _lesson(setup)


def _passes(setup: experiments.Sliding, scores: networks.ScoreMap) -> None:
    slide = setup.slide
    st.markdown(_("**{passes:,} passes** through the network, {time} s: {each} ms each, {piece} at a time").format(
        passes=slide.passes, time=number(scores.seconds, 3), each=number(1000 * scores.seconds / slide.passes, 3),
        piece=networks.PIECE))
    for line, says in zip(slide.working, (_("places down"), _("places across"), _("passes")), strict=True):
        st.markdown(f"{formula(line)} :gray[{says}]")
    st.caption(_("H, W: the picture of {width} × {height} px, scaled to {columns} × {rows} px so that a window of "
                 "{window} px becomes the {own} px that the network reads; F: that window; S: the stride.").format(
                     width=setup.sides[0], height=setup.sides[1], columns=slide.width, rows=slide.height,
                     window=setup.window, own=slide.window))


def _lesson(setup: experiments.Sliding) -> None:
    st.info(_("**One size of window finds one size of object.** Move the slider: what fills the window is found, "
              "what is much smaller or larger is not, so detectors slid windows over pictures of many sizes. "
              "Neighbours share {overlap:.0%} of their pixels here, and each computes them "
              "again.").format(overlap=setup.slide.overlap),
            icon=":material/lightbulb:")


TAB = Tab("sliding", N_("Sliding window"),
          N_("Slide a classifier over the picture: how many passes does a map of answers cost, and why is one enough?"),
          sliding_view)
