"""A grid over a picture, of which a cell is chosen: what its component is told, and the click that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from explorer.arrays import Pixels
from explorer.detection import Box, Cell
from pages.ui.components import component
from pages.ui.text import _

_mount = component.register("cell_grid")


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box over a picture: corners in px, colour, the words at its corner, and the look of its frame.

    ``look``: ``"dashed"``, ``"faint"``, ``"thick"``, some of them with a space between, or ``""``.
    """

    box: Box
    colour: str
    name: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """How a cell looks: a colour, laid on with an opacity of 0 to 1, and what is written on it."""

    colour: str = "#000000"
    share: float = 0.0
    text: str = ""


def chosen_cell(key: str, cells: int) -> Cell | None:
    """Return the cell that was clicked to cause this run, or None."""
    told = component.clicked(key, {f"{row}.{column}" for row in range(cells) for column in range(cells)})
    if told is None:
        return None
    row, column = map(int, str(told).split("."))
    return row, column


def cell_grid(pixels: Pixels | None, tiles: Sequence[Tile], boxes: Sequence[DrawnBox], says: Sequence[str], *,
              cells: int, side: float, chosen: Cell, name: str, key: str) -> None:
    """Show a grid over a picture.

    Args:
        pixels: the picture; None: a plain ground.
        tiles: looks of the cells, row by row.
        boxes: what is drawn over them, px of a picture of ``side``.
        says: what is told of each cell, row by row.
        cells: along a side.
        side: px in which boxes are given.
        chosen: row and column.
        name: of the picture, for those who do not see it.
        key: the component's key; `chosen_cell` reads the click.
    """
    _mount(key=key, on_selected_change=component.noted,
           data=grid_data(pixels, tiles, boxes, says, cells=cells, side=side, chosen=chosen, name=name))


def grid_data(pixels: Pixels | None, tiles: Sequence[Tile], boxes: Sequence[DrawnBox], says: Sequence[str], *,
              cells: int, side: float, chosen: Cell, name: str) -> dict[str, Any]:
    """Return what the component is told."""
    row, column = chosen
    return {"picture": "" if pixels is None else component.png_address(pixels), "side": side, "cells": cells,
            "chosen": f"{row}.{column}", "tiles": [asdict(tile) for tile in tiles], "says": list(says),
            "boxes": [asdict(box) | {"box": [float(at) for at in box.box]} for box in boxes],
            "words": {"name": name, "keys": _("Click a cell, or choose one with the arrow keys.")}}
