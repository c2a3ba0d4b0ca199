"""Masks, boxes and classes against numpy, matplotlib's paths and torchvision."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from matplotlib.path import Path
from torchvision.ops import masks_to_boxes

from explorer.scenes import (
    KINDS,
    Scene,
    Thing,
    boxes,
    class_map,
    distances,
    hidden,
    labels,
    masks,
    random_scene,
    truth,
)

SIDE = 96


def ring_of(radii: list[float], turn: float) -> np.ndarray:
    """Return corners at equal angles, the first on top, clockwise, as x and y."""
    angles = turn - math.pi / 2 + 2 * math.pi * np.arange(len(radii)) / len(radii)
    return np.array(radii)[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)


def cross_of(turn: float) -> np.ndarray:
    reach, arm = math.sqrt(1 - 0.09), 0.3
    corners = np.array([(arm, -reach), (arm, -arm), (reach, -arm), (reach, arm), (arm, arm), (arm, reach),
                        (-arm, reach), (-arm, arm), (-reach, arm), (-reach, -arm), (-arm, -arm), (-arm, -reach)])
    return corners @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])


CORNERS = {
    "square": lambda turn: ring_of([1.0] * 4, turn + math.pi / 4),
    "triangle": lambda turn: ring_of([1.0] * 3, turn),
    "star": lambda turn: ring_of([1.0, 0.42] * 5, turn),
    "cross": cross_of,
}


def centres(side: int) -> np.ndarray:
    """Return x and y of each pixel's centre, px (side * side, 2)."""
    rows, columns = np.mgrid[:side, :side] + 0.5
    return np.stack([columns.ravel(), rows.ravel()], 1)


@pytest.mark.parametrize("angle", [0, 17, 45, 200])
@pytest.mark.parametrize("kind", CORNERS)
def test_a_mask_is_the_inside_of_the_polygon(kind, angle):
    thing = Thing(kind, 0.43, 0.561, 0.617, angle)
    corners = CORNERS[kind](math.radians(angle)) * thing.size * SIDE / 2 + np.array([thing.x, thing.y]) * SIDE
    inside = Path(corners).contains_points(centres(SIDE)).reshape(SIDE, SIDE)
    assert np.array_equal(masks(Scene((thing,)), SIDE)[0], inside)


@pytest.mark.parametrize(("kind", "hole"), [("circle", 0.0), ("ring", 0.55)])
def test_a_mask_is_what_lies_between_two_radii(kind, hole):
    thing = Thing(kind, 0.43, 0.561, 0.617)
    far = np.hypot(*(centres(SIDE) - np.array([thing.x, thing.y]) * SIDE).T).reshape(SIDE, SIDE)
    radius = thing.size * SIDE / 2
    assert np.array_equal(masks(Scene((thing,)), SIDE)[0], (far < radius) & (far > hole * radius))


def test_a_tip_is_on_top_and_turns_clockwise():
    for kind in ("triangle", "star"):
        up, right = (masks(Scene((Thing(kind, 0.5, 0.5, 0.9, angle),)), 200)[0] for angle in (0, 90))
        assert up[12, 100] and not up[100, 12] and not up[188, 100]
        assert right[100, 188] and not right[12, 100]


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("side", [64, 130])
def test_boxes_are_those_of_torchvision_and_one_more_pixel(seed, side):
    scene = random_scene(seed, count=(5, 8), overlap=0.8)
    shown = [index for index in range(len(scene.things)) if index not in hidden(scene, side)]
    expected = masks_to_boxes(torch.from_numpy(masks(scene, side)[shown])) + torch.tensor([0, 0, 1, 1])
    assert np.array_equal(boxes(scene, side)[shown], expected.numpy())


@pytest.mark.parametrize("seed", range(15))
def test_masks_do_not_overlap_and_make_up_the_classes(seed):
    scene = random_scene(seed, count=(1, 8), overlap=1.0)
    parts, classes = masks(scene, 64), class_map(scene, 64)
    assert parts.sum(0).max() <= 1
    assert np.array_equal(classes > 0, parts.any(0))
    for part, kind in zip(parts, labels(scene), strict=True):
        assert set(classes[part].tolist()) <= {1 + kind}


def test_a_later_thing_covers_an_earlier_one():
    low, high = Thing("square", 0.4, 0.5, 0.5), Thing("circle", 0.6, 0.5, 0.4)
    alone = [masks(Scene((thing,)), 64)[0] for thing in (low, high)]
    both = masks(Scene((low, high)), 64)
    assert np.array_equal(both[1], alone[1]) and np.array_equal(both[0], alone[0] & ~alone[1])


def test_a_hidden_thing_has_no_box_and_is_named():
    scene = Scene((Thing("star", 0.5, 0.5, 0.2), Thing("cross", 0.2, 0.2, 0.2), Thing("circle", 0.5, 0.5, 0.6)))
    assert hidden(scene, 64) == hidden(scene, 512) == (0,)
    assert np.isnan(boxes(scene, 64)).all(1).tolist() == [True, False, False]
    found = truth(scene, 64)
    assert found.things == (1, 2) and found.hidden == (0,) and len(found.masks) == 2
    assert found.labels.tolist() == [KINDS.index("cross"), KINDS.index("circle")]


@pytest.mark.parametrize("seed", range(10))
def test_the_truth_is_what_its_parts_say(seed):
    scene = random_scene(seed)
    found, shown = truth(scene, 64), list(truth(scene, 64).things)
    assert np.array_equal(found.boxes, boxes(scene, 64)[shown]) and found.boxes.dtype == np.float32
    assert np.array_equal(found.masks, masks(scene, 64)[shown])
    assert np.array_equal(found.labels, labels(scene)[shown])
    assert np.array_equal(found.class_map, class_map(scene, 64))


@pytest.mark.parametrize("side", [1, 2, 64])
def test_an_empty_scene_has_no_boxes(side):
    found = truth(Scene(()), side)
    assert found.boxes.shape == (0, 4) and found.masks.shape == (0, side, side) and found.labels.shape == (0,)
    assert found.class_map.tolist() == [[0] * side] * side


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_that_reaches_out_of_the_picture_is_cut(kind):
    found = truth(Scene((Thing(kind, 0.0, 1.0, 1.5, 30),)), 64)
    assert found.boxes[0, 0] == 0 and found.boxes[0, 3] == 64 and found.boxes.max() <= 64


def test_distances_are_in_pixels_and_negative_inside():
    found = distances(Thing("circle", 0.5, 0.5, 0.5), 100)
    assert found[50, 50] == pytest.approx(math.hypot(0.5, 0.5) - 25, abs=1e-4)
    assert found[50, 99] == pytest.approx(math.hypot(49.5, 0.5) - 25, abs=1e-4)
