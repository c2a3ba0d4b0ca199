"""*Filters*: a chain of filters at work on a photo, or several of them beside each other."""

from __future__ import annotations

import streamlit as st

from explorer.errors import N_
from pages.classic_filters import kernel, result
from pages.classic_filters.apply import download_button, pixels_of, run
from pages.classic_filters.controls import display_picker, filter_controls, toolbar
from pages.classic_filters.state import state
from pages.ui.errors import plain
from pages.ui.tab import Tab
from pages.ui.text import _, say


def filters_view() -> None:
    """Show the filters at work."""
    result.take_click()
    kernel.take_edit()
    setup = state.now
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="cf_toolbar"):
        picture = toolbar()
        with st.popover(_("Result"), key="cf_result"):
            display_picker()
            download_place = st.container()
    with st.container(key="cf_sides"):
        picture_side, control_side = st.columns([0.73, 0.27], gap="medium")
    with control_side, st.container(gap="xsmall"):
        filter_controls()
    photo = pixels_of(picture, colour=setup.colour == "colour")
    shots, problems = run(setup, photo)
    with picture_side:
        for problem in problems:
            st.warning(plain(say(problem)), icon=":material/error:")
        if setup.mode == "side" and len(setup.steps) == 1:
            st.caption(_(":material/add: Add a filter beside **Filter 1 of 1**, and the two stand beside each other. "
                         "Until then the result stands beside the photo."))
        result.filter_view(photo, picture.key, shots, selected=setup.place, compare=setup.mode == "side")
    shown = [shot for shot in shots if shot.place <= setup.place][-1:]
    if shown:
        with download_place:
            download_button(picture, shown[0].steps, setup.display, colour=setup.colour == "colour")


TAB = Tab("filters", N_("Filters"),
          N_("Choose a filter, drag the divider, point at a pixel or tap it to see its sum. Cross-correlation, as in "
             "PyTorch: the kernel is not flipped."), filters_view)
