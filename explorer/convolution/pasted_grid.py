"""Numbers pasted as a grid: what can be read is read, the rest is named."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.arrays import Array
from explorer.errors import GridError, Message, message

MOST_CHARS = 100_000
MOST_SIDE = 64
LARGEST = 1e9
"""Largest size of a number that stays readable in a cell; larger ones become 0 and are named."""
SHOWN_CHARS = 20

_POWER = re.compile(r"([+-]?\d+(?:\.\d+)?)\^([+-]?\d{1,4})")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that could not be taken as it stood. Row and column count from 1, as a reader counts."""

    row: int
    column: int
    found: str
    said: Message

    @property
    def message(self) -> Message:
        """Where it is, and what is wrong with it."""
        return message("Row {row}, column {column}: {said}", row=self.row, column=self.column, said=self.said)


def read_grid(text: str, *, most_side: int = MOST_SIDE) -> tuple[Array, tuple[Problem, ...]]:
    """Return the numbers of ``text`` as (rows, columns), and a problem for each cell that is not one.

    Columns are parted by tabs, semicolons, commas or spaces. A comma is read as a decimal comma where tabs or
    semicolons part the columns, or where spaces do and no comma stands before a space. Cells that cannot be read are
    0 in the array, and so are the missing ends of short rows.

    Args:
        text: lines of numbers, as a spreadsheet copies them.
        most_side: most rows, and most columns.

    Raises:
        GridError: nothing in the text is a number, or it is larger than the limits.
    """
    if len(text) > MOST_CHARS:
        raise GridError("The text has {chars} characters. Paste at most {most}.", chars=len(text), most=MOST_CHARS)
    lines = [line.strip(" \r[](){}") for line in text.replace("\xa0", " ").split("\n")]
    lines = [line for line in lines if line.strip()]
    rows = [_cells(line, _separator(lines)) for line in lines]
    width = max((len(row) for row in rows), default=0)
    if max(len(rows), width) > most_side:
        raise GridError("The grid is {rows} × {columns}. Paste at most {most} rows and columns.",
                        rows=len(rows), columns=width, most=most_side)
    return _filled(rows, width)


def _separator(lines: list[str]) -> str:
    text = "\n".join(lines)
    if "\t" in text:
        return "\t"
    if ";" in text:
        return ";"
    if "," not in text:
        return " "
    words = text.split()
    spaced = any(" " in line for line in lines)
    decimal = spaced and all("," not in word or _DECIMAL_COMMA.fullmatch(word) for word in words)
    return " " if decimal else ","


def _cells(line: str, separator: str) -> list[str]:
    if separator == " ":
        return line.split()
    cells = [cell.strip(" []()\"'") for cell in line.split(separator)]
    return cells[:-1] if separator in ",;" and len(cells) > 1 and not cells[-1] else cells


def _filled(rows: list[list[str]], width: int) -> tuple[Array, tuple[Problem, ...]]:
    grid = np.zeros((len(rows), width))
    problems = []
    for row, cells in enumerate(rows):
        for column in range(width):
            found = cells[column] if column < len(cells) else ""
            value, said = _number(found)
            grid[row, column] = value
            if said:
                problems.append(Problem(row + 1, column + 1, found[:SHOWN_CHARS], said))
    if len(problems) == grid.size:
        raise GridError("There is no number in the text. Paste rows of numbers parted by tabs, commas or spaces.")
    return grid, tuple(problems)


def _number(found: str) -> tuple[float, Message | None]:
    """Return the number that ``found`` stands for, and what had to be said about it."""
    if not found:
        return 0.0, message("Nothing stands here; 0 is used.")
    shown = found[:SHOWN_CHARS]
    value = _parsed(found)
    if value is None:
        return 0.0, message("{found!r} is not a number; 0 is used.", found=shown)
    if not math.isfinite(value):
        return 0.0, message("{found} cannot be added up; 0 is used.", found=shown)
    if abs(value) > LARGEST:
        return 0.0, message("{found} is larger than {most:g}; 0 is used.", found=shown, most=LARGEST)
    return value, None


def _parsed(found: str) -> float | None:
    plain = found.replace("−", "-").replace("_", "?")
    if _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    power = _POWER.fullmatch(plain)
    try:
        return float(power[1]) ** int(power[2]) if power else float(plain)
    except OverflowError:
        return math.inf
    except (ValueError, ZeroDivisionError):
        return None


# ITU-R BT.601, the grey that Pillow makes of red, green and blue too.
GREY = (0.299, 0.587, 0.114)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """A square of a photo. ``left``, ``top``, ``side`` in pixels, ``cells`` along each side."""

    left: int
    top: int
    side: int
    cells: int


def cells_of(pixels: NDArray[np.uint8], crop: Crop, *, colour: bool) -> Array:
    """Return the crop as whole numbers from 0 to 255, (3, cells, cells) or grey (1, cells, cells).

    Each cell is the mean of the pixels it covers.

    Args:
        pixels: (H, W, 3).
        crop: where to cut; what lies outside the photo is moved inside.
        colour: keep red, green and blue as three channels.
    """
    height, width = pixels.shape[:2]
    side = min(crop.side, height, width)
    left, top = min(crop.left, width - side), min(crop.top, height - side)
    box = (left, top, left + side, top + side)
    small = Image.fromarray(pixels).resize((crop.cells, crop.cells), Image.Resampling.BOX, box=box)
    values = np.asarray(small, dtype=np.float64)
    planes = values.transpose(2, 0, 1) if colour else (values @ np.array(GREY))[None]
    return np.rint(planes)
