"""Which numbers a class answered, as a Plotly histogram with the right one marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from explorer.figures.colours import LIGHT
from explorer.figures.plot import go

HEIGHT = 230
LETTER = 15
"""px, as the page's letters."""


def number_histogram(edges: Sequence[float], counts: Sequence[int], *, value: str, people: str,
                     right: tuple[float, str] | None = None, before: Sequence[int] | None = None, letter: int = LETTER,
                     height: int = HEIGHT) -> go.Figure:
    """Return how many answered what, the bar of the right answer in green.

    Args:
        edges: of the bins, ascending; one more than there are counts.
        counts: of answers in each bin; a bin holds its lower edge, the last one both.
        value: what stands at the axis of answers.
        people: what stands at the axis of counts, and behind a count in the hover text.
        right: the right answer and how it is written, marked by its bar's colour and above it; None: not shown yet.
        before: counts of the round before, drawn as outlines.
        letter: size of letters, px.
        height: of the chart, px.
    """
    centres = [(low + high) / 2 for low, high in pairwise(edges)]
    widths = [high - low for low, high in pairwise(edges)]
    at = None if right is None else bin_of(edges, right[0])
    grey, green = LIGHT.kinds["reshape"].fill, LIGHT.kinds["linear"].fill
    figure = go.Figure(go.Bar(
        x=centres, y=list(counts), width=widths, customdata=list(pairwise(edges)),
        marker={"color": [green if place == at else grey for place in range(len(counts))]},
        hovertemplate="%{customdata[0]:.6~g} … %{customdata[1]:.6~g}: %{y} " + people + "<extra></extra>"))
    if before is not None:
        figure.add_scatter(x=_steps(edges), y=[0, *(count for count in before for _ in range(2)), 0], mode="lines",
                           line={"color": LIGHT.kinds["input"].ink, "width": 2, "dash": "dot"}, hoverinfo="skip")
    if right is not None:
        figure.add_annotation(x=right[0], y=0 if at is None else counts[at], text=f"✓ {right[1]}", yanchor="bottom",
                              showarrow=False, font={"size": letter + 3, "color": LIGHT.kinds["linear"].fill})
    most = max([1, *counts, *(before or ())])
    x_title, y_title = ({"text": text, "standoff": 6, "font": {"size": letter}} for text in (value, people))
    figure.update_layout(
        height=height, margin={"l": 3 * letter + 10, "r": 12, "t": 8, "b": 3 * letter + 6}, bargap=0.08,
        showlegend=False, font={"size": letter},
        xaxis={"title": x_title, "fixedrange": True, "showgrid": False, "nticks": 9,
               "tickfont": {"size": letter}, "separatethousands": True, "exponentformat": "none"},
        yaxis={"title": y_title, "fixedrange": True, "range": [0, 1.18 * most], "nticks": 5,
               "tickfont": {"size": letter}, "tickformat": "d"})
    return figure


def bin_of(edges: Sequence[float], value: float) -> int | None:
    """Return the place of the bin that holds a value; None: none does."""
    last = len(edges) - 2
    for place in range(last + 1):
        if edges[place] <= value < edges[place + 1] or (place == last and value == edges[-1]):
            return place
    return None


def _steps(edges: Sequence[float]) -> list[float]:
    """Return the horizontal places of an outline: each edge twice."""
    return [edge for edge in edges for _ in range(2)]
