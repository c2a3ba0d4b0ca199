"""The numbers of one cell of a detector's last tensor, one bar each, in the groups that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

HEIGHT = 250
HEAD = 1.16
"""Where the names of the groups stand, above the largest value of 1."""


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """Numbers that stand side by side and mean one thing together.

    Attributes:
        title: what stands above them.
        kind: of layer, whose colour they have.
        names: of the numbers, as they are told when one points at them.
        short: what stands under them.
        values: 0 to 1.
        pale: whether they are not what is looked at.
    """

    title: str
    kind: Kind
    names: Sequence[str]
    short: Sequence[str]
    values: Sequence[float]
    pale: bool = False


def cell_tensor(groups: Sequence[NumberGroup]) -> go.Figure:
    """Return one bar for each number, group after group, as they stand in the tensor."""
    figure, start = go.Figure(), 0
    ticks: dict[int, str] = {}
    for group in groups:
        places = list(range(start, start + len(group.values)))
        figure.add_bar(x=places, y=list(group.values), width=0.8, customdata=[[place + 1, name] for place, name
                                                                             in zip(places, group.names, strict=True)],
                       marker={"color": LIGHT.kinds[group.kind].fill}, opacity=0.45 if group.pale else 1.0,
                       hovertemplate="%{customdata[0]}. %{customdata[1]}: %{y:.3g}<extra></extra>", showlegend=False)
        figure.add_annotation(x=places[0] - 0.4, y=HEAD, text=group.title, showarrow=False, xanchor="left")
        if start:
            figure.add_vline(x=start - 0.5, line={"width": 1, "dash": "dot", "color": LIGHT.kinds["input"].fill})
        ticks |= dict(zip(places, group.short, strict=True))
        start += len(places)
    figure.update_layout(
        height=HEIGHT, margin={"l": 34, "r": 8, "t": 8, "b": 30}, bargap=0.2,
        xaxis={"tickvals": list(ticks), "ticktext": list(ticks.values()), "tickangle": 0, "tickfont": {"size": 11},
               "range": [-0.6, start - 0.4], "fixedrange": True, "showgrid": False},
        yaxis={"range": [0, 1.26], "tickvals": [0, 0.5, 1], "fixedrange": True})
    return figure
