"""Charts of *Pooling*: numbers in, ``Figure`` out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from explorer.figures.colours import LIGHT

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 230
STYLES = {"max": ("pooling", "solid"), "average": ("pooling", "dot"), "convolution": ("convolution", "solid")}


def kept_chart(shifts: Sequence[int], shares: Mapping[str, Sequence[float]], names: Mapping[str, str], *,
               here: int, axes: tuple[str, str]) -> go.Figure:
    """Return one line per method: the share of equal cells against the shift.

    Args:
        shifts: px.
        shares: per method of ``STYLES`` one share per shift, 0 to 1.
        names: what readers call each method.
        here: the shift that is shown now, px; a line marks it.
        axes: titles of both axes.
    """
    from explorer.figures.plot import go  # not at the top: the page's first view comes up without it

    figure = go.Figure()
    for method, values in shares.items():
        kind, dash = STYLES[method]
        figure.add_scatter(
            x=list(shifts), y=list(values), name=names[method], mode="lines+markers",
            line={"color": LIGHT.kinds[kind].fill, "dash": dash, "width": 2.5},  # type: ignore[index]
            hovertemplate=f"{names[method]}: %{{y:.0%}}<extra></extra>")
    figure.add_vline(x=here, line={"width": 1.5, "dash": "dash", "color": LIGHT.kinds["input"].fill})
    figure.update_layout(
        height=HEIGHT, margin={"l": 52, "r": 8, "t": 30, "b": 40}, hovermode="x unified",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": {"text": axes[0], "standoff": 6}, "dtick": 2, "fixedrange": True},
        yaxis={"title": {"text": axes[1], "standoff": 6}, "tickformat": ".0%", "range": [-0.03, 1.06],
               "dtick": 0.25, "fixedrange": True})
    return figure
