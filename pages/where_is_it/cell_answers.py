"""*Grid*, what a cell says: its raw outputs, and how they become a box with a class and a score."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explorer import figures, scenes
from explorer.arrays import Array, Floats, Pixels
from explorer.detection import DETECT_GRID, Cell, SlotSteps, decode_grid, slot_steps
from pages.ui.components.chart import plot
from pages.ui.errors import told_to_reader
from pages.ui.text import _, formula
from pages.where_is_it.cell_grid import DrawnBox, Tile, cell_grid, chosen_cell, heat_tiles
from pages.where_is_it.grid_outputs import (
    SHOWN_SIDE,
    SIDE,
    found_boxes,
    kind_colours,
    kind_names,
    raw_outputs,
)
from pages.where_is_it.grid_settings import LEAST_SURE, MOST_SURE, OVER
from pages.where_is_it.state import state

KEY = "wi_cells"
RAW_NAMES = ("t_o", "t_x", "t_y", "t_w", "t_h")
"""What papers call the numbers of a box before its class scores."""
ROW = 24
"""Height of a bar's row, px."""


def cells_view() -> None:
    """Show the grid over the scene, and beside it what the chosen cell says."""
    chosen = chosen_cell(KEY, DETECT_GRID.cells)
    if chosen:
        state.change(cell=chosen)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        _controls()
    cell = within(state.now.cell, DETECT_GRID.cells)
    with told_to_reader():
        pixels = scenes.drawn(state.now.scene, SIDE)
        raw = raw_outputs(pixels)
        left, right = st.columns([0.46, 0.54], gap="medium")
        with left:
            _picture(pixels, raw, cell)
        with right:
            _said(slot_steps(raw, (state.now.slot, *cell), SIDE))


def within(cell: Cell, cells: int) -> Cell:
    """Return the nearest cell of a grid."""
    row, column = (min(at, cells - 1) for at in cell)
    return row, column


def _controls() -> None:
    over = dict(zip(OVER, (_("Objectness"), _("Class"), _("Nothing")), strict=True))
    st.segmented_control(_("Over the picture"), list(OVER), format_func=lambda one: over[one], required=True,
                         **state.bind("over"))
    slots = slot_names()
    st.segmented_control(_("Box of the cell"), [0, 1], format_func=lambda slot: slots[slot], required=True,
                         **state.bind("slot"))
    with st.container(width=260):
        confidence_slider()


def confidence_slider() -> None:
    """Ask for the least score of a box."""
    st.slider(_("Least score of a box"), LEAST_SURE, MOST_SURE, step=0.01,
              help=_("Boxes that are less sure are thrown away: score = objectness × share of the likeliest class."),
              **state.bind("sure", take=lambda value: min(max(value, LEAST_SURE), MOST_SURE)))


def slot_names() -> tuple[str, ...]:
    """Return what the boxes of a cell are called."""
    return tuple(_("{place}: for things of some {side} px").format(place=slot + 1, side=round(anchor[0] * SIDE))
                 for slot, anchor in enumerate(DETECT_GRID.anchors))


def _picture(pixels: Pixels, raw: Floats, cell: Cell) -> None:
    """Show scene, grid and boxes; the chosen cell's box is thick."""
    setup, decoded = state.now, decode_grid(raw)
    found = found_boxes(pixels, setup.sure)
    mine = slot_steps(raw, (setup.slot, *cell), SIDE)
    names, colours = kind_names(), kind_colours()
    boxes = [DrawnBox(tuple(box), colours[kind], f"{names[kind]} {score:.2f}" if place != mine.place else "", "faint")
             for box, kind, score, place in zip(found.boxes.tolist(), found.kinds.tolist(), found.scores.tolist(),
                                                found.places, strict=True)][::-1]
    look = "thick" if mine.score >= setup.sure else "thick dashed"
    boxes.append(DrawnBox(mine.box, colours[mine.kind], f"{names[mine.kind]} {mine.score:.2f}", look))
    best = decoded.objectness.max(axis=0)
    says = [_("Row {row}, column {column}: objectness {first} and {second}").format(
        row=row + 1, column=column + 1, first=f"{first:.2f}", second=f"{second:.2f}")
        for (row, column), first, second in zip(np.ndindex(best.shape), *(
            slot.ravel().tolist() for slot in decoded.objectness), strict=True)]
    cell_grid(scenes.drawn(setup.scene, SHOWN_SIDE), over_tiles(setup.over, decoded.classes, best), boxes, says,
              cells=DETECT_GRID.cells, side=SIDE, chosen=cell, key=KEY,
              name=_("The scene under a grid of {cells} × {cells} cells").format(cells=DETECT_GRID.cells))
    st.caption(_("Each cell answers for what has its centre in it, with two boxes. {count} of {all} boxes have a score "
                 "of at least {least}: often several for one thing, which *NMS* sorts out.").format(
                     count=len(found.boxes), all=DETECT_GRID.slots * DETECT_GRID.cells**2, least=f"{setup.sure:.2f}"))


def over_tiles(over: str, classes: Array, objectness: Array) -> list[Tile]:
    """Return the looks of the cells.

    Args:
        over: what lies over the picture, of `OVER`.
        classes: shares (slots, S, S, classes), 0 to 1.
        objectness: (S, S), 0 to 1.
    """
    if over == "objectness":
        return heat_tiles(objectness)
    if over == "nothing":
        return [Tile()] * objectness.size
    colours, likeliest = kind_colours(), classes.max(axis=0).argmax(axis=-1)
    return [Tile(colours[kind], 0.2 + 0.6 * float(sure)) for kind, sure
            in zip(likeliest.ravel().tolist(), objectness.ravel(), strict=True)]


def _said(mine: SlotSteps) -> None:
    """Show the raw outputs of one box of a cell as bars, and what they mean, step by step."""
    names, lines = kind_names(), mine.lines()
    slot, row, column = mine.place
    raw = [*mine.raw.tolist(), *mine.class_scores.tolist()]
    st.markdown(_("**Row {row}, column {column}, box {box}: its {count} raw outputs**").format(
        row=row + 1, column=column + 1, box=slot + 1, count=len(raw)))
    reach = max(4.0, *(abs(value) for value in raw))
    titles = [*RAW_NAMES, *names]
    plot(figures.answer_bars(titles, raw, span=(-1.25 * reach, 1.25 * reach), kind="convolution",
                             form=".2f", row=ROW),
         key="wi_raw", alt=", ".join(f"{name}: {value:.2f}" for name, value in zip(titles, raw, strict=True)))
    for title, step in (
            (_("**1. Is there anything?** Objectness"), lines["objectness"]),
            (_("**2. Where is its centre?** Always within this cell; shares of the picture"), lines["centre"]),
            (_("**3. How large is it?** A factor of the box's usual size"), lines["size"]),
            (_("**4. The box**, px of the {side} px that the network reads").format(side=SIDE), lines["box"]),
            (_("**5. What is it, and how sure?** Softmax says {name} with p = {share}").format(
                name=names[mine.kind], share=f"{mine.classes[mine.kind]:.3f}"), lines["score"])):
        st.markdown(title + "\n\n" + "\n\n".join(map(formula, step)))
    verdict = _("The score is at least {least}: the box is shown.") if mine.score >= state.now.sure else _(
        "The score is below {least}: the box is thrown away, and drawn dashed here.")
    st.caption(verdict.format(least=f"{state.now.sure:.2f}"))
