"""What a reader has set in the tab *Grid*: the fields that `pages.where_is_it.state` takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.detection import BOX_EXAMPLES, METHODS, SIGMAS, Method
from pages.ui.state.fields import Choice, Field, Numbers, Real, Switch, Whole

GRID_PARTS = ("cells", "nms", "truth", "tensor")
OVER = ("objectness", "classes", "nothing")
NETWORK_CELLS = 8
"""Along a side of the grid of the network ``detect``."""
GRIDS = (2, 4, 8, 13, 16)
"""Cells along a side that truth can be assigned to."""
MOST_CELLS = max(GRIDS)
LEAST_SURE, MOST_SURE = 0.01, 0.99
MOST_STEPS = 5_000
SIDES = (0.05, 1.0)
"""Of YOLO v1's box, shares of the picture."""
SCENE = "scene"


@dataclass(frozen=True, kw_only=True)
class GridSettings:
    """The settings of the tab.

    Attributes:
        grid_part: what is looked at.
        cell: row and column of the chosen cell, from 0.
        slot: which of its boxes.
        over: what lies over the picture.
        sure: least score of a box that is shown.
        nms_from: whose boxes are suppressed: the scene's, or an example's.
        nms_iou, nms_apart, nms_method, nms_sigma: of `Suppression`: threshold, class by class or not, method, width.
        nms_step: where the player stands.
        truth_cells: cells along a side of the grid to which truth is assigned.
        yolo_cell: row and column of YOLO v1's cell.
        yolo_x, yolo_y, yolo_w, yolo_h, yolo_sure: what the first box of the cell says.
        yolo_share: of the class that is there, 0 to 1.
    """

    grid_part: str = GRID_PARTS[0]
    cell: tuple[int, int] = (5, 2)
    slot: int = 1
    over: str = OVER[0]
    sure: float = 0.1
    nms_from: str = SCENE
    nms_iou: float = 0.5
    nms_apart: bool = True
    nms_method: Method = METHODS[0]
    nms_sigma: float = 0.5
    nms_step: int = 0
    truth_cells: int = NETWORK_CELLS
    yolo_cell: tuple[int, int] = (3, 4)
    yolo_x: float = 0.5
    yolo_y: float = 0.5
    yolo_w: float = 0.6
    yolo_h: float = 0.75
    yolo_sure: float = 0.9
    yolo_share: float = 0.8


FIELDS: Mapping[str, Field] = {
    "grid_part": Choice(GRID_PARTS),
    "cell": Numbers(2, 0, MOST_CELLS - 1),
    "slot": Whole(0, 1),
    "over": Choice(OVER),
    "sure": Real(LEAST_SURE, MOST_SURE),
    "nms_from": Choice((SCENE, *BOX_EXAMPLES)),
    "nms_iou": Real(0, 1),
    "nms_apart": Switch(),
    "nms_method": Choice(METHODS),
    "nms_sigma": Real(*SIGMAS),
    "nms_step": Whole(0, MOST_STEPS),
    "truth_cells": Choice(GRIDS),
    "yolo_cell": Numbers(2, 0, 6),
    **dict.fromkeys(("yolo_x", "yolo_y", "yolo_sure", "yolo_share"), Real(0, 1)),
    **dict.fromkeys(("yolo_w", "yolo_h"), Real(*SIDES)),
}
