"""Charts of a deep stack: sizes per layer on a log axis, values of some layers, losses of its first steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from typing import Any, Protocol

from explorer.figures.colours import LIGHT
from explorer.figures.learning_curves import COLOURS
from explorer.figures.plot import go

SIZES_HEIGHT, VALUES_HEIGHT, LOSS_HEIGHT = 270, 150, 330
QUIET = LIGHT.kinds["input"].fill
USUAL = (-2, 1)
"""Powers of ten that the axis of sizes holds in any case, so that small differences look small."""
MOST_TICKS = 6
MANY = 200
"""From this ratio of the largest to the smallest loss on, powers of ten alone are written."""
LOSSES = (0.2, 5.0)
"""Losses that the chart holds in any case."""
MOST_LOSS = 1e3
"""Losses above this lie outside of the chart."""


class Histogram(Protocol):
    """How many values lie between two edges, one edge more than counts."""

    @property
    def counts(self) -> Any: ...  # noqa: D102
    @property
    def edges(self) -> Any: ...  # noqa: D102


def sizes_per_layer(lines: Mapping[str, Sequence[float]], *, layer: str, unit: str) -> go.Figure:
    """Return one line per quantity over the layers, 1 to n, on a log axis; sizes of 0 are left out.

    Args:
        lines: by what readers call them, at most two: the first thick and blue, the second thin and grey.
        layer: what stands at the axis of layers.
        unit: what stands at the axis of sizes.
    """
    figure = go.Figure()
    looks = (("convolution", 3, "solid"), ("input", 1.5, "dot"))
    for (kind, width, dash), (name, values) in zip(looks, lines.items(), strict=False):
        colour = LIGHT.kinds[kind].fill  # type: ignore[index]
        figure.add_scatter(
            x=list(range(1, len(values) + 1)), y=[value if value > 0 else None for value in values], name=name,
            mode="lines+markers", line={"color": colour, "width": width, "dash": dash}, marker={"size": 5},
            hovertemplate=f"{name}: %{{y:.2e}}<extra></extra>")
    count = max(map(len, lines.values()), default=1)
    low, high = _powers([value for values in lines.values() for value in values])
    figure.update_layout(
        height=SIZES_HEIGHT, margin={"l": 80, "r": 8, "t": 28, "b": 40}, hovermode="x unified",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": {"text": layer, "standoff": 6}, "range": [0.5, count + 0.5], "fixedrange": True,
               "dtick": 1 if count <= 20 else 5, "tick0": 0, "showgrid": False},
        yaxis={"title": {"text": unit, "standoff": 14}, "type": "log", "range": [low - 0.15, high + 0.15],
               "fixedrange": True, "dtick": max(1, ceil((high - low) / MOST_TICKS)), "exponentformat": "power"})
    return figure


def _powers(values: Sequence[float]) -> tuple[int, int]:
    known = [log10(value) for value in values if value > 0 and isfinite(value)]
    return floor(min([*known, USUAL[0]])), ceil(max([*known, USUAL[1]]))


def values_per_layer(histograms: Mapping[str, Histogram], *, value: str) -> go.Figure:
    """Return the histograms side by side, each over its own range.

    Args:
        histograms: by what stands above them.
        value: what stands below them all.
    """
    figure = go.Figure()
    share = 1 / max(len(histograms), 1)
    axes: dict[str, Any] = {}
    for place, (name, one) in enumerate(histograms.items()):
        number = "" if place == 0 else str(place + 1)
        edges, counts = list(map(float, one.edges)), list(map(int, one.counts))
        centres = [(low + high) / 2 for low, high in pairwise(edges)]
        figure.add_bar(x=centres, y=counts, width=[high - low for low, high in pairwise(edges)],
                       xaxis=f"x{number}", yaxis=f"y{number}", marker={"color": LIGHT.kinds["convolution"].fill},
                       name=name, hovertemplate="%{x:.3g}: %{y:,}<extra></extra>")
        domain = [place * share, (place + 0.72) * share]
        axes[f"xaxis{number}"] = {"domain": domain, "anchor": f"y{number}", "fixedrange": True, "showgrid": False,
                                  "range": [edges[0], edges[-1]], "tickvals": [edges[0], edges[-1]],
                                  "ticktext": [_short(edges[0]), _short(edges[-1])], "tickangle": 0}
        axes[f"yaxis{number}"] = {"anchor": f"x{number}", "fixedrange": True, "visible": False, "rangemode": "tozero"}
        figure.add_annotation(text=name, x=sum(domain) / 2, y=1, xref="paper", yref="paper", yanchor="bottom",
                              showarrow=False)
    figure.add_annotation(text=value, x=0.5, y=0, yshift=-22, xref="paper", yref="paper", yanchor="top",
                          showarrow=False)
    figure.update_layout(height=VALUES_HEIGHT, margin={"l": 16, "r": 16, "t": 24, "b": 44}, bargap=0,
                         showlegend=False, **axes)
    return figure


def _short(value: float) -> str:
    """Return a number in little room: whole from 100 on, with a power of ten from 100,000 on."""
    size = abs(value)
    return f"{value:.2g}" if size < 100 else f"{value:.0f}" if size < 1e5 else f"{value:.0e}"


def first_losses(runs: Mapping[str, Sequence[float]], *, steps: int, guess: float, words: tuple[str, str, str]
                 ) -> go.Figure:
    """Return one line per run: the loss after each step, on a log axis, as stacks begin with losses from 2 to 1,000.

    Args:
        runs: by what readers call them; the first is drawn thickest. Losses begin with step 0.
        steps: the last one; the axis holds all from the start.
        guess: loss of who guesses, drawn as a line.
        words: at the axis of steps, at the axis of losses, and at the line of guessing.
    """
    figure = go.Figure()
    for place, (colour, (name, losses)) in enumerate(zip(COLOURS, runs.items(), strict=False)):
        figure.add_scatter(x=list(range(len(losses))), y=list(losses), name=name, mode="lines",
                           line={"color": colour, "width": 1.75 if place else 3},
                           hovertemplate="%{x}: %{y:.3g}<extra></extra>")
    figure.add_hline(y=guess, line={"color": QUIET, "dash": "dash", "width": 1.5})
    figure.add_annotation(text=words[2], x=1, xref="paper", xanchor="right", y=log10(guess), yanchor="bottom",
                          showarrow=False)  # a log axis takes places of annotations as powers of ten
    known = [loss for losses in runs.values() for loss in losses if loss > 0]
    low, high = min([LOSSES[0], *known]), min(MOST_LOSS, max([LOSSES[1], *known]))
    figure.update_layout(
        height=LOSS_HEIGHT, margin={"l": 64, "r": 8, "t": 8, "b": 40}, showlegend=bool(runs), hovermode="x",
        legend={"orientation": "h", "y": -0.22, "yanchor": "top", "x": 0},
        xaxis={"title": {"text": words[0], "standoff": 6}, "range": [0, steps], "fixedrange": True, "showgrid": False},
        yaxis={"title": {"text": words[1], "standoff": 14}, "type": "log", "dtick": "D2" if high < MANY * low else 1,
               "range": [log10(low / 1.1), log10(high * 1.1)], "fixedrange": True})
    return figure


def losses_by_step(losses: Sequence[float], here: int, *, axes: tuple[str, str]) -> go.Figure:
    """Return the loss before each step of one run, on a log axis, with a point at the step that is looked at.

    Args:
        losses: above 0, from step 1 on.
        here: place of the point among them, from 0.
        axes: titles.
    """
    steps, colour = list(range(1, len(losses) + 1)), LIGHT.kinds["convolution"].fill
    figure = go.Figure(go.Scatter(x=steps, y=list(losses), mode="lines+markers", line={"color": colour, "width": 2.5},
                                  marker={"size": 5}, hovertemplate="%{x}: %{y:.3g}<extra></extra>"))
    figure.add_scatter(x=[steps[here]], y=[losses[here]], mode="markers", hoverinfo="skip", marker={
        "size": 15, "symbol": "circle-open", "color": LIGHT.kinds["pooling"].fill, "line": {"width": 3}})
    figure.update_layout(
        height=230, margin={"l": 64, "r": 8, "t": 8, "b": 40}, showlegend=False,
        xaxis={"title": {"text": axes[0], "standoff": 6}, "fixedrange": True, "showgrid": False},
        yaxis={"title": {"text": axes[1], "standoff": 14}, "type": "log", "fixedrange": True, "exponentformat": "power",
               "nticks": 5})
    return figure
