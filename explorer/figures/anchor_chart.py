"""How far cells of each map see and lie apart, against the sizes of the boxes that they answer for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.figures.colours import LIGHT
from explorer.figures.plot import go

HEIGHT = 340


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorTexts:
    """What stands in the chart."""

    axis: str
    """Title of the axis of lengths."""
    field: str
    """Names the side of the fields."""
    anchors: str
    """Names the sides of the boxes."""
    stride: str
    """Names the distance of cells."""
    picture: str
    """At the line of the picture's side."""


def anchor_chart(names: Sequence[str], fields: Sequence[float], strides: Sequence[float],
                 anchors: Sequence[tuple[float, float]], *, side: int, texts: AnchorTexts) -> go.Figure:
    """Return one column per map, the finest first; the axis doubles with each step.

    Args:
        names: of the maps.
        fields: what a cell sees, px.
        strides: from cell to cell, px.
        anchors: smallest and largest side of the boxes of a cell, px.
        side: of the picture, px.
        texts: what stands in it.
    """
    places = list(range(len(names)))
    figure = go.Figure()
    blue, orange, green = (LIGHT.kinds[kind].fill for kind in ("convolution", "pooling", "linear"))
    figure.add_scatter(x=places, y=list(fields), mode="lines+markers", name=texts.field, line={"color": blue},
                       marker={"size": 10}, hovertemplate="%{y:,.0f} px<extra>" + texts.field + "</extra>")
    for place, (least, most) in enumerate(anchors):
        figure.add_scatter(
            x=[place, place], y=[least, most], mode="lines+markers", name=texts.anchors, legendgroup="anchors",
            showlegend=place == 0, line={"color": orange, "width": 12}, marker={"size": 12, "symbol": "square"},
            hovertemplate="%{y:,.0f} px<extra>" + texts.anchors + "</extra>")
    figure.add_scatter(x=places, y=list(strides), mode="lines+markers", name=texts.stride,
                       line={"color": green, "dash": "dot"}, marker={"size": 9, "symbol": "diamond"},
                       hovertemplate="%{y:,.0f} px<extra>" + texts.stride + "</extra>")
    figure.add_hline(y=side, line={"width": 1.5, "dash": "dash", "color": LIGHT.kinds["input"].fill},
                     annotation_text=texts.picture, annotation_position="top left")
    figure.update_layout(
        height=HEIGHT, margin={"l": 60, "r": 12, "t": 12, "b": 36}, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"tickvals": places, "ticktext": list(names), "range": [-0.6, len(names) - 0.4], "fixedrange": True,
               "showgrid": False},
        yaxis={"type": "log", "dtick": 0.30103, "tickformat": ",.0f", "title": texts.axis, "fixedrange": True})
    return figure
