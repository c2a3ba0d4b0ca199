"""The curves of a whole class on one chart: forty thin lines, and the best of them in colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.figures.colours import LIGHT
from explorer.figures.learning_curves import COLOURS
from explorer.figures.plot import go

HEIGHT = 340
COLOURED = 3
"""Lines that have a colour of their own: of more, nobody tells apart which is whose."""
NAMED = ("top right", "middle right", "bottom right")
"""Where their names stand at their ends, so that those of equals do not cover each other."""
QUIET = LIGHT.kinds["activation"].fill
FULL_PERCENT = 100.0
LEAST_SPAN = 10.0
"""Of the vertical axis, in percent."""


@dataclass(frozen=True, slots=True)
class ClassCurve:
    """What is drawn of one training: whose it is, and what was measured after each epoch (its number, a share)."""

    name: str
    points: Sequence[tuple[int, float]]


def class_curves(curves: Sequence[ClassCurve], *, epochs: int, epoch: str = "epoch", unit: str = "%",
                 least: float | None = None, goal: str = "") -> go.Figure:
    """Return one chart of all ``curves``, the best first; the first three have colours and their names at their ends.

    Args:
        epochs: how many the longest will have: the horizontal axis holds them from the start, so that nothing moves.
        epoch, unit: what the axes are called.
        least: a share that is to be reached, drawn as a line; None: none.
        goal: what that line is called.
    """
    figure = go.Figure()
    for place, curve in reversed(list(enumerate(curves))):
        if not curve.points:
            continue
        shown = place < COLOURED
        numbers, shares = zip(*curve.points, strict=True)
        figure.add_scatter(
            x=list(numbers), y=[FULL_PERCENT * share for share in shares], name=curve.name,
            mode="lines+markers+text" if shown else "lines+markers",
            text=[*[""] * (len(numbers) - 1), f" {curve.name}"] if shown else None,
            textposition=NAMED[place] if shown else None,
            line={"color": COLOURS[place] if shown else QUIET, "width": 3 if shown else 1.2},
            marker={"size": 5 if shown else 3}, cliponaxis=False,
            hovertemplate=f"%{{fullData.name}}<br>{epoch} %{{x}}: %{{y:.1f}} {unit}<extra></extra>")
    if least is not None:
        figure.add_hline(y=FULL_PERCENT * least, line={"color": LIGHT.kinds["linear"].fill, "dash": "dot", "width": 2},
                         annotation_text=goal, annotation_position="bottom right")
    figure.update_layout(height=HEIGHT, margin={"l": 52, "r": 110, "t": 12, "b": 44}, showlegend=False,
                         hovermode="closest")
    figure.update_xaxes(title=epoch, range=[0.5, max(epochs, 1) + 0.5], dtick=max(1, epochs // 8), fixedrange=True)
    figure.update_yaxes(title=unit, range=span([share for curve in curves for _epoch, share in curve.points]),
                        fixedrange=True)
    return figure


def span(shares: Sequence[float]) -> list[float]:
    """Return lowest and highest value of the vertical axis, in percent: all of it until there is something to see."""
    if not shares:
        return [0.0, FULL_PERCENT]
    low = FULL_PERCENT * min(shares)
    high = FULL_PERCENT * max(shares)
    room = max(LEAST_SPAN, high - low) * 0.06
    return [max(0.0, min(low, high - LEAST_SPAN) - room), min(FULL_PERCENT, high + room) + 0.5]
