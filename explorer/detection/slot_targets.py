"""What one slot of a cell has to put out, so that it says exactly the box that it is responsible for."""

from __future__ import annotations

from math import inf, log

from explorer.detection.boxes import Box
from explorer.detection.grid import DETECT_GRID, AnchorGrid, Place


def slot_targets(box: Box, place: Place, side: float, grid: AnchorGrid = DETECT_GRID) -> tuple[float, ...]:
    """Return t_x, t_y, t_w and t_h with which a slot would say a box; infinite on the border of its cell.

    The inverse of what :class:`explorer.detection.SlotSteps` works out.

    Args:
        box: px.
        place: slot, row and column.
        side: of the picture, px.
        grid: whose anchors are used.
    """
    slot, row, column = place
    x1, y1, x2, y2 = (at / side for at in box)
    across, down = (x1 + x2) / 2 * grid.cells - column, (y1 + y2) / 2 * grid.cells - row
    wide, high = grid.anchors[slot]
    return _logit(across), _logit(down), log((x2 - x1) / wide), log((y2 - y1) / high)


def _logit(share: float) -> float:
    if 0 < share < 1:
        return log(share / (1 - share))
    return inf if share >= 1 else -inf
