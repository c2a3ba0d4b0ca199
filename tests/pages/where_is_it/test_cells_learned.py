"""*Grid*, what each cell learns: rows of the table, fields of links, and the numbers of YOLO v1's cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from explorer import scenes
from explorer.detection import DETECT_GRID, NO_ONE, SPARED, VOC_CLASSES, AnchorGrid, assignment, centre_of
from explorer.scenes import Scene, Thing
from pages.where_is_it import cell_answers, cell_truth, yolo_tensor
from pages.where_is_it.grid_outputs import SIDE
from pages.where_is_it.grid_settings import FIELDS, GRID_PARTS, MOST_CELLS, OVER, GridSettings
from pages.where_is_it.scene_settings import FIRST
from pages.where_is_it.state import WhereSetup

TRUTH = scenes.truth(FIRST, SIDE)
ASSIGNED = assignment(TRUTH.boxes, SIDE)
DASH = "–"


@pytest.mark.parametrize("thing", range(len(TRUTH.boxes)))
def test_the_row_of_an_owner_says_what_torch_would_aim_at(thing):
    place = ASSIGNED.places[thing]
    row = cell_truth._row(TRUTH, thing, place, DETECT_GRID)
    assert row["Objectness"] == "1" and row["Class"] == scenes.KINDS[TRUTH.labels[thing]]
    box = torch.from_numpy(TRUTH.boxes[thing]).double() / SIDE
    centre = (box[:2] + box[2:]) / 2 * DETECT_GRID.cells
    aims = torch.logit(centre - torch.tensor([place[2], place[1]]))
    sizes = ((box[2:] - box[:2]) / torch.tensor(DETECT_GRID.anchors[place[0]])).log()
    for title, values in (("t_x, t_y", aims), ("t_w, t_h", sizes)):
        told = [float(one.replace("−", "-").replace("∞", "inf")) for one in row[title].split(", ")]
        assert told == pytest.approx(values.tolist(), abs=0.06)


@pytest.mark.parametrize(("owner", "aim"), [(NO_ONE, "0"), (SPARED, "left out")])
def test_a_slot_without_an_object_learns_objectness_alone(owner, aim):
    row = cell_truth._row(TRUTH, owner, (0, 0, 0), DETECT_GRID)
    assert list(row.values())[1:] == [aim, DASH, DASH, DASH]


def test_boxes_of_a_cell_are_named_by_their_usual_size():
    assert cell_answers.slot_names() == tuple(f"{slot + 1}: {round(64 * anchor[0])} px"
                                              for slot, anchor in enumerate(DETECT_GRID.anchors))


@pytest.mark.parametrize("cells", [2, 4, 8, 13, 16])
def test_a_dragged_shape_changes_its_cell_where_it_crosses_a_line(cells):
    grid = AnchorGrid(cells=cells)
    line = 1 / cells
    for x in (line - 0.04, line + 0.04):
        scene = Scene((Thing("circle", x, 0.5, 0.2),))
        box = tuple(scenes.truth(scene, SIDE).boxes[0].tolist())
        column = assignment([box], SIDE, grid).places[0][2]
        assert column == min(int(centre_of(box)[0] * cells / SIDE), cells - 1)
    facts = dict(cell_truth.look_at_owners(scene, None, {"cells": cells}).facts)
    assert facts == {"Things": "1", "Cells that are responsible": "1", "Lost": "0"}


@pytest.mark.parametrize(("name", "text", "value", "said"), [
    ("cell", "3_4", (3, 4), ""), ("cell", "99_-1", (MOST_CELLS - 1, 0), ""), ("cell", "a_b", (5, 2), "whole numbers"),
    ("slot", "1", 1, ""), ("slot", "7", 1, "7"), ("over", "classes", "classes", ""), ("over", "heat", OVER[0], "heat"),
    ("sure", "0.5", 0.5, ""), ("sure", "5", 0.99, "goes from"), ("sure", "nan", 0.1, "not a number"),
    ("nms_iou", "1.5", 1.0, "goes from"), ("nms_method", "soft", "hard", "soft"), ("nms_apart", "0", False, ""),
    ("nms_sigma", "0", 0.1, "goes from"), ("nms_step", "-3", 0, "-3"), ("nms_from", "order", "order", ""),
    ("nms_from", "../x", "scene", "x"), ("truth_cells", "13", 13, ""), ("truth_cells", "9", 8, "9"),
    ("yolo_cell", "6_6", (6, 6), ""), ("yolo_cell", "7_7", (6, 6), ""), ("yolo_w", "0", 0.05, "goes from"),
    ("grid_part", "truth", "truth", ""), ("grid_part", "all", GRID_PARTS[0], "all")])
def test_a_link_from_anywhere_is_kept_within_bounds(name, text, value, said):
    found, problem = FIELDS[name].read(name, text, getattr(GridSettings(), name))
    assert found == value
    assert (said in str(problem)) if said else problem is None


@pytest.mark.parametrize(("name", "sent", "value"), [("sure", 0.4, 0.4), ("sure", 7, 0.99), ("sure", -1, 0.01),
                                                     ("sure", "x", 0.1), ("sure", None, 0.1)])
def test_numbers_of_a_browser_are_kept_within_the_bounds_of_links(name, sent, value):
    assert cell_answers.in_field(name, {name: sent}) == value


@pytest.mark.parametrize(("sent", "value"), [(3, 3), (3.9, 3), (-2, 0), (16, 16), (17, 0), ("3", 0), (None, 0),
                                             (float("nan"), 0), (float("inf"), 0), ([1], 0)])
def test_whole_numbers_of_a_browser_are_never_large(sent, value):
    assert cell_answers.whole(sent) == value


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_yolos_classes_are_shares_whatever_the_cat_has(share):
    classes = yolo_tensor.said_by(replace(WhereSetup(), yolo_share=share))[1]
    assert torch.tensor(classes, dtype=torch.float64).sum().item() == pytest.approx(1)
    assert min(classes) >= 0 and len(classes) == len(VOC_CLASSES)
    likeliest = yolo_tensor._likeliest(classes)
    assert len(likeliest) == 2 and likeliest[0][1] >= likeliest[1][1]
    assert (likeliest[0][0] == "cat") == (share > 1 / 20)


@pytest.mark.parametrize(("cell", "centre"), [((3, 4), (288, 224)), ((0, 0), (32, 32)), ((6, 6), (416, 416))])
def test_yolos_first_box_lies_around_the_middle_of_its_cell(cell, centre):
    first = yolo_tensor.said_by(WhereSetup())[0][0]
    assert centre_of(yolo_tensor.HEAD.decoded(cell, first)) == pytest.approx(centre)


def test_the_cats_box_lies_in_the_photo_and_the_first_box_learns_it():
    assert min(yolo_tensor.TRUTH) >= 0 and max(yolo_tensor.TRUTH) <= yolo_tensor.HEAD.side
    boxes, classes = yolo_tensor.said_by(WhereSetup())
    learns, overlaps = yolo_tensor.HEAD.responsible((3, 4), boxes, yolo_tensor.TRUTH)
    assert learns == 0 and overlaps[0] > 0.5 > overlaps[1]
    parts = yolo_tensor.HEAD.loss((3, 4), boxes, classes, truth=yolo_tensor.TRUTH, category=yolo_tensor.CLASS)
    assert set(parts) == {"place", "size", "confidence", "silence", "class"} and min(parts.values()) >= 0
