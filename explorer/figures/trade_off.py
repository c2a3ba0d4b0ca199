"""Many networks in one chart: how accurate each is, against what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.figures.colours import LIGHT
from explorer.figures.plot import go

HEIGHT = 430
# A symbol as well as a colour for each family: colours alone are too many to tell apart. The first, third and fourth
# are those of convolution, linear and pooling, so that they have a tone of their own in the dark theme.
LOOKS = ((LIGHT.kinds["convolution"].fill, "circle"), ("#8a5fbf", "square"), (LIGHT.kinds["linear"].fill, "diamond"),
         (LIGHT.kinds["pooling"].fill, "triangle-up"), ("#c2457f", "cross"), ("#1f9bb4", "x"),
         ("#8c7a2b", "triangle-down"), ("#b3502f", "star"), (LIGHT.kinds["input"].fill, "hexagon"))
RING = LIGHT.kinds["pooling"].fill


@dataclass(frozen=True, slots=True)
class TradeOff:
    """A network in the chart. ``hover``: what is said of it; ``stands_out``: whether it is ringed, over ``name``."""

    family: str
    cost: float
    accuracy: float
    hover: str
    stands_out: bool = False
    name: str = ""


def trade_off(networks: Sequence[TradeOff], front: Sequence[tuple[float, float]], *, families: Sequence[str],
              titles: tuple[str, str, str], legend: bool) -> go.Figure:
    """Return accuracy against cost on a logarithmic axis, one look per family, the Pareto front as a line.

    Args:
        networks: all points.
        front: cost and accuracy of the points that no other beats, cheapest first.
        families: in the order of the legend; not more than there are ``LOOKS``.
        titles: of the axis of costs, of that of accuracy, and of the front in the legend.
        legend: whether to draw one; a chart beside another needs none.
    """
    figure = go.Figure()
    figure.add_scatter(
        x=[cost for cost, _accuracy in front], y=[accuracy for _cost, accuracy in front], name=titles[2], mode="lines",
        line={"color": LIGHT.kinds["input"].fill, "width": 2, "dash": "dot", "shape": "hv"}, hoverinfo="skip",
        showlegend=legend)
    for family, (colour, symbol) in zip(families, LOOKS, strict=False):
        own = [network for network in networks if network.family == family]
        figure.add_scatter(
            x=[one.cost for one in own], y=[one.accuracy for one in own], name=family, mode="markers",
            customdata=[one.hover for one in own], hovertemplate="%{customdata}<extra></extra>", showlegend=legend,
            marker={"color": colour, "symbol": symbol, "size": 9, "opacity": 0.85})
    ringed = [one for one in networks if one.stands_out]
    figure.add_scatter(
        x=[one.cost for one in ringed], y=[one.accuracy for one in ringed],
        text=[f"<b>{one.name}</b>" for one in ringed],
        mode="markers+text", textposition="bottom center", showlegend=False, hoverinfo="skip", cliponaxis=False,
        marker={"color": "rgba(0,0,0,0)", "size": 18, "line": {"color": RING, "width": 3}})
    figure.update_layout(
        height=HEIGHT + (70 if legend else 0), margin={"l": 52, "r": 12, "t": 8, "b": 48},
        legend={"orientation": "h", "y": -0.16, "yanchor": "top", "x": 0}, hovermode="closest",
        xaxis={"type": "log", "title": {"text": titles[0]}, "fixedrange": True, "dtick": 1, "exponentformat": "SI"},
        yaxis={"title": {"text": titles[1]}, "fixedrange": True, "ticksuffix": " %"})
    return figure
