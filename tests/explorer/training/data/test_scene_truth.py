"""The truth of scenes as tensors of one shape, though scenes hold different numbers of things."""

from __future__ import annotations

import torch

from explorer.training.data.scene_truth import NOTHING, SceneTruth, no_truth
from explorer.training.tasks.known_tasks import task_of


def truth():
    boxes = torch.zeros(3, 2, 4)
    boxes[0] = torch.tensor([[1.0, 2, 3, 4], [5, 6, 9, 9]])
    boxes[1, 0] = torch.tensor([0.0, 0, 8, 8])
    kinds = torch.tensor([[0, 4], [2, NOTHING], [NOTHING, NOTHING]])
    return SceneTruth(boxes=boxes, kinds=kinds, maps=torch.arange(3, dtype=torch.uint8)[:, None, None].expand(3, 8, 8))


def test_a_scene_has_the_boxes_that_are_there():
    assert [len(truth().of(scene)[0]) for scene in range(3)] == [2, 1, 0]
    assert truth().of(1)[1].tolist() == [2]


def test_rows_are_taken_in_their_order():
    found = truth().at(torch.tensor([2, 0]))
    assert len(found) == 2 and found.side == 8
    assert found.maps[:, 0, 0].tolist() == [2, 0] and found.kinds[1].tolist() == [0, 4]


def test_no_scenes_have_the_shapes_of_some():
    assert [tuple(value.shape) for value in (no_truth(8, 2).boxes, no_truth(8, 2).kinds, no_truth(8, 2).maps)] == [
        (0, 2, 4), (0, 2), (0, 8, 8)]


def test_classes_of_whole_pictures_are_no_task():
    assert task_of("classify") is None
