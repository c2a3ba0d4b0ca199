"""Classic filters: change the kernel, and see what it does to a photo."""

import streamlit as st

from pages.classic_filters import find, kernel, result, words
from pages.classic_filters.apply import download_button, pixels_of, run
from pages.classic_filters.controls import display_picker, filter_controls, toolbar
from pages.classic_filters.state import FilterSetup, state
from pages.ui.errors import plain
from pages.ui.state.page_state import show_problems
from pages.ui.text import _, say


@st.fragment
def page() -> None:
    """Show the filters at work; only this part runs again when something changes."""
    result.take_click()
    kernel.take_edit()
    find.take_box()
    st.caption(words.look_for(state.now.mode))
    show_problems(state.problems, _("Not all of this link could be read. The nearest is shown:"))
    setup = state.now
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="cf_toolbar"):
        picture = toolbar()
        with st.popover(_("Result"), key="cf_result", disabled=setup.mode == "find"):
            display_picker()
            download_place = st.container()
    with st.container(key="cf_sides"):
        picture_side, control_side = st.columns([0.73, 0.27], gap="medium")
    if setup.mode == "find":
        found = find.search(picture)
        with picture_side:
            find.find_view(found)
        with control_side:
            find.find_controls(found)
        state.write()
        return
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
    state.write()


st.title(_("Classic filters"))
state.open(FilterSetup)
page()
