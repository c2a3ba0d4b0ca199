"""What the tab *Grid* computes for its parts, without a page around it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer import figures
from explorer.detection import BOX_EXAMPLES, Suppression, suppress
from pages.where_is_it import cell_answers, cell_grid, cell_truth, nms, suppression_turns, yolo_tensor
from pages.where_is_it.grid_outputs import kind_colours
from pages.where_is_it.grid_settings import FIELDS, GRIDS, NETWORK_CELLS, GridSettings
from pages.where_is_it.state import WhereSetup

SETUP = WhereSetup()
TILE = cell_grid.Tile()


def test_heat_lets_the_picture_through_where_there_is_nothing():
    tones = figures.tones(figures.SEQUENTIAL)
    found = cell_grid.heat_tiles(np.array([[0.0, 1.0], [0.04, 1.7]]))
    assert [tile.colour for tile in found] == [tones[0], tones[-1], tones[round(0.04 * 64)], tones[-1]]
    assert [tile.share for tile in found] == pytest.approx([0, 0.75, 0.75 * 0.2, 0.75])
    assert [tile.text for tile in found] == ["", "1.00", "", "1.00"]


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


@pytest.mark.parametrize("over", ["objectness", "classes", "nothing"])
def test_each_way_of_looking_has_a_tile_for_each_cell(over):
    classes = np.full((2, 3, 3, 6), 0.1)
    classes[1, 2, 0, 4] = 0.9
    found = cell_answers.over_tiles(over, classes, np.linspace(0, 1, 9).reshape(3, 3))
    assert len(found) == 9
    if over == "classes":
        assert found[6].colour == kind_colours()[4]
        assert found[6].share == pytest.approx(0.2 + 0.6 * 0.75)
    if over == "nothing":
        assert {tile.share for tile in found} == {0.0}


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
