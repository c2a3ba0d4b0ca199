"""Plotly charts: numbers in, ``Figure`` out."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from explorer.figures.colours import LIGHT, Kind

if TYPE_CHECKING:
    import plotly.graph_objects as go

PLOT = 138  # px, without the names under it
MOST_NAMES = 18
"""With more layers than this, only the largest bars that lie far enough apart are named."""
LONGEST_NAME = 18


def shares(names: Sequence[str], kinds: Sequence[Kind], values: Sequence[int], *, unit: str) -> go.Figure:
    """Return one bar per layer, in the network's order and in the colour of its kind.

    Args:
        names: layers.
        kinds: their kinds, which colour the bars.
        values: what each counts, in ``unit``.
        unit: what stands at the axis and in the hover text.
    """
    from explorer.figures.plot import go  # not at the top: the first page comes up without it

    total = sum(values) or 1
    figure = go.Figure(go.Bar(
        x=list(range(len(names))), y=list(values), marker={"color": [LIGHT.kinds[kind].fill for kind in kinds]},
        customdata=[[name, 100 * value / total] for name, value in zip(names, values, strict=True)],
        hovertemplate="%{customdata[0]}: %{y:,} " + unit + " (%{customdata[1]:.1f} %)<extra></extra>"))
    named = _named(values)
    shown = [_shortened(names[place]) for place in named]
    longest = min(max(map(len, names), default=0), LONGEST_NAME)
    below = 16 + round(5.2 * longest)  # letters of 11 px, written at 45 degrees
    figure.update_layout(
        height=PLOT + below, margin={"l": 52, "r": 8, "t": 8, "b": below}, bargap=0.25, showlegend=False,
        xaxis={"tickvals": named, "ticktext": shown, "tickangle": -45, "tickfont": {"size": 11}, "fixedrange": True,
               "showgrid": False},
        yaxis={"tickformat": "~s", "fixedrange": True, "rangemode": "tozero", "nticks": 4})
    return figure


def _named(values: Sequence[int]) -> list[int]:
    """Return the places of the bars that are named: the largest first, none nearer to another than names need."""
    apart = ceil(len(values) / MOST_NAMES)
    named: list[int] = []
    for place in sorted(range(len(values)), key=lambda place: -values[place]):
        if all(abs(place - other) >= apart for other in named):
            named.append(place)
    return sorted(named)


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME - 1]}…"
