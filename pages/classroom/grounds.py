"""What a class points at: a sample photo, one of the teacher's own, a grid of numbers, or an empty grid."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
from PIL import Image

from explorer import classroom, images
from explorer.arrays import Array
from explorer.classroom import ClassQuestion
from explorer.errors import N_, GridError
from explorer.images import SAMPLES, Picture
from pages.ui import lent
from pages.ui.components.point_at import Pointing
from pages.ui.reader import reader
from pages.ui.text import _

SIDE = 480
"""Longer side of a picture that is pointed at, px: sharp on a phone, and soon there."""
PHOTO_CELLS = 24
"""Rows and columns of the longer side of a photo: as fine as a finger points."""
GRID, NUMBERS, PHOTO, OWN = "grid", "numbers", "photo", "own"
KINDS = {PHOTO: N_("A photo"), NUMBERS: N_("A grid of numbers"), GRID: N_("An empty grid")}
MOST_NUMBERS, LARGEST = 36, 99
_ROW = re.compile(r"-?\d{1,2}(?:[ ,;\t]+-?\d{1,2})*", re.ASCII)


def ground_of(asked: ClassQuestion) -> Pointing:
    """Return what a question points at; a picture that is not there any more is an empty grid."""
    kind, _slash, name = asked.picture.partition("/")
    if kind == PHOTO and name in SAMPLES:
        return on_photo(asked, images.sample(name), _(SAMPLES[name].title))
    if kind == OWN and (photo := lent.photo(name)):
        return on_photo(asked, photo)
    if kind == NUMBERS:
        grid = numbers_of(name, asked.rows, asked.columns)
        return Pointing(rows=asked.rows, columns=asked.columns, numbers=grid, name=_(KINDS[NUMBERS]))
    return Pointing(rows=asked.rows, columns=asked.columns, name=_("A grid"))


def on_photo(asked: ClassQuestion, photo: Picture, title: str = "") -> Pointing:
    """Return a photo that is pointed at, small enough for a phone."""
    return Pointing(rows=asked.rows, columns=asked.columns, pixels=images.fitted(photo, SIDE),
                    name=title or _("A photo"))


def picture_name(photo: Picture) -> str:
    """Return what a question calls a photo: a sample by its name, one of the teacher's own by its pixels."""
    sample = next((name for name, entry in SAMPLES.items() if entry.title == photo.name), "")
    return f"{PHOTO}/{sample}" if sample and images.sample(sample) is photo else f"{OWN}/{photo.key}"


def lend(code: str, photo: Picture) -> None:
    """Open one of the teacher's own photos to a room till it ends, as small as it is pointed at.

    Raises:
        RoomError, LimitError: it cannot be.
    """
    file = BytesIO()
    Image.fromarray(images.fitted(photo, SIDE)).save(file, "PNG")
    classroom.rooms().shared.lend(code, reader(), lent.PHOTO, photo.key, _("A photo"), picture=file.getvalue())


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
