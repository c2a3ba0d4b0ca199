"""What a last layer says and loses, as Plotly charts: bars of answers, and the loss along one score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

BAR, AROUND = 46, 44
"""Height of a bar's row, and of what stands above and below all of them, px."""
LINE_HEIGHT = 270
NAME_CHARS = 6.8
"""Width of a letter, px."""


@dataclass(frozen=True, slots=True)
class AlongScore:
    """Losses, or answers, for each place of an axis; one of them is where the reader is."""

    x: Sequence[float]
    lines: Mapping[str, Sequence[float]]
    """By name, the one that counts first; others are drawn pale."""
    here: tuple[float, float]
    slope: float
    """Of the first line there; drawn as a piece of its tangent."""


def answer_bars(names: Sequence[str], values: Sequence[float], *, span: tuple[float, float], kind: Kind,
                truth: Sequence[float] | None = None, form: str = ".3f", is_pale: bool = False,
                row: int = BAR) -> go.Figure:
    """Return a bar for each output, the first on top, with its number beside it.

    Args:
        names: of the outputs.
        values: of the outputs.
        span: ends of the axis; it stays while bars move.
        kind: which colours the bars.
        truth: what each should be: a short line across its row; None: not drawn.
        form: how numbers are written, as Python formats them.
        is_pale: whether they are not what is looked at.
        row: height of a bar's row, px.
    """
    rows = list(range(len(names)))
    figure = go.Figure(go.Bar(
        x=list(values), y=rows, orientation="h", width=0.62, opacity=0.4 if is_pale else 1.0,
        marker={"color": LIGHT.kinds[kind].fill}, customdata=list(names),
        hovertemplate=f"%{{customdata}}: %{{x:{form}}}<extra></extra>"))
    reach = span[1] - span[0]
    for place, value in zip(rows, values, strict=True):
        is_short = value < span[0] + 0.7 * reach
        figure.add_annotation(
            x=max(value, 0.0) if is_short else max(span[0], 0.0), y=place, text=format(value, form).replace("-", "−"),
            showarrow=False, xanchor="left", xshift=4,
            font={"color": None if is_short or is_pale else LIGHT.kinds[kind].on_fill})
    if truth is not None:
        figure.add_scatter(x=list(truth), y=rows, mode="markers", hoverinfo="skip", cliponaxis=False, marker={
            "symbol": "line-ns", "size": 0.65 * row, "line": {"width": 3, "color": LIGHT.kinds["pooling"].fill}})
    wide = round(14 + NAME_CHARS * max(map(len, names)))
    figure.update_layout(
        height=AROUND + row * len(names), margin={"l": wide, "r": 12, "t": 6, "b": 32}, showlegend=False,
        xaxis={"range": span, "fixedrange": True, "nticks": 6, "zeroline": True},
        yaxis={"tickvals": rows, "ticktext": list(names), "range": [len(names) - 0.5, -0.5], "fixedrange": True,
               "showgrid": False})
    return figure


def along_score(shown: AlongScore, *, axes: tuple[str, str], span: tuple[float, float], kind: Kind = "linear",
                height: int = LINE_HEIGHT, logarithmic: bool = False) -> go.Figure:
    """Return lines along a score, with a point and a piece of the tangent where the reader is.

    Args:
        shown: what is drawn.
        axes: titles.
        span: ends of the vertical axis; powers of ten where it is logarithmic.
        kind: which colours the first line.
        height: px.
        logarithmic: whether the vertical axis is; then no tangent is drawn.
    """
    figure = go.Figure()
    for place, (name, values) in enumerate(shown.lines.items()):
        figure.add_scatter(x=list(shown.x), y=list(values), mode="lines", name=name, hovertemplate="%{x:.3g}: %{y:.4g}",
                           line={"color": LIGHT.kinds["input" if place else kind].fill, "width": 2 if place else 3,
                                 "dash": "dot" if place else "solid"})
    mark: dict[str, Any] = {"color": LIGHT.kinds["pooling"].fill}
    if not logarithmic:
        reach = (max(shown.x) - min(shown.x)) / 12
        ends = [shown.here[0] - reach, shown.here[0] + reach]
        figure.add_scatter(x=ends, y=[shown.here[1] + shown.slope * (end - shown.here[0]) for end in ends],
                           mode="lines", line=mark | {"width": 2}, hoverinfo="skip", showlegend=False)
    figure.add_scatter(x=[shown.here[0]], y=[shown.here[1]], mode="markers", marker=mark | {"size": 12},
                       hovertemplate="%{x:.3g}: %{y:.4g}<extra></extra>", showlegend=False)
    figure.update_layout(
        height=height, margin={"l": 56, "r": 8, "t": 30 if len(shown.lines) > 1 else 8, "b": 42},
        showlegend=len(shown.lines) > 1, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"title": {"text": axes[0], "standoff": 6}, "fixedrange": True, "range": [min(shown.x), max(shown.x)]},
        yaxis={"title": {"text": axes[1], "standoff": 6}, "fixedrange": True, "range": span, "nticks": 5,
               "type": "log" if logarithmic else "linear"})
    return figure
