"""Charts of dropout: a small network with its dropped units, answers under many masks, and curves of several seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from explorer.arrays import Array, Floats
from explorer.figures.batch_norm import AFTER, BEFORE, LEGEND, RUNNING, TRUE
from explorer.figures.plot import go

HEIGHT = 380
POSITIVE, NEGATIVE = AFTER, RUNNING
UNIT = 34
"""px; a unit's circle."""
FAINT = 0.12


def unit_network(values: Sequence[Array], weights: Sequence[Array], stays: Sequence[Array], *,
                 names: Sequence[str], words: tuple[str, str]) -> go.Figure:
    """Return a network drawn unit by unit, each with its value; dropped units and their connections fade.

    Args:
        values: of each layer, inputs first.
        weights: between layers, (units, units before); thick where they are large, blue above and orange below 0.
        stays: of each layer which units stay, 1 or 0.
        names: of the layers.
        words: what is said of a unit that stays and of one that is left out.
    """
    figure = go.Figure()
    places = [_heights(len(layer)) for layer in values]
    _draw_connections(figure, places, weights, stays)
    for column, (layer, heights, stay, name) in enumerate(zip(values, places, stays, names, strict=True)):
        here = stay.astype(bool).tolist()
        figure.add_scatter(
            x=[column] * len(layer), y=heights, mode="markers+text", showlegend=False,
            text=[f"{value:.2f}".replace("-", "−") if works else "×" for value, works in zip(layer, here, strict=True)],
            textposition="middle center",
            textfont={"size": 11, "color": ["#10151f" if works else BEFORE for works in here]},
            customdata=[words[0 if works else 1] for works in here],
            hovertemplate=f"{name}: %{{customdata}}<extra></extra>", cliponaxis=False,
            marker={"size": UNIT, "color": ["#dfe6f3" if works else "rgba(0, 0, 0, 0)" for works in here],
                    "symbol": ["circle" if works else "circle-dot" for works in here],
                    "line": {"width": 2, "color": [AFTER if works else BEFORE for works in here]}})
    figure.update_layout(
        height=HEIGHT, margin={"l": 24, "r": 24, "t": 8, "b": 36}, showlegend=False,
        xaxis={"tickvals": list(range(len(values))), "ticktext": list(names), "range": [-0.25, len(values) - 0.75],
               "fixedrange": True, "showgrid": False, "zeroline": False},
        yaxis={"visible": False, "range": [-0.6, 0.6], "fixedrange": True})
    return figure


def _heights(count: int) -> list[float]:
    return np.linspace(0.5, -0.5, count).tolist() if count > 2 else [0.2, -0.2][:count]


def _draw_connections(figure: go.Figure, places: Sequence[Sequence[float]], weights: Sequence[Array],
                      kept: Sequence[Array]) -> None:
    largest = max(float(np.abs(layer).max()) for layer in weights) or 1.0
    for column, ((before, after), layer) in enumerate(zip(pairwise(places), weights, strict=True)):
        for row, column_of in np.ndindex(layer.shape):
            weight = float(layer[row, column_of])
            works = bool(kept[column][column_of]) and bool(kept[column + 1][row])
            figure.add_scatter(
                x=[column, column + 1], y=[before[column_of], after[row]], mode="lines", hoverinfo="skip",
                opacity=0.75 if works else FAINT,
                line={"width": 0.5 + 4 * abs(weight) / largest, "dash": "solid" if works else "dot",
                      "color": POSITIVE if weight > 0 else NEGATIVE})


