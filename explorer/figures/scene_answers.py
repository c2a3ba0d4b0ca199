"""Scenes with what is true of them and what a network said, drawn large enough to be seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from explorer.arrays import Pixels
from explorer.figures.class_maps import enlarged
from explorer.figures.colours import rgb

SHOWN_SIDE = 192
"""About the side of a scene, px."""
TRUE = (255, 255, 255)
"""Colour of true boxes, which are thin; what was said is thick."""
UNDER = (0, 0, 0)
"""Below a true box, so that it is seen on white, too."""


def scene_with_boxes(picture: Pixels, truth: NDArray[np.floating], answers: NDArray[np.floating],
          colours: Sequence[str]) -> Pixels:
    """Return a scene, enlarged, with true boxes thin and white and those of a network thick in their kinds' colours.

    Args:
        picture: RGB, (H, W, 3).
        truth: true boxes (n, 4): x1, y1, x2, y2 in px of the picture.
        answers: rows (m, 5 or more): a box, its score, and its kind at the end; those without a score are left out.
        colours: of the kinds, ``#rrggbb``.
    """
    large = enlarged(picture, SHOWN_SIDE)
    scale = large.shape[1] / picture.shape[1]
    image = Image.fromarray(large)
    pen = ImageDraw.Draw(image)
    for row in answers[::-1]:  # the surest lies on top
        if row[4] > 0:
            _outline(pen, row[:4] * scale, rgb(colours[int(row[-1]) % len(colours)]), 3)
    for box in truth:
        _outline(pen, box * scale, UNDER, 3)
        _outline(pen, box * scale + (1, 1, -1, -1), TRUE, 1)
    return np.asarray(image)


def _outline(pen: ImageDraw.ImageDraw, box: NDArray[np.floating], colour: tuple[int, ...], width: int) -> None:
    left, top, right, bottom = (float(value) for value in box)
    pen.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), outline=colour, width=width)


def scene_with_classes(picture: Pixels, classes: NDArray[np.integer], colours: Sequence[str],
                       opacity: float = 0.8) -> Pixels:
    """Return a scene, enlarged, with the class of each pixel over it.

    Args:
        picture: RGB, (H, W, 3).
        classes: (H, W): 0 for the ground, which stays as it is, otherwise 1 + kind.
        colours: of the kinds, ``#rrggbb``.
        opacity: of the colours, 0 to 1.
    """
    table = np.array([(0, 0, 0), *map(rgb, colours)], dtype=np.float64)
    share = opacity * (classes > 0)[..., None]
    mixed = picture * (1 - share) + table[np.minimum(classes, len(colours))] * share
    return enlarged(np.rint(mixed).astype(np.uint8), SHOWN_SIDE)
