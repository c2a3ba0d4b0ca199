"""Precision against recall: the curve, the area that an average precision measures, and a point on it."""

from __future__ import annotations

from typing import Literal

import numpy as np

from explorer.arrays import Array
from explorer.figures.colours import LIGHT
from explorer.figures.plot import go

AreaKind = Literal["all", "eleven", "coco"]
HEIGHT = 380


def precision_recall(recall: Array, precision: Array, scores: Array, *, area: tuple[Array, Array], bars: bool,
                     point: int, axes: tuple[str, str], names: tuple[str, str, str], hover: str) -> go.Figure:
    """Return the curve through all detections, surest first.

    Args:
        recall, precision, scores: down to each detection, (n,).
        area: recalls and heights that an average precision adds up.
        bars: whether each of these is a bar of its own, as of 11 points; else they are the edge of one area.
        point: which detection is chosen, from 0; -1: none.
        axes: titles.
        names: of the curve, the area and the point.
        hover: Plotly's template of x, y and customdata, the score.
    """
    figure = go.Figure()
    tone = LIGHT.kinds["linear"].fill
    if bars:
        figure.add_bar(x=area[0], y=area[1], width=0.6 / max(1, len(area[0]) - 1), name=names[1], opacity=0.35,
                       marker={"color": tone}, hoverinfo="skip")
    else:
        figure.add_scatter(x=area[0], y=area[1], mode="lines", line={"shape": "vh", "width": 1.5, "color": tone},
                           fill="tozeroy", name=names[1], hoverinfo="skip")
    figure.add_scatter(
        x=recall, y=precision, customdata=scores, mode="lines+markers", name=names[0], hovertemplate=hover,
        marker={"size": 5, "opacity": 1}, line={"color": LIGHT.kinds["convolution"].fill, "width": 2},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})
    if point >= 0:
        figure.add_scatter(x=[recall[point]], y=[precision[point]], mode="markers", name=names[2], hoverinfo="skip",
                           marker={"size": 15, "symbol": "circle-open", "color": LIGHT.kinds["pooling"].fill,
                                   "line": {"width": 4}})
    figure.update_layout(
        height=HEIGHT, margin={"l": 52, "r": 8, "t": 30, "b": 44}, dragmode=False, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": axes[0], "range": [-0.02, 1.03], "fixedrange": True, "dtick": 0.2},
        yaxis={"title": axes[1], "range": [0, 1.05], "fixedrange": True, "dtick": 0.2})
    return figure


def envelope_edge(recall: Array, envelope: Array) -> tuple[Array, Array]:
    """Return recalls and heights of the envelope from recall 0 on, down to 0 behind its last point."""
    last = recall[-1:]
    return (np.concatenate([[0.0], recall, last]),
            np.concatenate([envelope[:1], envelope, np.zeros(len(last))]))
