"""Step through a convolution: move the kernel, one cell at a time, and read the sum it makes."""

import streamlit as st

from explorer.convolution.lessons import VIEWS
from pages.step_through.controls import about, controls, exports, notes, refusals
from pages.step_through.flip import flip_view
from pages.step_through.layers import layers_view
from pages.step_through.learn import learn_view
from pages.step_through.own_numbers import own_numbers
from pages.step_through.reads import reads_view
from pages.step_through.state import KEY, begin, open_view, state, take_report
from pages.step_through.stepper import stepper
from pages.step_through.strides import strides_view
from pages.step_through.words import words_view
from pages.ui.learned_kernel import panel
from pages.ui.state.widget import follow_tab
from pages.ui.text import _

TABS = "ss_tabs"


def step_view() -> None:
    """Show one convolution, cell by cell."""
    take_report()
    walk = state.now
    controls()
    refusals(walk.refused)
    stepper(walk.conv, version=walk.version, revision=walk.revision, mode=walk.view, at=walk.at, note=notes(walk.conv),
            key=KEY)
    exports(walk.conv)
    own_numbers(walk.conv)


def look_for() -> dict[str, str]:
    """Return for each part the one sentence that says what to do and to look at."""
    return {
        "step": about(),
        "strides": _("Press play: both kernels take a step at each tick, and the one with the larger stride is done "
                     "first."),
        "reads": _("The number in a cell says how often the kernel reads it. Compare a corner with the middle."),
        "layers": _("Point at a cell of the last map: everything that it sees of the picture lights up."),
        "words": _("Each word is a row of numbers, and a kernel reads several words at once. Point at a feature to see "
                   "which words it comes from."),
        "learn": _(panel.SAYS),
        "flip": _("Drag g over f. Where both are, their products fill the area; their sum is one value of the output."),
    }


@st.fragment
def page() -> None:
    """Show the open part; only it runs again when something changes in it."""
    line = st.empty()
    names = dict(zip(VIEWS, (_("Step by step"), _("Two strides"), _("Read how often?"), _("Layer on layer"),
                             _("Words"), _("Flipped or not"), _(panel.TITLE)), strict=True))
    follow_tab(names, lambda: state.now.lesson.tab, open_view, key=TABS)
    shows = dict(zip(VIEWS, (step_view, strides_view, reads_view, layers_view, words_view, flip_view, learn_view),
                     strict=True))
    for view, tab in zip(VIEWS, st.tabs(list(names.values()), key=TABS, on_change="rerun"), strict=True):
        if tab.open:
            line.caption(look_for()[view])
            with tab:
                shows[view]()
    state.write()


st.title(_("Step through a convolution"))
begin()
page()
