"""A made data set: four shapes and four textures in any colour, place, size and direction.

Shapes may be filled with a texture, so that a network must look at outlines and not at what is inside; waves are
stripes that are bent. Noise, a background that changes and lines drawn across keep single pixels from giving it away.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from explorer.arrays import Array
from explorer.training.data.dataset import Pictures, check_room, scaled

SIDE = 64
"""Drawn at this side, then scaled, px."""
FINER = 2
"""Outlines are drawn so many times larger and averaged, for smooth edges."""
PER_CLASS = 300
SEED = 20
FILLED = 0.4
"""Share of the shapes that are filled with a texture."""

ROWS: Array = np.arange(SIDE, dtype=np.float64)[:, None] * np.ones(SIDE)
COLUMNS: Array = ROWS.T


def stripes(draw: Generator) -> Array:
    """Return straight stripes (SIDE, SIDE), 0 to 1."""
    across, _ = _turned(draw)
    return _soft(np.sin(across * _frequency(draw) + draw.uniform(0, math.tau)))


def waves(draw: Generator) -> Array:
    """Return stripes that swing from side to side."""
    across, along = _turned(draw)
    swing = draw.uniform(3, 6) * np.sin(along * draw.uniform(0.2, 0.35) + draw.uniform(0, math.tau))
    return _soft(np.sin((across + swing) * _frequency(draw)))


def checks(draw: Generator) -> Array:
    """Return a chessboard, turned."""
    across, along = _turned(draw)
    frequency = 0.8 * _frequency(draw)
    return _soft(np.sin(across * frequency) * np.sin(along * frequency))


def dots(draw: Generator) -> Array:
    """Return round dots on a turned grid."""
    across, along = _turned(draw)
    pitch = draw.uniform(7, 13)
    distance = np.hypot(across % pitch - pitch / 2, along % pitch - pitch / 2)
    return _soft(pitch * draw.uniform(0.22, 0.32) - distance)


TEXTURES: dict[str, Callable[[Generator], Array]] = {
    "checks": checks, "dots": dots, "stripes": stripes, "waves": waves,
}
CORNERS = {"circle": 40, "square": 4, "star": 10, "triangle": 3}
CATEGORIES = (*CORNERS, *TEXTURES)
COUNT = PER_CLASS * len(CATEGORIES)


def pictures(side: int) -> Pictures:
    """Return all pictures, the classes in turn; the same on every call.

    Raises:
        LimitError: they would not fit into memory.
    """
    check_room(COUNT, side)
    draw = np.random.default_rng(SEED)
    labels = torch.arange(COUNT) % len(CATEGORIES)
    images = np.stack([drawn(CATEGORIES[label], draw) for label in labels.tolist()])
    return Pictures(scaled(torch.from_numpy(images).permute(0, 3, 1, 2), side), labels)


def drawn(category: str, draw: Generator) -> NDArray[np.uint8]:
    """Return one picture (SIDE, SIDE, 3) of a class of ``CATEGORIES``."""
    dark, light = _two_colours(draw)
    if category in TEXTURES:
        share = TEXTURES[category](draw)
        values = _mixed(dark, light, share)
    else:
        values = _on_ground(outline(category, draw), dark, light, draw)
    values = _crossed(values, draw) + draw.normal(0, draw.uniform(4, 24), values.shape)
    return np.clip(values, 0, 255).astype(np.uint8)


def outline(category: str, draw: Generator) -> Array:
    """Return how much of each pixel a shape covers (SIDE, SIDE), 0 to 1."""
    count = CORNERS[category]
    radius = draw.uniform(0.2, 0.42) * SIDE
    centre = draw.uniform(radius * 0.8, SIDE - radius * 0.8, 2)
    angles = draw.uniform(0, math.tau) + np.arange(count) * math.tau / count
    reach = np.where((np.arange(count) % 2 == 1) & (category == "star"), 0.45, 1.0) * radius
    points = (centre + reach[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)) * FINER
    image = Image.new("L", (SIDE * FINER, SIDE * FINER))
    ImageDraw.Draw(image).polygon([(float(x), float(y)) for x, y in points], fill=255)
    return np.asarray(image.reduce(FINER), dtype=np.float64) / 255


def _on_ground(cover: Array, dark: Array, light: Array, draw: Generator) -> Array:
    """Return a shape in one colour on a ground of the other, or filled with a texture of both."""
    if draw.random() < 0.5:
        dark, light = light, dark
    slope = np.clip((COLUMNS * draw.uniform(-1, 1) + ROWS * draw.uniform(-1, 1)) / (2 * SIDE), -0.35, 0.35)
    ground = dark + 80 * slope[..., None]
    inside = light + np.zeros_like(ground)
    if draw.random() < FILLED:
        inside = _mixed(light, dark, 0.7 * list(TEXTURES.values())[draw.integers(len(TEXTURES))](draw))
    return ground + (inside - ground) * cover[..., None]


def _crossed(values: Array, draw: Generator) -> Array:
    """Return the picture with a few lines across it."""
    image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for _ in range(draw.integers(0, 4)):
        ends = [float(end) for end in draw.uniform(0, SIDE, 4)]
        pen.line(ends, fill=tuple(int(value) for value in draw.integers(0, 256, 3)), width=int(draw.integers(1, 3)))
    return np.asarray(image, dtype=np.float64)


def _two_colours(draw: Generator) -> tuple[Array, Array]:
    """Return two colours (3,) that differ clearly in brightness or hue."""
    while True:
        one, other = draw.uniform(10, 245, (2, 3))
        if np.abs(one - other).sum() > 180:
            return one, other


def _turned(draw: Generator) -> tuple[Array, Array]:
    """Return coordinates across and along a random direction, px."""
    angle = draw.uniform(0, math.tau)
    place = draw.uniform(0, SIDE)
    return (COLUMNS * math.cos(angle) + ROWS * math.sin(angle) + place,
            ROWS * math.cos(angle) - COLUMNS * math.sin(angle) + place)


def _frequency(draw: Generator) -> float:
    return math.tau / draw.uniform(6, 14)


def _soft(values: Array) -> Array:
    """Return 1 above 0 and 0 below, with a soft edge."""
    soft: Array = 1 / (1 + np.exp(-6 * np.clip(values, -3, 3)))
    return soft


def _mixed(low: Array, high: Array, share: Array) -> Array:
    return low + (high - low) * share[..., None]
