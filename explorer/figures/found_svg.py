"""A photo with what was found in it: boxes and names as vectors and real text, so that they stay sharp at any size."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

import numpy as np
from PIL import Image

from explorer.arrays import Pixels
from explorer.figures.colours import class_table
from explorer.figures.strip_svg import FONT

TEXT_SHARE = 1 / 34
"""Height of names, of the picture's width."""
QUALITY = 88


@dataclass(frozen=True, slots=True)
class Outlined:
    """A box with a name, px of the photo."""

    box: Sequence[float]
    """Left, top, right, bottom."""
    text: str
    place: int
    """Of its class: which colour."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name in the middle of what it names, px of the photo."""

    x: float
    y: float
    text: str


def found_svg(photo: Pixels, boxes: Sequence[Outlined] = (), names: Sequence[NamedPlace] = (), *, title: str) -> str:
    """Return a photo, RGB [H, W, 3], with boxes and names over it, as an SVG of its size.

    Args:
        photo: below them.
        boxes: the surest first; those lie on top.
        names: of what has no box.
        title: what is shown, for those who do not see it.
    """
    height, width = photo.shape[:2]
    size = max(8.0, width * TEXT_SHARE)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
             f'viewBox="0 0 {width} {height}" role="img" font-family="{FONT}" font-size="{size:.1f}" '
             'font-weight="600">',
             f"<title>{escape(title)}</title>",
             f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{_jpeg(photo)}"/>']
    parts += [_box(one, width, size) for one in reversed(boxes)]
    parts += [_text(one.x, one.y, one.text, size, anchor="middle") for one in names]
    return "\n".join([*parts, "</svg>", ""])


def _jpeg(photo: Pixels) -> str:
    file = BytesIO()
    Image.fromarray(photo).save(file, "JPEG", quality=QUALITY)
    return b64encode(file.getvalue()).decode()


def _box(one: Outlined, width: int, size: float) -> str:
    x1, y1, x2, y2 = (round(float(edge), 1) for edge in one.box)
    red, green, blue = class_table(one.place + 1)[one.place].tolist()
    line = max(1.5, size / 8)
    shape = f'<rect x="{x1}" y="{y1}" width="{round(x2 - x1, 1)}" height="{round(y2 - y1, 1)}" fill="none"'
    below = y1 < 1.2 * size  # no room above the box: its name stands in it
    at_end = x1 > 0.75 * width
    text = _text(x2 if at_end else x1 + line, y1 + size if below else y1 - 0.3 * size, one.text, size,
                 anchor="end" if at_end else "start")
    return (f'<g>{shape} stroke="#ffffff" stroke-width="{2.2 * line:.1f}"/>'
            f'{shape} stroke="#{red:02x}{green:02x}{blue:02x}" stroke-width="{line:.1f}"/>{text}</g>')


def _text(x: float, y: float, text: str, size: float, *, anchor: str) -> str:
    """Return white letters with a dark rim, which are read on any photo."""
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#ffffff" stroke="#111111" '
            f'stroke-width="{size / 6:.1f}" stroke-linejoin="round" paint-order="stroke">{escape(text)}</text>')


def middle_of(where: np.ndarray) -> tuple[float, float]:
    """Return x and y of the pixel of a mask (H, W) that lies nearest to the mean of all of them.

    Raises:
        ValueError: nothing is in the mask.
    """
    rows, columns = np.nonzero(where)
    if not rows.size:
        raise ValueError("the mask is empty")
    nearest = int(np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2))
    return float(columns[nearest]) + 0.5, float(rows[nearest]) + 0.5
