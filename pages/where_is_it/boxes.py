"""Two boxes: what they share, what they cover, and how well one fits the other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from explorer.detection import Box, BoxPair
from explorer.errors import N_
from pages.ui.state.widget import controlled
from pages.ui.text import _, formula
from pages.where_is_it.box_settings import HEIGHT, WIDTH, told
from pages.where_is_it.state import state
from pages.where_is_it.tab import Tab

CORNERS = ("x1", "y1", "x2", "y2")


def boxes_view() -> None:
    """Show the numbers of two boxes, and IoU and GIoU with their working."""
    pair = BoxPair(state.now.ours, state.now.theirs)
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        _corners(_("**A, predicted** :gray[px]"), "ours", pair.first)
        _corners(_("**B, true** :gray[px]"), "theirs", pair.second)
    with right:
        lines = pair.lines()
        for name in lines:
            for line in lines[name]:
                st.markdown(formula(line))


def _corners(title: str, name: str, box: Box) -> None:
    st.markdown(title)
    for at, (column, corner) in enumerate(zip(st.columns(4, gap="small"), CORNERS, strict=True)):
        with column:
            st.number_input(corner, 0.0, float((WIDTH, HEIGHT)[at % 2]), step=1.0,
                            **controlled(f"wi_{name}_{corner}", box[at], partial(_take, name, at)))


def _take(name: str, at: int, value: float) -> None:
    """Take over one corner that was typed, and say where the box had to be changed for it."""
    typed = list(getattr(state.now, name))
    typed[at] = value
    x1, y1, x2, y2 = typed
    box, problem = told(name, (x1, y1, x2, y2))
    now = replace(state.now, ours=box) if name == "ours" else replace(state.now, theirs=box)
    state.put(now, (problem,) if problem else ())


TAB = Tab("boxes", N_("Boxes"), N_("Move one box over the other: when does the IoU pass 0.5, and what does the GIoU "
                                   "say while the IoU is still 0?"), boxes_view)
