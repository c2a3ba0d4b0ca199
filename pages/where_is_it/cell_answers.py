"""*Grid*, what a cell says: its raw outputs, and how they become a box with a class and a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from explorer import figures
from explorer.arrays import Pixels
from explorer.detection import DETECT_GRID, Cell, DecodedGrid, SlotSteps, decode_grid, grid_boxes, slot_steps
from explorer.scenes import Scene
from pages.ui.components import scene_canvas
from pages.ui.components.chart import plot
from pages.ui.components.scene_canvas import Answer, Overlay
from pages.ui.errors import told_to_reader
from pages.ui.state.fields import Real
from pages.ui.text import _, formula
from pages.where_is_it import scene
from pages.where_is_it.grid_outputs import SIDE, kind_colours, kind_names, raw_outputs
from pages.where_is_it.grid_settings import FIELDS, LEAST_SURE, MOST_CELLS, MOST_SURE, OVER, GridSettings
from pages.where_is_it.state import state

RAW_NAMES = ("t_o", "t_x", "t_y", "t_w", "t_h")
"""What papers call the numbers of a box before its class scores."""
ROW = 24
"""Height of a bar's row, px."""
LIT = 0.1
"""Objectness from which a cell has the colour of its class."""


def cells_view() -> None:
    """Show the grid over the scene, and beside it what the chosen cell says."""
    take_cell(LOOK, DETECT_GRID.cells)
    setup, cell = state.now, within(state.now.cell, DETECT_GRID.cells)
    left, right = st.columns(2, gap="medium")
    with left:
        scene.scene_view(LOOK, cells=True, more={"over": setup.over, "sure": setup.sure, "slot": setup.slot,
                                                 "row": cell[0], "column": cell[1]}, hint=_(
            "Click a cell to hear what it says; drag a shape, and the network looks again."))
        st.caption(_("Each cell answers for what has its centre in it, with {count} boxes. Several often find the same "
                     "thing: *NMS step by step* sorts them out.").format(count=DETECT_GRID.slots))
    with right, told_to_reader():
        _controls()
        _said(slot_steps(raw_outputs(scene.pixels()), (setup.slot, *cell), SIDE))


def take_cell(look: str, cells: int) -> None:
    """Take over the cell that was clicked in the scene to cause this run, if the grid has it."""
    done = scene_canvas.taken(f"{scene.KEY}_{look}")
    if done is not None and done.cell is not None:
        state.change(cell=within(done.cell, cells))


def look_at_cells(_scene: Scene, pixels: Pixels, more: Mapping[str, Any]) -> Answer:
    """Return what lies over a scene: objectness or classes, the grid, the boxes, and what the chosen cell says.

    Args:
        pixels: (64, 64, 3).
        more: ``over``, ``sure``, ``slot``, ``row`` and ``column``, unchecked.
    """
    raw, sure = raw_outputs(pixels), in_field("sure", more)
    decoded = decode_grid(raw)
    cell = within((whole(more.get("row")), whole(more.get("column"))), DETECT_GRID.cells)
    mine = slot_steps(raw, (min(whole(more.get("slot")), DETECT_GRID.slots - 1), *cell), SIDE)
    names, colours = kind_names(), kind_colours()
    found = grid_boxes(decoded, SIDE, sure)
    others = [at for at, place in enumerate(found.places) if place != mine.place][::-1]
    titles = [f"{names[found.kinds[at]]} {found.scores[at]:.2f}" for at in others]
    shown = scene_canvas.boxes(found.boxes[others], titles, [colours[found.kinds[at]] for at in others], side=SIDE,
                               width=1.5)
    chosen = scene_canvas.boxes([mine.box], [f"{names[mine.kind]} {mine.score:.2f}"], colours[mine.kind], side=SIDE,
                                width=4, line="solid" if mine.score >= sure else "dashed")
    return Answer(
        overlays=[*over_picture(str(more.get("over")), decoded), scene_canvas.grid(
            DETECT_GRID.cells, DETECT_GRID.cells, chosen=cell), shown, chosen],
        facts=((_("Boxes of {least} or more").format(least=f"{sure:.2f}"), str(len(found.boxes))),
               (_("Objectness"), f"{mine.objectness:.3f}"), (names[mine.kind], f"{mine.classes[mine.kind]:.3f}"),
               (_("Score"), f"{mine.score:.3f}")))


def whole(value: object) -> int:
    """Return a number from 0 that a browser sent; 0, if it is none."""
    return max(0, int(value)) if isinstance(value, int | float) and abs(value) <= MOST_CELLS else 0


def in_field(name: str, more: Mapping[str, Any]) -> float:
    """Return the number called ``name`` within the bounds of its field, as at the start if it is none."""
    value, field = more.get(name), FIELDS[name]
    first: float = getattr(GridSettings(), name)
    if not isinstance(field, Real) or not isinstance(value, int | float) or value != value:
        return first
    return field.nearest(value)


def over_picture(over: str, decoded: DecodedGrid) -> list[Overlay]:
    """Return what lies over the picture: the larger objectness of a cell's boxes, or its class, or nothing."""
    best = decoded.objectness.max(axis=0)
    if over == "objectness":
        palette = figures.lookup(figures.SEQUENTIAL, 256)
        return [scene_canvas.heat(best, palette.tobytes(), opacity=0.45)]
    if over != "classes":
        return []
    surest = decoded.objectness.argmax(axis=0)
    likeliest = np.take_along_axis(decoded.classes.argmax(axis=-1), surest[None], axis=0)[0]
    return [scene_canvas.classes(np.where(best >= LIT, likeliest + 1, 0), ["", *kind_colours()], opacity=0.6)]


LOOK = scene_canvas.offer("wi_cells", look_at_cells)


def within(cell: Cell, cells: int) -> Cell:
    """Return the nearest cell of a grid."""
    row, column = (min(at, cells - 1) for at in cell)
    return row, column


def _controls() -> None:
    over = dict(zip(OVER, (_("Objectness"), _("Class"), _("Nothing")), strict=True))
    slots = slot_names()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(_("Over the picture"), list(OVER), format_func=lambda one: over[one], required=True,
                             **state.bind("over"))
        st.segmented_control(_("Box of the cell, by its usual size"), list(range(DETECT_GRID.slots)), required=True,
                             format_func=lambda slot: slots[slot], **state.bind("slot"))
    with st.container(width=300):
        confidence_slider()


def confidence_slider() -> None:
    """Ask for the least score of a box."""
    st.slider(_("Least score of a box"), LEAST_SURE, MOST_SURE, step=0.01,
              help=_("Boxes that are less sure are thrown away: score = objectness × share of the likeliest class."),
              **state.bind("sure", take=lambda value: min(max(value, LEAST_SURE), MOST_SURE)))


def slot_names() -> tuple[str, ...]:
    """Return what the boxes of a cell are called."""
    return tuple(_("{place}: {side} px").format(place=slot + 1, side=round(anchor[0] * SIDE))
                 for slot, anchor in enumerate(DETECT_GRID.anchors))


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
