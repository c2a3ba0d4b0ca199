"""How the answer of a channel rose while a picture was made for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from explorer.figures.colours import LIGHT

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 300


def ascent(values: Sequence[float], *, before: float | None, steps: str, value: str, photo: str) -> go.Figure:
    """Return the answer of the channel after each step as a line.

    Args:
        values: one per step.
        before: what the channel answers to the reader's photo, drawn as a dashed line; None: not known.
        steps: what stands at the axis of steps.
        value: what stands at the axis of answers.
        photo: what stands at the dashed line.
    """
    from explorer.figures.plot import go  # not at the top: the first page comes up without it

    figure = go.Figure(go.Scatter(
        x=list(range(1, len(values) + 1)), y=list(values), mode="lines",
        line={"color": LIGHT.kinds["convolution"].fill, "width": 2}, hovertemplate="%{x}: %{y:.4g}<extra></extra>"))
    if before is not None:
        figure.add_hline(y=before, line={"color": LIGHT.kinds["pooling"].fill, "dash": "dash", "width": 2},
                         annotation_text=photo, annotation_position="top left")
    figure.update_layout(height=HEIGHT, margin={"l": 56, "r": 8, "t": 8, "b": 44}, showlegend=False,
                         xaxis={"title": steps, "fixedrange": True, "showgrid": False},
                         yaxis={"title": value, "fixedrange": True, "rangemode": "tozero", "nticks": 5})
    return figure
