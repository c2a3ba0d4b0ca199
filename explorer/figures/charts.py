"""Plotly charts: numbers in, ``Figure`` out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from explorer.figures.colours import LIGHT, Kind

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 190
MOST_NAMES = 24
"""With more layers than this, names stand in the hover text only."""


def shares(names: Sequence[str], kinds: Sequence[Kind], values: Sequence[int], *, unit: str) -> go.Figure:
    """Return one bar per layer, in the network's order and in the colour of its kind.

    Args:
        names: layers.
        kinds: their kinds, which colour the bars.
        values: what each counts, in ``unit``.
        unit: what stands at the axis and in the hover text.
    """
    import plotly.graph_objects as go  # not at the top: the first page comes up without it

    total = sum(values) or 1
    figure = go.Figure(go.Bar(
        x=list(range(len(names))), y=list(values), marker={"color": [LIGHT.kinds[kind].fill for kind in kinds]},
        customdata=[[name, value / total] for name, value in zip(names, values, strict=True)],
        hovertemplate="%{customdata[0]}: %{y:,} " + unit + " (%{customdata[1]:.1%})<extra></extra>"))
    named = len(names) <= MOST_NAMES
    figure.update_layout(
        height=HEIGHT, margin={"l": 52, "r": 8, "t": 8, "b": 44}, bargap=0.25, showlegend=False,
        xaxis={"tickvals": list(range(len(names))), "ticktext": list(names), "tickangle": -45, "showticklabels": named,
               "fixedrange": True, "showgrid": False},
        yaxis={"tickformat": "~s", "fixedrange": True, "rangemode": "tozero", "nticks": 4})
    return figure
