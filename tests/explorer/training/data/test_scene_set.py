"""Sets of scenes: pictures, boxes, kinds and maps are those of ``explorer.scenes``, the same on every call."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision.ops import masks_to_boxes

from explorer import scenes
from explorer.errors import LimitError
from explorer.training import open_set
from explorer.training.data.scene_set import scene_pictures, settings_for
from explorer.training.data.scene_settings import SceneSettings

FEW = SceneSettings(pictures=60, most=3)
SIDE = 32


@pytest.fixture(autouse=True)
def _apart(configure):
    configure()


@pytest.mark.parametrize("number", [0, 7, 59])
def test_a_picture_and_its_truth_are_those_of_its_scene(number):
    found, scene = scene_pictures(FEW, SIDE), FEW.scene(number)
    known = scenes.truth(scene, SIDE)
    boxes, kinds = found.truth.of(number)
    assert np.array_equal(found.images[number].permute(1, 2, 0).numpy(), scenes.drawn(scene, SIDE))
    assert kinds.tolist() == known.labels.tolist()
    assert np.array_equal(found.truth.maps[number].numpy(), known.class_map)
    edges = masks_to_boxes(torch.from_numpy(known.masks)) + torch.tensor([0, 0, 1, 1])  # names the last pixel itself
    assert torch.equal(boxes, edges.float())


def test_where_one_thing_is_located_there_is_one():
    found = open_set("scenes/locate", SIDE, seed=0, scenes=FEW)
    assert found.task == "locate"
    assert found.train.truth.kinds.shape == (len(found.train), 1) and (found.train.truth.kinds >= 0).all()


def test_settings_that_do_not_matter_make_no_other_set():
    assert settings_for("locate", FEW) == settings_for("locate", SceneSettings(pictures=60, most=7, overlap=0.9))
    assert settings_for("detect", FEW) == FEW


def test_scenes_may_be_empty():
    none = scene_pictures(SceneSettings(pictures=50, least=0, most=1), SIDE)
    empty = (none.truth.kinds[:, 0] < 0).nonzero()[:, 0].tolist()
    assert empty and all(not none.truth.maps[row].any() for row in empty) and (none.labels >= 0).all()


@pytest.mark.parametrize("name", ["scenes/detect", "scenes/segment"])
def test_a_set_is_the_same_when_it_is_read_again(name):
    first, again = (open_set(name, SIDE, seed=3, scenes=FEW) for _ in range(2))
    assert torch.equal(first.test.images, again.test.images)
    for part in ("train", "val", "test"):
        one, other = getattr(first, part).truth, getattr(again, part).truth
        assert torch.equal(one.boxes, other.boxes) and torch.equal(one.maps, other.maps)
        assert torch.equal(one.kinds, other.kinds)


def test_no_scene_is_in_two_parts_and_none_is_lost():
    found = open_set("scenes/detect", SIDE, seed=3, scenes=FEW)
    parts = [{one.numpy().tobytes() for one in getattr(found, part).images} for part in ("train", "val", "test")]
    assert sum(map(len, parts)) == len(set.union(*parts)) == 60
    assert [len(part) for part in parts] == sorted(map(len, parts), reverse=True) and len(parts[2]) >= 6


def test_more_than_fits_into_memory_is_refused_before_anything_is_drawn(configure):
    configure(set_bytes=10**5)
    with pytest.raises(LimitError, match="of memory"):
        open_set("scenes/detect", 128, seed=0, scenes=FEW)
