"""Pictures with boxes in them, and how boxes got better while a network learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from explorer.figures.colours import LIGHT
from explorer.figures.learning_curves import run_colours
from explorer.figures.plot import go

Box = tuple[float, float, float, float]
DASH = 7
"""px of a dash, and of the gap behind it."""
LINE = 3
HALO = "#ffffff"
CURVE_HEIGHT = 260


def boxed(picture: NDArray[np.uint8], times: int, *, solid: Sequence[Box] = (), dashed: Sequence[Box] = (),
          colours: tuple[str, str]) -> NDArray[np.uint8]:
    """Return a picture (H, W, 3) ``times`` as large, its pixels as squares, with boxes over it.

    Args:
        picture: what the boxes lie in.
        times: how many px a pixel is wide.
        solid, dashed: boxes, x1, y1, x2, y2 in px of the picture; parts outside are cut off.
        colours: of the solid and of the dashed ones.
    """
    large = picture.repeat(times, axis=0).repeat(times, axis=1)
    image = Image.fromarray(large)
    pen = ImageDraw.Draw(image)
    for boxes, colour, is_dashed in ((dashed, colours[1], True), (solid, colours[0], False)):
        for box in boxes:
            for start, end in _sides([times * value for value in box]):
                _stroke(pen, start, end, colour, is_dashed=is_dashed)
    return np.asarray(image)


def _sides(box: Sequence[float]) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    x1, y1, x2, y2 = box
    corners = [np.array(corner, float) for corner in ((x1, y1), (x2, y1), (x2, y2), (x1, y2))]
    return [(corners[at], corners[(at + 1) % 4]) for at in range(4)]


def _stroke(pen: ImageDraw.ImageDraw, start: NDArray[np.float64], end: NDArray[np.float64], colour: str, *,
            is_dashed: bool) -> None:
    """Draw a line with a pale halo, so that it is seen on any ground."""
    length = float(np.hypot(*(end - start)))
    pieces = np.arange(0, length, 2 * DASH) if is_dashed and length > DASH else np.zeros(1)
    for piece in pieces:
        stop = min(piece + DASH, length) if is_dashed and length > DASH else length
        ends = [tuple((start + (end - start) * (at / length if length else 0)).tolist()) for at in (piece, stop)]
        pen.line(ends, fill=HALO, width=LINE + 2)
        pen.line(ends, fill=colour, width=LINE)


def epoch_curves(lines: Mapping[str, Sequence[float]], *, epoch: int, axes: tuple[str, str]) -> go.Figure:
    """Return measures from 0 to 1 over epochs, one line per run, with a mark at the chosen epoch.

    Args:
        lines: values after 0, 1, 2 ... epochs, by the names of the runs.
        epoch: the chosen one.
        axes: titles.
    """
    figure = go.Figure()
    for (name, values), colour in zip(lines.items(), run_colours(dark=False), strict=False):
        figure.add_scatter(x=list(range(len(values))), y=list(values), mode="lines+markers", name=name,
                           line={"color": colour, "width": 2.5}, marker={"size": 5},
                           hovertemplate=f"{name}: %{{y:.3f}}<extra>%{{x}}</extra>")
    figure.add_vline(x=epoch, line={"color": LIGHT.quiet, "width": 1.5, "dash": "dot"})
    figure.update_layout(
        height=CURVE_HEIGHT, margin={"l": 48, "r": 8, "t": 8, "b": 40}, showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": axes[0], "fixedrange": True, "rangemode": "tozero"},
        yaxis={"title": axes[1], "range": [0, 1.02], "fixedrange": True})
    return figure
