"""The scene in links: as it was written, and what is said where it cannot be read."""

from __future__ import annotations

import pytest

from explorer.scenes import MOST_THINGS, Scene, Thing, boxes, random_scene
from pages.where_is_it.scene_settings import FIRST, LONGEST, SceneField
from pages.where_is_it.state import WhereSetup

FIELD = SceneField()


@pytest.mark.parametrize("scene", [FIRST, Scene(()), *(random_scene(seed) for seed in range(5)),
                                   Scene(tuple(Thing("triangle", 0.123, 0.456, 0.789, 359)
                                               for _ in range(MOST_THINGS)), ground="#aabbcc", noise=0.5)])
def test_a_scene_comes_back_from_its_link(scene):
    text = FIELD.write(scene)
    assert len(text) <= LONGEST
    assert FIELD.read("scene", text, FIRST) == (scene, None)


@pytest.mark.parametrize(("text", "said"), [
    ("", "has not the 3 parts"), ("dfe3e8.0.0~blob.1.1.100.0.ffffff", "There is no shape 'blob'"),
    ("dfe3e8.0.0~star.1200.1.100.0.ffffff", "outside the picture"), ("mars.0.0", "There is no ground"),
    ("dfe3e8.900.0", "Noise of 0.9"), ("~" * 9_000, "too full")])
def test_what_is_no_scene_is_said_and_all_stays(text, said):
    found, problem = FIELD.read("scene", text, FIRST)
    assert found == FIRST
    assert said in str(problem)


def test_the_page_starts_with_things_that_can_all_be_seen():
    assert WhereSetup().scene == FIRST
    corners = boxes(FIRST, 64)
    assert corners.shape == (5, 4)
    assert (corners[:, 2:] > corners[:, :2]).all() and corners.min() >= 0 and corners.max() <= 64
