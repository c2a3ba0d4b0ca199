"""Broken networks as Plotly charts: a bet beside the truth, what is left without each block, gradients by layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

ROW, AROUND = 44, 46
"""Height of a bar's row, and of what stands around all of them, px."""
BLOCKS, GRADIENTS = 210, 260
"""Heights of charts, px."""
LETTER = 7.2
"""Width of a letter, px."""
DEEPEST = 10
"""Powers of ten that a chart of gradients reaches down from its largest."""


@dataclass(frozen=True, slots=True)
class SharedBar:
    """One accuracy, 0 to 1. ``kind`` colours it; a bet is drawn as an outline, as nobody measured it."""

    name: str
    value: float
    kind: Kind
    is_bet: bool = False


def accuracy_bars(bars: Sequence[SharedBar], *, chance: float, guessing: str) -> go.Figure:
    """Return a horizontal bar for each accuracy, its number beside it, and a line where guessing ends up.

    Args:
        bars: the first on top.
        chance: share that is right by guessing, 0 to 1.
        guessing: what that line is called.
    """
    figure = go.Figure()
    for place, bar in enumerate(bars):
        colour = LIGHT.kinds[bar.kind].fill
        figure.add_bar(
            x=[bar.value], y=[place], orientation="h", width=0.62, showlegend=False,
            marker={"color": "rgba(0,0,0,0)" if bar.is_bet else colour, "line": {"color": colour, "width": 2}},
            hovertemplate=f"{bar.name}: %{{x:.1%}}<extra></extra>")
        figure.add_annotation(x=bar.value, y=place, text=f"<b>{bar.value:.1%}</b>", showarrow=False, xanchor="left",
                              xshift=6)
    figure.add_vline(x=chance, line={"dash": "dot", "width": 1.5, "color": LIGHT.kinds["input"].fill})
    figure.add_annotation(x=chance, y=1, yref="paper", text=guessing, showarrow=False, xanchor="left", yanchor="bottom",
                          font={"size": 12})
    names = [bar.name for bar in bars]
    figure.update_layout(
        height=AROUND + 18 + ROW * len(bars), margin={"l": round(14 + LETTER * max(map(len, names))), "r": 56, "t": 22,
                                                      "b": 30},
        xaxis={"range": [0, 1], "tickformat": ".0%", "fixedrange": True, "nticks": 6},
        yaxis={"tickvals": list(range(len(bars))), "ticktext": names, "range": [len(bars) - 0.5, -0.5],
               "fixedrange": True, "showgrid": False})
    return figure


def without_each_block(names: Sequence[str], values: Sequence[float], *, whole: float, kind: Kind, chosen: str = "",
                       said: str = "") -> go.Figure:
    """Return a bar for each block of a network: the accuracy without it, 0 to 1. A line marks the whole network.

    Args:
        names: of the blocks, in the network's order.
        values: what is left without each.
        whole: accuracy of the network as it is.
        kind: which colours the bars.
        chosen: the block whose bar is outlined.
        said: what the hover text calls the number.
    """
    outlines = [4 if name == chosen else 0 for name in names]
    figure = go.Figure(go.Bar(
        x=list(names), y=list(values), text=[f"{100 * value:.0f}" for value in values], textposition="outside",
        cliponaxis=False, hovertemplate=f"%{{x}}: %{{y:.1%}} {said}<extra></extra>",
        marker={"color": LIGHT.kinds[kind].fill, "line": {"width": outlines, "color": LIGHT.kinds["pooling"].fill}}))
    figure.add_hline(y=whole, line={"dash": "dash", "width": 1.5, "color": LIGHT.kinds["input"].fill})
    figure.update_layout(
        height=BLOCKS, margin={"l": 44, "r": 6, "t": 12, "b": 54}, bargap=0.25,
        xaxis={"type": "category", "fixedrange": True, "showgrid": False, "tickangle": -45},
        yaxis={"range": [0, 1.08], "tickformat": ".0%", "fixedrange": True, "nticks": 5})
    return figure


def gradients_by_layer(lines: Mapping[str, Mapping[str, float]], kinds: Sequence[Kind], *, unit: str) -> go.Figure:
    """Return two bars for each layer on a logarithmic axis; where no gradient comes there is none.

    Args:
        lines: by what readers call a network, the lengths by layer; all have the same layers.
        kinds: which colour the bars, one for each of ``lines``.
        unit: title of the axis.
    """
    there = [value for values in lines.values() for value in values.values() if value > 0] or [1.0]
    top = floor(log10(max(there))) + 1
    bottom = max(floor(log10(min(there))), top - DEEPEST)
    figure = go.Figure()
    for (name, values), kind in zip(lines.items(), kinds, strict=True):
        figure.add_bar(x=list(values), y=[value if value > 0 else None for value in values.values()], name=name,
                       hovertemplate="%{x}: %{y:.3g}<extra></extra>", marker={"color": LIGHT.kinds[kind].fill})
    figure.update_layout(
        height=GRADIENTS, margin={"l": 62, "r": 6, "t": 28, "b": 78}, barmode="group", bargap=0.2,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"type": "category", "fixedrange": True, "showgrid": False, "tickangle": -60, "tickfont": {"size": 10}},
        yaxis={"type": "log", "range": [bottom, top], "fixedrange": True, "exponentformat": "power", "nticks": 6,
               "title": {"text": unit, "standoff": 6}})
    return figure
