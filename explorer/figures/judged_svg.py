"""A scene with what was found in it: right, wrong and missed, told apart by colour and by their lines."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Literal

from PIL import Image

from explorer.arrays import Pixels

Verdict = Literal["right", "wrong", "missed"]
LINES: dict[Verdict, tuple[str, str]] = {"right": ("#17a673", ""), "wrong": ("#d55e00", "4 2"),
                                         "missed": ("#111111", "1.2 1.8")}
"""Colour and dashes of each."""


@dataclass(frozen=True, slots=True)
class JudgedBox:
    """A box, px of the scene, and what became of it."""

    box: Sequence[float]
    verdict: Verdict
    chosen: bool = False


def judged_svg(picture: Pixels, boxes: Sequence[JudgedBox], *, side: int, title: str) -> str:
    """Return a picture, RGB, as an SVG of ``side`` units with boxes told in px of a scene of this side."""
    file = BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    image = b64encode(file.getvalue()).decode()
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{4 * side}" '
             f'height="{4 * side}" role="img"><title>{escape(title)}</title>',
             f'<image width="{side}" height="{side}" href="data:image/png;base64,{image}"/>']
    for one in boxes:
        (colour, dash), (x1, y1, x2, y2) = LINES[one.verdict], (round(float(edge), 1) for edge in one.box)
        width = 1.8 if one.chosen else 1.0
        shape = f'<rect x="{x1}" y="{y1}" width="{round(x2 - x1, 1)}" height="{round(y2 - y1, 1)}" fill="none"'
        parts += [f'{shape} stroke="#ffffff" stroke-width="{width + 0.8}"/>',
                  f'{shape} stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}"/>']
    return "\n".join([*parts, "</svg>"])
