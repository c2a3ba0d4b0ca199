"""The examples of suppression show what is said of them; torchvision agrees."""

from __future__ import annotations

import pytest
import torch
from torchvision import ops

from explorer.detection import BOX_EXAMPLES, Suppression, suppress


def plan_of(name, **more):
    example = BOX_EXAMPLES[name]
    return Suppression(boxes=example.boxes, scores=example.scores, classes=example.classes,
                       **{"threshold": example.threshold, **more})


# FACTS.md, section 10, for the first two.
@pytest.mark.parametrize(("name", "more", "kept"), [
    ("three", {}, (0, 2)), ("three", {"threshold": 0.7}, (0, 1, 2)), ("order", {}, (0, 2)),
    ("crowd", {}, (0,)), ("crowd", {"method": "linear"}, (0, 1, 2)), ("crowd", {"threshold": 0.6}, (0, 1)),
    ("classes", {}, (0, 1)), ("classes", {"class_wise": False}, (0,))])
def test_an_example_shows_what_is_said_of_it(name, more, kept):
    assert suppress(plan_of(name, **more)).kept == kept


@pytest.mark.parametrize("name", BOX_EXAMPLES)
def test_torchvision_keeps_the_same(name):
    example = BOX_EXAMPLES[name]
    boxes, scores = (torch.tensor(part, dtype=torch.float64) for part in (example.boxes, example.scores))
    found = ops.batched_nms(boxes, scores, torch.tensor(example.classes), example.threshold)
    assert list(suppress(plan_of(name)).kept) == found.tolist()


@pytest.mark.parametrize("name", BOX_EXAMPLES)
def test_boxes_lie_on_their_ground(name):
    example = BOX_EXAMPLES[name]
    assert all(0 <= x1 < x2 <= example.side and 0 <= y1 < y2 <= example.side for x1, y1, x2, y2 in example.boxes)


@pytest.mark.parametrize(("one", "other", "iou"), [("three", (0, 1), 81 / 119), ("order", (0, 1), 0.6),
                                                   ("order", (0, 2), 1 / 3), ("order", (1, 2), 0.6)])
def test_overlaps_are_those_of_the_lecture(one, other, iou):
    boxes = torch.tensor(BOX_EXAMPLES[one].boxes, dtype=torch.float64)
    assert ops.box_iou(boxes, boxes)[other].item() == pytest.approx(iou)
