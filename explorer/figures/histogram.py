"""How the values of a feature map are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.figures.colours import DIVERGING, SEQUENTIAL, lookup

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 190
BINS = 40
OUTLINE = "#7b8494"
"""Shows on both themes' backgrounds, where the ends and the middle of the scales do not."""


def histogram(values: NDArray[np.float32], *, high: float, signed: bool, value: str, cells: str) -> go.Figure:
    """Return how many cells have which value, each bar in the colour that its cells have in the map.

    Args:
        values: any shape; what is not finite is left out.
        high: upper end of the colour scale.
        signed: whether the scale runs from ``-high`` or from 0.
        value: what stands at the axis of values.
        cells: what stands at the axis of counts.
    """
    from explorer.figures.plot import go  # not at the top: the first page comes up without it

    known = values[np.isfinite(values)].astype(np.float64)
    counts, edges = np.histogram(known, bins=BINS)
    centres = (edges[:-1] + edges[1:]) / 2
    figure = go.Figure(go.Bar(
        x=centres, y=counts, width=np.diff(edges), marker={
            "color": _colours(centres, high, signed), "line": {"width": 0.75, "color": OUTLINE}},
        customdata=np.stack([edges[:-1], edges[1:]], axis=1),
        hovertemplate="%{customdata[0]:.4g} to %{customdata[1]:.4g}: %{y:,} " + cells + "<extra></extra>"))
    figure.update_layout(height=HEIGHT, margin={"l": 52, "r": 8, "t": 8, "b": 40}, bargap=0, showlegend=False,
                         xaxis={"title": value, "fixedrange": True, "showgrid": False},
                         yaxis={"title": cells, "fixedrange": True, "rangemode": "tozero", "nticks": 4})
    return figure


def _colours(values: NDArray[np.float64], high: float, signed: bool) -> list[str]:
    table = lookup(DIVERGING if signed else SEQUENTIAL)
    shares = (values / high + 1) / 2 if signed else values / high
    places = np.rint(shares.clip(0, 1) * (len(table) - 1)).astype(int)
    return [f"rgb({red}, {green}, {blue})" for red, green, blue in table[places].tolist()]
