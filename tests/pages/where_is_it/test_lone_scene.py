"""The scene that a tab has for itself, and the training shown below it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from explorer.detection import BoxPair, areas, gious, intersections, ious, upright
from explorer.experiments import localisation
from explorer.scenes import scene_from_text, to_text
from pages.where_is_it.box_settings import HEIGHT, WIDTH, BoxField, placed, told
from pages.where_is_it.scene_settings import FIELDS, LONE
from pages.where_is_it.state import WhereSetup, state

NUMBERS = st.floats(-99, 99).map(lambda value: round(value, 2))
BOXES = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
UPRIGHT = BOXES.map(upright)


def test_the_lone_scene_holds_one_thing_and_comes_back_from_its_link():
    assert len(LONE.things) == 1
    text = FIELDS["lone"].write(LONE)
    assert text == to_text(LONE) and scene_from_text(text) == LONE
    assert FIELDS["lone"].read("lone", text, None) == (LONE, None)


@pytest.mark.parametrize("text", ["", "nothing", "dfe3e8.0.0~star.1.1", "dfe3e8.0.0~wheel.500.500.300.0.ffffff"])
def test_a_lone_scene_that_cannot_be_read_is_the_first_one_and_it_is_said(text):
    found, problem = FIELDS["lone"].read("lone", text, LONE)
    assert found == LONE and problem is not None


@pytest.mark.parametrize(("name", "text", "value"), [
    ("part", "network", "network"), ("part", "none", "pair"), ("box_weight", "0", 0), ("box_weight", "11", 10),
    ("box_weight", "-1", 0), ("box_loss", "iou", "iou"), ("box_loss", "cube", "giou"), ("run_weight", "50", 50),
    ("run_weight", "3", 2), ("epoch", "0", 0), ("epoch", "999", localisation.EPOCHS),
    ("epoch", "x", localisation.EPOCHS), ("times", "4", 4), ("times", "5", 1),
    ("threshold", "0.75", 0.75), ("threshold", "7", 0.95)])
def test_a_field_of_a_link_is_the_nearest_that_there_is(name, text, value):
    found, problems = state._codec.read({name: text}, WhereSetup())
    assert getattr(found, name) == value
    assert bool(problems) == (str(value) != text)
    assert state._codec.read(state._codec.write(found), WhereSetup()) == (found, ())


@given(BOXES)
def test_any_box_is_brought_into_the_picture_upright_and_stays_there(box):
    found, _problem = told("ours", box)
    x1, y1, x2, y2 = found
    assert 0 <= x1 <= x2 <= WIDTH and 0 <= y1 <= y2 <= HEIGHT
    assert placed(found) == found and told("ours", found) == (found, None)
    assert BoxField().read("ours", BoxField().write(found), (0, 0, 1, 1)) == (found, None)


@given(UPRIGHT, UPRIGHT)
def test_what_one_pair_says_is_within_its_bounds_and_the_same_both_ways(one, other):
    pair, turned = BoxPair(one, other), BoxPair(other, one)
    assert 0 <= pair.iou <= 1 + 1e-9 and -1 <= pair.giou <= pair.iou + 1e-9
    assert pair.union >= pair.intersection >= 0
    assert (pair.iou, pair.giou, pair.meeting) == (turned.iou, turned.giou, turned.meeting)
    assert pair.iou == pytest.approx(ious([one], [other])[0, 0])
    assert pair.giou == pytest.approx(gious([one], [other])[0, 0])


@given(UPRIGHT, UPRIGHT, st.floats(0.1, 9), st.integers(-9, 9))
def test_iou_and_giou_do_not_change_where_both_boxes_grow_or_move(one, other, times, by):
    both = np.array([one, other])
    if areas(both).min() > 1e-3:
        again = times * both + by
        assert ious(again[:1], again[1:]) == pytest.approx(ious(both[:1], both[1:]), abs=1e-6)
        assert gious(again[:1], again[1:]) == pytest.approx(gious(both[:1], both[1:]), abs=1e-6)


@given(UPRIGHT)
def test_a_box_fits_itself_wholly(box):
    assert intersections([box], [box]) == pytest.approx(areas([box])[:, None])
    pair = BoxPair(box, box)
    assert pair.meeting == ("same" if areas([box])[0] else "empty")
    assert pair.iou == pair.giou == (1 if areas([box])[0] else 0)
