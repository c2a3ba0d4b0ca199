"""What holds for every suppression, whatever the boxes: on many drawn by chance, with torchvision's overlaps."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import torch
from torchvision import ops

from explorer.detection import METHODS, Compared, Suppression, factor, factor_line, suppress

CASES = list(product(range(5), METHODS, (True, False)))


def drawn(seed, method, class_wise, count=16, **more):
    chance = np.random.default_rng(seed)
    low = chance.uniform(0, 30, (count, 2))
    boxes = np.concatenate([low, low + chance.uniform(5, 25, (count, 2))], axis=1)
    return Suppression(boxes=tuple(map(tuple, boxes.tolist())), scores=tuple(chance.uniform(0.1, 1, count).tolist()),
                       classes=tuple(chance.integers(0, 2, count).tolist()), method=method, class_wise=class_wise,
                       **{"threshold": 0.3, "least": 0.05, **more})


@pytest.mark.parametrize("case", CASES)
def test_every_box_is_kept_once_or_falls_once(case):
    plan = drawn(*case)
    done = suppress(plan)
    fallen = [one.place for turn in done.turns for one in turn.rest if one.verdict == "falls"]
    assert sorted([*done.kept, *fallen]) == list(range(len(plan.boxes)))


@pytest.mark.parametrize("case", CASES)
def test_the_box_in_hand_has_the_highest_score_of_those_left(case):
    done = suppress(drawn(*case))
    for turn in done.turns:
        befores = [one.before for one in turn.rest]
        assert turn.score >= max(befores, default=0)
        assert befores == sorted(befores, reverse=True)
    assert list(done.scores) == sorted(done.scores, reverse=True)


@pytest.mark.parametrize("case", CASES)
def test_overlaps_are_torchvisions_and_scores_never_rise(case):
    plan = drawn(*case)
    boxes = torch.tensor(plan.boxes, dtype=torch.float64)
    overlaps = ops.box_iou(boxes, boxes)
    for turn in suppress(plan).turns:
        for one in turn.rest:
            assert one.iou == pytest.approx(overlaps[turn.hand, one.place].item())
            assert one.after <= one.before
            assert (one.verdict == "apart") == (not plan.meet(turn.hand, one.place))


@pytest.mark.parametrize("case", CASES)
def test_what_is_left_goes_on_with_its_score(case):
    turns = suppress(drawn(*case)).turns
    for turn, following in pairwise(turns):
        left = {one.place: one.after for one in turn.rest if one.verdict != "falls"}
        assert {following.hand, *(one.place for one in following.rest)} == set(left)
        assert following.score == left[following.hand]
        assert all(one.before == left[one.place] for one in following.rest)


@pytest.mark.parametrize(("seed", "class_wise"), list(product(range(4), (True, False))))
def test_soft_suppression_keeps_all_that_hard_keeps(seed, class_wise):
    hard = suppress(drawn(seed, "hard", class_wise, least=0)).kept
    assert set(hard) <= set(suppress(drawn(seed, "linear", class_wise, least=0)).kept)


@pytest.mark.parametrize("seed", range(4))
def test_a_higher_threshold_keeps_all_boxes_at_last(seed):
    assert len(suppress(drawn(seed, "hard", False, threshold=1.0)).kept) == 16
    assert suppress(drawn(seed, "hard", False, threshold=0.999)).kept == drawn(seed, "hard", False).order


@pytest.mark.parametrize("iou", np.linspace(0, 1, 6).tolist())
def test_factors_follow_the_papers_formulas(iou):
    value = torch.tensor(iou, dtype=torch.float64)
    assert factor(drawn(0, "gaussian", True, sigma=0.5), iou) == pytest.approx(torch.exp(-value**2 / 0.5).item())
    assert factor(drawn(0, "linear", True), iou) == pytest.approx(1 - iou if iou > 0.3 else 1)
    assert factor(drawn(0, "hard", True), iou) == (iou <= 0.3)


@pytest.mark.parametrize(("method", "iou", "said"), [
    ("hard", 0.3, r"0.300 \le 0.3"), ("hard", 0.31, r"0.310 > 0.3"), ("linear", 0.1, r"s' = s = 0.500"),
    ("linear", 0.5, r"0.500 \cdot 0.500 = 0.250"), ("gaussian", 0.0, r"0.500 \cdot 1.000 = 0.500")])
def test_the_working_says_which_side_of_the_threshold_it_is(method, iou, said):
    plan = drawn(0, method, True)
    assert said in factor_line(plan, Compared(1, iou, 0.5, 0.5 * factor(plan, iou), "stays"))
