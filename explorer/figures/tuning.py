"""Tuning curves: how strongly cells answer to each of many stimuli."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

HEIGHT = 215
COLOURS: tuple[Kind, ...] = ("convolution", "pooling", "linear")


def tuning_curves(stimuli: Sequence[float], answers: NDArray[np.float64], *, names: Sequence[str], at: float,
                  title: str) -> go.Figure:
    """Return one line per cell, and a line where the stimulus stands now.

    Args:
        stimuli: what is varied.
        answers: (cells, stimuli), 0 to 1; drawn in percent.
        names: of the cells.
        at: the stimulus that is shown.
        title: of the axis, with its unit.
    """
    figure = go.Figure()
    for name, row, kind in zip(names, answers, COLOURS, strict=False):
        figure.add_scatter(x=list(stimuli), y=(100 * row).tolist(), mode="lines", name=name,
                           line={"color": LIGHT.kinds[kind].fill, "width": 4 if kind == COLOURS[0] else 2},
                           hovertemplate=name + ", %{x}: %{y:.0f} %<extra></extra>")
    figure.add_vline(x=at, line={"color": LIGHT.kinds["input"].fill, "width": 1.5, "dash": "dash"})
    figure.update_layout(
        height=HEIGHT, margin={"l": 40, "r": 8, "t": 8, "b": 40}, legend={"orientation": "h", "x": 0, "y": 1.02,
                                                                         "yanchor": "bottom"},
        xaxis={"title": title, "fixedrange": True, "showgrid": False},
        yaxis={"ticksuffix": " %", "range": [0, 104], "nticks": 5, "fixedrange": True})
    return figure
