"""Scenes by chance, the same for the same seed."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from explorer.errors import SpecError
from explorer.scenes.drawing import ground_pixels
from explorer.scenes.scene import GROUNDS, KINDS, MOST_NOISE, MOST_THINGS, SIZES, Colour, Scene, Thing

TRIES = 40
"""Places tried for a thing; from the first to the last its size goes down to the smallest that is allowed."""
CONTRAST = 150
"""Colour of a thing and mean colour of the ground differ by so much, the sum over red, green and blue."""
COLOURS = 24
"""Colours tried for a thing."""
PLAIN_SHARE = 0.4
"""Share of scenes on a plain ground, where grounds are not chosen."""


def random_scene(seed: int, *, count: tuple[int, int] = (1, 8), kinds: Sequence[str] = KINDS,
                 sizes: tuple[float, float] = (0.15, 0.5), overlap: float = 0.3,
                 noise: float | tuple[float, float] = (0.0, 0.08), grounds: Sequence[str] | None = None) -> Scene:
    """Return the scene of a seed. All its things lie within the picture.

    Args:
        seed: 0 to 999,999.
        count: fewest and most things.
        kinds: kinds that may be in it.
        sizes: smallest and largest size, shares of the side; where room is short things get smaller.
        overlap: how far the circles around two things may reach into each other, a share of the smaller one's
            diameter: 0 is apart, 1 is anywhere. Where room is short it can be more.
        noise: standard deviation, or its bounds.
        grounds: to choose from, names of ``GROUNDS``, or "plain" for any plain colour, or a colour such as "#dfe3e8".
            Usually 40 % are plain, the rest any photo.

    Raises:
        SpecError: settings that no scene can have.
    """
    noises = noise if isinstance(noise, tuple) else (noise, noise)
    _check(count, kinds, sizes, overlap, noises)
    draw = np.random.default_rng((seed, 0))
    bare = Scene((), _ground(draw, grounds), float(draw.uniform(*noises)), seed)
    under = ground_pixels(bare, 8).mean((0, 1)).tolist()
    places: list[tuple[float, float, float]] = []
    for _ in range(int(draw.integers(count[0], count[1] + 1))):
        places.append(_place(draw, sizes, overlap, places))
    things = [Thing(kinds[int(draw.integers(len(kinds)))], x, y, size, float(draw.uniform(0, 360)),
                    _colour(draw, under)) for x, y, size in places]
    return Scene(tuple(things), bare.ground, bare.noise, seed)


def _check(count: tuple[int, int], kinds: Sequence[str], sizes: tuple[float, float], overlap: float,
           noises: tuple[float, float]) -> None:
    if not 0 <= count[0] <= count[1] <= MOST_THINGS:
        raise SpecError("From {least} to {most} shapes is no range within 0 to {limit}.",
                        least=count[0], most=count[1], limit=MOST_THINGS)
    if not kinds or not set(kinds) <= set(KINDS):
        raise SpecError("Choose one or more of these shapes: {known}.", known=", ".join(KINDS))
    if not SIZES[0] <= sizes[0] <= sizes[1] <= 1:
        raise SpecError("Sizes from {least} to {most} are no range within {limit} to 1.",
                        least=sizes[0], most=sizes[1], limit=SIZES[0])
    if not 0 <= overlap <= 1:
        raise SpecError("An overlap of {overlap} is not between 0 and 1.", overlap=overlap)
    if not 0 <= noises[0] <= noises[1] <= MOST_NOISE:
        raise SpecError("Noise from {least} to {most} is no range within 0 to {limit}.",
                        least=noises[0], most=noises[1], limit=MOST_NOISE)


def _ground(draw: Generator, grounds: Sequence[str] | None) -> str:
    if grounds is None:
        chosen = "plain" if draw.random() < PLAIN_SHARE else GROUNDS[draw.integers(len(GROUNDS))]
    else:
        chosen = grounds[int(draw.integers(len(grounds)))]
    return "#{:02x}{:02x}{:02x}".format(*draw.integers(0, 256, 3)) if chosen == "plain" else chosen


def _place(draw: Generator, sizes: tuple[float, float], overlap: float,
           others: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Return centre and size of another thing: the first try with room enough, else the one with the most."""
    first = draw.uniform(*sizes)
    size = sizes[0] + (first - sizes[0]) * np.linspace(1, 0, TRIES)
    x, y = size / 2 + (1 - size) * draw.random((2, TRIES))
    if not others:
        return float(x[0]), float(y[0]), float(size[0])
    there = np.array(others).T[:, :, None]
    apart = np.hypot(there[0] - x, there[1] - y) - (there[2] + size) / 2
    spare = (apart / np.minimum(there[2], size)).min(0) + overlap  # at least 0: room enough
    best = int(np.argmax(spare >= 0)) if spare.max() >= 0 else int(np.argmax(spare))
    return float(x[best]), float(y[best]), float(size[best])


def _colour(draw: Generator, under: Sequence[float]) -> Colour:
    """Return a colour that differs clearly from the mean of the ground (3,)."""
    chances = draw.random((COLOURS, 3)) * (1, 0.7, 0.65) + (0, 0.3, 0.35)
    best, farthest = (0, 0, 0), -1.0
    for hue, depth, light in chances.tolist():
        red, green, blue = (int(255 * value) for value in colorsys.hsv_to_rgb(hue, depth, light))
        differs = abs(red - under[0]) + abs(green - under[1]) + abs(blue - under[2])
        if differs > farthest:
            best, farthest = (red, green, blue), differs
        if farthest >= CONTRAST:
            break
    return best
