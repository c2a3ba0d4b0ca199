"""What a class points at: a sample photo, a grid of numbers, an empty grid, or a picture of the teacher's own."""

from __future__ import annotations

import re

import numpy as np

from explorer import images
from explorer.arrays import Array
from explorer.classroom import ClassQuestion
from explorer.errors import N_, GridError
from explorer.images import SAMPLES
from pages.ui.components.point_at import Pointing
from pages.ui.text import _

SIDE = 480
"""Longer side of a picture that is pointed at, px: sharp on a phone, and soon there."""
PHOTO_CELLS = 24
"""Rows and columns of the longer side of a photo: as fine as a finger points."""
GRID, NUMBERS, PHOTO = "grid", "numbers", "photo"
KINDS = {PHOTO: N_("A sample photo"), NUMBERS: N_("A grid of numbers"), GRID: N_("An empty grid")}
MOST_NUMBERS, LARGEST = 36, 99
_ROW = re.compile(r"-?\d{1,2}(?:[ ,;\t]+-?\d{1,2})*", re.ASCII)


def ground_of(asked: ClassQuestion) -> Pointing:
    """Return what a question points at; a picture that is not there any more is an empty grid."""
    kind, _slash, name = asked.picture.partition("/")
    if kind == PHOTO and name in SAMPLES:
        photo = images.sample(name)
        return Pointing(rows=asked.rows, columns=asked.columns, pixels=images.fitted(photo, SIDE),
                        name=_(SAMPLES[name].title))
    if kind == NUMBERS:
        grid = numbers_of(name, asked.rows, asked.columns)
        return Pointing(rows=asked.rows, columns=asked.columns, numbers=grid, name=_(KINDS[NUMBERS]))
    return Pointing(rows=asked.rows, columns=asked.columns, name=_("A grid"))


def cells_of(height: int, width: int, most: int = PHOTO_CELLS) -> tuple[int, int]:
    """Return rows and columns of nearly square cells, ``most`` along the longer side."""
    longer = max(height, width)
    return max(1, round(most * height / longer)), max(1, round(most * width / longer))


def numbers_text(grid: Array) -> str:
    """Return a grid as a question keeps it: whole numbers, row by row."""
    return ".".join(str(int(value)) for value in grid.ravel())


def numbers_of(text: str, rows: int, columns: int) -> Array | None:
    """Return the grid that `numbers_text` wrote; None: there are not as many numbers as cells."""
    parts = text.split(".") if text else []
    if len(parts) != rows * columns:
        return None
    grid: Array = np.array([float(part) for part in parts]).reshape(rows, columns)
    return grid


def read_grid(text: str) -> Array:
    """Return a grid of small whole numbers that a teacher wrote, one row a line.

    Raises:
        GridError: it is none, or too large.
    """
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if not lines or not all(_ROW.fullmatch(line) for line in lines):
        raise GridError("Write whole numbers from -{most} to {most}, one row a line, with blanks between them.",
                        most=LARGEST)
    rows = [[float(part) for part in re.split(r"[ ,;\t]+", line)] for line in lines]
    if len({len(row) for row in rows}) > 1:
        raise GridError("All rows need as many numbers: here they have {counts}.",
                        counts=", ".join(str(len(row)) for row in rows[:8]))
    if len(rows) * len(rows[0]) > MOST_NUMBERS:
        raise GridError("A grid to point at has at most {most} numbers; this one has {count}.", most=MOST_NUMBERS,
                        count=len(rows) * len(rows[0]))
    grid: Array = np.array(rows)
    return grid
