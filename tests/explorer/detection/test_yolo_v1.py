"""YOLO v1's tensor against the paper's and the lecture's numbers, and against torchvision and torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision import ops

from explorer.detection import BOX_NUMBERS, VOC_CLASSES, CellBox, YoloHead, score_line
from explorer.errors import ExplorerError

HEAD = YoloHead()
EVEN = tuple(1 / 20 for _ in range(20))


@pytest.mark.parametrize(("cells", "boxes", "classes", "values", "total"), [
    (7, 2, 20, 30, 1470),   # Redmon et al. (2016), section 2: "our final prediction is a 7 x 7 x 30 tensor"
    (7, 2, 80, 90, 4410),   # the same for COCO's 80 classes
    (3, 1, 3, 8, 72),
])
def test_the_size_of_the_tensor(cells, boxes, classes, values, total):
    head = YoloHead(cells=cells, boxes=boxes, classes=classes)
    assert (head.values, head.total, len(head.names())) == (values, total, values)


def test_the_lectures_count_is_worked_out():
    assert HEAD.size_line == (r"S \cdot S \cdot (B \cdot 5 + C) = 7 \cdot 7 \cdot (2 \cdot 5 + 20) = "
                              r"7 \cdot 7 \cdot 30 = 1{,}470")
    assert HEAD.names()[:11] == ("x1", "y1", "w1", "h1", "c1", "x2", "y2", "w2", "h2", "c2", "p1")
    assert HEAD.names()[-1] == "p20"


def test_the_classes_are_those_of_pascal_voc():
    assert len(VOC_CLASSES) == 20
    assert (VOC_CLASSES[0], VOC_CLASSES[14], VOC_CLASSES[-1]) == ("aeroplane", "person", "tvmonitor")
    assert list(VOC_CLASSES) == sorted(VOC_CLASSES)


def test_the_lectures_cell():
    # FACTS.md, section 10: row 3, column 4, offset (0.5, 0.5) of 448 px is (288, 224).
    said = CellBox(0.5, 0.5, 0.25, 0.5)
    x1, y1, x2, y2 = HEAD.decoded((3, 4), said)
    assert ((x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1) == (288, 224, 112, 224)
    assert HEAD.target((232, 112, 344, 336)) == ((3, 4), said)


def test_its_working():
    lines = HEAD.lines((3, 4), CellBox(0.5, 0.5, 0.25, 0.5))
    assert lines[0] == r"x = \frac{4 + 0.5}{7} \cdot 448 = 288\ \text{px}"
    assert lines[1] == r"y = \frac{3 + 0.5}{7} \cdot 448 = 224\ \text{px}"
    assert lines[2:4] == (r"w = 0.25 \cdot 448 = 112\ \text{px}", r"h = 0.5 \cdot 448 = 224\ \text{px}")
    assert lines[4].endswith(r"(232,\ 112,\ 344,\ 336)")


@pytest.mark.parametrize("seed", range(6))
def test_boxes_come_back_as_torchvision_converts_them(seed):
    chance = np.random.default_rng(seed)
    centres = np.concatenate([chance.uniform(0, 448, 2), chance.uniform(10, 400, 2)])
    box = tuple(ops.box_convert(torch.from_numpy(centres), "cxcywh", "xyxy").tolist())
    cell, said = HEAD.target(box)
    assert all(0 <= share < 1 for share in (said.x, said.y))
    assert HEAD.decoded(cell, said) == pytest.approx(box)


def test_the_box_of_the_higher_iou_learns():
    truth = (232, 112, 344, 336)
    said = (CellBox(0.5, 0.5, 0.5, 0.5, 0.9), CellBox(0.4, 0.6, 0.25, 0.45, 0.1))
    learns, overlaps = HEAD.responsible((3, 4), said, truth)
    boxes = torch.tensor([HEAD.decoded((3, 4), one) for one in said])
    assert overlaps == pytest.approx(ops.box_iou(boxes, torch.tensor([truth], dtype=torch.float32))[:, 0].tolist())
    assert learns == 1


def test_the_loss_agrees_with_torch():
    truth, category = (232.0, 112.0, 344.0, 336.0), 11
    said = (CellBox(0.3, 0.6, 0.36, 0.49, 0.7), CellBox(0.9, 0.1, 0.04, 0.09, 0.3))
    parts = HEAD.loss((3, 4), said, EVEN, truth=truth, category=category)
    squares = torch.nn.MSELoss(reduction="sum")
    wanted = torch.nn.functional.one_hot(torch.tensor(category), 20).float()
    iou = ops.box_iou(torch.tensor([HEAD.decoded((3, 4), said[0])]), torch.tensor([truth])).item()
    assert parts == pytest.approx({
        "place": 5 * squares(torch.tensor([0.3, 0.6]), torch.tensor([0.5, 0.5])).item(),
        "size": 5 * squares(torch.tensor([0.6, 0.7]), torch.tensor([0.25, 0.5]).sqrt()).item(),
        "confidence": (0.7 - iou) ** 2, "silence": 0.5 * 0.3 ** 2,
        "class": squares(torch.tensor(EVEN), wanted).item()}, rel=1e-5)


def test_a_perfect_cell_loses_nothing():
    said = (CellBox(0.5, 0.5, 0.25, 0.5), CellBox(0.0, 0.0, 0.0, 0.0, 0.0))
    classes = [float(name == "dog") for name in VOC_CLASSES]
    parts = HEAD.loss((3, 4), said, classes, truth=(232, 112, 344, 336), category=VOC_CLASSES.index("dog"))
    assert sum(parts.values()) == pytest.approx(0)


def test_the_numbers_stand_in_their_order():
    row = HEAD.written((CellBox(0.1, 0.2, 0.3, 0.4, 0.5), CellBox(0.6, 0.7, 0.8, 0.9, 1.0)), EVEN)
    assert row[:10] == (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    assert (len(row), row[10:]) == (30, EVEN)
    assert len(BOX_NUMBERS) == 5


@pytest.mark.parametrize(("boxes", "classes"), [(1, 20), (2, 19), (3, 20), (0, 0)])
def test_other_counts_are_refused(boxes, classes):
    with pytest.raises(ExplorerError, match="A cell has 2 boxes and 20 classes"):
        HEAD.written([CellBox(0, 0, 0, 0)] * boxes, [0.0] * classes)


def test_a_score_is_the_product():
    assert score_line("dog", 0.8, 0.9) == (r"\text{dog}:\quad \Pr(\text{class} \mid \text{object}) \cdot c = "
                                           r"0.8 \cdot 0.9 = 0.72")
