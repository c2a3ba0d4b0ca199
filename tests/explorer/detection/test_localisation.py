"""What a network with two heads answers and loses, against torch and torchvision."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional
from torchvision import ops

from explorer.detection import BOX_LOSSES, LocatedLoss, best_fit, located

SIDE = 64
DRAW = np.random.default_rng(11)
OUTPUTS = [np.concatenate([DRAW.normal(0, 3, 6), DRAW.uniform(0.2, 0.8, 4)]) for _ in range(12)]
TRUE = [(4, 6, 30, 40), (20, 20, 44, 50), (0, 0, 64, 64)]


@pytest.mark.parametrize("output", OUTPUTS)
def test_shares_and_corners_are_torchs(output):
    answer = located(output, SIDE)
    assert answer.shares == pytest.approx(functional.softmax(torch.tensor(output[:6]), 0).numpy())
    assert answer.kind == output[:6].argmax()
    wanted = ops.box_convert(torch.tensor(output[None, 6:]), "cxcywh", "xyxy") * SIDE
    assert answer.box == pytest.approx(wanted[0].tolist())


@pytest.mark.parametrize("by", BOX_LOSSES)
@pytest.mark.parametrize("box", TRUE)
def test_the_parts_of_the_loss_are_torchs(by, box):
    for kind, output in enumerate(OUTPUTS[:6]):
        found = LocatedLoss(located(output, SIDE), kind, box, weight=3.0, by=by)
        entropy = functional.cross_entropy(torch.tensor(output[None, :6]), torch.tensor([kind])).item()
        ours, true = torch.tensor([found.answer.box]), torch.tensor([box], dtype=torch.float64)
        centred = ops.box_convert(true, "xyxy", "cxcywh") / SIDE
        squares = functional.mse_loss(torch.tensor(output[None, 6:]), centred, reduction="sum")
        wanted = {"giou": ops.generalized_box_iou_loss(ours, true), "iou": 1 - ops.box_iou(ours, true),
                  "squares": squares}
        assert found.of_class == pytest.approx(entropy)
        assert found.of_box == pytest.approx(float(wanted[by]), abs=1e-6)
        assert found.total == pytest.approx(found.of_class + 3 * found.of_box)
        assert found.box_share == pytest.approx(3 * found.of_box / found.total)


def test_without_a_weight_the_box_counts_nothing_and_a_perfect_answer_loses_nothing():
    found = LocatedLoss(located(OUTPUTS[0], SIDE), 2, TRUE[0], weight=0)
    assert (found.total, found.box_share) == (found.of_class, 0)
    perfect = located([1000, 0, 0.5, 0.5, 0.5, 0.5], SIDE)
    done = LocatedLoss(perfect, 0, (16, 16, 48, 48))
    assert (done.of_class, done.of_box, done.total, done.box_share) == (0, 0, 0, 0)
    lost = LocatedLoss(perfect, 1, (16, 16, 48, 48))
    assert 700 < lost.of_class < 710  # a share of 0 has no logarithm


def test_iou_cannot_tell_near_from_far_but_giou_and_squares_can():
    answer = located([0, 0, 0.1, 0.1, 0.1, 0.1], SIDE)
    near, far = (20, 0, 30, 10), (50, 50, 60, 60)
    losses = {by: [LocatedLoss(answer, 0, box, by=by).of_box for box in (near, far)] for by in BOX_LOSSES}
    assert losses["iou"] == [1, 1]
    assert losses["giou"][0] < losses["giou"][1] and losses["squares"][0] < losses["squares"][1]


def test_the_working_ends_with_the_numbers():
    answer = located([2, 1, 0.1, 0.5, 0.5, 0.25, 0.5], SIDE)
    assert answer.lines()[0] == r"x_{1,2} = 64 \left(0.5 \mp \tfrac{0.25}{2}\right) = 24,\ 40"
    found = LocatedLoss(answer, 0, (24, 16, 40, 48))
    lines = found.lines()
    assert lines["class"][0] == r"p = \frac{e^{2}}{e^{2} + e^{1} + e^{0.1}} = 0.659"
    assert lines["class"][1].endswith(r"-\ln 0.659 = 0.417")
    assert lines["box"][-1].endswith("1 - 1 = 0")
    assert lines["total"][0].endswith(r"0.417 + 2 \cdot 0 = 0.417")
    apart = LocatedLoss(answer, 0, (0, 0, 8, 8)).lines()["box"]
    assert "1 - (-0.7) = 1.7" in apart[-1]
    assert LocatedLoss(answer, 0, (0, 0, 8, 8), by="iou").lines()["box"][-1].endswith(r"\text{IoU} = 1 - 0 = 1")
    squares = LocatedLoss(answer, 0, (32, 16, 48, 48), by="squares").lines()["box"]
    assert squares[0].endswith("(-0.125)^2 + 0^2 + 0^2 + 0^2 = 0.0156")


@pytest.mark.parametrize(("box", "place"), [
    ((0, 0, 2, 2), 0), ((9, 9, 12, 12), 1), ((3, 3, 4, 4), 0), ((20, 20, 22, 22), 1)])
def test_of_several_things_the_answer_is_held_against_the_nearest(box, place):
    assert best_fit(box, [(0, 0, 3, 3), (9, 9, 14, 14)]) == place
