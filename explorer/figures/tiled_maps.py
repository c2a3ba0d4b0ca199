"""Feature maps side by side as one picture with one scale; and a small picture as squares that can be clicked."""

from __future__ import annotations

from math import ceil, sqrt

import numpy as np

from explorer.arrays import Floats, Pixels
from explorer.figures.colours import DIVERGING, GAP, LIGHT, SEQUENTIAL, hatches, lookup
from explorer.figures.hatching import hatched, strengths
from explorer.figures.plot import go

BETWEEN = 1
"""Cells between maps, white."""


def tiled_maps(maps: Floats, *, high: float, signed: bool, side: int) -> Pixels:
    """Return maps (C, H, W) as one picture, RGB, about ``side`` px wide.

    Args:
        maps: finite numbers.
        high: upper end of the colour scale; what is above it is drawn like it.
        signed: whether the scale runs from ``-high`` with 0 in its middle, or from 0.
        side: px; a cell becomes a square of whole pixels.
    """
    count, height, width = maps.shape
    columns = ceil(sqrt(count))
    rows = ceil(count / columns)
    shares = maps / (high or 1.0)
    shares = (shares.clip(-1, 1) + 1) / 2 if signed else shares.clip(0, 1)
    levels = np.full((rows * columns, height + BETWEEN, width + BETWEEN), GAP, dtype=np.uint8)
    levels[:count, :height, :width] = np.rint(shares * (GAP - 1)).astype(np.uint8)
    sheet = levels.reshape(rows, columns, height + BETWEEN, width + BETWEEN).swapaxes(1, 2)
    sheet = sheet.reshape(rows * (height + BETWEEN), columns * (width + BETWEEN))[:-BETWEEN, :-BETWEEN]
    table = np.concatenate([lookup(DIVERGING if signed else SEQUENTIAL, GAP), np.full((1, 3), 255, dtype=np.uint8)])
    each = max(1, round(side / sheet.shape[1]))
    drawn: Pixels = table[sheet].repeat(each, axis=0).repeat(each, axis=1)
    if not (signed and hatches()):
        return drawn
    return hatched(drawn, strengths(sheet).repeat(each, axis=0).repeat(each, axis=1), each=max(2, 2 * each))


SQUARES = 320
"""Side of a picture of squares, px."""


def pixel_squares(pixels: Pixels, chosen: tuple[int, int], *, hover: str) -> go.Figure:
    """Return a small picture as one square marker per pixel, row by row: Plotly tells clicks on markers, not on images.

    Args:
        pixels: (side, side, 3), RGB.
        chosen: row and column of the pixel that has a ring.
        hover: what is said of a pixel, as Plotly's template of x and y.
    """
    side = len(pixels)
    rows, columns = np.divmod(np.arange(side * side), side)
    size = SQUARES / side
    figure = go.Figure(go.Scatter(
        x=columns, y=rows, mode="markers", hovertemplate=hover, cliponaxis=False, marker={
            "symbol": "square", "size": size, "opacity": 1,
            "color": [f"rgb({red}, {green}, {blue})" for red, green, blue in pixels.reshape(-1, 3).tolist()]},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}}))
    figure.add_scatter(x=[chosen[1]], y=[chosen[0]], mode="markers", hoverinfo="skip", cliponaxis=False, marker={
        "symbol": "square-open", "size": size, "color": LIGHT.kinds["pooling"].fill, "line": {"width": 3}})
    figure.update_layout(
        height=SQUARES + 16, width=SQUARES + 16, margin={"l": 8, "r": 8, "t": 8, "b": 8}, showlegend=False,
        dragmode=False, xaxis={"visible": False, "range": [-0.5, side - 0.5], "fixedrange": True},
        yaxis={"visible": False, "range": [side - 0.5, -0.5], "fixedrange": True})
    return figure
