"""Scenes are checked when they are made, and a link brings them back."""

from __future__ import annotations

import pytest

from explorer.errors import LimitError, SpecError
from explorer.images import SAMPLES
from explorer.scenes import (
    GROUNDS,
    KIND_COLOURS,
    KIND_NAMES,
    KINDS,
    MOST_THINGS,
    Scene,
    Thing,
    random_scene,
    scene_from_text,
    to_text,
)

SQUARE = {"kind": "square", "x": 0.5, "y": 0.5, "size": 0.2}


@pytest.mark.parametrize("seed", range(40))
def test_a_link_brings_back_the_very_scene(seed):
    scene = random_scene(seed)
    assert scene_from_text(to_text(scene)) == scene


def test_a_scene_of_eight_fits_into_a_link():
    assert max(len(to_text(random_scene(seed, count=(8, 8)))) for seed in range(50)) < 320


def test_a_scene_without_things_is_a_scene():
    assert scene_from_text("dfe3e8.0.0") == Scene(())


def test_places_are_rounded_as_the_link_writes_them():
    thing = Thing("star", 1 / 3, 2 / 3, 0.12345, 725.4, (1, 2, 3))
    assert (thing.x, thing.y, thing.size, thing.angle) == (0.333, 0.667, 0.123, 5)
    assert Thing("star", 0.5, 0.5, 0.3, -90).angle == 270


@pytest.mark.parametrize(("changed", "says"), [
    ({"kind": "cat"}, "no shape 'cat'"), ({"x": -0.1}, "outside"), ({"y": 1.01}, "outside"),
    ({"x": float("nan")}, "must be numbers"), ({"angle": float("inf")}, "must be numbers"),
    ({"size": 0.0}, "cannot be drawn"), ({"size": -0.5}, "cannot be drawn"), ({"size": 9}, "cannot be drawn"),
    ({"colour": (0, 0, 256)}, "three values"), ({"colour": (0, 0)}, "three values")])
def test_a_thing_that_cannot_be_is_refused_with_a_reason(changed, says):
    with pytest.raises(SpecError, match=says):
        Thing(**(SQUARE | changed))


@pytest.mark.parametrize(("changed", "error"), [
    ({"ground": "nowhere"}, SpecError), ({"ground": "#12345"}, SpecError), ({"ground": "123456"}, SpecError),
    ({"ground": ""}, SpecError), ({"noise": -0.1}, SpecError), ({"noise": 2.0}, SpecError), ({"seed": -1}, SpecError),
    ({"seed": 10**6}, SpecError), ({"things": (Thing(**SQUARE),) * (MOST_THINGS + 1)}, LimitError)])
def test_a_scene_that_cannot_be_is_refused(changed, error):
    with pytest.raises(error):
        Scene(**({"things": ()} | changed))


@pytest.mark.parametrize("text", [
    "", "~", "brick", "brick.0", "brick.0.0.0", "brick.x.0", "brick.-1.0", "brick.0.0~", "brick.0.0~star.1.2.3.4",
    "brick.0.0~star.500.500.300.0.red", "brick.0.0~star.500.500.300.0.0072b2.1", "brick.0.0~cat.500.500.300.0.0072b2",
    "brick.0.0~star.5000.500.300.0.0072b2", "brick.0.0~star.٣.500.300.0.0072b2", "no ground.0.0",
    "brick.0.0~star.1e2.500.300.0.0072b2", "brick.9999999.0", "brick.0.0" + "~star.500.500.300.0.0072b2" * 81])
def test_a_text_that_is_no_scene_is_refused_not_guessed(text):
    with pytest.raises((SpecError, LimitError)):
        scene_from_text(text)


def test_a_hostile_text_is_not_read_to_its_end():
    with pytest.raises(LimitError):
        scene_from_text("brick.0.0" + "~x" * 500_000)


def test_every_kind_has_a_name_and_a_colour_of_its_own():
    assert set(KIND_NAMES) == set(KIND_COLOURS) == set(KINDS)
    assert len(set(KIND_COLOURS.values())) == len(KINDS)
    assert set(GROUNDS) == set(SAMPLES)
