"""What the tab *Grid* computes for its parts, without a page around it."""

from __future__ import annotations

import base64
from dataclasses import replace

import numpy as np
import pytest

from explorer import scenes
from explorer.detection import (
    BOX_EXAMPLES,
    DETECT_GRID,
    Suppression,
    assignment,
    decode_grid,
    slot_targets,
    suppress,
)
from explorer.scenes import MOST_THINGS, Scene
from pages.where_is_it import cell_answers, cell_grid, cell_truth, nms, suppression_turns, yolo_tensor
from pages.where_is_it.grid_outputs import kind_colours
from pages.where_is_it.grid_settings import FIELDS, GRIDS, NETWORK_CELLS, GridSettings
from pages.where_is_it.scene_settings import FIRST
from pages.where_is_it.state import WhereSetup

SETUP = WhereSetup()
TILE = cell_grid.Tile()


@pytest.mark.parametrize(("sent", "cell"), [("3.4", (3, 4)), ("7.7", (7, 7)), ("8.0", None), ("-1.0", None), (34, None),
                                            (None, None), ("3.4.5", None), ({"a": 1}, None)])
def test_only_cells_of_the_grid_can_be_chosen(sent, cell, monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {"key": {"selected": sent}})
    assert cell_grid.chosen_cell("key", 8) == cell


@pytest.mark.parametrize(("sent", "step"), [("t.0", 0), ("t.12", 12), ("t.99999", 5_000), ("t.-1", None), ("12", None),
                                            (12, None), ("t.1e3", None), ("t.1234567", None)])
def test_only_steps_are_taken_from_the_player(sent, step, monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {"key": {"selected": sent}})
    assert suppression_turns.shown_step("key") == step


def test_what_is_told_of_a_grid():
    box = cell_grid.DrawnBox((np.float32(1), 2, 3, 4), "#123456", "star", "thick")
    told = cell_grid.grid_data(None, [TILE] * 4, [box], list("abcd"), cells=2, side=64, chosen=(1, 0), name="n")
    assert (told["picture"], told["chosen"], told["says"]) == ("", "1.0", ["a", "b", "c", "d"])
    assert told["boxes"] == [{"box": [1.0, 2.0, 3.0, 4.0], "colour": "#123456", "name": "star", "look": "thick"}]
    shown = cell_grid.grid_data(np.zeros((2, 2, 3), np.uint8), [], [], [], cells=2, side=64, chosen=(0, 0), name="")
    assert shown["picture"].startswith("data:image/png;base64,iVBOR")


# The same steps as tests/web/suppression.test.js expects of turns.js.
@pytest.mark.parametrize(("name", "steps"), [
    ("three", [(-1, -1), (0, -1), (0, 0), (0, 1), (1, -1), (2, -1)]),
    ("classes", [(-1, -1), (0, -1), (0, 1), (1, -1), (2, -1)])])
def test_steps_are_counted_as_in_the_browser(name, steps):
    shown = nms.boxes_of(replace(SETUP, nms_from=name))
    assert suppression_turns.steps_of(suppress(shown.plan).turns) == steps
    assert suppression_turns.steps_of(()) == [(-1, -1), (0, -1)]


@pytest.mark.parametrize("name", BOX_EXAMPLES)
def test_an_example_is_suppressed_as_it_is_set(name):
    shown = nms.boxes_of(replace(SETUP, nms_from=name, nms_iou=0.65, nms_method="gaussian", nms_sigma=0.3,
                                 nms_apart=False))
    plan = shown.plan
    assert (plan.threshold, plan.method, plan.sigma, plan.class_wise) == (0.65, "gaussian", 0.3, False)
    assert plan.boxes == BOX_EXAMPLES[name].boxes and len(shown.names) == len(shown.colours) == len(plan.boxes)
    assert name in nms.LESSONS


