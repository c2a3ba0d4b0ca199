"""What the cells of a grid say: who is responsible for an object in training, and what raw outputs mean as boxes.

The network ``detect`` puts out (values, S, S): for each cell ``SLOTS`` boxes, and for each box five numbers and a score
per class. A slot is bound to an *anchor*, a usual size; slot 0 is for small things, slot 1 for large ones.

Objects that share a cell: an object belongs to the cell in which its box has its centre, and there to the slot whose
anchor is most like it in size. If that is taken, it gets the other slot; the larger object chooses first. A third
object in a cell has no slot: no box can be learned for it, and it is told as *lost*.

Sources:
    Redmon & Farhadi (2016), YOLO9000, arXiv:1612.08242: anchors, and a box as offset in its cell and factor of its
    anchor. Redmon & Farhadi (2018), YOLOv3, arXiv:1804.02767: a slot that fits well without being the best is left out
    of the objectness' loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arrays import Array
from explorer.errors import ShapeError, SpecError

NO_ONE, SPARED = -1, -2
"""In ``Assignment.owners``: no object; no object, but nothing is held against a high objectness."""
SPARED_FROM = 0.35
"""IoU of an anchor's shape and an object's, from which a free slot of the object's cell is spared."""
BOX_VALUES = 5
"""Numbers of a slot before its class scores: objectness, x, y, width, height."""
LARGEST_FACTOR = 4.0
"""Widths and heights are at most so many times their anchor's, whatever the network puts out: e^t soon has no end."""

Place = tuple[int, int, int]
"""Slot, row, column."""


@dataclass(frozen=True, slots=True)
class AnchorGrid:
    """How the outputs of ``detect`` are laid out."""

    cells: int = 8
    """S: cells along a side of the picture."""
    anchors: tuple[tuple[float, float], ...] = ((0.16, 0.16), (0.34, 0.34))
    """Width and height that each slot starts from, shares of the picture's side; the smallest first."""
    classes: int = 6

    @property
    def slots(self) -> int:
        """Return how many boxes a cell may put out."""
        return len(self.anchors)

    @property
    def values(self) -> int:
        """Return how many channels the network's output has."""
        return self.slots * (BOX_VALUES + self.classes)

    def split(self, raw: ArrayLike) -> Array:
        """Return raw outputs (values, S, S) as (slots, 5 + classes, S, S).

        Raises:
            ShapeError: they are not of this grid.
        """
        found = np.asarray(raw, np.float64)
        if found.shape != (self.values, self.cells, self.cells):
            raise ShapeError("A grid of {cells} × {cells} cells has outputs of {values} × {cells} × {cells}, not of "
                             "{found}.", cells=self.cells, values=self.values,
                             found=" × ".join(map(str, found.shape)))
        return found.reshape(self.slots, BOX_VALUES + self.classes, self.cells, self.cells)


DETECT_GRID = AnchorGrid()
"""The grid of the network that comes with the app."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Which slot of which cell is responsible for which object."""

    owners: NDArray[np.int64]
    """(slots, S, S): number of the object, ``NO_ONE`` or ``SPARED``."""
    places: tuple[Place | None, ...]
    """Of each object: slot, row and column; None: it is lost."""

    @property
    def lost(self) -> tuple[int, ...]:
        """Return the objects that found no slot."""
        return tuple(number for number, place in enumerate(self.places) if place is None)


