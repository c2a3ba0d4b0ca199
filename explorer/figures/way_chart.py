"""Maps get smaller, more and sparser from layer to layer: three short charts above each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from explorer.figures.colours import LIGHT, Kind

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 330
LEANING = (0, -45, -90)
"""Angles of the names, degrees; the first at which none covers another is taken. Leaning the other way, as Plotly does
by itself, the last name runs out of the picture and is left out."""


def way_chart(labels: Sequence[str], kinds: Sequence[Kind], shapes: Sequence[tuple[int, ...]], active: Sequence[float],
              *, titles: tuple[str, str, str]) -> go.Figure:
    """Return the side of the maps, their number, and the share of values above 0, one bar per step.

    Args:
        labels: names of the steps.
        kinds: their kinds, which colour the bars.
        shapes: of what they put out, without the batch.
        active: 0 to 1.
        titles: of the three charts.
    """
    from explorer.figures.plot import go  # not at the top: the first page comes up without it

    rows = ([max(shape[1:], default=1) for shape in shapes], [shape[0] for shape in shapes],
            [100 * share for share in active])
    figure = go.Figure()
    for number, (values, form) in enumerate(zip(rows, ("%{y:,} px", "%{y:,}", "%{y:.1f} %"), strict=True), start=1):
        figure.add_bar(x=list(range(len(labels))), y=values, customdata=list(labels), yaxis=f"y{number}",
                       marker={"color": [LIGHT.kinds[kind].fill for kind in kinds]},
                       hovertemplate="%{customdata}: " + form + "<extra></extra>")
    figure.update_layout(
        height=HEIGHT, margin={"l": 52, "r": 8, "t": 22, "b": 40}, bargap=0.35, showlegend=False,
        xaxis={"tickvals": list(range(len(labels))), "ticktext": list(labels), "fixedrange": True, "showgrid": False,
               "anchor": "y3", "autotickangles": LEANING},
        annotations=[{"text": title, "xref": "paper", "yref": "paper", "x": 0, "y": y, "xanchor": "left",
                      "yanchor": "bottom", "showarrow": False}
                     for title, y in zip(titles, (1, 0.64, 0.28), strict=True)],
        **{f"yaxis{number}": {"domain": domain, "fixedrange": True, "rangemode": "tozero", "nticks": 3}
           for number, domain in ((1, [0.74, 1]), (2, [0.38, 0.64]), (3, [0, 0.28]))})
    return figure
