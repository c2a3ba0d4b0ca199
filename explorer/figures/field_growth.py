"""How receptive fields grow through a network, against the size of the image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import log10

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

HEIGHT = 300


def field_growth(names: Sequence[str], kinds: Sequence[Kind], sizes: Sequence[int], *, side: int, log: bool,
                 selected: str, ticks: Mapping[int, str], texts: tuple[str, str, str]) -> go.Figure:
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
        texts: title of the axis, what stands at the line of the image, and what hollow points say when pointed at.
    """
    places = list(range(len(names)))
    figure = go.Figure()
    figure.add_scatter(x=places, y=list(accumulate(sizes, max)), mode="lines", hoverinfo="skip",
                       line={"color": LIGHT.kinds["input"].fill, "width": 1, "shape": "hv"})
    figure.add_scatter(
        x=places, y=list(sizes), mode="markers", customdata=[[name, texts[2] if size > side else ""]
                                                             for name, size in zip(names, sizes, strict=True)],
        hovertemplate="%{customdata[0]}: %{y:,} px%{customdata[1]}<extra></extra>", marker=_points(names, kinds, sizes,
                                                                                                   side, selected),
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})
    figure.add_hline(y=side, line={"color": LIGHT.kinds["pooling"].fill, "width": 1.5, "dash": "dash"})
    # On a logarithmic axis Plotly takes the places of texts as logarithms, those of lines as they are.
    figure.add_annotation(text=texts[1], x=0, xref="paper", xanchor="left", y=log10(side) if log else side,
                          yanchor="bottom", showarrow=False)
    figure.update_layout(
        height=HEIGHT, margin={"l": 56, "r": 8, "t": 8, "b": 40}, showlegend=False, clickmode="event+select",
        xaxis={"tickvals": list(ticks), "ticktext": list(ticks.values()), "tickangle": 30 if len(ticks) > 7 else 0,
               "fixedrange": True, "showgrid": False},
        yaxis={"title": {"text": texts[0]}, "fixedrange": True, **_axis(max(side, *sizes), log=log)})
    return figure


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
