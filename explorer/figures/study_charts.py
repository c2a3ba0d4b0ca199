"""Charts of small studies: means and spreads of several seeds, a run of the reader's over them, and maps of shifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explorer.figures.colours import LIGHT, SEQUENTIAL, Kind, lookup
from explorer.figures.plot import go

HEIGHT = 330
BAND = 0.16
"""How much of a colour the spread has."""
MAP_SIDE = 300
STEPS = 9


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One line of a study.

    Attributes:
        name: for the legend.
        kind: of layer, whose colour it has.
        x: where its points stand.
        seeds: (seeds, points) values, 0 to 1.
        dashed: told from another line of the same colour.
        own: points (x, value) of a run that the reader started; drawn as dots over the rest.
    """

    name: str
    kind: Kind
    x: Sequence[float]
    seeds: Sequence[Sequence[float]]
    dashed: bool = False
    own: Sequence[tuple[float, float]] = field(default=())


def study_chart(lines: Sequence[StudyLine], *, axes: tuple[str, str], span: tuple[float, float] = (0, 100),
                here: float | None = None) -> go.Figure:
    """Return means over the seeds as lines, with bands of one standard deviation, in %.

    Args:
        lines: in the order of the legend.
        axes: titles of both axes.
        span: lowest and highest value of the vertical axis, %.
        here: where a thin upright line marks what is shown beside the chart.
    """
    figure = go.Figure()
    for line in lines:
        _band(figure, line)
    for line in lines:
        mean = 100 * np.mean(line.seeds, axis=0)
        figure.add_scatter(
            x=list(line.x), y=mean.tolist(), name=line.name, mode="lines", legendgroup=line.name,
            line={"color": LIGHT.kinds[line.kind].fill, "width": 2.5, "dash": "dash" if line.dashed else "solid"},
            hovertemplate=f"{line.name}: %{{y:.1f}} %<extra></extra>")
    for line in (line for line in lines if line.own):
        figure.add_scatter(
            x=[x for x, _value in line.own], y=[100 * value for _x, value in line.own], mode="markers",
            showlegend=False, name=line.name, hovertemplate="%{y:.1f} %<extra></extra>",
            marker={"size": 7, "color": LIGHT.kinds[line.kind].fill,
                    "symbol": "circle-open" if line.dashed else "circle"})
    if here is not None:
        figure.add_vline(x=here, line={"width": 1.5, "dash": "dot", "color": LIGHT.kinds["input"].fill})
    figure.update_layout(
        height=HEIGHT, margin={"l": 56, "r": 8, "t": 8, "b": 44}, hovermode="x", uirevision="kept",
        hoverlabel={"namelength": -1}, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": {"text": axes[0], "standoff": 6}, "fixedrange": True, "showgrid": False, "nticks": 9,
               "range": _width(lines)},
        yaxis={"title": {"text": axes[1], "standoff": 6}, "range": list(span), "fixedrange": True, "ticksuffix": " %",
               "nticks": 6})
    return figure


def _width(lines: Sequence[StudyLine]) -> list[float]:
    """Return where the axis begins and ends, so that nothing moves when a reader's own points come."""
    places = [x for line in lines for x in line.x]
    room = 0.02 * (max(places) - min(places))
    return [min(places) - room, max(places) + room]


def _band(figure: go.Figure, line: StudyLine) -> None:
    """Draw one standard deviation to both sides of the mean, where there is more than one seed."""
    if len(line.seeds) < 2:
        return
    mean, spread = np.mean(line.seeds, axis=0), np.std(line.seeds, axis=0, ddof=1)
    low, high = (100 * (mean - spread)).tolist(), (100 * np.minimum(1, mean + spread)).tolist()
    figure.add_scatter(
        x=[*line.x, *reversed(line.x)], y=[*high, *reversed(low)], fill="toself", mode="none", showlegend=False,
        fillcolor=LIGHT.kinds[line.kind].fill, opacity=BAND, hoverinfo="skip", legendgroup=line.name)


def shift_map(shares: NDArray[np.float64], *, here: tuple[int, int], axes: tuple[str, str],
              value: str) -> go.Figure:
    """Return how far both ways round are apart for every shift, 0 in the darkest colour; a ring marks one of them.

    Args:
        shares: (2 n + 1, 2 n + 1), rows down and columns right, from ``-n`` to ``n`` px, 0 to 1.
        here: the shift that is shown now, down and right, px.
        axes: titles of both axes, right and down.
        value: what the numbers are called.
    """
    reach = len(shares) // 2
    steps = list(range(-reach, reach + 1))
    colours = [f"rgb({red}, {green}, {blue})" for red, green, blue in lookup(SEQUENTIAL, STEPS).tolist()]
    figure = go.Figure(go.Heatmap(
        z=(100 * shares).tolist(), x=steps, y=steps, zmin=0, zmax=100, xgap=1, ygap=1,
        colorscale=[[place / (STEPS - 1), colour] for place, colour in enumerate(colours)],
        colorbar={"ticksuffix": " %", "thickness": 10, "outlinewidth": 0, "nticks": 5},
        hovertemplate="%{x} px, %{y} px: %{z:.1f} %<extra>" + value + "</extra>"))
    figure.add_scatter(x=[here[1]], y=[here[0]], mode="markers", hoverinfo="skip", showlegend=False,
                       marker={"size": 17, "symbol": "square-open", "color": "#ffffff", "line": {"width": 3}})
    figure.update_layout(
        height=MAP_SIDE, margin={"l": 52, "r": 8, "t": 8, "b": 44},
        xaxis={"title": {"text": axes[0], "standoff": 6}, "fixedrange": True, "showgrid": False, "dtick": 2,
               "zeroline": False, "constrain": "domain"},
        yaxis={"title": {"text": axes[1], "standoff": 6}, "fixedrange": True, "showgrid": False, "dtick": 2,
               "zeroline": False, "autorange": "reversed", "scaleanchor": "x", "constrain": "domain"})
    return figure
