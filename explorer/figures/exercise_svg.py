"""Drawings of exercises as SVG with real text, in inks that are read on white and on the dark ground, and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from explorer.figures.strip_svg import FONT

PLOT = (300, 150)
"""Width and height of what is drawn, px."""
EDGE = 26
INK = "#6f7682"
STROKES = ("#3b6fd4", "#c8741c", "#3d8f6a", "#8a63c4", "#c2557a")


def named_boxes_svg(boxes: Sequence[Sequence[float]], names: Sequence[str], *, title: str) -> str:
    """Return boxes (x1, y1, x2, y2), px, with their names over two axes; x to the right, y down.

    Args:
        boxes: at most five.
        names: one for each box.
        title: what is shown, for those who do not see it.
    """
    right, below = (max(box[at] for box in boxes) * 1.08 for at in (2, 3))
    scale = min(PLOT[0] / right, 1.5 * PLOT[1] / below)
    width, height = right * scale, below * scale
    parts = [_open(-EDGE, -EDGE, width + 2 * EDGE, height + 2 * EDGE, title),
             f'<path d="M0 {height:.1f}V0H{width:.1f}" opacity="0.5"/>',
             _text(width, -8, "x (px)", anchor="end"), _text(-4, height, "y", anchor="end")]
    for at, (box, name) in enumerate(zip(boxes, names, strict=True)):
        x1, y1, x2, y2 = (side * scale for side in box)
        parts += [f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{x2 - x1:.1f}" height="{y2 - y1:.1f}" '
                  f'stroke="{STROKES[at]}" stroke-width="2.5"/>',
                  _text(x1 + 5, y1 + 15, name, ink=STROKES[at])]
    return "".join([*parts, "</svg>"])


def two_curves_svg(curves: Mapping[str, Sequence[float]], *, title: str) -> str:
    """Return curves of shares, 0 to 1, as lines from 0 to 100 %: the first whole, the others dashed.

    Args:
        curves: by their names; each has at least two values.
        title: what is shown, below the axis.
    """
    width, height = PLOT
    parts = [_open(-44, -14, width + 60, height + 62, title), f'<path d="M0 0V{height}H{width}" opacity="0.5"/>',
             *(_text(-6, height * (1 - share) + 4, f"{share:.0%}", anchor="end") for share in (0, 0.5, 1)),
             _text(0, height + 18, title)]
    for at, (name, values) in enumerate(curves.items()):
        path = " ".join(f"{'ML'[place > 0]}{width * place / (len(values) - 1):.1f} {height * (1 - value):.1f}"
                        for place, value in enumerate(values))
        stroke = f'stroke="{STROKES[at]}" stroke-width="2.5"' + (' stroke-dasharray="6 4"' if at else "")
        parts += [f'<path d="{path}" {stroke}/>', f'<path d="M{150 * at} {height + 34}h24" {stroke}/>',
                  _text(150 * at + 30, height + 38, name)]
    return "".join([*parts, "</svg>"])


def _open(left: float, top: float, width: float, height: float, title: str) -> str:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="{left} {top} {width:.0f} {height:.0f}" fill="none" stroke="{INK}" font-size="12" '
            f'font-family="{FONT}"><title>{escape(title)}</title>')


def _text(x: float, y: float, text: str, *, anchor: str = "start", ink: str = INK) -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{ink}" stroke="none">{escape(text)}</text>')
