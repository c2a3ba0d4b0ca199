"""How receptive fields grow through a network, against the size of the image."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log10

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

HEIGHT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTexts:
    """What stands in the chart."""

    axis: str
    """Title of the axis."""
    image: str
    """At the line of the image."""
    beyond: str
    """What hollow points say besides when pointed at."""
    whole: str = ""
    """What layers say besides that see the whole image through a branch."""
    whole_from: str = ""
    """At the first of them."""


def field_growth(names: Sequence[str], kinds: Sequence[Kind], sizes: Sequence[int], *, side: int, log: bool,
                 selected: str, ticks: Mapping[int, str], texts: FieldTexts,
                 whole: Collection[int] = ()) -> go.Figure:
    """Return one point per layer, in the network's order and in the colour of its kind.

    Layers whose field is larger than the image are hollow; a line goes along the largest field so far, as branches and
    shortcuts see less than what stands before them.

    Args:
        names: layers.
        kinds: their kinds.
        sizes: side of their fields, px.
        side: of the image, px.
        log: whether each step up doubles the field.
        selected: layer that is marked; it need not be among ``names``.
        ticks: names at the axis, by the place of the layer they stand at; all names stand in the hover text.
        texts: what stands in it.
        whole: places of layers that see the whole image through a global branch; the first is marked by a line.
    """
    places = list(range(len(names)))
    figure = go.Figure()
    figure.add_scatter(x=places, y=list(accumulate(sizes, max)), mode="lines", hoverinfo="skip",
                       line={"color": LIGHT.kinds["input"].fill, "width": 1, "shape": "hv"})
    figure.add_scatter(
        x=places, y=list(sizes), mode="markers", customdata=_told(names, sizes, side, texts, whole),
        hovertemplate="%{customdata[0]}: %{y:,} px%{customdata[1]}<extra></extra>", marker=_points(names, kinds, sizes,
                                                                                                   side, selected),
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})
    figure.add_hline(y=side, line={"color": LIGHT.kinds["pooling"].fill, "width": 1.5, "dash": "dash"})
    # On a logarithmic axis Plotly takes the places of texts as logarithms, those of lines as they are.
    figure.add_annotation(text=texts.image, x=0, xref="paper", xanchor="left", y=log10(side) if log else side,
                          yanchor="bottom", showarrow=False)
    if whole:
        figure.add_vline(x=min(whole) - 0.5, line={"color": LIGHT.kinds["merge"].fill, "width": 1.5, "dash": "dot"})
        figure.add_annotation(text=texts.whole_from, x=min(whole) - 0.5, y=1, yref="paper", xanchor="left",
                              yanchor="top", showarrow=False)
    figure.update_layout(
        height=HEIGHT, margin={"l": 56, "r": 8, "t": 8, "b": 40}, showlegend=False, clickmode="event+select",
        xaxis={"tickvals": list(ticks), "ticktext": list(ticks.values()), "tickangle": 30 if len(ticks) > 7 else 0,
               "fixedrange": True, "showgrid": False},
        yaxis={"title": {"text": texts.axis}, "fixedrange": True, **_axis(max(side, *sizes), log=log)})
    return figure


def _told(names: Sequence[str], sizes: Sequence[int], side: int, texts: FieldTexts,
          whole: Collection[int]) -> list[list[str]]:
    """Return name and addition of each layer, for those who point at it."""
    return [[name, (texts.beyond if size > side else "") + (texts.whole if place in whole else "")]
            for place, (name, size) in enumerate(zip(names, sizes, strict=True))]


def _axis(largest: int, *, log: bool) -> dict[str, object]:
    """Return an axis from 0, or one from 1 on which each step up is twice as much."""
    if not log:
        return {"type": "linear", "rangemode": "tozero"}
    return {"type": "log", "tickvals": [2**power for power in range(largest.bit_length() + 1)],
            "range": [0, log10(1.3 * largest)]}


def _points(names: Sequence[str], kinds: Sequence[Kind], sizes: Sequence[int], side: int,
            selected: str) -> dict[str, object]:
    colours = [LIGHT.kinds[kind].fill for kind in kinds]
    return {"color": colours, "size": [14 if name == selected else 8 for name in names],
            "symbol": ["circle-open" if size > side else "circle" for size in sizes],
            "line": {"color": colours, "width": 2}}
