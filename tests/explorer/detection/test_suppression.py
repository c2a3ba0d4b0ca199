"""Suppression against torchvision.ops, and the soft variants against the paper's own loop."""

from __future__ import annotations

from itertools import product
from math import exp

import numpy as np
import pytest
import torch
from torchvision import ops

from explorer.detection import METHODS, Suppression, factor_line, suppress
from explorer.errors import ExplorerError

# FACTS.md, section 10: boxes, scores, threshold -> which are kept.
THREE = ((0, 0, 10, 10), (1, 1, 11, 11), (20, 20, 30, 30))
ROW = ((0, 0, 10, 10), (2.5, 0, 12.5, 10), (5, 0, 15, 10))
FACTS = [(THREE, 0.5, (0, 2)), (THREE, 0.7, (0, 1, 2)), (ROW, 0.5, (0, 2)), (ROW, 0.65, (0, 1, 2)), (ROW, 0.3, (0,))]


def drawn(seed, count=24):
    chance = np.random.default_rng(seed)
    corners = chance.uniform(0, 40, (count, 2))
    boxes = np.concatenate([corners, corners + chance.uniform(4, 30, (count, 2))], axis=1)
    scores = np.round(chance.random(count), 2)  # some are equal
    return boxes, scores, chance.integers(0, 3, count)


def plan_of(boxes, scores, classes=(), **more):
    return Suppression(boxes=tuple(map(tuple, np.asarray(boxes, float).tolist())), scores=tuple(map(float, scores)),
                       classes=tuple(map(int, classes)), **more)


@pytest.mark.parametrize(("boxes", "threshold", "kept"), FACTS)
def test_the_lectures_boxes(boxes, threshold, kept):
    assert suppress(plan_of(boxes, (0.9, 0.8, 0.7), threshold=threshold)).kept == kept


@pytest.mark.parametrize(("seed", "threshold"), list(product(range(8), (0.0, 0.2, 0.45, 0.7, 1.0))))
def test_the_same_boxes_are_kept_as_by_torchvision(seed, threshold):
    boxes, scores, classes = drawn(seed)
    tensors = torch.from_numpy(boxes), torch.from_numpy(scores)
    assert list(suppress(plan_of(boxes, scores, threshold=threshold)).kept) == ops.nms(*tensors, threshold).tolist()
    found = suppress(plan_of(boxes, scores, classes, threshold=threshold)).kept
    assert list(found) == ops.batched_nms(*tensors, torch.from_numpy(classes), threshold).tolist()


def soft_loop(boxes, scores, method, *, threshold, sigma, least):
    """Return what figure 2 of the paper says: kept boxes and their scores."""
    overlaps = ops.box_iou(torch.from_numpy(boxes), torch.from_numpy(boxes)).tolist()
    left, scores, kept = list(range(len(boxes))), [float(one) for one in scores], []
    while left:
        best = max(left, key=lambda place: (scores[place], -place))
        left.remove(best)
        kept.append((best, scores[best]))
        for place in left:
            iou = overlaps[best][place]
            if method == "gaussian":
                scores[place] *= exp(-iou * iou / sigma)
            elif iou > threshold:
                scores[place] *= 1 - iou
        left = [place for place in left if scores[place] >= least]
    return kept


@pytest.mark.parametrize(("seed", "method"), list(product(range(6), ("linear", "gaussian"))))
def test_soft_variants_agree_with_the_papers_loop(seed, method):
    boxes, scores, _ = drawn(seed)
    scores = 0.06 + 0.9 * scores  # none is below the least from the start
    how = {"threshold": 0.3, "sigma": 0.5, "least": 0.05}
    found = suppress(plan_of(boxes, scores, method=method, **how))
    expected = soft_loop(boxes, scores, method, **how)
    assert list(found.kept) == [place for place, _ in expected]
    assert found.scores == pytest.approx([score for _, score in expected])


