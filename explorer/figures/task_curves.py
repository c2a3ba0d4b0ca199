"""Curves of a task's loss by its parts, and of all its measures, of one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from explorer.figures.learning_curves import COLOURS, Words, over_epochs
from explorer.figures.plot import go

Points = Sequence[Mapping[str, float]]


def part_curves(points: Points, parts: Mapping[str, str], *, epochs: int, words: Words) -> go.Figure:
    """Return the parts of the loss over the epochs: each has a colour, validation is solid and training dotted. Only
    the solid ones stand in the legend, so that it leaves room for the lines.

    Args:
        points: one per finished epoch, with ``train_<part>`` and ``val_<part>``.
        parts: what each part is called.
        epochs: how many there will be.
        words: for the legend and the axes.
    """
    figure = go.Figure()
    for colour, (part, name) in zip(COLOURS, parts.items(), strict=False):
        for of, field, dash in ((words.train, f"train_{part}", "dot"), (words.validation, f"val_{part}", "solid")):
            _line(figure, points, field, f"{name} · {of}", 1, colour, dash, f"{words.epoch} %{{x}}: %{{y:.3f}}",
                  legend=dash == "solid")
    return over_epochs(figure, epochs, words, {"rangemode": "tozero"})


def measure_curves(points: Points, measures: Mapping[str, str], *, epochs: int, words: Words) -> go.Figure:
    """Return all measures of the validation scenes over the epochs, %; the first is drawn thick.

    Args:
        points: one per finished epoch, with each of the measures, 0 to 1.
        measures: what each measure is called; the first is the one by which the best epoch is chosen.
        epochs: how many there will be.
        words: for the axes.
    """
    figure = go.Figure()
    for place, (colour, (measure, name)) in enumerate(zip(COLOURS, measures.items(), strict=False)):
        _line(figure, points, measure, name, 100, colour, "dash" if place else "solid",
              f"{words.epoch} %{{x}}: %{{y:.1f}} %")
    return over_epochs(figure, epochs, words, {"ticksuffix": " %", "range": (0, 100)})


def _line(figure: go.Figure, points: Points, field: str, name: str, scale: float, colour: str, dash: str,
          hover: str, *, legend: bool = True) -> None:
    found = [(point["number"], scale * point[field]) for point in points if field in point]
    figure.add_scatter(x=[number for number, _ in found], y=[value for _, value in found], mode="lines+markers",
                       name=name, line={"color": colour, "dash": dash, "width": 2.5 if dash == "solid" else 1.5},
                       marker={"size": 4}, cliponaxis=False, hovertemplate=hover, showlegend=legend)
