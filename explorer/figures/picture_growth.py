"""What two layers cost as the picture before them grows: two lines on logarithmic axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

HEIGHT = 430
FAR = 128
"""Names of larger pictures, px, stand at the right of them, or above."""
TICKS = (8, 16, 32, 64, 128, 256, 512)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One layer: its name, its kind, which colours it, and its cost at each side."""

    name: str
    kind: Kind
    costs: Sequence[int]


@dataclass(frozen=True, slots=True)
class MarkedCase:
    """A picture that is marked: its name, its side in px, and what it costs."""

    title: str
    side: int
    cost: int


def picture_growth(sides: Sequence[int], lines: Sequence[CostLine], *, side: int, now: Sequence[int],
                   cases: Sequence[MarkedCase], titles: tuple[str, str]) -> go.Figure:
    """Return the chart.

    Args:
        sides: of pictures, px.
        lines: of what is drawn, each with a cost per side.
        side: of the picture that is looked at, px; a line stands there.
        now: what each of ``lines`` costs there.
        cases: marked with a ring and their names.
        titles: of the axes: the side and the cost, with their units.
    """
    figure = go.Figure()
    for line, cost in zip(lines, now, strict=True):
        colour = LIGHT.kinds[line.kind].fill
        told = line.name + ", %{x} × %{x} px: %{y:,}<extra></extra>"
        figure.add_scatter(x=list(sides), y=list(line.costs), mode="lines", name=line.name, hovertemplate=told,
                           line={"color": colour, "width": 3})
        figure.add_scatter(x=[side], y=[cost], mode="markers", marker={"color": colour, "size": 12}, hovertemplate=told,
                           showlegend=False)
    grey = LIGHT.kinds["input"].fill
    for case in cases:
        figure.add_scatter(x=[case.side], y=[case.cost], mode="markers", showlegend=False, name=case.title,
                           marker={"color": grey, "size": 11, "symbol": "diamond-open", "line": {"width": 2}},
                           hovertemplate=case.title + ": %{y:,}<extra></extra>")
        # On logarithmic axes Plotly takes the places of texts as logarithms, those of points as they are.
        far = case.side > FAR
        figure.add_annotation(text=case.title, x=log10(case.side), y=log10(case.cost), showarrow=False,
                              xanchor="left" if far else "right", xshift=-6 if far else -9, yshift=15 if far else 0)
    figure.add_vline(x=side, line={"color": grey, "width": 1.5, "dash": "dash"})
    figure.update_layout(
        height=HEIGHT, margin={"l": 64, "r": 8, "t": 8, "b": 44},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={"type": "log", "title": titles[0], "tickvals": TICKS, "fixedrange": True, "showgrid": False,
               "range": [log10(TICKS[0]), log10(TICKS[-1])]},
        yaxis={"type": "log", "title": titles[1], "tickformat": "~s", "dtick": 1, "fixedrange": True})
    return figure