def answers_cloud(answers: Array, *, evaluated: Array, names: tuple[str, str, str, str],
                  axes: tuple[str, str]) -> go.Figure:
    """Return the answers (masks, 2) under many masks as a cloud, with their mean, the newest one, and evaluation.

    Args:
        answers: one row per mask, the one that is drawn now last.
        evaluated: the answer in evaluation, (2,).
        names: of one mask, of the mask drawn now, of the mean of all and of evaluation.
        axes: what the two outputs are called.
    """
    figure = go.Figure()
    marks = ((answers, names[0], {"size": 6, "color": BEFORE, "opacity": 0.5}),
             (answers[-1:], names[1], {"size": 12, "color": RUNNING, "symbol": "square"}),
             (answers.mean(axis=0)[None], names[2], {"size": 15, "color": TRUE, "symbol": "x"}),
             (evaluated[None], names[3], {"size": 16, "color": AFTER, "symbol": "circle-open", "line": {"width": 3}}))
    for points, name, marker in marks:
        figure.add_scatter(x=points[:, 0].tolist(), y=points[:, 1].tolist(), mode="markers", name=name, marker=marker,
                           hovertemplate=f"{name}: %{{x:.2f}}, %{{y:.2f}}<extra></extra>")
    figure.update_layout(height=HEIGHT, margin={"l": 56, "r": 8, "t": 50, "b": 44}, legend=LEGEND,
                         xaxis={"title": axes[0], "fixedrange": True}, yaxis={"title": axes[1], "fixedrange": True})
    return figure


def mask_convergence(counts: Sequence[int], typical: Array, one: Array, expected: Array, *,
                     names: tuple[str, str, str], axes: tuple[str, str]) -> go.Figure:
    """Return the distance of the mean of n masks from evaluation against n, both axes logarithmic.

    Args:
        counts: n.
        typical, one, expected: distances: typical ones, those of a single run, and the line that falls as 1/√n.
        names: of the three.
        axes: titles of n and of the distance.
    """
    figure = go.Figure()
    lines = ((expected, {"color": TRUE, "width": 2, "dash": "dash"}, "lines"),
             (one, {"color": BEFORE, "width": 1.5}, "lines+markers"),
             (typical, {"color": AFTER, "width": 3}, "lines+markers"))
    for (values, line, mode), name in zip(lines, (names[2], names[1], names[0]), strict=True):
        figure.add_scatter(x=list(counts), y=values.tolist(), mode=mode, name=name, line=line,
                           hovertemplate=f"{name}, %{{x:,}}: %{{y:.3g}}<extra></extra>")
    figure.update_layout(
        height=HEIGHT, margin={"l": 64, "r": 8, "t": 30, "b": 44}, legend=LEGEND,
        xaxis={"title": axes[0], "type": "log", "fixedrange": True, "dtick": 1, "tickformat": ",d"},
        yaxis={"title": axes[1], "type": "log", "fixedrange": True, "dtick": "D2", "tickformat": "~g"})
    return figure


def seed_curves(curves: Mapping[str, Floats], colours: Sequence[str], *, dashes: Sequence[str], axes: tuple[str, str],
                epochs: int, percent: bool, span: tuple[float, float]) -> go.Figure:
    """Return one line per curve, the mean of its seeds, in the band from the lowest to the highest of them.

    Args:
        curves: by name for readers, (seeds, epochs).
        colours: of the curves, ``#rrggbb``.
        dashes: of the curves, as Plotly names them.
        axes: titles of the epochs and of the values.
        epochs: how many there will be, so that nothing moves while a curve grows.
        percent: values are shares, 0 to 1, and shown as percentages.
        span: lowest and highest value of the vertical axis.
    """
    figure = go.Figure()
    for (name, values), colour, dash in zip(curves.items(), colours, dashes, strict=False):
        places = list(range(1, values.shape[1] + 1))
        if len(values) > 1:
            figure.add_scatter(x=[*places, *reversed(places)], hoverinfo="skip", showlegend=False, mode="none",
                               y=[*values.max(axis=0).tolist(), *values.min(axis=0)[::-1].tolist()], fill="toself",
                               fillcolor=colour, opacity=FAINT)
        figure.add_scatter(x=places, y=values.mean(axis=0).tolist(), mode="lines", name=name,
                           line={"color": colour, "width": 2.5, "dash": dash},
                           hovertemplate="%{x}: %{y:.1%}" if percent else "%{x}: %{y:.3f}")
    figure.update_layout(
        height=HEIGHT - 60, margin={"l": 56, "r": 8, "t": 8, "b": 44}, showlegend=False, hovermode="x unified",
        xaxis={"title": axes[0], "fixedrange": True, "showgrid": False, "range": [0, epochs]},
        yaxis={"title": axes[1], "fixedrange": True, "range": list(span), "nticks": 6}
        | ({"tickformat": ".0%"} if percent else {}))
    return figure