def test_what_is_told_of_turns():
    plan = Suppression(boxes=((0, 0, 10, 10), (1, 1, 11, 11)), scores=(0.9, 0.8))
    told = suppression_turns.turns_data(None, plan, suppress(plan), names="AB", colours=["#1", "#2"], side=32, step=2)
    assert told["boxes"][1] == {"box": [1.0, 1.0, 11.0, 11.0], "colour": "#2", "name": "B", "score": 0.8}
    assert [one["verdict"] for one in told["turns"][0]["rest"]] == ["falls"]
    assert (told["step"], told["threshold"], told["picture"]) == (2, 0.5, "")


def raw_saying(box, kind, sure=3.0):
    """Return outputs in which one slot alone is sure, of this box, px of 64; and its place."""
    place = assignment([box], 64).places[0]
    raw = np.zeros((DETECT_GRID.slots, 11, 8, 8))
    raw[:, 0] = -6
    slot, row, column = place
    raw[slot, 0, row, column] = sure
    raw[slot, 1:5, row, column] = slot_targets(box, place, 64)
    raw[slot, 5 + kind, row, column] = 5
    return raw.reshape(22, 8, 8), place


def test_what_lies_over_a_scene_follows_the_networks_outputs(monkeypatch):
    box, kind = (10.0, 20.0, 30.0, 42.0), 3
    raw, (slot, row, column) = raw_saying(box, kind)
    monkeypatch.setattr(cell_answers, "raw_outputs", lambda _pixels: raw)
    told = {"over": "objectness", "sure": 0.5, "slot": slot, "row": row, "column": column}
    found = cell_answers.look_at_cells(Scene(()), np.zeros((64, 64, 3), np.uint8), told)
    assert [overlay["kind"] for overlay in found.overlays] == ["heat", "grid", "boxes", "boxes"]
    heat, grid, others, mine = found.overlays
    levels = np.frombuffer(base64.b64decode(heat["values"]), np.uint8).reshape(8, 8)
    assert np.unravel_index(levels.argmax(), levels.shape) == (row, column)
    assert grid["chosen"] == [row, column] and others["boxes"] == []
    assert mine["boxes"][0]["box"] == pytest.approx([at / 64 for at in box], abs=1e-4)
    assert mine["boxes"][0]["label"].startswith("star 0.9") and mine["boxes"][0]["line"] == "solid"
    assert dict(found.facts)["Objectness"] == "0.953"  # torch.sigmoid(torch.tensor(3.)) = 0.9526
    elsewhere = cell_answers.look_at_cells(Scene(()), np.zeros((64, 64, 3), np.uint8), {**told, "row": 0, "column": 0})
    assert len(elsewhere.overlays[2]["boxes"]) == 1 and elsewhere.overlays[3]["boxes"][0]["line"] == "dashed"


@pytest.mark.parametrize(("over", "kinds"), [("objectness", ["heat"]), ("classes", ["classes"]), ("nothing", []),
                                             ("None", []), ("../etc", [])])
def test_each_way_of_looking_has_its_overlay(over, kinds):
    raw, (_slot, row, column) = raw_saying((10.0, 20.0, 30.0, 42.0), 3)
    found = cell_answers.over_picture(over, decode_grid(raw))
    assert [overlay["kind"] for overlay in found] == kinds
    if kinds == ["classes"]:
        shown = np.frombuffer(base64.b64decode(found[0]["values"]), np.uint8).reshape(8, 8)
        assert shown[row, column] == 4 and np.count_nonzero(shown) == 1
        assert found[0]["colours"] == ["", *kind_colours()]


@pytest.mark.parametrize("sent", [{}, {"row": 1e300, "column": -5, "slot": "x", "sure": "high"}, {"row": float("nan")},
                                  {"sure": float("inf"), "slot": 99, "row": 15.7, "column": True}, {"cells": 10**9}])
