"""*Grid*, what each cell learns: which cell is responsible for which thing, and what happens where two share one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import streamlit as st

from explorer import figures, scenes
from explorer.arrays import Pixels
from explorer.detection import (
    DETECT_GRID,
    NO_ONE,
    AnchorGrid,
    Assignment,
    Cell,
    assignment,
    centre_of,
    chance_of_sharing,
    grid_that_separates,
    owners,
    slot_targets,
)
from explorer.numbers import number
from explorer.scenes import Scene, Thing, Truth
from pages.ui.components import scene_canvas
from pages.ui.components.chart import plot
from pages.ui.components.scene_canvas import Answer
from pages.ui.components.table import table
from pages.ui.text import _, share_text
from pages.where_is_it import scene
from pages.where_is_it.cell_answers import slot_names, take_cell, whole, within
from pages.where_is_it.grid_outputs import SIDE, kind_colours, kind_names
from pages.where_is_it.grid_settings import GRIDS
from pages.where_is_it.state import state

MOST_TOLD = 3
"""Cells with several centres that are named."""
FINEST = 20
"""Cells along a side, up to which the chance of sharing is drawn."""
OBJECTS: Mapping[int, figures.Kind] = MappingProxyType({2: "linear", 4: "pooling", 8: "convolution"})
"""For how many things the chance is drawn, and in which colour."""
TOGETHER = {
    2: (Thing("square", 0.56, 0.57, 0.46, 10, (230, 159, 0)), Thing("star", 0.565, 0.575, 0.2, 0, (160, 40, 90))),
    3: (Thing("square", 0.56, 0.57, 0.6, 10, (230, 159, 0)), Thing("circle", 0.57, 0.56, 0.4, 0, (0, 114, 178)),
        Thing("star", 0.565, 0.565, 0.2, 0, (255, 240, 120))),
}
"""Things with their centres in one cell of the network's grid."""


def truth_view() -> None:
    """Show which cells are responsible for the scene's things, and what the chosen cell learns."""
    take_cell(LOOK, state.now.truth_cells)
    grid = AnchorGrid(cells=state.now.truth_cells)
    cell = within(state.now.cell, grid.cells)
    left, right = st.columns(2, gap="medium")
    with left:
        scene.scene_view(LOOK, cells=True, more={"cells": grid.cells, "row": cell[0], "column": cell[1]}, hint=_(
            "Drag a shape over a line of the grid: the cell that has its centre is responsible for it."))
        st.caption(_("Coloured cells hold the centre of a thing and have to find it. All others learn one number only: "
                     "objectness 0; their boxes and classes are not looked at, whatever they say."))
    truth = scenes.truth(state.now.scene, SIDE)
    assigned = assignment(truth.boxes, SIDE, grid)
    with right:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.segmented_control(_("Cells along a side, S"), list(GRIDS), required=True, **state.bind("truth_cells"))
            for count, label in ((2, _("Two in one cell")), (3, _("Three in one cell"))):
                st.button(label, key=f"wi_together_{count}", on_click=_put_together, args=(count,))
        _learned(truth, assigned, grid, cell)
        _shared(truth, assigned, grid)
        _chances(len(truth.boxes), grid.cells)


def _put_together(count: int) -> None:
    """Put so many things into one cell, on the ground of the scene."""
    state.change(scene=replace(state.now.scene, things=TOGETHER[count]), truth_cells=DETECT_GRID.cells, cell=(4, 4))


def look_at_owners(shown: Scene, _pixels: Pixels, more: Mapping[str, Any]) -> Answer:
    """Return what lies over a scene: its true boxes, and the cells that are responsible for them.

    Args:
        shown: the scene.
        more: ``cells``, ``row`` and ``column``, unchecked.
    """
    cells = whole(more.get("cells"))
    grid = AnchorGrid(cells=cells if cells in GRIDS else DETECT_GRID.cells)
    truth = scenes.truth(shown, SIDE)
    assigned = assignment(truth.boxes, SIDE, grid)
    names, colours = kind_names(), kind_colours()
    kinds = [int(kind) for kind in truth.labels]
    owned = assigned.owners.max(axis=0)
    tiles = np.where(owned >= 0, np.array([*kinds, 0])[owned] + 1, 0)
    here = within((whole(more.get("row")), whole(more.get("column"))), grid.cells)
    found = [at for at in range(len(kinds)) if assigned.places[at] is not None]
    lost = list(assigned.lost)
    return Answer(
        overlays=[scene_canvas.classes(tiles, ["", *colours], opacity=0.65),
                  scene_canvas.grid(grid.cells, grid.cells, chosen=here),
                  scene_canvas.boxes(truth.boxes[found], [names[kinds[at]] for at in found],
                                     [colours[kinds[at]] for at in found], side=SIDE),
                  scene_canvas.boxes(truth.boxes[lost], [_("{name}, lost").format(name=names[kinds[at]])
                                                         for at in lost],
                                     [colours[kinds[at]] for at in lost], side=SIDE, line="dotted"),
                  scene_canvas.points([centre_of(tuple(box)) for box in truth.boxes.tolist()], [""] * len(kinds),
                                      "#ffffff", side=SIDE)],
        facts=((_("Things"), str(len(kinds))), (_("Cells that are responsible"), str(int((owned >= 0).sum()))),
               (_("Lost"), str(len(lost)))))


