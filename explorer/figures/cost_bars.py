"""What networks cost, as bars that are made of their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.figures.colours import LIGHT, Kind
from explorer.figures.plot import go

ROW = 52
"""px; height of a bar with its name above it."""
SHARE_NAMED = 0.09
"""Parts of at least this share of the longest bar are named in it."""


@dataclass(frozen=True, slots=True)
class CostPart:
    """A part of a bar: a layer or a stage. ``kind`` colours it; ``colour`` outweighs that."""

    name: str
    kind: Kind
    value: int
    colour: str = ""


@dataclass(frozen=True, slots=True)
class CostBar:
    """A network, and the parts of what it costs."""

    title: str
    parts: tuple[CostPart, ...]
    total: str
    """As readers see it, above the bar."""

    @property
    def value(self) -> int:
        """Return the sum of all parts."""
        return sum(part.value for part in self.parts)


def cost_bars(bars: Sequence[CostBar], *, unit: str, share: bool = False) -> go.Figure:
    """Return a horizontal bar per network, the first on top, each made of its parts in order.

    Args:
        bars: of each network.
        unit: what is counted, in the hover text.
        share: whether every bar is as long as the others, and parts are per cent of their own.
    """
    longest = max((bar.value for bar in bars), default=0) or 1
    figure = go.Figure()
    for place, bar in enumerate(bars):
        whole = bar.value or 1
        scale = 100 / whole if share else 1
        for part in bar.parts:
            if part.value:
                long_enough = part.value / (whole if share else longest) >= SHARE_NAMED
                figure.add_bar(
                    x=[part.value * scale], y=[place], orientation="h", showlegend=False, insidetextanchor="middle",
                    text=[part.name if long_enough else ""], textposition="inside", textangle=0, constraintext="both",
                    marker={"color": part.colour or LIGHT.kinds[part.kind].fill,
                            "line": {"color": LIGHT.background, "width": 1}},
                    customdata=[[part.name, part.value, 100 * part.value / whole]],
                    hovertemplate="%{customdata[0]}: %{customdata[1]:,} " + unit
                                  + " (%{customdata[2]:.1f} %)<extra></extra>")
        figure.add_annotation(x=0, y=place - 0.28, text=f"{bar.title}: <b>{bar.total}</b>", showarrow=False,
                              xanchor="left", yanchor="bottom", font={"size": 13})
    figure.update_layout(
        height=20 + ROW * len(bars), margin={"l": 2, "r": 2, "t": 16, "b": 4}, barmode="stack", bargap=0.5,
        uniformtext={"minsize": 10, "mode": "hide"},
        xaxis={"visible": False, "range": [0, 100 if share else longest], "fixedrange": True},
        yaxis={"visible": False, "range": [len(bars) - 0.7, -0.5], "fixedrange": True})
    return figure
