"""Learning curves: what training and validation did epoch by epoch, of one run or of several over each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any, Literal

from explorer.figures.colours import DARK, LIGHT
from explorer.figures.plot import go

HEIGHT = 260
PAD = 0.06
"""Room below and above the accuracies, as a share of their span; there is none above 100 %."""
MOST_TICKS = 8
"""Most epochs that are all written at the axis, where Plotly would write halves as whole numbers."""
Quantity = Literal["loss", "accuracy", "learning_rate"]
COLOURS = (LIGHT.kinds["convolution"].fill, LIGHT.kinds["pooling"].fill, LIGHT.kinds["linear"].fill, "#8a63b8",
           LIGHT.kinds["input"].fill, "#b04a6f")
"""Of the runs, in turn."""
FULL_PERCENT = 100.0
EMPTY: dict[Quantity, tuple[float, float]] = {"loss": (0, 3), "accuracy": (0, 100), "learning_rate": (0, 1)}
"""The vertical axis before the first epoch is over."""
TRAIN = LIGHT.kinds["input"].fill
HIGH = 0.7
"""A line above this share has its name below it, where the chart has room."""
BALANCED = LIGHT.kinds["linear"].fill


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn of one run."""

    title: str
    points: Sequence[Mapping[str, float]]
    """One per finished epoch, with the fields of ``explorer.training.Point``: losses in nats, accuracies 0 to 1."""
    best: int | None = None
    """Number of the epoch that was kept, from 1; None: not marked."""
    always: float | None = None
    """Validation accuracy of who always gives the same answer, 0 to 1; None: not drawn."""
    uneven: bool = False
    """The classes differ in size, so that the balanced accuracy is drawn, too, where it is known."""
    border: int = 0
    """Epochs of the first of two phases; 0: there is one phase."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the chart says, in the reader's language."""

    train: str = "training"
    validation: str = "validation"
    best: str = "kept"
    epoch: str = "epoch"
    unit: str = ""
    """At the vertical axis."""
    always: str = "always the same answer"
    balanced: str = "balanced accuracy"
    border: str = "the rest learns, too"
    """From the border of two phases on."""


def learning_curves(runs: Sequence[Curve], quantity: Quantity, *, epochs: int, words: Words,
                    span: tuple[float, float] | None = None) -> go.Figure:
    """Return one chart of ``quantity`` over the epochs.

    One run is drawn with training (thin, grey) and validation (thick, blue); several each have a colour of their own,
    of `run_colours`, training dotted. Their names are the page's to show: a legend in the chart cuts long ones. The
    horizontal axis holds all ``epochs`` from the start, so that nothing moves while a run grows.

    Args:
        runs: at most one per colour is drawn.
        quantity: losses in nats, accuracies in %, learning rates as they are.
        epochs: how many the longest run will have.
        words: for the legend and the axes.
        span: lowest and highest value of the vertical axis; otherwise what the curves need.
    """
    figure = go.Figure()
    for colour, run in zip(COLOURS, runs, strict=False):
        for name, field, dash in _lines(quantity, words):
            if run.points and field not in run.points[0]:
                continue  # tasks measure only what is not learned from
            alone = len(runs) == 1
            quiet = alone and field.startswith("train")
            figure.add_scatter(
                x=[point["number"] for point in run.points], y=_values(run, field, quantity), mode="lines+markers",
                name=name if alone else f"{run.title} · {name}" if name else run.title,
                line={"color": TRAIN if quiet else colour, "dash": "solid" if alone else dash,
                      "width": 1.5 if field.startswith("train") else 2.5},
                marker={"size": 4}, cliponaxis=False, hovertemplate=_hover(quantity, words))
        if quantity == "accuracy" and len(runs) == 1:
            _compare(figure, run, epochs, words)
        if run.border:
            _divide(figure, run.border, TRAIN if len(runs) == 1 else colour, words)
        if run.best is not None and quantity != "learning_rate":
            _mark(figure, run, quantity, colour, words)
    return over_epochs(figure, epochs, words, {"range": span or _span(figure, runs, quantity)} | (
        {"ticksuffix": " %"} if quantity == "accuracy" else {"rangemode": "tozero"}),
        legend=len(runs) == 1 and quantity != "learning_rate")  # the only line has no name


