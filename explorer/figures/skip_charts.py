"""What skips do, as Plotly charts: numbers along blocks, accuracy without blocks, and the loss around networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.figures.colours import LIGHT, SEQUENTIAL, Kind, lookup
from explorer.figures.plot import go

HEIGHT = 300
PANEL = 300
"""Side of a surface's panel, px."""
SKIPS: Mapping[str, tuple[Kind, str]] = {"with": ("convolution", "solid"), "without": ("pooling", "dash")}
"""Kind of layer that lends its colour, and how the line is drawn."""
HOVER = "%{x}: %{y:.3g}<extra></extra>"
STEPS = 9
"""Colours of a scale that Plotly is told."""


@dataclass(frozen=True, slots=True, eq=False)
class LossPanel:
    """The loss around one network."""

    title: str
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


def loss_contours(panels: Sequence[LossPanel], *, reach: float, unit: str) -> go.Figure:
    """Return the loss around networks from above, side by side, with one scale; a cross marks each network.

    Args:
        panels: from left to right.
        reach: how far the axes go on either side.
        unit: at the scale.
    """
    figure = go.Figure()
    least, most = _range(panels)
    gap = 0.06 if len(panels) > 1 else 0.0
    wide = (1 - gap * (len(panels) - 1)) / len(panels)
    axes: dict[str, object] = {}
    for place, panel in enumerate(panels):
        name, steps = "" if not place else str(place + 1), np.linspace(-reach, reach, len(panel.losses))
        figure.add_contour(
            x=steps, y=steps, z=np.log10(panel.losses), xaxis=f"x{name}", yaxis=f"y{name}", colorscale=_scale(),
            zmin=least, zmax=most, customdata=panel.losses, hovertemplate="%{x:.2f}, %{y:.2f}: %{customdata:.3g} "
            + unit + "<extra></extra>", contours={"start": least, "end": most, "size": 0.25, "showlines": True},
            line={"width": 0.6, "color": "rgba(255,255,255,0.55)"}, showscale=place == len(panels) - 1,
            colorbar=_bar(least, most, unit))
        figure.add_scatter(x=[0], y=[0], xaxis=f"x{name}", yaxis=f"y{name}", mode="markers", hoverinfo="skip",
                           marker={"symbol": "cross-thin", "size": 14, "line": {"width": 2, "color": "#ffffff"}})
        start = place * (wide + gap)
        axes[f"xaxis{name}"] = {"domain": [start, start + wide], "fixedrange": True, "nticks": 5,
                                "anchor": f"y{name}", "title": {"text": panel.title, "standoff": 4}}
        axes[f"yaxis{name}"] = {"anchor": f"x{name}", "fixedrange": True, "nticks": 5}
    figure.update_layout(height=PANEL + 60, showlegend=False, margin={"l": 36, "r": 8, "t": 12, "b": 48}, **axes)
    return figure


def loss_hills(panels: Sequence[LossPanel], *, reach: float, unit: str) -> go.Figure:
    """Return the same as `loss_contours` as hills, to be turned by the reader."""
    figure = go.Figure()
    least, most = _range(panels)
    scenes: dict[str, object] = {}
    wide = 0.94 / len(panels)  # the rest is for the scale
    for place, panel in enumerate(panels):
        name, steps = "scene" if not place else f"scene{place + 1}", np.linspace(-reach, reach, len(panel.losses))
        figure.add_surface(x=steps, y=steps, z=np.log10(panel.losses), scene=name, colorscale=_scale(), cmin=least,
                           cmax=most, showscale=place == len(panels) - 1, colorbar=_bar(least, most, unit),
                           customdata=panel.losses, hovertemplate="%{customdata:.3g} " + unit + "<extra></extra>")
        ticks = list(range(int(np.ceil(least)), int(np.floor(most)) + 1))
        scenes[name] = {
            "domain": {"x": [wide * place, wide * (place + 1)]}, "aspectmode": "cube",
            "camera": {"eye": {"x": 1.35, "y": 1.35, "z": 0.95}}, "xaxis": {"title": ""}, "yaxis": {"title": ""},
            "zaxis": {"title": "", "range": [least, most], "tickvals": ticks,
                      "ticktext": [f"{10.0**tick:g}" for tick in ticks]}}
    titles = [{"text": panel.title, "x": wide * (place + 0.5), "y": 1.0, "xref": "paper", "yref": "paper",
               "xanchor": "center", "yanchor": "bottom", "showarrow": False} for place, panel in enumerate(panels)]
    figure.update_layout(height=PANEL + 120, margin={"l": 0, "r": 8, "t": 26, "b": 0}, annotations=titles, **scenes)
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
    ticks = list(range(int(np.ceil(least)), int(np.floor(most)) + 1))
    return {"title": {"text": unit, "side": "right"}, "tickvals": ticks, "thickness": 14,
            "ticktext": [f"{10.0**tick:g}" for tick in ticks]}


def _clear(colour: str) -> str:
    return f"rgba({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)}, 0.18)"


def _laid_out(figure: go.Figure, **axes: dict[str, object]) -> None:
    figure.update_layout(height=HEIGHT, margin={"l": 60, "r": 8, "t": 30, "b": 44}, hovermode="closest",
                         legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}, **axes)
