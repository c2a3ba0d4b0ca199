"""Two boxes: what they share, what they cover, and how well one fits the other."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from explorer.detection import BoxPair
from explorer.errors import N_
from pages.ui.state.widget import controlled
from pages.ui.tab import Tab
from pages.ui.text import _
from pages.where_is_it.box_settings import EXAMPLES, HEIGHT, WIDTH
from pages.where_is_it.localise import localise_view
from pages.where_is_it.pixel_accuracy import accuracy_view
from pages.where_is_it.state import state
from pages.where_is_it.two_boxes import take_moved, two_boxes


def boxes_view() -> None:
    """Show the chosen part."""
    titles = {"pair": _("Two boxes"), "network": _("One object, found by a network")}
    st.segmented_control(_("What is looked at"), list(titles), format_func=lambda part: str(titles[part]),
                         required=True, label_visibility="collapsed", **state.bind("part"))
    if state.now.part == "network":
        localise_view()
        return
    pair_view()


def pair_view() -> None:
    """Show two boxes to move, and why pixel accuracy would be no measure of them."""
    take_moved()
    _examples()
    two_boxes()
    accuracy_view(BoxPair(state.now.ours, state.now.theirs), (WIDTH, HEIGHT))


def _examples() -> None:
    """Offer pairs whose IoU is known by heart."""
    at = state.now.ours, state.now.theirs
    shown = next((name for name, example in EXAMPLES.items() if example.boxes == at), None)
    st.pills(_("Example"), list(EXAMPLES), format_func=lambda name: _(EXAMPLES[name].title),
             **controlled("wi_example", shown, _opened))


def _opened(name: str | None) -> None:
    if name in EXAMPLES:
        ours, theirs = EXAMPLES[name].boxes
        state.put(replace(state.now, ours=ours, theirs=theirs))


TAB = Tab("boxes", N_("Boxes"),
          N_("How well does one box fit another? Drag, and watch when the IoU passes 0.5, and what the GIoU says while "
             "the IoU is still 0."), boxes_view)
