"""A small map as squares that can be clicked, with a window around some of them."""

from __future__ import annotations

import numpy as np

from explorer.arrays import Floats
from explorer.figures.colours import LIGHT, SEQUENTIAL, lookup
from explorer.figures.plot import go
from explorer.figures.tiled_maps import pixel_squares


def window_squares(values: Floats, corner: tuple[int, int], window: int, *, hover: str) -> go.Figure:
    """Return a square map (side, side) as squares in the colours of the sequential scale, from its least value on.

    Args:
        values: finite numbers.
        corner: first row and column of the window.
        window: its side, cells.
        hover: what is said of a cell, as Plotly's template of x and y.
    """
    low, high = float(values.min()), float(values.max())
    table = lookup(SEQUENTIAL)
    shares = (values - low) / ((high - low) or 1.0)
    figure = pixel_squares(table[np.rint(shares * (len(table) - 1)).astype(int)], corner, hover=hover)
    figure.data = figure.data[:1]
    figure.add_shape(type="rect", x0=corner[1] - 0.5, x1=corner[1] + window - 0.5, y0=corner[0] - 0.5,
                     y1=corner[0] + window - 0.5, line={"width": 4, "color": LIGHT.kinds["pooling"].fill})
    return figure
