"""A loss that is made of parts, as one bar: how long each part is, and so how much it counts in the sum."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

KINDS: tuple[Kind, ...] = ("linear", "convolution", "pooling")
LEAST_REACH = 2.0
"""The axis goes at least so far, so that a small loss looks small."""
NAMED = 0.14
"""Parts of at least this share of the axis are named in the bar."""


def loss_parts(values: Sequence[float], names: Sequence[str]) -> go.Figure:
    """Return one bar of the parts of a loss, in their order, with each part's share of the sum on hover.

    Args:
        values: of the parts as they are added up, at most three, none below 0.
        names: of the parts.
    """
    total = sum(values)
    reach = max(LEAST_REACH, total)
    figure = go.Figure()
    for value, name, kind in zip(values, names, KINDS, strict=False):
        tone = LIGHT.kinds[kind]
        figure.add_bar(
            x=[value], y=[0], orientation="h", name=name, marker={"color": tone.fill}, insidetextanchor="middle",
            text=[f"{name} {value:.3g}" if value >= NAMED * reach else ""], textposition="inside", textangle=0,
            textfont={"color": tone.on_fill}, customdata=[[100 * value / total if total else 0.0]],
            hovertemplate=f"{name}: %{{x:.4g}} (%{{customdata[0]:.0f}} %)<extra></extra>")
    figure.update_layout(
        height=126, margin={"l": 8, "r": 12, "t": 30, "b": 34}, barmode="stack", bargap=0.3, showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        xaxis={"range": [0, reach], "fixedrange": True, "nticks": 6},
        yaxis={"visible": False, "fixedrange": True})
    return figure
