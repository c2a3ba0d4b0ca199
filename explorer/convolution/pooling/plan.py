"""What a reader chose on the page about pooling, as data and as a link: checked where it is read, never trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from explorer.arrays import Array
from explorer.convolution.pasted_grid import read_grid
from explorer.convolution.pooling.pooling import Pooling
from explorer.errors import GridError, Message, message
from explorer.link_values import SHOWN_CHARS, bounded, chosen

MOST_SIDE = 16
"""Most rows and most columns of a grid whose cells can still be read."""
FARTHEST = 8
"""Farthest shift in either direction, px."""
VIEWS = ("grid", "shift", "photo", "choice")
SUBJECTS = ("digit", "photo")
BOUNDS = {"kernel": (1, 16), "stride": (1, 16), "padding": (0, 8), "times": (0, 6)}
SWITCHES = ("ceil", "count", "follow")
LINK = ("grid", *BOUNDS, *SWITCHES, "shift", "view", "subject")
Rows = tuple[tuple[float, ...], ...]

# One strong response, a slope and a quiet rest, as a feature map has them.
START: Rows = ((0, 1, 0, 2, 1, 0), (1, 9, 2, 1, 0, 1), (0, 2, 1, 0, 3, 4),
               (1, 0, 0, 3, 5, 6), (0, 1, 4, 5, 6, 7), (1, 0, 2, 4, 7, 8))


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolingPlan:
    """One state of the page; the same pooling in all of its views.

    Attributes:
        grid: rows of numbers.
        kernel, stride, padding, ceil: as in ``torch.nn.MaxPool2d``, cells.
        count: an average counts padding as cells.
        shift: how far the image is moved down and to the right, px.
        follow: compare each cell with the one its content moved to, not with the one at the same place.
        times: how often a photo is pooled.
        view, subject: which part of the page is open, and what is moved there.
    """

    grid: Rows = START
    kernel: int = 2
    stride: int = 2
    padding: int = 0
    ceil: bool = False
    count: bool = True
    shift: tuple[int, int] = (0, 1)
    follow: bool = False
    times: int = 3
    view: str = "grid"
    subject: str = "digit"

    def pooling(self, kind: str) -> Pooling:
        """Return the pooling of the grid.

        Raises:
            SpecError: what torch refuses, such as a padding above half the window or a window that does not fit.
        """
        return Pooling(input=np.array([self.grid]), kind=kind, kernel_size=self.kernel, stride=self.stride,
                       padding=self.padding, ceil_mode=self.ceil, count_include_pad=self.count)


def read_link(link: Mapping[str, str], base: PoolingPlan | None = None) -> tuple[PoolingPlan, tuple[Message, ...]]:
    """Return the plan nearest to ``link``, and a message for each thing in it that could not be taken as it stood."""
    plan = base or PoolingPlan()
    said: list[Message] = []
    changes: dict[str, object] = {}
    if "grid" in link:
        changes["grid"] = _grid(link["grid"], plan.grid, said)
    for name, (least, most) in BOUNDS.items():
        if name in link:
            changes[name] = bounded(name, link[name], getattr(plan, name), least, most, said)
    for name in SWITCHES:
        if name in link:
            changes[name] = chosen(name, link[name], ("0", "1"), "01"[getattr(plan, name)], said) == "1"
    for name, known in (("view", VIEWS), ("subject", SUBJECTS)):
        if name in link:
            changes[name] = chosen(name, link[name], known, getattr(plan, name), said)
    if "shift" in link:
        changes["shift"] = _shift(link["shift"], plan.shift, said)
    return replace(plan, **changes), tuple(said)  # type: ignore[arg-type]


def to_link(plan: PoolingPlan) -> dict[str, str]:
    """Return the plan as texts for a link; what is as it was at the start is left out, but for the grid."""
    first = PoolingPlan()
    link = {name: str(int(getattr(plan, name))) for name in (*BOUNDS, *SWITCHES)
            if getattr(plan, name) != getattr(first, name)}
    link |= {name: getattr(plan, name) for name in ("view", "subject") if getattr(plan, name) != getattr(first, name)}
    if plan.shift != first.shift:
        link["shift"] = shift_text(plan.shift)
    return {"grid": grid_text(plan.grid), **link}


def grid_text(rows: Rows) -> str:
    """Return a grid for a link: ``_`` between cells, ``~`` between rows; browsers leave both as they are."""
    return "~".join("_".join(repr(float(value)).removesuffix(".0") for value in row) for row in rows)


def rows_of(grid: Array) -> Rows:
    """Return the array (rows, columns) as what a plan holds."""
    return tuple(tuple(row) for row in grid.tolist())


def shift_text(shift: tuple[int, int]) -> str:
    """Return a shift for a link, down and then right."""
    return f"{shift[0]}_{shift[1]}"


def _grid(text: str, otherwise: Rows, said: list[Message]) -> Rows:
    try:
        grid, problems = read_grid(text.replace("_", " ").replace("~", "\n"), most_side=MOST_SIDE)
    except GridError as error:
        said.append(error.message)
        return otherwise
    said.extend(message("Row {row}, column {column} of the grid: {said}", row=problem.row, column=problem.column,
                        said=problem.said) for problem in problems)
    return rows_of(grid)


def _shift(text: str, otherwise: tuple[int, int], said: list[Message]) -> tuple[int, int]:
    parts = text.split("_")
    if len(parts) != 2:
        said.append(message("shift is {text!r}, but needs two numbers such as 0_1; {used} is used.",
                            text=text[:SHOWN_CHARS], used=shift_text(otherwise)))
        return otherwise
    down, right = (bounded("shift", part, old, -FARTHEST, FARTHEST, said)
                   for part, old in zip(parts, otherwise, strict=True))
    return down, right


TIMES = r" \cdot "


def size_lines(plan: PoolingPlan) -> tuple[str, ...]:
    """Return the formula and one line per side, or one for both where they are equal.

    Raises:
        SpecError: what torch refuses.
    Source:
        Dumoulin & Visin (2016), arXiv:1603.07285, relationship 7, with padding; ``ceil_mode`` as in torch, where a
        last window that would start in the padding is dropped.
    """
    height, width = plan.pooling("max").output_shape[1:]
    sides = (len(plan.grid), len(plan.grid[0]))
    opened, closed = ("lceil", "rceil") if plan.ceil else ("lfloor", "rfloor")
    formula = rf"o = \left\{opened} \frac{{i + 2p - k}}{{s}} \right\{closed} + 1"
    ends = [rf"\left\{opened} \frac{{{side} + 2{TIMES}{plan.padding} - {plan.kernel}}}{{{plan.stride}}} "
            rf"\right\{closed} + 1{_dropped(plan, side, out)} = {out}"
            for side, out in zip(sides, (height, width), strict=True)]
    if ends[0] == ends[1]:
        return formula, f"H = W = {ends[0]}"
    return formula, f"H = {ends[0]}", f"W = {ends[1]}"


def _dropped(plan: PoolingPlan, side: int, out: int) -> str:
    fitting = -(-(side + 2 * plan.padding - plan.kernel) // plan.stride) + 1
    return " - 1" if plan.ceil and fitting > out else ""
