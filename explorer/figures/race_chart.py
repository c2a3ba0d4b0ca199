"""Runs against each other: how often each was right on pictures it did not learn from, over epochs or over seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Literal

from explorer.figures.learning_curves import COLOURS, FULL_PERCENT, TRAIN, Curve, Words, over_epochs
from explorer.figures.plot import go

Over = Literal["epochs", "seconds"]
LEAST_S = 5.0
"""The axis of seconds is at least as long."""
HEIGHT = 300


def race_chart(runs: Sequence[Curve], *, epochs: int, over: Over, words: Words, seconds: str = "s",
               guess: float | None = None, guessing: str = "guessing") -> go.Figure:
    """Return one chart of the validation accuracy of all ``runs``, in %, of which some may not have begun.

    Args:
        runs: each in its colour, of `run_colours`.
        epochs: how many the longest will have.
        over: what the horizontal axis tells: finished epochs, or seconds of training since each began.
        words: for the axis of epochs.
        seconds: name of the axis of seconds.
        guess: accuracy of who always says the largest class, 0 to 1; None: not drawn.
        guessing: what that line is called.
    """
    figure = go.Figure()
    for colour, run in zip(COLOURS, runs, strict=False):
        across = [point["number"] for point in run.points] if over == "epochs" else seconds_at(run.points)
        figure.add_scatter(x=across, y=[FULL_PERCENT * point["val_accuracy"] for point in run.points],
                           mode="lines+markers", name=run.title, line={"color": colour, "width": 3},
                           marker={"size": 6}, cliponaxis=False, showlegend=False,
                           hovertemplate="%{x:.3g}: %{y:.1f} %")
    over_epochs(figure, epochs, words, {"range": (0, FULL_PERCENT + 2), "ticksuffix": " %"}, legend=False)
    figure.update_layout(height=HEIGHT)
    if over == "seconds":
        ends = [max(seconds_at(run.points), default=0.0) for run in runs]
        figure.update_xaxes(title=seconds, range=(0, max([LEAST_S, *ends]) * 1.03), dtick=None, tickformat=None)
    if guess is not None:
        figure.add_hline(y=FULL_PERCENT * guess, line={"color": TRAIN, "dash": "dot", "width": 1.5},
                         annotation={"text": guessing, "font": {"size": 12}, "xanchor": "right", "x": 1})
    return figure


def seconds_at(points: Sequence[Mapping[str, float]]) -> list[float]:
    """Return when each epoch ended, s of training since the first began."""
    return list(accumulate(point["seconds"] for point in points))
