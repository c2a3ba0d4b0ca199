"""Targets, losses, answers and measures of the tasks; boxes against torchvision, precision against pycocotools."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional
from torchvision import ops

from explorer.detection import decode_grid
from explorer.training.data.scene_truth import SceneTruth
from explorer.training.tasks.box_losses import corners, kept_boxes, overlaps
from explorer.training.tasks.detect_task import boxes_of, detections, split, true_boxes
from explorer.training.tasks.known_tasks import KNOWN, task_of
from tests.explorer.detection.pycocotools_oracle import by_pycocotools

LOCATE, DETECT, SEGMENT = (KNOWN[name] for name in ("locate", "detect", "segment"))
KINDS, SIDE = 6, 64


def boxes_by_chance(count, seed=0):
    draw = np.random.default_rng(seed)
    starts, sizes = draw.uniform(0, 40, (count, 2)), draw.uniform(6, 24, (count, 2))
    return torch.from_numpy(np.concatenate([starts, starts + sizes], 1)).float()


def truth_by_chance(scenes=20, most=5, seed=0):
    draw = np.random.default_rng(seed)
    boxes = boxes_by_chance(scenes * most, seed).reshape(scenes, most, 4)
    kinds = torch.from_numpy(draw.integers(0, KINDS, (scenes, most)))
    kinds[torch.arange(most)[None] >= torch.from_numpy(draw.integers(1, most + 1, (scenes, 1)))] = -1
    boxes[kinds < 0] = 0
    maps = torch.from_numpy(draw.integers(0, 1 + KINDS, (scenes, SIDE, SIDE)).astype(np.uint8))
    return SceneTruth(boxes=boxes, kinds=kinds, maps=maps)


def wandering(truth, seed=0, spread=2.0):
    """Return answers near the truth, with some false ones and wrong classes."""
    draw = np.random.default_rng(seed)
    rows = torch.zeros(len(truth), 12, 6)
    for scene in range(len(truth)):
        boxes, kinds = truth.of(scene)
        found = torch.cat([boxes + torch.from_numpy(draw.normal(0, spread, boxes.shape)).float(),
                           boxes_by_chance(3, scene)])
        kinds = torch.cat([kinds, torch.from_numpy(draw.integers(0, KINDS, 3))])
        scores = torch.from_numpy(np.sort(draw.uniform(0.1, 1, len(found)))[::-1].copy()).float()
        order = torch.from_numpy(draw.permutation(len(found)))
        rows[scene, :len(found)] = torch.cat([found[order], scores[:, None], kinds[order, None].float()], 1)
    return rows


def test_overlaps_of_pairs_are_torchvisions():
    ours, others = boxes_by_chance(30), boxes_by_chance(30, 1)
    iou, giou = overlaps(ours, others)
    torch.testing.assert_close(iou, ops.box_iou(ours, others).diag())
    torch.testing.assert_close(giou, ops.generalized_box_iou(ours, others).diag())


def test_centres_become_corners_as_torchvision_has_it():
    boxes = torch.rand(9, 4)
    torch.testing.assert_close(corners(boxes), ops.box_convert(boxes, "cxcywh", "xyxy"))


@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5])
def test_suppression_within_classes_is_torchvisions(threshold):
    boxes = torch.stack([boxes_by_chance(40, seed) for seed in range(4)])
    kinds = torch.randint(0, 3, (4, 40), generator=torch.Generator().manual_seed(0))
    scores = torch.linspace(1, 0, 40)
    kept = kept_boxes(boxes, kinds, threshold)
    for scene in range(4):
        wanted = ops.batched_nms(boxes[scene], scores, kinds[scene], threshold)
        assert kept[scene].nonzero()[:, 0].tolist() == sorted(wanted.tolist())


@pytest.mark.parametrize(("name", "shape"), [
    ("locate", (10,)), ("detect", (22, 8, 8)), ("segment", (7, 64, 64))])
def test_parts_add_up_to_the_loss_and_gradients_reach_every_output(name, shape):
    task, truth = task_of(name), truth_by_chance(8)
    assert task.output_shape(KINDS, SIDE) == shape
    outputs = torch.randn(8, *shape, generator=torch.Generator().manual_seed(0)).requires_grad_()
    loss, parts = task.loss(outputs, task.targets(truth, KINDS))
    assert tuple(parts) == task.parts
    torch.testing.assert_close(sum(parts.values()), loss)
    loss.backward()
    assert torch.isfinite(outputs.grad).all()
    assert (outputs.grad.abs().flatten(1).sum(1) > 0).all()


@pytest.mark.parametrize("name", ["locate", "detect", "segment"])
def test_scenes_without_things_have_a_finite_loss(name):
    task = task_of(name)
    truth = SceneTruth(boxes=torch.zeros(2, 3, 4), kinds=torch.full((2, 3), -1),
                       maps=torch.zeros(2, SIDE, SIDE, dtype=torch.uint8))
    outputs = torch.zeros(2, *task.output_shape(KINDS, SIDE), requires_grad=True)
    loss, _ = task.loss(outputs, task.targets(truth, KINDS))
    loss.backward()
    assert torch.isfinite(loss)
    answers = task.answers(outputs.detach(), SIDE)
    assert task.measure(answers, truth, KINDS).keys() == set(task.measures)
    assert len(task.each(answers, truth)) == 2


def test_the_loss_of_locating_is_cross_entropy_and_torchvisions_giou_loss():
    truth = truth_by_chance(16, most=1)
    outputs = torch.rand(16, 10)
    _, parts = LOCATE.loss(outputs, LOCATE.targets(truth, KINDS))
    torch.testing.assert_close(parts["class"], functional.cross_entropy(outputs[:, :6], truth.kinds[:, 0]))
    wanted = ops.generalized_box_iou_loss(corners(outputs[:, 6:]), truth.boxes[:, 0] / SIDE, reduction="mean")
    torch.testing.assert_close(parts["box"], 2 * wanted)


def test_what_locates_rightly_is_measured_as_right():
    truth = truth_by_chance(12, most=1)
    outputs = torch.cat([functional.one_hot(truth.kinds[:, 0], 6) * 9.0,
                         ops.box_convert(truth.boxes[:, 0] / SIDE, "xyxy", "cxcywh")], 1)
    answers = LOCATE.answers(outputs, SIDE)
    assert LOCATE.measure(answers, truth, KINDS) == {"found": 1, "iou": pytest.approx(1), "accuracy": 1}
    assert sum(row["things"] for row in LOCATE.by_class(answers, truth, KINDS)) == 12


def test_boxes_of_the_loss_are_those_of_the_grid():
    outputs = torch.randn(3, 22, 8, 8) * 2
    found = boxes_of(split(outputs))
    for scene in range(3):
        np.testing.assert_allclose(found[scene], decode_grid(outputs[scene]).boxes, atol=1e-5)


def test_a_grid_that_says_the_truth_has_no_loss_and_finds_everything():
    truth = truth_by_chance(10, most=3)
    targets = DETECT.targets(truth, KINDS)
    outputs = torch.full((10, 2, 11, 8, 8), -20.0)
    owned = targets[..., 0] == 1
    boxes = ops.box_convert(targets[..., 1:5], "xyxy", "cxcywh")
    anchors = torch.tensor([0.16, 0.34])[None, :, None, None]
    offsets = [torch.logit((boxes[..., axis] * 8) % 1, eps=1e-6) for axis in (0, 1)]
    factors = [(boxes[..., axis] / anchors).clamp(min=1e-3).log() for axis in (2, 3)]
    outputs[:, :, 0] = torch.where(owned, 20.0, -20.0)
    for place, values in enumerate((*offsets, *factors), 1):
        outputs[:, :, place] = values
    outputs[:, :, 5:] = functional.one_hot(targets[..., 5].long().clamp(min=0), 6).movedim(-1, 2) * 30.0
    loss, _ = DETECT.loss(outputs.flatten(1, 2), targets)
    assert loss < 1e-3
    measures = DETECT.measure(DETECT.answers(outputs.flatten(1, 2), SIDE), truth, KINDS)
    owners = int(owned.sum())
    assert measures["recall"] >= (owners - 2) / int((truth.kinds >= 0).sum())  # twins may suppress each other
    assert measures["map50"] > 0.9


def test_mean_average_precision_is_pycocotools():
    truth = truth_by_chance(60)
    answers = wandering(truth)
    precision, (_, half) = by_pycocotools(detections(answers), true_boxes(truth), KINDS)
    wanted = precision[0].mean(0)
    assert half == pytest.approx(wanted.mean())
    assert DETECT.measure(answers, truth, KINDS)["map50"] == pytest.approx(wanted.mean(), abs=1e-6)
    assert [row["value"] for row in DETECT.by_class(answers, truth, KINDS)] == pytest.approx(wanted, abs=1e-6)
    each = DETECT.each(answers, truth)
    assert ((each >= 0) & (each <= 1)).all()


def test_pixels_are_measured_as_sets_are():
    truth = truth_by_chance(6)
    outputs = functional.one_hot(truth.maps.long(), 7).movedim(-1, 1).float() * 20
    loss, _ = SEGMENT.loss(outputs, SEGMENT.targets(truth, KINDS))
    assert loss < 1e-3
    answers = SEGMENT.answers(outputs, SIDE)
    assert SEGMENT.measure(answers, truth, KINDS) == {"mean_iou": 1, "accuracy": 1}
    answers[:, :20] = 3
    wanted = [float(((answers == kind) & (truth.maps == kind)).sum() / ((answers == kind) | (truth.maps == kind)).sum())
              for kind in range(7)]
    assert SEGMENT.measure(answers, truth, KINDS)["mean_iou"] == pytest.approx(np.mean(wanted))
    assert [row["value"] for row in SEGMENT.by_class(answers, truth, KINDS)] == pytest.approx(wanted[1:])
    assert SEGMENT.each(answers, truth).mean() == pytest.approx((answers == truth.maps).double().mean())