def assignment(boxes: ArrayLike, side: float, grid: AnchorGrid = DETECT_GRID) -> Assignment:
    """Return who is responsible for objects with ``boxes`` (n, 4), px: x1, y1, x2, y2; see above.

    Raises:
        SpecError: a box has no area, or its centre lies outside the picture.
    """
    shares = np.asarray(boxes, np.float64).reshape(-1, 4) / side
    centres, sizes = (shares[:, :2] + shares[:, 2:]) / 2, shares[:, 2:] - shares[:, :2]
    if not (sizes > 0).all() or not ((centres >= 0) & (centres <= 1)).all():
        raise SpecError("Each box needs an area, and its centre in the picture. Move it, or draw it anew.")
    cells = np.minimum((centres * grid.cells).astype(np.int64), grid.cells - 1)
    fits = shape_ious(sizes, np.array(grid.anchors))
    owners = np.full((grid.slots, grid.cells, grid.cells), NO_ONE, np.int64)
    places: list[Place | None] = [None] * len(shares)
    for number in np.argsort(-sizes.prod(1), kind="stable").tolist():
        column, row = cells[number].tolist()
        for slot in np.argsort(-fits[number], kind="stable").tolist():
            if owners[slot, row, column] < 0:
                owners[slot, row, column], places[number] = number, (slot, row, column)
                break
    for number, (column, row) in enumerate(cells.tolist()):
        alike = (fits[number] >= SPARED_FROM) & (owners[:, row, column] == NO_ONE)
        owners[alike, row, column] = SPARED
    return Assignment(owners, tuple(places))


def shape_ious(sizes: Array, anchors: Array) -> Array:
    """Return the IoU of sizes (n, 2) and anchors (m, 2) laid onto one corner: (n, m)."""
    shared = np.minimum(sizes[:, None], anchors[None]).prod(-1)
    found: Array = shared / (sizes.prod(-1)[:, None] + anchors.prod(-1)[None] - shared)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class DecodedGrid:
    """What raw outputs mean. All arrays begin with (slots, S, S)."""

    objectness: Array
    """(slots, S, S): how sure the network is that the slot holds an object, 0 to 1."""
    classes: Array
    """(slots, S, S, classes): shares of the classes, if there is an object; they sum to 1."""
    boxes: Array
    """(slots, S, S, 4): x1, y1, x2, y2, shares of the picture's side; may reach beyond it."""

    @property
    def scores(self) -> Array:
        """Return objectness times the largest class' share (slots, S, S): what a box is ranked by."""
        found: Array = self.objectness * self.classes.max(-1)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class GridBoxes:
    """Boxes read off a grid, before any of them is suppressed, the surest first."""

    boxes: Array
    """(n, 4): x1, y1, x2, y2, px, within the picture."""
    scores: Array
    kinds: NDArray[np.int64]
    places: tuple[Place, ...]
    """Slot, row and column that each comes from."""


def decode_grid(raw: ArrayLike, grid: AnchorGrid = DETECT_GRID) -> DecodedGrid:
    """Return what raw outputs (values, S, S) mean; :func:`explorer.detection.slot_steps` shows how, for one slot.

    Raises:
        ShapeError: they are not of this grid.
    """
    parts = grid.split(raw)
    rows, columns = np.mgrid[:grid.cells, :grid.cells]
    x, y = ((at + sigmoid(parts[:, place])) / grid.cells for place, at in ((1, columns), (2, rows)))
    factors = np.exp(np.minimum(parts[:, 3:5], np.log(LARGEST_FACTOR)))
    width, height = (factors[:, axis] * np.array(grid.anchors)[:, axis, None, None] for axis in (0, 1))
    boxes = np.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], -1)
    scores = np.moveaxis(parts[:, BOX_VALUES:], 1, -1)
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return DecodedGrid(sigmoid(parts[:, 0]), powers / powers.sum(-1, keepdims=True), boxes)


def grid_boxes(decoded: DecodedGrid, side: float, threshold: float = 0.05) -> GridBoxes:
    """Return the boxes whose score is at least ``threshold``, px of a picture with this side, not suppressed yet."""
    scores = decoded.scores
    slots, rows, columns = np.nonzero(scores >= threshold)
    order = np.argsort(-scores[slots, rows, columns], kind="stable")
    at = slots[order], rows[order], columns[order]
    boxes = np.clip(decoded.boxes[at] * side, 0, side)
    return GridBoxes(boxes, scores[at], decoded.classes[at].argmax(-1),
                     tuple(zip(*(axis.tolist() for axis in at), strict=True)))


def sigmoid(values: Array) -> Array:
    """Return 1 / (1 + e^-x) without overflow, 0 to 1."""
    found: Array = 0.5 * (1 + np.tanh(values / 2))
    return found
