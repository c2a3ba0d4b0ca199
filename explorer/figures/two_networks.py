"""Two networks in one chart: what their steps cost, and how their receptive fields grow.

The first network is drawn whole and solid, the second hatched or dashed, so that they are told apart without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from explorer.figures.colours import LIGHT
from explorer.figures.plot import go

HEIGHT = 240
"""px, without the names below."""
LONGEST_NAME = 16
MOST_NAMES = 14
FAR_APART = 30
"""Where one network's largest bar is this many times the other's, each step up the axis is ten times as much."""
COLOURS = (LIGHT.kinds["convolution"].fill, LIGHT.kinds["pooling"].fill)


@dataclass(frozen=True, slots=True)
class PairedStep:
    """What stands at one place of the axis: a step of the first network, one of the second, or both.

    ``here``, ``there``: names; empty where that network has no step here. ``values``: what they count.
    """

    here: str
    there: str
    values: tuple[int, int]

    @property
    def name(self) -> str:
        """Return the name both have, or both names."""
        names = dict.fromkeys(name for name in (self.here, self.there) if name)
        return " | ".join(_shortened(name) for name in names)


def paired_bars(steps: Sequence[PairedStep], *, networks: tuple[str, str], unit: str, log: bool) -> go.Figure:
    """Return two bars per step beside each other.

    Args:
        steps: of both networks, in order.
        networks: names of both.
        unit: what is counted, at the axis and in the hover text.
        log: whether each step up the axis is ten times as much; bars of 0 are not drawn then.
    """
    figure = go.Figure()
    for place, (network, colour) in enumerate(zip(networks, COLOURS, strict=True)):
        names = [(step.here, step.there)[place] for step in steps]
        values = [step.values[place] for step in steps]
        figure.add_bar(
            x=list(range(len(steps))), y=[value if value or not log else None for value in values], name=network,
            customdata=names, hovertemplate="%{customdata}: %{y:,} " + unit + "<extra>" + _plain(network) + "</extra>",
            marker={"color": colour, "line": {"color": colour, "width": 1},
                    "pattern": {"shape": "/" if place else "", "fillmode": "overlay", "fgcolor": "#ffffff",
                                "solidity": 0.35, "size": 7}})
    below = 20 + round(5.4 * max((len(step.name) for step in steps), default=0))
    figure.update_layout(
        height=HEIGHT + below, margin={"l": 56, "r": 8, "t": 30, "b": below}, bargap=0.25, bargroupgap=0.08,
        legend=_legend(), xaxis=_named_axis([step.name for step in steps]),
        yaxis={"title": {"text": unit}, "fixedrange": True, "exponentformat": "SI", "rangemode": "tozero",
               **({"type": "log", "dtick": 1} if log else {"tickformat": "~s", "nticks": 5})})
    return figure


def far_apart(steps: Sequence[PairedStep]) -> bool:
    """Say whether one network's bars would hardly be seen beside the other's."""
    largest = [max((step.values[place] for step in steps), default=0) for place in (0, 1)]
    return min(largest) > 0 and max(largest) > FAR_APART * min(largest)


def paired_fields(names: Sequence[str], fields: tuple[Sequence[int | None], Sequence[int | None]], *,
                  networks: tuple[str, str], axis: str, log: bool) -> go.Figure:
    """Return the receptive fields of both networks, layer by layer, as two lines of points.

    Args:
        names: of the layers at each place, both where they differ.
        fields: of each network one side per place, px; None where it has no layer there.
        networks: names of both.
        axis: title of the vertical axis.
        log: whether each step up doubles the field.
    """
    figure = go.Figure()
    for place, (network, colour) in enumerate(zip(networks, COLOURS, strict=True)):
        figure.add_scatter(
            x=list(range(len(names))), y=list(fields[place]), name=network, mode="lines+markers", connectgaps=True,
            customdata=list(names), line={"color": colour, "width": 2, "dash": "dash" if place else "solid"},
            marker={"size": 7, "symbol": "diamond-open" if place else "circle"},
            hovertemplate="%{customdata}: %{y:,} px<extra>" + _plain(network) + "</extra>")
    below = 20 + round(5.4 * min(max(map(len, names), default=0), 2 * LONGEST_NAME + 3))
    largest = max((size for sizes in fields for size in sizes if size), default=1)
    doubling = {"type": "log", "tickvals": [2**power for power in range(largest.bit_length() + 1)],
                "range": [0, log10(1.3 * largest)]}
    figure.update_layout(
        height=HEIGHT + below, margin={"l": 56, "r": 8, "t": 30, "b": below}, legend=_legend(),
        xaxis=_named_axis(names),
        yaxis={"title": {"text": axis}, "fixedrange": True, **(doubling if log else {"rangemode": "tozero"})})
    return figure


def _legend() -> dict[str, object]:
    return {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}


def _named_axis(names: Sequence[str]) -> dict[str, object]:
    apart = max(1, ceil(len(names) / MOST_NAMES))
    shown = list(range(0, len(names), apart))
    return {"tickvals": shown, "ticktext": [names[place] for place in shown], "tickangle": -45,
            "tickfont": {"size": 11}, "fixedrange": True, "showgrid": False}


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME - 1]}…"


def _plain(text: str) -> str:
    """Return ``text`` as Plotly shows it, which takes some HTML for what it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