@pytest.mark.parametrize("seed", range(4))
def test_a_narrow_gaussian_is_hard_suppression_of_all_that_touches(seed):
    boxes, scores, _ = drawn(seed)
    scores = scores + 0.01
    found = suppress(plan_of(boxes, scores, method="gaussian", sigma=1e-9))
    assert list(found.kept) == ops.nms(torch.from_numpy(boxes), torch.from_numpy(scores), 0.0).tolist()


@pytest.mark.parametrize(("method", "after", "verdict"), [
    ("hard", 0.0, "falls"), ("linear", 0.8 * (1 - 81 / 119), "weaker"),
    ("gaussian", 0.8 * exp(-(81 / 119) ** 2 / 0.5), "weaker")])
def test_what_becomes_of_the_covered_box(method, after, verdict):
    covered, far = suppress(plan_of(THREE, (0.9, 0.8, 0.7), method=method)).turns[0].rest
    assert (covered.place, covered.verdict) == (1, verdict)
    assert (covered.iou, covered.after) == pytest.approx((81 / 119, after))
    assert (far.iou, far.after, far.verdict) == (0, 0.7, "stays")


def test_soft_suppression_keeps_all_but_takes_them_in_another_order():
    found = suppress(plan_of(THREE, (0.9, 0.8, 0.7), method="linear"))
    assert found.kept == (0, 2, 1)
    assert suppress(plan_of(THREE, (0.9, 0.8, 0.7), method="linear", least=0.3)).kept == (0, 2)


def test_boxes_of_other_classes_are_not_compared():
    plan = plan_of(THREE, (0.9, 0.8, 0.7), (0, 1, 0))
    assert [one.verdict for one in suppress(plan).turns[0].rest] == ["apart", "stays"]
    assert suppress(plan).kept == (0, 1, 2)
    assert suppress(plan_of(THREE, (0.9, 0.8, 0.7), (0, 1, 0), class_wise=False)).kept == (0, 2)


def test_an_equal_iou_does_not_fall_and_a_score_of_nothing_does():
    halves = ((0, 0, 4, 2), (0, 0, 2, 2))
    assert suppress(plan_of(halves, (1, 0), threshold=0.5)).kept == (0, 1)
    assert suppress(plan_of(halves, (1, 0), threshold=0.49)).kept == (0,)


def test_boxes_without_area_suppress_nothing():
    assert suppress(plan_of(((3, 3, 3, 3), (3, 3, 3, 3)), (0.9, 0.8))).kept == (0, 1)


def test_without_boxes_nothing_is_kept():
    assert suppress(plan_of((), ())).turns == ()


@pytest.mark.parametrize(("method", "threshold", "said"), [
    ("hard", 0.5, r"\mathrm{IoU} = 0.681 > 0.5 \;\Rightarrow\; s' = 0"),
    ("hard", 0.7, r"\mathrm{IoU} = 0.681 \le 0.7 \;\Rightarrow\; s' = s = 0.800"),
    ("linear", 0.5, r"\mathrm{IoU} = 0.681 > 0.5 \;\Rightarrow\; s' = s \cdot (1 - \mathrm{IoU}) = "
                    r"0.800 \cdot 0.319 = 0.255"),
    ("gaussian", 0.5, r"s' = s \cdot e^{-\mathrm{IoU}^2 / \sigma} = 0.800 \cdot e^{-0.681^2 / 0.5} = "
                      r"0.800 \cdot 0.396 = 0.317")])
def test_the_working_of_a_score(method, threshold, said):
    plan = plan_of(THREE, (0.9, 0.8, 0.7), method=method, threshold=threshold)
    assert factor_line(plan, suppress(plan).turns[0].rest[0]) == said


@pytest.mark.parametrize("more", [{"scores": (0.5,)}, {"scores": (0.5, 0.4, 0.3), "classes": (1,)},
                                  {"scores": (0.5, 0.4, 0.3), "sigma": 0}])
def test_what_does_not_go_together_is_said(more):
    with pytest.raises(ExplorerError):
        plan_of(THREE, **{"scores": (), **more})


def test_methods_are_those_of_the_paper():
    assert METHODS == ("hard", "linear", "gaussian")
