"""Slips of boxes: the intersection counted twice, classes that suppress each other, a cell's offset alone."""

from __future__ import annotations

import math

import pytest
import torch
from torchvision import ops

from explorer.exercises import LEVELS, ChoiceAnswer
from tests.explorer.exercises.making import all_levels, asked, said, several, told


def test_the_lectures_two_boxes():
    """CURRICULUM 97: (0, 0, 2, 2) and (1, 1, 3, 3) have an IoU of 1/7."""
    boxes = torch.tensor([[0.0, 0, 2, 2], [1, 1, 3, 3]])
    assert ops.box_iou(boxes[:1], boxes[1:]).item() == pytest.approx(1 / 7)


def test_an_intersection_that_is_counted_twice_is_named():
    for made in all_levels("iou"):
        first, second = (torch.tensor([box], dtype=torch.float64) for box in made.asked.shown[0].boxes)
        areas = ops.box_area(first).item(), ops.box_area(second).item()
        shared = told_exactly(made) * sum(areas) / (1 + told_exactly(made))
        if shared:
            assert said(made, shared / sum(areas), "The intersection is counted twice")
            assert said(made, shared / areas[0], "Divide by the union, not by box A")
            assert said(made, shared / areas[1], "Divide by the union, not by box B")
            assert said(made, shared, "That is the intersection")


def told_exactly(made) -> float:
    return float(made.asked.right.value)


def test_the_boxes_of_the_question_are_those_that_are_drawn():
    for made in all_levels("iou"):
        for name, box in zip(("first", "second"), made.asked.shown[0].boxes, strict=True):
            assert tuple(float(side) for side in str(made.question.values[name]).strip("()").split(", ")) == box
            assert box[0] < box[2] and box[1] < box[3]


@pytest.mark.parametrize("level", LEVELS)
def test_boxes_that_fall_are_told_from_those_that_stay(level):
    for made in several("survivors", level):
        shown = made.asked.shown[0]
        assert said(made, len(shown.boxes) - told(made), "That is how many fall")
        assert list(shown.scores) == [score for score in shown.scores if 0 < score < 1]


def test_classes_that_suppress_each_other_are_named():
    for made in several("survivors", 3):
        shown = made.asked.shown[0]
        kept = ops.nms(torch.tensor(shown.boxes).double(), torch.tensor(shown.scores).double(),
                       made.question.values["threshold"])
        assert said(made, len(kept), "Boxes of different classes")


def test_no_overlap_is_so_near_the_threshold_that_a_ruler_could_not_tell():
    for made in all_levels("survivors"):
        for line in made.asked.working:
            iou, _sign, threshold = str(line).split(" = ")[1].split(" ")
            assert abs(float(iou) - float(threshold)) > 0.03


def test_the_numbers_of_yolo_are_the_papers():
    """CURRICULUM 101: 7 x 7 x (2 x 5 + 20) = 1,470."""
    for made in several("grid_cell", 1):
        given = asked(made)
        per_cell = 5 * given["boxes"] + given["classes"]
        assert told(made) == given["cells"] ** 2 * per_cell
        assert said(made, per_cell, "That is one cell")
        assert said(made, given["cells"] ** 2 * (4 * given["boxes"] + given["classes"]), "Each box has a confidence")
    assert 7 * 7 * (2 * 5 + 20) == 1470


def test_the_cell_that_owns_a_thing_is_the_one_in_which_its_middle_lies():
    for made in several("grid_cell", 2):
        given, right = asked(made), made.asked.right
        assert isinstance(right, ChoiceAnswer)
        step = given["side"] / given["cells"]
        chosen = right.options[right.right].says.values
        assert (chosen["row"], chosen["column"]) == (math.floor(given["y"] / step), math.floor(given["x"] / step))
        turned = [place for place, option in enumerate(right.options)
                  if (option.says.values["column"], option.says.values["row"]) == (chosen["row"], chosen["column"])
                  and place != right.right]
        assert all(str(made.mark("ABCDEFGH"[place]).says).startswith("You took the column for the row")
                   for place in turned)


def test_an_offset_without_its_column_is_named():
    for made in several("grid_cell", 3):
        given = asked(made)
        step, share = given["side"] / given["cells"], torch.sigmoid(torch.tensor(float(given["raw"]))).item()
        assert told(made) == pytest.approx((given["column"] + share) * step, abs=0.051)
        if given["column"]:
            assert said(made, share * step, "Add the cells before it")
        assert said(made, (given["column"] + given["raw"]) * step, "The sigmoid first")
        assert said(made, given["column"] + share, "That is in cells")
