"""Cells of a grid over a picture: in which one an object's centre lies, and how often two share one.

Cells are (row, column), counted from 0. The grid has as many rows as columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import prod

from explorer.detection.boxes import Box
from explorer.errors import SpecError

Cell = tuple[int, int]
FINEST = 64
"""Cells along a side, up to which a grid is looked for that keeps objects apart."""


def centre_of(box: Box) -> tuple[float, float]:
    """Return the centre (x, y) of a box, px."""
    x1, y1, x2, y2 = box
    return (x1 + x2) / 2, (y1 + y2) / 2


def cell_of(box: Box, *, cells: int, side: float) -> Cell:
    """Return the cell in which a box has its centre.

    A centre on the line between two cells belongs to the one after it, on the picture's last edge to the last cell.

    Args:
        box: px.
        cells: along one side of the grid.
        side: of the picture, px.

    Raises:
        SpecError: the centre lies outside the picture.
    """
    x, y = centre_of(box)
    if not (0 <= x <= side and 0 <= y <= side):
        raise SpecError("The centre of the box is ({x:g}, {y:g}), outside a picture of {side:g} px. Move the box.",
                        x=x, y=y, side=side)
    row, column = (min(int(at * cells / side), cells - 1) for at in (y, x))
    return row, column


def owners(boxes: Sequence[Box], *, cells: int, side: float) -> dict[Cell, tuple[int, ...]]:
    """Return which boxes have their centre in which cell; a cell that has none is left out."""
    found: dict[Cell, list[int]] = defaultdict(list)
    for place, box in enumerate(boxes):
        found[cell_of(box, cells=cells, side=side)].append(place)
    return {cell: tuple(places) for cell, places in found.items()}


def grid_that_separates(boxes: Sequence[Box], *, side: float, least: int = 1) -> int | None:
    """Return the smallest grid of at least ``least`` cells a side that gives each box a cell of its own.

    None: even `FINEST` cells a side do not.
    """
    return next((cells for cells in range(least, FINEST + 1)
                 if len(owners(boxes, cells=cells, side=side)) == len(boxes)), None)


def chance_of_sharing(objects: int, cells: int) -> float:
    """Return how likely at least two centres share a cell, where each falls into any of the S² cells alike, 0 to 1.

    Source:
        The birthday problem, with S² days: von Mises (1939).
    """
    days = cells * cells
    return 1 - prod(max(days - before, 0) / days for before in range(objects))
