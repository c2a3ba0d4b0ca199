"""Pictures of scenes, at any side: smooth edges, grounds cut from photos, noise that is the same at each side."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image

from explorer.arrays import Floats, Pixels
from explorer.images import sample, squared
from explorer.scenes.scene import GROUNDS, Scene, Thing, colour_of
from explorer.scenes.shapes import distances, window

GRAIN = 64
"""Noise is drawn on so many rows and columns, as many as networks look at; larger pictures show it as small squares."""
PHOTO, SMALL_PHOTO = 512, 160
"""Sides that sample photos are kept at, px: the small one for pictures of up to 96 px."""
CUT = (0.45, 1.0)
"""Smallest and largest side of what is cut from a sample photo for a ground, shares of its side."""
RIM, RIM_SHADE = 0.07, 0.72
"""A thing's rim is so wide, a share of its size, and so dark: what lies over its like can be told from it."""
LIGHT = 0.16
"""Things are lighter at the top and darker at the bottom by so much."""


def drawn(scene: Scene, side: int, photo: Pixels | None = None) -> Pixels:
    """Return the picture of a scene (side, side, 3).

    Args:
        scene: what to draw.
        side: of the picture, px.
        photo: a reader's own as the ground, (height, width, 3); its middle is used. Else the scene's ground.
    """
    ground = ground_pixels(scene, side) if photo is None else squared(Image.fromarray(photo), side)
    values = ground.astype(np.float32)
    for thing in scene.things:
        _lay(values, thing, side)
    if scene.noise:
        values += _spread(noise_grains(scene), side)
    return (np.clip(values, 0, 255) + np.float32(0.5)).astype(np.uint8)


def ground_pixels(scene: Scene, side: int) -> Pixels:
    """Return what lies behind a scene's things (side, side, 3)."""
    if scene.ground.startswith("#"):
        return np.full((side, side, 3), colour_of(scene.ground), np.uint8)
    draw = np.random.default_rng((scene.seed, 1))
    size = float(draw.uniform(*CUT))
    left, top = ((1 - size) * draw.random(2)).tolist()
    photo = _photo(scene.ground, SMALL_PHOTO if side <= 0.6 * SMALL_PHOTO else PHOTO)
    cut = (photo.width * left, photo.width * top, photo.width * (left + size), photo.width * (top + size))
    return np.asarray(photo.resize((side, side), Image.Resampling.BILINEAR, box=cut))


@lru_cache(maxsize=2 * len(GROUNDS))
def _photo(name: str, side: int) -> Image.Image:
    return Image.fromarray(squared(Image.fromarray(sample(name).pixels), side))


def _lay(values: Floats, thing: Thing, side: int) -> None:
    """Draw a thing over ``values`` (side, side, 3)."""
    part = window(thing, side)
    away = distances(thing, side, part)
    cover = np.clip(np.float32(0.5) - away, 0, 1)
    rim = np.clip(away + np.float32(max(RIM * thing.size * side / 2, 0.5) + 0.5), 0, 1)
    rows = np.arange(part[0].start, part[0].stop, dtype=np.float32) + 0.5
    slope = np.clip((thing.y * side - rows) / (thing.size * side / 2), -1, 1) * np.float32(LIGHT)
    shade = (1 + slope)[:, None] * (1 - np.float32(1 - RIM_SHADE) * rim)
    colour = np.asarray(thing.colour, np.float32)
    under = values[part]
    under += cover[..., None] * (np.minimum(shade[..., None] * colour, 255) - under)


def noise_grains(scene: Scene) -> Floats:
    """Return the noise of a scene (64, 64, 3), steps of a byte; it is the same at each side."""
    return _normal(scene.seed) * np.float32(255 * scene.noise)


@lru_cache(maxsize=8)
def _normal(seed: int) -> Floats:
    return np.random.default_rng((seed, 2)).standard_normal((GRAIN, GRAIN, 3), np.float32)


def _spread(grains: Floats, side: int) -> Floats:
    """Return noise (side, side, 3): each pixel has the grain that it lies in."""
    if side == GRAIN:
        return grains
    pick = ((np.arange(side) + 0.5) * GRAIN / side).astype(np.int64)
    return grains[pick[:, None], pick[None, :]]
