"""Functions of one number and their slopes, as Plotly charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from explorer.figures.learning_curves import COLOURS
from explorer.figures.plot import go

HEIGHT = 420


class ValuesAndSlopes(Protocol):
    """Inputs, outputs and slopes of a function, each (n,)."""

    @property
    def x(self) -> Any: ...  # noqa: D102
    @property
    def values(self) -> Any: ...  # noqa: D102
    @property
    def slopes(self) -> Any: ...  # noqa: D102


def value_and_slope(lines: Mapping[str, ValuesAndSlopes], *, titles: tuple[str, str]) -> go.Figure:
    """Return values above and slopes below, one line per function.

    Args:
        lines: by what readers call them; the first is drawn thicker than the others.
        titles: of both axes.
    """
    figure = go.Figure()
    for place, (colour, (name, line)) in enumerate(zip(COLOURS, lines.items(), strict=False)):
        for axis, values in (("y", line.values), ("y2", line.slopes)):
            figure.add_scatter(
                x=line.x, y=values, yaxis=axis, name=name, mode="lines", legendgroup=name, showlegend=axis == "y",
                line={"color": colour, "width": 1.5 if place else 3},
                hovertemplate=f"{name}(%{{x:.2f}}): %{{y:.4f}}<extra></extra>")
    figure.update_layout(
        height=HEIGHT, margin={"l": 52, "r": 8, "t": 30, "b": 40},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": "x", "fixedrange": True, "anchor": "y2"},
        yaxis={"title": titles[0], "domain": [0.45, 1], "range": [-1.3, 3.3], "fixedrange": True},
        yaxis2={"title": titles[1], "domain": [0, 0.36], "range": [-0.2, 1.3], "fixedrange": True})
    return figure
