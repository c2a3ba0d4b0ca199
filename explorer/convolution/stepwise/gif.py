"""The run of a `Convolution` as a moving picture (GIF): one frame for each output cell, or each stamp."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageColor, ImageDraw

from explorer.arrays import Array
from explorer.convolution.stepwise.convolution import Cell, Convolution
from explorer.errors import Message, message
from explorer.graph import shape_text
from explorer.lettering import drawable, font_of
from explorer.numbers import clean, shorter

MOST_FRAMES = 100
"""Longer runs leave frames out, evenly, and keep the last."""
FRAME_MS = 350
LAST_MS = 1800
MOST_CELL, LEAST_CELL = 34, 10
WIDTH = 900
GAP, HEAD = 14, 24
PAPER, INK, QUIET, LINE = "#ffffff", "#1b2333", "#566074", "#ccd3dd"
BLENDS = 7
"""Shades between a paper and an ink, for smooth letters."""
LEAST_WRITTEN = 16
"""Smaller cells show no number, px."""
PADDED, LIT, STRONG, ON_STRONG = "#eef0f4", "#dbe5fb", "#2457c5", "#ffffff"


_Look = tuple[float | None, str, str]
"""Number, paper and ink of a cell."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """One of the three arrays on the sheet: channels below each other, slices side by side."""

    title: str
    shape: tuple[int, int, int, int]
    left: int
    top: int
    cell: int

    def corner(self, at: Cell) -> tuple[int, int]:
        """Return the top left corner of the cell (channel, *position), px."""
        channel, slice_, row, column = (at[0], *(0, 0, 0, *at[1:])[-3:])
        height, width = self.shape[2:]
        return (self.left + slice_ * (width * self.cell + GAP) + column * self.cell,
                self.top + HEAD + GAP + channel * (height * self.cell + GAP) + row * self.cell)


def film(conv: Convolution, *, scatter: bool = False, titles: Sequence[str] = ()) -> bytes:
    """Return an animated GIF of the run, at most ``MOST_FRAMES`` frames of at most 900 px.

    Args:
        conv: the convolution.
        scatter: show a transposed one as stamps, one frame for each input cell.
        titles: what `film_titles` says, in the reader's language; by default in English.
    """
    titles = [drawable(title) for title in titles or map(str, film_titles(conv))]
    frames = list(_frames(conv, titles, scatter=scatter and conv.transposed))
    file = io.BytesIO()
    times = [FRAME_MS] * (len(frames) - 1) + [LAST_MS]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=False)
    return file.getvalue()


def film_titles(conv: Convolution) -> tuple[Message, Message, Message]:
    """Return what stands above input, kernel and output."""
    return (message("Input {size}", size=shape_text(conv.input.shape[1:])),
            message("Kernel {size}", size=shape_text(conv.kernel_size)),
            message("Output {size}", size=shape_text(conv.output_shape[1:])))


def _frames(conv: Convolution, titles: list[str], *, scatter: bool) -> Iterator[Image.Image]:
    fed = conv.input if scatter else conv.laid_out
    rows = conv.out_channels if scatter else len(conv.input)
    sheet = _Sheet(_grids(conv, [fed.shape, (rows // conv.groups, *conv.kernel_size), conv.output_shape], titles))
    cells = list(np.ndindex(conv.input.shape if scatter else conv.output_shape))
    frames = set(np.linspace(0, len(cells) - 1, min(len(cells), MOST_FRAMES)).round().astype(int).tolist())
    padded = None if scatter else _padded(conv)
    result = np.zeros(conv.output_shape)
    filled = np.zeros(conv.output_shape, bool)
    for at, cell in enumerate(cells):
        lit, weights = _step(conv, cell, result, filled, scatter=scatter)
        if at in frames:
            looks = _looks((fed, weights, result), padded, lit, filled, cell, scatter=scatter)
            sheet.show(looks)
            yield sheet.image.quantize(palette=_palette(), dither=Image.Dither.NONE)


def _step(conv: Convolution, cell: Cell, result: Array, filled: Array, *, scatter: bool) -> tuple[set[Cell], Array]:
    """Take one step: what it adds goes into ``result``; return the cells it lights and the kernel it uses."""
    if scatter:
        stamps = conv.stamps(cell)
        for stamp in stamps:
            if not filled[stamp.cell] and conv.bias is not None:
                result[stamp.cell] = conv.bias[stamp.cell[0]]
            result[stamp.cell] += stamp.product
            filled[stamp.cell] = True
        return {stamp.cell for stamp in stamps}, conv.weight[cell[0]]
    terms = conv.terms(cell)
    result[cell], filled[cell] = clean(float(conv.output[cell]), terms.reach), True
    leads = sorted({term.tap[:2] for term in terms.terms})
    return {term.place for term in terms.terms}, np.stack([conv.weight[lead] for lead in leads])


def _padded(conv: Convolution) -> Array:
    """(1, *places) 1 where the laid-out input holds no input cell of its own."""
    empty = np.zeros((1,) * (conv.dims + 1), bool)
    for at, axis in enumerate(conv.axes):
        shape = [1] * (conv.dims + 1)
        shape[at + 1] = len(axis.lane)
        empty = empty | (axis.lane < 0).reshape(shape)
    return empty.astype(np.float64)


def _grids(conv: Convolution, shapes: Sequence[tuple[int, ...]], titles: list[str]) -> list[_Grid]:
    spread = [_spread(shape) for shape in shapes]
    below = conv.dims == 1
    columns = [slices * width for _, slices, _, width in spread]
    gaps = 2 * GAP if below else sum((slices - 1) * GAP for _, slices, _, _ in spread) + 6 * GAP
    cell = int(min(MOST_CELL, max(LEAST_CELL, (WIDTH - gaps) / (max(columns) if below else sum(columns)))))
    grids, left, top = [], GAP, 0
    for title, shape in zip(titles, spread, strict=True):
        grids.append(_Grid(title, shape, left, top, cell))
        if below:  # signals are long
            top += HEAD + GAP + shape[0] * (cell + GAP)
        else:
            left += max(shape[1] * (shape[3] * cell + GAP) - GAP, 70) + 2 * GAP
    return grids


def _spread(shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """(channels, slices, rows, columns) of an array with 1 to 3 spatial axes."""
    slices, height, width = (1, 1, *shape[1:])[-3:]
    return shape[0], slices, height, width


def _looks(arrays: Sequence[Array], padded: Array | None, lit: set[Cell], filled: Array, cell: Cell,
           *, scatter: bool) -> Iterator[tuple[int, Cell, _Look]]:
    """Yield how each cell of each grid looks at one step."""
    for number, values in enumerate(arrays):
        for at in np.ndindex(values.shape):
            rim = number == 0 and padded is not None and padded[(0, *at[1:])] > 0
            strong = at == cell and number == (0 if scatter else 2)
            glow = at in lit and number == (2 if scatter else 0)
            paper = STRONG if strong else LIT if glow else PADDED if rim else PAPER
            ink = ON_STRONG if strong else QUIET if rim else INK
            yield number, at, (float(values[at]) if number < 2 or filled[at] else None, paper, ink)


class _Sheet:
    """The picture of a run; from one frame to the next only cells that look different are drawn."""

    def __init__(self, grids: list[_Grid]) -> None:
        width = max(grid.corner((0, grid.shape[1] - 1, 0, grid.shape[3]))[0] for grid in grids) + GAP
        height = max(grid.corner((grid.shape[0] - 1, 0, grid.shape[2], 0))[1] for grid in grids) + GAP
        self.grids = grids
        self.image = Image.new("RGB", (max(width, grids[2].left + 80), height), PAPER)
        self.shown: dict[tuple[int, Cell], _Look] = {}
        draw = ImageDraw.Draw(self.image)
        for grid in grids:
            draw.text((grid.left, grid.top + GAP // 2), grid.title, INK, font_of(grid.title, 13))

    def show(self, looks: Iterator[tuple[int, Cell, _Look]]) -> None:
        """Draw what differs from the frame before."""
        draw = ImageDraw.Draw(self.image)
        for number, at, look in looks:
            if self.shown.get((number, at)) != look:
                self.shown[number, at] = look
                _cell(draw, self.grids[number], at, *look)


def _cell(draw: ImageDraw.ImageDraw, grid: _Grid, at: Cell, value: float | None, paper: str, ink: str) -> None:
    x, y = grid.corner(at)
    draw.rectangle((x, y, x + grid.cell, y + grid.cell), paper, LINE)
    if value is None or grid.cell < LEAST_WRITTEN:
        return
    font = font_of("", max(8, grid.cell * 2 // 5))
    texts = [drawable(text) for text in shorter(value)]
    text = next((text for text in texts if draw.textlength(text, font) <= grid.cell - 2), texts[-1])
    draw.text((x + grid.cell / 2, y + grid.cell / 2), text, ink, font, anchor="mm")


@cache
def _palette() -> Image.Image:
    """All colours that a frame is made of, so that none of them flickers from frame to frame."""
    pairs = [(PAPER, INK), (PADDED, QUIET), (LIT, INK), (LIT, QUIET), (STRONG, ON_STRONG), (PAPER, LINE)]
    shares = np.linspace(0, 1, BLENDS)[:, None]
    ends = [np.array([ImageColor.getrgb(colour) for colour in pair], float) for pair in pairs]
    colours = np.concatenate([first * (1 - shares) + last * shares for first, last in ends])
    image = Image.new("P", (1, 1))
    image.putpalette(np.rint(colours).astype(np.uint8).tobytes())
    return image
