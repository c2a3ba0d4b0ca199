"""*Connections*: from all to all, over neighbours only, to neighbours with the same weights everywhere."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import figures
from explorer.experiments import MOST_ROW, WIRINGS, Wiring, connections, outputs, weights
from pages.pixels.state import state
from pages.ui.components import component
from pages.ui.text import _, count_text

PICTURE, WINDOW = 28, 5
"""What the notes count: a digit of 28 × 28 px under windows of 5 × 5."""

_mount = component.register("unit_rows")


def connections_view() -> None:
    """Show two rows of units, and what one map of a picture is learned with, wired in the same way."""
    setup = state.now
    titles = {"dense": _("Dense"), "local": _("Local"), "shared": _("Shared")}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="px_connect"):
        st.segmented_control(_("How units are connected"), WIRINGS, format_func=titles.__getitem__, required=True,
                             **state.bind("wiring"))
        with st.container(width=230):
            st.slider(_("Units below"), 6, MOST_ROW, **state.bind("below"))
        with st.container(width=230):
            st.slider(_("Window (units)"), 2, 5, **state.bind("window"), disabled=setup.wiring == "dense")
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        _mount(key="px_rows", data=rows_data(setup.wiring, setup.below, setup.window))
        st.caption(said(setup.wiring))
    with right, st.container(border=True):
        _counts(setup.wiring, setup.below, setup.window)


def rows_data(wiring: Wiring, row: int, window: int) -> dict[str, Any]:
    """Return what the picture of two rows is drawn from."""
    lines = connections(wiring, row, window)
    count = max(line.weight for line in lines) + 1
    ramp = figures.lookup(figures.SEQUENTIAL)
    # The ends of the scale are hard to see on one of the two themes.
    places = [round(20 + 205 * place / max(1, count - 1)) for place in range(count)]
    return {
        "inputs": row, "outputs": outputs(row, window),
        "lines": [[line.source, line.target, line.weight] for line in lines],
        "colours": ["#" + "".join(f"{part:02x}" for part in ramp[place].tolist()) for place in places],
        "words": {
            "name": _("Two rows of units and the lines between them, each in the colour of its weight"),
            "hint": _("Point at a line: all lines with the same weight light up. Point at a unit: all that it is "
                      "connected to. Arrow keys go through the weights."),
            "line": _("Weight {number} is used {count} times."),
            "once": _("Weight {number} is used once."),
            "output": _("Output {number} reads {count} units."),
            "input": _("Unit {number} is read by {count} outputs."),
        },
    }


def said(wiring: Wiring) -> str:
    """Return what is special about a way of connecting units."""
    return {
        "dense": _("**Dense** (a linear layer): each output reads every unit, with weights of its own. A picture could "
                   "be shuffled and nothing would be lost, or used."),
        "local": _("**Local**: each output reads its neighbours only, as what belongs together in a picture stands "
                   "together. Its weights are still its own, so an edge is learned anew at each place."),
        "shared": _("**Shared** (a convolution): all outputs use the same few weights. An edge that is learned once is "
                    "found everywhere."),
    }[wiring]


def _counts(wiring: Wiring, row: int, window: int) -> None:
    above = outputs(row, window)
    st.metric(_("Weights in the drawing"), count_text(weights(wiring, row, window, 1)))
    st.markdown("$" + {"dense": rf"{row} \cdot {above}", "local": rf"{above} \cdot {window}",
                       "shared": "k"}[wiring] + rf" = {weights(wiring, row, window, 1)}$")
    side = outputs(PICTURE, WINDOW)
    st.markdown(_("**A digit of {picture} × {picture} px, windows of {window} × {window}, one map of "
                  "{side} × {side}:**").format(picture=PICTURE, window=WINDOW, side=side))
    lines = {"dense": rf"{PICTURE}^2 \cdot {side}^2", "local": rf"{side}^2 \cdot {WINDOW}^2", "shared": f"{WINDOW}^2"}
    titles = {"dense": _("Dense"), "local": _("Local"), "shared": _("Shared")}
    rows = [f"| {'**' if way == wiring else ''}{titles[way]}{'**' if way == wiring else ''} | ${lines[way]}$ | "
            f"{weights(way, PICTURE, WINDOW):,} |" for way in WIRINGS]
    head = f"| {_('Connected')} | {_('How many')} | {_('Weights')} |"
    st.markdown("\n".join([head, "|---|---|--:|", *rows]))
