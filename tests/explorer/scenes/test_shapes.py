"""Shapes have the areas and symmetries that geometry says, wherever they lie and however they are turned."""

from __future__ import annotations

import math

import numpy as np
import pytest

from explorer.scenes import KINDS, Scene, Thing, distances, masks

SIDE = 400
REACH = math.sqrt(1 - 0.3**2)
# Areas in a circle of radius 1: pi r^2; a square of diagonal 2; an equilateral triangle, 3 sqrt(3) / 4; ten triangles
# between radii 1 and 0.42 with an angle of 36 degrees; a circle less its hole; two bars of 0.6 that share a square.
AREAS = {"circle": math.pi, "square": 2.0, "triangle": 3 * math.sqrt(3) / 4,
         "star": 10 * 0.42 * math.sin(math.pi / 5) / 2, "ring": math.pi * (1 - 0.55**2),
         "cross": 2 * (2 * REACH * 0.6) - 0.6**2}
TURNS = {"square": 90, "triangle": 120, "star": 72, "cross": 90}
"""Angles that turn a shape into itself."""


def mask(kind, angle=0.0, x=0.5, y=0.5, size=0.8, side=SIDE):
    return masks(Scene((Thing(kind, x, y, size, angle),)), side)[0]


@pytest.mark.parametrize("angle", [0, 10, 46, 190])
@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_covers_the_area_that_geometry_says(kind, angle):
    assert mask(kind, angle).sum() == pytest.approx(AREAS[kind] * (0.4 * SIDE)**2, rel=0.004)


@pytest.mark.parametrize("kind", TURNS)
@pytest.mark.parametrize("times", [1, 2])
def test_a_shape_turned_into_itself_is_itself(kind, times):
    assert (mask(kind, 7) != mask(kind, 7 + times * TURNS[kind])).mean() < 1e-4


@pytest.mark.parametrize("kind", TURNS)
def test_half_of_that_turn_makes_another_shape(kind):
    assert (mask(kind) != mask(kind, TURNS[kind] / 2)).mean() > 0.01


@pytest.mark.parametrize("kind", ["circle", "ring"])
def test_what_is_round_can_be_turned_anyhow(kind):
    assert all((mask(kind) != mask(kind, angle)).mean() < 1e-4 for angle in (33, 120, 271))


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_is_its_own_mirror_image(kind):
    assert (mask(kind) != mask(kind)[:, ::-1]).mean() < 1e-4
    assert (mask(kind, 30) != mask(kind, -30)[:, ::-1]).mean() < 1e-4


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_lies_in_the_circle_around_it_and_reaches_it(kind):
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    far = np.hypot(rows - SIDE / 2, columns - SIDE / 2)[mask(kind, 20)]
    assert 0.98 * 0.4 * SIDE < far.max() <= 0.4 * SIDE


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_that_is_moved_by_whole_pixels_is_the_same_there(kind):
    moved = np.roll(mask(kind, 20, 0.3, 0.4, 0.3), (40, 80), (0, 1))
    assert np.array_equal(moved, mask(kind, 20, 0.5, 0.5, 0.3))


@pytest.mark.parametrize("kind", KINDS)
def test_distances_grow_by_one_from_pixel_to_pixel_at_most(kind):
    away = distances(Thing(kind, 0.5, 0.5, 0.6, 15), 100)
    for axis in (0, 1):
        assert np.abs(np.diff(away, axis=axis)).max() <= 1 + 1e-3
    assert away[0, 0] > 10 and away.min() < -4


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_of_the_distances_is_that_part_of_all(kind):
    thing = Thing(kind, 0.4, 0.6, 0.5, 15)
    part = (slice(10, 50), slice(30, 90))
    assert np.allclose(distances(thing, 100, part), distances(thing, 100)[part], atol=1e-4)
