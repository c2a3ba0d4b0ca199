"""Plotly charts: numbers in, ``Figure`` out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from explorer.figures.colours import DIVERGING, LIGHT, SEQUENTIAL, Kind, lookup
from explorer.figures.plot import go

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


HISTOGRAM_HEIGHT = 190
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
    known = values[np.isfinite(values)].astype(np.float64)
    counts, edges = np.histogram(known, bins=BINS)
    centres = (edges[:-1] + edges[1:]) / 2
    figure = go.Figure(go.Bar(
        x=centres, y=counts, width=np.diff(edges), marker={
            "color": _colours(centres, high, signed), "line": {"width": 0.75, "color": OUTLINE}},
        customdata=np.stack([edges[:-1], edges[1:]], axis=1),
        hovertemplate="%{customdata[0]:.4g} … %{customdata[1]:.4g}: %{y:,} " + cells + "<extra></extra>"))
    figure.update_layout(height=HISTOGRAM_HEIGHT, margin={"l": 52, "r": 8, "t": 8, "b": 40}, bargap=0, showlegend=False,
                         xaxis={"title": value, "fixedrange": True, "showgrid": False},
                         yaxis={"title": cells, "fixedrange": True, "rangemode": "tozero", "nticks": 4})
    return figure


def _colours(values: NDArray[np.float64], high: float, signed: bool) -> list[str]:
    table = lookup(DIVERGING if signed else SEQUENTIAL)
    shares = (values / high + 1) / 2 if signed else values / high
    places = np.rint(shares.clip(0, 1) * (len(table) - 1)).astype(int)
    return [f"rgb({red}, {green}, {blue})" for red, green, blue in table[places].tolist()]


ASCENT_HEIGHT = 300


def ascent(values: Sequence[float], *, before: float | None, steps: str, value: str, photo: str) -> go.Figure:
    """Return the answer of the channel after each step as a line.

    Args:
        values: one per step.
        before: what the channel answers to the reader's photo, drawn as a dashed line; None: not known.
        steps: what stands at the axis of steps.
        value: what stands at the axis of answers.
        photo: what stands at the dashed line.
    """
    figure = go.Figure(go.Scatter(
        x=list(range(1, len(values) + 1)), y=list(values), mode="lines",
        line={"color": LIGHT.kinds["convolution"].fill, "width": 2}, hovertemplate="%{x}: %{y:.4g}<extra></extra>"))
    if before is not None:
        figure.add_hline(y=before, line={"color": LIGHT.kinds["pooling"].fill, "dash": "dash", "width": 2},
                         annotation_text=photo, annotation_position="top left")
    figure.update_layout(height=ASCENT_HEIGHT, margin={"l": 56, "r": 8, "t": 8, "b": 44}, showlegend=False,
                         xaxis={"title": steps, "fixedrange": True, "showgrid": False},
                         yaxis={"title": value, "fixedrange": True, "rangemode": "tozero", "nticks": 5})
    return figure


STATISTICS_HEIGHT = 330
LEANING = (0, -45, -90)
"""Angles of the names, degrees; the first at which none covers another is taken. Leaning the other way, as Plotly does
by itself, the last name runs out of the picture and is left out."""


def statistics_chart(labels: Sequence[str], kinds: Sequence[Kind], shapes: Sequence[tuple[int, ...]],
                     active: Sequence[float], *, titles: tuple[str, str, str]) -> go.Figure:
    """Return the side of the maps, their number, and the share of values above 0, one bar per step.

    Args:
        labels: names of the steps.
        kinds: their kinds, which colour the bars.
        shapes: of what they put out, without the batch.
        active: 0 to 1.
        titles: of the three charts.
    """
    rows = ([max(shape[1:], default=1) for shape in shapes], [shape[0] for shape in shapes],
            [100 * share for share in active])
    figure = go.Figure()
    for number, (values, form) in enumerate(zip(rows, ("%{y:,} px", "%{y:,}", "%{y:.1f} %"), strict=True), start=1):
        figure.add_bar(x=list(range(len(labels))), y=values, customdata=list(labels), yaxis=f"y{number}",
                       marker={"color": [LIGHT.kinds[kind].fill for kind in kinds]},
                       hovertemplate="%{customdata}: " + form + "<extra></extra>")
    figure.update_layout(
        height=STATISTICS_HEIGHT, margin={"l": 52, "r": 8, "t": 22, "b": 40}, bargap=0.35, showlegend=False,
        xaxis={"tickvals": list(range(len(labels))), "ticktext": list(labels), "fixedrange": True, "showgrid": False,
               "anchor": "y3", "autotickangles": LEANING},
        annotations=[{"text": title, "xref": "paper", "yref": "paper", "x": 0, "y": y, "xanchor": "left",
                      "yanchor": "bottom", "showarrow": False}
                     for title, y in zip(titles, (1, 0.64, 0.28), strict=True)],
        **{f"yaxis{number}": {"domain": domain, "fixedrange": True, "rangemode": "tozero", "nticks": 3}
           for number, domain in ((1, [0.74, 1]), (2, [0.38, 0.64]), (3, [0, 0.28]))})
    return figure


KEPT_HEIGHT = 230
STYLES = {"max": ("pooling", "solid"), "average": ("pooling", "dot"), "convolution": ("convolution", "solid")}


def unchanged_chart(shifts: Sequence[int], shares: Mapping[str, Sequence[float]], names: Mapping[str, str], *,
               here: int, axes: tuple[str, str]) -> go.Figure:
    """Return one line per method: the share of equal cells against the shift.

    Args:
        shifts: px.
        shares: per method of ``STYLES`` one share per shift, 0 to 1.
        names: what readers call each method.
        here: the shift that is shown now, px; a line marks it.
        axes: titles of both axes.
    """
    figure = go.Figure()
    for method, values in shares.items():
        kind, dash = STYLES[method]
        figure.add_scatter(
            x=list(shifts), y=list(values), name=names[method], mode="lines+markers",
            line={"color": LIGHT.kinds[kind].fill, "dash": dash, "width": 2.5},  # type: ignore[index]
            hovertemplate=f"{names[method]}: %{{y:.0%}}<extra></extra>")
    figure.add_vline(x=here, line={"width": 1.5, "dash": "dash", "color": LIGHT.kinds["input"].fill})
    figure.update_layout(
        height=KEPT_HEIGHT, margin={"l": 52, "r": 8, "t": 30, "b": 40}, hovermode="x unified",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": {"text": axes[0], "standoff": 6}, "dtick": 2, "fixedrange": True},
        yaxis={"title": {"text": axes[1], "standoff": 6}, "tickformat": ".0%", "range": [-0.03, 1.06],
               "dtick": 0.25, "fixedrange": True})
    return figure
