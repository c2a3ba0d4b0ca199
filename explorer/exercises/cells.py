"""Exercises by hand: one cell of a convolution or of a pooling."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np

from explorer.arrays import Array
from explorer.convolution import Convolution, Terms, pooling, stepwise
from explorer.errors import N_, Message, message
from explorer.exercises.answers import counted, measured
from explorer.exercises.exhibits import Numbers
from explorer.exercises.question import Kind, Level, PageLink, Question
from explorer.graph import Shape
from explorer.numbers import latex_number

VALUES = {1: (0, 1, 2, 3), 2: (-1, 0, 1, 2, 3, 4), 3: (-3, -2, -1, 0, 1, 2, 3, 5)}
WEIGHTS = {1: (0, 1), 2: (-1, 0, 1, 2), 3: (-2, -1, 0, 1, 2)}


def cell_1d(draw: Random, level: Level) -> Question:
    """Ask for a value of a signal behind a 1D convolution."""
    size = draw.choice((6, 7, 8))
    return _asked(draw, level, _setup(draw, level, (1, size), (1, 1, 3), stride=1 if level == 1 else 2,
                                      padding=0 if level < 3 else 1))


def cell_2d(draw: Random, level: Level) -> Question:
    """Ask for a cell behind a 2D convolution; from level 2 with stride and padding."""
    side, kernel = (4, 2) if level == 1 else (5, 3)
    return _asked(draw, level, _setup(draw, level, (1, side, side), (1, 1, kernel, kernel),
                                      stride=2 if level == 3 else 1, padding=1 if level > 1 else 0))


def cell_of_channels(draw: Random, level: Level) -> Question:
    """Ask for a cell of a filter that reads two or three channels."""
    channels, kernel = (2 if level == 1 else 3), (2 if level < 3 else 3)
    return _asked(draw, level, _setup(draw, level, (channels, 4, 4), (1, channels, kernel, kernel),
                                      bias=np.array([float(draw.choice((1, 2, -1)))])))


def dilated_cell(draw: Random, level: Level) -> Question:
    """Ask for a cell behind a dilated convolution."""
    kernel, dilation = (2, 2) if level == 1 else (2, 3) if level == 2 else (3, 2)
    return _asked(draw, level, _setup(draw, level, (1, 6, 6), (1, 1, kernel, kernel), dilation=dilation))


def transposed_cell(draw: Random, level: Level) -> Question:
    """Ask for a cell behind a transposed convolution, where stamps overlap."""
    kernel, stride = (2, 1) if level == 1 else (3, 2)
    return _asked(draw, level, _setup(draw, level, (1, 3, 3), (1, 1, kernel, kernel), stride=stride,
                                      padding=1 if level == 3 else 0, transposed=True))


def max_pooled(draw: Random, level: Level) -> Question:
    """Ask for a cell behind max pooling."""
    return _pooled(draw, level, "max")


def mean_pooled(draw: Random, level: Level) -> Question:
    """Ask for a cell behind average pooling; at level 3 padding counts as cells."""
    return _pooled(draw, level, "average")


def _asked(draw: Random, level: Level, setup: stepwise.Setup) -> Question:
    """Return the question for one cell of a convolution, one that reads values which are not all 0."""
    conv = setup.convolution()
    cells = [cell for cell in np.ndindex(*conv.output.shape) if any(
        term.product for term in conv.terms(cell).terms)] or [(0,) * conv.output.ndim]
    inner = [cell for cell in cells if level == 1 or setup.transposed or any(
        term.source is None for term in conv.terms(cell).terms)]
    cell = draw.choice(inner or cells)
    terms = conv.terms(cell)
    right = Fraction(terms.sum)
    return Question(
        asks=_where(cell, _call(setup)),
        right=counted(float(right), *_conv_slips(setup, conv, cell)),
        working=_sum_lines(terms), shown=_grids(setup),
        link=PageLink("step_through", stepwise.to_link(setup) | {
            "at": str(int(np.ravel_multi_index(cell, conv.output.shape)))}))


def _conv_slips(setup: stepwise.Setup, conv: Convolution, cell: tuple[int, ...]) -> list[tuple[float, Message]]:
    """Return what comes out of the common slips."""
    found = []
    axes = tuple(range(2, setup.weight.ndim))
    turned = Convolution(**_arguments(setup) | {"weight": np.flip(setup.weight, axes)})
    found.append((float(turned.output[cell]), message("You turned the kernel; in deep learning it stays as it is.")
                  if not setup.transposed else message("The stamps are not turned: each value stamps the kernel.")))
    if setup.bias is not None:
        found.append((float(conv.output[cell] - setup.bias[cell[0]]), message("You forgot the bias.")))
    if setup.input.shape[0] > 1:
        first = conv.terms(cell).terms
        found += [(sum(term.product for term in first if term.tap[1] == channel)
                   + (float(setup.bias[0]) if setup.bias is not None else 0.0),
                   message("That is one channel; a filter adds up all of them."))
                  for channel in range(setup.input.shape[0])]
    for name, plain in (("stride", 1), ("padding", 0), ("dilation", 1)):
        if set(setup.numbers(name)) != {plain}:
            other = Convolution(**_arguments(setup) | {name: plain})
            if all(at < side for at, side in zip(cell, other.output.shape, strict=True)):
                found.append((float(other.output[cell]), message("You forgot the {what}.", what=name)))
    if cell[-2:] != cell[-2:][::-1] and len(cell) > 2 and all(
            at < side for at, side in zip(cell[-2:][::-1], conv.output.shape[-2:], strict=True)):
        found.append((float(conv.output[(*cell[:-2], *cell[-2:][::-1])]),
                      message("You took the column for the row.")))
    return found


def _arguments(setup: stepwise.Setup) -> dict[str, Any]:
    return {name: getattr(setup, name) for name in ("input", "weight", "bias", "stride", "padding", "dilation",
                                                    "output_padding", "groups", "padding_mode", "transposed")}


def _sum_lines(terms: Terms) -> tuple[str, ...]:
    """Return the products and their sum, those with 0 left out."""
    told = [(term.value, term.weight) for term in terms.terms if term.product]
    parts = [rf"{latex_number(value)} \cdot {_signed(weight)}" for value, weight in told] or ["0"]
    bias = [latex_number(terms.bias)] if terms.bias else []
    return (f"{_joined(parts + bias)} = {latex_number(terms.sum)}",)


def _signed(value: float) -> str:
    return f"({latex_number(value)})" if value < 0 else latex_number(value)


def _joined(parts: list[str]) -> str:
    return " + ".join(parts).replace("+ -", "- ")


def _setup(draw: Random, level: Level, shape: Shape, kernel: Shape, **arguments: Any) -> stepwise.Setup:
    return stepwise.Setup(input=_grid(draw, VALUES[level], shape), weight=_grid(draw, WEIGHTS[level], kernel),
                          **arguments)


def _where(cell: tuple[int, ...], call: str) -> Message:
    if len(cell) == 2:
        return message("{call}: which value does the output have at place {place}? Places are counted from 0.",
                       call=call, place=cell[1])
    return message("{call}: which value does the output have in row {row}, column {column}? Both are counted from 0.",
                   call=call, row=cell[-2], column=cell[-1])


def _call(setup: stepwise.Setup) -> str:
    name = f"{'ConvTranspose' if setup.transposed else 'Conv'}{setup.dims}d"
    told = [f"{key}={setup.numbers(key)[0]}" for key in ("stride", "padding", "dilation")
            if key != "dilation" or setup.numbers(key)[0] > 1]
    bias = [] if setup.bias is None else [f"bias={latex_number(float(setup.bias[0]))}"]
    return f"{name}({', '.join(told + bias)})"


def _grids(setup: stepwise.Setup) -> tuple[Numbers, ...]:
    several = setup.input.shape[0] > 1
    inputs = [Numbers(message("Input, channel {channel}", channel=at + 1) if several else message("Input"), _rows(one))
              for at, one in enumerate(setup.input)]
    kernels = setup.weight[:, 0] if setup.transposed else setup.weight[0]
    return (*inputs, *(Numbers(message("Kernel, channel {channel}", channel=at + 1) if several else message("Kernel"),
                               _rows(one)) for at, one in enumerate(kernels)))


def _rows(values: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(map(float, row)) for row in np.atleast_2d(values))


def _grid(draw: Random, values: tuple[int, ...], shape: Shape) -> Array:
    """Return numbers of those given, not all of them 0."""
    while True:
        found = np.array([draw.choice(values) for _at in range(int(np.prod(shape)))], dtype=np.float64).reshape(shape)
        if found.any():
            return found


def _pooled(draw: Random, level: Level, kind: str) -> Question:
    """Return the question for one cell of a pooling."""
    side, kernel = (4, 2) if level == 1 else (6, 3)
    stride = 2 if level == 1 else draw.choice((2, 3))
    padding = 1 if level == 3 else 0
    grid = _grid(draw, (*VALUES[level], 6, 7, 8), (1, side, side))
    plan = pooling.PoolingPlan(grid=_rows(grid[0]), kernel=kernel, stride=stride, padding=padding)
    pool = plan.pooling(kind)
    row, column = draw.choice([(row, column) for row, column in np.ndindex(*pool.output.shape[1:])
                               if level < 3 or 0 in (row, column)])
    found = pool.pool((0, row, column))
    other = plan.pooling("average" if kind == "max" else "max").pool((0, row, column))
    call = f"{'MaxPool2d' if kind == 'max' else 'AvgPool2d'}({kernel}, stride={stride}, padding={padding})"
    slips = [(other.result, message("That is the mean; asked is the largest value.") if kind == "max" else
              message("That is the largest value; asked is the mean."))]
    if kind == "average":
        slips += [(sum(found.values), message("That is the sum; divide it by the number of cells.")),
                  (sum(found.values) / max(1, len(found.values)), message("The cells of the padding count, too."))]
    values = ", ".join(map(latex_number, found.values))
    lines = ((rf"\max({values}) = {latex_number(found.result)}",) if kind == "max" else
             (rf"({_joined([latex_number(value) for value in found.values])}) / {found.divisor} = "
              rf"{latex_number(found.result)}",))
    return Question(asks=_where((0, row, column), call),
                right=measured(found.result, 2, *slips) if kind == "average" else counted(found.result, *slips),
                working=lines, shown=(Numbers(message("Input"), plan.grid),),
                link=PageLink("pooling", pooling.to_link(plan)))


KINDS = {
    "cell_1d": Kind(N_("A value of a 1D convolution"), 2, cell_1d),
    "cell_2d": Kind(N_("A cell of a convolution"), 2, cell_2d),
    "cell_of_channels": Kind(N_("A cell of several channels"), 2, cell_of_channels),
    "dilated_cell": Kind(N_("A cell of a dilated convolution"), 2, dilated_cell),
    "transposed_cell": Kind(N_("A cell of a transposed convolution"), 2, transposed_cell),
    "max_pooled": Kind(N_("A cell of max pooling"), 3, max_pooled),
    "mean_pooled": Kind(N_("A cell of average pooling"), 3, mean_pooled),
}