def over_epochs(figure: go.Figure, epochs: int, words: Words, vertical: Mapping[str, Any], *,
                legend: bool = True) -> go.Figure:
    """Lay out a chart over the epochs of a run, all of which have room from the start, and return it.

    Args:
        figure: with its lines.
        epochs: how many the longest run will have.
        words: for the axes.
        vertical: of the vertical axis, besides what is the same for all.
        legend: whether the lines are named.
    """
    figure.update_layout(
        height=HEIGHT, hovermode="x", uirevision="kept", hoverlabel={"namelength": -1}, showlegend=legend,
        margin={"l": 56, "r": 8, "t": 8, "b": 40},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": words.epoch, "range": [0.5, max(epochs, 2) + 0.5], "fixedrange": True, "nticks": MOST_TICKS,
               "dtick": 1 if epochs <= MOST_TICKS else None, "tickformat": "d", "showgrid": False},
        yaxis={"title": words.unit, "fixedrange": True, "nticks": 6, "exponentformat": "power"} | dict(vertical))
    return figure


def run_colours(*, dark: bool = False) -> tuple[str, ...]:
    """Return the colours of several runs in one chart, in their order, as the theme shows them."""
    shown = {tone.fill: DARK.kinds[kind].fill for kind, tone in LIGHT.kinds.items()} if dark else {}
    return tuple(shown.get(colour, colour) for colour in COLOURS)


def _span(figure: go.Figure, runs: Sequence[Curve], quantity: Quantity) -> tuple[float, float] | None:
    """Return lowest and highest value of the vertical axis; None: what Plotly chooses."""
    if not any(run.points for run in runs):
        return EMPTY[quantity]
    if quantity != "accuracy":
        return None
    values = [value for line in figure.data for value in line.y]
    room = max(PAD * (max(values) - min(values)), 1.0)
    return max(0.0, min(values) - room), min(FULL_PERCENT, max(values) + room)


def _lines(quantity: Quantity, words: Words) -> list[tuple[str, str, str]]:
    """Return name, field and dash of the lines of a run."""
    if quantity == "learning_rate":
        return [("", "learning_rate", "solid")]
    return [(words.train, f"train_{quantity}", "dot"), (words.validation, f"val_{quantity}", "solid")]


def _values(run: Curve, field: str, quantity: Quantity) -> list[float]:
    return [point[field] * (100 if quantity == "accuracy" else 1) for point in run.points]


def _hover(quantity: Quantity, words: Words) -> str:
    form = {"loss": "%{y:.3f}", "accuracy": "%{y:.1f} %", "learning_rate": "%{y:.2g}"}[quantity]
    return f"{words.epoch} %{{x}}: {form}"


def _compare(figure: go.Figure, run: Curve, epochs: int, words: Words) -> None:
    """Draw what accuracy is to be held against where some classes are larger than others."""
    known = [point for point in run.points if isfinite(point.get("val_balanced", nan))]
    if run.uneven and known:
        figure.add_scatter(x=[point["number"] for point in known], y=[100 * point["val_balanced"] for point in known],
                           mode="lines", name=words.balanced, line={"color": BALANCED, "dash": "dash", "width": 2},
                           hovertemplate=_hover("accuracy", words))
    if run.always is not None:
        figure.add_scatter(x=[0.5, max(epochs, 2) + 0.5], y=[100 * run.always] * 2, mode="lines", name=words.always,
                           line={"color": TRAIN, "dash": "dot", "width": 1.5}, hoverinfo="skip", showlegend=False)
        figure.add_annotation(x=1, xref="paper", xanchor="right", y=100 * run.always, text=words.always,
                              yanchor="top" if run.always > HIGH else "bottom", showarrow=False, font={"size": 12})


def _divide(figure: go.Figure, border: int, colour: str, words: Words) -> None:
    """Draw the border between the epochs of two phases, with what begins there."""
    figure.add_vline(x=border + 0.5, line={"color": colour, "dash": "dash", "width": 1.5}, layer="below",
                     annotation={"text": words.border, "font": {"size": 12}, "yanchor": "bottom", "y": 0,
                                 "xanchor": "left", "yref": "paper"})


def _mark(figure: go.Figure, run: Curve, quantity: Quantity, colour: str, words: Words) -> None:
    """Put a ring around the epoch that was kept."""
    kept = [point for point in run.points if point["number"] == run.best]
    value = [point[f"val_{quantity}"] * (100 if quantity == "accuracy" else 1) for point in kept]
    figure.add_scatter(x=[point["number"] for point in kept], y=value, mode="markers", name=words.best,
                       showlegend=False, hoverinfo="skip", cliponaxis=False,
                       marker={"size": 12, "symbol": "circle-open", "color": colour, "line": {"width": 2}})
