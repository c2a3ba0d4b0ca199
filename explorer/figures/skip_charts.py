"""What skips do, as Plotly charts: numbers along blocks, accuracy without blocks, and the loss around networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.figures.colours import LIGHT, SEQUENTIAL, Kind, lookup
from explorer.figures.plot import go

HEIGHT = 300
PANEL = 330
"""Height of a surface, px."""
SKIPS: Mapping[str, tuple[Kind, str]] = {"with": ("convolution", "solid"), "without": ("pooling", "dash")}
"""Kind of layer that lends its colour, and how the line is drawn."""
HOVER = "%{x}: %{y:.3g}<extra></extra>"
STEPS = 9
"""Colours of a scale that Plotly is told."""


@dataclass(frozen=True, slots=True, eq=False)
class LossPanel:
    """The loss around one network."""

    title: str
    """What readers call the network."""
    losses: NDArray[np.floating]
    """(points, points), above 0."""


def along_blocks(blocks: Sequence[str], lines: Mapping[str, Sequence[float]], names: Mapping[str, str], *,
                 title: str, span: tuple[float, float]) -> go.Figure:
    """Return numbers along the blocks of a network on a logarithmic axis; what is 0 has no point.

    Args:
        blocks: names, in the network's order.
        lines: by ``SKIPS``, one number for each block.
        names: what readers call the lines.
        title: of the vertical axis.
        span: its ends, as powers of ten; it stays while numbers move.
    """
    figure = go.Figure()
    for skip, values in lines.items():
        kind, dash = SKIPS[skip]
        figure.add_scatter(x=list(blocks), y=[value if value > 0 else None for value in values], mode="lines+markers",
                           name=names[skip], hovertemplate=HOVER, connectgaps=False,
                           line={"color": LIGHT.kinds[kind].fill, "dash": dash, "width": 2.5}, marker={"size": 8})
    _laid_out(figure, yaxis={"title": title, "type": "log", "range": span, "fixedrange": True, "exponentformat":
                             "power", "nticks": 6}, xaxis={"fixedrange": True, "showgrid": False, "type": "category",
                                                           "range": [-0.4, len(blocks) - 0.6]})
    return figure


def left_out_chart(curves: Mapping[str, Sequence[NDArray[np.floating]]], names: Mapping[str, str], *,
                   here: Mapping[str, float], count: int, axes: tuple[str, str]) -> go.Figure:
    """Return the accuracy against the number of blocks that are left out.

    Args:
        curves: by ``SKIPS``, for each number of blocks the accuracies of all such sets, 0 to 1; their mean is drawn,
            and a band from the lowest to the highest.
        names: what readers call the lines.
        here: by ``SKIPS``, the accuracy without the reader's own blocks.
        count: how many those are.
        axes: titles.
    """
    figure = go.Figure()
    for skip, sets in curves.items():
        kind, dash = SKIPS[skip]
        colour, x = LIGHT.kinds[kind].fill, list(range(len(sets)))
        for ends, fill in (([float(one.max()) for one in sets], None), ([float(one.min()) for one in sets], "tonexty")):
            figure.add_scatter(x=x, y=ends, mode="lines", line={"width": 0, "color": colour}, fill=fill, opacity=0.3,
                               fillcolor=_clear(colour), hoverinfo="skip", showlegend=False)
        figure.add_scatter(x=x, y=[float(one.mean()) for one in sets], mode="lines+markers", name=names[skip],
                           line={"color": colour, "dash": dash, "width": 2.5}, hovertemplate="%{x}: %{y:.1%}")
        figure.add_scatter(x=[count], y=[here[skip]], mode="markers", showlegend=False, hovertemplate="%{y:.1%}",
                           marker={"size": 14, "symbol": "circle-open", "color": colour, "line": {"width": 3}})
    _laid_out(figure, yaxis={"title": axes[1], "tickformat": ".0%", "range": [-0.03, 1.05], "fixedrange": True},
              xaxis={"title": {"text": axes[0], "standoff": 6}, "dtick": 1, "fixedrange": True, "showgrid": False})
    return figure


def loss_contours(panel: LossPanel, *, among: Sequence[LossPanel], reach: float, unit: str) -> go.Figure:
    """Return the loss around a network from above; a cross marks the network.

    Args:
        panel: what is drawn.
        among: all that are to have the same scale.
        reach: how far the axes go on either side.
        unit: at the scale.
    """
    least, most = _range(among)
    steps = np.linspace(-reach, reach, len(panel.losses))
    figure = go.Figure(go.Contour(
        x=steps, y=steps, z=np.log10(panel.losses), colorscale=_scale(), zmin=least, zmax=most,
        customdata=panel.losses, hovertemplate="%{x:.2f}, %{y:.2f}: %{customdata:.3g} " + unit + "<extra></extra>",
        contours={"start": least, "end": most, "size": 0.25, "showlines": True},
        line={"width": 0.6, "color": "rgba(255,255,255,0.55)"}, colorbar=_bar(least, most, unit)))
    figure.add_scatter(x=[0], y=[0], mode="markers", hoverinfo="skip", marker={
        "symbol": "cross-thin", "size": 14, "line": {"width": 2, "color": "#ffffff"}})
    figure.update_layout(height=PANEL, showlegend=False, margin={"l": 36, "r": 8, "t": 8, "b": 28},
                         xaxis={"fixedrange": True, "nticks": 5}, yaxis={"fixedrange": True, "nticks": 5})
    return figure


def loss_hills(panel: LossPanel, *, among: Sequence[LossPanel], reach: float, unit: str) -> go.Figure:
    """Return the same as `loss_contours` as hills, to be turned by the reader."""
    least, most = _range(among)
    steps = np.linspace(-reach, reach, len(panel.losses))
    figure = go.Figure(go.Surface(
        x=steps, y=steps, z=np.log10(panel.losses), colorscale=_scale(), cmin=least, cmax=most,
        customdata=panel.losses, hovertemplate="%{customdata:.3g} " + unit + "<extra></extra>",
        colorbar=_bar(least, most, unit)))
    ticks = _ticks(least, most)
    figure.update_layout(height=PANEL, margin={"l": 0, "r": 8, "t": 0, "b": 0}, scene={
        "aspectmode": "cube", "camera": {"eye": {"x": 1.35, "y": 1.35, "z": 0.95}},
        "xaxis": {"title": "", "nticks": 4}, "yaxis": {"title": "", "nticks": 4},
        "zaxis": {"title": "", "range": [least, most], "tickvals": ticks, "ticktext": _powers(ticks)}})
    return figure


def _range(panels: Sequence[LossPanel]) -> tuple[float, float]:
    """Return powers of ten that hold all losses, in quarters."""
    low = min(float(np.log10(panel.losses.min())) for panel in panels)
    high = max(float(np.log10(panel.losses.max())) for panel in panels)
    return np.floor(low * 4) / 4, np.ceil(high * 4) / 4


def _scale() -> list[list[object]]:
    return [[place / (STEPS - 1), f"rgb({red}, {green}, {blue})"]
            for place, (red, green, blue) in enumerate(lookup(SEQUENTIAL, STEPS).tolist())]


def _bar(least: float, most: float, unit: str) -> dict[str, object]:
    ticks = _ticks(least, most)
    return {"title": {"text": unit, "side": "right"}, "tickvals": ticks, "thickness": 14, "ticktext": _powers(ticks)}


def _ticks(least: float, most: float) -> list[int]:
    return list(range(int(np.ceil(least)), int(np.floor(most)) + 1))


def _powers(ticks: Sequence[int]) -> list[str]:
    return [f"{10.0**tick:g}" for tick in ticks]


def _clear(colour: str) -> str:
    return f"rgba({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)}, 0.18)"


def _laid_out(figure: go.Figure, **axes: dict[str, object]) -> None:
    figure.update_layout(height=HEIGHT, margin={"l": 60, "r": 8, "t": 30, "b": 44}, hovermode="closest",
                         legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}, **axes)