LOOK = scene_canvas.offer("wi_owners", look_at_owners)


def _learned(truth: Truth, assigned: Assignment, grid: AnchorGrid, cell: Cell) -> None:
    """Show what the boxes of the chosen cell have to say."""
    row, column = cell
    st.markdown(_("**What row {row}, column {column} learns from this scene**").format(row=row + 1, column=column + 1))
    rows = [_row(truth, int(assigned.owners[slot, row, column]), (slot, row, column), grid)
            for slot in range(grid.slots)]
    table(rows, name=_("What the boxes of the chosen cell have to say"))
    st.caption(_("Of the cell's boxes the one whose usual size is most like the thing's learns it. Another one that "
                 "would fit well (IoU of the shapes of 0.5 or more) is left out: it is not punished for seeing it."))


def _row(truth: Truth, owner: int, place: tuple[int, int, int], grid: AnchorGrid) -> dict[str, Any]:
    """Return what one box has to say, by the titles of the table's columns."""
    box = {_("Box"): slot_names()[place[0]]}
    if owner < 0:
        aim = "0" if owner == NO_ONE else _("left out")
        return box | {_("Objectness"): aim, "t_x, t_y": "–", "t_w, t_h": "–", _("Class"): "–"}
    x1, y1, x2, y2 = truth.boxes[owner].tolist()
    across, down, wide, high = (number(value, 2) for value in slot_targets((x1, y1, x2, y2), place, SIDE, grid))
    return box | {_("Objectness"): "1", "t_x, t_y": f"{across}, {down}", "t_w, t_h": f"{wide}, {high}",
                  _("Class"): kind_names()[truth.labels[owner]]}


def _shared(truth: Truth, assigned: Assignment, grid: AnchorGrid) -> None:
    """Say what happens where things share a cell."""
    boxes = [(x1, y1, x2, y2) for x1, y1, x2, y2 in truth.boxes.tolist()]
    names = kind_names()
    together = {cell: things for cell, things in owners(boxes, cells=grid.cells, side=SIDE).items() if len(things) > 1}
    if not boxes:
        st.info(_("Nothing is in the scene: all cells learn objectness 0."), icon=":material/grid_off:")
        return
    if not together:
        st.success(_("Each of the {count} things has a cell of its own.").format(count=len(boxes)),
                   icon=":material/grid_on:")
        return
    fullest = sorted(together.items(), key=lambda one: -len(one[1]))
    for (row, column), things in fullest[:MOST_TOLD]:
        told = ", ".join(names[truth.labels[thing]] for thing in things)
        st.warning(_("Row {row}, column {column} holds {count} centres: {names}.").format(
            row=row + 1, column=column + 1, count=len(things), names=told), icon=":material/stacks:")
    if len(fullest) > MOST_TOLD:
        st.caption(_("Cells that hold several centres: {count}").format(count=len(fullest)))
    lost = ", ".join(names[truth.labels[thing]] for thing in assigned.lost)
    st.markdown(_("With {slots} boxes a cell, **lost: {names}**. No box can learn it, and the network is even taught "
                  "that nothing more is there.").format(slots=grid.slots, names=lost) if lost else
                _("Both are found all the same: each takes one of the cell's {slots} boxes, the larger thing chooses "
                  "first. YOLO v1 names one class for a whole cell, and would lose one of them.").format(
                      slots=grid.slots))
    finer = grid_that_separates(boxes, side=SIDE, least=grid.cells)
    st.caption(_("A grid of {cells} × {cells} would give each a cell of its own.").format(cells=finer) if finer else
               _("No grid of up to 64 × 64 cells would keep them apart."))


def _chances(count: int, cells: int) -> None:
    """Show how likely it is that two centres share a cell, against the grid."""
    places = list(range(1, FINEST + 1))
    lines = [figures.StudyLine(_("{count} things").format(count=objects), kind, places,
                               [[chance_of_sharing(objects, side) for side in places]])
             for objects, kind in OBJECTS.items()]
    st.markdown(_("**How often do two centres share a cell?** :gray[places by chance; the birthday problem with S² "
                  "days]"))
    plot(figures.study_chart(lines, axes=(_("Cells along a side, S"), _("Chance")), here=cells), key="wi_chances",
         alt=_("The chance falls with the number of cells: {count} things on {cells} × {cells} cells: {chance}").format(
             count=count, cells=cells, chance=share_text(chance_of_sharing(count, cells))))
    st.caption(_("{count} things, as here, on {cells} × {cells} cells: {chance}. SSD, YOLO v3 and the feature pyramid "
                 "therefore look at several grids: fine ones for small things, coarse ones for large.").format(
                     count=count, cells=cells, chance=share_text(chance_of_sharing(count, cells))))
