"""Charts of networks that made history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

CONTEST_HEIGHT = 580
_GAP = 0.29, 0.21
"""Lower edge of the chart of errors, upper edge of that of depths, as shares of the height."""


def contest_chart(names: Sequence[str], errors: Sequence[float], layers: Sequence[int | None], *, person: float,
                  titles: tuple[str, str, str], hovers: Sequence[str]) -> go.Figure:
    """Return the error of each winner of a contest as bars, and below it the depth of its network.

    Args:
        names: what stands under each pair of bars, such as a year and a name.
        errors: %.
        layers: None: no network, or several; its error is grey.
        person: error of a person, %, drawn as a line.
        titles: of the chart of errors, of that of depths, and what stands at the line.
        hovers: what is said of each bar that is pointed at.
    """
    places = list(range(len(names)))
    kinds: list[Kind] = ["input" if depth is None else "convolution" for depth in layers]
    said = "%{customdata}<extra></extra>"
    figure = go.Figure()
    figure.add_bar(x=places, y=list(errors), customdata=list(hovers), hovertemplate=said,
                   text=[f"{error:g}" for error in errors], textposition="outside", cliponaxis=False,
                   marker={"color": [LIGHT.kinds[kind].fill for kind in kinds]})
    figure.add_bar(x=places, y=[depth or 0 for depth in layers], customdata=list(hovers), hovertemplate=said,
                   text=[f"{depth}" if depth else "–" for depth in layers], textposition="outside", cliponaxis=False,
                   yaxis="y2", marker={"color": LIGHT.kinds["linear"].fill})
    figure.add_hline(y=person, line={"color": LIGHT.kinds["pooling"].fill, "dash": "dash", "width": 2})
    heads = [{"text": title, "xref": "paper", "yref": "paper", "x": 0, "y": y, "xanchor": "left", "yanchor": "bottom",
              "showarrow": False} for title, y in zip(titles[:2], (1.0, _GAP[1] + 0.02), strict=True)]
    figure.update_layout(
        height=CONTEST_HEIGHT, margin={"l": 40, "r": 8, "t": 34, "b": 40}, bargap=0.3, showlegend=False,
        xaxis={"tickvals": places, "ticktext": list(names), "fixedrange": True, "showgrid": False, "anchor": "y2",
               "autotickangles": (0, -90),  # two lines that lean would cover one another
               "automargin": True},
        yaxis={"domain": [_GAP[0], 1], "range": [0, 30.5], "fixedrange": True, "nticks": 4, "ticksuffix": " %"},
        yaxis2={"domain": [0, _GAP[1]], "range": [0, 195], "fixedrange": True, "nticks": 3},
        annotations=[*heads, {"text": titles[2], "x": places[-1] + 0.3, "y": person, "xanchor": "right",
                              "ax": 12, "ay": -44, "arrowhead": 0, "arrowcolor": LIGHT.kinds["pooling"].fill}])
    return figure


GROWTH_HEIGHT = 420
FROM, UNTIL = 1995, 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """What grew over the years. ``titles`` stand at the points, above or ``below``; ``hovers`` are what they say."""

    name: str
    kind: Kind
    """Of the layers whose colour it has."""
    years: Sequence[int]
    values: Sequence[float]
    titles: Sequence[str]
    hovers: Sequence[str]
    below: bool = False
    joined: bool = True
    """Whether a line joins the points."""



def growth_chart(series: Sequence[Grown], *, marked: Sequence[tuple[int, str]]) -> go.Figure:
    """Return how several quantities grew, on a logarithmic axis.

    Args:
        series: one line each.
        marked: years that are marked by a line, and what stands there.
    """
    figure = go.Figure()
    crossed = {year for year, _title in marked}
    for one in series:
        sides = ["right" if year in crossed else "center" for year in one.years]  # no line goes through a name
        colour = LIGHT.kinds[one.kind].fill
        figure.add_scatter(
            x=list(one.years), y=list(one.values), name=one.name, text=list(one.titles), textfont={"size": 11},
            mode="lines+markers+text" if one.joined else "markers+text", customdata=list(one.hovers),
            textposition=[f"{'bottom' if one.below else 'top'} {side}" for side in sides], cliponaxis=False,
            hovertemplate="%{customdata}<extra></extra>", line={"color": colour, "width": 2.5},
            marker={"size": 9, "color": colour, "symbol": "circle" if one.joined else "diamond"})
    for year, title in marked:
        figure.add_vline(x=year, line={"width": 1.5, "dash": "dot", "color": LIGHT.kinds["input"].fill},
                         annotation_text=title, annotation_position="bottom right")
    figure.update_layout(
        height=GROWTH_HEIGHT, margin={"l": 52, "r": 24, "t": 36, "b": 36}, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"range": [FROM, UNTIL], "dtick": 5, "fixedrange": True, "showgrid": False},
        yaxis={"type": "log", "fixedrange": True, "dtick": 2, "exponentformat": "power"})
    return figure