def test_questions_that_make_no_sense_are_answered_all_the_same(sent, monkeypatch):
    monkeypatch.setattr(cell_answers, "raw_outputs", lambda _pixels: raw_saying((10.0, 20.0, 30.0, 42.0), 3)[0])
    for look in (cell_answers.look_at_cells, cell_truth.look_at_owners):
        found = look(FIRST, np.zeros((64, 64, 3), np.uint8), sent)
        grid = next(overlay for overlay in found.overlays if overlay["kind"] == "grid")
        assert grid["rows"] == 8 and all(0 <= at < 8 for at in grid["chosen"])


@pytest.mark.parametrize("cells", GRIDS)
def test_owners_are_coloured_where_numpy_finds_the_centres(cells):
    truth = scenes.truth(FIRST, 64)
    found = cell_truth.look_at_owners(FIRST, np.zeros((64, 64, 3), np.uint8), {"cells": cells, "row": 0, "column": 1})
    shown = np.frombuffer(base64.b64decode(found.overlays[0]["values"]), np.uint8).reshape(cells, cells)
    centres = (truth.boxes[:, :2] + truth.boxes[:, 2:]) / 2
    columns, rows = (np.digitize(centres[:, axis], np.linspace(0, 64, cells + 1)) - 1 for axis in (0, 1))
    assert set(zip(*np.nonzero(shown), strict=True)) == set(zip(rows, columns, strict=True))
    assert len(found.overlays[4]["points"]) == len(truth.boxes)


@pytest.mark.parametrize("count", [0, 1, MOST_THINGS])
def test_no_scene_is_too_empty_or_too_full(count):
    scene = scenes.random_scene(3, count=(count, count), sizes=(0.1, 0.2), overlap=1)
    for cells in GRIDS:
        facts = dict(cell_truth.look_at_owners(scene, np.zeros((64, 64, 3), np.uint8), {"cells": cells}).facts)
        owned = int(facts["Things"]) - int(facts["Lost"])
        assert int(facts["Cells that are responsible"]) <= owned <= 2 * int(facts["Cells that are responsible"])


def test_what_has_no_box_of_its_own_is_told_as_lost():
    scene = Scene(cell_truth.TOGETHER[3])
    found = cell_truth.look_at_owners(scene, np.zeros((64, 64, 3), np.uint8), {"cells": 8})
    assert [box["label"] for box in found.overlays[3]["boxes"]] == ["star, lost"]
    assert dict(found.facts) == {"Things": "3", "Cells that are responsible": "1", "Lost": "1"}


@pytest.mark.parametrize(("cell", "cells", "found"), [((5, 2), 8, (5, 2)), ((15, 15), 8, (7, 7)), ((5, 2), 2, (1, 1))])
def test_a_cell_of_a_finer_grid_becomes_the_nearest(cell, cells, found):
    assert cell_answers.within(cell, cells) == found


@pytest.mark.parametrize("count", [2, 3])
def test_so_many_things_lie_in_one_cell(count):
    things = cell_truth.TOGETHER[count]
    assert {(int(8 * thing.y), int(8 * thing.x)) for thing in things} == {(4, 4)}
    assert len(things) == count


def test_yolos_cell_says_30_numbers_whose_classes_sum_to_1():
    (first, second), classes = yolo_tensor.said_by(replace(SETUP, yolo_share=0.6, yolo_x=0.25))
    assert (first.x, second) == (0.25, yolo_tensor.SECOND)
    assert sum(classes) == pytest.approx(1) and classes[yolo_tensor.CLASS] == 0.6
    assert len(yolo_tensor.HEAD.written((first, second), classes)) == 30


def test_the_cat_belongs_to_the_cell_of_the_lecture():
    assert yolo_tensor.HEAD.target(yolo_tensor.TRUTH)[0] == (3, 4) == GridSettings().yolo_cell
    assert yolo_tensor._photo().shape == (448, 448, 3)


def test_every_setting_stands_in_the_link():
    assert set(FIELDS) == set(GridSettings.__dataclass_fields__)
    assert NETWORK_CELLS in GRIDS
    for name, field in FIELDS.items():
        value = getattr(GridSettings(), name)
        assert field.read(name, field.write(value), value) == (value, None)
